#include <nlohmann/json.hpp>

#include "page/ids.h"
#include "page/names.h"
#include "page/page.h"

namespace stride::page {

namespace {

using nlohmann::json;

json list(const Blocks& blocks);

json inline_json(const Inline& part) {
  if (part.kind == Inline::Kind::math && part.expr)
    return {{"kind", "math"}, {"mathml", math::to_mathml(*part.expr)}, {"text", math::to_text(*part.expr)}};
  return {{"kind", to_string(part.kind)}, {"text", part.text}};
}

json inlines_json(const Inlines& parts) {
  json text = json::array();
  for (const Inline& part : parts) text.push_back(inline_json(part));
  return text;
}

/// What each kind of block adds to its id and kind.
struct Fields {
  json operator()(const Heading& heading) const { return {{"level", heading.level}, {"text", heading.text}}; }
  json operator()(const Prose& prose) const {
    return {{"text", inlines_json(prose.text)}, {"tone", to_string(prose.tone)}};
  }
  json operator()(const Formula& formula) const {
    return {
        {"mathml", math::to_mathml(formula.expr, true)}, {"text", math::to_text(formula.expr)}, {"note", formula.note}};
  }
  json operator()(const AnswerBox& box) const {
    return {{"label", box.label},
            {"caption", box.caption},
            {"value", box.value},
            {"placeholder", box.placeholder},
            {"verdict", to_string(box.verdict)},
            {"described_by", box.described_by},
            {"feedback", box.feedback},
            {"keyboard", box.keyboard == Keyboard::numeric ? "numeric" : "text"},
            {"current", box.current},
            {"rows", box.rows},
            {"wide", box.wide}};
  }
  json operator()(const Combobox& combobox) const {
    json options = json::array();
    for (const Option& option : combobox.options) options.push_back({{"value", option.value}, {"label", option.label}});
    return {{"label", combobox.label}, {"options", std::move(options)}, {"value", combobox.value}};
  }
  json operator()(const Toggle& toggle) const { return {{"label", toggle.label}, {"on", toggle.on}}; }
  json operator()(const Button& button) const {
    return {{"label", button.label},
            {"name", button.name},
            {"look", to_string(button.look)},
            {"enabled", button.enabled},
            {"shortcut", button.shortcut}};
  }
  json operator()(const Link& link) const {
    return {{"label", link.label},
            {"fragment", link.fragment},
            {"current", link.current},
            {"progress", link.progress ? json(*link.progress) : json(nullptr)}};
  }
  json operator()(const Table& table) const {
    json columns = json::array(), rows = json::array();
    for (const Column& column : table.columns)
      columns.push_back({{"label", column.label}, {"role", to_string(column.role)}});
    for (const Row& row : table.rows) {
      json cells = json::array();
      for (const Blocks& cell : row.cells) cells.push_back(list(cell));
      rows.push_back({{"id", row.id}, {"cells", std::move(cells)}, {"current", row.current}, {"total", row.total}});
    }
    return {{"caption", table.caption}, {"columns", std::move(columns)}, {"rows", std::move(rows)}};
  }
  json operator()(const Figure& figure) const {
    json hot = json::array();
    for (const Mark& mark : figure.marks)
      if (const auto* area = std::get_if<HotMark>(&mark.shape)) {
        hot.push_back({{"id", area->id}, {"label", area->label}, {"current", area->current}, {"arrows", area->arrows}});
        if (area->rows > 0)
          hot.back()["pad"] = {{"rows", area->rows},
                               {"columns", area->columns},
                               {"row", area->row},
                               {"column", area->column},
                               {"drag", area->drag}};
      }
    json playback = nullptr;
    if (const auto& play = figure.playback)
      playback = {{"t", play->t}, {"steps", play->steps}, {"steps_per_second", play->steps_per_second}};
    return {{"title", figure.title},
            {"sentence", figure.sentence},
            {"table", {{"columns", figure.table.columns}, {"rows", figure.table.rows}}},
            {"hot", std::move(hot)},
            {"readings", readings(figure).size()},
            {"pending", figure.pending},
            {"playback", std::move(playback)}};
  }
  json operator()(const Callout& callout) const {
    return {{"tone", to_string(callout.tone)}, {"title", callout.title}, {"blocks", list(callout.blocks)}};
  }
  json operator()(const Card& card) const { return {{"blocks", list(card.blocks)}}; }
  json operator()(const Line& line) const { return {{"blocks", list(line.blocks)}, {"spread", line.spread}}; }
  json operator()(const Progress& progress) const {
    return {{"label", progress.label}, {"fraction", progress.fraction}};
  }
  json operator()(const Disclosure& disclosure) const {
    return {{"label", disclosure.label}, {"open", disclosure.open}, {"blocks", list(disclosure.blocks)}};
  }
  json operator()(const Slider& slider) const {
    return {{"label", slider.label}, {"low", slider.low},     {"high", slider.high},
            {"step", slider.step},   {"value", slider.value}, {"value_text", slider.value_text}};
  }
  json operator()(const Choice& choice) const {
    json options = json::array();
    for (const ChoiceOption& option : choice.options)
      options.push_back({{"value", option.value},
                         {"text", inlines_json(option.label)},
                         {"chosen", option.chosen},
                         {"verdict", to_string(option.verdict)},
                         {"reason", option.reason}});
    return {{"label", choice.label},
            {"caption", choice.caption},
            {"multiple", choice.multiple},
            {"options", std::move(options)},
            {"verdict", to_string(choice.verdict)},
            {"described_by", choice.described_by}};
  }
  json operator()(const Ordering& ordering) const {
    json items = json::array();
    for (const OrderItem& item : ordering.items) {
      const bool math = item.expr.has_value();
      std::string name = text_of(item.text);
      if (math) name += (name.empty() ? "" : " ") + math::to_text(*item.expr);
      items.push_back({{"id", item.id},
                       {"text", inlines_json(item.text)},
                       {"mathml", math ? math::to_mathml(*item.expr, true) : ""},
                       {"name", std::move(name)},
                       {"verdict", to_string(item.verdict)}});
    }
    return {{"label", ordering.label},
            {"caption", ordering.caption},
            {"items", std::move(items)},
            {"verdict", to_string(ordering.verdict)},
            {"described_by", ordering.described_by}};
  }
  json operator()(const FileButton& file) const {
    return {{"label", file.label}, {"accept", file.accept}, {"kept", file.kept}};
  }
};

json list(const Blocks& blocks) {
  json result = json::array();
  for (const Block& block : blocks) {
    json fields = std::visit(Fields{}, block.body);
    fields["id"] = block.id;
    fields["kind"] = kind_name(block);
    result.push_back(std::move(fields));
  }
  return result;
}

json words_json(const Words& words) {
  return {{"play", words.play},           {"pause", words.pause},        {"step", words.step},
          {"step_back", words.step_back}, {"position", words.position},  {"menu", words.menu},
          {"inspector", words.inspector}, {"data", words.data},          {"numbers", words.numbers},
          {"move_up", words.move_up},     {"move_down", words.move_down}};
}

}  // namespace

std::string to_json(const Page& page) {
  json dialog = nullptr;
  if (page.dialog) dialog = {{"title", page.dialog->title}, {"blocks", list(page.dialog->blocks)}};
  const json result = {{"title", page.title},
                       {"language", page.language},
                       {"header", list(page.header)},
                       {"rail", list(page.rail)},
                       {"main", list(page.main)},
                       {"inspector", list(page.inspector)},
                       {"inspector_row", page.inspector_row},
                       {"dialog", std::move(dialog)},
                       {"status", page.status},
                       {"focus", page.focus},
                       {"words", words_json(page.words)},
                       {"theme", page.theme},
                       {"font_scale", page.font_scale}};
  return result.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string live_json(const Page& page) {
  json live = json::object();
  for_each_block(page, [&](const Block& block) {
    if (const auto* box = std::get_if<AnswerBox>(&block.body)) live[block.id] = Fields{}(*box);
    if (const auto* slider = std::get_if<Slider>(&block.body)) live[block.id] = Fields{}(*slider);
    if (const auto* figure = std::get_if<Figure>(&block.body)) live[block.id] = {{"pending", figure->pending}};
  });
  return live.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace stride::page
