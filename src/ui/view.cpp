#include <imgui.h>
#include <imgui_internal.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "ui/figure.h"
#include "ui/layout.h"
#include "ui/reading.h"
#include "ui/ui.h"

namespace stride::ui {

namespace {

std::string_view to_string(Arrangement arrangement) {
  switch (arrangement) {
    case Arrangement::wide:
      return "wide";
    case Arrangement::medium:
      return "medium";
    case Arrangement::narrow:
      break;
  }
  return "narrow";
}

using Figures = std::map<std::string, page::Figure, std::less<>>;

// Tells ImGui, and whoever listens through its test hooks, that here is something to press.
void submit(const Item& item, double scale, double top) {
  const ImRect box(static_cast<float>(item.rect.x * scale), static_cast<float>(item.rect.y * scale - top),
                   static_cast<float>(item.rect.right() * scale), static_cast<float>(item.rect.bottom() * scale - top));
  const ImGuiID id = ImGui::GetID(item.id.c_str());
  ImGui::ItemAdd(box, id);
  [[maybe_unused]] ImGuiContext& g = *ImGui::GetCurrentContext();
  IMGUI_TEST_ENGINE_ITEM_INFO(id, item.label.c_str(), g.LastItemData.StatusFlags);
}

}  // namespace

// The ends of a figure's axes, and a figure's way from some to others.
using Limits = std::array<double, 4>;
Limits limits(const page::Figure& figure) { return {figure.x.low, figure.x.high, figure.y.low, figure.y.high}; }
void set_limits(page::Figure& figure, const Limits& to) {
  figure.x.low = to[0];
  figure.x.high = to[1];
  figure.y.low = to[2];
  figure.y.high = to[3];
}
struct Glide {
  Limits from{}, to{};
};

struct View::Implementation {
  FontSet fonts;
  page::Page page;
  Situation situation;
  Figures figures;
  PlacedPage placed;
  Layout layout, told;  // told: what news_of_layout() has said so far
  std::optional<Cursor> cursor;
  unsigned atlas_version = 0, turns = 0;
  std::map<std::string, Glide, std::less<>> glides;
  SlabQueue slabs;

  explicit Implementation(Fonts files) : fonts(std::move(files)) {}

  // Figures set their text while they are drawn: too late to rasterise what it needs.
  void ask_for_labels(const page::Figure& figure) const {
    for (const page::Mark& mark : figure.marks)
      if (const auto* text = std::get_if<page::TextMark>(&mark.shape)) {
        fonts.ask_for(text->text);
        fonts.ask_for(text->second);
        for (const auto& [piece, ink] : text->more) fonts.ask_for(piece);
      }
    for (const page::Axis* axis : {&figure.x, &figure.y}) {
      fonts.ask_for(axis->label);
      for (const auto& [value, text] : axis->ticks) fonts.ask_for(text);
    }
    fonts.ask_for(figure.sentence);
    for (const page::Mark& mark : figure.marks) {
      if (const auto* reading = std::get_if<page::ReadingMark>(&mark.shape)) fonts.ask_for(reading->text);
      const auto* cells = std::get_if<page::CellsMark>(&mark.shape);
      if (cells == nullptr) continue;
      if (cells->decimals >= 0) fonts.ask_for("0123456789.−");
      for (const auto* names : {&cells->row_names, &cells->column_names})
        for (const std::string& name : *names) fonts.ask_for(name);
    }
  }

  [[nodiscard]] const FigureSlot* slot_of(std::string_view id) const {
    for (const Shape& shape : placed.scene.shapes)
      if (const auto* slot = std::get_if<FigureSlot>(&shape); slot != nullptr && slot->id == id) return slot;
    return nullptr;
  }

