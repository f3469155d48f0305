// Whatever text arrives is refused with a line, or is a course whose questions can be made or refused, and grade their
// own right answers and anything else.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "content.h"
#include "course/question.h"

namespace {

using namespace stride;
using fuzz::require;

void ask(const course::Question& question, std::string_view odd) {
  const Text& words = fuzz::content().text;
  course::Replies replies;
  for (const std::string& part : question.parts) {
    const std::string wanted = course::expected(question, part, words);
    const auto right = course::grade(question, part, wanted, replies, words);
    require(right.verdict != Verdict::correct || right.misconception.empty());
    replies[question.reply_key(part)] = odd;
    (void)course::grade(question, part, odd, replies, words);
    for (const course::Hint& hint : course::hints(question, part, replies, words))
      require(!hint.text.empty() || hint.expr.has_value());
  }
  (void)question.sentence("ask", words);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = course::parse_course(text);
  if (!parsed) {
    require(!parsed.error().message.empty());
    return 0;
  }
  const auto whole = course::resolve(*parsed, [&](std::string_view) { return &*parsed; });
  if (!whole) return 0;
  const auto student =
      course::parse_student_id(std::string(static_cast<std::size_t>(whole->options.id.digits), '1'), whole->options.id);
  require(student.has_value());
  for (const course::Exercise& exercise : whole->exercises)
    if (const auto questions = course::instantiate(exercise, fuzz::find_network, *student))
      for (const course::Question& question : *questions) ask(question, text.substr(0, 40));
    else
      require(!questions.error().message.empty());
  return 0;
}
