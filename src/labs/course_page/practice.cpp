#include "labs/course_page/practice.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "course/fresh.h"
#include "course/telling.h"
#include "labs/course_page/course_page.h"

namespace stride::labs::course_page {

using course::QuestionKind;
using course::QuestionSpec;

namespace {

struct Candidate {
  const course::Exercise* exercise = nullptr;
  const QuestionSpec* question = nullptr;
};

// What of a network's layers a question asks.
struct LayerQuestion {
  QuestionKind kind = QuestionKind::cell;
  std::string column;
  bool first_linear = false;  // the layer that holds the image's size
};

// Of a question's columns, the one that shows a skill; empty where any does.
std::string_view column_of(std::string_view skill) {
  if (skill == "output-size" || skill == "rounding") return "output";
  if (skill == "flattening") return "parameters";
  if (skill == "receptive-field") return "receptive_field";
  return skill == "parameters" || skill == "neurons" ? skill : "";
}

std::vector<LayerQuestion> layer_questions(const course::Exercise& exercise, const QuestionSpec& question,
                                           std::string_view skill) {
  std::vector<LayerQuestion> asked;
  // Columns that a layer's own line gives, or that are asked for the whole network, make no question by themselves.
  constexpr std::array alone = {"output", "parameters", "neurons", "receptive_field", "jump"};
  const auto add = [&](const std::string& column) {
    if (!std::ranges::contains(alone, column) || (!column_of(skill).empty() && column != column_of(skill))) return;
    asked.push_back({QuestionKind::cell, column, skill == "flattening"});
  };
  if (question.kind == QuestionKind::table) std::ranges::for_each(question.columns, add);
  if (question.kind == QuestionKind::cell) add(question.cell.substr(question.cell.rfind('.') + 1));
  if (question.kind == QuestionKind::largest) asked.push_back({question.kind, ""});
  // Without rounding few networks have any size that fits.
  if (question.kind == QuestionKind::interval && exercise.options.rounding != nn::Rounding::exact)
    asked.push_back({question.kind, "admissible_min", true});
  for (const course::Binding& binding : question.let)
    if (!binding.least.empty()) return {{QuestionKind::cell, "smallest_input"}};
  return asked;
}

std::vector<Candidate> candidates(const Content& content, std::string_view skill) {
  std::vector<Candidate> found;
  for (const auto& [name, course] : content.courses)
    for (const course::Exercise& exercise : course.exercises)
      for (const QuestionSpec* question : exercise.asked())
        if (exercise.use.empty() && question->kind != QuestionKind::checklist &&
            std::ranges::contains(question->skills, skill))
          found.push_back({&exercise, question});
  // Those that can be asked with other numbers come first.
  std::ranges::stable_partition(found, [&](const Candidate& one) {
    return !layer_questions(*one.exercise, *one.question, skill).empty() || !one.question->fresh.empty();
  });
  return found;
}

struct Draw {
  const nn::NetworkSpec* network = nullptr;
  nn::Pair size;
  course::CellId cell;
  int score = std::numeric_limits<int>::min();
};

// Some network at some size near its own.
Draw draw_network(const Content& content, Random& random) {
  const nn::NetworkSpec& network = content.networks[random.below(static_cast<std::uint32_t>(content.networks.size()))];
  const std::int64_t side = std::max<std::int64_t>(28, network.input_size.height + random.between(-24, 24));
  return {.network = &network, .size = {side, side}, .cell = {}};
}

// One of its layers.
Draw draw_layer(const Content& content, const LayerQuestion& asked, nn::Rounding rounding, Random& random) {
  Draw drawn = draw_network(content, random);
  const auto sheet = course::make_worksheet(*drawn.network, drawn.size, rounding);
  if (!sheet) return drawn;
  if (asked.column.empty()) {
    drawn.score = 0;
    return drawn;
  }
  std::vector<course::CellId> cells = course::cells_of_column(*sheet, asked.column);
  std::erase_if(cells, [&](const course::CellId& cell) {
    const nn::LayerSpec* layer = drawn.network->find(cell.layer);
    return layer == nullptr ||
           (asked.first_linear ? layer->is_spatial() : asked.column != "parameters" && !layer->is_spatial());
  });
  if (cells.empty()) return drawn;
  drawn.cell = cells[asked.first_linear ? 0 : random.below(static_cast<std::uint32_t>(cells.size()))];
  const course::Telling telling = course::telling_slips(*sheet, drawn.cell);
  drawn.score = telling.slips - 3 * telling.collisions;
  return drawn;
}

constexpr int draws = 24;

// Of many draws the one whose slips are most, and each with a number of its own.
std::optional<course::Exercise> fresh_layer(const Content& content, const LayerQuestion& asked, nn::Rounding rounding,
                                            const std::string& skill, Random& random) {
  Draw best;
  for (int i = 0; i < draws; ++i)
    if (Draw drawn = draw_layer(content, asked, rounding, random); drawn.score > best.score) best = drawn;
  if (best.network == nullptr) return std::nullopt;
  course::Exercise exercise{
      .id = skill, .network = best.network->name, .size = best.size, .course = "practice", .origin = skill};
  exercise.options.rounding = rounding;
  const bool interval = asked.kind == QuestionKind::interval;
  exercise.questions = {{.id = asked.column.empty() ? "largest" : asked.column,
                         .kind = asked.kind,
                         .skills = {skill},
                         .cell = interval ? best.cell.layer : best.cell.text()}};
  return exercise;
}

// A worked column of some network.
std::optional<course::Exercise> fresh_solution(const Content& content, const std::string& skill, Random& random) {
  constexpr std::array columns = {"output", "parameters", "receptive_field"};
  for (int i = 0; i < draws; ++i) {
    const Draw drawn = draw_network(content, random);
    const auto sheet = course::make_worksheet(*drawn.network, drawn.size, nn::Rounding::floor);
    if (!sheet) continue;
    auto exercise = course::worked_solution(*sheet, skill == "parameters" ? skill : columns[random.below(3)], skill,
                                            content.text, random);
    if (!exercise) continue;
    exercise->questions.front().skills = {skill};
    return exercise;
  }
  return std::nullopt;
}

course::StudentId fresh_id(const course::IdRule& rule, Random& random) {
  std::string digits;
  for (int i = 0; i < rule.digits; ++i) digits += static_cast<char>('0' + random.below(10));
  return course::parse_student_id(digits, rule).value_or(course::StudentId{});
}

std::uint64_t seed_of(std::string_view text) {
  std::uint64_t seed = 7;
  for (const char c : text) seed = seed * 131 + static_cast<unsigned char>(c);
  return seed;
}

// Another layer, other numbers, another solution; else the question once more, among those that it goes with.
course::Exercise make_exercise(const Content& content, const Candidate& from, PracticeItem& item, Random& random) {
  const course::Exercise& exercise = *from.exercise;
  const auto find = [&](std::string_view network) { return content.find_network(network); };
  const std::vector<LayerQuestion> layers = layer_questions(exercise, *from.question, item.skill);
  std::optional<course::Exercise> fresh;
  if (!layers.empty()) {
    const LayerQuestion& asked = layers[random.below(static_cast<std::uint32_t>(layers.size()))];
    fresh = fresh_layer(content, asked, exercise.options.rounding, item.skill, random);
  }
  const bool solution = from.question->kind == QuestionKind::steps && item.skill != "backpropagation";
  if (!fresh && solution && random.below(2) == 0) fresh = fresh_solution(content, item.skill, random);
  item.fresh = true;
  if (fresh) return std::move(*fresh);
  item.context = true;
  const std::vector<std::string> asked = course::asked_with(exercise, *from.question);
  if ((fresh = course::fresh_numbers(exercise, asked, find, random))) {
    const QuestionSpec& first = *fresh->asked().front();
    item.context = fresh->sentence(first.id + "." + first.variant + ".ask", content.text).empty();
    return std::move(*fresh);
  }
  item.fresh = false;
  return course::reshuffled(exercise, asked, content.text, random);
}

}  // namespace

PracticeItem practice_item(const Content& content, const State& state) {
  PracticeItem item;
  const std::string name = value_of(lab, state, "practice");
  const auto slash = name.rfind('/');
  if (slash == std::string::npos) return item;
  const std::string skill = name.substr(0, slash);
  std::from_chars(name.data() + slash + 1, name.data() + name.size(), item.number);
  const auto all = candidates(content, skill);
  if (all.empty() || item.number < 1) return item;
  item.skill = skill;
  item.prefix = std::string(practice_prefix) + name + "/";
  Random random = Random::stream(seed_of(skill), static_cast<std::uint64_t>(item.number));
  const Candidate& chosen = all[static_cast<std::size_t>(item.number - 1) % all.size()];
  item.exercise = make_exercise(content, chosen, item, random);
  const auto find = [&](std::string_view network) { return content.find_network(network); };
  item.questions = course::instantiate(item.exercise, find, fresh_id(chosen.exercise->options.id, random));
  return item;
}

std::string next_practice(const State& state, std::string_view skill) {
  int last = 0;
  const std::string prefix = std::string(practice_prefix) + std::string(skill) + "/";
  const auto number = [](std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  for (const Attempt& attempt : state.attempts)
    if (attempt.key.starts_with(prefix))
      last = std::max(last, number(std::string_view(attempt.key).substr(prefix.size())));
  const std::string now = value_of(lab, state, "practice");
  if (now.starts_with(std::string(skill) + "/"))
    last = std::max(last, number(std::string_view(now).substr(skill.size() + 1)));
  return std::string(skill) + "/" + std::to_string(last + 1);
}

std::vector<SkillLine> skill_lines(const Content& content, const State& state) {
  const auto records = skills_of(state);
  std::vector<SkillLine> lines;
  for (const auto& [name, course] : content.courses)
    for (const course::Exercise& exercise : course.exercises)
      for (const QuestionSpec* question : exercise.asked())
        for (const std::string& skill : question->skills) {
          if (std::ranges::contains(lines, skill, &SkillLine::skill)) continue;
          const auto record = records.find(skill);
          lines.push_back(
              {skill, record == records.end() ? course::SkillRecord{} : record->second, record != records.end()});
        }
  std::ranges::stable_sort(lines, [](const SkillLine& a, const SkillLine& b) {
    return a.tried != b.tried ? a.tried : a.tried && a.record.due < b.record.due;
  });
  return lines;
}

}  // namespace stride::labs::course_page
