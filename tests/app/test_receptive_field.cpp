#include <cmath>
#include <set>

#include "engine/engine.h"
#include "fixture.h"
#include "labs/receptive_field/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace field = labs::receptive_field;

namespace {

Student at_212() {
  Student student;
  student.act(Kind::route, "", "#lab=receptive-field");
  student.press("try-example");
  return student;
}

field::Walk walk_of(const Student& student) {
  auto walk = field::read_walk(content(), student.state);
  REQUIRE(walk.has_value());
  return std::move(*walk);
}

// Everything that a student may read or look at in a figure.
std::string all_text(const page::Figure& figure) {
  std::string text = figure.title + " " + figure.sentence;
  for (const auto& row : figure.table.rows)
    for (const std::string& cell : row) text += " " + cell;
  for (const page::Mark& mark : figure.marks)
    if (const auto* label = std::get_if<page::TextMark>(&mark.shape)) text += " " + label->text;
  return text;
}

double clock_of_calls() {
  static double now = 0;
  return now += 60;
}

jobs::Results run_all(const Student& student) {
  jobs::Results results;
  for (const jobs::Job& job : wants(content(), student.state)) {
    auto result = engine::run_in_place(engine::all_kinds(), job, clock_of_calls);
    result.key = job.key();
    CHECK_MESSAGE(result.error.empty(), result.error);
    results[job.key()] = std::move(result);
  }
  return results;
}

const page::RectangleMark* square_of_width(const page::Figure& figure, double width) {
  for (const page::Mark& mark : figure.marks)
    if (const auto* square = std::get_if<page::RectangleMark>(&mark.shape);
        square != nullptr && std::abs(square->to.x - square->from.x - width) < 1e-9)
      return square;
  return nullptr;
}

}  // namespace

TEST_CASE("document A 1c: fields and jumps of every layer are asked and checked, and are the same in both labs") {
  Student student = at_212();
  const std::array<const char*, 8> layers = {"conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"};
  const std::array<const char*, 8> fields = {"11", "19", "51", "83", "147", "211", "275", "339"};
  const std::array<const char*, 8> jumps = {"4", "8", "16", "32", "32", "32", "32", "32"};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::string layer = layers[i];
    CHECK(block_of<page::AnswerBox>(student.page(), "cell." + layer + ".jump").label == layer + " jump");
    student.answer(layer + ".receptive_field", fields[i]).answer(layer + ".jump", jumps[i]);
    CHECK(verdict_of(student, layer + ".receptive_field") == Verdict::correct);
    CHECK(verdict_of(student, layer + ".jump") == Verdict::correct);
  }
  CHECK(find_block(student.page(), "cell.fc6.receptive_field") == nullptr);
  student.act(Kind::route, "", "#lab=layer-sizes").act(Kind::toggle, "field.show_jump");
  CHECK(verdict_of(student, "pool5.jump") == Verdict::correct);
}

TEST_CASE("a slip in the recursion is named, and what follows from it counts as consistent") {
  Student student = at_212();
  student.answer("conv1.receptive_field", "11").answer("conv1.jump", "4").answer("pool1.receptive_field", "23");
  CHECK(verdict_of(student, "pool1.receptive_field") == Verdict::wrong);
  CHECK(student.json().find("kernel-not-minus-one") != std::string::npos);
  student.answer("pool1.jump", "8").answer("conv2.receptive_field", "55");
  CHECK(verdict_of(student, "conv2.receptive_field") == Verdict::consistent);
  CHECK(find_block(student.page(), "go:pool1.receptive_field") != nullptr);
}

TEST_CASE("walking back the square grows by (k - 1) times the jump on every map, up to the field") {
  Student student = at_212();
  student.act(Kind::toggle, "field.reveal");
  const field::Walk walk = walk_of(student);
  REQUIRE(walk.depth() == 8);
  const std::array<double, 9> sides = {1, 65, 129, 193, 257, 289, 321, 329, 339};
  for (std::size_t step = 0; step <= 8; ++step) {
    CAPTURE(step);
    const page::Figure figure = field::grow_figure(content(), walk, nullptr, static_cast<double>(step));
    const page::RectangleMark* square = square_of_width(figure, sides[step]);
    REQUIRE(square != nullptr);
    // Neuron (2, 2): centre 57 + 2*32 = 121.
    CHECK((square->from.x + square->to.x) / 2 == 121);
    CHECK((square->from.y + square->to.y) / 2 == 121);
    CHECK(figure.playback->t == static_cast<double>(step));
  }
  const page::Figure half = field::grow_figure(content(), walk, nullptr, 0.5);
  CHECK(square_of_width(half, 33) != nullptr);  // half way from 1 to 65
  const page::Figure last = field::grow_figure(content(), walk, nullptr, 1e9);
  CHECK(last.sentence.find("339 × 339 on image") != std::string::npos);
  CHECK(last.sentence.find("(11 − 1) · 1 = 10") != std::string::npos);
}

