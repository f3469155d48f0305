#include <doctest/doctest.h>

#include <imgui.h>
#include <algorithm>
#include <cstring>
#include <functional>
#include <set>

#include "fixture.h"
#include "harness.h"
#include "page/ids.h"
#include "page/names.h"
#include "ui/layout.h"

namespace stride::ui::test {

namespace {

struct Screen {
  double width, height, ratio;
  bool touch;
};
constexpr Screen screens[] = {{1280, 800, 1, false}, {1920, 1080, 2.5, false}, {1024, 768, 1, false},
                              {900, 700, 1, false},  {768, 1024, 2, true},     {640, 900, 1, true},
                              {390, 844, 2, true},   {320, 640, 1, true},      {844, 390, 2, true}};
constexpr double scales[] = {0.8, 1, 1.25, 2};

// Every screen at every text size, with few and many columns.
void on_every_screen(
    const std::function<void(const page::Page&, const Viewport&, const PlacedPage&, const FontSet&)>& check) {
  for (const double scale : scales) {
    const Context context;
    const FontSet fonts = make_fonts(1, scale);  // the ratio sharpens, it doesn't move
    for (const Screen& screen : screens)
      for (const int columns : {2, 5}) {
        page::Page page = worksheet_page(columns);
        page.font_scale = scale;
        const Viewport viewport{screen.width, screen.height, screen.ratio, screen.touch, false};
        CAPTURE(screen.width);
        CAPTURE(scale);
        CAPTURE(columns);
        check(page, viewport, place_page(fonts, page, {viewport, false, 0}), fonts);
      }
  }
}

bool overlap(const Rect& a, const Rect& b) {
  constexpr double touch = 0.75;
  return a.right() > b.x + touch && b.right() > a.x + touch && a.bottom() > b.y + touch && b.bottom() > a.y + touch;
}

struct Walk {
  std::set<std::string> leaves;                               // blocks that hold no others
  std::vector<std::pair<std::string, std::string>> controls;  // id, label

