#include <algorithm>
#include <cmath>

#include "labs/convolution/convolution.h"
#include "labs/convolution/view.h"

namespace stride::labs::convolution {

Prediction prediction(const Content& content, const Exercise& e, double t) {
  const Step step = step_at(e, index_at(e, t));
  const double right = output_at(e, step.i, step.j);
  Exercise other = e;
  Prediction asked{.cell = "value." + whole(step.i + 1) + "." + whole(step.j + 1),
                   .id = "value",
                   .ask = content.text.get("convolution.predict", {{"i", whole(step.i + 1)}, {"j", whole(step.j + 1)}}),
                   .answer = number_expr(right)};
  // The known wrong ways, computed on these numbers.
  const auto slip = [&](const char* id, double value) {
    if (std::abs(value - right) > 1e-9) asked.slips.push_back({id, number_expr(value)});
  };
  other.flipped = !e.flipped;
  slip(e.flipped ? "not-flipped" : "flipped", output_at(other, step.i, step.j));
  slip("one-channel",
       step_at(e, (step.i * e.columns + step.j) * e.products() + e.kernel.rows * e.kernel.columns - 1).sum());
  const auto otherwise = [&](const char* id, std::int64_t Exercise::* number, std::int64_t value) {
    if (e.*number == value) return;
    other = e;
    other.*number = value;
    slip(id, output_at(other, step.i, step.j));
  };
  otherwise("stride-ignored", &Exercise::stride, 1);
  otherwise("padding-forgotten", &Exercise::pad, 0);
  otherwise("dilation-ignored", &Exercise::dilation, 1);
  slip("beside", output_at(e, step.i, step.j + 1 < e.columns ? step.j + 1 : std::max<std::int64_t>(0, step.j - 1)));
  return asked;
}

bool hides(const Content& content, const State& state, const Exercise& e, double t) {
  return value_of(lab, state, "predict") == "on" &&
         !is_answered(content, state, std::string(sheet_key), prediction(content, e, t));
}

}  // namespace stride::labs::convolution
