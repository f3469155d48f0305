#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/content.h"
#include "cli/output.h"
#include "cli/printable.h"
#include "course/result.h"

namespace stride::cli {
namespace {

using nlohmann::ordered_json;

struct Options {
  std::string result, course, format = "text";
};

std::string name_of(const course::ResultAnswer& answer) {
  return answer.exercise + "/" + answer.question + (answer.part.empty() ? "" : "/" + answer.part);
}

struct Counts {
  std::size_t correct = 0, consistent = 0, wrong = 0, unreadable = 0, unmarked = 0, claims = 0;
};

Counts count(const course::Verified& verified) {
  Counts counts;
  for (const course::VerifiedAnswer& answer : verified.answers) {
    switch (answer.grade.verdict) {
      case Verdict::correct:
        ++counts.correct;
        break;
      case Verdict::consistent:
        ++counts.consistent;
        break;
      case Verdict::wrong:
        ++counts.wrong;
        break;
      case Verdict::unreadable:
        ++counts.unreadable;
        break;
      case Verdict::none:
        ++counts.unmarked;
        break;
    }
    counts.claims += answer.as_claimed() ? 0 : 1;
  }
  return counts;
}

/// One line, however long the answer is.
std::string shortened(const std::string& text) {
  constexpr std::size_t longest = 60;
  std::string answer = printable(text);
  if (answer.size() <= longest) return answer;
  std::size_t end = longest - 3;
  while (end > 0 && (static_cast<unsigned char>(answer[end]) & 0xC0) == 0x80) --end;  // not within a character
  return answer.substr(0, end) + "...";
}

std::string effort_text(const course::ResultAnswer& answer) {
  std::string text;
  if (answer.effort.attempts > 1) text += ", " + std::to_string(answer.effort.attempts) + " attempts";
  if (answer.effort.help > 0) text += ", help " + std::to_string(answer.effort.help) + " of 4";
  return text;
}

std::string line_of(const course::VerifiedAnswer& answer, std::size_t width) {
  std::string line = name_of(answer.claimed);
  line.resize(std::max(width, line.size()), ' ');
  line += "  ";
  line += answer.grade.verdict == Verdict::none ? "not marked" : to_string(answer.grade.verdict);
  line += effort_text(answer.claimed);
  if (!answer.grade.misconception.empty()) line += ", " + answer.grade.misconception;
  if (!answer.as_claimed()) line += ", claims to be " + std::string(to_string(answer.claimed.verdict));
  return line + ": " + shortened(answer.claimed.answer) + "\n";
}

std::string to_text(const course::ResultFile& file, const course::Verified& verified) {
  std::string out = file.course + (file.student_id.empty() ? "" : ", ID " + printable(file.student_id)) + "\n\n";
  std::size_t width = 0;
  for (const course::VerifiedAnswer& answer : verified.answers) width = std::max(width, name_of(answer.claimed).size());
  for (const course::VerifiedAnswer& answer : verified.answers) out += line_of(answer, width);
  const Counts counts = count(verified);
  const std::size_t marked = verified.answers.size() - counts.unmarked;
  out += "\n" + std::to_string(counts.correct) + " correct, " + std::to_string(counts.consistent) + " consistent, " +
         std::to_string(counts.wrong) + " wrong, " + std::to_string(counts.unreadable) + " unreadable; " +
         std::to_string(marked) + " of " + std::to_string(verified.parts) + " parts answered";
  if (counts.unmarked > 0) out += "; " + std::to_string(counts.unmarked) + " not marked";
  out += counts.claims == 0 ? ". Every verdict in the file is as worked out here.\n"
                            : ". Verdicts in the file that differ: " + std::to_string(counts.claims) + ".\n";
  return out;
}

ordered_json to_json(const course::VerifiedAnswer& answer) {
  ordered_json value;
  value["exercise"] = answer.claimed.exercise;
  value["question"] = answer.claimed.question;
  value["part"] = answer.claimed.part;
  value["answer"] = answer.claimed.answer;
  value["verdict"] = to_string(answer.grade.verdict);
  value["claimed"] = to_string(answer.claimed.verdict);
  value["misconception"] =
      answer.grade.misconception.empty() ? ordered_json(nullptr) : ordered_json(answer.grade.misconception);
  value["expected"] = answer.grade.expected;
  value["attempts"] = answer.claimed.effort.attempts;
  value["help"] = answer.claimed.effort.help;
  return value;
}

std::string to_json(const course::ResultFile& file, const course::Verified& verified) {
  const Counts counts = count(verified);
  ordered_json value;
  value["course"] = file.course;
  value["id"] = file.student_id.empty() ? ordered_json(nullptr) : ordered_json(file.student_id);
  value["answers"] = ordered_json::array();
  for (const course::VerifiedAnswer& answer : verified.answers) value["answers"].push_back(to_json(answer));
  value["total"] = {{"correct", counts.correct},       {"consistent", counts.consistent}, {"wrong", counts.wrong},
                    {"unreadable", counts.unreadable}, {"not_marked", counts.unmarked},   {"parts", verified.parts},
                    {"other_claims", counts.claims}};
  return value.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<void> verify(const Options& options) {
  if (options.format != "text" && options.format != "json")
    return fail("expected text or json, found \"" + options.format + "\"", "--format");
  const auto content = read_file(options.result);
  if (!content) return std::unexpected(content.error());
  const auto file = course::parse_result(*content);
  if (!file) return fail(file.error().text(), options.result);
  const auto course = load_course(options.course.empty() ? file->course : options.course);
  if (!course && options.course.empty()) return fail(course.error().message, options.result + ": course");
  if (!course) return std::unexpected(course.error());
  const auto text = load_text();
  if (!text) return std::unexpected(text.error());
  const auto verified = course::verify_result(*file, *course, find_networks(), *text);
  if (!verified) return fail(verified.error().text(), options.result);
  return write_output("", options.format == "json" ? to_json(*file, *verified) : to_text(*file, *verified));
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("RESULT", options->result, "A result file as the page writes it (*.json).")->required();
  app.add_option("--course", options->course, "The course's file, where it isn't one of web/content/courses.")
      ->type_name("COURSE");
  app.add_option("--format", options->format, "text (default) or json.")->type_name("text|json");
  return [options] { return verify(*options); };
}

constexpr Manual kManual = {
    .name = "verify",
    .summary = "grade a handed-in result anew, answer by answer",
    .synopsis = "RESULT.json [--course COURSE] [--format text|json]",
    .description =
        R"(Works every answer of a handed-in result out again and lists it with its verdict:
correct, consistent (wrong, but it follows from the student's own earlier answer),
wrong, unreadable, or not marked (a text of the student's own). How many attempts it
took and which step of help was seen (1 principle, 2 formula, 3 with its numbers,
4 value) is told as the file says; a verdict in the file that differs from the one
worked out is named.

A file that is not of the form of result.schema.json, or that answers what the
course does not ask, is refused with the path of the first wrong value.)",
    .examples = R"(stride verify result.json
stride verify result.json --format json
stride verify result.json --course ./my-course.json)",
};

}  // namespace

Command verify_command() { return {kManual, declare}; }

}  // namespace stride::cli
