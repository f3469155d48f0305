#pragma once

#include "ui/builder.h"

/// What several kinds of control are drawn with.
namespace stride::ui {

inline constexpr double box_radius = 8, box_padding = 10;
inline constexpr double slider_thumb = 16;  // px across; the mirror's is as wide

/// The caption over a control; returns the height that it takes with its gap.
double put_caption(Builder& builder, const std::string& id, const std::string& caption, double x, double y,
                   double width);
/// The fill of a box that stands out from what is under it.
Token box_ground(const Builder& builder);
/// The sign of a verdict, centred on a point.
void put_verdict(Scene& scene, const FontSet& fonts, Verdict verdict, double x, double y);
/// A checked answer's wash and border; those of an unchecked one where there is none.
Panel verdict_panel(const Builder& builder, Verdict verdict, const Rect& rect);
/// A slider's track with its thumb at `part` of the way, 0 to 1, as far as a native slider's goes.
void put_track(Scene& scene, const Rect& rect, double part);

}  // namespace stride::ui