TEST_CASE("published fields: AlexNet 195 at pool5 with stride 32, VGG-16 212 at pool5") {
  for (const auto& [network, r, j] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"alexnet-2012", "195", "32"}, {"vgg-d", "212", "32"}}) {
    Student student;
    student.act(Kind::route, "", "#lab=receptive-field&layer=pool5&network=" + network)
        .act(Kind::toggle, "field.reveal");
    const field::Walk walk = walk_of(student);
    CHECK(walk.field_text(walk.depth()) == r);
    CHECK(walk.jump_text(walk.depth()) == j);
    const page::Figure figure = field::grow_figure(content(), walk, nullptr, 99);
    CHECK(square_of_width(figure, std::stod(r)) != nullptr);
  }
}

TEST_CASE("no figure prints a field or jump that the worksheet still asks for") {
  Student student = at_212();
  student.answer("conv1.receptive_field", "11").answer("conv1.jump", "4");
  for (const char* perspective : {"off", "on"}) {
    student.state.fields["perspective"] = perspective;
    const field::Walk walk = walk_of(student);
    for (double t = 0; t <= 8; ++t) {
      const page::Figure figure = walk.perspective ? field::perspective_figure(content(), walk, t)
                                                   : field::grow_figure(content(), walk, nullptr, t);
      const std::string said = all_text(figure) + all_text(field::recursion_figure(content(), walk, t));
      CAPTURE(said);
      // 83 is pool2's field, but also how many cells of conv1 are seen.
      for (const char* hidden : {"339", "275", "147", "· 32", "· 16", "· 8"})
        CHECK(said.find(hidden) == std::string::npos);
      CHECK(said.find("11") != std::string::npos);
    }
  }
  CHECK(find_block(student.page(), "figure.overhang") == nullptr);
  CHECK(student.json().find("339") == std::string::npos);
  student.press("show-numbers");
  CHECK(find_block(student.page(), "figure.overhang") != nullptr);
  CHECK(find_block(student.page(), "wider") != nullptr);
  CHECK(student.json().find("339") != std::string::npos);
  CHECK(verdict_of(student, "pool5.receptive_field") == Verdict::none);
}

TEST_CASE("a cell of another lab's columns is not spoken of here, and is again where it is asked for") {
  Student student;
  student.act(Kind::route, "", "#lab=layer-sizes").press("try-example").answer("conv1.output", "50");
  student.act(Kind::route, "", "#lab=receptive-field");
  const page::Page page = student.page();
  CHECK(find_block(page, "recursion.title") != nullptr);
  CHECK(find_block(page, "inspector.cell") == nullptr);
  CHECK(page.inspector_row.empty());
  for (const char* lab : {"#lab=input-sizes", "#lab=layer-sizes"}) {
    student.act(Kind::route, "", lab);
    CHECK((find_block(student.page(), "inspector.cell") != nullptr) == (std::string_view(lab) == "#lab=layer-sizes"));
  }
}

TEST_CASE("the window hangs over the edge, and column 211 is found to be unseen") {
  Student student = at_212();
  student.press("show-numbers");
  const page::Page page = student.page();
  const auto& figure = block_of<page::Figure>(page, "figure.overhang");
  CHECK(figure.sentence.find("covers columns -48 to 290: 212 of its 339 columns lie on the image, 127 hang over") !=
        std::string::npos);
  CHECK(figure.sentence.find("No neuron of pool5 sees column 211.") != std::string::npos);
  CHECK(student.json().find("2 · 8 + 1 · 32 + 1 · 32 + 1 · 32 = 112 columns") != std::string::npos);
  REQUIRE(figure.table.rows.size() == 4);
  CHECK(figure.table.rows[0] == std::vector<std::string>{"0", "57", "-112", "226", "212"});
  CHECK(figure.table.rows[3] == std::vector<std::string>{"3", "153", "-16", "322", "212"});
  bool hatched = false;
  for (const page::Mark& mark : figure.marks)
    if (const auto* gap = std::get_if<page::RectangleMark>(&mark.shape); gap != nullptr && gap->hatched)
      hatched |= gap->from.x == 210.5 && gap->to.x == 211.5;
  CHECK(hatched);
  student.act(Kind::route, "", "#lab=receptive-field&network=feature-maps&size=40x64");
  student.state.fields["reveal"] = "on";
  CHECK(find_block(student.page(), "figure.overhang_rows") != nullptr);
}

TEST_CASE("a neuron is chosen by its place, by arrow keys and by coordinates") {
  Student student = at_212();
  student.act(Kind::press, "neuron", "at:0,3");
  CHECK(walk_of(student).neuron == nn::Pair{0, 3});
  student.act(Kind::press, "neuron", "move:1,3");
  CHECK(walk_of(student).neuron == nn::Pair{1, 3});
  student.act(Kind::commit, "field.row", "2");
  CHECK(walk_of(student).neuron == nn::Pair{2, 3});
  student.act(Kind::commit, "field.row", "4");  // rows go from 0 to 3
  CHECK(block_of<page::AnswerBox>(student.page(), "field.row").verdict == Verdict::unreadable);
  student.act(Kind::select, "field.layer", "conv1");
  CHECK(walk_of(student).neuron == nn::Pair{25, 25});
  const page::Page page = student.page();
  CHECK(block_of<page::Heading>(page, "title").text == "How far does conv1 see?");
  const field::Walk walk = walk_of(student);
  for (const page::Mark& mark : field::grow_figure(content(), walk, nullptr, 1).marks)
    if (const auto* pad = std::get_if<page::HotMark>(&mark.shape)) CHECK(pad->rows == 51);
  student.act(Kind::press, "neuron", "nonsense");
  CHECK(walk_of(student).neuron == nn::Pair{25, 25});
}

