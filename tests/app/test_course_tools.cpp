#include "fixture.h"

// What a course's questions are answered with: the formula's palette and preview, the crop that slides.

namespace stride::app {

using Kind = Action::Kind;

namespace {

Student at(const std::string& fragment) {
  Student student;
  student.act(Kind::route, "", fragment);
  return student;
}

bool has_preview(const Student& student, const std::string& key) {
  const page::Page page = student.page();
  const page::Block* block = find_block(page, "preview.cell." + key);
  return block != nullptr && std::holds_alternative<page::Formula>(block->body);
}

}  // namespace

TEST_CASE("a formula is set as it is typed, and what is hard to type is on buttons") {
  Student student = at("#course=bern-assignment-5&exercise=2a");
  const std::string key = "bern-assignment-5/2a/write";
  CHECK(find_block(student.page(), "insert:cell." + key + " I[|,,]") != nullptr);
  CHECK(find_block(student.page(), "insert:cell." + key + " sum(|=1.., )") != nullptr);
  CHECK(find_block(student.page(), "preview.cell." + key) == nullptr);
  student.act(Kind::input, "cell." + key, "sum(c=1..C, I[c,");
  CHECK(find_block(student.page(), "preview.cell." + key) != nullptr);
  CHECK_FALSE(has_preview(student, key));
  student.act(Kind::input, "cell." + key, "sum(c=1..C, I[c, i, j]*K[c, 1, 1])");
  CHECK(has_preview(student, key));
  CHECK(student.state.attempts.empty());  // looked at, not checked
  student.press("check:" + key);
  CHECK(student.state.attempts.size() == 1);
  CHECK(verdict_of(student, key) == Verdict::wrong);
}

TEST_CASE("the crop slides along the picture and down it, and its places are counted, not given") {
  Student student = at("#course=acse-8-answers&exercise=8");
  const std::string id = "figure.crops.crops";
  page::Page page = student.page();
  const auto& figure = block_of<page::Figure>(page, id);
  REQUIRE(figure.playback.has_value());
  CHECK(figure.playback->steps == 65);  // 32 to the right, 32 down, and the mirror
  CHECK(figure.table.rows[0][1] == "1");
  student.act(Kind::seek, id, "32");
  page = student.page();
  CHECK(block_of<page::Figure>(page, id).table.rows[0][1] == "33");
  CHECK(block_of<page::Figure>(page, id).table.rows[1][1] == "1");
  const auto last = figure_at(content(), student.state, {}, id, 65);
  REQUIRE(last.has_value());
  CHECK(last->table.rows[1][1] == "33");
  CHECK(last->sentence.find("mirrored") != std::string::npos);
  const auto other = figure_at(content(), student.state, {}, "figure.crops.at-227", 99);
  REQUIRE(other.has_value());
  CHECK(other->table.rows[0][1] == "30");
}

TEST_CASE("a lab about a network leads to the sheets that ask about it") {
  Student student;
  CHECK(student.json().find("#course=bern-assignment-5&exercise=1") != std::string::npos);
  student.act(Kind::route, "", "#lab=layer-sizes&network=lenet-5");
  CHECK(student.json().find("&exercise=") == std::string::npos);
}

}  // namespace stride::app
