#include <algorithm>
#include <cmath>

#include "engine/engine.h"
#include "fixture.h"
#include "labs/layer_stepper/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace stepper = labs::layer_stepper;
using labs::Prediction;

namespace {

/// A student in the layer stepper, with an engine that is done with everything that the page wants.
struct Walker : Student {
  jobs::Results results;

  explicit Walker(const std::string& fragment = "network=alexnet-bern&size=212") {
    act(Kind::route, "", "#lab=layer-stepper&" + fragment);
  }
  page::Page run() {
    for (const jobs::Job& job : wants(content(), state))
      if (!results.contains(job.key()))
        results[job.key()] = engine::run_in_place(engine::all_kinds(), job, [] { return 0.0; });
    return view(content(), state, results);
  }
  Walker& open(const std::string& layer) {
    act(Kind::press, "layer:" + layer);
    return *this;
  }
  stepper::Opened opened() { return (run(), stepper::open_layer(content(), state, results)); }
  Walker& press_at(const std::string& pad, int row, int column) {
    time += 1000;
    state = update(content(), state,
                   {Kind::press, pad, "at:" + std::to_string(row) + "," + std::to_string(column), time}, results);
    return *this;
  }
};

void no_gaps(const page::Page& page) {
  const std::string all = page::to_json(page);
  const auto gap = all.find("<layer_stepper.");
  CHECK_MESSAGE(gap == std::string::npos, all.substr(gap == std::string::npos ? 0 : gap, 60));
}

// The sum that is written out, and the engine's cell, to the digits shown.
void sums_agree(const stepper::Opened& o, const stepper::Place& place) {
  const double total = stepper::sum_at(o, place).total(), engine = o.output->at(o.channel, place.row, place.column);
  const stepper::Sum sum = stepper::sum_at(o, place);
  double largest = std::max(std::abs(engine), sum.largest);
  for (const double part : sum.channels) largest = std::max(largest, std::abs(part));
  const int decimals = stepper::decimals_for(largest);
  CAPTURE(o.layer->name);
  CAPTURE(place.row);
  CAPTURE(place.column);
  CHECK(std::abs(total - engine) < 0.6 * std::pow(10, -decimals));
}

}  // namespace

TEST_CASE("every layer of these networks opens, with a sentence and numbers for every figure") {
  for (const char* fragment : {"network=alexnet-bern&size=212", "network=lenet-5", "network=alexnet-one-gpu"}) {
    Walker student(fragment);
    for (const nn::LayerSpec& layer : student.opened().sheet.network->layers) {
      CAPTURE(layer.name);
      student.open(layer.name);
      const page::Page page = student.run();
      no_gaps(page);
      CHECK(find_block(page, "problem") == nullptr);
      for (const auto id : {stepper::network_id, stepper::window_id, stepper::output_id, stepper::patch_id,
                            stepper::ledger_id, stepper::channels_id}) {
        if (find_block(page, id) == nullptr) continue;
        CAPTURE(std::string(id));
        const auto& figure = block_of<page::Figure>(page, id);
        CHECK_FALSE(figure.sentence.empty());
        CHECK_FALSE(figure.pending);
        for (const auto& row : figure.table.rows) CHECK(row.size() == figure.table.columns.size());
      }
    }
  }
}

TEST_CASE("a convolution's products add up to the engine's value, at edges, over groups and with padding") {
  for (const auto& [fragment, layers] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"network=alexnet-bern&size=212", {"conv1", "conv2", "conv5"}},
           {"network=alexnet-2012-grouped", {"conv2"}}}) {
    Walker student(fragment);
    for (const std::string& layer : layers) {
      student.open(layer).act(Kind::commit, "field.channel", "200");
      const stepper::Opened o = student.opened();
      REQUIRE(!o.weights.empty());
      const std::int64_t bottom = o.out.size.height - 1, right = o.out.size.width - 1;
      for (const auto& [row, column] :
           {std::pair<std::int64_t, std::int64_t>{0, 0}, {0, right}, {bottom, right / 2}, {bottom, right}})
        sums_agree(o, {row, column, o.products()});
    }
  }
}

