#include "labs/rnn/derivation.h"

#include "labs/rnn/rnn.h"
#include "labs/rnn/view.h"

namespace stride::labs::rnn {

using page::Block;
using page::Blocks;

namespace {

constexpr int most_help = 3;

/// One step as it is put to the student.
struct Asked {
  const Content& content;
  const State& state;
  const Network& network;
  const Step& step;
  Entry entry;
  Judgement judgement;
  bool written = false;

  [[nodiscard]] std::string say(std::string_view key) const {
    return fill(content, state, network, std::string(step.id) + "." + std::string(key));
  }
  [[nodiscard]] std::string id(std::string_view part) const {
    return "step." + std::string(step.id) + "." + std::string(part);
  }
  [[nodiscard]] bool settled() const {
    return judgement.verdict == Verdict::correct || judgement.verdict == Verdict::consistent;
  }
};

// With the slip's name before it.
std::string named(const Content& content, const Judgement& judgement) {
  if (judgement.misconception.empty()) return judgement.message;
  return content.text.get("rnn.misconception." + judgement.misconception) + ". " + judgement.message;
}

// The network may have been turned since a number was right: it stays answered.
bool was_right(const State& state, const Step& step, const std::string& answer) {
  const std::string key = std::string(sheet_key) + "/" + std::string(step.id);
  for (auto attempt = state.attempts.rbegin(); attempt != state.attempts.rend(); ++attempt)
    if (attempt->key == key) return attempt->answer == answer && attempt->verdict == to_string(Verdict::correct);
  return false;
}

Asked ask(const Content& content, const State& state, const Network& network, const Step& step, bool written) {
  const auto found = state.entries.find(std::string(sheet_key) + "/" + std::string(step.id));
  Asked asked{content, state, network, step, found == state.entries.end() ? Entry{} : found->second, {}, written};
  asked.judgement = judge(content, state, network, step, asked.entry.checked);
  if (asked.judgement.verdict == Verdict::wrong && was_right(state, step, asked.entry.checked))
    asked.judgement = {Verdict::consistent, "", content.text.get("rnn.was_right")};
  return asked;
}

// Each option with its reason, once it was checked; all of them once the right one is found.
Block choice_of(const Asked& asked) {
  page::Choice choice{.label = asked.say("ask")};
  choice.verdict = asked.judgement.verdict;
  for (const char letter : asked.step.letters) {
    const std::string value(1, letter);
    const bool checked = asked.entry.checked == value;
    page::ChoiceOption option{.value = value, .label = {page::plain(asked.say("option." + value))}};
    option.chosen = asked.entry.draft == value;
    if (checked) option.verdict = asked.judgement.verdict;
    if (checked || asked.settled())
      option.reason = named(asked.content, judge(asked.content, asked.state, asked.network, asked.step, value));
    choice.options.push_back(std::move(option));
  }
  return {"cell." + std::string(asked.step.id), std::move(choice)};
}

Block order_block(const Asked& asked) {
  page::Ordering ordering{.label = asked.say("ask")};
  const std::string order = order_of(asked.step, asked.entry.draft);
  const bool checked = !asked.entry.checked.empty() && asked.entry.draft == asked.entry.checked;
  if (checked) {
    ordering.verdict = asked.judgement.verdict;
    ordering.described_by = asked.id("said");
  }
  const std::size_t right = checked ? lines_right(asked.step, order) : 0;
  for (const char letter : order) {
    page::OrderItem item{.id = std::string(1, letter),
                         .text = {page::plain(asked.say("option." + std::string(1, letter)))}};
    if (ordering.items.size() < right) item.verdict = Verdict::correct;
    ordering.items.push_back(std::move(item));
  }
  return {"cell." + std::string(asked.step.id), std::move(ordering)};
}

Block number_block(const Asked& asked) {
  page::AnswerBox box{.label = asked.say("box"), .caption = asked.say("box"), .value = asked.entry.draft};
  if (asked.entry.draft == asked.entry.checked) box.verdict = asked.judgement.verdict;
  if (box.verdict != Verdict::none) box.described_by = asked.id("said");
  return {"cell." + std::string(asked.step.id), std::move(box)};
}

// What was typed can be checked; a number has hints too, one at a time.
void add_buttons(const Asked& asked, Blocks& blocks) {
  const Text& text = asked.content.text;
  const bool number = asked.step.form == Form::number;
  for (int rung = 1; number && rung <= std::min(asked.entry.help, most_help); ++rung)
    blocks.push_back({asked.id("hint." + std::to_string(rung)),
                      page::Prose{{page::plain(asked.say("hint." + std::to_string(rung)))}}});
  if (asked.judgement.verdict == Verdict::correct && asked.entry.draft == asked.entry.checked) return;
  page::Button check{.label = text.get("rnn.check"),
                     .name = text.get("rnn.check_step", {{"step", asked.say("title")}})};
  check.look = page::Button::Look::primary;
  check.enabled = !asked.entry.draft.empty() && asked.entry.draft != asked.entry.checked;
  Blocks line = {{"check:" + std::string(asked.step.id), std::move(check)}};
  if (number) {
    page::Button hint{.label = text.get("rnn.hint"), .name = text.get("rnn.hint_for", {{"box", asked.say("box")}})};
    hint.enabled = asked.entry.help < most_help;
    line.push_back({"hint:" + std::string(asked.step.id), std::move(hint)});
  }
  blocks.push_back({"", page::Line{std::move(line)}});
}

// What is said about an order or a number; each option of a choice has its own.
void add_said(const Asked& asked, Blocks& blocks) {
  const Judgement& judgement = asked.judgement;
  if (asked.step.form == Form::choice || judgement.verdict == Verdict::none) return;
  const page::Tone tone = judgement.verdict == Verdict::correct      ? page::Tone::right
                          : judgement.verdict == Verdict::consistent ? page::Tone::consistent
                                                                     : page::Tone::wrong;
  const std::string title =
      judgement.misconception.empty() ? "" : asked.content.text.get("rnn.misconception." + judgement.misconception);
  blocks.push_back({asked.id("said"), page::Callout{tone, title, {page::prose(judgement.message)}}});
}

Block card_of(const Asked& asked, int number) {
  Blocks blocks = {{asked.id("title"), page::Heading{3, std::to_string(number) + ". " + asked.say("title")}},
                   {asked.id("ask"), page::Prose{{page::plain(asked.say("ask"))}}}};
  blocks.push_back(asked.step.form == Form::choice  ? choice_of(asked)
                   : asked.step.form == Form::order ? order_block(asked)
                                                    : number_block(asked));
  if (!asked.written) add_buttons(asked, blocks);
  add_said(asked, blocks);
  return {"step." + std::string(asked.step.id), page::Card{std::move(blocks)}};
}

Block about(const Content& content, const Network& network) {
  const Text& text = content.text;
  const jobs::RnnOutcome& outcome = *network.outcome;
  return {"derivation.about",
          page::Prose{{page::plain(text.get("rnn.derivation.about", {{"cell", cell_title(content, network.cell)},
                                                                     {"hidden", std::to_string(outcome.hidden)},
                                                                     {"steps", std::to_string(outcome.steps)},
                                                                     {"sigma", short_number(outcome.sigma)},
                                                                     {"radius", short_number(outcome.radius)},
                                                                     {"gamma", outcome.gamma == 1 ? "1" : "1/4"}}))}}};
}

}  // namespace

Blocks derivation(const Content& content, const State& state, const Network& network, bool written) {
  const Text& text = content.text;
  Blocks blocks = {{"derivation.title", page::Heading{2, text.get("rnn.derivation.title")}}};
  if (!written)
    blocks.push_back(
        {"derivation.lead", page::Prose{{page::plain(text.get("rnn.derivation.lead"))}, page::Tone::soft}});
  if (value_of(lab, state, "cell") != network.cell && !network.stale)
    blocks.push_back(
        {"derivation.gated", page::Prose{{page::plain(text.get("rnn.derivation.gated"))}, page::Tone::note}});
  if (network.outcome) blocks.push_back(about(content, network));
  int number = 1;
  for (const Step& step : steps) {
    const Asked asked = ask(content, state, network, step, written);
    if (written && !asked.settled()) return blocks;
    blocks.push_back(card_of(asked, number++));
    if (!asked.settled()) return blocks;
  }
  blocks.push_back({"derivation.done", page::Callout{page::Tone::right,
                                                     text.get("rnn.derivation.done"),
                                                     {page::prose(fill(content, state, network, "summary"))}}});
  return blocks;
}

std::string copy(const Content& content, const State& state, const jobs::Results& results, std::string_view) {
  page::Page page;
  page.main = derivation(content, state, read_plain(state, results), true);
  return page::to_markdown(page);
}

}  // namespace stride::labs::rnn
