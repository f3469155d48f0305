#include <algorithm>

#include "fixture.h"
#include "labs/input_sizes/inputs.h"
#include "labs/input_sizes/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace sizes = labs::input_sizes;

namespace {

/// A student in the lab, at the sheet's own example.
struct Visitor : Student {
  explicit Visitor(const std::string& more = "&network=alexnet-bern&size=212") {
    act(Kind::route, "", "#lab=input-sizes" + more);
  }
  [[nodiscard]] sizes::Inputs inputs() const { return sizes::read_inputs(content(), state); }
  [[nodiscard]] page::Figure staircase() const { return sizes::staircase_figure(content(), inputs(), true); }
};

template <class M>
std::vector<M> marks_of(const page::Figure& figure) {
  std::vector<M> found;
  for (const page::Mark& mark : figure.marks)
    if (const auto* each = std::get_if<M>(&mark.shape)) found.push_back(*each);
  return found;
}

bool says(const page::Figure& figure, std::string_view words) {
  return std::ranges::any_of(marks_of<page::TextMark>(figure),
                             [&](const page::TextMark& mark) { return mark.text.contains(words); });
}

void no_gaps(const page::Page& page) {
  const std::string all = page::to_json(page);
  for (const char* room : {"<input_sizes", "<worksheet", "<course", "<app"}) {
    const auto gap = all.find(room);
    CHECK_MESSAGE(gap == std::string::npos, all.substr(gap == std::string::npos ? 0 : gap, 60));
  }
}

}  // namespace

TEST_CASE("the staircases are withheld until both ends are found") {
  Visitor student;
  CHECK(marks_of<page::HotMark>(student.staircase()).empty());
  CHECK(student.staircase().table.rows.size() == 1);
  CHECK(find_block(student.page(), "figure.comparison") == nullptr);
  student.answer("fc6.admissible_min", "211");
  CHECK(verdict_of(student, "fc6.admissible_min") == Verdict::correct);
  CHECK_FALSE(student.inputs().found);
  student.answer("fc6.admissible_max", "241");
  CHECK(verdict_of(student, "fc6.admissible_max") == Verdict::wrong);
  CHECK_FALSE(student.inputs().found);
  CHECK_FALSE(student.staircase().sentence.contains("242"));
  student.answer("fc6.admissible_max", "242");
  REQUIRE(student.inputs().found);
  CHECK(says(student.staircase(), "211–242: 32 sizes"));
  CHECK(student.staircase().sentence.contains("total stride in front of it is 32"));
  CHECK(find_block(student.page(), "figure.comparison") != nullptr);
  no_gaps(student.page());
}

TEST_CASE("working that was shown opens them as well") {
  Visitor student;
  for (const char* cell : {"fc6.admissible_min", "fc6.admissible_max"}) {
    student.answer(cell, "1");
    for (int rung = 0; rung < 4; ++rung) student.think_and_press("working");
  }
  CHECK(student.inputs().found);
}

TEST_CASE("a whole interval may be typed into either end, a formula into one") {
  Visitor student;
  student.answer("fc6.admissible_min", "211-242");
  CHECK(verdict_of(student, "fc6.admissible_min") == Verdict::correct);
  CHECK(verdict_of(student, "fc6.admissible_max") == Verdict::correct);
  Visitor other;
  other.answer("fc6.admissible_max", "200..242");
  CHECK(verdict_of(other, "fc6.admissible_min") == Verdict::wrong);
  CHECK(verdict_of(other, "fc6.admissible_max") == Verdict::correct);
  other.answer("fc6.admissible_min", "243-32");
  CHECK(verdict_of(other, "fc6.admissible_min") == Verdict::correct);
}

TEST_CASE("height and width are independent") {
  Visitor student("&network=alexnet-bern&size=212x300");
  student.answer("fc6.admissible_min", "211-242 x 275-306");
  REQUIRE(student.inputs().found);
  const page::Figure figure = student.staircase();
  CHECK(says(figure, "H 211–242: 32 sizes"));
  CHECK(says(figure, "W 275–306: 32 sizes"));
  CHECK(find_block(student.page(), "figure.comparison.width") != nullptr);
  no_gaps(student.page());
}

