// The value of a formula on real tensors.

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/text.h"
#include "math/formula_matrix.h"
#include "math/formula_names.h"
#include "math/functions.h"
#include "math/index_formula.h"

namespace stride::math {
namespace {

constexpr std::int64_t most_terms = 10'000;

std::unexpected<Error> too_long() { return fail("this formula takes too many steps to be evaluated here"); }

class Evaluator {
 public:
  Evaluator(const Scope& scope, std::int64_t& steps) : scope_(scope), steps_(steps) {}

  Result<Value> value(const Expr& expr) {
    if (--steps_ < 0) return too_long();
    switch (expr.kind()) {
      case ExprKind::number:
        return number(expr.number().to_double());
      case ExprKind::symbol:
        return named(expr);
      case ExprKind::unknown:
        return fail("a value is missing here (?)");
      case ExprKind::element:
        return element(expr);
      case ExprKind::sum:
        return sum(expr);
      case ExprKind::multiply:
        return product(expr);
      case ExprKind::condition:
        return condition(expr);
      case ExprKind::equal:
        return value(expr.children().back());
      case ExprKind::dims:
        return fail("a shape such as " + short_text(expr) + " is not a value");
      case ExprKind::call:
        if (expr.name() == "if") return choice(expr);
        break;
      default:
        break;
    }
    return operation(expr);
  }

 private:
  Result<Value> named(const Expr& expr) {
    const std::string& name = expr.name();
    for (auto index = indexes_.rbegin(); index != indexes_.rend(); ++index) {
      if (*index->first == name) return number(index->second);
    }
    if (const auto found = scope_.numbers.find(name); found != scope_.numbers.end()) return number(found->second);
    if (const auto found = scope_.tensors.find(name); found != scope_.tensors.end()) return whole(name, found->second);
    if (const std::optional<double> value = constant(name)) return number(*value);
    return fail(name + " has no value here");
  }

  static Result<Value> whole(const std::string& name, const Tensor& tensor) {
    const auto& sizes = tensor.sizes;
    if (sizes.size() <= 2) return matrix(sizes[0], sizes.size() == 2 ? sizes[1] : 1, tensor.entries);
    return fail(name + " needs its " + std::to_string(sizes.size()) + " indexes, as in " + name + "[...]");
  }

  Result<std::int64_t> whole_number(const Expr& expr, const Expr& within) {
    const Result<Value> found = value(expr);
    if (!found) return std::unexpected(found.error());
    const double rounded = std::round(found->number);
    if (!found->is_number() || std::fabs(found->number - rounded) > 1e-9 || std::fabs(rounded) > 1e15)
      return fail(short_text(within) + ": " + short_text(expr) + " is not a whole number");
    return static_cast<std::int64_t>(rounded);
  }

  Result<Value> element(const Expr& expr) {
    const auto& children = expr.children();
    const auto found = scope_.tensors.find(expr.name());
    const bool delta = found == scope_.tensors.end() && (expr.name() == "delta" || expr.name() == "δ");
    if (found == scope_.tensors.end() && !delta)
      return fail(expr.name() +
                  (scope_.numbers.contains(expr.name()) ? " is a number and takes no index" : " has no value here"));
    const std::size_t wanted = delta ? 2 : found->second.sizes.size();
    if (children.size() != wanted)
      return fail(short_text(expr) + ": " + expr.name() + " takes " + std::to_string(wanted) +
                  (wanted == 1 ? " index" : " indexes") + ", here " + (children.size() == 1 ? "is " : "are ") +
                  std::to_string(children.size()));
    std::vector<std::int64_t> indexes;
    for (const Expr& child : children) {
      const Result<std::int64_t> index = whole_number(child, expr);
      if (!index) return std::unexpected(index.error());
      indexes.push_back(*index);
    }
    if (delta) return number(indexes[0] == indexes[1] ? 1 : 0);
    return read(expr.name(), found->second, indexes);
  }

  static Result<Value> read(const std::string& name, const Tensor& tensor, const std::vector<std::int64_t>& indexes) {
    std::int64_t place = 0;
    bool outside = false;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
      const std::int64_t index = indexes[i] - tensor.first;
      if (index < 0 || index >= tensor.sizes[i]) {
        if (!tensor.zero_outside) return beyond(name, tensor, indexes, i);
        outside = true;
      }
      place = place * tensor.sizes[i] + index;
    }
    return number(outside ? 0 : tensor.entries[static_cast<std::size_t>(place)]);
  }

