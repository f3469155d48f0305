#pragma once

#include "labs/lab.h"

/// What an initialisation does to the signal in a deep stack: document B, question 3.
namespace stride::labs::initialisation {

extern const Lab lab;

}  // namespace stride::labs::initialisation