TEST_CASE("under exact all sizes of the hundred are asked for") {
  Visitor student("&network=alexnet-bern&size=211&rounding=exact");
  CHECK(find_block(student.page(), "cell.fc6.admissible_min") == nullptr);
  student.answer("fc6.admissible", "211, 243");
  CHECK(verdict_of(student, "fc6.admissible") == Verdict::wrong);
  student.answer("fc6.admissible", "211 243 275");
  CHECK(student.inputs().found);
  CHECK(marks_of<page::DotMark>(student.staircase()).size() > 20);
  no_gaps(student.page());
}

TEST_CASE("the tried size: fits inside the interval, breaks outside, and starts anew with another exercise") {
  Visitor student;
  student.answer("fc6.admissible_min", "211-242");
  for (std::int64_t size = 150; size <= 300; ++size) {
    student.act(Kind::input, "field.tried_height", std::to_string(size));
    CAPTURE(size);
    CHECK(student.inputs().tried == nn::Pair{size, size});
    CHECK(sizes::tried_fits(student.inputs()) == (211 <= size && size <= 242));
  }
  student.act(Kind::input, "field.tried_height", "243");
  CHECK(sizes::tried_sentence(content(), student.inputs())
            .contains("6400 numbers arrive at fc6, which has weights for 4096"));
  student.act(Kind::input, "field.tried_height", "nonsense");
  CHECK(student.inputs().tried == nn::Pair{212, 212});
  student.act(Kind::toggle, "field.apart").act(Kind::input, "field.tried_width", "243");
  CHECK(student.inputs().tried.width == 243);
  CHECK(student.inputs().tried.height != 243);
  CHECK_FALSE(sizes::tried_fits(student.inputs()));
  student.act(Kind::toggle, "field.apart");
  CHECK(student.inputs().tried.square());
  student.act(Kind::commit, "field.size", "227");
  CHECK(student.inputs().tried == nn::Pair{227, 227});
}

TEST_CASE("each step of the staircase and each row of the comparison can be read, none before it is found") {
  Visitor student;
  CHECK(page::readings(student.staircase()).empty());
  student.answer("fc6.admissible_min", "211-242");
  const auto all_of = [](const page::Figure& figure) {
    std::string all;
    for (std::size_t i = 0; i < page::readings(figure).size(); ++i) all += page::reading_text(figure, i) + "; ";
    return all;
  };
  CHECK(all_of(student.staircase()).starts_with("211–242 pixels\npool5: 4; 243–274 pixels\npool5: 5; "));
  const std::string rows = all_of(sizes::comparison_figure(content(), student.inputs(), true));
  CHECK(rows.starts_with("floor\n211–242; ceil\n191–222; exact\n115; "));
}

TEST_CASE("pressing a step of the staircase tries its first size, and is one step to undo") {
  Visitor student;
  student.answer("fc6.admissible_min", "211-242");
  const auto places = marks_of<page::HotMark>(student.staircase());
  REQUIRE(places.size() > 3);
  CHECK(std::ranges::count(places, true, &page::HotMark::current) == 1);
  student.press("pick:size:243");
  CHECK(student.inputs().tried == nn::Pair{243, 243});
  student.press("undo");
  CHECK(student.inputs().tried == nn::Pair{212, 212});
}

TEST_CASE("a least size that is still asked for is not seen below the sizes that were found") {
  Visitor student;
  student.answer("fc6.admissible_min", "211-242");
  const auto lowest = [&] {
    double low = 1e9;
    for (const auto& mark : marks_of<page::LineMark>(student.staircase()))
      if (mark.stroke == page::Ink::accent) low = std::min(low, mark.points.front().x);
    return low;
  };
  CHECK(lowest() == 210.5);
  student.act(Kind::input, "field.tried_height", "150");
  CHECK_FALSE(sizes::tried_figure(content(), student.inputs()).sentence.contains("2 × 2"));
  student.answer("pool5.smallest_input", "115");
  CHECK(verdict_of(student, "pool5.smallest_input") == Verdict::correct);
  CHECK(lowest() == 114.5);
  CHECK(sizes::tried_figure(content(), student.inputs()).sentence.contains("2 × 2"));
  student.act(Kind::input, "field.tried_height", "114");
  CHECK(sizes::tried_sentence(content(), student.inputs()).contains("nothing reaches fc6"));
}

