// The known wrong ways to write a formula: each rule is a small function that alters the right one.

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "course/formula_values.h"

namespace stride::course {
namespace {

using math::Expr;
using math::ExprKind;

using Change = std::function<std::optional<Expr>(const Expr&)>;

bool mentions(const Expr& expr, const std::string& symbol) {
  if (expr.kind() == ExprKind::symbol) return expr.name() == symbol;
  return std::ranges::any_of(expr.children(), [&](const Expr& child) { return mentions(child, symbol); });
}

Expr symbol(const std::string& name) { return Expr::symbol(name); }

/// What a rule sees, and where it puts what it makes of it.
struct Altering {
  const FormulaTask& task;
  const Expr& truth;
  std::vector<AlteredTruth> made = {};

  void add(std::string id, Expr formula) { made.push_back({std::move(id), std::move(formula), {}, {}}); }
  void put(std::string id, const std::string& name, const Expr& value) {
    add(std::move(id), substitute(truth, {{name, value}}));
  }
  void change(std::string id, const Change& change) { add(std::move(id), rewritten(truth, change)); }
  /// Each of the places that it changes alone, and all of them.
  void change_each(const std::string& id, const Change& change);
};

void Altering::change_each(const std::string& id, const Change& change) {
  int places = 0;
  add(id, rewritten(truth, [&](const Expr& expr) {
        auto changed = change(expr);
        if (changed) ++places;
        return changed;
      }));
  for (int only = 0; only < places && places > 1; ++only) {
    int place = 0;
    add(id, rewritten(truth, [&](const Expr& expr) -> std::optional<Expr> {
          auto changed = change(expr);
          return changed && place++ == only ? std::move(changed) : std::nullopt;
        }));
  }
}

bool is_index_sum(const Expr& expr, const std::string& stride) {
  return expr.kind() == ExprKind::add && expr.children().size() >= 2 && mentions(expr.children()[0], stride) &&
         !mentions(expr.children()[1], stride);
}

/// (i - 1)*s + n: the stride forgotten, on the kernel's index, or on both; the latter two as one counts from 1 or 0.
void stride_slips(Altering& to) {
  const Expr s = symbol("s");
  if (!mentions(to.truth, "s")) return;
  to.put("stride-missing", "s", 1);
  if (mentions(to.truth, "t")) {
    to.put("one-stride", "t", s);
    to.put("one-stride", "s", symbol("t"));
    to.add("stride-missing", substitute(to.truth, {{"s", 1}, {"t", 1}}));
  }
  const auto indexes = [&](std::string id, const std::function<Expr(const Expr&, const Expr&)>& make) {
    to.change(std::move(id), [&](const Expr& expr) -> std::optional<Expr> {
      if (!is_index_sum(expr, "s")) return std::nullopt;
      Expr index = make(substitute(expr.children()[0], {{"s", 1}}), expr.children()[1]);
      for (std::size_t i = 2; i < expr.children().size(); ++i) index = index + expr.children()[i];
      return index;
    });
  };
  indexes("stride-on-kernel-index", [&](const Expr& output, const Expr& kernel) { return output + kernel * s; });
  indexes("stride-on-kernel-index",
          [&](const Expr& output, const Expr& kernel) { return output + (kernel - 1) * s + 1; });
  indexes("stride-on-both-indexes", [&](const Expr& output, const Expr& kernel) { return (output + kernel) * s; });
  indexes("stride-on-both-indexes",
          [&](const Expr& output, const Expr& kernel) { return (output + kernel - 1) * s + 1; });
}

/// A sum without one of its ranges: its index is left free, or stays at its first value.
void range_slips(Altering& to, const Expr& sum) {
  const auto& children = sum.children();
  for (std::size_t i = 1; i < children.size(); i += 3) {
    const std::string index = children[i].name();
    const std::string id = index == "c"                   ? "channel-sum-missing"
                           : index == "n" || index == "m" ? "window-sum-missing"
                                                          : "sum-missing";
    std::vector<Expr> rest = children;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i), rest.begin() + static_cast<std::ptrdiff_t>(i + 3));
    const Expr without = rest.size() == 1 ? rest.front() : Expr::make(ExprKind::sum, rest);
    const auto with = [&](const Expr& part) {
      return rewritten(to.truth, [&](const Expr& expr) { return expr == sum ? std::optional(part) : std::nullopt; });
    };
    to.made.push_back({id, with(without), index, to_text(children[i + 2])});
    to.add(id, with(substitute(without, {{index, children[i + 1]}})));
    std::vector<Expr> short_by_one = children, late = children;
    short_by_one[i + 2] = children[i + 2] - 1;
    late[i + 1] = children[i + 1] + 1;
    to.add("range-short", with(Expr::make(ExprKind::sum, std::move(short_by_one))));
    to.add("range-late", with(Expr::make(ExprKind::sum, std::move(late))));
  }
}

