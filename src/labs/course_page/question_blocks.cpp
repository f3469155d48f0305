#include <algorithm>

#include "course/feedback.h"
#include "labs/course_page/view.h"
#include "math/index_formula.h"

namespace stride::labs::course_page {

using course::QuestionKind;
using page::Block;
using page::Blocks;

Block button(const Content& content, std::string id, std::string_view key, page::Button::Look look) {
  return {std::move(id), page::Button{.label = content.text.get(key), .look = look}};
}

page::Inlines rich(std::string_view sentence) {
  page::Inlines parts;
  for (bool is_code = false; !sentence.empty(); is_code = !is_code) {
    const auto end = sentence.find('`');
    const std::string part(sentence.substr(0, end));
    if (!part.empty()) {
      const auto formula = is_code ? math::parse_expression(part) : Result<math::Expr>(fail(""));
      parts.push_back(formula ? page::inline_math(*formula) : is_code ? page::code(part) : page::plain(part));
    }
    sentence = end == std::string_view::npos ? std::string_view() : sentence.substr(end + 1);
  }
  return parts;
}

namespace {

bool is_about_cells(const course::Question& question) {
  const QuestionKind kind = question.kind();
  return kind == QuestionKind::cell || kind == QuestionKind::table;
}

std::optional<course::CellId> cell_of(const Part& part) {
  if (!is_about_cells(*part.question)) return std::nullopt;
  for (const course::CellId& cell : part.question->cells)
    if (part.name.empty() || part.name == cell.text()) return cell;
  return std::nullopt;
}

// Sizes and counts have a keyboard of digits; formulas and names have not.
page::Keyboard keyboard_of(const course::Question& question) {
  return is_about_cells(question) || question.kind() == QuestionKind::crops ? page::Keyboard::numeric
                                                                            : page::Keyboard::text;
}

Blocks single_box(const Content& content, const State& state, const Work& work, const Part& part) {
  const QuestionKind kind = part.question->kind();
  page::AnswerBox box{.keyboard = keyboard_of(*part.question)};
  if (kind == QuestionKind::numpy) box.rows = 5;
  if (kind == QuestionKind::interval) box.placeholder = content.text.get("course_page.interval_placeholder");
  Block block = answer_block(content, state, work, part, std::move(box));
  if (part.question->spec.unit.empty()) return {std::move(block)};
  return {{"", page::Line{{std::move(block), page::prose(part.question->spec.unit, page::Tone::soft)}}}};
}

Blocks crops(const Content& content, const State& state, const Work& work, const Part& part) {
  const std::string id = std::string(crops_prefix) + part.question->spec.id;
  const auto playback = state.playback.find(id);
  Blocks blocks = single_box(content, state, work, part);
  const double t = playback == state.playback.end() ? 0 : playback->second;
  blocks.insert(blocks.begin(), {id, crops_figure(content, *part.question, t)});
  return blocks;
}

// Formulas apart by `; `, [1] being a blank: what is typed for it where that can be read, else a box.
Blocks formulas_with(std::string_view sentence, const math::Bindings& fillings) {
  std::string text(sentence);
  for (const auto& [name, filling] : fillings) {
    const std::string blank = "[" + name.substr(name.find('k') + 1) + "]";
    for (std::size_t at = text.find(blank); at != std::string::npos; at = text.find(blank))
      text.replace(at, blank.size(), name);
  }
  Blocks blocks;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find("; "), rest.size());
    const auto formula = math::parse_formula(rest.substr(0, end));
    if (!formula) return {{"", page::Prose{rich(sentence)}}};
    blocks.push_back({"", page::Formula{math::substitute(*formula, fillings), ""}});
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return blocks;
}

Blocks blanks(const Content& content, const State& state, const Work& work, const course::Question& question) {
  Blocks boxes;
  math::Bindings fillings;
  for (const std::string& name : question.parts) {
    const Part part{&question, name, work.prefix + question.reply_key(name)};
    const std::string number = "[" + name + "]", label = part_label(content, part) + " " + number;
    boxes.push_back(answer_block(content, state, work, part, {.label = label, .caption = label}));
    const auto typed = math::parse_formula(entry_of(state, part.key).draft);
    fillings.insert_or_assign("blank" + name, typed ? *typed : math::Expr::symbol(number));
  }
  Blocks blocks = formulas_with(question.sentence("formula", content.text), fillings);
  blocks.push_back({"", page::Line{std::move(boxes)}});
  return blocks;
}

page::Row table_row(const Content& content, const State& state, const Work& work, const course::Question& question,
                    const std::string& layer) {
  page::Row row{.id = row_of({&question, layer + ".", ""}), .cells = {{page::prose({page::strong(layer)})}}};
  row.total = layer == "total";
  if (row.total) row.cells.front() = {page::prose({page::strong(content.text.get("course_page.total"))})};
  for (const std::string& column : question.spec.shown) {
    const std::string shown = course::shown_text(question, layer, column);
    row.cells.push_back(shown.empty() ? Blocks{} : Blocks{page::prose(shown)});
  }
  for (const std::string& column : question.spec.columns) {
    const std::string name = layer + "." + column;
    if (!std::ranges::contains(question.parts, name)) {
      row.cells.emplace_back();
      continue;
    }
    const Part part{&question, name, work.prefix + question.reply_key(name)};
    row.cells.push_back({answer_block(content, state, work, part, {.keyboard = page::Keyboard::numeric})});
  }
  return row;
}

Block table(const Content& content, const State& state, const Work& work, const course::Question& question) {
  const Text& text = content.text;
  using Role = page::Column::Role;
  page::Table table{.caption = "", .columns = {{text.get("course_page.column.layer"), Role::name}}};
  for (const std::string& column : question.spec.shown)
    table.columns.push_back({text.get("course_page.column." + column), Role::spec});
  std::string asked;  // what the table is called: the question stands above it
  for (const std::string& column : question.spec.columns) {
    table.columns.push_back({text.get("course_page.column." + column), Role::answer});
    asked += (asked.empty() ? "" : ", ") + table.columns.back().label;
  }
  table.caption = text.get("course_page.by_layer", {{"columns", asked}});
  std::vector<std::string> layers;
  for (const course::CellId& cell : question.cells)
    if (!std::ranges::contains(layers, cell.layer)) layers.push_back(cell.layer);
  for (const std::string& layer : layers) table.rows.push_back(table_row(content, state, work, question, layer));
  return {"table." + question.spec.id, std::move(table)};
}

}  // namespace

