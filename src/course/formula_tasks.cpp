// The formulas that the coursework asks for.

#include <algorithm>

#include "course/formula_question.h"

namespace stride::course {
namespace {

// The window has a row and a column left over, so that sizes taken for one another show.
std::vector<FormulaSize> convolution_sizes() {
  return {{"C", "3..5"},
          {"N", "3..4"},
          {"M", "3..5"},
          {"s", "2..3", true, false},
          {"P", "2..3", false, false},
          {"Q", "2..3", false, false},
          {"H", "(P - 1)*s + N + 1"},
          {"W", "(Q - 1)*s + M + 2"}};
}

FormulaTask convolution() {
  return {.id = "convolution",
          .asked = "Z[i, j]",
          .sizes = convolution_sizes(),
          .tensors = {{"I", {"C", "H", "W"}, {"channels", "rows", "columns"}},
                      {"K", {"C", "N", "M"}, {"channels", "rows", "columns"}}},
          .indexes = {{"i", "P"}, {"j", "Q"}},
          .truth = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])",
          .any_first = true,
          .flipped = "K",
          .gaps = "sum(c=1..?, n=1..?, m=1..?, I[c, (i-1)*?+n, (j-1)*?+m]*K[c,n,m])"};
}

FormulaTask convolution_padding() {
  FormulaTask task = convolution();
  task.id = "convolution-padding";
  task.sizes.insert(task.sizes.begin() + 4, {"p", "1..2", true, false});
  for (FormulaSize& size : task.sizes) {
    if (size.name == "P" || size.name == "Q") size.rule = "3..4";
    if (size.name == "H" || size.name == "W") size.rule += " - 2*p";
  }
  task.tensors[0].zero_outside = true;
  task.truth = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n-p, (j-1)*s+m-p]*K[c,n,m])";
  task.gaps = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+?, (j-1)*s+?]*K[c,n,m])";
  return task;
}

FormulaTask convolution_filters() {
  FormulaTask task = convolution();
  task.id = "convolution-filters";
  task.asked = "Z[k, i, j]";
  task.sizes.insert(task.sizes.begin(), {"O", "2..3", true, false});
  task.tensors[1] = {"K", {"O", "C", "N", "M"}, {"filters", "channels", "rows", "columns"}};
  task.tensors.push_back({"b", {"O"}, {"filters"}});
  task.indexes.insert(task.indexes.begin(), {"k", "O"});
  task.truth = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[k,c,n,m]) + b[k]";
  task.gaps = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[?, ?, ?, ?]) + ?";
  return task;
}

/// With a stride for each axis.
FormulaTask convolution_steps() {
  FormulaTask task = convolution();
  task.id = "convolution-steps";
  task.sizes.insert(task.sizes.begin() + 4, {"t", "s + 1", true, false});
  task.sizes.back().rule = "(Q - 1)*t + M + 2";
  task.truth = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*t+m]*K[c,n,m])";
  task.gaps = "sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*?+n, (j-1)*?+m]*K[c,n,m])";
  return task;
}

/// A derivative da_j/da_k (or by b_k) of a layer with Z units.
FormulaTask slope(std::string id, std::string asked, std::string truth, std::string gaps) {
  return {.id = std::move(id),
          .asked = std::move(asked),
          .sizes = {{"Z", "3..5"}},
          .tensors = {{"a", {"Z"}, {"units"}}},
          .indexes = {{"j", "Z"}, {"k", "Z"}},
          .truth = std::move(truth),
          .gaps = std::move(gaps)};
}

FormulaTask softmax() {
  FormulaTask task = slope("softmax-slope", "ds_j/da_k", "s[j]*(delta(j,k) - s[k])", "s[j]*(? - ?)");
  task.tensors.push_back({"s", {"Z"}, {"units"}, "exp(a)/sum(i=1..Z, exp(a[i]))"});
  return task;
}

FormulaTask layer_parameters() {
  return {.id = "layer-parameters",
          .asked = "parameters of layer l",
          .sizes = {{"L", "4..6"}},
          .tensors = {{"Z", {"L"}, {"layers"}}},
          .indexes = {{"l", "L", 2}},
          .truth = "Z[l]*Z[l-1] + Z[l]",
          .gaps = "?*Z[l-1] + ?"};
}

