#pragma once

#include "labs/lab.h"

/// The lab `course`: the exercises of a course, one on a screen, and what the student has shown of each skill.
namespace stride::labs::course_page {

extern const Lab lab;

}  // namespace stride::labs::course_page
