#include "labs/initialisation/stack.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "labs/initialisation/initialisation.h"

namespace stride::labs::initialisation {

namespace {

using course::Binding;
using course::QuestionSpec;
using course::SlipSpec;
using math::Expr;

Expr read(std::string_view formula) { return math::parse_expression(formula).value_or(Expr::unknown()); }

struct Slip {
  const char* id;
  const char* formula;
};

QuestionSpec question(const char* id, std::vector<Binding> let, const char* answer, std::initializer_list<Slip> slips,
                      double within) {
  QuestionSpec spec{.id = id, .let = std::move(let), .answer = read(answer), .within = within};
  for (const Slip& slip : slips) spec.slips.push_back({slip.id, read(slip.formula)});
  return spec;
}

// For ReLU the formulas are written without the slope that it doesn't have.
std::vector<QuestionSpec> specs(const Stack& stack) {
  const bool relu = stack.slope == "0";
  const Binding n{.name = "n", .expr = Expr(stack.width)}, depth{.name = "L", .expr = Expr(stack.depth)},
      a{.name = "a", .expr = read(stack.slope)}, q{.name = "q", .question = "factor"};
  constexpr double near = 0.01, far = 0.2;  // two digits of the factor must do for its power
  return {
      question("factor", {n, a}, relu ? "0.01*sqrt(n/2)" : "0.01*sqrt(n*(1 + a^2)/2)",
               {{"relu-forgotten", "0.01*sqrt(n)"},
                {"variance-given", relu ? "0.01^2*n/2" : "0.01^2*n*(1 + a^2)/2"},
                {"root-forgotten", relu ? "0.01*n/2" : "0.01*n*(1 + a^2)/2"},
                {"fan-in-forgotten", "0.01"}},
               near),
      question("deep", {q, depth}, "q^L",
               {{"sum-for-product", "q*L"},
                {"one-layer-less", "q^(L - 1)"},
                {"one-layer-more", "q^(L + 1)"},
                {"variance-given", "q^(2*L)"},
                {"one-layer-only", "q"}},
               far),
      question(
          "glorot", {a, n}, relu ? "sqrt(1/2)" : "sqrt((1 + a^2)/2)",
          {{"variance-given", relu ? "1/2" : "(1 + a^2)/2"}, {"linear-assumed", "1"}, {"deviation-given", "sqrt(1/n)"}},
          near),
      question("he", {a, n}, relu ? "sqrt(2/n)" : "sqrt(2/((1 + a^2)*n))",
               {{"variance-given", relu ? "2/n" : "2/((1 + a^2)*n)"},
                {"relu-forgotten", "sqrt(1/n)"},
                {"prelu-slope-forgotten", "sqrt(2/n)"},
                {"factor-given", "1"}},
               near),
  };
}

std::int64_t whole(const State& state, std::string_view field) {
  const std::string text = value_of(lab, state, field);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void ask(const State& state, Stack& stack) {
  course::Exercise exercise{.id = "stack", .course = "initialisation", .origin = "stack"};
  exercise.questions = specs(stack);
  if (auto made = course::instantiate(exercise, [](std::string_view) { return nullptr; }, std::nullopt))
    stack.questions = std::move(*made);
  for (const course::Question& each : stack.questions)
    if (const Entry entry = entry_of(state, stack, each.spec.id); !entry.checked.empty())
      stack.replies[each.reply_key()] = entry.checked;
}

}  // namespace

const course::Question* Stack::find(std::string_view question) const {
  const auto found = std::ranges::find(questions, question,
                                       [](const course::Question& each) { return std::string_view(each.spec.id); });
  return found == questions.end() ? nullptr : &*found;
}

Stack read_stack(const Content&, const State& state, const jobs::Results& results) {
  Stack stack{.width = whole(state, "width"), .depth = whole(state, "depth"), .slope = value_of(lab, state, "slope")};
  const std::string width = std::to_string(stack.width), depth = std::to_string(stack.depth);
  stack.key = "initialisation/" + width + "/" + depth + "/" + stack.slope;
  ask(state, stack);
  const double slope = std::strtod(stack.slope.c_str(), nullptr);
  stack.job = {.kind = "stack",
               .parameters = {{"width", width},
                              {"depth", depth},
                              {"slope_percent", std::to_string(std::lround(100 * slope))},
                              {"seed", value_of(lab, state, "stack_seed")}}};
  const auto newest = results.find(stack.job.key());
  if (newest != results.end()) stack.result = &newest->second;
  return stack;
}

Entry entry_of(const State& state, const Stack& stack, std::string_view question) {
  const auto found = state.entries.find(stack.key + "/" + std::string(question));
  return found == state.entries.end() ? Entry{} : found->second;
}

course::QuestionGrade grade_of(const Content& content, const State& state, const Stack& stack,
                               const course::Question& question) {
  const std::string checked = entry_of(state, stack, question.spec.id).checked;
  return checked.empty() ? course::QuestionGrade{} : course::grade(question, "", checked, stack.replies, content.text);
}

double log10_factor(const Stack& stack, std::string_view way) {
  if (way == "he") return 0;
  const double slope = std::strtod(stack.slope.c_str(), nullptr), half = std::log10((1 + slope * slope) / 2) / 2;
  return way == "glorot" ? half : half + std::log10(static_cast<double>(stack.width)) / 2 - 2;
}

bool is_open(const Content& content, const State& state, const Stack& stack, std::string_view way) {
  const auto open = [&](std::string_view id) {
    const course::Question* asked = stack.find(id);
    return asked != nullptr && (entry_of(state, stack, id).help >= 4 ||
                                grade_of(content, state, stack, *asked).verdict == Verdict::correct);
  };
  return way == "alexnet" ? open("factor") && open("deep") : open(way);
}

}  // namespace stride::labs::initialisation