  // The number that a point lies on, of the figure that it lies in.
  [[nodiscard]] std::optional<Cursor> cursor_at(const page::Point& point) const {
    if (page.dialog || situation.drawer_open) return std::nullopt;
    for (const Shape& shape : placed.scene.shapes) {
      const auto* slot = std::get_if<FigureSlot>(&shape);
      if (slot == nullptr) continue;
      const Rect& plot = slot->plan.plot;
      if (point.x < plot.x || point.x > plot.right() || point.y < plot.y || point.y > plot.bottom()) continue;
      const auto found = figures.find(slot->id);
      if (found == figures.end()) continue;
      if (const auto index = reading_near(fonts, found->second, plot, point)) return Cursor{slot->id, *index};
    }
    return std::nullopt;
  }

  void draw_cursor(const Painter& painter) const {
    const FigureSlot* slot = cursor ? slot_of(cursor->figure) : nullptr;
    const auto found = slot == nullptr ? figures.end() : figures.find(slot->id);
    if (found != figures.end()) draw_reading(painter, found->second, slot->plan.plot, cursor->index);
  }

  void lay_out() {
    // A second time where the page has characters that were never drawn before.
    for (int pass = 0; pass < 2; ++pass) {
      if (fonts.build(situation.viewport.pixel_ratio, page.font_scale)) ++atlas_version;
      placed = place_page(fonts, page, situation);
      for (const auto& [id, figure] : figures) ask_for_labels(figure);
      if (!fonts.lacks()) break;
    }
    const double scale = page.font_scale;
    layout = {placed.height * scale, placed.arrangement, {}};
    for (const auto& [id, rect] : placed.scene.rects)
      layout.rects.insert_or_assign(id, Rect{rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale});
  }

  void figure(const Painter& painter, const FigureSlot& slot, double top) const {
    const auto found = figures.find(slot.id);
    if (found == figures.end()) return;
    draw_figure(painter, found->second, page.words, slot.plan, slot.ground);
    for (const Item& item : figure_items(fonts, slot.id, found->second, page.words, slot.plan, slot.control))
      submit(item, page.font_scale, top);
  }

  // Figures that glide start where they were drawn before.
  void start_glides(const Figures& before) {
    for (auto& [id, figure] : figures) {
      const auto old = before.find(id);
      if (!figure.glides || old == before.end() || !old->second.glides) continue;
      const Limits to = limits(figure), drawn = limits(old->second);
      Glide& glide = glides[id];
      if (glide.to != to && drawn != to) ++turns;
      if (glide.to != to) glide = {drawn, to};
      set_limits(figure, drawn);
    }
  }

