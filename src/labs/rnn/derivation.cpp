#include "labs/rnn/derivation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "labs/rnn/rnn.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using page::Block;
using page::Blocks;

namespace {

enum class Form : std::uint8_t { choice, order, number };
struct Step {
  std::string_view id;
  Form form = Form::choice;
  std::string_view right;                            // the letter, or the letters in order
  std::string_view letters = "abc";                  // of the options
  std::array<std::string_view, 3> misconceptions{};  // of a, b, c
};

constexpr std::array<Step, 12> steps = {{
    {.id = "state", .right = "b"},
    {.id = "expand", .right = "a"},
    {.id = "product", .right = "c", .misconceptions = {"sum-for-product", "slope-forgotten", ""}},
    {.id = "order", .form = Form::order, .right = "cadb", .letters = "abcd"},
    {.id = "norm", .right = "b", .misconceptions = {"spectral-radius-for-norm", "", ""}},
    {.id = "gamma", .form = Form::number},
    {.id = "bound", .form = Form::number},
    {.id = "conclude", .right = "a", .misconceptions = {"", "vanishing-iff", ""}},
    {.id = "explode", .right = "c"},
    {.id = "whole", .right = "b"},
    {.id = "normal", .right = "a", .misconceptions = {"", "spectral-radius-for-norm", ""}},
    {.id = "lstm", .right = "c"},
}};

const Step* find_step(std::string_view id) {
  const auto found = std::ranges::find(steps, id, &Step::id);
  return found == steps.end() ? nullptr : &*found;
}

// The numbers that the sentences speak of.
struct Numbers {
  double sigma = 0, radius = 0, gamma = 1;
  int lag = 1, steps = 1;
  double bound = 0, measured = std::nan(""), recent = std::nan("");  // logarithms; the share of the last steps
};

Numbers numbers_of(const State& state, const Network& network) {
  Numbers n;
  const double scale = number_of(state, "scale_to");
  n.sigma = network.outcome ? network.outcome->sigma : scale;
  n.radius = network.outcome ? network.outcome->radius : std::nan("");
  n.gamma = value_of(lab, state, "cell") == "sigmoid" ? 0.25 : 1;
  n.steps = static_cast<int>(number_of(state, "steps"));
  n.lag = std::min(20, n.steps);
  n.bound = n.lag * std::log10(n.gamma * n.sigma);
  if (!network.outcome) return n;
  n.measured = static_cast<double>(network.outcome->gradient[static_cast<std::size_t>(n.steps - n.lag)]);
  double recent = 0;
  for (int t = std::max(1, n.steps - 4); t <= n.steps; ++t)
    recent += static_cast<double>(network.outcome->share[static_cast<std::size_t>(t)]);
  n.recent = recent;
  return n;
}

std::string fill(const Content& content, const std::string& key, const State& state, const Numbers& n) {
  return content.text.get(key, {{"sigma", short_number(n.sigma)},
                                {"radius", short_number(n.radius)},
                                {"gamma", n.gamma == 1 ? "1" : "1/4"},
                                {"lag", std::to_string(n.lag)},
                                {"steps", std::to_string(n.steps)},
                                {"factor", short_number(n.gamma * n.sigma)},
                                {"bound", power_text(n.bound)},
                                {"measured", power_text(n.measured)},
                                {"recent", short_number(100 * n.recent)},
                                {"cell", cell_title(content, value_of(lab, state, "cell"))}});
}

bool close_to(double value, double log10) {
  return value > 0 && std::abs(std::log10(value) - log10) < std::log10(1.05);  // as exact as sigma is shown
}

Judgement judge_number(const Content& content, const State& state, const Numbers& n, const Step& step,
                       std::string_view answer) {
  const std::string key = "rnn.step." + std::string(step.id);
  const auto said = [&](Verdict verdict, std::string misconception, const std::string& suffix) {
    return Judgement{verdict, std::move(misconception), fill(content, key + suffix, state, n)};
  };
  const auto parsed = math::parse_answer(answer);
  const auto value = parsed ? math::evaluate_real(*parsed) : Result<double>(std::unexpected(parsed.error()));
  if (!value) return {Verdict::unreadable, "", value.error().text()};
  if (step.id == "gamma") {
    if (std::abs(*value - 0.25) < 1e-9) return said(Verdict::correct, "", ".right");
    return *value == 1 ? said(Verdict::wrong, "slope-forgotten", ".slope") : said(Verdict::wrong, "", ".wrong");
  }
  if (close_to(*value, n.bound)) return said(Verdict::correct, "", ".right");
  if (n.gamma < 1 && close_to(*value, n.lag * std::log10(n.sigma)))
    return said(Verdict::wrong, "slope-forgotten", ".slope");
  if (n.radius > 0 && close_to(*value, n.lag * std::log10(n.gamma * n.radius)))
    return said(Verdict::wrong, "spectral-radius-for-norm", ".radius");
  if (close_to(*value, std::log10(n.lag * n.gamma * n.sigma))) return said(Verdict::wrong, "sum-for-product", ".sum");
  return said(Verdict::wrong, "", ".wrong");
}

Judgement judge_step(const Content& content, const State& state, const Numbers& n, const Step& step,
                     std::string_view answer) {
  if (answer.empty()) return {};
  const std::string key = "rnn.step." + std::string(step.id);
  if (step.form == Form::number) return judge_number(content, state, n, step, answer);
  if (answer == step.right)
    return {Verdict::correct, "",
            fill(content, step.form == Form::choice ? key + ".why." + std::string(answer) : key + ".right", state, n)};
  if (step.form == Form::order) {
    const bool so_far = step.right.starts_with(answer);
    if (so_far && answer.size() < step.right.size()) return {Verdict::none, "", content.text.get("rnn.order_so_far")};
    return {Verdict::wrong, "", content.text.get(key + ".wrong")};
  }
  const auto index = step.letters.find(answer);
  if (index == std::string_view::npos) return {Verdict::unreadable, "", content.text.get("rnn.no_option")};
  return {Verdict::wrong, std::string(step.misconceptions[index]),
          fill(content, key + ".why." + std::string(answer), state, n)};
}

std::string answer_of(const State& state, const Step& step) {
  const auto found = state.entries.find(std::string(sheet_key) + "/" + std::string(step.id));
  return found == state.entries.end() ? "" : found->second.checked;
}

std::string draft_of(const State& state, const Step& step) {
  const auto found = state.entries.find(std::string(sheet_key) + "/" + std::string(step.id));
  return found == state.entries.end() ? "" : found->second.draft;
}

// Options as buttons; an order grows by one letter with each.
Blocks option_buttons(const Content& content, const Step& step, const std::string& answer) {
  const std::string key = "rnn.step." + std::string(step.id);
  const bool restart = step.form == Form::order && !step.right.starts_with(answer);
  const std::string before = step.form == Form::order && !restart ? answer : "";
  Blocks buttons;
  for (const char letter : step.letters) {
    if (before.find(letter) != std::string::npos) continue;
    const std::string label = content.text.get(key + ".option." + letter);
    const std::string id = "pick:" + std::string(step.id) + ":" + before + letter;
    buttons.push_back({id, page::Button{.label = label, .look = page::Button::Look::plain}});
  }
  return buttons;
}

Blocks placed_lines(const Content& content, const Step& step, const std::string& answer) {
  Blocks lines;
  int number = 1;
  for (const char letter : answer)
    lines.push_back(
        page::prose({page::plain(std::to_string(number++) + ". " +
                                 content.text.get("rnn.step." + std::string(step.id) + ".option." + letter))}));
  return lines;
}

Block card_of(const Content& content, const State& state, const Numbers& n, const Step& step,
              const Judgement& judgement, int number) {
  const std::string id(step.id), key = "rnn.step." + id, answer = answer_of(state, step);
  const bool right = judgement.verdict == Verdict::correct;
  Blocks blocks = {
      {"step." + id + ".title", page::Heading{3, std::to_string(number) + ". " + content.text.get(key + ".title")}},
      {"step." + id + ".ask", page::Prose{{page::plain(fill(content, key + ".ask", state, n))}}}};
  if (step.form == Form::number) {
    page::AnswerBox box{.label = content.text.get(key + ".box"),
                        .caption = content.text.get(key + ".box"),
                        .value = draft_of(state, step),
                        .verdict = judgement.verdict,
                        .keyboard = page::Keyboard::text};
    if (judgement.verdict != Verdict::none) box.described_by = "step." + id + ".said";
    blocks.push_back({"cell." + id, box});
  } else {
    if (step.form == Form::order && (right || step.right.starts_with(answer)))
      for (Block& line : placed_lines(content, step, answer)) blocks.push_back(std::move(line));
    if (right && step.form == Form::choice)
      blocks.push_back(page::prose({page::strong(content.text.get(key + ".option." + answer))}));
    if (!right)
      for (Block& button : option_buttons(content, step, answer)) blocks.push_back(std::move(button));
  }
  if (judgement.verdict != Verdict::none) {
    const page::Tone tone = right ? page::Tone::right : page::Tone::wrong;
    blocks.push_back({"step." + id + ".said", page::Callout{tone, "", {page::prose(judgement.message)}}});
  }
  return {"step." + id, page::Card{std::move(blocks)}};
}

}  // namespace

