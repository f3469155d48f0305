#include "labs/rnn/gradient_marks.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace stride::labs::rnn {

using jobs::RnnOutcome;
using page::Ink;
using page::Marks;

namespace {

constexpr int most_boxes = 50;

// In place: moved marks set off a false alarm of GCC's.
template <class Shape>
void put(Marks& marks, Shape shape) {
  marks.emplace_back().shape = std::move(shape);
}

double real(int value) { return value; }
double at(const std::vector<float>& values, int t) { return static_cast<double>(values[static_cast<std::size_t>(t)]); }

// How strong a gradient is among those in sight: 1 at the top of the axis.
double strength(double log10, const Decades& decades) {
  if (std::isnan(log10)) return 0;
  return std::clamp((log10 - decades.low()) / (decades.high() - decades.low()), 0.0, 1.0);
}

// The arrow back from step t, as wide and as strong in colour as the gradient is where it leads; `part` of its way.
void add_arrow(const RnnOutcome& outcome, const Decades& decades, double middle, int t, int to, double part,
               Marks& marks) {
  const double value = at(outcome.gradient, to), strong = strength(value, decades);
  const Ink ink = strong > 0.66 ? Ink::accent : strong > 0.33 ? Ink::face_side : Ink::face_top;
  put(marks, page::LineMark{.points = {{real(t), middle}, {t + part * (to - t), middle}},
                            .stroke = std::isfinite(value) ? ink : Ink::line,
                            .stroke_width = 1 + 6 * strong,
                            .dashed = !std::isfinite(value)});
}

// Where no bar can stand, what is there instead: from step `first` to `last` the gradient is an exact zero, or not a
// number.
void add_run(const Text& text, const RnnOutcome& outcome, const Decades& decades, int first, int last, Marks& marks) {
  const bool zero = !std::isnan(at(outcome.gradient, first));
  const double top = zero ? decades.low() + 0.03 * (decades.high() - decades.low()) : decades.high();
  put(marks, page::RectangleMark{.from = {first - 0.5, decades.low()},
                                 .to = {last + 0.5, top},
                                 .fill = {},
                                 .stroke = zero ? Ink::consistent : Ink::wrong,
                                 .hatched = true});
  put(marks, page::TextMark{.at = {(first + last) / 2.0, top},
                            .text = text.get(zero ? "rnn.gradient.zero_label" : "rnn.gradient.nan_label"),
                            .ink = zero ? Ink::consistent : Ink::wrong,
                            .strong = true,
                            .align_y = zero ? 1.0 : 0.0,
                            .offset_y = zero ? -4.0 : 4.0,
                            .priority = 5});
}

// A step from which on something is beyond float32.
void add_limit(const Decades& decades, int t, const std::string& label, Marks& marks) {
  if (t < 0) return;
  std::vector<page::Point> line = {{t + 0.5, decades.low()}, {t + 0.5, decades.high()}};
  put(marks, page::LineMark{.points = line, .stroke = Ink::wrong, .stroke_width = 1, .dashed = true});
  put(marks, page::TextMark{.at = {}, .text = label, .ink = Ink::wrong, .priority = 4, .along = std::move(line)});
}

}  // namespace

void add_network(const RnnOutcome& outcome, const Decades& decades, const Band& band, int reached, double part,
                 Marks& marks) {
  const int stride = (outcome.steps + most_boxes) / most_boxes;
  const double middle = (band.low + band.high) / 2;
  for (int t = outcome.steps; t - stride >= 0 && t >= reached; t -= stride) {
    const double done = std::clamp((t - reached + part) / stride, 0.0, 1.0);
    if (done > 0) add_arrow(outcome, decades, middle, t, t - stride, done, marks);
  }
  for (int t = outcome.steps; t >= 0; t -= stride) {
    const double half = 0.32 * stride;
    const bool seen = t >= reached;
    const bool current = t <= reached && reached < t + stride;
    put(marks, page::RectangleMark{.from = {real(t) - half, band.low},
                                   .to = {real(t) + half, band.high},
                                   .fill = seen ? Ink::accent_wash : Ink::panel,
                                   .stroke = current ? Ink::accent : Ink::soft,
                                   .stroke_width = current ? 2.0 : 1.0,
                                   .corner_radius = 3});
  }
}

void add_extremes(const Text& text, const RnnOutcome& outcome, const Decades& decades, int reached, Marks& marks) {
  const auto kind = [&](int t) {
    return std::isnan(at(outcome.gradient, t)) ? 2 : std::isinf(at(outcome.gradient, t));
  };
  for (int t = reached; t <= outcome.steps;) {
    int end = t;
    while (end < outcome.steps && kind(end + 1) == kind(t)) ++end;
    if (kind(t) != 0) add_run(text, outcome, decades, t, end, marks);
    t = end + 1;
  }
  add_limit(decades, outcome.underflow, text.get("rnn.gradient.underflow_label"), marks);
  add_limit(decades, outcome.overflow, text.get("rnn.gradient.overflow_label"), marks);
}

}  // namespace stride::labs::rnn
