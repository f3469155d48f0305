#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "base/verdict.h"
#include "math/expr.h"
#include "nn/facts.h"

namespace stride::course {

/// What is asked: one network at one size under one convention.
struct Worksheet {
  nn::NetworkSpec network;
  nn::NetworkFacts facts;
};
Result<Worksheet> make_worksheet(const nn::NetworkSpec& network, nn::Pair size, nn::Rounding rounding);

/// A cell is LAYER.COLUMN: `conv2.output`, `fc6.parameters`, `pool5.receptive_field`, `pool5.jump`, `conv1.neurons`,
/// `conv1.macs`, `conv1.input` (the side that goes in; of a linear layer all numbers), `conv1.channels` (that go in),
/// `conv1.filter` (weights of one filter and its bias), `total.parameters`, `total.neurons`,
/// `total.neurons_without_pooling`, `total.macs`, `fc6.admissible_min`, `fc6.admissible_max`, `fc6.admissible`,
/// `pool5.smallest_input`, `largest.layer`. Admissible are the input sizes that leave a linear layer its input, and a
/// map its own size; the smallest input is the least that gives every layer down to there at least one output.
struct CellId {
  std::string layer;
  std::string column;
  [[nodiscard]] std::string text() const { return layer + "." + column; }
  friend auto operator<=>(const CellId&, const CellId&) = default;
};
/// Fails with the cells that there are when there is none of this name in the worksheet.
Result<CellId> parse_cell(const Worksheet& sheet, std::string_view text);
/// All cells of one column in row order, the total (if the column has one) last.
std::vector<CellId> cells_of_column(const Worksheet& sheet, std::string_view column);

/// The student's other answers, as typed, by cell: for error carried forward.
using Given = std::map<CellId, std::string>;

/// A way to an answer: its principle in symbols, the same with this layer's numbers, and its value.
struct Route {
  std::string id;                     // misconception id; empty for the right route
  math::Expr principle;               // floor((n + 2*p - f)/s) + 1
  math::Expr numbers;                 // floor((25 + 2*2 - 5)/2) + 1
  std::vector<math::Rational> value;  // one, or (H, W), where they differ
  std::string where;                  // what its name mentions, as layer-missing does: `fc6`
  std::string label;                  // what was done, as in `12 comes out when ...`: the last window isn't counted
};

struct Grade {
  Verdict verdict = Verdict::none;
  std::string expected;           // `13`, `13x11`, `34944`, `fc6, fc7`
  std::string misconception;      // first route that gives the answer; empty when none
  std::vector<std::string> also;  // the other routes that give the same answer
  std::vector<Route> routes;      // those routes, in the same order
  std::optional<CellId> root;     // consistent: the earlier wrong cell that this one rests on
  std::string message;            // says what happened, then what to do; never gives the right number away
  std::string brief;              // what happened alone, for where the routes are drawn beside it
};

/// Grades what was typed. First correct, then consistent, then the known wrong routes, computed for these numbers from
/// altered derivations; an unmatched answer gets the most useful true thing (off by one, a factor of C, right under
/// another rounding). Wrong given values cannot be gamed: only readable, positive, plausible upstream answers count.
Grade grade(const Worksheet& sheet, const CellId& cell, std::string_view answer, const Given& given, const Text& text);

/// The right route of a cell, for 'Show working' and hints. Rows only; totals give the sum. Empty where there is none
/// (largest.layer, an exact size that does not come out).
std::optional<Route> right_route(const Worksheet& sheet, const CellId& cell, const Given& given = {});

}  // namespace stride::course