/// A gradient of the two-layer sigmoid network under squared error; `known` are the gradients already found.
FormulaTask gradient(std::string id, std::string asked, std::string truth, std::size_t known) {
  FormulaTask task = {.id = std::move(id),
                      .asked = std::move(asked),
                      .sizes = {{"D", "2..5"}, {"R", "2..5"}, {"O", "2..5"}},
                      .tensors = {{"x", {"D"}, {}},
                                  {"y", {"O"}, {}},
                                  {"W1", {"R", "D"}, {}},
                                  {"b1", {"R"}, {}},
                                  {"W2", {"O", "R"}, {}},
                                  {"b2", {"O"}, {}},
                                  {"o1", {"R"}, {}, "W1*x"},
                                  {"o2", {"R"}, {}, "o1 + b1"},
                                  {"o3", {"R"}, {}, "sigma(o2)"},
                                  {"o4", {"O"}, {}, "W2*o3"},
                                  {"o5", {"O"}, {}, "o4 + b2"},
                                  {"o6", {"O"}, {}, "sigma(o5)"}},
                      .indexes = {},
                      .truth = std::move(truth)};
  if (known > 0) task.tensors.push_back({"do5", {"O"}, {}, "sigma'(o5) .* (2*(o6 - y))"});
  if (known > 1) task.tensors.push_back({"do2", {"R"}, {}, "sigma'(o2) .* (W2^T*do5)"});
  return task;
}

FormulaTask prelu() {
  return {.id = "prelu-slope",
          .asked = "dL/da",
          .sizes = {{"n", "5..8"}},
          .tensors = {{"y", {"n"}, {"positions"}}, {"g", {"n"}, {"positions"}}, {"a", {}, {}}},
          .indexes = {},
          .truth = "sum(i=1..n, [y[i] <= 0]*y[i]*g[i])",
          .gaps = "sum(i=1..n, [y[i] <= ?]*?*g[i])"};
}

FormulaTask variance(std::string id, std::string truth) {
  return {.id = std::move(id),
          .asked = "variance of a weight",
          .sizes = {{"k", "2..7"}, {"C", "2..9"}, {"n_in", "k^2*C"}, {"n_out", "10..99"}},
          .tensors = {{"a", {}, {}}},
          .indexes = {},
          .truth = std::move(truth)};
}

std::vector<FormulaTask> make_tasks() {
  return {convolution(),
          convolution_padding(),
          convolution_filters(),
          convolution_steps(),
          slope("relu-slope", "da'_j/da_k", "delta(j,k)*[a[k] > 0]", "?*[a[k] > ?]"),
          slope("square-slope", "da'_j/da_k", "2*a[k]*delta(j,k)", "?*a[k]*?"),
          slope("cube-slope", "da'_j/da_k", "3*a[k]^2*delta(j,k)", "?*a[k]^?*?"),
          slope("sigmoid-slope", "da'_j/da_k", "sigma'(a[k])*delta(j,k)", ""),
          slope("tanh-slope", "da'_j/da_k", "(1 - tanh(a[k])^2)*delta(j,k)", "(1 - ?)*?"),
          softmax(),
          slope("bias-slope", "da_j/db_k", "delta(j,k)", ""),
          layer_parameters(),
          gradient("gradient-o5", "dl/do5", "sigma'(o5) .* (2*(o6 - y))", 0),
          gradient("gradient-W2", "dl/dW2", "(sigma'(o5) .* (2*(o6 - y)))*o3^T", 1),
          gradient("gradient-b2", "dl/db2", "sigma'(o5) .* (2*(o6 - y))", 1),
          gradient("gradient-o2", "dl/do2", "sigma'(o2) .* (W2^T*(sigma'(o5) .* (2*(o6 - y))))", 1),
          gradient("gradient-W1", "dl/dW1", "(sigma'(o2) .* (W2^T*(sigma'(o5) .* (2*(o6 - y)))))*x^T", 2),
          gradient("gradient-b1", "dl/db1", "sigma'(o2) .* (W2^T*(sigma'(o5) .* (2*(o6 - y))))", 2),
          prelu(),
          variance("he-variance", "2/(k^2*C)"),
          variance("he-prelu-variance", "2/((1 + a^2)*k^2*C)"),
          variance("glorot-variance", "2/(n_in + n_out)")};
}

}  // namespace

std::span<const FormulaTask> formula_tasks() {
  static const std::vector<FormulaTask> tasks = make_tasks();
  return tasks;
}

const FormulaTask* find_formula_task(std::string_view id) {
  const auto tasks = formula_tasks();
  const auto found = std::ranges::find(tasks, id, &FormulaTask::id);
  return found == tasks.end() ? nullptr : &*found;
}

}  // namespace stride::course
