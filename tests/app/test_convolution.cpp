#include <cmath>

#include "app/saved.h"
#include "fixture.h"
#include "labs/convolution/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace convolution = labs::convolution;
using labs::Fields;

namespace {

struct Reckoner : Student {
  Reckoner() { act(Kind::route, "", "#lab=convolution"); }
  [[nodiscard]] convolution::Exercise exercise() const {
    const auto read = convolution::read_exercise(content(), state);
    REQUIRE(read);
    return *read;
  }
};

// The definition, written down once more: zero outside, the kernel turned round where it is flipped.
double by_definition(const convolution::Exercise& e, std::int64_t i, std::int64_t j) {
  double sum = 0;
  for (std::int64_t c = 0; c < e.input.channels; ++c)
    for (std::int64_t n = 0; n < e.kernel.rows; ++n)
      for (std::int64_t m = 0; m < e.kernel.columns; ++m) {
        const std::int64_t y = i * e.stride + n * e.dilation - e.pad, x = j * e.stride + m * e.dilation - e.pad;
        if (y < 0 || x < 0 || y >= e.input.rows || x >= e.input.columns) continue;
        const auto place =
            e.flipped ? (c * e.kernel.rows + e.kernel.rows - 1 - n) * e.kernel.columns + e.kernel.columns - 1 - m
                      : (c * e.kernel.rows + n) * e.kernel.columns + m;
        sum += e.input.values[static_cast<std::size_t>((c * e.input.rows + y) * e.input.columns + x)] *
               e.kernel.values[static_cast<std::size_t>(place)];
      }
  return sum;
}

}  // namespace

TEST_CASE("a figure's place that is no number is its beginning, and none is beyond all figures") {
  Student student;
  student.act(Kind::seek, std::string(convolution::input_id), "nan");
  CHECK(student.state.playback.at(std::string(convolution::input_id)) == 0);
  student.act(Kind::seek, std::string(convolution::input_id), "1e300");
  CHECK(student.state.playback.at(std::string(convolution::input_id)) == longest_playback);
}

TEST_CASE("every value is the definition's and the formula's, with stride, padding, dilation and flipped kernels") {
  for (const char* settings : {"conv_stride=2", "conv_stride=1&conv_pad=2", "conv_stride=2&conv_pad=1&conv_dilation=2",
                               "conv_stride=1&conv_kind=flipped", "conv_stride=3&conv_pad=1&conv_kind=flipped"}) {
    CAPTURE(settings);
    Reckoner student;
    student.act(Kind::route, "", std::string("#lab=convolution&") + settings);
    const auto e = student.exercise();
    const auto own = convolution::run_formula(e, convolution::formula_of(e), 1);
    REQUIRE(own);
    for (std::int64_t i = 0; i < e.rows; ++i)
      for (std::int64_t j = 0; j < e.columns; ++j) {
        const double right = by_definition(e, i, j);
        CHECK(convolution::output_at(e, i, j) == doctest::Approx(right));
        CHECK((*own)[static_cast<std::size_t>(i * e.columns + j)] == doctest::Approx(right));
      }
  }
}

TEST_CASE("formula, input and kernel speak of the same product") {
  Reckoner student;
  const auto e = student.exercise();
  const std::int64_t index = 3 * e.products() + 13;  // Z[2, 2], second channel, row 2, column 2
  const auto at = [&](std::string_view id) {
    const auto figure = figure_at(content(), student.state, {}, id, static_cast<double>(index));
    REQUIRE(figure);
    return *figure;
  };
  const auto formula = at(convolution::formula_id);
  CHECK(formula.sentence.find("i = 2, j = 2, c = 2, n = 2, m = 2") != std::string::npos);
  CHECK(at(convolution::input_id).sentence.find("I[2, 4, 4] = ") != std::string::npos);
  CHECK(at(convolution::kernel_id).sentence.find("K[2, 2, 2] = −4") != std::string::npos);
  CHECK(convolution::step_at(e, 4 * e.products() - 1).sum() == convolution::output_at(e, 1, 1));
  // In colour they are lit too: the letters and their numbers are in the ink of 'here'.
  int lit = 0;
  for (const page::Mark& mark : formula.marks)
    if (const auto* text = std::get_if<page::TextMark>(&mark.shape))
      for (const auto& [piece, ink] : text->more) lit += ink == page::Ink::accent ? 1 : 0;
  CHECK(lit >= 15);
}

TEST_CASE("a student's own formula runs on these tensors, counted from 1 or 0, and differing cells light up") {
  Reckoner student;
  const auto differing = [&](const std::string& formula) {
    student.act(Kind::commit, "field.own_formula", formula);
    const page::Page page = student.page();
    int count = 0;
    for (const page::Mark& mark : block_of<page::Figure>(page, convolution::own_id).marks)
      if (const auto* frame = std::get_if<page::RectangleMark>(&mark.shape))
        count += frame->stroke == page::Ink::wrong ? 1 : 0;
    return count;
  };
  CHECK(differing("Z_ij = sum(c=1..C, n=1..N, m=1..M, I[c,(i-1)*s+n,(j-1)*s+m]*K[c,n,m])") == 0);
  CHECK(differing("sum(c=0..C-1, n=0..N-1, m=0..M-1, I[c,i*s+n,j*s+m]*K[c,n,m])") == 0);
  CHECK(student.json().find("indexes from 0") != std::string::npos);
  CHECK(differing("sum(c=1..C, n=1..N, m=1..M, I[c,i-1+n,j-1+m]*K[c,n,m])") > 0);  // no stride
  student.act(Kind::commit, "field.own_formula", "sum(c=1..C, I[c,i,");
  CHECK(find_block(student.page(), "own.problem") != nullptr);
  CHECK(find_block(student.page(), convolution::own_id) == nullptr);
}