void sum_slips(Altering& to) {
  rewritten(to.truth, [&](const Expr& expr) -> std::optional<Expr> {
    if (expr.kind() == ExprKind::sum) range_slips(to, expr);
    return std::nullopt;
  });
}

void padding_slips(Altering& to) {
  const Expr p = symbol("p");
  if (!mentions(to.truth, "p")) return;
  to.put("padding-missing", "p", 0);
  to.put("padding-sign", "p", -p);
  to.put("padding-twice", "p", 2 * p);
}

std::optional<Expr> last_two_swapped(const Expr& expr, const std::string& tensor) {
  if (expr.kind() != ExprKind::element || expr.name() != tensor || expr.children().size() < 2) return std::nullopt;
  std::vector<Expr> indexes = expr.children();
  std::swap(indexes.back(), indexes[indexes.size() - 2]);
  return Expr::make(ExprKind::element, std::move(indexes), tensor);
}

/// Rows for columns, in a tensor or at the output.
void transposed_slips(Altering& to) {
  for (const FormulaTensor& tensor : to.task.tensors)
    to.change("indexes-transposed", [&](const Expr& expr) { return last_two_swapped(expr, tensor.name); });
  const auto& indexes = to.task.indexes;
  if (indexes.size() < 2) return;
  const std::string &row = indexes[indexes.size() - 2].name, &column = indexes.back().name;
  to.add("indexes-transposed", substitute(to.truth, {{row, symbol(column)}, {column, symbol(row)}}));
}

/// The input read with n for the columns; the kernel left out.
void window_slips(Altering& to) {
  const auto reads = [&](const Expr& expr, bool kernel) {
    return expr.kind() == ExprKind::element && (expr.name() == to.task.flipped) == kernel;
  };
  if (to.task.flipped.empty()) return;
  to.change("indexes-transposed", [&](const Expr& expr) -> std::optional<Expr> {
    if (!reads(expr, false)) return std::nullopt;
    return substitute(expr, {{"n", symbol("m")}, {"m", symbol("n")}});
  });
  to.change("kernel-missing",
            [&](const Expr& expr) { return reads(expr, true) ? std::optional(Expr(1)) : std::nullopt; });
}

/// The kernel backwards along one axis only.
void half_flipped_slip(Altering& to) {
  if (to.task.flipped.empty()) return;
  const auto tensor = std::ranges::find(to.task.tensors, to.task.flipped, &FormulaTensor::name);
  for (const std::size_t from_last : {std::size_t{1}, std::size_t{2}}) {
    to.change("kernel-flipped-once", [&](const Expr& expr) -> std::optional<Expr> {
      if (expr.kind() != ExprKind::element || expr.name() != to.task.flipped) return std::nullopt;
      std::vector<Expr> indexes = expr.children();
      Expr& index = indexes[indexes.size() - from_last];
      index = symbol(tensor->sizes[indexes.size() - from_last]) + 1 - index;
      return Expr::make(ExprKind::element, std::move(indexes), expr.name());
    });
  }
}

