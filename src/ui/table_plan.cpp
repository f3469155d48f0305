#include "ui/table_plan.h"

#include <algorithm>
#include <numeric>

namespace stride::ui {

namespace {

using Role = page::Column::Role;

constexpr double least_answer = 88, most_answer = 156;
constexpr double least_padding = 12, fair_padding = 16, most_padding = 20, least_gap = 8, fair_gap = 16,
                 common_gap = 20;

struct Wish {
  double natural = 0, least = 0;
};

Wish wish_of(const Builder& builder, const page::Table& table, std::size_t column) {
  const Role role = table.columns[column].role;
  const page::Inlines label = {page::Inline{page::Inline::Kind::plain, table.columns[column].label, {}}};
  Wish wish{0, longest_word(builder.fonts, label, label_style())};
  for (const page::Row& row : table.rows) {
    if (column >= row.cells.size()) continue;
    double width = 0;
    for (const Block& block : row.cells[column]) width += natural_width(builder, block) + 12;
    wish.natural = std::max(wish.natural, width - 12);
  }
  const double flexible =
      std::min(wish.natural, role == Role::value || table.columns.size() == 1 ? 120.0 : wish.natural);
  wish.least = std::max(wish.least, role == Role::answer ? least_answer : flexible);
  wish.natural = std::max(wish.natural, wish.least);
  if (role != Role::answer)
    wish.natural = std::max(wish.natural, std::min(natural_width(builder.fonts, label, label_style()), 140.0));
  wish.natural += 1;
  wish.least += 1;
  return wish;
}

std::vector<Wish> wishes_of(Builder builder, const page::Table& table) {
  builder.region = Region::table;
  std::vector<Wish> wishes;
  for (std::size_t i = 0; i < table.columns.size(); ++i) wishes.push_back(wish_of(builder, table, i));
  return wishes;
}

double sum(const std::vector<Wish>& wishes, double Wish::* member) {
  return std::accumulate(wishes.begin(), wishes.end(), 0.0,
                         [&](double total, const Wish& wish) { return total + wish.*member; });
}

}  // namespace

double least_width(const Builder& builder, const page::Table& table) {
  const auto wishes = wishes_of(builder, table);
  return sum(wishes, &Wish::least) + 2 * least_padding + least_gap * static_cast<double>(wishes.size() - 1);
}

TablePlan plan_table(const Builder& builder, const page::Table& table, double width) {
  const auto wishes = wishes_of(builder, table);
  const auto gaps = static_cast<double>(std::max<std::size_t>(1, wishes.size()) - 1);
  const double natural = sum(wishes, &Wish::natural), least = sum(wishes, &Wish::least);
  TablePlan plan;
  plan.fits = least + 2 * least_padding + gaps * least_gap <= width + 0.5;
  // Room goes, and comes back, in this order: wide gaps, the columns' own wishes, fair gaps.
  const auto fits = [&](double columns, double gap, double padding) {
    return columns + 2 * padding + gaps * gap <= width;
  };
  const bool roomy = fits(natural, common_gap, most_padding), fair = fits(least, fair_gap, fair_padding);
  const double padding = roomy ? most_padding : fair ? fair_padding : least_padding;
  double gap = roomy      ? common_gap
               : fair     ? fair_gap
               : gaps > 0 ? std::clamp((width - least - 2 * padding) / gaps, least_gap, fair_gap)
                          : 0;
  const double room = width - 2 * padding - gap * gaps;
  const double share = natural <= room   ? 1
                       : natural > least ? std::clamp((room - least) / (natural - least), 0.0, 1.0)
                                         : 0;
  std::vector<double> widths;
  double answers = 0;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    widths.push_back(wishes[i].least + share * (wishes[i].natural - wishes[i].least));
    answers += table.columns[i].role == Role::answer ? 1 : 0;
  }
  double left = room - std::accumulate(widths.begin(), widths.end(), 0.0);
  for (std::size_t i = 0; left > 0 && i < widths.size(); ++i) {
    if (table.columns[i].role != Role::answer) continue;
    const double more = std::clamp(left / answers, 0.0, most_answer - widths[i]);
    widths[i] += std::max(0.0, more);
    left -= std::max(0.0, more);
    answers -= 1;
  }
  if (left > 0 && gaps > 0) gap += std::min(left / gaps, 28.0);
  double x = padding;
  for (const double column : widths) {
    plan.x.push_back(x);
    plan.width.push_back(column);
    x += column + gap;
  }
  // A column of running text takes what is left.
  if (!widths.empty() && table.columns.back().role == Role::value) plan.width.back() = width - padding - plan.x.back();
  return plan;
}

Size place_cell(Builder& builder, const Blocks& blocks, double x, double y, double width) {
  if (blocks.empty()) return {};
  if (blocks.size() == 1) return place(builder, blocks.front(), x, y, width);
  return place(builder, Block{"", page::Line{blocks}}, x, y, width);
}

}  // namespace stride::ui