  void blocks(const page::Blocks& list) {
    for (const page::Block& block : list) one(block);
  }
  void control(const std::string& id, const std::string& label) { controls.emplace_back(id, label); }
  void one(const page::Block& block) {
    const std::string& id = block.id;
    if (const auto* box = std::get_if<page::AnswerBox>(&block.body))
      control(id, box->label);
    else if (const auto* combobox = std::get_if<page::Combobox>(&block.body))
      control(id, combobox->label);
    else if (const auto* toggle = std::get_if<page::Toggle>(&block.body))
      control(id, toggle->label);
    else if (const auto* button = std::get_if<page::Button>(&block.body))
      control(id, button->name.empty() ? button->label : button->name);
    else if (const auto* slider = std::get_if<page::Slider>(&block.body))
      control(id, slider->label);
    else if (const auto* file = std::get_if<page::FileButton>(&block.body))
      control(id, file->label);
    else if (const auto* choice = std::get_if<page::Choice>(&block.body)) {
      for (const page::ChoiceOption& option : choice->options)
        control(page::option_id(id, option.value), page::text_of(option.label));
    } else if (const auto* ordering = std::get_if<page::Ordering>(&block.body)) {
      for (const page::OrderItem& item : ordering->items) {
        const std::string row = page::item_id(id, item.id), name = page::text_of(item.text);
        const std::string math = item.expr ? " " + math::to_text(*item.expr) : "";
        control(page::up_id(row), "Move up: " + name + math);
        control(page::down_id(row), "Move down: " + name + math);
      }
    } else if (const auto* link = std::get_if<page::Link>(&block.body))
      control(id, link->label);
    else if (const auto* part = std::get_if<page::Disclosure>(&block.body)) {
      control(id, part->label);
      leaves.insert(id);
      if (part->open) blocks(part->blocks);
      return;
    } else if (const auto* figure = std::get_if<page::Figure>(&block.body)) {
      for (const page::Mark& mark : figure->marks)
        if (const auto* hot = std::get_if<page::HotMark>(&mark.shape)) control(hot->id, hot->label);
      if (figure->playback) {
        control(page::play_id(id), "Play");
        control(page::step_id(id), "Step");
        control(page::step_back_id(id), "Step back");
        control(page::scrub_id(id), "Position");
      }
    } else if (const auto* callout = std::get_if<page::Callout>(&block.body))
      return blocks(callout->blocks);
    else if (const auto* card = std::get_if<page::Card>(&block.body))
      return blocks(card->blocks);
    else if (const auto* line = std::get_if<page::Line>(&block.body))
      return blocks(line->blocks);
    else if (const auto* table = std::get_if<page::Table>(&block.body)) {
      for (const page::Row& row : table->rows)
        for (const page::Blocks& cell : row.cells) blocks(cell);
      return;
    }
    leaves.insert(id);
  }
};

Walk walk(const page::Page& page) {
  Walk all;
  for (const page::Blocks* blocks : {&page.header, &page.rail, &page.main, &page.inspector}) all.blocks(*blocks);
  if (page.dialog) all.blocks(page.dialog->blocks);
  return all;
}

std::map<std::string, Rect> by_id(const PlacedPage& placed) {
  return {placed.scene.rects.begin(), placed.scene.rects.end()};
}

}  // namespace

TEST_CASE("everything lies inside the document, at any size of screen and text") {
  on_every_screen([](const page::Page& page, const Viewport& viewport, const PlacedPage& placed, const FontSet& fonts) {
    const double width = viewport.width / page.font_scale;
    for (const auto& [id, rect] : placed.scene.rects) {
      CAPTURE(id);
      CHECK(rect.x >= -0.01);
      CHECK(rect.y >= -0.01);
      CHECK(rect.right() <= width + 0.6);
      CHECK(rect.bottom() <= placed.height + 0.01);
    }
    for (const Shape& shape : placed.scene.shapes)
      if (const auto* run = std::get_if<TextRun>(&shape)) {
        CAPTURE(run->text);
        CHECK(run->x >= -0.01);
        CHECK(run->x + fonts.width(run->face, run->text) * run->factor <= width + 0.6);
      }
  });
}

TEST_CASE("blocks never lie on each other") {
  on_every_screen([](const page::Page& page, const Viewport&, const PlacedPage& placed, const FontSet&) {
    const auto rects = by_id(placed);
    std::vector<std::pair<std::string, Rect>> leaves;
    for (const std::string& id : walk(page).leaves)
      if (const auto found = rects.find(id); found != rects.end()) leaves.emplace_back(id, found->second);
    CHECK(leaves.size() > 60);
    for (std::size_t i = 0; i < leaves.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        if (!overlap(leaves[i].second, leaves[j].second)) continue;
        CAPTURE(leaves[i].first);
        CAPTURE(leaves[j].first);
        FAIL_CHECK("overlap");
      }
  });
}

TEST_CASE("no text lies on other text") {
  on_every_screen([](const page::Page&, const Viewport&, const PlacedPage& placed, const FontSet& fonts) {
    std::vector<std::pair<std::string, Rect>> texts;
    for (const Shape& shape : placed.scene.shapes)
      if (const auto* run = std::get_if<TextRun>(&shape); run != nullptr && run->text != " · ") {
        const double cap = FontSet::cap_height(run->face) * run->factor;
        texts.emplace_back(run->text,
                           Rect{run->x, run->baseline - cap, fonts.width(run->face, run->text) * run->factor, cap});
      }
    for (std::size_t i = 0; i < texts.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        if (!overlap(texts[i].second, texts[j].second)) continue;
        CAPTURE(texts[i].first);
        CAPTURE(texts[j].first);
        FAIL_CHECK("overlap");
      }
  });
}

TEST_CASE("what can be pressed is large enough for a finger or a mouse") {
  on_every_screen([](const page::Page& page, const Viewport& viewport, const PlacedPage& placed, const FontSet&) {
    const auto rects = by_id(placed);
    for (const auto& [id, label] : walk(page).controls) {
      const auto found = rects.find(id);
      if (found == rects.end()) continue;  // in the closed drawer
      CAPTURE(id);
      CHECK(found->second.height * page.font_scale >= (viewport.touch ? 44 : 32) - 0.01);
      CHECK(found->second.width * page.font_scale >= 15);
    }
  });
}

TEST_CASE("the rows of a choice and of an ordering lie under each other, their parts inside them") {
  on_every_screen([](const page::Page&, const Viewport& viewport, const PlacedPage& placed, const FontSet&) {
    const auto rects = by_id(placed);
    const auto inside = [&](const std::string& inner, const std::string& outer) {
      const Rect &a = rects.at(inner), &b = rects.at(outer);
      CAPTURE(inner);
      CHECK(a.x >= b.x - 0.1);
      CHECK(a.right() <= b.right() + 0.1);
      CHECK(a.y >= b.y - 0.1);
      CHECK(a.bottom() <= b.bottom() + 0.1);
    };
    double bottom = 0;
    for (const char* value : {"fits", "gpu", "loss"}) {
      const std::string row = page::option_id("why", value);
      CHECK(rects.at(row).y >= bottom);
      bottom = rects.at(row).bottom();
      inside(row, "why");
      inside(page::text_id(row), row);
      if (std::string_view(value) != "loss") inside(page::reason_id(row), row);
    }
    bottom = 0;
    for (const char* id : {"product", "step", "norm"}) {
      const std::string row = page::item_id("order", id);
      CHECK(rects.at(row).y >= bottom);
      bottom = rects.at(row).bottom();
      for (const std::string& part : {page::text_id(row), page::grip_id(row), page::up_id(row), page::down_id(row)})
        inside(part, row);
      CHECK_FALSE(overlap(rects.at(page::up_id(row)), rects.at(page::down_id(row))));
      CHECK_FALSE(overlap(rects.at(page::up_id(row)), rects.at(page::text_id(row))));
    }
    CHECK(rects.at("essay").height >= 4 * 22);
    CHECK(rects.at("index-formula").width >= std::min(480.0, 0.3 * viewport.width));
  });
}

TEST_CASE("columns go one after the other as the screen gets small") {
  const auto at = [](double width, int columns, const char* id) {
    const Context context;
    const FontSet fonts = make_fonts();
    const page::Page page = worksheet_page(columns);
    const PlacedPage placed = place_page(fonts, page, {{width, 800, 1, false, false}, false, 0});
    const auto rects = by_id(placed);
    return std::pair(placed.arrangement, rects.contains(id));
  };
  CHECK(at(1280, 2, "field.theme") == std::pair(Arrangement::wide, true));
  CHECK(at(1000, 2, "field.theme") == std::pair(Arrangement::wide, false));
  CHECK(at(1000, 2, "drawer") == std::pair(Arrangement::wide, true));
  CHECK(at(1280, 6, "drawer") == std::pair(Arrangement::medium, true));
  CHECK(at(768, 2, "drawer") == std::pair(Arrangement::medium, true));
  CHECK(at(390, 2, "drawer") == std::pair(Arrangement::narrow, true));
}

TEST_CASE("the inspector stands beside its row, or under it") {
  const Context context;
  const FontSet fonts = make_fonts();
  page::Page page = worksheet_page();
  const auto place = [&](double width) {
    return by_id(place_page(fonts, page, {{width, 800, 1, false, false}, false, 0}));
  };
  auto rects = place(1280);
  CHECK(rects.at("where").x > rects.at("row.conv2").right());
  CHECK(std::abs(rects.at("where").y - rects.at("row.conv2").y) < 80);
  for (const double width : {800.0, 390.0}) {
    rects = place(width);
    CHECK(rects.at("where").y > rects.at("cell.conv2.0").bottom());
    CHECK(rects.at("figure.window").bottom() < rects.at("cell.pool2.0").y);
  }
  page.inspector_row = "row.largest";
  rects = place(390);
  CHECK(rects.at("where").y > rects.at("cell.largest").bottom());
  CHECK(rects.at("figure.window").bottom() < rects.at("row.largest").bottom());
  page.inspector_row = "";
  rects = place(390);
  CHECK(rects.at("where").y > rects.at("buttons").bottom());
  rects = place(1280);
  CHECK(rects.at("where").y < 100);
}

TEST_CASE("text wraps at spaces, then inside words, and keeps to a column") {
  const Context context;
  const FontSet fonts = make_fonts();
  Scene scene;
  const std::string text = "Fill in each layer and read what the tutor says about it";
  const Size wide = flow_text(fonts, scene, text, body_style(), 0, 0, 1000),
             tight = flow_text(fonts, scene, text, body_style(), 0, 0, 120);
  CHECK(wide.height == 22);
  CHECK(tight.height >= 88);
  CHECK(tight.width <= 120);
  CHECK(flow_text(fonts, scene, "Donaudampfschifffahrt", body_style(), 0, 0, 60).width <= 60);
  CHECK(flow_text(fonts, scene, "one\ntwo", body_style(), 0, 0, 500).height == 44);
  page::Page page;
  std::string longer;
  for (int i = 0; i < 30; ++i) longer += "several words ";
  page.main = {{"text", page::prose(longer).body}};
  const PlacedPage placed = place_page(fonts, page, {{1920, 1080, 1, false, false}, false, 0});
  for (const Shape& shape : placed.scene.shapes)
    if (const auto* run = std::get_if<TextRun>(&shape)) CHECK(run->text.size() <= 76);
}

TEST_CASE("no text is smaller than 12 px") {
  for (int face = 0; face < static_cast<int>(Face::count); ++face) CHECK(FontSet::size(static_cast<Face>(face)) >= 12);
}

TEST_CASE("the mirror gets the layout in the document's own pixels") {
  const Context context;
  View view(load_fonts());
  page::Page page = worksheet_page();
  page.font_scale = 1.25;
  view.set_viewport({1600, 1000, 1, false, false});
  view.set_page(page);
  CHECK(view.layout().arrangement == Arrangement::wide);
  const Rect box = view.layout().rects.at("cell.conv1.0");
  CHECK(box.height == doctest::Approx(40));
  const std::string json = view.news_of_layout();
  CHECK(json.contains("\"arrangement\":\"wide\""));
  CHECK(json.contains("\"cell.conv1.0\":["));
}

TEST_CASE("news of the layout are what moved, came and went since the last") {
  const Context context;
  View view(load_fonts());
  view.set_viewport({1280, 800, 1, false, false});
  page::Page page;
  page.main = {{"first", page::Prose{{page::plain("one line")}}},
               {"second", page::Button{.label = "press"}},
               {"third", page::Button{.label = "press"}}};
  view.set_page(page);
  CHECK(view.news_of_layout().contains("\"second\":["));
  CHECK(view.news_of_layout().empty());
  view.set_page(page);
  CHECK(view.news_of_layout().empty());
  page.main.pop_back();
  page.main.push_back({"fourth", page::Button{.label = "press"}});
  view.set_page(page);
  const std::string exchanged = view.news_of_layout();
  CHECK(exchanged.contains("\"third\":null"));
  CHECK(exchanged.contains("\"fourth\":["));
  CHECK_FALSE(exchanged.contains("\"second\""));
  CHECK_FALSE(exchanged.contains("\"first\""));
  page.main.insert(page.main.begin(), {"above", page::Prose{{page::plain("another")}}});
  view.set_page(page);
  const std::string moved = view.news_of_layout();
  CHECK(moved.contains("\"second\":["));
  CHECK_FALSE(moved.contains("\"third\""));
}

TEST_CASE("drawing twice gives the same, changes nothing, and a slice holds only what lies in it") {
  const Context context;
  View view(load_fonts());
  const Viewport viewport{1280, 800, 1, false, false};
  view.set_viewport(viewport);
  view.set_page(worksheet_page());
  const auto before = view.layout().rects;
  const auto vertices = [&](double top) {
    draw_frame(view, viewport, top, 800);
    const ImDrawData& data = *ImGui::GetDrawData();
    std::string bytes;
    for (const ImDrawList* list : data.CmdLists)
      bytes.append(reinterpret_cast<const char*>(list->VtxBuffer.Data),
                   sizeof(ImDrawVert) * static_cast<std::size_t>(list->VtxBuffer.Size));
    return bytes;
  };
  const std::string first = vertices(0);
  CHECK(first == vertices(0));
  CHECK(first != vertices(200));
  CHECK(view.layout().rects == before);
  const unsigned version = view.atlas_version();
  view.set_viewport(viewport);
  CHECK(view.atlas_version() == version);
  Viewport sharper = viewport;
  sharper.pixel_ratio = 2;
  view.set_viewport(sharper);
  CHECK(view.atlas_version() == version + 1);
}

TEST_CASE("the atlas takes in characters as pages need them") {
  const Context context;
  View view(load_fonts());
  page::Page page;
  page.main = {{"text", page::prose("plain").body}};
  view.set_viewport({1280, 800, 1, false, false});
  view.set_page(page);
  const unsigned version = view.atlas_version();
  page.main = {{"text", page::prose("still plain, 12 × 12").body}};
  view.set_page(page);
  CHECK(view.atlas_version() == version);
  page.main = {{"text", page::prose("Łódź").body}};
  view.set_page(page);
  CHECK(view.atlas_version() == version + 1);
  view.set_page(page);
  CHECK(view.atlas_version() == version + 1);
}

#ifdef STRIDE_IMGUI_HOOKS
TEST_CASE("what ImGui holds for interactive is what the page has, by the same names") {
  for (const double width : {1280.0, 390.0}) {
    const Context context;
    View view(load_fonts());
    page::Page page = worksheet_page();
    page.dialog = reset_dialog();
    page::assign_ids(page);
    const Viewport viewport{width, 800, 1, false, false};
    view.set_viewport(viewport);
    view.set_page(page);
    view.set_drawer(width < 900);
    const Seen seen = draw_frame(view, viewport, 0, view.layout().height);
    std::map<unsigned, std::string> expected;
    for (const auto& [id, label] : walk(page).controls) expected[imgui_id(id)] = label;
    if (width < 900) expected[imgui_id("drawer")] = "Menu";
    CHECK(seen.labels == expected);
    for (const auto& [id, label] : walk(page).controls) CHECK(view.layout().rects.contains(id));
  }
}
#endif

}  // namespace stride::ui::test