TEST_CASE("any layer may be kept, each with its own interval") {
  Visitor student;
  student.act(Kind::select, "field.kept", "conv1").answer("conv1.admissible_min", "211-214");
  REQUIRE(student.inputs().found);
  CHECK(says(student.staircase(), "211–214: 4 sizes"));
  student.act(Kind::select, "field.kept", "pool1");
  CHECK_FALSE(student.inputs().found);
  student.act(Kind::select, "field.kept", "nothing");
  CHECK(student.inputs().kept == "pool1");
}

TEST_CASE("the choice has a reason for every option, and its attempts are kept") {
  Visitor student;
  for (const char option : sizes::limit_options) {
    student.act(Kind::select, "cell.limit", std::string(1, option));
    const auto chosen = [&] {
      const page::Page page = student.page();
      const auto& options = block_of<page::Choice>(page, "cell.limit").options;
      return *std::ranges::find(options, true, &page::ChoiceOption::chosen);
    };
    CHECK(chosen().reason.empty());
    student.press("check:limit");
    CHECK_FALSE(chosen().reason.empty());
    CHECK(chosen().verdict == (std::string(1, option) == sizes::limit_answer ? Verdict::correct : Verdict::wrong));
    CHECK(student.state.attempts.back().verdict ==
          (std::string(1, option) == sizes::limit_answer ? "correct" : "wrong"));
    no_gaps(student.page());
  }
  CHECK(student.state.attempts.size() == sizes::limit_options.size());
}

TEST_CASE("document A 1d for all 100 student IDs under floor and ceil, and the intervals' marks") {
  for (const char* rounding : {"floor", "ceil"})
    for (int digits = 0; digits < 100; ++digits) {
      const std::string size = std::to_string(200 + digits);
      Visitor student("&network=alexnet-bern&size=" + size + "&rounding=" + rounding);
      const auto right = course::admissible_inputs(*student.inputs().sheet.worksheet, "fc6");
      student.answer("fc6.admissible_min", course::to_text(*right));
      CAPTURE(size);
      REQUIRE(student.inputs().found);
      const nn::Interval sides = right->height.front();
      CHECK(sides.high - sides.low + 1 == 32);
      bool lit = false;
      for (const auto& mark : marks_of<page::RectangleMark>(student.staircase()))
        lit = lit || (mark.from.x == static_cast<double>(sides.low) - 0.5 &&
                      mark.to.x == static_cast<double>(sides.high) + 0.5);
      CHECK(lit);
    }
}

TEST_CASE("every network opens, at its own size, at a tiny and a huge one, under every rounding and number line") {
  for (const nn::NetworkSpec& network : content().networks)
    for (const char* rounding : {"floor", "ceil", "exact"})
      for (const char* size : {"", "&size=1", "&size=100000", "&size=64x90"}) {
        CAPTURE(network.name);
        CAPTURE(size);
        Visitor student("&network=" + network.name + "&rounding=" + rounding + size);
        no_gaps(student.page());
        const sizes::Inputs inputs = student.inputs();
        if (!inputs.sheet.worksheet || inputs.kept.empty()) continue;
        if (const auto right = course::admissible_inputs(*inputs.sheet.worksheet, inputs.kept))
          student.answer(sizes::kept_cells(inputs).front().text(),
                         course::to_text(*right).empty() ? "none" : course::to_text(*right));
        for (const char* zoom : {"whole", "hundred", "near"}) {
          student.act(Kind::select, "field.zoom", zoom);
          no_gaps(student.page());
        }
      }
}

TEST_CASE("a link carries the layer and the size that is tried, never more than is set") {
  Visitor student;
  student.act(Kind::select, "field.kept", "pool5").act(Kind::input, "field.tried_height", "220");
  CHECK(fragment(student.state) ==
        "lab=input-sizes&network=alexnet-bern&size=212&rounding=floor&kept=pool5&tried_height=220&tried_width=220");
}

}  // namespace stride::app
