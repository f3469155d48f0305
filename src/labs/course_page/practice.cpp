#include "labs/course_page/practice.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/random.h"
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

std::vector<Candidate> candidates(const Content& content, std::string_view skill) {
  std::vector<Candidate> found;
  for (const auto& [name, course] : content.courses)
    for (const course::Exercise& exercise : course.exercises)
      for (const QuestionSpec* question : exercise.asked())
        if (exercise.use.empty() && std::ranges::contains(question->skills, skill))
          found.push_back({&exercise, question});
  return found;
}

// The columns that a question asks layer by layer.
std::vector<std::string> columns_of(const QuestionSpec& question) {
  if (question.kind == QuestionKind::table) return question.columns;
  if (question.kind == QuestionKind::cell) return {question.cell.substr(question.cell.rfind('.') + 1)};
  return {};
}

struct Draw {
  const nn::NetworkSpec* network = nullptr;
  nn::Pair size;
  course::CellId cell;
  int score = std::numeric_limits<int>::min();
};

// A layer of some network at some size near its own.
Draw draw(const Content& content, const std::string& column, Random& random) {
  const auto count = static_cast<std::uint32_t>(content.networks.size());
  const nn::NetworkSpec& network = content.networks[random.below(count)];
  const std::int64_t side = std::max<std::int64_t>(28, network.input_size.height + random.between(-24, 24));
  Draw drawn{.network = &network, .size = {side, side}, .cell = {}};
  const auto sheet = course::make_worksheet(network, drawn.size, nn::Rounding::floor);
  if (!sheet) return drawn;
  std::vector<course::CellId> cells = course::cells_of_column(*sheet, column);
  std::erase_if(cells, [&](const course::CellId& cell) {
    const nn::LayerSpec* layer = network.find(cell.layer);
    return layer == nullptr || (column != "parameters" && !layer->is_spatial());
  });
  if (cells.empty()) return drawn;
  drawn.cell = cells[random.below(static_cast<std::uint32_t>(cells.size()))];
  const course::Telling telling = course::telling_slips(*sheet, drawn.cell);
  drawn.score = telling.slips - 3 * telling.collisions;
  return drawn;
}

constexpr int draws = 24;

// Of many draws the one whose slips are most, and each with a number of its own.
std::optional<course::Exercise> fresh_layer(const Content& content, const std::string& column, const std::string& skill,
                                            Random& random) {
  Draw best;
  for (int i = 0; i < draws; ++i)
    if (Draw drawn = draw(content, column, random); drawn.score > best.score) best = drawn;
  if (best.network == nullptr || best.cell.layer.empty()) return std::nullopt;
  course::Exercise exercise{
      .id = skill, .network = best.network->name, .size = best.size, .course = "practice", .origin = skill};
  exercise.questions = {{.id = column, .kind = QuestionKind::cell, .skills = {skill}, .cell = best.cell.text()}};
  return exercise;
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
  const std::vector<std::string> columns = columns_of(*chosen.question);
  std::optional<course::Exercise> fresh;
  if (!columns.empty())
    fresh = fresh_layer(content, columns[random.below(static_cast<std::uint32_t>(columns.size()))], skill, random);
  item.exercise = fresh ? std::move(*fresh) : *chosen.exercise;
  if (!fresh) item.exercise.chosen = {chosen.question->id};
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