Judgement judge(const Content& content, const State& state, const Network& network, std::string_view step,
                std::string_view answer) {
  const Step* found = find_step(step);
  return found == nullptr ? Judgement{} : judge_step(content, state, numbers_of(state, network), *found, answer);
}

Blocks derivation(const Content& content, const State& state, const Network& network) {
  const Text& text = content.text;
  Blocks blocks = {{"derivation.title", page::Heading{2, text.get("rnn.derivation.title")}},
                   {"derivation.lead", page::Prose{{page::plain(text.get("rnn.derivation.lead"))}, page::Tone::soft}}};
  if (network.outcome && !(network.outcome->gamma > 0))
    blocks.push_back(
        {"derivation.gated", page::Prose{{page::plain(text.get("rnn.derivation.gated"))}, page::Tone::note}});
  const Numbers n = numbers_of(state, network);
  int number = 1;
  for (const Step& step : steps) {
    const Judgement judgement = judge_step(content, state, n, step, answer_of(state, step));
    blocks.push_back(card_of(content, state, n, step, judgement, number++));
    if (judgement.verdict != Verdict::correct) return blocks;
  }
  blocks.push_back(
      {"derivation.done", page::Callout{page::Tone::right,
                                        text.get("rnn.derivation.done"),
                                        {page::prose(fill(content, "rnn.derivation.summary", state, n))}}});
  return blocks;
}

std::string copy(const Content& content, const State& state, std::string_view format) {
  const Numbers n = numbers_of(state, {});
  std::string out = format == "markdown" ? "# " + content.text.get("rnn.derivation.title") + "\n\n" : "";
  int number = 1;
  for (const Step& step : steps) {
    const std::string answer = answer_of(state, step), key = "rnn.step." + std::string(step.id);
    const Judgement judgement = judge_step(content, state, n, step, answer);
    if (judgement.verdict != Verdict::correct) break;
    out += std::to_string(number++) + ". " + content.text.get(key + ".title") + "\n";
    if (step.form == Form::number) out += "   " + answer + "\n";
    if (step.form != Form::number)
      for (const char letter : answer) out += "   " + content.text.get(key + ".option." + letter) + "\n";
    if (step.id != "bound" && step.id != "whole" && step.id != "normal") out += "   " + judgement.message + "\n";
  }
  return out;
}

}  // namespace stride::labs::rnn
