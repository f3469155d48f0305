#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace stride::ui {

namespace {

constexpr Color hex(std::uint32_t rgb, std::uint8_t alpha = 255) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8), static_cast<std::uint8_t>(rgb),
          alpha};
}

// The tokens of shared/LOOK.md; the order is Token's.
constexpr Theme light{
    {{hex(0x1B1E24), hex(0x5A6270), hex(0xE2E0D8), hex(0x2456C8), hex(0xE8EEFC), hex(0xFFFFFF), hex(0xF7F6F2),
      hex(0x1F7A4D), hex(0xE5F3EA), hex(0x9A5B00), hex(0xFCF0DA), hex(0xB3261E), hex(0xFBE9E7), hex(0x9DB4EA),
      hex(0x7B98DD), hex(0xC9D6F5), hex(0x5C6C93), hex(0xFFFFFF), hex(0x1B1E24, 96)}}};
constexpr Theme dark{
    {{hex(0xECEEF2), hex(0x9AA3B2), hex(0x2D323C), hex(0x8AB0FF), hex(0x222C44), hex(0x1D2027), hex(0x14161B),
      hex(0x6CCB97), hex(0x1B3327), hex(0xF0B65A), hex(0x3A2E17), hex(0xFF8A80), hex(0x402320), hex(0x3B568F),
      hex(0x4B6CB3), hex(0x2E4270), hex(0x8496C0), hex(0x14161B), hex(0x000000, 144)}}};

constexpr auto pairs = std::to_array<TextPair>({
    {Token::ink, Token::paper},
    {Token::ink, Token::panel},
    {Token::ink, Token::accent_wash},
    {Token::ink, Token::right_wash},
    {Token::ink, Token::consistent_wash},
    {Token::ink, Token::wrong_wash},
    {Token::soft, Token::paper},
    {Token::soft, Token::panel},
    {Token::soft, Token::accent_wash},
    {Token::soft, Token::right_wash},
    {Token::soft, Token::consistent_wash},
    {Token::soft, Token::wrong_wash},
    {Token::accent, Token::paper},
    {Token::accent, Token::panel},
    {Token::accent, Token::accent_wash},
    {Token::right, Token::paper},
    {Token::right, Token::panel},
    {Token::right, Token::right_wash},
    {Token::right, Token::accent_wash},
    {Token::consistent, Token::paper},
    {Token::consistent, Token::panel},
    {Token::consistent, Token::consistent_wash},
    {Token::consistent, Token::accent_wash},
    {Token::wrong, Token::paper},
    {Token::wrong, Token::panel},
    {Token::wrong, Token::wrong_wash},
    {Token::wrong, Token::accent_wash},
    {Token::on_accent, Token::accent},
});

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

template <std::size_t N>
Color between(const std::array<Color, N>& stops, double t) {
  if (!(t > 0)) return stops.front();  // NaN too
  if (t >= 1) return stops.back();
  const double place = t * (N - 1);
  const auto index = static_cast<std::size_t>(place);
  const double part = place - static_cast<double>(index);
  const Color a = stops[index], b = stops[index + 1];
  const auto mix = [&](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(from + (to - from) * part + 0.5);
  };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue), 255};
}

// Ten even samples of cividis (Nunez, Anderton & Renslow 2018).
constexpr std::array cividis_stops{hex(0x00204D), hex(0x00336F), hex(0x39486B), hex(0x575C6D), hex(0x707173),
                                   hex(0x8A8779), hex(0xA69D75), hex(0xC4B56C), hex(0xE4CF5B), hex(0xFFEA46)};
constexpr std::array negative_stops{hex(0xFFFFFF), hex(0xA9C1F2), hex(0x4F7DDB), hex(0x173C93)};
constexpr std::array positive_stops{hex(0xFFFFFF), hex(0xF8CB98), hex(0xE08A2E), hex(0x8F4A00)};

}  // namespace

const Theme& theme(bool is_dark) { return is_dark ? dark : light; }

double contrast(Color a, Color b) {
  const double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
  return std::max(one, other) / std::min(one, other);
}

std::span<const TextPair> text_pairs() { return pairs; }

Color cividis(double t) { return between(cividis_stops, t); }

Color diverging(double t) { return t < 0 ? between(negative_stops, -t) : between(positive_stops, t); }

}  // namespace stride::ui
