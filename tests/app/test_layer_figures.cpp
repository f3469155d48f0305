#include <algorithm>
#include <cmath>

#include "walker.h"

namespace stride::app {

TEST_CASE("channels and places are chosen in the figures") {
  Walker student;
  student.open("conv1").press_at("cell", 3, 4);
  CHECK(block_of<page::Figure>(student.run(), stepper::window_id).sentence.find("row 3, column 4") !=
        std::string::npos);
  student.act(Kind::select, "field.order", "energy");
  const auto order = stepper::channel_order(*student.opened().output, true);
  student.press_at("channels", 1, 2);
  CHECK(student.opened().channel == order[10]);
  const auto strongest = student.opened().output->map(order[0]);
  double most = 0, other = 0;
  for (const float value : strongest) most += static_cast<double>(value) * static_cast<double>(value);
  for (const float value : student.opened().output->map(order[50]))
    other += static_cast<double>(value) * static_cast<double>(value);
  CHECK(most > other);
}

TEST_CASE("the network is drawn whole, then from near where a layer is chosen, with real maps on slabs to scale") {
  Walker student;
  const page::Page first = student.run();
  const auto& all = block_of<page::Figure>(first, stepper::network_id);
  CHECK(all.glides);
  const auto& slabs = std::get<page::SlabsMark>(all.marks.front().shape);
  REQUIRE(slabs.slabs.size() == 12);  // the image, eight maps and three vectors
  CHECK(slabs.slabs[0].height == 212);
  CHECK(slabs.slabs[1].height == 51);
  CHECK(slabs.slabs[1].front - slabs.slabs[1].back == doctest::Approx(0.06 * 96));
  int maps = 0;
  for (std::size_t i = 0; i < slabs.slabs.size(); ++i) {
    const page::Slab& slab = slabs.slabs[i];
    maps += slab.picture.rows > 0 ? 1 : 0;
    CHECK(slab.current == (i == 1));
    CHECK((slab.picture.rows > 0) == (slab.version != 0));
    if (i > 0) CHECK(slab.back > slabs.slabs[i - 1].front);  // their order is the one in which they cover each other
  }
  CHECK(maps == 9);
  // conv1's front is conv1's strongest channel.
  const stepper::Opened conv1 = student.opened();
  const auto strongest = stepper::channel_order(*conv1.output, true).front();
  const auto numbers = conv1.output->map(strongest);
  CHECK(std::vector<float>(numbers.begin(), numbers.end()) == slabs.slabs[1].picture.values);
  student.open("pool5");
  const page::Page near = student.run();
  const auto& last = block_of<page::Figure>(near, stepper::network_id);
  CHECK(last.x.high - last.x.low < 0.8 * (all.x.high - all.x.low));
  CHECK(last.x.low > all.x.low);
  CHECK(std::get<page::SlabsMark>(last.marks.front().shape).slabs[8].current);
  // What comes and goes is the last in its row.
  CHECK(block_of<page::Line>(near, "switches").blocks.back().id == "field.whole");
  student.act(Kind::toggle, "field.whole");
  CHECK(block_of<page::Figure>(student.run(), stepper::network_id).x.low == all.x.low);
  student.act(Kind::toggle, "field.flat");
  const page::Page flat = student.run();
  CHECK_FALSE(block_of<page::Figure>(flat, stepper::network_id).glides);
  CHECK(find_block(flat, "field.whole") == nullptr);
  CHECK(find_block(flat, "field.flat") != nullptr);
  // On paper it is flat too, and withholds what the page withholds.
  student.act(Kind::toggle, "field.flat").act(Kind::toggle, "field.predict");
  student.state.printing = true;
  const auto paper = figure_at(content(), student.state, student.results, stepper::network_id, 0);
  REQUIRE(paper);
  CHECK_FALSE(paper->glides);
  CHECK(paper->table.rows[3][1] == "?");
  for (const page::Mark& mark : paper->marks)
    if (const auto* text = std::get_if<page::TextMark>(&mark.shape))
      CHECK(text->text.find("51 × 51") == std::string::npos);
}

TEST_CASE("a neuron's weights are shown over the map that it reads") {
  Walker student;
  student.open("fc6").act(Kind::commit, "field.channel", "17");
  const stepper::Opened o = student.opened();
  const page::Page page = student.run();
  const auto& figure = block_of<page::Figure>(page, stepper::weights_id);
  REQUIRE(figure.playback);
  CHECK(figure.playback->steps == 7);  // 256 channels, 32 at a time
  const auto third = figure_at(content(), student.state, student.results, stepper::weights_id, 2);
  REQUIRE(third);
  REQUIRE(third->table.rows.size() == 32);
  CHECK(third->table.rows[5][0] == "69");
  const float weight = o.weights[69 * 16 + 2 * 4 + 1];
  std::string shown = third->table.rows[5][1 + 2 * 4 + 1];
  if (shown.starts_with("−")) shown = "-" + shown.substr(3);
  CHECK(std::stod(shown) == doctest::Approx(static_cast<double>(weight)).epsilon(0.05));
  const auto readings = page::readings(*third);
  CHECK(readings.size() == 32 * 16);
  CHECK(page::reading_text(*third, 5 * 16 + 9).starts_with("column 1, channel 69, row 2: "));
  student.open("fc7");  // reads a vector
  CHECK(find_block(student.run(), stepper::weights_id) == nullptr);
  Walker lenet("network=lenet-5");
  int maps = 0;
  for (const nn::LayerSpec& layer : lenet.opened().sheet.network->layers)
    maps += find_block(lenet.open(layer.name).run(), stepper::weights_id) != nullptr ? 1 : 0;
  CHECK(maps <= 1);
}

TEST_CASE("maps are read by a cursor, in a scale that a legend states; the flat drawing shows the same maps") {
  Walker student;
  student.open("conv2");
  const page::Page page = student.run();
  const stepper::Opened o = student.opened();
  const auto& output = block_of<page::Figure>(page, stepper::output_id);
  const auto readings = page::readings(output);
  CHECK(readings.size() == static_cast<std::size_t>(o.out.size.height * o.out.size.width));
  CHECK(page::reading_text(output, 14).starts_with("column 1, row 1: "));
  const stepper::Scale scale = stepper::Scale::of(o.output->map(0));
  CHECK(scale.is_signed);
  CHECK(scale.low == -scale.high);
  int ends = 0, bars = 0;
  for (const page::Mark& mark : output.marks) {
    if (const auto* text = std::get_if<page::TextMark>(&mark.shape))
      ends += text->text == stepper::decimal(scale.high, stepper::decimals_for(scale.high) - 1) ? 1 : 0;
    if (const auto* cells = std::get_if<page::CellsMark>(&mark.shape))
      bars += cells->rows == 1 && cells->low == scale.low && cells->high == scale.high ? 1 : 0;
  }
  CHECK(ends == 1);
  CHECK(bars == 1);
  const auto& solid = block_of<page::Figure>(page, stepper::network_id);
  student.act(Kind::toggle, "field.flat");
  const page::Page flat = student.run();
  std::vector<std::vector<float>> maps;
  for (const page::Mark& mark : block_of<page::Figure>(flat, stepper::network_id).marks)
    if (const auto* cells = std::get_if<page::CellsMark>(&mark.shape)) maps.push_back(cells->values);
  std::vector<std::vector<float>> slabs;
  for (const page::Slab& slab : std::get<page::SlabsMark>(solid.marks.front().shape).slabs)
    if (slab.picture.rows > 0) slabs.push_back(slab.picture.values);
  CHECK(maps == slabs);
  CHECK(maps.size() == 9);
}

TEST_CASE("speed, and sorting by energy, are what they say") {
  Walker student;
  for (const auto& [speed, rate] : {std::pair{"1", 1.0}, {"60", 60.0}}) {
    student.act(Kind::select, "field.steps_per_second", speed);
    const page::Page page = student.run();
    const auto& figure = block_of<page::Figure>(page, stepper::window_id);
    REQUIRE(figure.playback);
    CHECK(figure.playback->steps_per_second == rate);
  }
  student.act(Kind::select, "field.order", "energy");
  const page::Page page = student.run();
  const auto& channels = block_of<page::Figure>(page, stepper::channels_id);
  double before = INFINITY;
  for (const auto& row : channels.table.rows) {
    CHECK(std::stod(row[1]) <= before);
    before = std::stod(row[1]);
  }
  CHECK(channels.table.rows.size() == 24);
}

}  // namespace stride::app
