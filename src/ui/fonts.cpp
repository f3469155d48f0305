#include "ui/fonts.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace stride::ui {

namespace {

struct FaceSpec {
  std::string_view file;
  double size;
  bool math = false;
};

// In Face's order.
constexpr std::array<FaceSpec, static_cast<std::size_t>(Face::count)> specs{{
    {"inter-400", 15},
    {"inter-600", 15},
    {"inter-400", 14},
    {"inter-600", 14},
    {"inter-600", 14},
    {"inter-400", 12.5},
    {"inter-600", 12.5},
    {"inter-700", 24},
    {"inter-700", 20},
    {"inter-600", 17},
    {"math-roman", 19, true},
    {"math-italic", 19, true},
    {"math-roman", 16.5, true},
    {"math-italic", 16.5, true},
    {"math-roman", 13.5, true},
    {"math-italic", 13.5, true},
}};
const FaceSpec& spec(Face face) { return specs[static_cast<std::size_t>(face)]; }

// In every atlas from the start: ASCII and what the page's own text often needs.
constexpr std::u32string_view usual = U"×·−–—’“”…→←✓°½≤≥∞⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

unsigned big_endian(const std::string& bytes, std::size_t offset, int count) {
  unsigned value = 0;
  for (int i = 0; i < count; ++i)
    value = value << 8 | (offset + i < bytes.size() ? static_cast<unsigned char>(bytes[offset + i]) : 0U);
  return value;
}

// ImGui sizes a font by ascent + descent; type is measured in ems. This is the factor between them, from the file's
// own head and hhea tables.
double line_per_em(const std::string& bytes) {
  std::size_t head = 0, hhea = 0;
  for (unsigned table = 0; table < big_endian(bytes, 4, 2); ++table) {
    const std::size_t entry = 12 + std::size_t{16} * table;
    if (bytes.compare(entry, 4, "head") == 0) head = big_endian(bytes, entry + 8, 4);
    if (bytes.compare(entry, 4, "hhea") == 0) hhea = big_endian(bytes, entry + 8, 4);
  }
  const double em = big_endian(bytes, head + 18, 2);
  const auto ascent = static_cast<std::int16_t>(big_endian(bytes, hhea + 4, 2));
  const auto descent = static_cast<std::int16_t>(big_endian(bytes, hhea + 6, 2));
  return head == 0 || hhea == 0 || em == 0 || ascent <= descent ? 1 : (ascent - descent) / em;
}

}  // namespace

double FontSet::size(Face face) { return spec(face).size; }
double FontSet::cap_height(Face face) { return spec(face).size * (spec(face).math ? 0.683 : 0.727); }
double FontSet::descent(Face face) { return spec(face).size * 0.22; }

const std::string* FontSet::file(std::string_view name) const {
  auto found = fonts_.files.find(name);
  if (found == fonts_.files.end()) found = fonts_.files.find("inter-400");
  return found == fonts_.files.end() || found->second.size() < 64 ? nullptr : &found->second;
}

ImFont* FontSet::add(Face face) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.RasterizerDensity = static_cast<float>(pixel_ratio_);
  // Letters may start between two pixels: a coarse screen needs the finer steps.
  config.OversampleH = pixel_ratio_ < 1.5 ? 4 : pixel_ratio_ < 3 ? 2 : 1;
  config.OversampleV = 1;
  const auto add_file = [&](const std::string& bytes) {
    const double em = spec(face).size * scale_;
    return atlas.AddFontFromMemoryTTF(const_cast<char*>(bytes.data()),
                                      static_cast<int>(bytes.size()),  // NOLINT: read only
                                      static_cast<float>(em * line_per_em(bytes)), &config, ranges_.data());
  };
  const std::string* bytes = file(spec(face).file);
  if (bytes == nullptr) {
    config.SizePixels = static_cast<float>(spec(face).size * scale_);
    return atlas.AddFontDefault(&config);
  }
  ImFont* font = add_file(*bytes);
  config.MergeMode = true;
  for (const std::string_view more : {"inter-400", "math-symbols", "symbols"})
    if (const auto found = fonts_.files.find(more); found != fonts_.files.end() && found->second.size() >= 64)
      add_file(found->second);
  return font;
}

FontSet::FontSet(Fonts fonts) : fonts_(std::move(fonts)), characters_(usual.begin(), usual.end()) {
  for (char32_t character = 0x20; character < 0x7f; ++character) characters_.insert(character);
}

bool FontSet::build(double pixel_ratio, double scale) {
  if (pixel_ratio == pixel_ratio_ && scale == scale_ && !lacks_) return false;
  pixel_ratio_ = pixel_ratio;
  scale_ = scale;
  lacks_ = false;
  ranges_.clear();
  for (const char32_t character : characters_) {
    const auto code = static_cast<ImWchar>(character);
    if (!ranges_.empty() && ranges_.back() + 1 == code) {
      ranges_.back() = code;
    } else {
      ranges_.insert(ranges_.end(), {code, code});
    }
  }
  ranges_.push_back(0);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoPowerOfTwoHeight;
  atlas.TexGlyphPadding = 2;
  for (std::size_t index = 0; index < specs.size(); ++index) built_[index] = add(static_cast<Face>(index));
  atlas.Build();
  return true;
}

void FontSet::ask_for(char32_t character) const {
  if (character >= 0xffff || character < 0x7f) return;  // more than ImGui's 16 bits; or there from the start
  if (characters_.insert(character).second) lacks_ = true;
}

void FontSet::ask_for(std::string_view text) const {
  while (!text.empty()) ask_for(next_character(text));
}

double FontSet::advance(Face face, char32_t character) const {
  ask_for(character);
  return font(face)->GetCharAdvance(static_cast<ImWchar>(character)) / scale_;
}

double FontSet::whole_pixels(double length) const {
  const double pixels = scale_ * pixel_ratio_;
  return std::max(1.0, std::round(length * pixels)) / pixels;
}

bool FontSet::has(Face face, char32_t character) const {
  ask_for(character);
  return font(face)->FindGlyphNoFallback(static_cast<ImWchar>(character)) != nullptr;
}

double FontSet::width(Face face, std::string_view text) const {
  double sum = 0;
  while (!text.empty()) sum += advance(face, next_character(text));
  return sum;
}

char32_t next_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
  char32_t code = length == 1 ? first : first & (0x7fU >> length);
  bool good = length > 0 && length <= text.size();
  for (std::size_t i = 1; good && i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    good = byte >> 6 == 2;
    code = code << 6 | (byte & 0x3fU);
  }
  text.remove_prefix(good ? length : 1);
  return good ? code : 0xfffd;
}

}  // namespace stride::ui
