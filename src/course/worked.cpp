// A worked column with a slip in it, computed as the slips of a student's own numbers are.

#include <algorithm>

#include "course/feedback.h"
#include "course/fresh.h"
#include "course/rules.h"

namespace stride::course {
namespace {

constexpr std::size_t most_lines = 6;

/// The column's first rows with something to work out.
std::vector<CellId> lines_of(const Worksheet& sheet, std::string_view column) {
  std::vector<CellId> cells = cells_of_column(sheet, column);
  std::erase_if(cells, [&](const CellId& cell) {
    const nn::LayerSpec* layer = sheet.network.find(cell.layer);
    return layer == nullptr || (column == "parameters" ? layer->is_pool() : !layer->is_spatial());
  });
  cells.resize(std::min(cells.size(), most_lines));
  return cells;
}

/// The known ways to another number than the right one.
std::vector<Route> wrong_ways(const Values& values, const CellId& cell, const Route& right) {
  std::vector<Route> ways;
  const Answer none{.channels = {}, .values = {0}};
  for (const Rule& rule : rules_of(values, cell))
    for (const Derivation& derivation : rule.derive({values, *values.find(cell.layer), cell.column, true, none})) {
      auto route = make_route(std::string(rule.id), derivation);
      if (route && route->value.front().is_integer() && math::compare(route->value.front(), 0) > 0 &&
          route->value.front() != right.value.front())
        ways.push_back(std::move(*route));
    }
  return ways;
}

std::string line_text(const Worksheet& sheet, const CellId& cell, const Route& route, const Text& words) {
  const nn::LayerSpec& layer = *sheet.network.find(cell.layer);
  const std::string kind = layer.is_pool() ? "pool" : layer.is_spatial() ? "map" : "linear";
  return words.get("course.worked." + kind, {{"layer", cell.layer},
                                             {"count", grouped(layer.output_channels)},
                                             {"kernel", nn::to_text(layer.kernel)},
                                             {"stride", nn::to_text(layer.stride)},
                                             {"pad", nn::to_text(layer.pad)}}) +
         " `" + math::to_text(math::equal(route.numbers, math::Expr(route.value.front()))) + "`";
}

}  // namespace

std::optional<Exercise> worked_solution(const Worksheet& sheet, std::string_view column, const std::string& id,
                                        const Text& words, Random& random) {
  const Values values = right_values(sheet);
  const std::vector<CellId> cells = lines_of(sheet, column);
  if (cells.size() < 3 || !is_square(values)) return std::nullopt;
  const CellId& erring = cells[random.below(static_cast<std::uint32_t>(cells.size()))];
  const auto right = way_to(values, erring);
  const std::vector<Route> ways = right ? wrong_ways(values, erring, *right) : std::vector<Route>{};
  if (ways.empty()) return std::nullopt;
  const Route& wrong = ways[random.below(static_cast<std::uint32_t>(ways.size()))];
  const Given given = {{erring, wrong.value.front().to_text()}};
  Exercise exercise{.id = id, .network = sheet.network.name, .size = sheet.facts.input.size, .course = "practice"};
  exercise.origin = id;
  exercise.options.rounding = sheet.facts.rounding;
  QuestionSpec question{.id = "worked", .kind = QuestionKind::steps};
  Text text;
  const std::string prefix = id + ".worked.";
  text.set(prefix + "ask", words.get("course.worked.ask"));
  for (const CellId& cell : cells) {
    const bool slipped = cell == erring;
    const auto route = slipped ? wrong : right_route(sheet, cell, given);
    if (!route || route->value.size() != 1) return std::nullopt;
    ItemSpec step{.id = cell.layer, .right = !slipped, .slip = slipped ? wrong.id : ""};
    if (slipped) step.answer = math::Expr(right->value.front());
    const std::string name = words.get("course.slip." + wrong.id, {{"where", wrong.where}});
    text.set(prefix + "step." + cell.layer, line_text(sheet, cell, *route, words));
    text.set(prefix + "why." + cell.layer,
             slipped ? words.get("course.worked.slip", {{"slip", name}}) : words.get("course.worked.holds"));
    question.items.push_back(std::move(step));
  }
  exercise.questions.push_back(std::move(question));
  exercise.text = std::make_shared<const Text>(std::move(text));
  return exercise;
}

}  // namespace stride::course