TEST_CASE("what is written out is what the sentence and the table say") {
  Walker student;
  student.open("conv2");
  const stepper::Opened o = student.opened();
  student.act(Kind::seek, std::string(stepper::window_id), "17");
  const page::Page page = student.run();
  const auto& ledger = block_of<page::Figure>(page, stepper::ledger_id);
  const std::int64_t width = o.out.size.width;
  const double engine = o.output->at(0, 17 / width, 17 % width);
  // Terms, then bias, sum and ReLU; the terms shown make up the sum.
  double sum = 0;
  for (std::size_t i = 0; i + 2 < ledger.table.rows.size(); ++i) {
    std::string number = ledger.table.rows[i][1];
    if (number.starts_with("−")) number = "-" + number.substr(3);
    sum += std::stod(number);
  }
  const std::string shown = ledger.table.rows[ledger.table.rows.size() - 2][1];
  const auto point = shown.find('.');
  const int decimals = static_cast<int>(shown.size() - point - 1);
  CHECK(std::abs(sum - engine) < 1.5 * std::pow(10, -decimals));
  CHECK(shown == stepper::decimal(engine, decimals));
  CHECK(ledger.table.rows.back()[1] == stepper::decimal(std::max(0.0, engine), decimals));
  CHECK(ledger.sentence.find("is " + shown) != std::string::npos);
}

TEST_CASE("pools, normalisation, softmax and neurons come to the engine's values too") {
  Walker student;
  const auto close = [](double a, double b) { CHECK(std::abs(a - b) < 1e-5 * std::max(1.0, std::abs(b))); };
  student.open("pool1").act(Kind::commit, "field.channel", "7");
  stepper::Opened o = student.opened();
  for (const stepper::Place place : {stepper::Place{0, 0, 1}, {24, 24, 1}, {3, 11, 1}}) {
    const auto window = stepper::pool_window(o, place);
    CHECK(window.cells.size() == 9);
    close(window.cells[window.winner].value, o.output->at(7, place.row, place.column));
  }
  student.open("lrn1").act(Kind::commit, "field.channel", "1");
  o = student.opened();
  const auto around = stepper::neighbourhood(o, {5, 6, 1});
  CHECK(around.values.size() == 4);  // channels 0 to 3: there is none below
  close(o.input->at(1, 5, 6) / around.divisor, o.output->at(1, 5, 6));
  student.open("fc7").act(Kind::commit, "field.channel", "4000");
  o = student.opened();
  double sum = o.bias;
  for (std::size_t i = 0; i < o.weights.size(); ++i)
    sum += static_cast<double>(o.weights[i]) * static_cast<double>(o.input->numbers[i]);
  close(sum, o.output->at(4000, 0, 0));
  Walker lenet("network=lenet-5");
  for (const nn::LayerSpec& layer : lenet.opened().sheet.network->layers) {
    if (layer.type != nn::LayerType::avgpool && layer.type != nn::LayerType::softmax) continue;
    lenet.open(layer.name);
    o = lenet.opened();
    if (layer.type == nn::LayerType::softmax) {
      const auto all = stepper::exponentials(o);
      for (std::size_t i = 0; i < all.values.size(); ++i)
        close(all.values[i] / all.sum, static_cast<double>(o.output->numbers[i]));
    } else {
      const auto window = stepper::pool_window(o, {1, 2, 1});
      close(window.sum / window.divisor, o.output->at(0, 1, 2));
    }
  }
}

TEST_CASE("the window moves by the stride, and says what it never reads") {
  Walker student("network=alexnet-bern&size=214");
  const page::Page page = student.run();
  const auto& figure = block_of<page::Figure>(page, stepper::window_id);
  CHECK(figure.sentence.find("rows 0–10 and columns 0–10") != std::string::npos);
  CHECK(figure.sentence.find("3 columns at the right and 3 rows below") != std::string::npos);  // (214 - 11) % 4
  REQUIRE(figure.playback);
  CHECK(figure.playback->steps == 51 * 51 - 1);
  const auto next = figure_at(content(), student.state, student.results, stepper::window_id, 52);
  REQUIRE(next);
  CHECK(next->sentence.find("rows 4–14 and columns 4–14") != std::string::npos);
  CHECK(next->sentence.find("row 1, column 1") != std::string::npos);
}

TEST_CASE("by products one step is one multiplication, and the last one completes the sum") {
  Walker student;
  student.open("conv1").act(Kind::select, "field.walk_by", "products");
  const stepper::Opened o = student.opened();
  CHECK(stepper::walk_steps(student.state, o) == 51 * 51 * 363 - 1);
  const auto place = stepper::place_at(student.state, o, 363 + 362);
  CHECK(place.column == 1);
  CHECK(place.done == 363);
  sums_agree(o, place);
  CHECK(stepper::sum_at(o, {0, 1, 1}).channels[0] == stepper::product_at(o, {0, 1, 1}, 0).value());
  const auto patch = figure_at(content(), student.state, student.results, stepper::patch_id, 121);
  REQUIRE(patch);
  CHECK(patch->sentence.find("Product 122 of 363, on channel 1") != std::string::npos);
}

