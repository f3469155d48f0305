#include "course/fresh.h"

#include <algorithm>
#include <limits>

#include "course/telling.h"

namespace stride::course {
namespace {

constexpr int most_draws = 24;

struct Drawn {
  std::string name, value;
};

const std::string& any_of(const std::vector<std::string>& values, Random& random) {
  return values[random.below(static_cast<std::uint32_t>(values.size()))];
}

template <class T>
void shuffle(std::vector<T>& list, Random& random) {
  for (std::size_t i = list.size(); i > 1; --i)
    std::swap(list[i - 1], list[random.below(static_cast<std::uint32_t>(i))]);
}

QuestionSpec* find(Exercise& exercise, const std::string& id) {
  return &*std::ranges::find(exercise.questions, id, &QuestionSpec::id);
}

/// One value for each name, whichever questions it stands in.
std::vector<Drawn> draw(const Exercise& exercise, Random& random) {
  std::vector<Drawn> drawn;
  for (const QuestionSpec* spec : exercise.asked())
    for (const auto& [name, values] : spec->fresh)
      if (!std::ranges::contains(drawn, name, &Drawn::name)) drawn.push_back({name, any_of(values, random)});
  return drawn;
}

bool has_symbol(const math::Expr& expr) {
  return expr.kind() == math::ExprKind::symbol || std::ranges::any_of(expr.children(), has_symbol);
}

void put_in(QuestionSpec& spec, const std::vector<Drawn>& drawn) {
  spec.variant = "fresh";
  for (const auto& [name, value] : drawn) {
    if (name == "source" && spec.kind == QuestionKind::formula) spec.source = spec.variant = value;
    const auto expr = math::parse_expression(value);
    if (!expr) continue;
    if (name == "image" && spec.kind == QuestionKind::crops) spec.image = expr->number().numerator();
    if (name == "crop" && spec.kind == QuestionKind::crops) spec.crop = expr->number().numerator();
    for (Binding& binding : spec.let)
      if (binding.name == name) binding = {.name = name, .expr = *expr, .cell = "", .least = "", .question = ""};
  }
  // What is a number whatever the symbols are, belongs to the course's own.
  std::erase_if(spec.slips, [](const SlipSpec& slip) { return !has_symbol(slip.answer); });
}

}  // namespace

std::vector<std::string> asked_with(const Exercise& exercise, const QuestionSpec& question) {
  std::vector<std::string> needed = {question.id}, ordered;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    const auto spec = std::ranges::find(exercise.questions, needed[i], &QuestionSpec::id);
    std::vector<std::string> before = spec->with;
    for (const Binding& binding : spec->let)
      if (!binding.question.empty()) before.push_back(binding.question);
    for (const std::string& id : before)
      if (!std::ranges::contains(needed, id)) needed.push_back(id);
  }
  for (const QuestionSpec& spec : exercise.questions)
    if (std::ranges::contains(needed, spec.id)) ordered.push_back(spec.id);
  return ordered;
}

std::optional<Exercise> fresh_numbers(const Exercise& exercise, const std::vector<std::string>& asked,
                                      const FindNetwork& networks, Random& random) {
  Exercise chosen = exercise;
  chosen.chosen = asked;
  std::optional<Exercise> best;
  int most = std::numeric_limits<int>::min();
  for (int i = 0; i < most_draws; ++i) {
    const std::vector<Drawn> drawn = draw(chosen, random);
    if (drawn.empty()) return std::nullopt;
    Exercise other = chosen;
    for (const std::string& id : asked) put_in(*find(other, id), drawn);
    const auto questions = instantiate(other, networks, std::nullopt);
    if (!questions) continue;
    int score = 0;
    for (const Question& question : *questions) {
      const Telling telling = telling_slips(question);
      score += telling.slips - 3 * telling.collisions;
    }
    if (score <= most) continue;
    most = score;
    best = std::move(other);
  }
  return best;
}

Exercise reshuffled(const Exercise& exercise, const std::vector<std::string>& asked, const Text& words,
                    Random& random) {
  Exercise other = exercise;
  other.chosen = asked;
  auto text = std::make_shared<Text>(exercise.text ? *exercise.text : Text());
  for (const std::string& id : asked) {
    QuestionSpec& spec = *find(other, id);
    if (spec.kind == QuestionKind::choice) shuffle(spec.items, random);
    if (spec.kind != QuestionKind::steps) continue;
    std::vector<ItemSpec*> wrong;
    for (ItemSpec& step : spec.items)
      if (!step.options.empty()) wrong.push_back(&step);
    shuffle(wrong, random);
    const auto left = random.below(static_cast<std::uint32_t>(wrong.size()));
    for (std::size_t i = 0; i < left; ++i) {
      ItemSpec& step = *wrong[i];
      const std::string own = exercise.sentence(id + ".mended." + step.id, words),
                        option = exercise.sentence(id + ".fix." + step.id + ".option." + step.options.front(), words);
      text->set(exercise.origin + "." + id + ".step." + step.id, own.empty() ? option : own);
      text->set(exercise.origin + "." + id + ".why." + step.id, words.get("course.worked.holds"));
      step.right = true;
      step.options.clear();
    }
  }
  other.text = std::move(text);
  return other;
}

}  // namespace stride::course
