#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "page/ids.h"
#include "page/page.h"

namespace stride::page {

namespace {

using nlohmann::json;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A page with one of every kind of block.
Page every_kind() {
  const math::Expr half = math::Expr(1) / math::Expr(2);
  Page page;
  page.title = "Everything";
  page.header = {{"undo", Button{.label = "Undo", .shortcut = "Ctrl+Z"}}};
  page.rail = {{{}, Link{"Sizes", "#lab=layer-sizes", true, 0.25}}};
  page.main = {
      {"title", Heading{1, "A < B & \"C\""}},
      prose({plain("Type "), code("a*b"), soft(" or "), strong("c|d"), inline_math(half)}),
      {"formula", Formula{half, "one half"}},
      {"box", AnswerBox{.label = "conv1 output size", .caption = "Size", .value = "51", .verdict = Verdict::correct}},
      {"network", Combobox{"Network", {{"a", "AlexNet"}, {"v", "VGG"}}, "v"}},
      {"columns", Toggle{"Neurons", true}},
      {"card", Card{{prose("inside")}}},
      {"line", Line{{prose("left"), {"go", Button{.label = "Go"}}}, true}},
      {"bar", Progress{"Measuring", 0.5}},
      {"more", Disclosure{"More", false, {prose("hidden")}}},
      {"note", Callout{Tone::wrong, "Close", {prose("first"), prose("second")}}},
      {"slope", Slider{"Slope", 0, 1, 0.05, 0.25, "0.25"}},
      {"why", Choice{.label = "Why 227?",
                     .caption = "Why 227?",
                     .options = {{"fits", {plain("(227 - 11)/4 is "), strong("whole")}, true, Verdict::correct, "54"},
                                 {"gpu", {plain("One GPU")}}},
                     .verdict = Verdict::correct}},
      checklist("points", "Did you say", {{"a", {plain("slope")}, true}, {"b", {plain("norm")}}}),
      {"order", Ordering{.label = "Put in order",
                         .caption = "Put in order",
                         .items = {{"late", {plain("then")}, half, Verdict::wrong}, {"first", {plain("at first")}}}}},
      {"import", FileButton{"Import", ".json"}},
      {"essay", AnswerBox{.label = "Essay", .value = "one\ntwo", .rows = 4}},
  };
  Table table{.caption = "Layers", .columns = {{"Layer", Column::Role::name}, {"Size", Column::Role::answer}}};
  table.rows.push_back({.id = "row.conv1",
                        .cells = {{prose("conv1")}, {{"cell.conv1", AnswerBox{.label = "conv1", .value = "7"}}}},
                        .current = true});
  table.rows.push_back({.cells = {{prose("total")}, {}}, .total = true});
  page.main.push_back({"sheet", std::move(table)});
  Figure figure{.title = "Boxes", .sentence = "Two boxes.", .table = {{"Layer", "Side"}, {{"conv1", "51"}}}};
  figure.marks = {{HotMark{{0, 0}, {1, 1}, "go:conv1", "Go to conv1", true}}, {DotMark{}}};
  figure.playback = Playback{.t = 2, .steps = 9};
  page.main.push_back({"figure", std::move(figure)});
  page.dialog = Dialog{"Sure?", {{{}, Line{{{"yes", Button{.label = "Yes"}}}}}}};
  page.status = "said";
  assign_ids(page);
  return page;
}

void collect_ids(const json& value, std::vector<std::string>& ids) {
  if (value.is_object() && value.contains("id") && value.contains("kind")) ids.push_back(value["id"]);
  for (const json& inner : value)
    if (inner.is_structured()) collect_ids(inner, ids);
}

json by_id(const json& blocks, const std::string& id) {
  const auto found = std::ranges::find_if(blocks, [&](const json& block) { return block["id"] == id; });
  REQUIRE_MESSAGE(found != blocks.end(), id);
  return *found;
}

}  // namespace

TEST_CASE("every block gets an id by its place, once, and keeps the one that it has") {
  Page page = every_kind();
  const json first = json::parse(to_json(page), nullptr, false);
  std::vector<std::string> ids;
  collect_ids(first, ids);
  CHECK(ids.size() > 20);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
  CHECK(std::ranges::none_of(ids, &std::string::empty));
  CHECK(page.main[1].id == "main.1");
  CHECK(std::get<Card>(page.main[6].body).blocks[0].id == "card.0");
  const auto& table = std::get<Table>(page.main[17].body);
  CHECK(table.rows[1].id == "sheet.row.1");
  CHECK(table.rows[0].cells[0][0].id == "row.conv1.0.0");
  assign_ids(page);
  CHECK(json::parse(to_json(page), nullptr, false) == first);
}

TEST_CASE("the mirror's JSON holds what each kind shows") {
  const json page = json::parse(to_json(every_kind()), nullptr, false);
  REQUIRE(page.is_object());
  CHECK(page["status"] == "said");
  CHECK(page["header"][0]["shortcut"] == "Ctrl+Z");
  CHECK(page["rail"][0]["progress"] == 0.25);
  const json& main = page["main"];
  const json box = by_id(main, "box");
  CHECK(box["kind"] == "answer");
  CHECK(box["verdict"] == "correct");
  CHECK(box["keyboard"] == "text");
  CHECK(contains(by_id(main, "formula")["mathml"], "<math display=\"block\">"));
  CHECK(main[1]["text"][4]["kind"] == "math");
  CHECK(main[1]["text"][4]["text"] == "1/2");
  CHECK(by_id(main, "network")["options"][1] == json{{"value", "v"}, {"label", "VGG"}});
  CHECK(by_id(main, "card")["blocks"].size() == 1);
  CHECK(by_id(main, "note")["tone"] == "wrong");
  const json table = by_id(main, "sheet");
  CHECK(table["columns"][1]["role"] == "answer");
  CHECK(table["rows"][0]["cells"][1][0]["id"] == "cell.conv1");
  CHECK(table["rows"][1]["total"] == true);
  const json figure = by_id(main, "figure");
  CHECK(figure["hot"].size() == 1);
  CHECK(figure["hot"][0]["id"] == "go:conv1");
  CHECK(figure["playback"]["steps"] == 9);
  CHECK(figure["table"]["rows"][0][1] == "51");
  CHECK(page["dialog"]["blocks"][0]["blocks"][0]["id"] == "yes");
  CHECK(by_id(main, "slope")["value"] == 0.25);
  const json choice = by_id(main, "why");
  CHECK(choice["options"][0]["text"][1]["kind"] == "strong");
  CHECK(choice["options"][0]["chosen"] == true);
  CHECK(choice["options"][0]["verdict"] == "correct");
  CHECK(choice["options"][0]["reason"] == "54");
  CHECK(by_id(main, "points")["multiple"] == true);
  const json item = by_id(main, "order")["items"][0];
  CHECK(item["name"] == "then 1/2");
  CHECK(contains(item["mathml"], "<mfrac>"));
  CHECK(by_id(main, "order")["items"][1]["mathml"] == "");
  CHECK(by_id(main, "import")["accept"] == ".json");
  CHECK(by_id(main, "essay")["rows"] == 4);
}

TEST_CASE("what shows itself while something is turned is told as in the whole page") {
  const Page page = every_kind();
  const json live = json::parse(live_json(page), nullptr, false), whole = json::parse(to_json(page), nullptr, false);
  std::set<std::string> ids;
  for (const auto& [id, fields] : live.items()) ids.insert(id);
  CHECK(ids == std::set<std::string>{"box", "cell.conv1", "essay", "figure", "slope"});
  for (const char* id : {"box", "essay", "figure", "slope"})
    for (const auto& [name, value] : live[id].items()) CHECK(by_id(whole["main"], id)[name] == value);
  CHECK(live["slope"]["value_text"] == "0.25");
  CHECK(live["figure"]["pending"] == false);
}

TEST_CASE("text that is no UTF-8 still gives JSON") {
  Page page;
  page.main = {
      prose("a\xff\xfe"
            "b")};
  CHECK_FALSE(json::parse(to_json(page), nullptr, false).is_discarded());
}

TEST_CASE("Markdown: headings, tables, answers with their sign, nothing to press") {
  const std::string text = to_markdown(every_kind());
  CHECK(text.starts_with("# A \\< B & \"C\"\n"));
  CHECK(contains(text, "Type `a*b` or **c\\|d**`1/2`"));
  CHECK(contains(text, "Size: 51 ✓"));
  CHECK(contains(text, "Network: VGG"));
  CHECK(contains(text, "| Layer | Size |\n| --- | --- |\n| conv1 | 7 |\n| total |  |"));
  CHECK(contains(text, "> **Close**\n> \n> first\n> \n> second"));
  CHECK(contains(text, "**Boxes** Two boxes."));
  CHECK(contains(text, "| conv1 | 51 |"));
  CHECK(contains(text, "**More**"));
  CHECK(contains(text, "Slope: 0.25"));
  CHECK(contains(text, "Why 227? ✓\n\n- [x] (227 - 11)/4 is **whole** ✓ 54\n- [ ] One GPU\n"));
  CHECK(contains(text, "1. then `1/2` ✗\n2. at first\n"));
  CHECK_FALSE(contains(text, "Import"));
  CHECK_FALSE(contains(text, "hidden"));
  CHECK_FALSE(contains(text, "Go to"));
  CHECK_FALSE(contains(text, "\n\n\n"));
}

TEST_CASE("HTML: one document without scripts, everything escaped") {
  const std::string html = to_html(every_kind());
  CHECK(html.starts_with("<!DOCTYPE html>"));
  CHECK(contains(html, "<h1>A &lt; B &amp; &quot;C&quot;</h1>"));
  CHECK(contains(html, "<title>Everything</title>"));
  CHECK(contains(html, "Content-Security-Policy"));
  CHECK(contains(html, "<math"));
  CHECK(contains(html, "<th scope=\"row\">"));
  CHECK(contains(html, "class=\"total\""));
  CHECK(contains(html, "Two boxes."));
  CHECK(contains(html, "<li>◉ (227 - 11)/4 is <strong>whole</strong> ✓<br>"));
  CHECK(contains(html, "<li>☑ slope</li>"));
  CHECK(contains(html, "one\ntwo"));
  CHECK_FALSE(contains(html, "<script"));
  CHECK_FALSE(contains(html, "<button"));
  Page page;
  page.main = {prose("<img src=x onerror=alert(1)>")};
  page.title = "</title><script>";
  const std::string hostile = to_html(page);
  CHECK_FALSE(contains(hostile, "<img"));
  CHECK_FALSE(contains(hostile, "<script"));
}

TEST_CASE("an empty page is a page") {
  CHECK(to_markdown({}).empty());
  CHECK(contains(to_html({}), "<main>"));
  CHECK(json::parse(to_json({}), nullptr, false)["main"].empty());
}

}  // namespace stride::page
