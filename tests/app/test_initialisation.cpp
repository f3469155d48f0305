#include <algorithm>
#include <cmath>

#include "fixture.h"
#include "labs/initialisation/stack.h"

namespace stride::app {

using Kind = Action::Kind;
namespace init = labs::initialisation;

namespace {

struct Visitor : Student {
  explicit Visitor(const std::string& more = "&width=4096&depth=22") {
    act(Kind::route, "", "#lab=initialisation" + more);
  }
  [[nodiscard]] init::Stack stack(const jobs::Results& results = {}) const {
    return init::read_stack(content(), state, results);
  }
  [[nodiscard]] bool is_open(std::string_view way) const { return init::is_open(content(), state, stack(), way); }
  [[nodiscard]] course::QuestionGrade grade(std::string_view id) const {
    const init::Stack asked = stack();
    return init::grade_of(content(), state, asked, *asked.find(id));
  }
};

void no_gaps(const page::Page& page) {
  const std::string all = page::to_json(page);
  for (const char* room : {"<initialisation", "<worksheet", "<course", "<app"}) {
    const auto gap = all.find(room);
    CHECK_MESSAGE(gap == std::string::npos, all.substr(gap == std::string::npos ? 0 : gap, 60));
  }
}

}  // namespace

TEST_CASE("document B Q3: 0.01 sqrt(n/2) per layer, 2.7e-8 after 22 layers of 4096") {
  Visitor student;
  student.answer("factor", "0.01*sqrt(4096/2)").answer("deep", "2.7e-8");
  CHECK(verdict_of(student, "factor") == Verdict::correct);
  CHECK(verdict_of(student, "deep") == Verdict::correct);
  CHECK(std::abs(std::pow(10, 22 * init::log10_factor(student.stack(), "alexnet")) - 2.66e-8) < 0.01e-8);
  Visitor decimals;
  decimals.answer("factor", "0.4525").answer("deep", "0.45^22").answer("glorot", "0.707").answer("he", "0.0221");
  for (const char* id : {"factor", "deep", "glorot", "he"}) CHECK(verdict_of(decimals, id) == Verdict::correct);
  no_gaps(decimals.page());
}

TEST_CASE("the slips are named, and a wrong factor is carried on") {
  Visitor student;
  const auto slip = [&](const char* cell, const char* typed) {
    student.answer(cell, typed);
    no_gaps(student.page());
    const auto grade = student.grade(cell);
    CHECK(grade.verdict == Verdict::wrong);
    return grade.misconception;
  };
  CHECK(slip("factor", "0.64") == "relu-forgotten");
  student.answer("deep", "0.64^22");
  CHECK(verdict_of(student, "deep") == Verdict::consistent);
  CHECK(slip("factor", "0.2048") == "variance-given");
  CHECK(slip("factor", "20.48") == "root-forgotten");
  student.answer("factor", "0.4525");
  CHECK(slip("deep", "9.956") == "sum-for-product");
  CHECK(slip("deep", "0.4525^21") == "one-layer-less");
  CHECK(slip("glorot", "0.5") == "variance-given");
  CHECK(slip("glorot", "1") == "linear-assumed");
  CHECK(slip("he", "0.015625") == "relu-forgotten");
  CHECK(slip("he", "2/4096") == "variance-given");
  Visitor prelu("&width=64&depth=10&slope=0.25");
  prelu.answer("he", "sqrt(2/64)");
  CHECK(prelu.grade("he").misconception == "prelu-slope-forgotten");
  prelu.answer("he", "sqrt(2/((1+0.25^2)*64))");
  CHECK(prelu.is_open("he"));
}

TEST_CASE("nothing is computed or shown before it was asked, each curve after its own questions") {
  Visitor student("&width=64&depth=12");
  CHECK(wants(content(), student.state).empty());
  student.answer("glorot", "sqrt(1/2)");
  CHECK(student.is_open("glorot"));
  CHECK_FALSE(student.is_open("alexnet"));
  const auto wanted = wants(content(), student.state);
  REQUIRE(wanted.size() == 1);
  CHECK(wanted.front().parameters.at("width") == "64");
  student.answer("factor", "1");
  for (int rung = 0; rung < 4; ++rung) student.think_and_press("working");
  CHECK_FALSE(student.is_open("alexnet"));
  student.answer("deep", "1");
  for (int rung = 0; rung < 4; ++rung) student.think_and_press("working");
  CHECK(student.is_open("alexnet"));
  no_gaps(student.page());
}

TEST_CASE("the figure shows what was measured beside the theory, scaled from one pass") {
  Visitor student("&width=64&depth=3");
  student.answer("glorot", "sqrt(1/2)").answer("he", "sqrt(2/64)");
  jobs::Results results;
  const jobs::Job job = student.stack().job;
  results[job.key()] = {.key = job.key(), .tensor = {0.1F, 0.0F, -0.1F}};
  const page::Figure figure = init::stack_figure(content(), student.state, student.stack(results));
  REQUIRE(figure.table.rows.size() == 3);
  CHECK(figure.table.rows[2] == std::vector<std::string>{"3", "0.281", "0.354", "0.794", "1"});
  CHECK(figure.sentence.contains("Glorot: 0.281 at layer 3, where the theory says 0.354"));
  CHECK(page::reading_text(figure, 0) == "layer 1\nGlorot: 0.89 (theory 0.707)\nHe: 1.26 (theory 1)");
  no_gaps(view(content(), student.state, results));
}

TEST_CASE("every stack has its page: the smallest, the largest, each activation; what can't be read says so") {
  for (const char* more : {"&width=2&depth=1", "&width=4096&depth=100", "&slope=1", "&slope=0.25&stack_seed=5",
                           "&width=1", "&width=9999", "&slope=2", "&depth=x"}) {
    Visitor student(more);
    for (const char* id : {"factor", "deep", "glorot", "he"}) {
      student.answer(id, "nonsense !");
      CHECK(verdict_of(student, id) == Verdict::unreadable);
      student.answer(id, "0.5");
    }
    for (const char* preset : {"preset:wide", "preset:thirty", "preset:linear", "pick:weights"}) student.press(preset);
    CHECK(student.stack().questions.size() == 4);
    no_gaps(student.page());
  }
}

TEST_CASE("linear units: Glorot's factor is 1 and He's variance is Glorot's") {
  Visitor student("&width=100&depth=22&slope=1");
  student.answer("glorot", "1").answer("he", "0.1").answer("factor", "0.1");
  for (const char* id : {"glorot", "he", "factor"}) CHECK(verdict_of(student, id) == Verdict::correct);
  CHECK(init::log10_factor(student.stack(), "glorot") == 0);
}

}  // namespace stride::app
