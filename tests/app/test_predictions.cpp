#include <algorithm>
#include <cmath>

#include "walker.h"

namespace stride::app {

using labs::Prediction;

namespace {

// Of the channels side by side: how many are drawn. (The legend has one row.)
std::int64_t small_maps(const page::Page& page) {
  return std::ranges::count_if(block_of<page::Figure>(page, stepper::channels_id).marks, [](const page::Mark& mark) {
    const auto* cells = std::get_if<page::CellsMark>(&mark.shape);
    return cells != nullptr && cells->rows > 1;
  });
}

}  // namespace

TEST_CASE("the value of a small window is asked first, and each slip is named") {
  Walker student("network=lenet-5");
  student.act(Kind::toggle, "field.predict");
  // Sizes are withheld too until they are found.
  for (const nn::LayerSpec& layer : student.opened().sheet.network->layers)
    if (layer.is_spatial()) {
      const auto output = *student.opened().sheet.worksheet->facts.find(layer.name)->output;
      student.answer(layer.name + ".output", std::to_string(output.size.height));
    }
  const auto ask = [&](const std::string& layer, int t) {
    student.open(layer).act(Kind::seek, std::string(stepper::window_id), std::to_string(t));
    const auto o = student.opened();
    const auto asked = stepper::predictions(content(), student.state, o, t);
    REQUIRE(!asked.empty());
    CHECK(asked.front().id == "value");
    return asked.front();
  };
  const auto reply = [&](const Prediction& asked, const math::Expr& value) {
    student.time += 1000;
    student.state =
        update(content(), student.state,
               {Kind::commit, "cell." + asked.cell, stepper::decimal(*math::evaluate_real(value), 9), student.time},
               student.results);
    return student.state.attempts.back().verdict;
  };
  for (const nn::LayerSpec& layer : student.opened().sheet.network->layers) {
    if (!layer.is_spatial() || layer.name == "conv2") continue;  // 150 products are too many
    CAPTURE(layer.name);
    const Prediction asked = ask(layer.name, 13);
    const stepper::Opened o = student.opened();
    const stepper::Place place = stepper::place_at(student.state, o, 13);
    const double engine = o.output->at(o.channel, place.row, place.column);
    CHECK(*math::evaluate_real(asked.answer) == doctest::Approx(engine).epsilon(1e-5));
    // It is nowhere to be read, and neither is what comes after it.
    const page::Page page = student.run();
    const auto& output = block_of<page::Figure>(page, stepper::output_id);
    CHECK(output.table.rows.size() == static_cast<std::size_t>(place.column));
    CHECK(page::readings(output).size() == 13);
    CHECK(small_maps(page) == o.out.channels - 1);
    CHECK(page::to_json(student.run()).find("engine's value") == std::string::npos);
    for (const course::SlipSpec& slip : asked.slips) {
      CAPTURE(slip.id);
      CHECK(reply(asked, slip.answer) == "wrong");
      CHECK(student.state.status.find(slip_name(slip.id)) != std::string::npos);
    }
    CHECK(reply(asked, asked.answer) == "correct");
    CHECK(page::to_json(student.run()).find("engine's value") != std::string::npos);
    CHECK(page::readings(block_of<page::Figure>(student.run(), stepper::output_id)).size() > 13);
    CHECK(small_maps(student.run()) == o.out.channels);
  }
}

TEST_CASE("strided windows with padding and max pools know their own slips") {
  Walker student("network=alexnet-bern&size=212");
  student.act(Kind::toggle, "field.predict");
  for (const auto& [layer, size] : {std::pair{"conv1", "51"}, {"pool1", "25"}, {"conv2", "13"}, {"pool2", "6"}})
    student.answer(std::string(layer) + ".output", size);
  student.act(Kind::select, "field.image", "noise");
  student.open("pool1");
  const auto asked = stepper::predictions(content(), student.state, student.opened(), 0);
  REQUIRE(asked.size() == 2);
  REQUIRE(!asked[0].slips.empty());
  CHECK(asked[0].slips.front().id == "mean-for-largest");
  CHECK(asked[1].id == "next");
  const page::Page page = student.run();  // both stand there, each by its own name
  for (const Prediction& each : asked) CHECK(block_of<page::AnswerBox>(page, "cell." + each.cell).label == each.ask);
  const auto cards =
      std::ranges::count_if(page.main, [](const page::Block& block) { return block.id.ends_with(".card"); });
  CHECK(cards == 2);
  CHECK(find_block(page, asked[0].cell + ".card") != find_block(page, asked[1].cell + ".card"));
  const auto window = stepper::pool_window(student.opened(), {0, 0, 1});
  CHECK(*math::evaluate_real(asked[0].slips.front().answer) == doctest::Approx(window.sum / 9).epsilon(1e-6));
  // What rounding left of a zero is none: no digits to be right about.
  student.act(Kind::select, "field.image", "shapes");
  for (int t = 0; t < 40; ++t) {
    const auto value = stepper::predictions(content(), student.state, student.opened(), t).front();
    const double right = *math::evaluate_real(value.answer);
    CHECK((right == 0 || std::abs(right) >= 5e-5));
  }
  // 2400 products are nobody's to add up: there only the window's way is asked.
  student.open("conv2");
  const auto large = stepper::predictions(content(), student.state, student.opened(), 0);
  REQUIRE(large.size() == 1);
  CHECK(large[0].id == "next");
  CHECK_FALSE(stepper::withholds(content(), student.state, student.opened(), 0));
}

}  // namespace stride::app
