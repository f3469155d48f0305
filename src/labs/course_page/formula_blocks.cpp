#include <algorithm>

#include "course/formula_question.h"
#include "labs/course_page/view.h"
#include "math/index_formula.h"

// Formulas typed as text: how the text is read, and buttons for what is hard to type.

namespace stride::labs::course_page {

using page::Block;
using page::Blocks;

namespace {

// What a button writes, | being where the caret goes.
using Palette = std::vector<std::string>;

void add(Palette& palette, std::string text) {
  if (!std::ranges::contains(palette, text)) palette.push_back(std::move(text));
}

// I[|,,] where tensors are written with indexes.
std::string element(const course::FormulaTensor& tensor) {
  return tensor.name + "[|" + std::string(tensor.sizes.size() - 1, ',') + "]";
}

Palette palette_of(const course::FormulaTask& task) {
  Palette palette;
  bool indexed = false, matrices = false;
  for (const course::FormulaTensor& tensor : task.tensors) {
    const bool has_indexes = !tensor.axes.empty();
    indexed |= has_indexes;
    matrices |= !has_indexes && !tensor.sizes.empty();
    add(palette, has_indexes ? element(tensor) : tensor.name + "|");
  }
  for (const course::FormulaSize& size : task.sizes)
    if (size.shown && !matrices) add(palette, size.name + "|");
  for (const course::FormulaIndex& index : task.indexes) add(palette, index.name + "|");
  if (indexed)
    for (const char* text : {"sum(|=1.., )", "delta(|,)", "[| > 0]"}) add(palette, text);
  if (matrices)
    for (const char* text : {" .* |", "^T|", "sigma(|)", "sigma'(|)"}) add(palette, text);
  if (!indexed && !matrices)
    for (const char* text : {"^|", "/|", "sqrt(|)"}) add(palette, text);
  return palette;
}

// The symbols of a formula, in its order.
void add_symbols(const math::Expr& formula, Palette& palette) {
  if (formula.kind() == math::ExprKind::symbol) add(palette, math::to_text(formula) + "|");
  for (const math::Expr& child : formula.children()) add_symbols(child, palette);
}

// How the button is labelled: … where the caret goes.
std::string shown(std::string text) {
  const auto caret = text.find('|');
  const bool last = caret + 1 == text.size();
  text.replace(caret, 1, last ? "" : "\u2026");
  return text;
}

Block palette_line(const Content& content, const std::string& box, const Palette& palette) {
  Blocks buttons;
  for (const std::string& text : palette) {
    const std::string label = shown(text);
    buttons.push_back(
        {"insert:" + box + " " + text,
         page::Button{.label = label, .name = content.text.get("course_page.insert", {{"text", label}})}});
  }
  return {"palette." + box, page::Line{std::move(buttons)}};
}

Block preview(const Content& content, const course::FormulaTask* task, const std::string& box,
              const std::string& draft) {
  auto formula = task == nullptr ? math::parse_expression(draft) : math::parse_formula(draft);
  if (formula && task != nullptr && formula->kind() != math::ExprKind::equal)
    if (auto whole = math::parse_formula(task->asked + " = " + draft)) formula = std::move(whole);
  if (formula) return {"preview." + box, page::Formula{*formula, ""}};
  const int position = std::atoi(formula.error().where.c_str()) + 1;
  return {"preview." + box,
          page::Prose{
              {page::plain(content.text.get("course_page.not_yet_readable", {{"position", std::to_string(position)},
                                                                             {"problem", formula.error().message}}))},
              page::Tone::soft}};
}

}  // namespace

Blocks formula_blocks(const Content& content, const State& state, const Work& work, const Part& part) {
  const course::QuestionSpec& spec = part.question->spec;
  const course::FormulaTask* task = spec.source.empty() ? nullptr : course::find_formula_task(spec.source);
  const std::string box = "cell." + part.key, draft = entry_of(state, part.key).draft;
  Blocks blocks = {answer_block(content, state, work, part, {.wide = true})};
  Palette palette;
  if (task != nullptr) palette = palette_of(*task);
  if (task == nullptr && spec.answer) add_symbols(*spec.answer, palette);
  if (!palette.empty()) blocks.push_back(palette_line(content, box, palette));
  if (!draft.empty()) blocks.push_back(preview(content, task, box, draft));
  return blocks;
}

}  // namespace stride::labs::course_page
