#include <algorithm>

#include "base/random.h"
#include "labs/course_page/view.h"

namespace stride::labs::course_page {

using course::ItemSpec;
using course::Question;
using page::Block;
using page::Blocks;

namespace {

struct Marked {
  Verdict verdict = Verdict::none;
  std::string why;
};

// What is said beside an item, once what stands there has been checked.
Marked mark_of(const course::QuestionGrade& grade, const std::string& item) {
  const auto found = std::ranges::find(grade.marks, item, &course::ItemMark::item);
  if (found == grade.marks.end()) return {};
  return {found->right ? Verdict::correct : Verdict::wrong, found->why};
}

bool is_checked(const Entry& entry) { return !entry.checked.empty() && entry.checked == entry.draft; }

Part part_of(const Question& question, const std::string& name, const std::string& prefix) {
  return {&question, name, prefix + question.reply_key(name)};
}

}  // namespace

Block choice_block(const Content& content, const State& state, const Work& work, const Part& part) {
  const Question& question = *part.question;
  const Entry entry = entry_of(state, part.key);
  const std::vector<std::string> chosen = split(entry.draft);
  page::Choice choice{.label = part_label(content, part), .multiple = question.spec.many};
  course::QuestionGrade grade;
  if (is_checked(entry)) grade = work.grade(part);
  choice.verdict = grade.verdict;
  if (grade.verdict != Verdict::none && work.current == part.key) choice.described_by = "feedback";
  for (const ItemSpec& item : question.spec.items) {
    const Marked mark = mark_of(grade, item.id);
    choice.options.push_back({item.id, rich(question.sentence("option." + item.id, content.text)),
                              std::ranges::contains(chosen, item.id), mark.verdict, mark.why});
  }
  return {"cell." + part.key, std::move(choice)};
}

std::string first_order(const Part& part) {
  const Question& question = *part.question;
  std::vector<std::string> lines;
  bool strangers = false;
  for (const ItemSpec& item : question.spec.items) {
    lines.push_back(item.id);
    strangers |= !item.right;
  }
  std::uint64_t seed = 1;
  for (const char c : part.key) seed = seed * 31 + static_cast<unsigned char>(c);
  Random random = Random::stream(seed);
  for (std::size_t i = lines.size(); i > 1; --i)
    std::swap(lines[i - 1], lines[random.below(static_cast<std::uint32_t>(i))]);
  if (strangers) lines.emplace_back(divider);
  std::string order;
  for (const std::string& line : lines) order += (order.empty() ? "" : ",") + line;
  return order;
}

Block order_block(const Content& content, const State& state, const Work& work, const Part& part) {
  const Question& question = *part.question;
  const Entry entry = entry_of(state, part.key);
  course::QuestionGrade grade;
  if (is_checked(entry)) grade = work.grade(part);
  page::Ordering ordering{.label = part_label(content, part), .verdict = grade.verdict};
  if (!grade.message.empty() && work.current == part.key) ordering.described_by = "feedback";
  for (const std::string& id : split(entry.draft.empty() ? first_order(part) : entry.draft)) {
    if (id == divider) {
      ordering.items.push_back({id, {page::soft(content.text.get("course_page.divider"))}, {}, Verdict::none});
      continue;
    }
    if (!std::ranges::contains(question.spec.items, id, &ItemSpec::id)) continue;
    ordering.items.push_back({id, rich(question.sentence("line." + id, content.text)), {}, mark_of(grade, id).verdict});
  }
  return {"cell." + part.key, std::move(ordering)};
}

namespace {

Block right_or_wrong(const Content& content, const State& state, const Work& work, const Part& part) {
  const Entry entry = entry_of(state, part.key);
  page::Choice choice{.label = part_label(content, part)};
  course::QuestionGrade grade;
  if (is_checked(entry)) grade = work.grade(part);
  choice.verdict = grade.verdict;
  for (const char* value : {"right", "wrong"}) {
    const bool chosen = entry.draft == value;
    choice.options.push_back({value,
                              {page::plain(content.text.get(std::string("course_page.step.") + value))},
                              chosen,
                              chosen ? grade.verdict : Verdict::none,
                              chosen ? grade.message : ""});
  }
  return {"cell." + part.key, std::move(choice)};
}

Block mending(const Content& content, const State& state, const Work& work, const ItemSpec& step, const Part& part) {
  const Question& question = *part.question;
  const std::string caption = content.text.get("course_page.mend");
  if (step.answer) return answer_block(content, state, work, part, {.caption = caption});
  const Entry entry = entry_of(state, part.key);
  course::QuestionGrade grade;
  if (is_checked(entry)) grade = work.grade(part);
  page::Choice choice{
      .label = part_label(content, part) + ": " + caption, .caption = caption, .verdict = grade.verdict};
  std::vector<std::string> options = step.options;
  std::ranges::sort(options);
  for (const std::string& option : options) {
    const bool chosen = entry.draft == option;
    choice.options.push_back({option, rich(question.sentence("fix." + step.id + ".option." + option, content.text)),
                              chosen, chosen ? grade.verdict : Verdict::none, chosen ? grade.message : ""});
  }
  return {"cell." + part.key, std::move(choice)};
}

}  // namespace

// Each step of the worked solution with its verdict, and what should stand there where the student says it is wrong.
Blocks step_blocks(const Content& content, const State& state, const Work& work, const Question& question) {
  Blocks blocks;
  for (const ItemSpec& step : question.spec.items) {
    const Part judged = part_of(question, step.id, work.prefix);
    page::Inlines said = {page::strong(part_label(content, judged) + " ")};
    for (page::Inline& part : rich(question.sentence("step." + step.id, content.text))) said.push_back(std::move(part));
    blocks.push_back({"", page::Prose{std::move(said)}});
    blocks.push_back(right_or_wrong(content, state, work, judged));
    const std::string fix = step.id + ".fix";
    if (std::ranges::contains(question.parts, fix) && entry_of(state, judged.key).checked == "wrong")
      blocks.push_back(mending(content, state, work, step, part_of(question, fix, work.prefix)));
  }
  return blocks;
}

// The points are shown when there is a text to hold against them; ticking them is the student's own business.
Blocks checklist_blocks(const Content& content, const State& state, const Question& question,
                        const std::string& prefix) {
  const Part text = part_of(question, "text", prefix), points = part_of(question, "points", prefix);
  const Entry entry = entry_of(state, text.key);
  const std::string ask = page::text_of(rich(question.sentence("ask", content.text)));
  Blocks blocks = {
      {"cell." + text.key,
       page::AnswerBox{
           .label = ask, .value = entry.draft, .placeholder = content.text.get("course_page.own_words"), .rows = 5}}};
  if (entry.checked.empty()) return blocks;
  const std::vector<std::string> ticked = split(entry_of(state, points.key).draft);
  std::vector<page::ChoiceOption> options;
  for (const ItemSpec& item : question.spec.items)
    options.push_back(
        {item.id, rich(question.sentence("point." + item.id, content.text)), std::ranges::contains(ticked, item.id)});
  blocks.push_back(page::checklist("cell." + points.key, content.text.get("course_page.points"), std::move(options)));
  return blocks;
}

}  // namespace stride::labs::course_page
