#include "fixture.h"
#include "labs/layer_sizes/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace sizes = labs::layer_sizes;

TEST_CASE("document A at 212: every right answer is right, whatever way it is typed") {
  Student student;
  student.press("try-example");
  student.act(Kind::toggle, "field.show_receptive_field")
      .act(Kind::toggle, "field.show_jump")
      .act(Kind::toggle, "field.show_neurons");
  const std::vector<std::pair<const char*, const char*>> answers = {{"conv1.output", "51"},
                                                                    {"pool1.output", "25x25"},
                                                                    {"conv2.output", "256 x 13 x 13"},
                                                                    {"pool2.output", "floor((13-3)/2)+1"},
                                                                    {"conv3.output", "6"},
                                                                    {"conv4.output", "6"},
                                                                    {"conv5.output", "6"},
                                                                    {"pool5.output", "4"},
                                                                    {"conv1.parameters", "34'944"},
                                                                    {"pool1.parameters", "0"},
                                                                    {"conv2.parameters", "256*(5*5*96+1)"},
                                                                    {"fc6.parameters", "16,781,312"},
                                                                    {"fc7.parameters", "16781312"},
                                                                    {"fc8.parameters", "4 097 000"},
                                                                    {"total.parameters", "41,406,824"},
                                                                    {"pool5.receptive_field", "339"},
                                                                    {"pool5.jump", "32"},
                                                                    {"conv1.neurons", "249696"},
                                                                    {"largest.layer", "fc6 and fc7"}};
  for (const auto& [cell, answer] : answers) {
    CAPTURE(cell);
    student.answer(cell, answer);
    CHECK(verdict_of(student, cell) == Verdict::correct);
  }
}

TEST_CASE("a slip that two routes lead to asks which it was, and keeps the answer") {
  Student student;
  student.press("try-example").answer("conv1.output", "51").answer("pool1.output", "25").answer("conv2.output", "12");
  page::Page page = student.page();
  CHECK(find_block(page, "slip:no-plus-one") != nullptr);
  CHECK(find_block(page, "slip:padding-once") != nullptr);
  student.press("slip:padding-once");
  page = student.page();
  CHECK(find_block(page, "slip:no-plus-one") == nullptr);
  CHECK(page::to_json(page).find("different slips") == std::string::npos);
  CHECK(page.inspector_row == "row.conv2");
  student.answer("conv2.output", "11").answer("conv2.output", "12");
  CHECK(find_block(student.page(), "slip:no-plus-one") != nullptr);  // a new attempt is a new question
}

TEST_CASE("no drawing, table or sentence gives away a size that is still asked for") {
  Student student;
  student.press("try-example").answer("conv1.output", "51");
  const sizes::Sheet sheet = sizes::read_sheet(content(), student.state);
  const page::Figure network = sizes::network_figure(content(), student.state, sheet);
  REQUIRE(network.table.rows.size() == 9);
  CHECK(network.table.rows[1][2] == "51 × 51");
  for (std::size_t row = 2; row < 9; ++row) CHECK(network.table.rows[row][2] == "? × ?");
  double withheld_height = 0;
  for (const page::Mark& mark : network.marks)
    if (const auto* box = std::get_if<page::BoxMark>(&mark.shape); box != nullptr && box->withheld) {
      if (withheld_height > 0) CHECK(box->height == withheld_height);
      withheld_height = box->height;
      CHECK(box->depth == box->height);
    }
  // The window of pool1 may move, but not so far that its places could be counted; that of conv2 would show pool1's
  // size.
  const auto window = sizes::window_figure(content(), sheet, {"pool1", "output"}, 1e9);
  REQUIRE(window.has_value());
  REQUIRE(window->playback.has_value());
  CHECK(window->playback->steps == 2);
  CHECK_FALSE(sizes::window_figure(content(), sheet, {"conv2", "output"}, 0).has_value());
  const auto known = sizes::window_figure(content(), sheet, {"conv1", "output"}, 0);
  REQUIRE(known.has_value());
  CHECK(known->playback->steps == 51 * 51 - 1);
}

TEST_CASE("the window stands where step t puts it, row by row") {
  Student student;
  student.act(Kind::route, "", "#network=feature-maps&size=9x12")
      .answer("conv1.output", "3x6")
      .answer("conv2.output", "2x3");
  const sizes::Sheet sheet = sizes::read_sheet(content(), student.state);
  REQUIRE(sheet.is_open({"conv1", "output"}));
  const auto figure =
      sizes::window_figure(content(), sheet, {"conv1", "output"}, 8);  // 6 windows a row: row 1, column 2
  REQUIRE(figure.has_value());
  CHECK(figure->table.rows[2][1] == "2, 3");
  CHECK(figure->table.rows[3][1] == "2 … 8");
  CHECK(figure->table.rows[4][1] == "1 … 7");
}