/// What is added last: left out, added within the sum, one for all.
void bias_slips(Altering& to) {
  if (to.truth.kind() != ExprKind::add) return;
  const std::vector<Expr>& terms = to.truth.children();
  const Expr& bias = terms.back();
  const Expr rest = Expr::make(ExprKind::add, std::vector<Expr>(terms.begin(), terms.end() - 1));
  to.add("bias-missing", rest);
  to.add("one-bias", rest + 1);
  if (rest.kind() == ExprKind::sum) {
    std::vector<Expr> children = rest.children();
    children.front() = children.front() + bias;
    to.add("bias-within-sum", Expr::make(ExprKind::sum, std::move(children)));
  }
  if (rest.kind() != ExprKind::multiply) return;
  for (const Expr& factor : rest.children()) {
    if (factor != bias) to.add("bias-per-input", rest + factor);
  }
}

/// The Kronecker delta forgotten, or put where it makes the rest vanish.
void delta_slips(Altering& to) {
  if (to.task.indexes.size() != 2 || to.task.flipped != "") return;
  const auto is_delta = [](const Expr& expr) { return expr.kind() == ExprKind::call && expr.name() == "delta"; };
  const Expr delta = Expr::make(ExprKind::call, {symbol("j"), symbol("k")}, "delta");
  to.change("delta-missing", [&](const Expr& expr) { return is_delta(expr) ? std::optional(Expr(1)) : std::nullopt; });
  to.change("diagonal-forgotten",
            [&](const Expr& expr) { return is_delta(expr) ? std::optional(Expr(0)) : std::nullopt; });
  to.add("diagonal-only", delta * to.truth);
}

std::optional<Expr> without_factor(const Expr& product, const std::function<bool(const Expr&)>& leaves) {
  if (product.kind() != ExprKind::multiply) return std::nullopt;
  std::vector<Expr> kept;
  for (const Expr& factor : product.children()) {
    if (!leaves(factor)) kept.push_back(factor);
  }
  if (kept.size() == product.children().size()) return std::nullopt;
  return Expr::make(ExprKind::multiply, std::move(kept));
}

void factor_slips(Altering& to) {
  to.change("factor-missing", [](const Expr& expr) {
    return without_factor(expr, [](const Expr& factor) { return factor.kind() == ExprKind::number; });
  });
  to.change("factor-missing", [](const Expr& expr) -> std::optional<Expr> {
    if (expr.kind() != ExprKind::divide || expr.children()[0].kind() != ExprKind::number) return std::nullopt;
    return Expr(1) / expr.children()[1];
  });
  to.add("sign-reversed", -to.truth);
  if (std::ranges::any_of(to.task.tensors, [](const FormulaTensor& tensor) { return tensor.name == "g"; }))
    to.change("upstream-missing", [](const Expr& expr) {
      return without_factor(
          expr, [](const Expr& factor) { return factor.kind() == ExprKind::element && factor.name() == "g"; });
    });
}

void condition_slips(Altering& to) {
  const auto each = [&](std::string id, const Change& make) {
    to.change(std::move(id),
              [&](const Expr& expr) { return expr.kind() == ExprKind::condition ? make(expr) : std::nullopt; });
  };
  each("condition-missing", [](const Expr&) { return Expr(1); });
  each("condition-reversed", [](const Expr& expr) { return Expr(1) - expr; });
  each("value-for-slope", [](const Expr& expr) { return Expr::make(ExprKind::call, {expr.children()[0]}, "relu"); });
}

