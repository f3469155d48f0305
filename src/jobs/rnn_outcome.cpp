#include "jobs/rnn_outcome.h"

#include <array>
#include <cstddef>
#include <utility>

namespace stride::jobs {

namespace {

using Outcome = RnnOutcome;

constexpr std::array<std::pair<const char*, double Outcome::*>, 10> reals = {
    {{"sigma", &Outcome::sigma},
     {"radius", &Outcome::radius},
     {"gain", &Outcome::gain},
     {"gamma", &Outcome::gamma},
     {"weight_gradient", &Outcome::weight_gradient},
     {"input_gradient", &Outcome::input_gradient},
     {"bias_gradient", &Outcome::bias_gradient},
     {"whole_gradient", &Outcome::whole_gradient},
     {"mean_slope", &Outcome::mean_slope},
     {"half_life", &Outcome::half_life}}};
constexpr std::array<std::pair<const char*, int Outcome::*>, 9> integers = {{{"cell", &Outcome::cell},
                                                                             {"bounded", &Outcome::bounded},
                                                                             {"steps", &Outcome::steps},
                                                                             {"hidden", &Outcome::hidden},
                                                                             {"underflow", &Outcome::underflow},
                                                                             {"overflow", &Outcome::overflow},
                                                                             {"not_finite", &Outcome::not_finite},
                                                                             {"map_rows", &Outcome::map_rows},
                                                                             {"map_columns", &Outcome::map_columns}}};
constexpr std::array<std::pair<const char*, bool Outcome::*>, 2> flags = {
    {{"jacobians_done", &Outcome::jacobians_done}, {"all_done", &Outcome::all_done}}};
constexpr std::array vectors = {&Outcome::gradient, &Outcome::cell_gradient, &Outcome::term,
                                &Outcome::jacobian, &Outcome::share,         &Outcome::map};

/// Reads vectors off a tensor, each behind its length.
class Reader {
 public:
  explicit Reader(const std::vector<float>& tensor) : tensor_(tensor) {}
  bool integer(int& value) {
    if (at_ >= tensor_.size() || !(tensor_[at_] >= 0 && tensor_[at_] <= 1e6F)) return false;
    value = static_cast<int>(tensor_[at_++]);
    return true;
  }
  bool real(float& value) {
    if (at_ >= tensor_.size()) return false;
    value = tensor_[at_++];
    return true;
  }
  bool vector(std::vector<float>& values) {
    int length = 0;
    if (!integer(length) || tensor_.size() - at_ < static_cast<std::size_t>(length)) return false;
    const auto from = tensor_.begin() + static_cast<std::ptrdiff_t>(at_);
    values.assign(from, from + length);
    at_ += static_cast<std::size_t>(length);
    return true;
  }

 private:
  const std::vector<float>& tensor_;
  std::size_t at_ = 0;
};

void append(std::vector<float>& tensor, const std::vector<float>& values) {
  tensor.push_back(static_cast<float>(values.size()));
  tensor.insert(tensor.end(), values.begin(), values.end());
}

bool read_numbers(const JobResult& result, Outcome& outcome) {
  const auto number = [&](const char* name, double& value) {
    const auto found = result.numbers.find(name);
    if (found != result.numbers.end()) value = found->second;
    return found != result.numbers.end();
  };
  for (const auto& [name, member] : reals)
    if (!number(name, outcome.*member)) return false;
  double value = 0;
  for (const auto& [name, member] : integers) {
    if (!number(name, value) || !(value >= -1 && value <= 1e6)) return false;
    outcome.*member = static_cast<int>(value);
  }
  for (const auto& [name, member] : flags) {
    if (!number(name, value)) return false;
    outcome.*member = value > 0;
  }
  return true;
}

bool fits(const Outcome& outcome) {
  if (outcome.cell < 0 || outcome.steps < 1 || outcome.map_rows < 0 || outcome.map_columns < 0) return false;
  const auto states = static_cast<std::size_t>(outcome.steps) + 1;
  for (const auto* values : {&outcome.gradient, &outcome.term, &outcome.jacobian, &outcome.share})
    if (values->size() != states) return false;
  const auto cells = static_cast<std::size_t>(outcome.map_rows) * static_cast<std::size_t>(outcome.map_columns);
  return (outcome.cell_gradient.empty() || outcome.cell_gradient.size() == states) && outcome.map.size() == cells;
}

}  // namespace

JobResult pack(const RnnOutcome& outcome) {
  JobResult result;
  for (const auto& [name, member] : reals) result.numbers[name] = outcome.*member;
  for (const auto& [name, member] : integers) result.numbers[name] = outcome.*member;
  for (const auto& [name, member] : flags) result.numbers[name] = outcome.*member ? 1 : 0;
  for (const auto member : vectors) append(result.tensor, outcome.*member);
  result.tensor.push_back(static_cast<float>(outcome.spectra.size()));
  for (const Outcome::Spectrum& spectrum : outcome.spectra) {
    result.tensor.push_back(static_cast<float>(spectrum.lag));
    result.tensor.push_back(spectrum.rounding);
    append(result.tensor, spectrum.values);
  }
  return result;
}

std::optional<RnnOutcome> unpack_rnn(const JobResult& result) {
  Outcome outcome;
  if (!read_numbers(result, outcome)) return std::nullopt;
  Reader reader(result.tensor);
  for (const auto member : vectors)
    if (!reader.vector(outcome.*member)) return std::nullopt;
  int count = 0;
  if (!reader.integer(count)) return std::nullopt;
  for (int i = 0; i < count; ++i) {
    Outcome::Spectrum spectrum;
    if (!reader.integer(spectrum.lag) || !reader.real(spectrum.rounding) || !reader.vector(spectrum.values))
      return std::nullopt;
    outcome.spectra.push_back(std::move(spectrum));
  }
  if (!fits(outcome)) return std::nullopt;
  return outcome;
}

}  // namespace stride::jobs
