#include "base/text.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <vector>

namespace stride {
namespace {

using Entries = std::map<std::string, std::string, std::less<>>;

/// Collects the sentences while the file is read: unlike a parsed tree this sees keys that stand there twice, and
/// knows where an error is. The signatures are those of nlohmann::json_sax.
class Reader {
 public:
  explicit Reader(std::string_view json) : json_(json) {}

  // NOLINTBEGIN(readability-identifier-naming, readability-convert-member-functions-to-static)
  bool null() { return refuse(); }
  bool boolean(bool /*value*/) { return refuse(); }
  bool number_integer(std::int64_t /*value*/) { return refuse(); }
  bool number_unsigned(std::uint64_t /*value*/) { return refuse(); }
  bool number_float(double /*value*/, const std::string& /*text*/) { return refuse(); }
  bool binary(const nlohmann::json::binary_t& /*value*/) { return refuse(); }
  bool start_array(std::size_t /*size*/) { return refuse(); }
  bool end_array() { return true; }
  // NOLINTEND(readability-identifier-naming, readability-convert-member-functions-to-static)

  bool string(const std::string& sentence) {
    if (path_.empty()) return refuse();
    if (entries_.emplace(path_.back(), sentence).second) return true;
    error_ = {.message = "this key stands here twice", .where = path_.back()};
    return false;
  }
  bool start_object(std::size_t /*size*/) {
    prefixes_.push_back(path_.empty() ? "" : path_.back() + ".");
    path_.emplace_back();
    return true;
  }
  bool key(const std::string& name) {
    path_.back() = prefixes_.back() + name;
    return true;
  }
  bool end_object() {
    prefixes_.pop_back();
    path_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::json::exception& /*error*/) {
    const std::string_view before = json_.substr(0, position == 0 ? 0 : std::min(position - 1, json_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    error_ = {.message = "not valid JSON",
              .where = "line " + std::to_string(line) + ", column " + std::to_string(column)};
    return false;
  }

  Result<Entries> take(bool complete) && {
    if (!complete) return std::unexpected(std::move(error_));
    return std::move(entries_);
  }

 private:
  bool refuse() {
    const bool inside = !path_.empty();
    error_ = {.message = inside ? "a sentence in quotes is expected" : "an object of sentences is expected",
              .where = inside ? path_.back() : ""};
    return false;
  }

  std::string_view json_;
  Entries entries_;
  std::vector<std::string> prefixes_;  // of the open objects
  std::vector<std::string> path_;      // the current key in each, joined
  Error error_;
};

}  // namespace

Result<Text> Text::parse(std::string_view json) {
  Reader reader(json);
  const bool complete = nlohmann::json::sax_parse(json, &reader);
  auto entries = std::move(reader).take(complete);
  if (!entries) return std::unexpected(std::move(entries.error()));
  Text text;
  text.entries_ = *std::move(entries);
  return text;
}

std::string Text::get(std::string_view key, std::initializer_list<Hole> holes) const {
  const auto entry = entries_.find(key);
  if (entry == entries_.end()) return "<" + std::string(key) + ">";
  const std::string_view sentence = entry->second;
  std::string result;
  // One pass: a brace in what fills a hole is not a hole again.
  for (std::size_t i = 0; i < sentence.size();) {
    const std::size_t brace = std::min(sentence.find('{', i), sentence.size());
    result += sentence.substr(i, brace - i);
    i = brace;
    if (i == sentence.size()) break;
    const auto hole = std::ranges::find_if(holes, [rest = sentence.substr(i)](const Hole& candidate) {
      const std::string_view name = candidate.first;
      return rest.substr(1).starts_with(name) && rest.substr(1 + name.size()).starts_with('}');
    });
    if (hole == holes.end()) {
      result += sentence[i++];
    } else {
      result += hole->second;
      i += hole->first.size() + 2;
    }
  }
  return result;
}

bool Text::has(std::string_view key) const { return entries_.find(key) != entries_.end(); }

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  if (digits.size() - first <= 4) return digits;
  for (std::size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

}  // namespace stride
