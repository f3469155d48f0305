#include <array>
#include <cmath>

#include "engine/engine.h"
#include "fixture.h"
#include "labs/rnn/derivation.h"
#include "labs/rnn/network.h"
#include "labs/rnn/view.h"

namespace stride::app {

using Kind = Action::Kind;
namespace rnn = labs::rnn;

namespace {

/// A student in the recurrent lab, with an engine that is done with everything that the page wants.
struct Watcher : Student {
  jobs::Results results;

  Watcher() { act(Kind::route, "", "#lab=rnn&hidden=16"); }
  Watcher& act(Kind kind, const std::string& id, const std::string& value = "") {
    time += 1000;
    state = update(content(), state, {kind, id, value, time}, results);
    return *this;
  }
  Watcher& press(const std::string& id) { return act(Kind::press, id); }
  Watcher& set(const std::string& field, const std::string& value) {
    return act(Kind::commit, "typed." + field, value).act(Kind::select, "field." + field, value);
  }
  /// Chosen, ordered or typed, then checked.
  Watcher& answer(const std::string& step, const std::string& value) {
    run();
    const bool number = rnn::find_step(step)->form == rnn::Form::number;
    return act(number ? Kind::input : Kind::select, "cell." + step, value).press("check:" + step);
  }
  page::Page run() {
    for (const jobs::Job& job : wants(content(), state))
      if (!results.contains(job.key()))
        results[job.key()] = engine::run_in_place(engine::all_kinds(), job, [] { return 0.0; });
    return view(content(), state, results);
  }
  rnn::Network network() { return (run(), rnn::read_network(state, results)); }
  std::string slip(const std::string& step, const std::string& value) {
    run();
    return rnn::judge(content(), state, rnn::read_plain(state, results), *rnn::find_step(step), value).misconception;
  }
};

constexpr std::pair<const char*, const char*> right_answers[] = {
    {"state", "b"},   {"expand", "a"},      {"product", "c"},    {"order", "c,a,d,b"}, {"norm", "b"},
    {"gamma", "1/4"}, {"bound", "0.83^20"}, {"sufficient", "1"}, {"conclude", "a"},    {"explode", "c"},
    {"whole", "b"},   {"normal", "a"},      {"lstm", "c"}};

bool has_step(const page::Page& page, const std::string& step) { return find_block(page, "step." + step) != nullptr; }

/// Everything that stands on a page must have a sentence: no key without one.
void no_gaps(const page::Page& page) {
  const std::string all = page::to_json(page);
  const auto gap = all.find("<rnn.");
  CHECK_MESSAGE(gap == std::string::npos, all.substr(gap == std::string::npos ? 0 : gap, 60));
}

}  // namespace

TEST_CASE("the recurrent lab says what it waits for, then shows figures with sentence and table") {
  Watcher student;
  page::Page page = view(content(), student.state, {});
  CHECK(block_of<page::Progress>(page, "progress").fraction == 0);
  no_gaps(page);
  page = student.run();
  no_gaps(page);
  for (const char* id : {"figure.gradient", "figure.saturation", "figure.singular", "figure.share"}) {
    const auto& figure = block_of<page::Figure>(page, id);
    CAPTURE(id);
    CHECK_FALSE(figure.sentence.empty());
    CHECK(figure.table.rows.size() > 5);
    CHECK_FALSE(figure.marks.empty());
    for (const auto& row : figure.table.rows) CHECK(row.size() == figure.table.columns.size());
  }
}

TEST_CASE("the backward pass is played: bars appear from T to the step reached") {
  Watcher student;
  student.run();
  const auto bars = [&](double t) {
    const auto figure = figure_at(content(), student.state, student.results, "figure.gradient", t);
    REQUIRE(figure);
    REQUIRE(figure->playback);
    CHECK(figure->playback->steps == 30);
    return figure->marks.size();
  };
  CHECK(bars(0) < bars(10));
  CHECK(bars(10) < bars(30));
  student.act(Kind::seek, "figure.gradient", "21");
  const page::Page page = student.run();
  const auto& figure = block_of<page::Figure>(page, "figure.gradient");
  CHECK(figure.playback->t == 21);
  CHECK(figure.sentence.find("step 9,") != std::string::npos);
}

TEST_CASE("it plays at the speed that is chosen") {
  Watcher student;
  const auto speed = [&] {
    const page::Page page = student.run();
    return block_of<page::Figure>(page, "figure.gradient").playback->steps_per_second;
  };
  const double normal = speed();
  CHECK(normal > 0);
  CHECK((student.set("speed", "4"), speed()) == 4 * normal);
  CHECK((student.set("speed", "0.5"), speed()) == 0.5 * normal);
}

TEST_CASE("every preset gives a page without gaps or empty plots, and is one undoable step") {
  for (const std::string_view preset : rnn::presets) {
    CAPTURE(std::string(preset));
    Watcher student;
    student.set("hidden", "12").press("preset:" + std::string(preset));
    const page::Page page = student.run();
    no_gaps(page);
    CHECK_FALSE(student.state.status.empty());
    CHECK(block_of<page::Figure>(page, "figure.gradient").marks.size() > 30);
    CHECK((find_block(page, "figure.comparison") != nullptr) == (preset == "beside"));
    student.act(Kind::undo, "");
    CHECK(labs::value_of(*labs::find_lab("rnn"), student.state, "hidden") == "12");
  }
}

TEST_CASE("presets tell the story that they promise") {
  const auto outcome = [](const std::string& preset) {
    Watcher student;
    student.press("preset:" + preset);
    return *student.network().outcome;
  };
  const jobs::RnnOutcome vanish = outcome("vanish"), edge = outcome("edge"), explode = outcome("explode"),
                         saturated = outcome("saturated"), dying = outcome("dying"), orthogonal = outcome("orthogonal"),
                         lstm = outcome("lstm");
  CHECK(vanish.gradient[0] < -3);
  CHECK(std::abs(edge.gradient[0]) < 1);
  CHECK(explode.gradient[0] > 1);
  CHECK(saturated.sigma > 1);
  CHECK(saturated.gradient[0] < -3);
  CHECK(dying.gradient[0] < -6);
  CHECK(std::abs(orthogonal.gradient[0]) < 1e-4F);
  CHECK(lstm.cell_gradient[0] > vanish.gradient[0]);
}

TEST_CASE("a slider turns the network as it moves, in one undoable step; what is typed waits") {
  Watcher student;
  const auto value = [&](const char* field) { return labs::value_of(*labs::find_lab("rnn"), student.state, field); };
  for (const char* each : {"0.84", "0.9", "1.02"}) {
    student.act(Kind::input, "field.scale_to", each);
    CHECK(value("scale_to") == each);
  }
  student.act(Kind::commit, "field.scale_to", "1.02");
  const page::Page page = student.run();
  CHECK(block_of<page::Slider>(page, "field.scale_to").value == 1.02);
  CHECK(block_of<page::AnswerBox>(page, "typed.scale_to").value == "1.02");
  student.act(Kind::undo, "");
  CHECK(value("scale_to") == "0.83");
  student.act(Kind::input, "typed.scale_to", "3.");
  CHECK(value("scale_to") == "0.83");
  student.act(Kind::commit, "typed.scale_to", "3.5");
  CHECK(block_of<page::Slider>(student.run(), "field.scale_to").high == 3.5);
  student.act(Kind::input, "field.scale_to", "wide").act(Kind::input, "typed.scale_to", "wide");
  CHECK(value("scale_to") == "3.5");
  for (const char* field : {"steps", "hidden", "input_scale", "bias", "truncate", "clip"}) {
    CAPTURE(std::string(field));
    CHECK(find_block(page, std::string("field.") + field) != nullptr);
    CHECK(find_block(page, std::string("typed.") + field) != nullptr);
  }
  CHECK(find_block(page, "field.forget_bias") == nullptr);
  student.set("cell", "lstm");
  CHECK(find_block(student.run(), "field.forget_bias") != nullptr);
  student.press("another-seed");
  CHECK(value("seed") == "8");
}

TEST_CASE("settings out of range are said and change nothing; a link carries the rest") {
  Watcher student;
  student.act(Kind::commit, "typed.hidden", "9999");
  const page::Page page = student.run();
  CHECK(block_of<page::AnswerBox>(page, "typed.hidden").verdict == Verdict::unreadable);
  CHECK(student.network().hidden == 16);
  student.act(Kind::commit, "typed.scale_to", "1.25");
  CHECK(fragment(student.state).find("lab=rnn&cell=tanh&hidden=16&steps=30&scale=sigma&scale_to=1.25&") == 0);
  student.set("sequence", "text").set("reads", "my own words");
  CHECK(labs::value_of(*labs::find_lab("rnn"), student.state, "reads") == "my own words");
  CHECK(fragment(student.state).find("words") == std::string::npos);
}

TEST_CASE("while a network is computed the one before stays, with all figures at their places") {
  Watcher student;
  student.set("compare_1", "lstm");
  const page::Page before = student.run();
  const std::vector<jobs::Job> old = wants(content(), student.state);
  for (std::size_t place = 0; place < old.size(); ++place)
    student.results[jobs::latest_key("rnn", place)].key = old[place].key();
  student.results[jobs::finished_key("rnn")].key = old[0].key();
  student.set("scale_to", "0.9").set("steps", "50");
  const auto same_places = [&](const page::Page& page) {
    no_gaps(page);
    REQUIRE(page.main.size() == before.main.size());
    for (std::size_t i = 0; i < page.main.size(); ++i) CHECK(page.main[i].id == before.main[i].id);
  };
  const page::Page waiting = view(content(), student.state, student.results);
  same_places(waiting);
  for (const char* id :
       {"figure.gradient", "figure.comparison", "figure.saturation", "figure.singular", "figure.share"}) {
    CAPTURE(id);
    const auto &now = block_of<page::Figure>(waiting, id), &then = block_of<page::Figure>(before, id);
    CHECK(now.pending);
    CHECK_FALSE(then.pending);
    CHECK(now.marks.size() == then.marks.size());
    CHECK(now.sentence == then.sentence);
    CHECK(now.title == then.title);
  }
  CHECK(figure_at(content(), student.state, student.results, "figure.gradient", 50));
  // Then the norms come, and singular values later: until they do, those of before are shown.
  const jobs::Job wanted = wants(content(), student.state).front();
  int told = 0;
  engine::run_in_place(
      engine::all_kinds(), wanted, [] { return 0.0; },
      [&](const jobs::JobResult& so_far) {
        student.results[wanted.key()] = so_far;
        student.results[wanted.key()].key = wanted.key();
        return ++told < 1;
      });
  const page::Page partly = view(content(), student.state, student.results);
  same_places(partly);
  CHECK_FALSE(block_of<page::Figure>(partly, "figure.gradient").pending);
  CHECK(block_of<page::Figure>(partly, "figure.gradient").sentence.find("50 steps") != std::string::npos);
  const auto& fan = block_of<page::Figure>(partly, "figure.singular");
  CHECK(fan.pending);
  CHECK(fan.marks.size() == block_of<page::Figure>(before, "figure.singular").marks.size());
}

TEST_CASE("up to four networks stand side by side on one axis, with half-lives and underflow") {
  Watcher student;
  student.set("scale", "gain").set("scale_to", "0.9").set("compare_1", "scale:1.1").set("compare_2", "lstm");
  student.set("compare_3", "gru");
  const page::Page page = student.run();
  const auto& figure = block_of<page::Figure>(page, "figure.comparison");
  CHECK(figure.table.rows.size() == 4);
  CHECK(figure.table.rows[0][0] == "gain 0.9");
  CHECK(figure.table.rows[1][0] == "gain 1.1");
  CHECK(figure.table.rows[2][0] == "LSTM");
  CHECK(figure.sentence.find("every") != std::string::npos);
  CHECK(figure.x.high == 4);
  std::array<int, 4> bars{};
  for (const page::Mark& mark : figure.marks)
    if (const auto* bar = std::get_if<page::RectangleMark>(&mark.shape))
      ++bars.at(static_cast<std::size_t>(bar->from.x + 0.01));
  for (const int count : bars) CHECK(count == 31);
}

TEST_CASE("underflow, explosion and what is no number are shown as such, never as an empty plot") {
  const auto sentence = [](const char* cell, const char* scale_to, const char* steps, const char* bias) {
    Watcher student;
    student.set("cell", cell).set("weights", "orthogonal").set("scale_to", scale_to).set("steps", steps);
    student.set("bias", bias).set("hidden", "8");
    const page::Page page = student.run();
    const auto& figure = block_of<page::Figure>(page, "figure.gradient");
    CHECK(figure.marks.size() > 20);
    return figure.sentence;
  };
  CHECK(sentence("identity", "0.5", "900", "0").find("From step 7") != std::string::npos);  // some 125 steps back
  CHECK(sentence("identity", "0.5", "900", "0").find("no normal numbers") != std::string::npos);
  CHECK(sentence("identity", "4", "900", "0").find("overflows float32 at step") != std::string::npos);
  CHECK(sentence("relu", "1", "30", "-50").find("exactly 0") != std::string::npos);
}

TEST_CASE("gradients are shown before and after clipping, all shortened alike") {
  Watcher student;
  const auto sizes = [&](std::size_t column) {
    const page::Page page = student.run();
    std::vector<std::string> cells;
    for (const page::Row& row : block_of<page::Table>(page, "clip").rows)
      cells.push_back(std::get<page::Prose>(row.cells[column][0].body).text[0].text);
    return cells;
  };
  const double whole = student.network().outcome->whole_gradient;
  CHECK(sizes(1) == sizes(2));
  CHECK(sizes(1)[3] == rnn::power_text(whole));
  student.set("clip", "0.1");
  REQUIRE(whole > -1);
  CHECK(sizes(2)[3] == "0.1");
  CHECK(sizes(2)[0] == rnn::power_text(student.network().outcome->weight_gradient - 1 - whole));
  student.set("clip", "1000");
  CHECK(sizes(1) == sizes(2));
}

TEST_CASE("the derivation is chosen, ordered and completed, with this network's numbers, and can be taken along") {
  Watcher student;
  for (const auto& [step, answer] : right_answers) {
    CAPTURE(std::string(step));
    CHECK(has_step(student.run(), step));
    CHECK_FALSE(find_block(student.run(), "derivation.done"));
    student.answer(step, answer);
    CHECK(student.state.attempts.back().verdict == "correct");
  }
  const page::Page page = student.run();
  CHECK(find_block(page, "derivation.done") != nullptr);
  no_gaps(page);
  CHECK(std::size(right_answers) == rnn::steps.size());
  const std::string working = clipboard_text(content(), student.state, "vanishing-gradients.md", student.results);
  for (const char* part : {"0.83^20", "diag(f′(a\\_k)) W", "## Why gradients vanish", "σ\\_max = 0.83",
                           "13. What an LSTM changes", "- [x] Its largest singular value"}) {
    CAPTURE(part);
    CHECK(working.find(part) != std::string::npos);
  }
  CHECK(working.find("Check") == std::string::npos);
}

TEST_CASE("every step speaks with the running network's own numbers") {
  Watcher one, other;
  other.set("hidden", "12").set("steps", "25").set("scale_to", "0.6");
  for (const auto& [step, answer] : right_answers) {
    one.answer(step, answer);
    other.answer(step, std::string_view(step) == "bound" ? "0.6^20" : answer);
    const auto card = [&](Watcher& student) {
      page::Page page;
      const page::Page whole = student.run();
      page.main = {*find_block(whole, "step." + std::string(step))};
      return page::to_markdown(page);
    };
    CAPTURE(std::string(step));
    CHECK(card(one) != card(other));
  }
}

TEST_CASE("a choice gives the reason of what was checked, and all reasons once it is right") {
  Watcher student;
  const auto options = [&](const std::string& step) {
    const page::Page page = student.run();
    return block_of<page::Choice>(page, "cell." + step).options;
  };
  student.act(Kind::select, "cell.state", "a");
  CHECK(options("state")[0].chosen);
  CHECK(options("state")[0].verdict == Verdict::none);  // an arrow key that passes by answers nothing
  student.press("check:state");
  CHECK(options("state")[0].verdict == Verdict::wrong);
  CHECK(options("state")[0].reason.find("no memory") != std::string::npos);
  CHECK(options("state")[1].reason.empty());
  CHECK_FALSE(has_step(student.run(), "expand"));
  student.answer("state", "b");
  for (const page::ChoiceOption& option : options("state")) CHECK_FALSE(option.reason.empty());
  CHECK(has_step(student.run(), "expand"));
}

TEST_CASE("lines out of order are told how far they are right, and move") {
  Watcher student;
  for (int i = 0; i < 3; ++i) student.answer(right_answers[i].first, right_answers[i].second);
  const auto order = [&] {
    const page::Page page = student.run();
    return block_of<page::Ordering>(page, "cell.order");
  };
  CHECK(order().items.front().id == "a");
  student.answer("order", "c,b,a,d");
  CHECK(order().verdict == Verdict::wrong);
  CHECK(order().items[0].verdict == Verdict::correct);
  CHECK(order().items[1].verdict == Verdict::none);
  CHECK(student.state.status.find("The first line is right") == 0);
  student.act(Kind::select, "cell.order", "c,a,b,d");
  CHECK(order().verdict == Verdict::none);  // not checked yet
  student.press("check:order");
  CHECK(student.state.status.find("The first two are right") == 0);
  student.answer("order", "c,a,d,b");
  CHECK(order().verdict == Verdict::correct);
  CHECK(has_step(student.run(), "norm"));
}

TEST_CASE("wrong answers are traced to their slip, by name") {
  Watcher student;
  const rnn::Network network = student.network();
  const std::string radius = std::to_string(network.outcome->radius);
  const struct {
    const char *step, *answer, *slip;
  } plain[] = {{"product", "a", "sum-for-product"},
               {"product", "b", "slope-forgotten"},
               {"norm", "a", "spectral-radius-for-norm"},
               {"normal", "b", "spectral-radius-for-norm"},
               {"gamma", "1", "slope-forgotten"},
               {"conclude", "b", "vanishing-iff"},
               {"bound", "20*0.83", "sum-for-product"},
               {"sufficient", "1/20", "sum-for-product"},
               {"bound", "0.024", ""},
               {"product", "c", ""},
               {"gamma", "1/4", ""},
               {"bound", "0.5", ""}};
  for (const auto& each : plain) {
    CAPTURE(std::string(each.step) + " " + each.answer);
    CHECK(student.slip(each.step, each.answer) == each.slip);
  }
  CHECK(student.slip("bound", radius + "^20") == "spectral-radius-for-norm");
  CHECK(student.slip("sufficient", "0.83/" + radius) == "spectral-radius-for-norm");
  student.set("cell", "sigmoid");
  CHECK(student.slip("bound", "0.83^20") == "slope-forgotten");
  CHECK(student.slip("sufficient", "1") == "slope-forgotten");
  CHECK(student.slip("sufficient", "1/80") == "");
  CHECK(student.slip("sufficient", "4/20") == "sum-for-product");
  student.answer("bound", "(0.83/4)^20");
  CHECK(student.state.attempts.back().verdict == "correct");
  // The name stands before the reason.
  student.answer("conclude", "b");
  CHECK(page::to_json(student.run()).find("Sufficient, read as necessary") == std::string::npos);  // not reached yet
}

TEST_CASE("the slip's name is said where the answer stands") {
  Watcher student;
  for (const auto& [step, answer] : right_answers) {
    if (std::string_view(step) == "conclude") break;
    student.answer(step, answer);
  }
  student.answer("conclude", "b");
  const page::Page page = student.run();
  CHECK(block_of<page::Choice>(page, "cell.conclude").options[1].reason.find("Sufficient, read as necessary. ") == 0);
  student.answer("bound", "20*0.83");
  CHECK(block_of<page::Callout>(student.run(), "step.bound.said").title == "A sum in place of a product");
}

TEST_CASE("hints come one at a time, and are counted") {
  Watcher student;
  for (int i = 0; i < 6; ++i) student.answer(right_answers[i].first, right_answers[i].second);
  CHECK_FALSE(find_block(student.run(), "step.bound.hint.1"));
  student.press("hint:bound").press("hint:bound");
  CHECK(find_block(student.run(), "step.bound.hint.2") != nullptr);
  CHECK_FALSE(find_block(student.run(), "step.bound.hint.3"));
  for (int i = 0; i < 3; ++i) student.press("hint:bound");
  CHECK_FALSE(block_of<page::Button>(student.run(), "hint:bound").enabled);
  student.answer("bound", "0.024");
  CHECK(student.state.attempts.back().help == 3);
}

TEST_CASE("what was right stays answered when the network is turned, and says that it has another number now") {
  Watcher student;
  for (const auto& [step, answer] : right_answers) student.answer(step, answer);
  student.set("scale_to", "0.6");
  const page::Page page = student.run();
  CHECK(find_block(page, "derivation.done") != nullptr);
  CHECK(block_of<page::AnswerBox>(page, "cell.bound").verdict == Verdict::consistent);
  student.answer("bound", "0.5^20");
  CHECK(block_of<page::AnswerBox>(student.run(), "cell.bound").verdict == Verdict::wrong);
  student.answer("bound", "0.6^20");
  CHECK(block_of<page::AnswerBox>(student.run(), "cell.bound").verdict == Verdict::correct);
}

TEST_CASE("the derivation beside a cell with gates speaks of the tanh network with the same settings") {
  Watcher student;
  student.set("cell", "lstm");
  CHECK(wants(content(), student.state).size() == 2);
  const page::Page page = student.run();
  no_gaps(page);
  CHECK(find_block(page, "derivation.gated") != nullptr);
  CHECK(rnn::read_plain(student.state, student.results).cell == "tanh");
  CHECK(rnn::read_network(student.state, student.results).cell == "lstm");
  student.answer("bound", "0.83^20");
  CHECK(student.state.attempts.back().verdict == "correct");
}

TEST_CASE("a number isn't judged before its network is measured") {
  Watcher student;
  student.set("scale", "radius");
  student.act(Kind::input, "cell.bound", "0.1").press("check:bound");
  CHECK(student.state.attempts.empty());
  CHECK(student.state.status.find("still being measured") != std::string::npos);
  student.answer("bound", "0.1");
  CHECK(student.state.attempts.size() == 1);
}

TEST_CASE("powers are written as they are read") {
  CHECK(rnn::power_text(0) == "1");
  CHECK(rnn::power_text(std::log10(0.0031)) == "0.0031");
  CHECK(rnn::power_text(-12 + std::log10(2.4)) == "2.4·10⁻¹²");
  CHECK(rnn::power_text(-INFINITY) == "0");
  CHECK(rnn::power_text(NAN) == "–");
}

}  // namespace stride::app