  static std::unexpected<Error> beyond(const std::string& name, const Tensor& tensor,
                                       const std::vector<std::int64_t>& indexes, std::size_t axis) {
    std::string text = name + "[";
    for (const std::int64_t index : indexes) text += (text.ends_with('[') ? "" : ", ") + std::to_string(index);
    text += "]: ";
    text += axis < tensor.axes.size() ? tensor.axes[axis] + " go" : "index " + std::to_string(axis + 1) + " goes";
    return fail(text + " from " + std::to_string(tensor.first) + " to " +
                std::to_string(tensor.first + tensor.sizes[axis] - 1));
  }

  Result<Value> sum(const Expr& expr) {
    Value total = number(0);
    const std::size_t outside = indexes_.size();
    Result<void> done = add_terms(expr, 1, total);
    indexes_.resize(outside);
    if (!done) return std::unexpected(std::move(done.error()));
    return total;
  }

  /// Adds the body for every value of the ranges from child `at` on.
  Result<void> add_terms(const Expr& expr, std::size_t at, Value& total) {
    const auto& children = expr.children();
    if (at >= children.size()) {
      const Result<Value> term = value(children.front());
      if (!term) return std::unexpected(term.error());
      Result<Value> next = added(expr, total, *term);
      if (!next) return std::unexpected(std::move(next.error()));
      total = *std::move(next);
      return {};
    }
    const Result<std::int64_t> first = whole_number(children[at + 1], children[at + 1]);
    if (!first) return std::unexpected(first.error());
    const Result<std::int64_t> last = whole_number(children[at + 2], children[at + 2]);
    if (!last) return std::unexpected(last.error());
    if (*last - *first >= most_terms)
      return fail("the sum over " + children[at].name() + " has " + grouped(*last - *first + 1) +
                  " terms; at most 10,000 are added here");
    indexes_.emplace_back(&children[at].name(), 0);
    const std::size_t here = indexes_.size() - 1;
    for (std::int64_t i = *first; i <= *last; ++i) {
      indexes_[here].second = static_cast<double>(i);
      if (Result<void> done = add_terms(expr, at + 3, total); !done) return done;
    }
    indexes_.resize(here);
    return {};
  }

  /// Conditions first: where one does not hold, the rest need not have a value, as beyond the ends of a tensor.
  Result<Value> product(const Expr& expr) {
    for (const Expr& factor : expr.children()) {
      if (factor.kind() != ExprKind::condition) continue;
      Result<Value> held = condition(factor);
      if (!held || held->number == 0) return held;
    }
    std::optional<Value> result;
    for (const Expr& factor : expr.children()) {
      Result<Value> next = value(factor);
      if (!next) return next;
      if (result) {
        steps_ -= result->rows * result->columns * next->columns;
        next = multiplied(expr, *result, *next);
        if (!next) return next;
      }
      result = *std::move(next);
    }
    return *std::move(result);
  }

  Result<Value> condition(const Expr& expr) {
    std::string_view relations = expr.name();
    std::optional<double> left;
    bool all = true;
    for (const Expr& operand : expr.children()) {
      const Result<Value> right = value(operand);
      if (!right) return right;
      if (!right->is_number()) return fail(short_text(operand) + " is not one number, as a condition needs");
      if (left) {
        const std::string_view relation = relations.substr(0, relations.find(' '));
        relations.remove_prefix(std::min(relation.size() + 1, relations.size()));
        all = all && holds(relation, *left, right->number);
      }
      left = right->number;
    }
    return number(all ? 1 : 0);
  }

  Result<Value> choice(const Expr& expr) {
    const Result<Value> held = value(expr.children()[0]);
    if (!held) return held;
    if (!held->is_number()) return fail(short_text(expr.children()[0]) + " is not one number, as if() needs");
    return value(expr.children()[held->number != 0 ? 1 : 2]);
  }

  Result<Value> operation(const Expr& expr) {
    std::vector<Value> values;
    for (const Expr& child : expr.children()) {
      Result<Value> found = value(child);
      if (!found) return found;
      values.push_back(*std::move(found));
    }
    return apply(expr, std::move(values));
  }

  const Scope& scope_;
  std::int64_t& steps_;
  std::vector<std::pair<const std::string*, double>> indexes_;  // of the sums around, the innermost last
};

}  // namespace

Result<Matrix> evaluate_within(const Expr& formula, const Scope& scope, std::int64_t& steps) {
  if (steps < 0) return too_long();
  Result<Value> value = Evaluator(scope, steps).value(resolve_names(formula, scope));
  if (!value) return std::unexpected(std::move(value.error()));
  if (value->is_number()) value->entries.assign(1, value->number);
  return Matrix{.rows = value->rows, .columns = value->columns, .entries = std::move(value->entries)};
}

Result<Matrix> evaluate_formula(const Expr& formula, const Scope& scope, std::int64_t steps) {
  return evaluate_within(formula, scope, steps);
}

}  // namespace stride::math
