#include "math/latex.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "math/expr_tokens.h"
#include "math/greek.h"

namespace stride::math {
namespace {

constexpr int most_groups = 100;  // as of the parser

struct Command {
  std::string_view name;
  std::u32string_view text;
};
constexpr auto commands = std::to_array<Command>(
    {{"cdot", U"·"},    {"times", U"×"},      {"ast", U"*"},    {"div", U"/"},         {"odot", U"⊙"},
     {"circ", U"∘"},    {"le", U"≤"},         {"leq", U"≤"},    {"ge", U"≥"},          {"geq", U"≥"},
     {"ne", U"≠"},      {"neq", U"≠"},        {"lt", U"<"},     {"gt", U">"},          {"ldots", U"…"},
     {"dots", U"…"},    {"cdots", U"…"},      {"lfloor", U"⌊"}, {"rfloor", U"⌋"},      {"lceil", U"⌈"},
     {"rceil", U"⌉"},   {"lbrack", U"["},     {"rbrack", U"]"}, {"partial", U"∂"},     {"top", U"T"},
     {"max", U"max"},   {"min", U"min"},      {"exp", U"exp"},  {"ln", U"ln"},         {"log", U"log"},
     {"tanh", U"tanh"}, {"varepsilon", U"ε"}, {"varphi", U"φ"}, {"left", U""},         {"right", U""},
     {"bigl", U""},     {"bigr", U""},        {"big", U""},     {"displaystyle", U""}, {"limits", U""},
     {"quad", U" "},    {"qquad", U" "}});
constexpr auto fonts = std::to_array<std::string_view>(
    {"mathrm", "mathit", "mathbf", "mathsf", "boldsymbol", "operatorname", "text", "textrm"});
constexpr auto fractions = std::to_array<std::string_view>({"frac", "dfrac", "tfrac"});

class LatexReader {
 public:
  explicit LatexReader(std::u32string_view typed) : typed_(typed) {}

  Result<PlainText> run() {
    while (index_ < typed_.size() && !error_) {
      piece();
    }
    if (error_) return std::unexpected(*std::move(error_));
    plain_.where.push_back(typed_.size());
    return std::move(plain_);
  }

 private:
  [[nodiscard]] char32_t at(std::size_t index) const { return index < typed_.size() ? typed_[index] : U'\0'; }
  void skip_spaces() {
    while (is_space(at(index_))) ++index_;
  }
  void emit(std::u32string_view text) {
    plain_.text += text;
    plain_.where.resize(plain_.text.size(), at_);
  }
  void refuse(std::string message) {
    if (!error_) error_ = {.message = std::move(message), .where = std::to_string(at_)};
  }

  void piece() {
    at_ = index_;
    const char32_t c = at(index_);
    if (c == U'\\') return command();
    ++index_;
    if (c == U'$' && is_delimiter()) return;
    if (c == U'{') return group(U"(", U")");
    if (c == U'_' && at(index_) == U'{') {
      ++index_;
      // x_{\text{out}} is the name x_out, where x_{ij} has two indexes.
      const bool word = std::ranges::any_of(fonts, [&](std::string_view font) {
        return typed_.substr(index_).starts_with(U"\\" + *decode_utf8(font) + U"{");
      });
      return word ? group(U"_", U"") : group(U"_{", U"}");
    }
    if (c == U'^' && at(index_) == U'{') {
      ++index_;
      const std::u32string_view rest = typed_.substr(index_);
      const bool transposed = rest.starts_with(U"T}") || rest.starts_with(U"\\top}");
      return transposed ? group(U"^", U" ") : group(U"^(", U")");
    }
    emit(typed_.substr(at_, 1));
  }

  // At either end.
  [[nodiscard]] bool is_delimiter() const {
    const auto blank = [](char32_t c) { return is_space(c) || c == U'$'; };
    return std::ranges::all_of(typed_.substr(0, at_), blank) || std::ranges::all_of(typed_.substr(index_), blank);
  }