TEST_CASE("a value can be predicted before it is shown, and a slip is named") {
  Reckoner student;
  student.act(Kind::toggle, "field.predict");
  const auto e = student.exercise();
  student.act(Kind::seek, std::string(convolution::input_id), std::to_string(e.products() - 1));
  page::Page page = student.page();
  const auto shown = [&] { return block_of<page::Figure>(page, convolution::output_id).table.rows.size(); };
  CHECK(shown() == 0);
  const double first_channel = convolution::step_at(e, 8).sum();
  REQUIRE(first_channel != convolution::output_at(e, 0, 0));
  student.answer("value.1.1", convolution::number_text(first_channel));
  CHECK(student.state.attempts.back().verdict == "wrong");
  page = student.page();
  CHECK(page::to_json(page).find("only the first channel") != std::string::npos);
  const double right = convolution::output_at(e, 0, 0);
  student.answer("value.1.1", std::to_string(static_cast<int>(right)));
  CHECK(student.state.attempts.back().verdict == "correct");
  CHECK(student.state.playback.at(std::string(convolution::input_id)) == static_cast<double>(e.products() - 1));
}

TEST_CASE("tensors that can't be read are said in one line, and nothing is lost") {
  Reckoner student;
  const auto said = [&](const std::string& tensor) {
    student.act(Kind::commit, "field.tensor_i", tensor);
    const page::Page page = student.page();
    return block_of<page::AnswerBox>(page, "field.tensor_i").feedback;
  };
  CHECK(said("1 2\n3 x") == "Line 2 holds something that is no number.");
  CHECK(said("1 2\n3") == "Line 2 has another number of columns than the first.");
  CHECK(said("1 2\n3 4\n\n5 6") == "The channel that ends before line 4 has another number of rows than the first.");
  CHECK(said("") == "Type at least one number.");
  CHECK(said("1 2 3 4 5 6 7 8 9 10").starts_with("At most 4 channels"));
  CHECK(student.exercise().input.rows == 5);  // as it was
  CHECK(said("1, 2, 3\n4 5 6\n7 8 −9").empty());
  CHECK(find_block(student.page(), "problem") != nullptr);  // one channel against two
  student.act(Kind::commit, "field.tensor_k", "1 0\n0 1");
  CHECK(convolution::output_at(student.exercise(), 0, 0) == 6);
}

TEST_CASE("a value that is asked for is nowhere to be read until it is found, and every slip is named") {
  Reckoner student;
  student.act(Kind::commit, "field.conv_pad", "1").act(Kind::commit, "field.conv_dilation", "2");
  student.act(Kind::toggle, "field.predict");
  const auto e = student.exercise();
  const double t = static_cast<double>(2 * e.products() - 1);
  student.act(Kind::seek, std::string(convolution::input_id), std::to_string(t));
  const auto asked = convolution::prediction(content(), e, t);
  std::vector<std::string> ids;
  for (const auto& slip : asked.slips) ids.push_back(slip.id);
  for (const char* id :
       {"flipped", "one-channel", "stride-ignored", "padding-forgotten", "dilation-ignored", "beside"}) {
    CAPTURE(id);
    CHECK(std::ranges::contains(ids, id));
  }
  const auto shown = [&] {
    const page::Page page = student.page();
    return block_of<page::Figure>(page, convolution::formula_id).sentence;
  };
  CHECK(shown().ends_with("The sum so far is ?."));
  for (const auto& slip : asked.slips) {
    CAPTURE(slip.id);
    student.answer("value.1.2", convolution::number_text(*math::evaluate_real(slip.answer)));
    CHECK(student.state.attempts.back().verdict == "wrong");
    CHECK(student.state.status.find(slip_name(slip.id)) != std::string::npos);
  }
  const std::string right = convolution::number_text(convolution::output_at(e, 0, 1));
  student.answer("value.1.2", right);
  CHECK(student.state.attempts.back().verdict == "correct");
  CHECK(shown().ends_with("The sum so far is " + right + "."));
}

TEST_CASE("tensors and settings are undone, redone and kept") {
  Reckoner student;
  const Fields before = student.state.fields;
  student.act(Kind::commit, "field.tensor_k", "1 0\n0 1\n\n1 1\n1 1").act(Kind::commit, "field.conv_stride", "1");
  student.act(Kind::commit, "field.conv_pad", "2").act(Kind::select, "field.conv_kind", "flipped");
  const Fields after = student.state.fields;
  CHECK(restore(content(), save(student.state)).state.fields == after);
  for (int i = 0; i < 4; ++i) student.act(Kind::undo, "");
  CHECK(student.state.fields == before);
  CHECK(student.exercise().stride == 2);
  for (int i = 0; i < 4; ++i) student.act(Kind::redo, "");
  CHECK(student.state.fields == after);
  CHECK(student.exercise().flipped);
  CHECK(student.exercise().pad == 2);
}

}  // namespace stride::app
