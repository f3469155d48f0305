#include <regex>

#include "course/result.h"
#include "fixture.h"

namespace stride::app {

using Kind = Action::Kind;

namespace {

constexpr const char* bern = "bern-assignment-5";

struct CourseStudent : Student {
  explicit CourseStudent(const std::string& exercise = "1") {
    act(Kind::route, "", "#course=" + std::string(bern) + "&exercise=" + exercise);
    type("field.student_id", "14-141-512");
  }
  std::string key(const std::string& cell) const { return "alexnet-bern/212/floor/" + cell; }
  CourseStudent& cell(const std::string& name, const std::string& text) {
    answer(key(name), text);
    return *this;
  }
  Verdict verdict(const std::string& name) const {
    const page::Page page = this->page();
    return block_of<page::AnswerBox>(page, "cell." + key(name)).verdict;
  }
  int help(const std::string& name) const {
    const auto found = state.entries.find(key(name));
    return found == state.entries.end() ? 0 : found->second.help;
  }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the fragment names a course and its exercise, the list is the lab's own place") {
  Student student;
  student.act(Kind::route, "", "#lab=course");
  CHECK(fragment(student.state) == "lab=course");
  CHECK(contains(student.json(), "\"course.bern-assignment-5\""));
  student.act(Kind::route, "", "#course=bern-assignment-5&exercise=2b");
  CHECK(student.state.lab == "course");
  CHECK(fragment(student.state) == "course=bern-assignment-5&exercise=2b");
  student.act(Kind::route, "", "#course=bern-assignment-5");
  CHECK(fragment(student.state) == "course=bern-assignment-5");
  student.act(Kind::route, "", "#course=nowhere");
  CHECK(contains(student.state.status, "nowhere"));
  CHECK(fragment(student.state) == "lab=course");
  student.act(Kind::route, "", "#course=https://example.org/x.json");
  CHECK(missing_course(content(), student.state).empty());
}

TEST_CASE("no sentence is missing on any exercise of any course") {
  const std::regex missing("<[a-z_]+\\.[a-z0-9_.-]+>");
  for (const auto& [name, course] : content().courses)
    for (const course::Exercise& exercise : course.exercises) {
      Student student;
      student.act(Kind::route, "", "#course=" + name + "&exercise=" + exercise.id).type("field.student_id", "14141512");
      const std::string all = student.json();
      std::smatch found;
      std::regex_search(all, found, missing);
      CAPTURE(name + " " + exercise.id);
      CHECK(found.str().empty());
    }
}

TEST_CASE("an exercise of the student's size asks for the ID first, and keeps it out of the address") {
  Student student;
  student.act(Kind::route, "", "#course=bern-assignment-5&exercise=1");
  CHECK(find_block(student.page(), "needs-id") != nullptr);
  student.press("try-example");
  CHECK(find_block(student.page(), "needs-id") == nullptr);
  CHECK(find_block(student.page(), "cell.alexnet-bern/212/floor/conv1.output") != nullptr);
  CHECK_FALSE(contains(fragment(student.state), "512"));
}

TEST_CASE("a slip in a cell is named beside the right way, the next cell is right for it, and leads back") {
  CourseStudent student;
  student.cell("conv1.output", "51").cell("pool1.output", "25").cell("conv2.output", "12");
  CHECK(student.verdict("conv1.output") == Verdict::correct);
  CHECK(student.verdict("conv2.output") == Verdict::wrong);
  CHECK(find_block(student.page(), "slip:no-plus-one") != nullptr);
  student.press("slip:padding-once");
  CHECK(find_block(student.page(), "slip:no-plus-one") == nullptr);
  student.cell("pool2.output", "5");
  CHECK(student.verdict("pool2.output") == Verdict::consistent);
  REQUIRE(find_block(student.page(), "go:" + student.key("conv2.output")) != nullptr);
  student.press("go:" + student.key("conv2.output"));
  CHECK(student.state.focus == "cell." + student.key("conv2.output"));
  CHECK(student.page().inspector_row == "row.a.conv2");
  student.act(Kind::undo, "").act(Kind::undo, "");
  CHECK(student.verdict("pool2.output") == Verdict::none);
}

TEST_CASE("what is carried forward is said under the sheet, with the way back, wherever the focus has gone") {
  CourseStudent student;
  student.cell("conv1.output", "51").cell("pool1.output", "25").cell("conv2.output", "12");
  CHECK(find_block(student.page(), "carried." + student.key("conv2.output")) == nullptr);
  student.cell("pool2.output", "5").cell("conv3.output", "5");
  student.act(Kind::focus, "cell." + student.key("conv4.output"));
  const page::Page page = student.page();
  const auto& carried = block_of<page::Callout>(page, "carried." + student.key("conv2.output"));
  CHECK(page::to_markdown({.main = carried.blocks}).find("pool2 output size, conv3 output size") != std::string::npos);
  student.act(Kind::focus, "cell.bern-assignment-5/1/d-axes");
  CHECK(find_block(student.page().main, "carried." + student.key("conv2.output")) != nullptr);
  student.press("root:" + student.key("conv2.output"));
  CHECK(student.state.focus == "cell." + student.key("conv2.output"));
  student.cell("conv2.output", "13");
  CHECK(find_block(student.page(), "carried." + student.key("conv2.output")) == nullptr);
  // The same where a lab asks for the sheet.
  Student other;
  other.act(Kind::route, "", "#lab=layer-sizes&network=alexnet-bern&size=212");
  other.answer("conv1.output", "50").answer("pool1.output", "24");
  CHECK(find_block(other.page(), "carried.conv1.output") == nullptr);  // its own feedback says so
  other.act(Kind::focus, "cell.conv2.output");
  REQUIRE(find_block(other.page(), "carried.conv1.output") != nullptr);
  other.press("root:conv1.output");
  CHECK(other.state.focus == "cell.conv1.output");
}

TEST_CASE("a formula with blanks is set as mathematics, and takes up what is typed") {
  CourseStudent student("2a");
  const auto formula = [&] {
    const page::Page page = student.page();
    for (const page::Block& block : std::get<page::Card>(find_block(page, "question.blanks")->body).blocks)
      if (const auto* found = std::get_if<page::Formula>(&block.body)) return math::to_text(found->expr);
    return std::string();
  };
  CHECK(formula() == "Z[i, j] = sum(c=1..[1], n=1..N, m=1..M, I[c, [2], [3]]*K[c, n, m])");
  student.act(Kind::input, "cell.bern-assignment-5/2a/blanks/1", "C");
  student.act(Kind::input, "cell.bern-assignment-5/2a/blanks/2", "(i-1)*s + ");
  CHECK(formula() == "Z[i, j] = sum(c=1..C, n=1..N, m=1..M, I[c, [2], [3]]*K[c, n, m])");
  for (const auto& [course, exercise, question, lines] : {std::tuple{"acse-8-coursework", "2", "write", 1},
                                                          {"theory-exercise-8", "1", "formula", 1},
                                                          {"theory-exercise-8", "3", "grads", 5}}) {
    student.act(Kind::route, "", "#course=" + std::string(course) + "&exercise=" + exercise);
    int formulas = 0;
    const page::Page page = student.page();
    for (const page::Block& block :
         std::get<page::Card>(find_block(page, "question." + std::string(question))->body).blocks)
      formulas += std::holds_alternative<page::Formula>(block.body);
    CHECK(formulas == lines);
  }
}

TEST_CASE("without an ID the page says that the result file needs one, and leads to its box") {
  Student student;
  const auto savable = [&] {
    const page::Page page = student.page();
    return block_of<page::Button>(page, "download:bern-assignment-5-result.json").enabled;
  };
  for (const char* exercise : {"1", "2a"}) {
    student.act(Kind::route, "", "#course=bern-assignment-5&exercise=" + std::string(exercise));
    CHECK_FALSE(savable());
    CHECK(find_block(student.page(), "result-needs-id") != nullptr);
    CHECK(find_block(student.page(), "field.student_id") != nullptr);
  }
  student.act(Kind::route, "", "#course=bern-assignment-5&exercise=1").press("to-id");
  CHECK(student.state.focus == "field.student_id");
  student.type("field.student_id", "14-141-512");
  CHECK(savable());
  CHECK(find_block(student.page(), "result-needs-id") == nullptr);
  student.act(Kind::route, "", "#course=theory-exercise-8");
  CHECK(find_block(student.page(), "result-needs-id") == nullptr);
}

TEST_CASE("Markdown has the question of a table once") {
  CourseStudent student;
  const std::string text = page::to_markdown(student.page()), ask = "How many parameters has each layer";
  CHECK(text.find(ask) != std::string::npos);
  CHECK(text.find(ask) == text.rfind(ask));
}

TEST_CASE("a sheet goes to a spreadsheet and comes back from one") {
  Student student;
  student.act(Kind::route, "", "#course=acse-8-coursework&exercise=1");
  const std::string key = "cell.alexnet-one-gpu/227/floor/";
  student.act(Kind::paste, key + "conv1.output",
              "55\t145\u2009200\t364\t17,472\r\n27\t34992\t\t0\r\n26\t86 528\t1729\t221'312\r\n");
  for (const char* cell :
       {"conv1.output", "conv1.neurons", "conv1.parameters", "pool1.neurons", "conv2.neurons", "conv2.parameters"})
    CHECK(verdict_of(student, key.substr(5) + cell) == Verdict::correct);
  student.act(Kind::paste, key + "total.neurons", "356\u202f872\t\t7 672 104");
  CHECK(verdict_of(student, key.substr(5) + "total.parameters") == Verdict::correct);
  const std::string text = clipboard_text(content(), student.state, "table:sheet");
  CHECK(text.starts_with("Layer\tKernel\tPadding\tStride\tFilters\tInput size\t"));
  CHECK(contains(text, "\nconv1\t11\t0\t4\t48\t\t\t55\t145\u2009200\t364\t17,472\n"));
  CHECK(text.ends_with("\t356\u202f872\t\t7 672 104\n"));
}

TEST_CASE("a rung of help follows an attempt or a wait; the value asks for a fresh try") {
  CourseStudent student;
  student.act(Kind::focus, "cell." + student.key("conv1.output"));
  student.press("hint");
  CHECK(student.help("conv1.output") == 0);
  CHECK(contains(student.state.status, "seconds"));
  student.time += 20'000;
  student.press("hint");
  CHECK(student.help("conv1.output") == 1);
  student.press("hint");
  CHECK(student.help("conv1.output") == 1);
  student.cell("conv1.output", "50").press("hint");
  CHECK(student.help("conv1.output") == 2);
  student.press("hint");
  CHECK(student.help("conv1.output") == 2);  // an attempt serves for one rung
  student.time += 20'000;
  student.press("hint");
  CHECK(student.help("conv1.output") == 3);
  CHECK_FALSE(contains(page::to_markdown(student.page()), "= 51"));
  student.cell("conv1.output", "52").press("working");
  CHECK(student.help("conv1.output") == 4);
  CHECK(find_block(student.page(), "fresh-try") != nullptr);
  student.cell("conv1.output", "51");
  CHECK(student.state.attempts.back().help == 4);
}

TEST_CASE("a choice is checked by its button, with a reason beside what was chosen") {
  CourseStudent student;
  const std::string id = "cell.bern-assignment-5/1/d-axes";
  student.act(Kind::select, id, "a");
  CHECK(block_of<page::Choice>(student.page(), id).verdict == Verdict::none);
  student.press("check-question:d-axes");
  page::Page page = student.page();
  CHECK(block_of<page::Choice>(page, id).verdict == Verdict::wrong);
  CHECK_FALSE(block_of<page::Choice>(page, id).options.front().reason.empty());
  CHECK(block_of<page::Choice>(page, id).options.back().reason.empty());  // the right one is not given away
  student.act(Kind::select, id, "b").press("check-question:d-axes");
  page = student.page();
  CHECK(block_of<page::Choice>(page, id).verdict == Verdict::correct);
  CHECK(student.state.attempts.size() == 2);
  CHECK(student.state.attempts.back().skills == "admissible-sizes");
  student.act(Kind::undo, "");
  page = student.page();
  CHECK(block_of<page::Choice>(page, id).verdict == Verdict::none);
  CHECK(student.state.attempts.size() == 2);
}

TEST_CASE("an order starts shuffled, and lines below the divider are left out") {
  CourseStudent student("2b");
  const std::string id = "cell.bern-assignment-5/2b/order";
  page::Page page = student.page();
  const auto items = block_of<page::Ordering>(page, id).items;
  CHECK(items.back().id == "|");
  student.act(Kind::select, id, "radius,fact,norms,factor,power,|").press("check-question:order");
  page = student.page();
  CHECK(block_of<page::Ordering>(page, id).verdict == Verdict::wrong);
  student.act(Kind::select, id, "fact,norms,factor,power,|,radius").press("check-question:order");
  page = student.page();
  CHECK(block_of<page::Ordering>(page, id).verdict == Verdict::correct);
}

TEST_CASE("a text of one's own is never marked; the points come after it") {
  CourseStudent student;
  const std::string text = "bern-assignment-5/1/d-why/text", points = "cell.bern-assignment-5/1/d-why/points";
  CHECK(find_block(student.page(), points) == nullptr);
  student.answer(text, "fc6 has one weight per number.");
  const std::size_t attempts = student.state.attempts.size();
  REQUIRE(find_block(student.page(), points) != nullptr);
  student.act(Kind::select, points, "weights");
  const page::Page page = student.page();
  CHECK(block_of<page::Choice>(page, points).options.front().chosen);
  CHECK(block_of<page::Choice>(page, points).verdict == Verdict::none);
  CHECK(student.state.attempts.size() == attempts);
}

TEST_CASE("skills are counted from the answers, and come back") {
  CourseStudent student;
  student.cell("conv1.output", "51").cell("pool1.output", "25").cell("conv2.output", "12");
  student.act(Kind::route, "", "#lab=course");
  CHECK(contains(page::to_markdown(student.page()), "| **Output sizes** | 2 | 0 | 1 | now |"));
  student.act(Kind::route, "", "#course=bern-assignment-5&exercise=1");
  student.cell("conv2.output", "13").act(Kind::route, "", "#lab=course");
  CHECK(contains(page::to_markdown(student.page()), "| **Output sizes** | 3 | 0 | 0 | tomorrow |"));
}

TEST_CASE("practice gives other numbers each time, and its answers count for the skill alone") {
  CourseStudent student;
  student.press("practise:output-size");
  CHECK(fragment(student.state) == "course=practice");
  const auto answer_id = [&] {
    const page::Page page = student.page();
    const std::string json = page::to_json(page);
    const auto at = json.find("\"cell.practice/output-size/");
    REQUIRE(at != std::string::npos);
    return json.substr(at + 1, json.find('"', at + 1) - at - 1);
  };
  const std::string first = answer_id();
  student.answer(first.substr(5), "7");
  CHECK(student.state.attempts.back().skills == "output-size");
  student.press("practise:output-size");
  const std::string second = answer_id();
  CHECK(first != second);
  CHECK(first.starts_with("cell.practice/output-size/1/"));
  CHECK(second.starts_with("cell.practice/output-size/2/"));
  CHECK(student.json() == student.json());
}

TEST_CASE("what is handed in holds the student's own working and the help that was used") {
  CourseStudent student;
  student.cell("conv1.output", "51").cell("conv1.parameters", "96*(11*11*3 + 1)").cell("conv2.output", "12");
  const std::string csv = clipboard_text(content(), student.state, "bern-assignment-5.csv");
  CHECK(csv.starts_with("Exercise,Question,Answer,Working,Verdict,Help\n"));
  CHECK(contains(csv, "1,conv1 output size,51,floor((212 + 2*0 - 11)/4) + 1 = 51,right,none\n"));
  CHECK(contains(csv, "1,conv1 parameters,96*(11*11*3 + 1),"));
  CHECK(contains(csv, "1,conv2 output size,12,,not yet,none\n"));  // what isn't found isn't given away
  const std::string markdown = clipboard_text(content(), student.state, "markdown");
  CHECK(contains(markdown, "## AlexNet at your size"));
  CHECK(contains(markdown, "| conv1 output size | 51 | floor((212 + 2*0 - 11)/4) + 1 = 51 | right | none |"));
}

TEST_CASE("the result file is one that stride verify reads and confirms") {
  CourseStudent student;
  student.cell("conv1.output", "51").cell("conv2.output", "12");
  const auto file = course::parse_result(clipboard_text(content(), student.state, "bern-assignment-5-result.json"));
  REQUIRE_MESSAGE(file.has_value(), (file ? std::string() : file.error().text()));
  CHECK(file->student_id == "14141512");
  REQUIRE(file->answers.size() == 2);
  CHECK(file->answers[1].verdict == Verdict::wrong);
  const auto find = [](std::string_view name) { return content().find_network(name); };
  const auto verified = course::verify_result(*file, *content().find_course(bern), find, content().text);
  REQUIRE_MESSAGE(verified.has_value(), (verified ? std::string() : verified.error().text()));
  for (const course::VerifiedAnswer& answer : verified->answers) CHECK(answer.as_claimed());
}

TEST_CASE("what is kept can be taken along, brought back, and deleted") {
  CourseStudent student;
  student.cell("conv1.output", "51");
  const std::string saved = clipboard_text(content(), student.state, "stride-saved.json");
  student.press("delete");
  REQUIRE(student.page().dialog.has_value());
  student.press("delete-confirmed");
  CHECK_FALSE(student.page().dialog.has_value());
  CHECK(student.state.attempts.empty());
  CHECK(student.state.entries.empty());
  CHECK_FALSE(contains(save(student.state), "14-141-512"));
  student.act(Kind::press, "import", saved);
  CHECK(student.state.attempts.size() == 1);
  for (const char* other : {"{", "", R"({"a": 1})", R"({"format": "stride-result", "version": 1, "answers": []})"}) {
    CAPTURE(other);
    student.act(Kind::press, "import", other);
    CHECK(student.state.attempts.size() == 1);
    CHECK(student.state.status == content().text.get("app.no_export"));
  }
}

TEST_CASE("what is deleted stays deleted where another tab still has it, and an import brings it back for both") {
  CourseStudent first, second;
  first.cell("conv1.output", "51");
  second.act(Kind::merge, "", save(first.state));
  REQUIRE(second.state.attempts.size() == 1);
  const std::string exported = clipboard_text(content(), first.state, "stride-saved.json");
  first.press("delete").press("delete-confirmed");
  const State late = second.state;  // a tab that slept meanwhile
  second.act(Kind::merge, "", save(first.state));
  CHECK(second.state.attempts.empty());
  CHECK(second.state.entries.empty());
  CHECK_FALSE(contains(save(second.state), "14-141-512"));
  first.act(Kind::merge, "", save(late));
  CHECK(first.state.attempts.empty());
  CHECK_FALSE(contains(save(restore(content(), save(first.state)).state), "14-141-512"));
  first.act(Kind::merge, "", save(late));
  CHECK(first.state.entries.empty());
  first.act(Kind::press, "import", exported);
  CHECK(first.state.attempts.size() == 1);
  second.act(Kind::merge, "", save(first.state));
  CHECK(second.state.attempts.size() == 1);
  second.act(Kind::route, "", "#course=bern-assignment-5&exercise=1").type("field.student_id", "14-141-512");
  second.cell("pool1.output", "25");
  first.act(Kind::merge, "", save(second.state));
  CHECK(first.state.attempts.size() == 2);
}

TEST_CASE("a course from an address is shown when it has come, or said why not") {
  Content own = content();
  State state = update(own, initial_state(own), {Kind::route, "", "#course=my/course.json", 1});
  CHECK(missing_course(own, state) == "my/course.json");
  add_course(own, "my/course.json", "{}");
  CHECK(missing_course(own, state).empty());
  CHECK(contains(page::to_markdown(view(own, state, {})), own.course_problems.at("my/course.json")));
  const std::string file =
      read_text_file(std::filesystem::path(STRIDE_SOURCE_DIR) / "web/content/courses/bern-assignment-5.json");
  add_course(own, "other.json", file);
  state = update(own, state, {Kind::route, "", "#course=other.json&exercise=2b", 2});
  CHECK(fragment(state) == "course=other.json&exercise=2b");
  CHECK(find_block(view(own, state, {}), "question.gamma") != nullptr);
}

}  // namespace stride::app
