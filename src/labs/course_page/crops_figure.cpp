#include <algorithm>
#include <cmath>

#include "labs/course_page/view.h"

// Document C's question 8: a crop is slid over its image, and its places are counted.

namespace stride::labs::course_page {

using page::Ink;
using page::Marks;

namespace {

// Where the crop stands: along the first row, then down, then mirrored in the last place.
struct Place {
  double left = 0, top = 0;
  bool mirrored = false;
};

Place place_at(double t, double last) {
  const double step = std::round(t);
  return {std::min(step, last), std::clamp(step - last, 0.0, last), step > 2 * last};
}

page::Mark square(double x, double y, double side, std::optional<Ink> fill, std::optional<Ink> stroke, double width) {
  return {page::RectangleMark{
      .from = {x, y}, .to = {x + side, y + side}, .fill = fill, .stroke = stroke, .stroke_width = width}};
}

// Something in the picture that has a left and a right: a tree with the sun beside it. It lies in every crop.
void add_subject(double image, double crop, const Place& place, Marks& marks) {
  const auto point = [&](double x, double y) {
    const double at = x * image;
    return page::Point{place.mirrored ? 2 * place.left + crop - at : at, y * image};
  };
  marks.push_back({page::LineMark{.points = {point(0.4, 0.7), point(0.4, 0.58)}, .stroke = Ink::soft}});
  marks.push_back({page::LineMark{.points = {point(0.3, 0.58), point(0.4, 0.28), point(0.5, 0.58), point(0.3, 0.58)},
                                  .stroke = Ink::soft}});
  marks.push_back({page::LineMark{.points = {point(0.22, 0.7), point(0.7, 0.7)}, .stroke = Ink::soft}});
  marks.push_back({page::DotMark{.at = point(0.66, 0.36), .radius = 7, .fill = Ink::consistent}});
}

std::string whole(double value) { return std::to_string(static_cast<std::int64_t>(value)); }

page::Mark label(double x, double y, std::string text, double offset) {
  return {page::TextMark{.at = {x, y}, .text = std::move(text), .ink = Ink::soft, .offset_y = offset}};
}

}  // namespace

page::Figure crops_figure(const Content& content, const course::Question& question, double t) {
  const Text& text = content.text;
  const auto image = static_cast<double>(question.spec.image), crop = static_cast<double>(question.spec.crop);
  const double last = image - crop, steps = 2 * last + (question.spec.mirrored ? 1 : 0);
  const Place place = place_at(std::clamp(t, 0.0, steps), last);
  const std::string across = whole(place.left + 1), down = whole(place.top + 1);
  page::Figure figure{.title = text.get("course_page.crops.title", {{"crop", whole(crop)}, {"image", whole(image)}})};
  figure.sentence =
      text.get(place.mirrored ? "course_page.crops.mirrored" : "course_page.crops.sentence",
               {{"left", whole(place.left)}, {"top", whole(place.top)}, {"across", across}, {"down", down}});
  figure.table = {{text.get("course_page.crops.direction"), text.get("course_page.crops.places")},
                  {{text.get("course_page.crops.across"), across}, {text.get("course_page.crops.down"), down}}};
  // The image on the left; on the right the places that the crop's corner has been in, one cell each.
  const double gap = image / 4, cell = image / (last + 1), right = image + gap;
  figure.x = {.label = "", .low = -gap / 4, .high = 2 * image + gap * 1.25, .ticks = {}};
  figure.y = {.label = "", .low = -gap / 4, .high = image * 1.12, .ticks = {}};
  figure.height = 250;
  figure.equal_aspect = true;
  Marks& marks = figure.marks;
  marks.push_back(square(0, 0, image, Ink::panel, Ink::soft, 1));
  marks.push_back(square(place.left, place.top, crop, Ink::accent_wash, Ink::accent, 2));
  add_subject(image, crop, place, marks);
  marks.push_back(square(right, 0, image, std::nullopt, Ink::line, 1));
  const page::Point corner{right + place.left * cell, place.top * cell};
  marks.push_back({page::RectangleMark{
      .from = {right, 0}, .to = {corner.x + cell, cell}, .fill = Ink::accent_wash, .stroke = Ink::accent}});
  if (place.top > 0)
    marks.push_back({page::RectangleMark{.from = {corner.x, 0},
                                         .to = {corner.x + cell, corner.y + cell},
                                         .fill = Ink::accent_wash,
                                         .stroke = Ink::accent}});
  marks.push_back(square(corner.x, corner.y, cell, Ink::accent, std::nullopt, 1));
  marks.push_back(label(image / 2, image, text.get("course_page.crops.image", {{"image", whole(image)}}), 12));
  marks.push_back(
      label(right + image / 2, image, text.get("course_page.crops.counted", {{"across", across}, {"down", down}}), 12));
  figure.playback = page::Playback{.t = t, .steps = steps, .steps_per_second = 8};
  return figure;
}

}  // namespace stride::labs::course_page
