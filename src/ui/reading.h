#pragma once

#include <optional>

#include "ui/figure.h"
#include "ui/text_layout.h"
#include "ui/ui.h"

/// The cursor in a figure: which of its numbers is read, by a pointer or by keys. All in px at font scale 1.
namespace stride::ui {

/// The reading under a point of the document, or near it; none where nothing is.
std::optional<std::size_t> reading_near(const FontSet& fonts, const page::Figure& figure, const Rect& plot,
                                        const page::Point& point);
/// The one that a key leads to from `index`: left and right to the next place along x and there the nearest, up and
/// down among those of the same x. Stays where nothing lies that way.
std::size_t reading_beside(const FontSet& fonts, const page::Figure& figure, const Rect& plot, std::size_t index,
                           Way way);

/// Marks the reading and shows its text beside it, within `plot` and what lies around it.
void draw_reading(const Painter& painter, const page::Figure& figure, const Rect& plot, std::size_t index);

}  // namespace stride::ui
