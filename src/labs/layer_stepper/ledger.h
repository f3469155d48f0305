#pragma once

#include <string>
#include <vector>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

/// One output value written out: what goes into it and what that comes to.
struct Entry {
  std::string label;
  double value = 0;
  bool result = false;   // what the terms above come to
  bool current = false;  // the one that is spoken of
};
struct Ledger : std::vector<Entry> {
  double largest = 0;  // of what went into it: no more digits than that's mean anything
};

inline constexpr std::size_t most_terms = 8;  // the rest of them is one more

/// Of a neuron only its `done` first terms, the largest first. Empty where nothing is computed or not all has come.
Ledger ledger_of(const Text& text, const Opened& opened, const Place& place, std::size_t done);

}  // namespace stride::labs::layer_stepper