TEST_CASE("forward from a patch: who sees it is who can, map by map") {
  Student student = at_212();
  student.act(Kind::select, "field.walk", "forward").act(Kind::press, "patch", "at:0,0");
  const field::Walk walk = walk_of(student);
  const auto steps = field::reached(walk);
  REQUIRE(steps.size() == 9);
  CHECK(steps[0].rows == nn::Interval{0, 7});
  CHECK(steps[1].rows == nn::Interval{0, 1});  // windows of 11 that start at 0 and 4
  CHECK(steps[2].rows == nn::Interval{0, 0});
  const page::Figure figure = field::grow_figure(content(), walk, nullptr, 1);
  CHECK(figure.sentence.find("2 × 2 of the 51 × 51 neurons of conv1") != std::string::npos);
  for (const auto draw : {0.0, 0.5, 8.0}) CHECK_FALSE(field::perspective_figure(content(), walk, draw).marks.empty());
}

TEST_CASE("measured by the engine: one seed, every layer, touched pixels, a stack") {
  Student student;
  student.act(Kind::route, "", "#lab=receptive-field&network=lenet-5");
  CHECK(wants(content(), student.state).empty());
  for (const char* part : {"show_measured", "show_depths", "show_touch", "show_stack", "reveal"})
    student.act(Kind::toggle, std::string("field.") + part);
  CHECK(wants(content(), student.state).size() == 3);  // nothing is painted yet
  student.act(Kind::press, "paint", "at:1,1").act(Kind::press, "paint", "move:1,2").act(Kind::press, "paint", "at:1,2");
  student.act(Kind::commit, "field.stack_depth", "4");
  const auto jobs = wants(content(), student.state);
  REQUIRE(jobs.size() == 4);
  const page::Page before = view(content(), student.state, {});
  CHECK(find_block(before, "figure.heat.progress") != nullptr);
  const jobs::Results results = run_all(student);
  const page::Page page = view(content(), student.state, results);
  const auto& heat = block_of<page::Figure>(page, "figure.heat");
  CHECK(heat.sentence.find("over networks: 1.") != std::string::npos);
  const auto& depths = block_of<page::Figure>(page, "figure.depths");
  const field::Walk walk = walk_of(student);
  REQUIRE(depths.table.rows.size() == walk.depth());
  for (std::size_t map = 1; map <= walk.depth(); ++map) {
    const auto& row = depths.table.rows[map - 1];
    CHECK(row[1] == walk.field_text(map));
    // The side of a disc may be wider than the square's, by the root of 2 at most.
    CHECK(std::stod(row[2]) <= std::sqrt(2.0) * std::stod(row[1]) + 1);
    CHECK(std::stod(row[2]) >= 1);
  }
  const auto& touch = block_of<page::Figure>(page, "figure.touch");
  CHECK(touch.sentence.starts_with("Touched blocks: 2."));
  CHECK(touch.sentence.find("should not see") == std::string::npos);
  const auto& stack = block_of<page::Figure>(page, "figure.stack");
  REQUIRE(stack.table.rows.size() == 4);
  CHECK(stack.table.rows[3][1] == "9");
  CHECK(find_block(page, "figure.grow") != nullptr);
  student.press("clear-paint");
  CHECK(wants(content(), student.state).size() == 3);
}

TEST_CASE("the receptive field lab draws every network at every rounding, and no sentence is missing") {
  for (const nn::NetworkSpec& network : content().networks)
    for (const char* rounding : {"floor", "ceil", "exact"})
      for (const char* walk : {"back", "forward"}) {
        CAPTURE(network.name);
        Student student;
        student.act(Kind::route, "", "#lab=receptive-field&network=" + network.name + "&rounding=" + rounding);
        student.act(Kind::select, "field.walk", walk);
        for (const char* flag : {"reveal", "show_measured", "show_depths", "show_touch", "show_stack"})
          student.act(Kind::toggle, std::string("field.") + flag);
        const std::string json = student.json();
        CHECK(json.find("<receptive_field") == std::string::npos);
        CHECK(json.find("<worksheet") == std::string::npos);
        // Without rounding some networks have no map at all at their own size.
        const bool walks = field::read_walk(content(), student.state).has_value();
        CHECK((walks || rounding == std::string("exact")));
        CHECK(figure_at(content(), student.state, {}, "figure.grow.beside", 0.5).has_value() == walks);
        student.act(Kind::toggle, "field.perspective");
        CHECK(figure_at(content(), student.state, {}, "figure.grow", 1.5).has_value() == walks);
        student.act(Kind::route, "", "#lab=receptive-field&network=" + network.name + "&size=1&rounding=" + rounding);
        CHECK_FALSE(student.json().empty());
      }
}

}  // namespace stride::app
