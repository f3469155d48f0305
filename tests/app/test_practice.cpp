// Practice: what is asked once more is whole, can be answered, and is new where its kind permits.

#include <set>

#include "course/fresh.h"
#include "course/question.h"
#include "fixture.h"
#include "labs/course_page/practice.h"

namespace stride::app {

using labs::course_page::practice_item;
using labs::course_page::PracticeItem;

namespace {

PracticeItem item_of(const std::string& skill, int number) {
  State state = initial_state(content());
  state.lab = "course";
  state.fields["course"] = "practice";
  state.fields["practice"] = skill + "/" + std::to_string(number);
  return practice_item(content(), state);
}

std::vector<std::string> skills() {
  std::vector<std::string> names;
  for (const auto& line : labs::course_page::skill_lines(content(), initial_state(content())))
    names.push_back(line.skill);
  return names;
}

void is_whole(const std::string& sentence) {
  CAPTURE(sentence);
  CHECK_FALSE(sentence.empty());
  CHECK(sentence.find('{') == std::string::npos);
  CHECK(sentence.find("<course") == std::string::npos);
}

// What a student reads of it, and what its answers are.
std::string printed(const PracticeItem& item) {
  std::string text = item.exercise.network + (item.exercise.size ? nn::to_text(*item.exercise.size) : "");
  for (const course::Question& question : *item.questions) {
    text += question.sentence("ask", content().text);
    for (const std::string& part : question.parts)
      text +=
          "|" + question.sentence("step." + part, content().text) + course::expected(question, part, content().text);
    for (const course::ItemSpec& option : question.spec.items) text += "," + option.id;
  }
  return text;
}

}  // namespace

TEST_CASE("practice asks for the skill that it names") {
  const auto asks_cell = [](const std::string& skill, std::string_view column) {
    CAPTURE(skill);
    int cells = 0;
    for (int number = 1; number <= 24; ++number) {
      const PracticeItem item = item_of(skill, number);
      for (const course::Question& question : *item.questions) {
        if (question.kind() != course::QuestionKind::cell || item.exercise.origin != skill) continue;
        CAPTURE(question.spec.cell);
        ++cells;
        CHECK(question.spec.cell.ends_with("." + std::string(column)));
        const nn::LayerSpec* layer =
            question.sheet->network.find(question.spec.cell.substr(0, question.spec.cell.find('.')));
        if (skill == "flattening") CHECK_FALSE(layer->is_spatial());
      }
    }
    CHECK(cells > 0);
  };
  asks_cell("neurons", "neurons");
  asks_cell("parameters", "parameters");
  asks_cell("flattening", "parameters");
  asks_cell("rounding", "output");
  asks_cell("output-size", "output");
}

TEST_CASE("every practice item of every skill can be shown and answered") {
  const std::vector<std::string> all = skills();
  CHECK(all.size() >= 20);
  for (const std::string& skill : all) {
    CAPTURE(skill);
    for (int number = 1; number <= 24; ++number) {
      CAPTURE(number);
      const PracticeItem item = item_of(skill, number);
      REQUIRE_MESSAGE(item.questions.has_value(), (item.questions ? "" : item.questions.error().text()));
      REQUIRE_FALSE(item.questions->empty());
      State state = initial_state(content());
      state.lab = "course";
      state.fields = {{"course", "practice"}, {"practice", skill + "/" + std::to_string(number)}};
      is_whole(page::to_markdown(view(content(), state, {})));
      course::Replies replies;
      for (const course::Question& question : *item.questions)
        for (const std::string& part : question.parts) {
          const std::string reply = course::expected(question, part, content().text);
          CAPTURE(question.spec.id);
          CAPTURE(part);
          CAPTURE(reply);
          const course::QuestionGrade grade = course::grade(question, part, reply, replies, content().text);
          CHECK(grade.verdict == Verdict::correct);
          CHECK(grade.misconception.empty());
          is_whole(grade.message);
          replies[question.reply_key(part)] = reply;
        }
    }
  }
}

TEST_CASE("what is called fresh differs from item to item, and most skills have some") {
  int with_fresh = 0;
  for (const std::string& skill : skills()) {
    CAPTURE(skill);
    std::set<std::string> seen;
    int fresh = 0;
    for (int number = 1; number <= 24; ++number)
      if (const PracticeItem item = item_of(skill, number); item.fresh) {
        ++fresh;
        seen.insert(printed(item));
      }
    const std::size_t most =
        skill == "convolution" ? 3 : static_cast<std::size_t>(fresh + 1) / 2;  // it has three tasks
    CHECK(seen.size() >= most);
    with_fresh += fresh > 0;
    for (const char* layered :
         {"output-size", "parameters", "flattening", "receptive-field", "admissible-sizes", "derivatives", "softmax",
          "prelu", "initialisation", "marking", "convolution", "crops", "bits"})
      if (skill == layered) CHECK(fresh > 0);
  }
  CHECK(with_fresh >= 18);
}

TEST_CASE("drawn numbers are none that the course shows, and each known slip is named for them") {
  const auto find = [](std::string_view name) { return content().find_network(name); };
  int named = 0;
  for (const auto& [name, course] : content().courses)
    for (const course::Exercise& exercise : course.exercises)
      for (const course::QuestionSpec& spec : exercise.questions) {
        if (!exercise.use.empty() || spec.fresh.empty() || exercise.size_from_id) continue;
        CAPTURE(name + "/" + exercise.id + "/" + spec.id);
        Random random = Random::stream(5);
        for (int i = 0; i < 6; ++i) {
          const auto fresh = course::fresh_numbers(exercise, course::asked_with(exercise, spec), find, random);
          REQUIRE(fresh.has_value());
          const auto questions = course::instantiate(*fresh, find, std::nullopt);
          REQUIRE(questions.has_value());
          const course::Question& question = questions->back();
          CHECK(question.spec.id == spec.id);
          if (question.kind() != course::QuestionKind::number) continue;
          for (const course::SlipSpec& slip : question.spec.slips) {
            const auto value = math::evaluate(math::substitute(slip.answer, question.numbers));
            if (!value) continue;
            const auto grade = course::grade(question, "", value->to_text(), {}, content().text);
            if (grade.verdict != Verdict::wrong) continue;  // the same number as the right one
            const bool listed = grade.misconception == slip.id || std::ranges::contains(grade.also, slip.id);
            CHECK(listed);
            ++named;
          }
        }
      }
  CHECK(named > 300);
}

TEST_CASE("a worked solution has one slip, which can be found and mended, and holds from there on") {
  int made = 0;
  std::set<std::string> places;
  Random random = Random::stream(11);
  for (const nn::NetworkSpec& network : content().networks)
    for (const char* column : {"output", "parameters", "receptive_field"})
      for (int i = 0; i < 8; ++i) {
        const auto sheet = course::make_worksheet(network, network.input_size, nn::Rounding::floor);
        REQUIRE(sheet.has_value());
        const auto exercise = course::worked_solution(*sheet, column, "marking", content().text, random);
        if (!exercise) continue;
        ++made;
        CAPTURE(network.name);
        CAPTURE(column);
        const auto find = [](std::string_view name) { return content().find_network(name); };
        const auto questions = course::instantiate(*exercise, find, std::nullopt);
        REQUIRE_MESSAGE(questions.has_value(), (questions ? "" : questions.error().text()));
        const course::Question& question = questions->front();
        CHECK(std::ranges::count(question.spec.items, false, &course::ItemSpec::right) == 1);
        for (const course::ItemSpec& step : question.spec.items) {
          is_whole(question.sentence("step." + step.id, content().text));
          const std::string other = step.right ? "wrong" : "right";
          CHECK(course::grade(question, step.id, other, {}, content().text).verdict == Verdict::wrong);
          if (step.right) continue;
          places.insert(std::string(column) + std::to_string(&step - question.spec.items.data()));
          const std::string line = question.sentence("step." + step.id, content().text);
          const std::string shown = line.substr(line.rfind("= ") + 2, line.rfind('`') - line.rfind("= ") - 2);
          CHECK(course::grade(question, step.id + ".fix", shown, {}, content().text).verdict == Verdict::wrong);
        }
      }
  CHECK(made > 60);
  CHECK(places.size() > 9);
}

}  // namespace stride::app