  // After its opening brace.
  void group(std::u32string_view open, std::u32string_view close) {
    const std::size_t start = at_;
    if (++groups_ > most_groups) return refuse("this is nested too deeply to be read");
    emit(open);
    while (index_ < typed_.size() && at(index_) != U'}' && !error_) piece();
    --groups_;
    at_ = index_;
    if (index_ < typed_.size()) {
      ++index_;
      return emit(close);
    }
    at_ = start;
    refuse("the closing } of this brace is missing");
  }

  // {...}, or a single character or command.
  void argument(std::u32string_view open, std::u32string_view close) {
    skip_spaces();
    at_ = index_;
    if (at(index_) == U'{') {
      ++index_;
      return group(open, close);
    }
    if (index_ >= typed_.size()) return refuse("something in braces is missing here");
    if (++groups_ > most_groups) return refuse("this is nested too deeply to be read");
    emit(open);
    piece();
    emit(close);
    --groups_;
  }

  void command() {
    const std::size_t first = ++index_;
    while ((at(index_) | 0x20U) >= U'a' && (at(index_) | 0x20U) <= U'z') ++index_;
    const std::string name = encode_utf8(typed_.substr(first, index_ - first));
    if (name.empty()) return spacing();
    if (name == "sum") return sum();
    if (std::ranges::contains(fractions, name)) {
      emit(U"(");
      argument(U"(", U")/");
      argument(U"(", U"))");
      return;
    }
    if (name == "sqrt") {
      word(U"sqrt");
      return argument(U"(", U")");
    }
    if (std::ranges::contains(fonts, name)) {
      part();
      return argument(U"", U"");
    }
    if (const auto* known = std::ranges::find(commands, name, &Command::name); known != commands.end())
      return word(known->text);
    const std::string_view letter = greek_letter(name);
    if (letter != name) return word(*decode_utf8(letter));
    refuse("the command \\" + name + " is not understood here");
  }

  void spacing() {
    if (!std::u32string_view(U",;:! ").contains(at(index_))) return refuse("a command is expected after this \\");
    ++index_;
    emit(U" ");
  }

  void word(std::u32string_view text) {
    if (!text.empty() && is_letter(text.front())) part();
    emit(text);
  }
  // What follows shall not become one name with what came before.
  void part() {
    const char32_t before = plain_.text.empty() ? U' ' : plain_.text.back();
    if (is_letter(before) || is_digit(before)) emit(U" ");
  }

  void sum() {
    const auto bound = [&](char32_t sign, std::u32string_view close) {
      skip_spaces();
      if (at(index_) != sign) return refuse("the range of a sum is written as in \\sum_{n=1}^{N}");
      ++index_;
      argument(U"", close);
    };
    word(U"sum(");
    skip_spaces();
    constexpr std::u32string_view limits = U"\\limits";
    if (typed_.substr(index_).starts_with(limits)) index_ += limits.size();
    bound(U'_', U"..");
    if (!error_) bound(U'^', U") ");
  }

  std::u32string_view typed_;
  std::size_t index_ = 0, at_ = 0;  // at_: where what is written now was typed
  int groups_ = 0;
  PlainText plain_;
  std::optional<Error> error_;
};

}  // namespace

Result<PlainText> from_latex(std::u32string_view typed) {
  if (typed.find_first_of(U"\\$") != std::u32string_view::npos || typed.contains(U"^{"))
    return LatexReader(typed).run();
  PlainText plain{.text = std::u32string(typed), .where = std::vector<std::size_t>(typed.size() + 1)};
  std::iota(plain.where.begin(), plain.where.end(), std::size_t{0});
  return plain;
}

Error as_typed(Error error, const PlainText& plain) {
  std::size_t position = 0;
  std::from_chars(error.where.data(), error.where.data() + error.where.size(), position);
  error.where = std::to_string(plain.where[std::min(position, plain.text.size())]);
  return error;
}

}  // namespace stride::math
