#include <string>

#include "page/page.h"

namespace stride::page {

namespace {

void assign(Blocks& blocks, const std::string& place);

void assign_table(Table& table, const std::string& place) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.rows[row].id.empty()) table.rows[row].id = place + ".row." + std::to_string(row);
    for (std::size_t cell = 0; cell < table.rows[row].cells.size(); ++cell)
      assign(table.rows[row].cells[cell], table.rows[row].id + "." + std::to_string(cell));
  }
}

void assign(Blocks& blocks, const std::string& place) {
  for (std::size_t index = 0; index < blocks.size(); ++index) {
    Block& block = blocks[index];
    if (block.id.empty()) block.id = place + "." + std::to_string(index);
    if (auto* table = std::get_if<Table>(&block.body)) assign_table(*table, block.id);
    if (auto* callout = std::get_if<Callout>(&block.body)) assign(callout->blocks, block.id);
    if (auto* card = std::get_if<Card>(&block.body)) assign(card->blocks, block.id);
    if (auto* line = std::get_if<Line>(&block.body)) assign(line->blocks, block.id);
    if (auto* disclosure = std::get_if<Disclosure>(&block.body)) assign(disclosure->blocks, block.id);
  }
}

void visit_all(const Blocks& blocks, const std::function<void(const Block&)>& visit) {
  for (const Block& block : blocks) {
    visit(block);
    if (const auto* table = std::get_if<Table>(&block.body))
      for (const Row& row : table->rows)
        for (const Blocks& cell : row.cells) visit_all(cell, visit);
    if (const auto* callout = std::get_if<Callout>(&block.body)) visit_all(callout->blocks, visit);
    if (const auto* card = std::get_if<Card>(&block.body)) visit_all(card->blocks, visit);
    if (const auto* line = std::get_if<Line>(&block.body)) visit_all(line->blocks, visit);
    if (const auto* disclosure = std::get_if<Disclosure>(&block.body)) visit_all(disclosure->blocks, visit);
  }
}

}  // namespace

void for_each_block(const Page& page, const std::function<void(const Block&)>& visit) {
  for (const Blocks* blocks : {&page.header, &page.rail, &page.main, &page.inspector}) visit_all(*blocks, visit);
  if (page.dialog) visit_all(page.dialog->blocks, visit);
}

void assign_ids(Page& page) {
  assign(page.header, "header");
  assign(page.rail, "rail");
  assign(page.main, "main");
  assign(page.inspector, "inspector");
  if (page.dialog) assign(page.dialog->blocks, "dialog");
}

Inline plain(std::string text) { return {Inline::Kind::plain, std::move(text), {}}; }
Inline strong(std::string text) { return {Inline::Kind::strong, std::move(text), {}}; }
Inline soft(std::string text) { return {Inline::Kind::soft, std::move(text), {}}; }
Inline code(std::string text) { return {Inline::Kind::code, std::move(text), {}}; }
Inline inline_math(math::Expr expr) { return {Inline::Kind::math, {}, std::move(expr)}; }
Block checklist(std::string id, std::string label, std::vector<ChoiceOption> points) {
  Choice choice{.caption = label, .options = std::move(points), .multiple = true};
  choice.label = std::move(label);
  return {std::move(id), std::move(choice)};
}
Block prose(std::string text, Tone tone) { return {{}, Prose{{plain(std::move(text))}, tone}}; }
Block prose(Inlines text, Tone tone) { return {{}, Prose{std::move(text), tone}}; }

}  // namespace stride::page
