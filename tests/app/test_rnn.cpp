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
  page::Page run() {
    for (const jobs::Job& job : wants(content(), state))
      if (!results.contains(job.key()))
        results[job.key()] = engine::run_in_place(engine::all_kinds(), job, [] { return 0.0; });
    return view(content(), state, results);
  }
  rnn::Network network() { return (run(), rnn::read_network(content(), state, results)); }
};

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

TEST_CASE("every preset gives a page without gaps or empty plots, and is one undoable step") {
  for (const std::string_view preset : rnn::presets) {
    CAPTURE(std::string(preset));
    Watcher student;
    student.act(Kind::commit, "field.hidden", "12");
    student.press("preset:" + std::string(preset));
    const page::Page page = student.run();
    no_gaps(page);
    CHECK_FALSE(student.state.status.empty());
    CHECK(block_of<page::Figure>(page, "figure.gradient").marks.size() > 30);
    CHECK((find_block(page, "figure.comparison") != nullptr) == (preset == "beside"));
    student.press("undo");
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

TEST_CASE("the derivation goes on step by step, with this network's numbers") {
  Watcher student;
  const auto said = [&](const std::string& step) {
    const page::Page page = student.run();
    return page::to_json(page).find("step." + step + ".title") != std::string::npos;
  };
  CHECK(said("state"));
  CHECK_FALSE(said("expand"));
  student.press("pick:state:a");
  CHECK_FALSE(said("expand"));
  CHECK_FALSE(student.state.attempts.empty());
  student.press("pick:state:b").press("pick:expand:a").press("pick:product:a");
  CHECK(student.state.attempts.back().verdict == "wrong");
  CHECK(rnn::judge(content(), student.state, student.network(), "product", "a").misconception == "sum-for-product");
  student.press("pick:product:c");
  for (const char* order : {"c", "ca", "cad"}) student.press("pick:order:" + std::string(order));
  CHECK_FALSE(said("norm"));
  student.press("pick:order:cadb").press("pick:norm:b").answer("gamma", "1");
  CHECK(rnn::judge(content(), student.state, student.network(), "gamma", "1").misconception == "slope-forgotten");
  student.answer("gamma", "1/4").answer("bound", "0.83^20");
  for (const char* pick : {"conclude:a", "explode:c", "whole:b", "normal:a", "lstm:c"})
    student.press("pick:" + std::string(pick));
  const page::Page page = student.run();
  CHECK(find_block(page, "derivation.done") != nullptr);
  no_gaps(page);
  const std::string working = clipboard_text(content(), student.state, "markdown");
  CHECK(working.find("0.83^20") != std::string::npos);
  CHECK(working.find("diag(f′(a_k)) W") != std::string::npos);
}

TEST_CASE("wrong bounds are traced to their slip") {
  Watcher student;
  const rnn::Network network = student.network();
  const auto slip = [&](double value) {
    return rnn::judge(content(), student.state, network, "bound", std::to_string(value)).misconception;
  };
  const double radius = network.outcome->radius;
  CHECK(rnn::judge(content(), student.state, network, "bound", "0.024").verdict == Verdict::correct);
  CHECK(rnn::judge(content(), student.state, network, "bound", std::to_string(radius) + "^20").misconception ==
        "spectral-radius-for-norm");
  CHECK(slip(20 * 0.83) == "sum-for-product");
  student.act(Kind::select, "field.cell", "sigmoid");
  const rnn::Network logistic = student.network();
  CHECK(rnn::judge(content(), student.state, logistic, "bound", std::to_string(std::pow(0.83, 20))).misconception ==
        "slope-forgotten");
  CHECK(rnn::judge(content(), student.state, logistic, "bound", "(0.83/4)^20").verdict == Verdict::correct);
}

TEST_CASE("settings out of range are said and change nothing; a link carries the rest") {
  Watcher student;
  student.act(Kind::commit, "field.hidden", "9999");
  const page::Page page = student.run();
  CHECK(block_of<page::AnswerBox>(page, "field.hidden").verdict == Verdict::unreadable);
  CHECK(student.network().hidden == 16);
  student.act(Kind::commit, "field.scale_to", "1.25").press("more");
  CHECK(fragment(student.state).find("lab=rnn&cell=tanh&hidden=16&steps=30&scale=sigma&scale_to=1.3&") == 0);
  student.act(Kind::select, "field.sequence", "text").act(Kind::commit, "field.reads", "my own words");
  CHECK(fragment(student.state).find("words") == std::string::npos);
}

TEST_CASE("powers are written as they are read") {
  CHECK(rnn::power_text(0) == "1");
  CHECK(rnn::power_text(std::log10(0.0031)) == "0.0031");
  CHECK(rnn::power_text(-12 + std::log10(2.4)) == "2.4·10⁻¹²");
  CHECK(rnn::power_text(-INFINITY) == "0");
  CHECK(rnn::power_text(NAN) == "–");
}

}  // namespace stride::app
