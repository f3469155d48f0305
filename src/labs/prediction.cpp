#include "labs/prediction.h"

#include <cmath>

namespace stride::labs {

course::QuestionGrade judge(const Content& content, const Prediction& prediction, std::string_view reply) {
  course::QuestionSpec spec;
  spec.id = prediction.id;
  spec.answer = prediction.answer;
  spec.slips = prediction.slips;
  spec.within = prediction.within;
  course::Exercise exercise;
  exercise.origin = "predict";
  exercise.course = "lab";
  exercise.questions.push_back(std::move(spec));
  const auto questions = course::instantiate(exercise, {}, std::nullopt);
  if (!questions) return {};
  return course::grade(questions->front(), "", reply, {}, content.text);
}

math::Expr number_expr(double value) {
  const std::int64_t unit = std::abs(value) < 1e6 ? 1'000'000'000 : 1000;
  const auto fraction = math::Rational::fraction(std::llround(value * static_cast<double>(unit)), unit);
  return fraction ? math::Expr(*fraction) : math::Expr::unknown();
}

bool is_answered(const Content& content, const State& state, const std::string& sheet, const Prediction& prediction) {
  const auto found = state.entries.find(sheet + "/" + prediction.cell);
  return found != state.entries.end() && !found->second.checked.empty() &&
         judge(content, prediction, found->second.checked).verdict == Verdict::correct;
}

page::Block prediction_card(const Content& content, const State& state, const std::string& sheet,
                            const Prediction& prediction) {
  const auto found = state.entries.find(sheet + "/" + prediction.cell);
  page::AnswerBox box{.label = prediction.ask, .keyboard = page::Keyboard::numeric};
  page::Blocks blocks = {page::prose(prediction.ask)};
  if (found != state.entries.end()) {
    const Entry& entry = found->second;
    box.value = entry.draft;
    if (!entry.checked.empty() && entry.draft == entry.checked) {
      const course::QuestionGrade grade = judge(content, prediction, entry.checked);
      box.verdict = grade.verdict;
      box.feedback = grade.message;
    }
  }
  const std::string said = box.feedback;
  const page::Tone tone = box.verdict == Verdict::correct ? page::Tone::right : page::Tone::wrong;
  blocks.push_back({"cell." + prediction.cell, std::move(box)});
  if (!said.empty()) blocks.push_back({prediction.cell + ".said", page::Callout{tone, "", {page::prose(said)}}});
  return {prediction.cell + ".card", page::Card{std::move(blocks)}};
}

void check_prediction(const Content& content, State& state, const std::string& sheet, const Prediction& prediction,
                      const Event& event) {
  const std::string key = sheet + "/" + prediction.cell;
  Entry& entry = state.entries[key];
  entry.draft = entry.checked = std::string(event.value);
  entry.time = event.time;
  if (event.value.find_first_not_of(" \t\n") == std::string_view::npos) {
    entry.checked.clear();
    return;
  }
  const course::QuestionGrade grade = judge(content, prediction, event.value);
  state.attempts.push_back({key, entry.checked, std::string(to_string(grade.verdict)), 0, event.time});
  state.status = grade.message;
}

}  // namespace stride::labs
