#include "labs/convolution/exercise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "labs/convolution/convolution.h"

namespace stride::labs::convolution {

namespace {

std::int64_t number_field(const State& state, std::string_view field) {
  return std::strtoll(value_of(lab, state, field).c_str(), nullptr, 10);
}

// The numbers of one line, apart by spaces, commas or semicolons.
std::optional<std::vector<double>> read_row(std::string line) {
  for (std::size_t at = line.find("−"); at != std::string::npos; at = line.find("−")) line.replace(at, 3, "-");
  for (char& c : line)
    if (c == ',' || c == ';' || c == '\t' || c == '\r') c = ' ';
  std::vector<double> row;
  for (const char* at = line.c_str();;) {
    while (*at == ' ') ++at;
    if (*at == '\0') return row;
    char* end = nullptr;
    const double value = std::strtod(at, &end);
    if (end == at || !std::isfinite(value) || std::abs(value) > 1e6) return std::nullopt;
    row.push_back(value);
    at = end;
  }
}

std::int64_t side(std::int64_t input, std::int64_t kernel, const Exercise& e) {
  const std::int64_t room = input + 2 * e.pad - e.dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : room / e.stride + 1;
}

}  // namespace

math::Tensor Tensor::for_formulas() const {
  return {.sizes = {channels, rows, columns}, .entries = values, .axes = {"channels", "rows", "columns"}};
}

Result<Tensor> read_tensor(const Content& content, std::string_view typed) {
  Tensor tensor;
  std::int64_t line_number = 0, rows = 0;
  const auto problem = [&](const char* key) {
    return fail(content.text.get(
        std::string("convolution.tensor.") + key,
        {{"line", whole(line_number)}, {"channels", whole(most_channels)}, {"side", whole(most_side)}}));
  };
  // Ends a channel; all have as many rows as the first.
  const auto end_channel = [&] {
    if (rows == 0) return true;
    const bool fits = tensor.rows == 0 || rows == tensor.rows;
    tensor.rows = rows;
    rows = 0;
    ++tensor.channels;
    return fits;
  };
  for (std::size_t from = 0; from <= typed.size();) {
    const std::size_t end = std::min(typed.find('\n', from), typed.size());
    const auto row = read_row(std::string(typed.substr(from, end - from)));
    from = end + 1;
    ++line_number;
    if (!row) return problem("number");
    if (row->empty()) {
      if (!end_channel()) return problem("rows");
      continue;
    }
    if (tensor.columns == 0) tensor.columns = std::ssize(*row);
    if (std::ssize(*row) != tensor.columns) return problem("columns");
    tensor.values.insert(tensor.values.end(), row->begin(), row->end());
    ++rows;
  }
  if (!end_channel()) return problem("rows");
  if (tensor.channels == 0) return problem("empty");
  if (tensor.channels > most_channels || tensor.rows > most_side || tensor.columns > most_side) return problem("large");
  return tensor;
}

Result<Exercise> read_exercise(const Content& content, const State& state) {
  const auto input = read_tensor(content, value_of(lab, state, "tensor_i"));
  if (!input) return std::unexpected(input.error());
  const auto kernel = read_tensor(content, value_of(lab, state, "tensor_k"));
  if (!kernel) return std::unexpected(kernel.error());
  Exercise e{.input = *input,
             .kernel = *kernel,
             .stride = number_field(state, "conv_stride"),
             .pad = number_field(state, "conv_pad"),
             .dilation = number_field(state, "conv_dilation"),
             .flipped = value_of(lab, state, "conv_kind") == "flipped"};
  if (e.input.channels != e.kernel.channels)
    return fail(content.text.get("convolution.channels_differ",
                                 {{"input", whole(e.input.channels)}, {"kernel", whole(e.kernel.channels)}}));
  e.rows = side(e.input.rows, e.kernel.rows, e);
  e.columns = side(e.input.columns, e.kernel.columns, e);
  if (e.rows < 1 || e.columns < 1) return fail(content.text.get("convolution.too_large"));
  return e;
}

Step step_at(const Exercise& e, std::int64_t index) {
  const std::int64_t cell = index / e.products(), within = index % e.products();
  Step step{.i = cell / e.columns, .j = cell % e.columns};
  for (std::int64_t k = 0; k <= within; ++k) {
    step.before = k == 0 ? 0 : step.sum();
    step.m = k % e.kernel.columns;
    step.n = k / e.kernel.columns % e.kernel.rows;
    step.c = k / (e.kernel.columns * e.kernel.rows);
    step.y = step.i * e.stride - e.pad + step.n * e.dilation;
    step.x = step.j * e.stride - e.pad + step.m * e.dilation;
    step.padding = step.y < 0 || step.x < 0 || step.y >= e.input.rows || step.x >= e.input.columns;
    step.input = step.padding ? 0 : e.input.at(step.c, step.y, step.x);
    step.weight = e.flipped ? e.kernel.at(step.c, e.kernel.rows - 1 - step.n, e.kernel.columns - 1 - step.m)
                            : e.kernel.at(step.c, step.n, step.m);
  }
  return step;
}

double output_at(const Exercise& e, std::int64_t i, std::int64_t j) {
  return step_at(e, (i * e.columns + j + 1) * e.products() - 1).sum();
}

std::string formula_of(const Exercise& e) {
  const auto place = [&](const char* cell, const char* tap) {
    std::string text = e.stride == 1 ? std::string(cell) + "-1" : "(" + std::string(cell) + "-1)*s";
    text += e.dilation == 1 ? "+" + std::string(tap) : "+(" + std::string(tap) + "-1)*d+1";
    return e.pad == 0 ? text : text + "-p";
  };
  const std::string kernel = e.flipped ? "K[c,N+1-n,M+1-m]" : "K[c,n,m]";
  return "sum(c=1..C, n=1..N, m=1..M, I[c," + place("i", "n") + "," + place("j", "m") + "]*" + kernel + ")";
}

Result<std::vector<double>> run_formula(const Exercise& e, std::string_view typed, std::int64_t first) {
  const auto read = math::parse_formula(typed);
  if (!read) return std::unexpected(read.error());
  const math::Expr formula = math::right_side(*read);
  math::Scope scope;
  scope.numbers = {{"C", real(e.input.channels)},
                   {"H", real(e.input.rows)},
                   {"W", real(e.input.columns)},
                   {"N", real(e.kernel.rows)},
                   {"M", real(e.kernel.columns)},
                   {"s", real(e.stride)},
                   {"p", real(e.pad)},
                   {"d", real(e.dilation)}};
  for (const auto& [name, tensor] : {std::pair{"I", &e.input}, std::pair{"K", &e.kernel}}) {
    math::Tensor& named = scope.tensors[name] = tensor->for_formulas();
    named.first = first;
    named.zero_outside = e.pad > 0 && tensor == &e.input;
  }
  std::vector<double> values;
  std::int64_t steps = 1'000'000;  // for all outputs: they are drawn while a student waits
  for (std::int64_t i = 0; i < e.rows; ++i)
    for (std::int64_t j = 0; j < e.columns; ++j) {
      scope.numbers["i"] = real(i + first);
      scope.numbers["j"] = real(j + first);
      const auto value = math::evaluate_within(formula, scope, steps);
      if (!value) return std::unexpected(value.error());
      if (!value->is_number()) return fail("one number is wanted for each i and j");
      values.push_back(value->entries.front());
    }
  return values;
}

std::string number_text(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6g", std::abs(value));
  return (value < 0 ? "−" : "") + std::string(text.data());
}

}  // namespace stride::labs::convolution
