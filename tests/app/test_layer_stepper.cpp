#include <algorithm>
#include <cmath>

#include "walker.h"

namespace stride::app {

namespace {

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
  const auto& output = block_of<page::Figure>(page, stepper::output_id);
  CHECK(figure.sentence.find(" It is " + output.table.rows[0][1] + ".") != std::string::npos);
  CHECK(figure.sentence.find("Columns at the right: 3; rows below: 3.") != std::string::npos);  // (214 - 11) % 4
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

}  // namespace stride::app
