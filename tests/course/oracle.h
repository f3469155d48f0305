#pragma once

#include <map>
#include <set>
#include <string>

#include "course/worksheet.h"

/// A second opinion on the known wrong ways: plain whole-number arithmetic over the layers, in the words of the
/// coursework's table, with nothing of the room's own expressions.
namespace stride::course::oracle {

/// Slip -> every value it may show itself by.
using Slips = std::map<std::string, std::set<double>>;

struct Oracle {
  const nn::NetworkSpec& network;
  std::int64_t size;
  nn::Rounding rounding;

  Slips output(std::size_t row) const;
  Slips parameters(std::size_t row) const;
  Slips receptive_field(std::size_t row) const;
  Slips neurons(std::size_t row) const;
  Slips total(const std::string& column) const;

  std::vector<const nn::LayerSpec*> rows() const;
  /// Sides: in front of row 0, after row 0, ...; up to the last spatial row.
  std::vector<std::int64_t> sides() const;
  std::int64_t channels_into(std::size_t row) const;
  std::int64_t inputs_of(std::size_t row) const;  // numbers that go in, all of them
  std::int64_t parameters_of(std::size_t row) const;
  std::int64_t neurons_of(std::size_t row) const;
};

/// The slips that give `answer`, apart from the right one.
std::set<std::string> that_give(const Slips& slips, double answer);

}  // namespace stride::course::oracle
