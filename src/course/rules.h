#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "course/answer.h"
#include "course/route.h"

/// The known wrong ways to an answer: one rule is one small function that alters the right derivation, and each column
/// has one explicit list of them, in the order in which they are named.
namespace stride::course {

struct Case {
  const Values& values;
  std::size_t row = 0;  // in values.rows; one past the last for totals
  std::string_view column;
  bool vertical = true;  // the axis
  const Answer& answer;  // for slips that any of many answers shows

  [[nodiscard]] const RowValues& here() const { return values.rows[row]; }
  [[nodiscard]] const nn::LayerSpec& layer() const { return *here().layer; }
  [[nodiscard]] std::int64_t image() const { return along(values.image, vertical); }
};

/// The derivations by which a slip may show itself; none where it cannot.
using Derivations = std::vector<Derivation>;

struct Rule {
  std::string_view id;  // as in COURSEWORK.md
  Derivations (*derive)(const Case&);
};

std::span<const Rule> output_rules();
std::span<const Rule> parameter_rules();
std::span<const Rule> filter_rules();
std::span<const Rule> field_rules();
std::span<const Rule> neuron_rules();
std::span<const Rule> total_rules();
std::span<const Rule> admissible_rules();
std::span<const Rule> smallest_rules();
/// Those of a cell; none where the column has none.
std::span<const Rule> rules_of(const Values& values, const CellId& cell);

/// Every wrong way that leads to the answer, each slip once, in the order of its list.
std::vector<Route> matching_routes(const Values& values, const CellId& cell, const Answer& answer,
                                   const std::optional<Route>& right);

// Shared by the rules.
inline math::Expr symbol(std::string name) { return math::Expr::symbol(std::move(name)); }
inline Derivation derivation(math::Expr principle, math::Bindings bindings = {}, std::string where = {}) {
  return {std::move(principle), std::move(bindings), std::move(where), false};
}

}  // namespace stride::course
