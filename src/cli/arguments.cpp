#include "cli/arguments.h"

#include <charconv>
#include <format>
#include <set>

namespace stride::cli {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `-o`, `--output`; not `-`, `-5`, `--13`.
bool names_option(const std::string& argument) {
  const std::size_t hyphens = argument.starts_with("--") ? 2 : 1;
  return argument.starts_with('-') && argument.size() > hyphens && is_letter(argument[hyphens]);
}

template <class Number>
bool reads(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// Reads options one after the other.
class Arranger {
 public:
  Arranger(const ::CLI::App& app, const std::vector<std::string>& arguments) : app_(app), arguments_(arguments) {}

  Result<std::vector<std::string>> arrange() {
    for (bool options = true; at_ < arguments_.size(); ++at_) {
      const std::string& argument = arguments_[at_];
      if (options && argument == "--")
        options = false;
      else if (!options || !names_option(argument))
        others_.push_back(argument);
      else if (auto read = read_option(argument); !read)
        return std::unexpected(read.error());
    }
    const auto places = app_.get_options([](const ::CLI::Option* option) { return option->get_positional(); }).size();
    if (others_.size() > places) return fail("nothing is expected where \"" + others_[places] + "\" stands");
    options_.emplace_back("--");
    options_.insert(options_.end(), others_.begin(), others_.end());
    return std::move(options_);
  }

 private:
  Result<void> read_option(const std::string& argument) {
    const bool is_long = argument.starts_with("--");
    const std::size_t sign = is_long ? argument.find('=') : std::string::npos;
    const std::string name = argument.substr(0, is_long ? sign : 2);
    const ::CLI::Option* const option = app_.get_option_no_throw(name);
    if (option == nullptr)
      return fail("there is no option \"" + name + "\"; what begins with a hyphen and is none stands after --");
    const std::string long_name = "--" + option->get_lnames().front();
    if (option->get_items_expected_max() == 0) {
      options_.push_back(is_long ? argument : long_name);
      return {};
    }
    std::string value = is_long ? (sign == std::string::npos ? "" : argument.substr(sign + 1)) : argument.substr(2);
    const bool apart = is_long ? sign == std::string::npos : value.empty();
    if (apart && at_ + 1 < arguments_.size()) value = arguments_[++at_];
    if (value.empty()) return fail("expected " + option->get_type_name() + ", found nothing", name);
    const bool once = option->get_items_expected_max() == 1;
    if (once && !seen_.insert(option).second) return fail("expected once, found twice", name);
    options_.push_back(long_name + "=" + value);
    return {};
  }

  const ::CLI::App& app_;
  const std::vector<std::string>& arguments_;
  std::size_t at_ = 0;
  std::set<const ::CLI::Option*> seen_;
  std::vector<std::string> options_, others_;
};

}  // namespace

Result<std::vector<std::string>> arranged(const ::CLI::App& app, const std::vector<std::string>& arguments) {
  return Arranger(app, arguments).arrange();
}

::CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    std::uint64_t value = 0;
    const bool plain = reads(text, value) && text == std::to_string(value);
    if (plain && value >= low && value <= high) return "";
    return std::format("expected a whole number from {} to {}, found \"{}\"", low, high, text);
  };
  return {check, ""};
}

::CLI::Validator number() {
  const auto check = [](const std::string& text) -> std::string {
    double value = 0;
    return reads(text, value) ? "" : "expected a number, found \"" + text + "\"";
  };
  return {check, ""};
}

}  // namespace stride::cli
