#include "course/formula_values.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/random.h"

namespace stride::course {
namespace {

using math::Expr;

constexpr std::int64_t most_entries = 4096;  // of a tensor, and outputs of a draw

/// Far from 0, of both signs: no term of a sum is lost, no function saturates.
double random_number(Random& random) {
  const double size = 0.5 + 1.5 * random.uniform();
  return random.below(2) == 0 ? size : -size;
}

Result<std::int64_t> draw_size(const FormulaSize& size, const math::Scope& scope, Random& random) {
  const std::size_t dots = size.rule.find("..");
  if (dots != std::string::npos)
    return random.between(std::stoi(size.rule.substr(0, dots)), std::stoi(size.rule.substr(dots + 2)));
  const Result<Expr> rule = math::parse_formula(size.rule);
  if (!rule) return std::unexpected(rule.error());
  const Result<math::Matrix> value = evaluate_formula(*rule, scope);
  if (!value) return std::unexpected(value.error());
  return static_cast<std::int64_t>(std::llround(value->entries.front()));
}

/// Sizes that differ from one another, as far as they should.
Result<void> draw_sizes(const FormulaTask& task, math::Scope& scope, Random& random) {
  for (int attempt = 0; attempt < 500; ++attempt) {
    scope.numbers.clear();
    std::vector<std::int64_t> taken;
    bool good = true;
    for (const FormulaSize& size : task.sizes) {
      const Result<std::int64_t> value = draw_size(size, scope, random);
      if (!value) return std::unexpected(value.error());
      scope.numbers[size.name] = static_cast<double>(*value);
      good = good && *value > 0 && (!size.distinct || std::ranges::find(taken, *value) == taken.end());
      if (size.distinct) taken.push_back(*value);
    }
    if (good) return {};
  }
  return fail("no sizes fit the rules of " + task.id);
}

Result<math::Tensor> draw_tensor(const FormulaTensor& named, const math::Scope& scope, Random& random) {
  math::Tensor tensor = {
      .sizes = {}, .entries = {}, .axes = named.axes, .first = 1, .zero_outside = named.zero_outside};
  std::int64_t count = 1;
  for (const std::string& size : named.sizes) {
    const auto found = scope.numbers.find(size);
    if (found == scope.numbers.end()) return fail(size + " is not a size", named.name);
    tensor.sizes.push_back(static_cast<std::int64_t>(found->second));
    count *= tensor.sizes.back();
    if (count > most_entries) return fail("this tensor is too large", named.name);
  }
  if (named.definition.empty()) {
    for (std::int64_t i = 0; i < count; ++i) tensor.entries.push_back(random_number(random));
    return tensor;
  }
  const Result<Expr> definition = math::parse_formula(named.definition);
  if (!definition) return std::unexpected(definition.error());
  Result<math::Matrix> value = evaluate_formula(*definition, scope);
  if (!value) return std::unexpected(value.error());
  if (static_cast<std::int64_t>(value->entries.size()) != count)
    return fail("its definition has another size", named.name);
  tensor.entries = std::move(value->entries);
  return tensor;
}

Outcome outcome_of(Result<math::Matrix> value) {
  if (!value) return {.value = {}, .error = std::move(value.error().message)};
  return {.value = *std::move(value), .error = {}};
}

}  // namespace

Result<FormulaDraw> draw_formula(const FormulaTask& task, std::uint64_t seed) {
  Random random = Random::stream(seed, 4);
  FormulaDraw draw;
  if (Result<void> sizes = draw_sizes(task, draw.scope, random); !sizes) return std::unexpected(sizes.error());
  for (const FormulaTensor& named : task.tensors) {
    Result<math::Tensor> tensor = draw_tensor(named, draw.scope, random);
    if (!tensor) return std::unexpected(tensor.error());
    if (named.sizes.empty()) {
      draw.scope.numbers[named.name] = tensor->entries.front();
    } else {
      draw.scope.tensors[named.name] = *std::move(tensor);
    }
  }
  std::int64_t outputs = 1;
  for (const FormulaIndex& index : task.indexes) {
    const auto last = draw.scope.numbers.find(index.last);
    if (last == draw.scope.numbers.end()) return fail(index.last + " is not a size", index.name);
    draw.lasts.push_back(static_cast<std::int64_t>(last->second));
    outputs *= draw.lasts.back();
    if (outputs > most_entries) return fail("there are too many outputs", index.name);
  }
  return draw;
}

Outcome outcome(const Expr& formula, const math::Scope& scope) { return outcome_of(evaluate_formula(formula, scope)); }

Outcome outcome(const Expr& formula, const math::Scope& scope, std::int64_t& steps) {
  return outcome_of(evaluate_within(formula, scope, steps));
}

Outputs::Outputs(math::Scope scope, std::vector<FreeIndex> indexes)
    : names_(std::move(scope)), indexes_(std::move(indexes)) {
  for (const FreeIndex& index : indexes_) at_.push_back(index.first);
  set();
}

void Outputs::set() {
  for (std::size_t i = 0; i < at_.size(); ++i)
    names_.numbers[indexes_[i].name] = static_cast<double>(at_[i] - 1 + indexes_[i].from);
}

/// As an odometer steps.
bool Outputs::next() {
  bool more = false;
  for (std::size_t i = indexes_.size(); i-- > 0 && !more;) {
    more = ++at_[i] <= indexes_[i].last;
    if (!more) at_[i] = indexes_[i].first;
  }
  set();
  return more;
}

std::string place_text(const math::Scope& names, const std::vector<FreeIndex>& indexes) {
  std::string text;
  for (const FreeIndex& index : indexes) {
    const auto value = static_cast<std::int64_t>(names.numbers.find(index.name)->second);
    text += (text.empty() ? "" : ", ") + index.name + " = " + std::to_string(value);
  }
  return text;
}

bool same(const math::Matrix& a, const math::Matrix& b) {
  const auto close = [](double x, double y) {
    return std::fabs(x - y) <= 1e-9 * (1 + std::max(std::fabs(x), std::fabs(y)));
  };
  return a.rows == b.rows && a.columns == b.columns && std::ranges::equal(a.entries, b.entries, close);
}

math::Scope shown_scope(const FormulaTask& task, const FormulaDraw& draw, std::int64_t inputs, bool padded) {
  math::Scope scope = draw.scope;
  for (const FormulaSize& size : task.sizes) {
    if (!size.shown) scope.numbers.erase(size.name);
  }
  for (auto& [name, tensor] : scope.tensors) {
    tensor.first = inputs;
    tensor.zero_outside = tensor.zero_outside || padded;
  }
  return scope;
}

std::vector<FreeIndex> output_indexes(const FormulaTask& task, const FormulaDraw& draw, std::int64_t from) {
  std::vector<FreeIndex> result;
  for (std::size_t i = 0; i < task.indexes.size(); ++i)
    result.push_back({task.indexes[i].name, task.indexes[i].first, draw.lasts[i], from});
  return result;
}

Expr rewritten(const Expr& expr, const std::function<std::optional<Expr>(const Expr&)>& change) {
  std::vector<Expr> children = expr.children();
  for (Expr& child : children) child = rewritten(child, change);
  const Expr same = children.empty() ? expr : Expr::make(expr.kind(), std::move(children), expr.name());
  return change(same).value_or(same);
}

}  // namespace stride::course
