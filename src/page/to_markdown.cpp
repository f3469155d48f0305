#include <algorithm>
#include <cmath>

#include "page/names.h"
#include "page/page.h"

namespace stride::page {

namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string quoted_code(std::string_view text) { return text.empty() ? std::string() : "`" + std::string(text) + "`"; }

std::string line_of(const Inlines& text) {
  std::string result;
  for (const Inline& part : text) {
    switch (part.kind) {
      case Inline::Kind::strong:
        result += "**" + escaped(part.text) + "**";
        break;
      case Inline::Kind::code:
        result += quoted_code(part.text);
        break;
      case Inline::Kind::math:
        result += part.expr ? quoted_code(math::to_text(*part.expr)) : std::string();
        break;
      case Inline::Kind::plain:
      case Inline::Kind::soft:
        result += escaped(part.text);
        break;
    }
  }
  return result;
}

std::string signed_off(Verdict verdict) {
  const std::string_view mark = sign(verdict);
  return mark.empty() ? "" : " " + std::string(mark);
}

std::string answer_line(const AnswerBox& box) {
  return box.value.empty() ? "\\_\\_\\_\\_" : escaped(box.value) + signed_off(box.verdict);
}

std::string chosen_label(const Combobox& combobox) {
  const auto chosen = std::ranges::find(combobox.options, combobox.value, &Option::value);
  return chosen == combobox.options.end() ? combobox.value : chosen->label;
}

std::string percent(double fraction) { return std::to_string(std::lround(100 * fraction)) + " %"; }

std::string table_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

std::string table_text(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows) {
  if (columns.empty()) return {};
  std::string text = table_line(columns) + table_line(std::vector<std::string>(columns.size(), "---"));
  for (const auto& row : rows) text += table_line(row);
  return text;
}

// What stands within a line or a cell: no paragraphs of its own.
std::string in_line(const Block& block);

std::string in_line(const Blocks& blocks) {
  std::string result;
  for (const Block& block : blocks) {
    const std::string text = in_line(block);
    if (!text.empty()) result += (result.empty() ? "" : " · ") + text;
  }
  return result;
}

struct InLine {
  std::string operator()(const Heading& heading) const { return "**" + escaped(heading.text) + "**"; }
  std::string operator()(const Prose& prose) const { return line_of(prose.text); }
  std::string operator()(const Formula& formula) const {
    return quoted_code(math::to_text(formula.expr)) + (formula.note.empty() ? "" : " " + escaped(formula.note));
  }
  std::string operator()(const AnswerBox& box) const {
    return (box.caption.empty() ? "" : escaped(box.caption) + ": ") + answer_line(box);
  }
  std::string operator()(const Combobox& combobox) const {
    return escaped(combobox.label) + ": " + escaped(chosen_label(combobox));
  }
  std::string operator()(const Toggle& toggle) const { return (toggle.on ? "[x] " : "[ ] ") + escaped(toggle.label); }
  std::string operator()(const Button&) const { return {}; }  // nothing to press on paper
  std::string operator()(const Link& link) const { return "[" + escaped(link.label) + "](" + link.fragment + ")"; }
  std::string operator()(const Table& table) const { return escaped(table.caption); }
  std::string operator()(const Figure& figure) const { return escaped(figure.sentence); }
  std::string operator()(const Callout& callout) const {
    return "**" + escaped(callout.title) + "** " + in_line(callout.blocks);
  }
  std::string operator()(const Card& card) const { return in_line(card.blocks); }
  std::string operator()(const Line& line) const { return in_line(line.blocks); }
  std::string operator()(const Progress& progress) const {
    return escaped(progress.label) + ": " + percent(progress.fraction);
  }
  std::string operator()(const Disclosure& disclosure) const { return escaped(disclosure.label); }
  std::string operator()(const Slider& slider) const {
    return escaped(slider.label) + (slider.value_text.empty() ? "" : ": " + escaped(slider.value_text));
  }
  std::string operator()(const Choice& choice) const {
    std::string chosen;
    for (const ChoiceOption& option : choice.options)
      if (option.chosen) chosen += (chosen.empty() ? "" : ", ") + line_of(option.label) + signed_off(option.verdict);
    return chosen.empty() ? "\\_\\_\\_\\_" : chosen;
  }
  std::string operator()(const Ordering& ordering) const { return escaped(ordering.label); }
  std::string operator()(const FileButton&) const { return {}; }
};

std::string in_line(const Block& block) { return std::visit(InLine{}, block.body); }

std::string paragraphs(const Blocks& blocks);

// Where a block is more than its line.
struct Paragraph : InLine {
  using InLine::operator();
  std::string operator()(const Heading& heading) const {
    return std::string(static_cast<std::size_t>(std::clamp(heading.level, 1, 6)), '#') + " " + escaped(heading.text);
  }
  std::string operator()(const AnswerBox& box) const { return InLine::operator()(box); }
  std::string operator()(const Link& link) const { return "- " + InLine{}(link); }
  std::string operator()(const Table& table) const {
    std::vector<std::string> columns;
    for (const Column& column : table.columns) columns.push_back(escaped(column.label));
    std::vector<std::vector<std::string>> rows;
    for (const Row& row : table.rows) {
      std::vector<std::string>& cells = rows.emplace_back();
      for (const Blocks& cell : row.cells) cells.push_back(in_line(cell));
    }
    return (table.caption.empty() ? "" : "*" + escaped(table.caption) + "*\n\n") + table_text(columns, rows);
  }
  std::string operator()(const Figure& figure) const {
    std::vector<std::string> columns;
    for (const std::string& column : figure.table.columns) columns.push_back(escaped(column));
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : figure.table.rows) {
      std::vector<std::string>& cells = rows.emplace_back();
      for (const std::string& cell : row) cells.push_back(escaped(cell));
    }
    const std::string table = table_text(columns, rows);
    return "**" + escaped(figure.title) + "** " + escaped(figure.sentence) + (table.empty() ? "" : "\n\n" + table);
  }
  std::string operator()(const Callout& callout) const {
    std::string inner = "**" + escaped(callout.title) + "**\n\n" + paragraphs(callout.blocks);
    while (inner.ends_with('\n')) inner.pop_back();
    std::string quoted = "> ";
    for (const char c : inner) quoted += c == '\n' ? std::string("\n> ") : std::string(1, c);
    return quoted;
  }
  std::string operator()(const Card& card) const { return paragraphs(card.blocks); }
  std::string operator()(const Choice& choice) const {
    std::string text = choice.caption.empty() ? "" : escaped(choice.caption) + signed_off(choice.verdict) + "\n\n";
    for (const ChoiceOption& option : choice.options)
      text += std::string(option.chosen ? "- [x] " : "- [ ] ") + line_of(option.label) + signed_off(option.verdict) +
              (option.reason.empty() ? "" : " " + escaped(option.reason)) + "\n";
    return text;
  }
  std::string operator()(const Ordering& ordering) const {
    std::string text =
        ordering.caption.empty() ? "" : escaped(ordering.caption) + signed_off(ordering.verdict) + "\n\n";
    for (std::size_t i = 0; i < ordering.items.size(); ++i) {
      const OrderItem& item = ordering.items[i];
      text += std::to_string(i + 1) + ". " + line_of(item.text) +
              (item.expr ? " " + quoted_code(math::to_text(*item.expr)) : "") + signed_off(item.verdict) + "\n";
    }
    return text;
  }
  std::string operator()(const Disclosure& disclosure) const {
    return "**" + escaped(disclosure.label) + "**" + (disclosure.open ? "\n\n" + paragraphs(disclosure.blocks) : "");
  }
};

std::string paragraphs(const Blocks& blocks) {
  std::string result;
  for (const Block& block : blocks) {
    std::string text = std::visit(Paragraph{}, block.body);
    while (text.ends_with('\n')) text.pop_back();
    if (!text.empty()) result += (result.empty() ? "" : "\n\n") + text;
  }
  return result.empty() ? result : result + "\n";
}

}  // namespace

std::string to_markdown(const Page& page) {
  std::string text = paragraphs(page.main);
  if (const std::string inspector = paragraphs(page.inspector); !inspector.empty()) text += "\n---\n\n" + inspector;
  return text;
}

}  // namespace stride::page
