#include <algorithm>

#include "course/feedback.h"
#include "labs/course_page/actions.h"
#include "labs/course_page/view.h"

namespace stride::labs::course_page {

using course::Hint;
using page::Block;
using page::Blocks;

namespace {

page::Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::correct:
      return page::Tone::right;
    case Verdict::consistent:
      return page::Tone::consistent;
    case Verdict::none:
      return page::Tone::note;
    default:
      return page::Tone::wrong;
  }
}

bool owned_up(const course::Grade& grade, const Entry& entry) {
  return std::ranges::contains(grade.routes, entry.slip, &course::Route::id);
}

std::string feedback_title(const Content& content, const course::Grade& grade, const Entry& entry) {
  std::string kind(to_string(grade.verdict));
  if (grade.verdict == Verdict::wrong)
    kind = grade.routes.empty()                                 ? "unmatched"
           : owned_up(grade, entry) || grade.routes.size() == 1 ? "one_slip"
                                                                : "which_slip";
  return content.text.get("course_page.feedback." + kind);
}

// The wrong way beside the right one; where several lead there, the student says which it was.
void add_slips(const Content& content, const course::Grade& grade, const Entry& entry, Blocks& blocks) {
  const bool chosen = owned_up(grade, entry), ask = !chosen && grade.routes.size() > 1;
  for (const course::Route& route : grade.routes) {
    if (chosen && route.id != entry.slip) continue;
    Blocks card = {{"", page::Formula{route.numbers, ask ? "" : route.label}}};
    if (ask)
      card.push_back(
          {"slip:" + route.id, page::Button{.label = route.label,
                                            .name = content.text.get("course_page.this_one", {{"slip", route.label}}),
                                            .look = page::Button::Look::link}});
    blocks.push_back({"", page::Card{std::move(card)}});
  }
}

void add_feedback(const Content& content, const State& state, const Work& work, const Part& part, Blocks& blocks) {
  const Entry entry = entry_of(state, part.key);
  const course::QuestionGrade grade = work.grade(part);
  if (grade.message.empty()) {
    blocks.push_back({"ask", page::Heading{2, content.text.get("course_page.your_turn")}});
    return;
  }
  blocks.push_back({"feedback.title", page::Heading{2, feedback_title(content, grade, entry)}});
  const std::string brief = course::brief_text(grade, entry.slip, entry.checked, content.text);
  Blocks inside = {{"", page::Prose{rich(brief.empty() ? grade.message : brief)}}};
  add_slips(content, grade, entry, inside);
  if (part.question->kind() == course::QuestionKind::numpy)  // what came of each test
    for (const course::ItemMark& mark : grade.marks)
      inside.push_back(
          {"", page::Prose{{page::strong(std::string(page::sign(mark.right ? Verdict::correct : Verdict::wrong)) + " "),
                            page::plain(mark.item + ": " + mark.why)}}});
  if (!grade.root_key.empty())
    if (const auto root = work.find(work.prefix + grade.root_key))
      inside.push_back(
          {"go:" + root->key,
           page::Button{.label = content.text.get("course_page.go_to_root", {{"cell", part_label(content, *root)}}),
                        .look = page::Button::Look::link}});
  blocks.push_back({"feedback", page::Callout{tone_of(grade.verdict), "", std::move(inside)}});
}

void add_hints(const Content& content, const std::vector<Hint>& hints, int shown, Blocks& blocks) {
  for (const Hint& hint : hints) {
    const int rung = static_cast<int>(hint.rung);
    if (rung > shown) break;
    const std::string name = std::to_string(rung);
    blocks.push_back(page::prose(content.text.get("course_page.rung." + name), page::Tone::soft));
    if (hint.expr)
      blocks.push_back({"hint." + name, page::Formula{*hint.expr, hint.text}});
    else
      blocks.push_back({"hint." + name, page::Prose{rich(hint.text)}});
  }
}

}  // namespace

Blocks inspector(const Content& content, const State& state, const Work& work, const Part& part) {
  const Entry entry = entry_of(state, part.key);
  Blocks blocks = {{"inspector.part", page::Prose{{page::plain(part_label(content, part))}, page::Tone::soft}}};
  add_feedback(content, state, work, part, blocks);
  if (work.grade(part).root_key.empty())
    for (Block& block : carried(content, work, *part.question)) blocks.push_back(std::move(block));
  const std::vector<Hint> hints = course::hints(*part.question, part.name, work.replies, content.text);
  add_hints(content, hints, entry.help, blocks);
  const HelpOffer offer = offered_help(state, part, hints);
  if (!hints.empty()) {
    page::Button hint{.label = content.text.get("course_page.hint"), .enabled = offer.hint > 0};
    page::Button working{.label = content.text.get("course_page.working"), .enabled = offer.working > 0};
    blocks.push_back({"help", page::Line{{{"hint", std::move(hint)}, {"working", std::move(working)}}}});
  }
  if (entry.help >= course::whole_help)
    blocks.push_back(
        {"fresh-try", page::Prose{{page::plain(content.text.get("course_page.fresh_try"))}, page::Tone::soft}});
  return blocks;
}

}  // namespace stride::labs::course_page
