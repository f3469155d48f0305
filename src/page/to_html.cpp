#include <algorithm>
#include <cmath>

#include "page/names.h"
#include "page/page.h"

namespace stride::page {

namespace {

constexpr std::string_view head = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<style>
:root { color-scheme: light dark; --line: #e2e0d8; --soft: #5a6270; }
@media (prefers-color-scheme: dark) { :root { --line: #2d323c; --soft: #9aa3b2; } }
body { font: 15px/1.5 Inter, system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; margin: 1em 0; }
th, td { text-align: left; padding: .35em .9em .35em 0; border-bottom: 1px solid var(--line); }
caption { text-align: left; color: var(--soft); font-size: 12.5px; }
.total th, .total td { border-top: 2px solid var(--line); }
.soft { color: var(--soft); }
.answer { display: inline-block; min-width: 6em; border-bottom: 1px solid currentColor; }
.callout { border: 1px solid var(--line); border-radius: 8px; padding: .2em 1em; margin: 1em 0; break-inside: avoid; }
.choice { list-style: none; padding-left: 0; }
.rows { white-space: pre-wrap; }
.line > * { display: inline-block; margin: 0 1em .3em 0; }
figure { margin: 1em 0; break-inside: avoid; }
</style>
)";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string element(std::string_view name, std::string_view inner, std::string_view attributes = {}) {
  std::string result = "<" + std::string(name);
  if (!attributes.empty()) result += " " + std::string(attributes);
  return result + ">" + std::string(inner) + "</" + std::string(name) + ">";
}

std::string of_class(std::string_view name) { return "class=\"" + std::string(name) + "\""; }

std::string inline_html(const Inlines& text) {
  std::string result;
  for (const Inline& part : text) {
    switch (part.kind) {
      case Inline::Kind::strong:
        result += element("strong", escaped(part.text));
        break;
      case Inline::Kind::code:
        result += element("code", escaped(part.text));
        break;
      case Inline::Kind::soft:
        result += element("span", escaped(part.text), of_class("soft"));
        break;
      case Inline::Kind::math:
        result += part.expr ? math::to_mathml(*part.expr) : std::string();
        break;
      case Inline::Kind::plain:
        result += escaped(part.text);
        break;
    }
  }
  return result;
}

std::string data_table(const DataTable& table) {
  if (table.columns.empty()) return {};
  std::string head_row, rows;
  for (const std::string& column : table.columns) head_row += element("th", escaped(column), "scope=\"col\"");
  for (const auto& row : table.rows) {
    std::string cells;
    for (const std::string& cell : row) cells += element("td", escaped(cell));
    rows += element("tr", cells) + "\n";
  }
  return element("table", element("thead", element("tr", head_row)) + "\n" + element("tbody", rows));
}

std::string html_of(const Blocks& blocks);

struct Html {
  std::string operator()(const Heading& heading) const {
    return element("h" + std::to_string(std::clamp(heading.level, 1, 6)), escaped(heading.text));
  }
  std::string operator()(const Prose& prose) const {
    return element("p", inline_html(prose.text), prose.tone == Tone::soft ? of_class("soft") : std::string());
  }
  std::string operator()(const Formula& formula) const {
    const std::string note = formula.note.empty() ? "" : element("p", escaped(formula.note), of_class("soft"));
    return element("div", math::to_mathml(formula.expr, true) + note);
  }
  std::string operator()(const AnswerBox& box) const {
    const std::string said = box.caption.empty() ? "" : escaped(box.caption) + " ";
    const std::string value = escaped(box.value.empty() ? "\u00a0" : box.value);
    return element("span", said + element("span", value, of_class(box.rows > 1 ? "answer rows" : "answer")) +
                               signed_off(box.verdict));
  }
  std::string operator()(const Combobox& combobox) const {
    const auto chosen = std::ranges::find(combobox.options, combobox.value, &Option::value);
    const std::string value = chosen == combobox.options.end() ? combobox.value : chosen->label;
    return element("span", escaped(combobox.label) + " " + element("strong", escaped(value)));
  }
  std::string operator()(const Toggle& toggle) const {
    return element("span", (toggle.on ? "☑ " : "☐ ") + escaped(toggle.label));
  }
  std::string operator()(const Button&) const { return {}; }  // nothing to press on paper
  std::string operator()(const Link& link) const {
    return element("a", escaped(link.label), "href=\"" + escaped(link.fragment) + "\"");
  }
  std::string operator()(const Table& table) const {
    std::string columns, rows;
    for (const Column& column : table.columns) columns += element("th", escaped(column.label), "scope=\"col\"");
    for (const Row& row : table.rows) {
      std::string cells;
      for (std::size_t cell = 0; cell < row.cells.size(); ++cell)
        cells += cell == 0 ? element("th", html_of(row.cells[cell]), "scope=\"row\"")
                           : element("td", html_of(row.cells[cell]));
      rows += element("tr", cells, row.total ? of_class("total") : std::string()) + "\n";
    }
    return element("table", element("caption", escaped(table.caption)) + element("thead", element("tr", columns)) +
                                "\n" + element("tbody", rows));
  }
  std::string operator()(const Figure& figure) const {
    const std::string caption = element("strong", escaped(figure.title)) + " " + escaped(figure.sentence);
    return element("figure", element("figcaption", caption) + data_table(figure.table));
  }
  std::string operator()(const Callout& callout) const {
    const std::string title = callout.title.empty() ? "" : element("p", element("strong", escaped(callout.title)));
    return element("div", title + html_of(callout.blocks), of_class("callout"));
  }
  std::string operator()(const Card& card) const { return element("div", html_of(card.blocks)); }
  std::string operator()(const Line& line) const { return element("div", html_of(line.blocks), of_class("line")); }
  std::string operator()(const Progress& progress) const {
    return element("p", escaped(progress.label) + ": " + std::to_string(std::lround(100 * progress.fraction)) + " %");
  }
  std::string operator()(const Disclosure& disclosure) const {
    return element("p", element("strong", escaped(disclosure.label))) +
           (disclosure.open ? html_of(disclosure.blocks) : "");
  }
  std::string operator()(const Slider& slider) const {
    return element("span", escaped(slider.label) + " " + element("strong", escaped(slider.value_text)));
  }
  std::string operator()(const Choice& choice) const {
    std::string options;
    for (const ChoiceOption& option : choice.options) {
      const std::string box = choice.multiple ? (option.chosen ? "☑ " : "☐ ") : (option.chosen ? "◉ " : "○ ");
      const std::string reason =
          option.reason.empty() ? "" : "<br>" + element("span", escaped(option.reason), of_class("soft"));
      options += element("li", box + inline_html(option.label) + signed_off(option.verdict) + reason) + "\n";
    }
    return caption(choice.caption, choice.verdict) + element("ul", "\n" + options, of_class("choice"));
  }
  std::string operator()(const Ordering& ordering) const {
    std::string items;
    for (const OrderItem& item : ordering.items)
      items += element("li", inline_html(item.text) + (item.expr ? " " + math::to_mathml(*item.expr) : "") +
                                 signed_off(item.verdict)) +
               "\n";
    return caption(ordering.caption, ordering.verdict) + element("ol", "\n" + items);
  }
  std::string operator()(const FileButton&) const { return {}; }

 private:
  static std::string signed_off(Verdict verdict) {
    const std::string mark(sign(verdict));
    return mark.empty() ? "" : " " + mark;
  }
  static std::string caption(const std::string& text, Verdict verdict) {
    return text.empty() ? "" : element("p", escaped(text) + signed_off(verdict));
  }
};

std::string html_of(const Blocks& blocks) {
  std::string result;
  for (const Block& block : blocks) {
    const std::string html = std::visit(Html{}, block.body);
    if (!html.empty()) result += html + "\n";
  }
  return result;
}

}  // namespace

std::string to_html(const Page& page) {
  const std::string inspector = html_of(page.inspector);
  return "<!DOCTYPE html>\n<html lang=\"" + escaped(page.language) + "\">\n<head>\n" + std::string(head) +
         element("title", escaped(page.title)) + "\n</head>\n<body>\n" + element("main", "\n" + html_of(page.main)) +
         "\n" + (inspector.empty() ? "" : element("aside", "\n" + inspector) + "\n") + "</body>\n</html>\n";
}

}  // namespace stride::page