TEST_CASE("help comes one rung at a time and working only after an attempt") {
  Student student;
  student.press("try-example").act(Kind::focus, "cell.conv1.output");
  CHECK_FALSE(block_of<page::Button>(student.page(), "working").enabled);
  student.press("hint");
  CHECK(find_block(student.page(), "help.principle") == nullptr);
  CHECK(student.state.status.find("seconds") != std::string::npos);
  student.think_and_press("hint");
  CHECK(find_block(student.page(), "help.principle") != nullptr);
  CHECK(find_block(student.page(), "help.formula") == nullptr);
  student.think_and_press("hint");
  CHECK(find_block(student.page(), "help.formula") != nullptr);
  CHECK(find_block(student.page(), "help.numbers") == nullptr);
  student.answer("conv1.output", "49");
  CHECK(block_of<page::Button>(student.page(), "working").enabled);
  student.press("working");
  CHECK(find_block(student.page(), "help.numbers") != nullptr);
  CHECK_FALSE(sizes::read_sheet(content(), student.state).is_open({"conv1", "output"}));
  student.press("working");
  CHECK_FALSE(sizes::read_sheet(content(), student.state).is_open({"conv1", "output"}));
  student.think_and_press("working");
  CHECK(sizes::read_sheet(content(), student.state).is_open({"conv1", "output"}));
}

TEST_CASE("a pasted column fills and checks the cells below, blanks leave what is there") {
  Student student;
  student.press("try-example").answer("conv2.output", "13");
  student.act(Kind::paste, "cell.conv1.output", "51\t34944\r\n25\t0\r\n\t\r\n6\n7\n");
  CHECK(verdict_of(student, "conv1.output") == Verdict::correct);
  CHECK(verdict_of(student, "conv1.parameters") == Verdict::correct);
  CHECK(verdict_of(student, "pool1.parameters") == Verdict::correct);
  CHECK(verdict_of(student, "conv2.output") == Verdict::correct);
  CHECK(verdict_of(student, "pool2.output") == Verdict::correct);
  CHECK(verdict_of(student, "conv3.output") == Verdict::wrong);
  student.act(Kind::undo, "");
  CHECK(verdict_of(student, "conv1.output") == Verdict::none);
  CHECK(verdict_of(student, "conv2.output") == Verdict::correct);
}

TEST_CASE("copying gives what was typed, as CSV and as Markdown") {
  Student student;
  student.press("try-example").answer("conv1.output", "51").answer("conv1.parameters", "34,944");
  const std::string csv = clipboard_text(content(), student.state, "csv");
  CHECK(csv.starts_with("Layer,Output size,Parameters\nconv1,51,\"34,944\"\npool1,,\n"));
  CHECK(clipboard_text(content(), student.state, "markdown")
            .starts_with("| Layer | Output size | Parameters |\n| --- | --- | --- |\n| conv1 | 51 | 34,944 |\n"));
}

TEST_CASE("every network draws a page at its own size, at the least and under every rounding") {
  for (const nn::NetworkSpec& network : content().networks)
    for (const char* rounding : {"floor", "ceil", "exact"}) {
      CAPTURE(network.name);
      Student student;
      student.act(Kind::route, "", "#network=" + network.name + "&rounding=" + rounding);
      CHECK(find_block(student.page(), "worksheet") != nullptr);
      CHECK(student.json().find("‹") == std::string::npos);
      student.act(Kind::route, "", "#network=" + network.name + "&size=1&rounding=" + rounding);
      CHECK_FALSE(student.json().empty());
    }
}

TEST_CASE("no sentence of the page is missing") {
  Student student;
  student.press("try-example")
      .answer("conv1.output", "49")
      .answer("fc6.parameters", "1")
      .press("hint")
      .think_and_press("hint")
      .press("help");
  student.act(Kind::toggle, "field.show_neurons").act(Kind::toggle, "field.measure");
  CHECK(student.json().find("<layer_sizes") == std::string::npos);
  CHECK(student.json().find("<worksheet") == std::string::npos);
  CHECK(student.json().find("<app") == std::string::npos);
  CHECK(student.json().find("<course") == std::string::npos);
}

TEST_CASE("the peak job is asked for only when the student asks, and its result makes a lower bound in time") {
  Student student;
  CHECK(wants(content(), student.state).empty());
  student.act(Kind::toggle, "field.measure");
  const auto jobs = wants(content(), student.state);
  REQUIRE(jobs.size() == 1);
  CHECK(find_block(student.page(), "measure.progress") != nullptr);
  jobs::Results results;
  results[jobs[0].key()] = {
      .key = jobs[0].key(), .progress = 1, .error = "", .numbers = {{"gflops_max", 48}}, .tensor = {}};
  const page::Page page = view(content(), student.state, results);
  CHECK(find_block(page, "measure.result") != nullptr);
}

}  // namespace stride::app
