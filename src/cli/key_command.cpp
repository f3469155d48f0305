#include <algorithm>
#include <map>
#include <memory>
#include <span>

#include "cli/command.h"
#include "cli/content.h"
#include "cli/csv.h"
#include "cli/output.h"
#include "course/result.h"

namespace stride::cli {
namespace {

struct Options {
  std::string course, roster, output;
};

/// Answers by image side: students whose IDs end alike have the same.
class Keys {
 public:
  Keys(const course::Course& course, const Text& text) : course_(course), text_(text) {}

  Result<const std::vector<course::KeyEntry>*> of(const std::optional<course::StudentId>& student) {
    const std::int64_t side = student ? student->side : 0;
    if (const auto found = known_.find(side); found != known_.end()) return &found->second;
    auto key = course::answer_key(course_, networks_, student, text_);
    if (!key) return std::unexpected(key.error());
    return &known_.emplace(side, std::move(*key)).first->second;
  }

 private:
  const course::Course& course_;
  const Text& text_;
  course::FindNetwork networks_ = find_networks();
  std::map<std::int64_t, std::vector<course::KeyEntry>> known_;
};

bool is_id_column(std::string name) {
  std::erase(name, ' ');
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return name == "id";
}

Result<std::size_t> id_column(const CsvTable& table) {
  if (table.rows.empty()) return fail("expected a table with a column \"id\", found nothing");
  const CsvRow& header = table.rows.front();
  if (!header.problem.empty()) return fail(header.problem);
  if (std::ranges::count_if(header.fields, is_id_column) > 1) return fail("expected one column \"id\", found several");
  const auto found = std::ranges::find_if(header.fields, is_id_column);
  if (found == header.fields.end()) return fail("expected a column \"id\" in the first line");
  return static_cast<std::size_t>(found - header.fields.begin());
}

struct Row {
  std::vector<std::string> fields;
  const std::vector<course::KeyEntry>* key = nullptr;
  std::int64_t side = 0;
};

/// A row's fields with its answers, or why it has none.
Result<Row> read_row(const CsvRow& row, std::size_t columns, std::size_t id, const course::Course& course, Keys& keys) {
  if (!row.problem.empty()) return fail(row.problem);
  if (row.fields.size() > columns)
    return fail("expected " + std::to_string(columns) + " columns, found " + std::to_string(row.fields.size()));
  Row result{row.fields, nullptr, 0};
  result.fields.resize(columns);
  std::optional<course::StudentId> student;
  if (course.needs_id()) {
    const auto parsed = course::parse_student_id(result.fields[id], course.options.id);
    if (!parsed) return std::unexpected(parsed.error());
    student = *parsed;
    result.side = parsed->side;
  }
  const auto key = keys.of(student);
  if (!key) return std::unexpected(key.error());
  result.key = *key;
  return result;
}

std::string column_name(const course::KeyEntry& entry) {
  return entry.exercise + "/" + entry.question + (entry.part.empty() ? "" : "/" + entry.part);
}

/// The ID with the largest image: a course that has no key for it has none for anybody.
std::optional<course::StudentId> anybody(const course::Course& course) {
  if (!course.needs_id()) return std::nullopt;
  const course::IdRule& rule = course.options.id;
  const auto student = course::parse_student_id(std::string(static_cast<std::size_t>(rule.digits), '9'), rule);
  return student ? std::optional(*student) : std::nullopt;
}

/// All rows that can be used; the others are complained about.
std::vector<Row> read_rows(const CsvTable& table, std::size_t id, const course::Course& course, Keys& keys,
                           const std::string& roster) {
  std::vector<Row> rows;
  for (const CsvRow& each : std::span(table.rows).subspan(1)) {
    auto row = read_row(each, table.rows.front().fields.size(), id, course, keys);
    if (row)
      rows.push_back(std::move(*row));
    else
      complain(roster + ":" + std::to_string(each.line) + ": " + row.error().text());
  }
  return rows;
}

Result<std::string> make_key(const CsvTable& table, const course::Course& course, const Text& text,
                             const std::string& roster) {
  const auto id = id_column(table);
  if (!id) return fail(id.error().message, roster);
  Keys keys(course, text);
  if (const auto key = keys.of(anybody(course)); !key) return std::unexpected(key.error());
  std::vector<Row> rows = read_rows(table, *id, course, keys, roster);
  if (rows.empty()) return fail("expected at least one row with a student's ID", roster);
  std::vector<std::string> header = table.rows.front().fields;
  if (course.needs_id()) header.emplace_back("size");
  for (const course::KeyEntry& entry : *rows.front().key) header.push_back(column_name(entry));
  std::string out;
  write_csv_row(header, table.separator, out);
  for (Row& row : rows) {
    if (course.needs_id()) row.fields.push_back(std::to_string(row.side));
    for (const course::KeyEntry& entry : *row.key) row.fields.push_back(entry.answer);
    write_csv_row(row.fields, table.separator, out);
    row.fields = {};
  }
  return out;
}

Result<void> key(const Options& options) {
  const auto course = load_course(options.course);
  if (!course) return std::unexpected(course.error());
  const auto roster = read_file(options.roster);
  if (!roster) return std::unexpected(roster.error());
  const auto text = load_text();
  if (!text) return std::unexpected(text.error());
  const auto made = make_key(read_csv(*roster), *course, *text, options.roster);
  if (!made) return std::unexpected(made.error());
  return write_output(options.output, *made);
}

Run declare(::CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("COURSE", options->course, "A name under web/content/courses, or the path of a course file (*.json).")
      ->required();
  app.add_option("--roster", options->roster, "A CSV file with a column `id`; its other columns are carried over.")
      ->type_name("FILE")
      ->required();
  app.add_option("-o,--output", options->output, "The file to write. Without it: standard output.")->type_name("FILE");
  return [options] { return key(*options); };
}

constexpr Manual kManual = {
    .name = "key",
    .summary = "work out the answer key of a course for a list of students",
    .synopsis = "COURSE --roster ids.csv [-o key.csv]",
    .description =
        R"(Writes the roster again, one line per student, with the right answer to every
part of the course in a column of its own: EXERCISE/QUESTION, or
EXERCISE/QUESTION/PART as in 1/a/conv1.output. Where the numbers depend on the ID, a
column `size` gives the image side that follows from it. Answers stand as a student
types them; a choice is the id of the right option, an order the ids of its lines.
Texts of one's own have no answer.

The roster is a CSV file whose first line names its columns; one is `id`. It may be
separated by commas, semicolons or tabs, and the key is separated likewise. A row
that cannot be used (an ID of another length, too many columns) is named with its
line on standard error and left out; the others are done, and the exit status is 0.
The output file appears once it is whole.)",
    .examples = R"(stride key bern-assignment-5 --roster ids.csv -o key.csv
stride key ./my-course.json --roster ids.csv)",
};

}  // namespace

Command key_command() { return {kManual, declare}; }

}  // namespace stride::cli