/// sigma for sigma', sigma' left out or applied twice; a neighbouring layer's values.
void backpropagation_slips(Altering& to) {
  const auto is_slope = [](const Expr& expr) { return expr.kind() == ExprKind::call && expr.name() == "sigma'"; };
  const auto slopes = [&](const std::string& id, const std::function<Expr(const Expr&)>& make) {
    to.change_each(id, [&](const Expr& expr) { return is_slope(expr) ? std::optional(make(expr)) : std::nullopt; });
  };
  slopes("value-for-slope", [](const Expr& expr) { return Expr::make(ExprKind::call, expr.children(), "sigma"); });
  slopes("slope-missing", [](const Expr&) { return Expr(1); });
  slopes("slope-twice", [](const Expr& expr) { return Expr::make(ExprKind::elementwise, {expr, expr}); });
  std::set<std::string> layers;
  rewritten(to.truth, [&](const Expr& expr) -> std::optional<Expr> {
    const std::string& name = expr.name();
    if (expr.kind() == ExprKind::symbol && name.size() == 2 && name[0] == 'o') layers.insert(name);
    return std::nullopt;
  });
  for (const std::string& layer : layers) {
    for (const int step : {-1, 1}) {
      const std::string neighbour = std::string("o") + static_cast<char>(layer[1] + step);
      const bool known = std::ranges::find(to.task.tensors, neighbour, &FormulaTensor::name) != to.task.tensors.end();
      if (known) to.put("layer-confused", layer, symbol(neighbour));
    }
  }
}

void variance_slips(Altering& to) {
  if (!to.task.id.ends_with("variance")) return;
  to.change("kernel-not-squared", [](const Expr& expr) -> std::optional<Expr> {
    const bool square = expr.kind() == ExprKind::power && expr.children()[0] == symbol("k");
    return square ? std::optional(expr.children()[0]) : std::nullopt;
  });
  to.change("one-input-channel", [](const Expr& expr) -> std::optional<Expr> {
    return expr == symbol("C") ? std::optional(Expr(1)) : std::nullopt;
  });
  to.add("deviation-for-variance", Expr::make(ExprKind::call, {to.truth}, "sqrt"));
  if (mentions(to.truth, "n_out")) {
    to.put("outputs-left-out", "n_out", 0);
    to.add("outputs-left-out", Expr(1) / symbol("n_in"));
  } else {
    to.add("inputs-for-outputs", Expr(2) / symbol("n_out"));
    to.add("glorot-for-he", Expr(2) / (symbol("n_in") + symbol("n_out")));
  }
  if (mentions(to.truth, "a")) {
    to.put("slope-left-out", "a", 0);
    to.change("slope-not-squared", [](const Expr& expr) -> std::optional<Expr> {
      const bool square = expr.kind() == ExprKind::power && expr.children()[0] == symbol("a");
      return square ? std::optional(expr.children()[0]) : std::nullopt;
    });
  }
}

}  // namespace

Expr flipped(const FormulaTask& task, const Expr& truth) {
  const auto tensor = std::ranges::find(task.tensors, task.flipped, &FormulaTensor::name);
  if (tensor == task.tensors.end()) return truth;
  return rewritten(truth, [&](const Expr& expr) -> std::optional<Expr> {
    const std::size_t axes = expr.children().size();
    if (expr.kind() != ExprKind::element || expr.name() != task.flipped || axes < 2) return std::nullopt;
    std::vector<Expr> indexes = expr.children();
    for (std::size_t i = axes - 2; i < axes; ++i) indexes[i] = symbol(tensor->sizes[i]) + 1 - indexes[i];
    return Expr::make(ExprKind::element, std::move(indexes), expr.name());
  });
}

std::vector<AlteredTruth> altered_truths(const FormulaTask& task, const Expr& truth) {
  Altering altering{task, truth};
  for (const auto rule :
       {stride_slips, sum_slips, padding_slips, transposed_slips, window_slips, half_flipped_slip, bias_slips,
        delta_slips, factor_slips, condition_slips, backpropagation_slips, variance_slips})
    rule(altering);
  std::erase_if(altering.made, [&](const AlteredTruth& altered) { return altered.formula == truth; });
  return std::move(altering.made);
}

std::vector<FormulaSlip> formula_slips(const FormulaTask& task) {
  std::vector<FormulaSlip> result;
  const Result<Expr> truth = math::parse_formula(task.truth);
  if (!truth) return result;
  for (AlteredTruth& altered : altered_truths(task, *truth)) {
    if (!altered.freed) result.push_back({std::move(altered.id), std::move(altered.formula)});
  }
  return result;
}

}  // namespace stride::course
