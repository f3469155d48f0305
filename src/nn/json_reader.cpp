#include "nn/json_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace stride::nn {
namespace {

using nlohmann::json;

std::string place(std::string_view text, std::size_t position) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char character : text.substr(0, std::min(position, text.size()))) {
    if (character == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(character) & 0xC0U) != 0x80U) {  // not the middle of a UTF-8 sequence
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// What a message quotes from a file stays readable however long it is there.
std::string shorten(const std::string& text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

/// Builds the tree and remembers what is wrong: where the syntax breaks, or the path of a member given twice.
class TreeBuilder : public nlohmann::json_sax<json> {
 public:
  explicit TreeBuilder(std::string_view text) : text_(text) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return enter(json::value_t::object); }
  bool start_array(std::size_t) override { return enter(json::value_t::array); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }

  bool key(string_t& name) override {
    levels_.back().key = name;
    if (!levels_.back().tree->contains(name)) return true;
    error = Error{"expected each member once, found \"" + shorten(name) + "\" twice", path()};
    return false;
  }

  bool parse_error(std::size_t position, const std::string& token, const json::exception&) override {
    const bool at_end = position > text_.size() || token == "<end of file>";
    error = Error{at_end ? "expected JSON, but the text ends too early" : "expected JSON, found " + shorten(token),
                  place(text_, position > 0 ? position - 1 : 0)};
    return false;
  }

  json tree;
  std::optional<Error> error;

 private:
  struct Level {
    json* tree;
    std::string key;
  };

  json& put(json value) {
    if (levels_.empty()) return tree = std::move(value);
    Level& level = levels_.back();
    if (level.tree->is_object()) return (*level.tree)[level.key] = std::move(value);
    level.tree->push_back(std::move(value));
    return level.tree->back();
  }
  bool add(json value) {
    put(std::move(value));
    return true;
  }
  bool enter(json::value_t kind) {
    // The deepest true file has three levels.
    if (levels_.size() == 32) {
      error = Error{"expected at most 32 nested lists or objects", path()};
      return false;
    }
    levels_.push_back({&put(kind), {}});
    return true;
  }
  bool leave() {
    levels_.pop_back();
    return true;
  }
  [[nodiscard]] std::string path() const {
    std::string path;
    for (const Level& level : levels_) {
      if (level.tree->is_array()) {
        // The element that a deeper level stands for is already in the list.
        const bool inside = &level != &levels_.back();
        path += "[" + std::to_string(level.tree->size() - (inside ? 1 : 0)) + "]";
      } else {
        path += (path.empty() ? "" : ".") + shorten(level.key);
      }
    }
    return path;
  }

  std::string_view text_;
  std::vector<Level> levels_;
};

/// Whole numbers of either sign that fit 64 bits; 11.0 and 1e9 are written as fractions and do not count.
std::optional<std::int64_t> whole_number(const json& value) {
  // An unsigned value is also seen as a signed one, so that one is asked first: above 2^63 it would turn negative.
  if (const auto* number = value.get_ptr<const json::number_unsigned_t*>()) {
    return std::in_range<std::int64_t>(*number) ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
  }
  if (const auto* number = value.get_ptr<const json::number_integer_t*>()) return *number;
  return std::nullopt;
}

bool within(std::optional<std::int64_t> number, std::int64_t low, std::int64_t high) {
  return number && *number >= low && *number <= high;
}

std::string range(std::int64_t low, std::int64_t high) {
  return "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
}

std::string plain(double number) { return json(number).dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

Result<json> read_json(std::string_view text) {
  TreeBuilder builder(text);
  const bool sound = json::sax_parse(text, &builder);
  if (builder.error) return std::unexpected(*builder.error);
  if (!sound) return fail("expected JSON");
  return std::move(builder.tree);
}

std::string describe(const json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list of " + std::to_string(value.size());
  return shorten(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

ObjectReader::ObjectReader(const json& object, std::string path) : object_(object), path_(std::move(path)) {
  if (!object.is_object()) error_ = Error{"expected an object { ... }, found " + describe(object), path_};
}

std::string ObjectReader::path(std::string_view member) const {
  return path_.empty() ? std::string(member) : path_ + "." + std::string(member);
}

const json* ObjectReader::find(std::string_view member) const {
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(member);
  return found == object_.end() ? nullptr : &*found;
}

void ObjectReader::refuse(std::string_view member, std::string expected) {
  if (error_) return;
  const json* value = find(member);
  error_ = Error{"expected " + std::move(expected) + ", found " + (value ? describe(*value) : "nothing"), path(member)};
}

std::int64_t ObjectReader::whole(std::string_view member, std::int64_t low, std::int64_t high,
                                 std::optional<std::int64_t> fallback) {
  const json* value = find(member);
  if (!value && fallback) return *fallback;
  const std::optional<std::int64_t> number = value ? whole_number(*value) : std::nullopt;
  if (within(number, low, high)) return *number;
  refuse(member, range(low, high));
  return fallback.value_or(low);
}

Pair ObjectReader::pair(std::string_view member, std::int64_t low, std::int64_t high, std::optional<Pair> fallback) {
  const json* value = find(member);
  if (!value && fallback) return *fallback;
  if (value && value->is_array() && value->size() == 2) {
    const std::optional<std::int64_t> height = whole_number(value->front());
    const std::optional<std::int64_t> width = whole_number(value->back());
    if (within(height, low, high) && within(width, low, high)) return {*height, *width};
    const bool first_is_wrong = !within(height, low, high);
    if (!error_) {
      error_ =
          Error{"expected " + range(low, high) + ", found " + describe(first_is_wrong ? value->front() : value->back()),
                path(member) + (first_is_wrong ? "[0]" : "[1]")};
    }
  } else if (const auto side = value ? whole_number(*value) : std::nullopt; within(side, low, high)) {
    return {*side, *side};
  }
  refuse(member, range(low, high) + " or [height, width]");
  return fallback.value_or(Pair{low, low});
}

double ObjectReader::real(std::string_view member, double low, double high, double fallback) {
  const json* value = find(member);
  if (!value) return fallback;
  std::optional<double> number;
  if (const auto* fraction = value->get_ptr<const json::number_float_t*>()) {
    number = *fraction;
  } else if (const auto whole = whole_number(*value)) {
    number = static_cast<double>(*whole);
  }
  if (number && *number >= low && *number <= high) return *number;
  refuse(member, "a number from " + plain(low) + " to " + plain(high));
  return fallback;
}

bool ObjectReader::boolean(std::string_view member, bool fallback) {
  const json* value = find(member);
  if (!value) return fallback;
  if (const auto* flag = value->get_ptr<const json::boolean_t*>()) return *flag;
  refuse(member, "true or false");
  return fallback;
}

std::string ObjectReader::string(std::string_view member, std::size_t longest,
                                 std::optional<std::string_view> fallback) {
  const json* value = find(member);
  if (!value && fallback) return std::string(*fallback);
  const auto* text = value ? value->get_ptr<const json::string_t*>() : nullptr;
  if (text && !text->empty() && text->size() <= longest) return *text;
  refuse(member, "a text of 1 to " + std::to_string(longest) + " characters");
  return std::string(fallback.value_or(""));
}

void ObjectReader::allow_only(std::initializer_list<std::string_view> members) {
  if (error_ || !object_.is_object()) return;
  for (auto member = object_.begin(); member != object_.end(); ++member) {
    if (std::ranges::find(members, member.key()) != members.end()) continue;
    std::string known;
    for (const std::string_view name : members) known += (known.empty() ? "" : ", ") + std::string(name);
    error_ = Error{"expected only the members " + known + " here", path(shorten(member.key()))};
    return;
  }
}

}  // namespace stride::nn
