#include <algorithm>
#include <cmath>

#include "labs/layer_stepper/view.h"

namespace stride::labs::layer_stepper {

using page::Ink;
using page::Marks;
using page::Point;

Scale Scale::of(std::span<const float> values) {
  if (values.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  Scale scale{static_cast<double>(low), static_cast<double>(high), low < 0};
  if (scale.is_signed) {
    scale.high = scale.largest();
    scale.low = -scale.high;
  } else {
    scale.low = 0;
  }
  return scale;
}

void Scale::apply(page::CellsMark& cells) const {
  cells.low = low;
  cells.high = high;
  cells.is_signed = is_signed;
}

void add_legend(const Scale& scale, Point from, Point to, Marks& marks) {
  if (scale.largest() <= 0) return;
  constexpr int shades = 48;
  page::CellsMark bar{.from = from, .to = to, .rows = 1, .columns = shades, .unread = true};
  for (int i = 0; i < shades; ++i)
    bar.values.push_back(static_cast<float>(std::lerp(scale.low, scale.high, (i + 0.5) / shades)));
  scale.apply(bar);
  marks.push_back({std::move(bar)});
  const int decimals = std::max(1, decimals_for(scale.largest()) - 1);
  const auto label = [&](double share, double align, int priority) {
    marks.push_back({page::TextMark{.at = {std::lerp(from.x, to.x, share), to.y},
                                    .text = decimal(std::lerp(scale.low, scale.high, share), decimals),
                                    .ink = Ink::soft,
                                    .size = 12,
                                    .align_x = align,
                                    .align_y = 0,
                                    .offset_y = 3,
                                    .priority = priority}});
  };
  label(0, 0, 2);
  if (scale.is_signed) label(0.5, 0.5, 1);
  label(1, 1, 3);
}

}  // namespace stride::labs::layer_stepper
