#include "fixture.h"

namespace stride::app {

using Kind = Action::Kind;

TEST_CASE("an ID typed key by key sets the size, and a wrong number of digits loses nothing") {
  Student student;
  student.type("field.student_id", "14-141-512");
  CHECK(fragment(student.state) == "lab=layer-sizes&network=alexnet-bern&size=212&rounding=floor");
  student.answer("conv1.output", "51");
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
  student.act(Kind::input, "field.student_id", "14-141-51");
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
  const page::Page short_id = student.page();
  CHECK(block_of<page::AnswerBox>(short_id, "field.student_id").verdict == Verdict::unreadable);
  CHECK(find_block(short_id, "problem.student_id") != nullptr);
  student.act(Kind::input, "field.student_id", "14-141-599");
  CHECK(verdict_of(student, "conv1.output") == Verdict::none);  // another size is another worksheet
  student.act(Kind::input, "field.student_id", "14-141-512");
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
}

TEST_CASE("the ID is in no fragment") {
  Student student;
  student.type("field.student_id", "98765432");
  CHECK(fragment(student.state).find("98765432") == std::string::npos);
  CHECK(fragment(student.state).find("size=232") != std::string::npos);
}

TEST_CASE("Tab leaves the inspector where it found something wrong; every other focus takes it along, however soon") {
  Student student;
  student.press("try-example").act(Kind::focus, "cell.conv1.output");
  const auto go_on = [&](const std::string& answer, const std::string& value) {
    student.act(Kind::commit, "cell.conv1.output", answer);
    student.state = update(content(), student.state, {Kind::focus, "cell.pool1.output", value, student.time});
    const std::string stands = student.state.current;
    student.act(Kind::focus, "cell.conv1.output");
    return stands;
  };
  CHECK(go_on("50", "leaving") == "conv1.output");
  CHECK(go_on("49", "") == "pool1.output");
  CHECK(go_on("51", "leaving") == "pool1.output");
  CHECK(go_on("", "leaving") == "pool1.output");
}

TEST_CASE("undo takes back a whole edit, redo brings it again, attempts stay") {
  Student student;
  student.press("try-example").answer("conv1.output", "51").answer("pool1.output", "25");
  CHECK(student.state.attempts.size() == 2);
  student.act(Kind::undo, "");
  CHECK(verdict_of(student, "pool1.output") == Verdict::none);
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
  student.act(Kind::redo, "");
  CHECK(verdict_of(student, "pool1.output") == Verdict::correct);
  student.act(Kind::undo, "").act(Kind::undo, "");
  CHECK(verdict_of(student, "conv1.output") == Verdict::none);
  CHECK(student.state.attempts.size() == 2);
  student.act(Kind::undo, "").act(Kind::undo, "").act(Kind::undo, "");
  CHECK(student.state.undo.empty());
  CHECK(student.state.status == content().text.get("app.nothing_to_undo"));
}

TEST_CASE("a choice in a cell is a draft, one step to undo, until it is checked") {
  Student student;
  student.press("try-example").act(Kind::select, "cell.largest.layer", "fc8");
  CHECK(student.state.attempts.empty());
  student.act(Kind::select, "cell.largest.layer", "fc6").press("check:largest.layer");
  CHECK(verdict_of(student, "largest.layer") == Verdict::correct);
  REQUIRE(student.state.attempts.size() == 1);
  CHECK(student.state.attempts.front().answer == "fc6");
  student.press("check:largest.layer");  // nothing new to check
  CHECK(student.state.attempts.size() == 1);
  student.act(Kind::undo, "").act(Kind::undo, "");
  const page::Page page = student.page();
  CHECK(block_of<page::AnswerBox>(page, "cell.largest.layer").value == "fc8");
  student.press("check:nothing.there");
  CHECK(student.state.attempts.size() == 1);
}

TEST_CASE("reset asks first and can be undone") {
  Student student;
  student.press("try-example").answer("conv1.output", "51").press("reset");
  REQUIRE(student.page().dialog.has_value());
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
  student.press("close-dialog");
  CHECK_FALSE(student.page().dialog.has_value());
  student.press("reset").press("reset-confirmed");
  CHECK(verdict_of(student, "conv1.output") == Verdict::none);
  student.act(Kind::undo, "");
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
}

TEST_CASE("a save comes back as it was") {
  Student student;
  student.press("try-example").answer("conv1.output", "51").answer("conv1.parameters", "34 000").press("hint");
  student.act(Kind::input, "cell.pool1.output", "2");  // half typed, never checked
  const Restored restored = restore(content(), save(student.state));
  CHECK(restored.notice.empty());
  CHECK(restored.state.fields == student.state.fields);
  CHECK(restored.state.entries == student.state.entries);
  CHECK(restored.state.attempts == student.state.attempts);
}

TEST_CASE("a save keeps what was set in every lab, whichever is open") {
  Student student;
  student.act(Kind::route, "", "#lab=rnn&cell=lstm").act(Kind::route, "", "#lab=layer-sizes&network=vgg-d");
  const Restored restored = restore(content(), save(student.state));
  CHECK(restored.notice.empty());
  CHECK(restored.state.fields == student.state.fields);
}

TEST_CASE("a save of any shape leaves a page that works and at most one line") {
  for (
      const char* saved :
      {"", "{", "null", "[]", "{}", R"({"fields":3})", R"({"fields":{"network":"none","size":"-4","x":1}})",
       R"({"entries":{"a":1,"b":{"draft":7,"help":1e99,"time":"x"}}})", R"({"attempts":[1,{}]})",
       R"({"stride":99,"lab":"of the future","entries":{"alexnet-bern/227/floor/conv1.output":{"draft":"55","checked":"55"}}})"}) {
    CAPTURE(saved);
    const Restored restored = restore(content(), saved);
    CHECK(restored.notice.find('\n') == std::string::npos);
    CHECK_FALSE(page::to_json(view(content(), restored.state, {})).empty());
  }
}

TEST_CASE("a broken fragment is ignored with a line, a good part of it is used") {
  Student student;
  student.act(Kind::route, "", "#lab=layer-sizes&network=vgg-d&size=huge&colour=red&rounding=ceil");
  CHECK(fragment(student.state) == "lab=layer-sizes&network=vgg-d&rounding=ceil");
  CHECK_FALSE(student.state.status.empty());
  student.act(Kind::route, "", "#lab=nowhere");
  CHECK(student.state.lab == "layer-sizes");
  CHECK(student.state.status.contains("There are layer-sizes, "));
  student.act(Kind::route, "", "#%%%&&&===&lab");
  CHECK_FALSE(student.page().main.empty());
}

TEST_CASE("two tabs: the newer answer wins, each attempt stays once") {
  Student first, second;
  first.press("try-example").answer("conv1.output", "50");
  second.state = restore(content(), save(first.state)).state;
  second.time = first.time;
  second.answer("conv1.output", "51").answer("pool1.output", "25");
  first.answer("conv2.output", "12");
  first.act(Kind::merge, "", save(second.state));
  CHECK(verdict_of(first, "conv1.output") == Verdict::correct);
  CHECK(verdict_of(first, "pool1.output") == Verdict::correct);
  CHECK(first.state.entries.at("alexnet-bern/212/floor/conv2.output").draft == "12");
  CHECK(first.state.attempts.size() == 4);
  first.act(Kind::merge, "", save(second.state));
  CHECK(first.state.attempts.size() == 4);
}

TEST_CASE("the fragments of labs that are a course's exercise open it") {
  const auto opened = [](const std::string& name) {
    Student student;
    student.act(Kind::route, "", "#lab=" + name);
    CHECK(student.state.status.empty());
    CHECK(fragment(student.state).starts_with("course="));
    CHECK_FALSE(student.page().main.empty());
    return student.json();
  };
  CHECK(opened("backpropagation").contains("Backpropagation through a two-layer network"));
  CHECK(opened("derivatives").contains("Derivatives of layers without parameters"));
  CHECK(opened("pooling").contains("Max pooling by reshaping"));
}

TEST_CASE("every lab that the contract names opens something of its own") {
  for (const char* name : {"layer-sizes", "layer-stepper", "convolution", "receptive-field", "input-sizes", "rnn",
                           "backpropagation", "derivatives", "initialisation", "pooling"}) {
    Student student;
    student.act(Kind::route, "", std::string("#lab=") + name + "&network=vgg-d");
    CAPTURE(name);
    const bool exercise = student.state.lab == "course";
    CHECK((exercise || student.state.lab == name));
    CHECK_FALSE(student.page().main.empty());
  }
}

TEST_CASE("actions that make no sense change nothing and break nothing") {
  Student student;
  for (const Kind kind : {Kind::input, Kind::commit, Kind::select, Kind::toggle, Kind::press, Kind::focus, Kind::paste,
                          Kind::route, Kind::seek, Kind::merge})
    for (const char* id : {"", "cell.", "cell.conv9.output", "field.", "field.nothing", "field.network", "hint",
                           "slip:", "go:", "figure.window"})
      for (const char* value : {"", "x", "-1", "1e999", "\xff\xfe", "9999999999999999999999"})
        student.act(kind, id, value);
  CHECK_FALSE(student.json().empty());
  CHECK_FALSE(parse_action("{").has_value());
  CHECK_FALSE(parse_action(R"({"kind":"explode"})").has_value());
}

}  // namespace stride::app