TEST_CASE("sizes that a begun worksheet still asks for are withheld, and can be answered here") {
  Walker student;
  CHECK(student.run().main.size() > 8);
  student.act(Kind::route, "", "#lab=layer-sizes").answer("conv1.output", "51");
  student.act(Kind::route, "", "#lab=layer-stepper");
  student.open("conv2");
  page::Page page = student.run();
  const auto& box = block_of<page::AnswerBox>(page, "cell.pool1.output");  // the input comes first
  CHECK(box.label == "pool1 output size");
  CHECK(find_block(page, stepper::window_id) == nullptr);
  CHECK(page::to_json(page).find("25 × 25") == std::string::npos);
  for (const jobs::Job& job : wants(content(), student.state))
    if (const auto to = job.parameters.find("to"); to != job.parameters.end()) CHECK(to->second == "conv1");
  student.answer("pool1.output", "24");
  CHECK(student.state.attempts.back().verdict == "wrong");
  student.answer("pool1.output", "25").answer("conv2.output", "13");
  page = student.run();
  CHECK(find_block(page, stepper::window_id) != nullptr);
  no_gaps(page);
  student.act(Kind::route, "", "#lab=layer-stepper&layer=conv1");
  CHECK(find_block(student.run(), stepper::window_id) != nullptr);
}

TEST_CASE("a cell of the worksheet leads to its layer, and a layer to its row") {
  Walker student;
  student.open("pool2").press("row:pool2");
  CHECK(student.state.lab == "layer-sizes");
  CHECK(student.state.focus == "cell.pool2.output");
  const page::Page page = student.page();
  CHECK(find_block(page, "walk:pool2") != nullptr);
  student.press("walk:pool2");
  CHECK(student.state.lab == "layer-stepper");
  CHECK(fragment(student.state).find("layer=pool2") != std::string::npos);
  student.open("fc6").press("row:fc6");
  CHECK(student.state.focus == "cell.fc6.parameters");
}

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

TEST_CASE("the layer, channels and settings are undone and redone, and survive a reload") {
  Walker student;
  student.open("conv2").open("pool2").act(Kind::commit, "field.channel", "9");
  student.run();
  student.press_at("channels", 0, 3);
  student.act(Kind::select, "field.order", "energy").act(Kind::commit, "field.weight_seed", "5");
  CHECK(student.opened().channel == 3);
  const auto layer = [&] { return student.opened().layer->name; };
  student.act(Kind::seek, std::string(stepper::window_id), "31.5");
  State kept = restore(content(), save(student.state)).state;
  CHECK(kept.fields == student.state.fields);
  CHECK(kept.playback == student.state.playback);
  // A reload follows the address too; another layer begins at its own start.
  kept = update(content(), kept, {Kind::route, "", fragment(student.state), student.time});
  CHECK(stepper::playback_of(kept, stepper::window_id) == 31.5);
  kept = update(content(), kept, {Kind::route, "", "#lab=layer-stepper&layer=conv5", student.time});
  CHECK(kept.playback.empty());
  CHECK(restore(content(), R"({"playback":{"figure.walk":1e300,"b":-2,"c":"x"}})").state.playback ==
        decltype(kept.playback){{"figure.walk", 1e9}, {"b", 0}, {"c", 0}});
  student.press("layer:pool2");  // nothing changes but the channel, which goes back to 0
  CHECK(student.opened().channel == 0);
  const std::size_t steps = student.state.undo.size();
  student.press("layer:pool2");  // nothing changes: nothing to undo
  CHECK(student.state.undo.size() == steps);
  for (const char* undone : {"3", "3", "3", "9", "0"}) {
    student.act(Kind::undo, "");
    CHECK(student.opened().channel == std::stoll(undone));
  }
  CHECK(layer() == "pool2");
  student.act(Kind::undo, "");
  CHECK(layer() == "conv2");
  CHECK(student.state.status == "Undone: layer.");
  student.act(Kind::undo, "");
  CHECK(layer() == "conv1");
  student.act(Kind::redo, "").act(Kind::redo, "").act(Kind::redo, "");
  CHECK(layer() == "pool2");
  CHECK(student.opened().channel == 9);
}

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
    CHECK(page::to_json(student.run()).find("engine's value") == std::string::npos);
    for (const course::SlipSpec& slip : asked.slips) {
      CAPTURE(slip.id);
      CHECK(reply(asked, slip.answer) == "wrong");
      CHECK(student.state.status.find(slip_name(slip.id)) != std::string::npos);
    }
    CHECK(reply(asked, asked.answer) == "correct");
    CHECK(page::to_json(student.run()).find("engine's value") != std::string::npos);
    CHECK(page::readings(block_of<page::Figure>(student.run(), stepper::output_id)).size() > 13);
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