std::string part_label(const Content& content, const Part& part) {
  if (const auto cell = cell_of(part)) return course::cell_name(content.text, *cell);
  const auto& items = part.question->spec.items;
  const auto item = std::ranges::find(items, part.name.substr(0, part.name.find(".fix")), &course::ItemSpec::id);
  const std::string number = std::to_string(item - items.begin() + 1);
  if (part.question->kind() == QuestionKind::blanks) {
    const std::string own = part.question->sentence("blank." + part.name, content.text);
    return own.empty() ? content.text.get("course_page.blank", {{"number", number}}) : own;
  }
  if (part.question->kind() == QuestionKind::steps) return content.text.get("course_page.step", {{"number", number}});
  return page::text_of(rich(part.question->sentence("ask", content.text)));
}

Block answer_block(const Content& content, const State& state, const Work& work, const Part& part,
                   page::AnswerBox box) {
  const Entry entry = entry_of(state, part.key);
  if (box.label.empty()) box.label = part_label(content, part);
  box.value = entry.draft;
  box.current = work.current == part.key;
  if (!entry.checked.empty() && entry.draft == entry.checked) {
    const course::QuestionGrade grade = work.grade(part);
    box.verdict = grade.verdict;
    if (box.current)
      box.described_by = "feedback";
    else
      box.feedback = grade.message;
  }
  return {"cell." + part.key, std::move(box)};
}

Blocks question_blocks(const Content& content, const State& state, const Work& work, const course::Question& question) {
  const Part whole{&question, "", work.prefix + question.reply_key()};
  switch (question.kind()) {
    case QuestionKind::table:
      return {table(content, state, work, question)};
    case QuestionKind::choice:
      return {choice_block(content, state, work, whole)};
    case QuestionKind::order:
      return {order_block(content, state, work, whole)};
    case QuestionKind::steps:
      return step_blocks(content, state, work, question);
    case QuestionKind::checklist:
      return checklist_blocks(content, state, question, work.prefix);
    case QuestionKind::blanks:
      return blanks(content, state, work, question);
    case QuestionKind::formula:
      return formula_blocks(content, state, work, whole);
    case QuestionKind::crops:
      return crops(content, state, work, whole);
    default:
      return single_box(content, state, work, whole);
  }
}

}  // namespace stride::labs::course_page
