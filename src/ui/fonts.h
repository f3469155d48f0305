#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct ImFont;

namespace stride::ui {

/// Bytes of the font files by name: inter-400, inter-600, inter-700, math-roman, math-italic (letters at
/// their plain code points); math-symbols and symbols have what those lack. A missing one is replaced by inter-400, and
/// without that by ImGui's own.
struct Fonts {
  std::map<std::string, std::string, std::less<>> files;
};

/// A weight at a size: each is rasterised at the size that it is drawn at.
enum class Face : std::uint8_t {
  body,
  body_strong,  // 15 px: text
  table,
  table_strong,  // 14 px: tables, panels
  button,        // 14 px, medium
  label,
  label_strong,  // 12.5 px: captions, axes
  title,
  small_title,  // 24 and 20 px
  heading,      // 17 px
  math,
  math_italic,  // 19 px: formulas on their own
  text_math,
  text_math_italic,  // 16.5 px: formulas in a line of text
  script_math,
  script_math_italic,  // 13.5 px: sub- and superscripts
  count,
};

/// The atlas and its metrics. All lengths are in px at font scale 1. The atlas holds the characters that have been
/// asked for, so that it stays small on sharp screens; measuring a new one asks for it.
class FontSet {
 public:
  explicit FontSet(Fonts fonts);

  /// Rasterises everything for this screen into ImGui's atlas. Returns false where nothing had to be done. To be called
  /// again, and what was measured to be measured anew, when lacks() says so.
  bool build(double pixel_ratio, double scale);
  /// Whether characters were measured that the atlas doesn't hold yet.
  [[nodiscard]] bool lacks() const { return lacks_; }
  void ask_for(std::string_view text) const;

  [[nodiscard]] ImFont* font(Face face) const { return built_[static_cast<std::size_t>(face)]; }
  [[nodiscard]] double width(Face face, std::string_view text) const;
  [[nodiscard]] double advance(Face face, char32_t character) const;
  [[nodiscard]] bool has(Face face, char32_t character) const;
  [[nodiscard]] double scale() const { return scale_; }
  /// The length rounded to whole pixels of the screen, at least one: rules of one thickness look alike everywhere.
  [[nodiscard]] double whole_pixels(double length) const;

  static double size(Face face);        // the em
  static double cap_height(Face face);  // of an H: what is centred in a line
  static double descent(Face face);     // how far letters may hang below the baseline

 private:
  ImFont* add(Face face);
  const std::string* file(std::string_view name) const;
  void ask_for(char32_t character) const;

  Fonts fonts_;
  double pixel_ratio_ = 0, scale_ = 1;
  mutable std::set<char32_t> characters_;
  mutable bool lacks_ = false;
  std::vector<unsigned short> ranges_;  // ImGui keeps a pointer to them
  std::array<ImFont*, static_cast<std::size_t>(Face::count)> built_{};
};

/// The next code point of UTF-8 text, which moves on; U+FFFD for bytes that are none.
char32_t next_character(std::string_view& text);

}  // namespace stride::ui