  void draw(double top, double height, const Slice& seen) {
    slabs.items.clear();
    const double scale = page.font_scale;
    const double from = std::max(top, seen.top) / scale - 2, to = std::min(top + height, seen.bottom) / scale + 2;
    const Painter painter(*ImGui::GetWindowDrawList(), fonts, theme(situation.viewport.dark),
                          situation.viewport.pixel_ratio, top, slabs);
    for (const Shape& shape : placed.scene.shapes) {
      const auto [above, below] = vertical_extent(shape);
      if (below < from || above > to) continue;
      if (const auto* slot = std::get_if<FigureSlot>(&shape))
        figure(painter, *slot, top);
      else
        painter.shape(shape);
    }
    if (!page.dialog && !situation.drawer_open) draw_cursor(painter);
    for (const Item& item : placed.scene.items)
      if (item.rect.bottom() >= from && item.rect.y <= to) submit(item, scale, top);
  }
};

View::View(Fonts fonts) : implementation_(std::make_unique<Implementation>(std::move(fonts))) {}
View::~View() = default;

void View::set_page(page::Page page) {
  implementation_->page = std::move(page);
  Figures& figures = implementation_->figures;
  const Figures before = std::exchange(figures, {});
  page::for_each_block(implementation_->page, [&](const page::Block& block) {
    if (const auto* figure = std::get_if<page::Figure>(&block.body)) figures.insert_or_assign(block.id, *figure);
  });
  implementation_->start_glides(before);
  implementation_->lay_out();
}

const page::Page& View::page() const { return implementation_->page; }

void View::set_viewport(const Viewport& viewport) {
  implementation_->situation.viewport = viewport;
  implementation_->lay_out();
}

void View::set_figure(std::string_view id, page::Figure figure) {
  const auto found = implementation_->figures.find(id);
  if (found == implementation_->figures.end()) return;
  found->second = std::move(figure);
  implementation_->ask_for_labels(found->second);
  if (implementation_->fonts.lacks()) implementation_->lay_out();
}

void View::glide(double part) {
  for (const auto& [id, glide] : implementation_->glides) {
    const auto found = implementation_->figures.find(id);
    if (found == implementation_->figures.end()) continue;
    Limits now{};
    for (std::size_t i = 0; i < now.size(); ++i) now[i] = std::lerp(glide.from[i], glide.to[i], part);
    set_limits(found->second, now);
  }
}

unsigned View::turns() const { return implementation_->turns; }

void View::draw_slabs_with(gfx::DrawSlabs draw) { implementation_->slabs.draw = std::move(draw); }

void View::set_drawer(bool open) {
  implementation_->situation.drawer_open = open;
  implementation_->lay_out();
}

bool View::point_at(double x, double y) {
  const double scale = implementation_->page.font_scale;
  auto now = implementation_->cursor_at({x / scale, y / scale});
  if (now == implementation_->cursor) return false;
  implementation_->cursor = std::move(now);
  return true;
}

std::string View::move_cursor(std::string_view figure, Way way) {
  Implementation& i = *implementation_;
  const FigureSlot* slot = i.slot_of(figure);
  const auto found = i.figures.find(figure);
  if (slot == nullptr || found == i.figures.end()) return "";
  const std::size_t from = i.cursor && i.cursor->figure == figure ? i.cursor->index : 0;
  i.cursor = Cursor{slot->id, reading_beside(i.fonts, found->second, slot->plan.plot, from, way)};
  return page::reading_text(found->second, i.cursor->index);
}

void View::put_cursor(std::optional<Cursor> cursor) { implementation_->cursor = std::move(cursor); }

const std::optional<Cursor>& View::cursor() const { return implementation_->cursor; }

void View::set_scroll(double top) {
  if (implementation_->situation.scroll == top) return;
  implementation_->situation.scroll = top;
  if (implementation_->page.dialog) implementation_->lay_out();
}

unsigned View::atlas_version() const { return implementation_->atlas_version; }

const Layout& View::layout() const { return implementation_->layout; }

std::string View::news_of_layout() {
  const auto rounded = [](double value) { return std::round(value * 100) / 100; };
  const Layout& layout = implementation_->layout;
  Layout& told = implementation_->told;
  nlohmann::json rects = nlohmann::json::object();
  for (const auto& [id, rect] : layout.rects)
    if (const auto before = told.rects.find(id); before == told.rects.end() || before->second != rect)
      rects[id] = {rounded(rect.x), rounded(rect.y), rounded(rect.width), rounded(rect.height)};
  for (const auto& [id, rect] : told.rects)
    if (!layout.rects.contains(id)) rects[id] = nullptr;
  const bool same = rects.empty() && layout.height == told.height && layout.arrangement == told.arrangement;
  if (same) return "";
  told = layout;
  const nlohmann::json json = {
      {"height", rounded(layout.height)}, {"arrangement", to_string(layout.arrangement)}, {"rects", std::move(rects)}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void View::draw(double top, double height, const Slice& seen) {
  const Viewport& viewport = implementation_->situation.viewport;
  const Color paper = theme(viewport.dark)[Token::paper];
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({static_cast<float>(viewport.width), static_cast<float>(height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(paper.red, paper.green, paper.blue, 255));
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                     ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoFocusOnAppearing |
                                     ImGuiWindowFlags_NoBringToFrontOnFocus;
  if (ImGui::Begin("page", nullptr, flags)) implementation_->draw(top, height, seen);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
}

}  // namespace stride::ui
