#include "ui/text_layout.h"

#include <algorithm>
#include <optional>

namespace stride::ui {

namespace {

// A word or a formula: what isn't broken unless it has to be.
struct Atom {
  std::string text;
  std::optional<MathBox> math;
  Face face = Face::body;
  Token token = Token::ink;
  double width = 0;
  bool spaced = false;  // a space comes before it, where the line may break
  bool new_line = false;
};

MathLevel math_level(const TextStyle& style) {
  return FontSet::size(style.plain) < 13 ? MathLevel::script : MathLevel::text;
}

Face code_face(const TextStyle& style) { return FontSet::size(style.plain) < 13 ? Face::script_math : Face::text_math; }

void split_words(const FontSet& fonts, const page::Inline& part, Face face, Token token, bool& space,
                 std::vector<Atom>& atoms) {
  std::string word;
  bool new_line = false;
  const auto finish = [&] {
    if (word.empty()) return;
    const double width = fonts.width(face, word);
    atoms.push_back({std::move(word), {}, face, token, width, space, new_line});
    word.clear();
    space = new_line = false;
  };
  for (const char character : part.text) {
    if (character != ' ' && character != '\n') {
      word += character;
      continue;
    }
    finish();
    space = true;
    new_line |= character == '\n';
  }
  finish();
}

std::vector<Atom> split(const FontSet& fonts, const page::Inlines& text, const TextStyle& style) {
  using Kind = page::Inline::Kind;
  std::vector<Atom> atoms;
  bool space = false;
  for (const page::Inline& part : text) {
    if (part.kind == Kind::math && part.expr) {
      MathBox box = set_math(fonts, *part.expr, math_level(style), style.token);
      const double width = box.width;
      atoms.push_back({"", std::move(box), style.plain, style.token, width, space, false});
      space = false;
      continue;
    }
    const Face face = part.kind == Kind::strong ? style.strong
                      : part.kind == Kind::code ? code_face(style)
                                                : style.plain;
    split_words(fonts, part, face, part.kind == Kind::soft ? style.soft : style.token, space, atoms);
  }
  return atoms;
}

double gap_before(const FontSet& fonts, const Atom& atom, const TextStyle& style) {
  return atom.spaced ? fonts.advance(style.plain, U' ') : 0;
}

// A word wider than the line, cut where the line ends.
std::vector<Atom> cut(const FontSet& fonts, const Atom& atom, double width) {
  std::vector<Atom> pieces;
  std::string_view rest = atom.text;
  Atom piece = atom;
  piece.text.clear();
  piece.width = 0;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const double advance = fonts.advance(atom.face, next_character(rest));
    if (!piece.text.empty() && piece.width + advance > width) {
      pieces.push_back(piece);
      piece.text.clear();
      piece.width = 0;
      piece.spaced = piece.new_line = true;
    }
    piece.text += before.substr(0, before.size() - rest.size());
    piece.width += advance;
  }
  pieces.push_back(std::move(piece));
  return pieces;
}

struct LineOfText {
  std::vector<Atom> atoms;
  double width = 0;
};

std::vector<LineOfText> break_lines(const FontSet& fonts, std::vector<Atom> atoms, const TextStyle& style,
                                    double width) {
  std::vector<LineOfText> lines(1);
  for (std::size_t i = 0; i < atoms.size();) {
    // What hangs together without a space: 'pool5', then a comma in another style.
    std::size_t end = i + 1;
    double group = atoms[i].width;
    while (end < atoms.size() && !atoms[end].spaced) group += atoms[end++].width;
    if (group > width && end == i + 1 && !atoms[i].math && !atoms[i].text.empty() && atoms[i].text.size() > 1) {
      std::vector<Atom> pieces = cut(fonts, atoms[i], width);
      if (pieces.size() > 1) {
        pieces.front().new_line = lines.back().width > 0;
        atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
        atoms.insert(atoms.begin() + static_cast<std::ptrdiff_t>(i), pieces.begin(), pieces.end());
        group = atoms[i].width;
        end = i + 1;
      }
    }
    const double gap = lines.back().atoms.empty() ? 0 : gap_before(fonts, atoms[i], style);
    const bool breaks =
        !lines.back().atoms.empty() && (atoms[i].new_line || lines.back().width + gap + group > width + 0.01);
    if (breaks) lines.emplace_back();
    lines.back().width += breaks ? 0 : gap;
    for (; i < end; ++i) {
      lines.back().width += atoms[i].width;
      lines.back().atoms.push_back(std::move(atoms[i]));
    }
  }
  return lines;
}

// Words of one style in one run: spaces come from the font.
void put_line(const FontSet& fonts, Scene& scene, const LineOfText& line, const TextStyle& style, double x,
              double baseline) {
  TextRun* open = nullptr;
  for (const Atom& atom : line.atoms) {
    const bool first = &atom == line.atoms.data();
    const double gap = first ? 0 : gap_before(fonts, atom, style);
    if (open != nullptr && !atom.math && open->face == atom.face && open->token == atom.token &&
        atom.face == style.plain) {
      open->text += (gap > 0 ? " " : "") + atom.text;
      x += gap + atom.width;
      continue;
    }
    x += gap;
    open = nullptr;
    if (atom.math) {
      add_math(scene, *atom.math, x, baseline);
    } else {
      scene.text(x, baseline, atom.face, atom.token, atom.text);
      open = &std::get<TextRun>(scene.shapes.back());
    }
    x += atom.width;
  }
}

}  // namespace

TextStyle body_style(Token token) { return {Face::body, Face::body_strong, token, Token::soft, 22}; }
TextStyle table_style(Token token) { return {Face::table, Face::table_strong, token, Token::soft, 21}; }
TextStyle label_style(Token token) { return {Face::label, Face::label_strong, token, Token::soft, 18}; }
TextStyle single_style(Face face, Token token) { return {face, face, token, Token::soft, FontSet::size(face) * 1.3}; }

Size flow_text(const FontSet& fonts, Scene& scene, const page::Inlines& text, const TextStyle& style, double x,
               double y, double width) {
  const auto lines = break_lines(fonts, split(fonts, text, style), style, width);
  Size size;
  for (const LineOfText& line : lines) {
    double above = 0, below = 0;  // what formulas need beyond the line
    const double baseline = centred_baseline(0, style.line_height, style.plain);
    for (const Atom& atom : line.atoms) {
      if (!atom.math) continue;
      above = std::max(above, atom.math->ascent + 2 - baseline);
      below = std::max(below, atom.math->descent + 2 - (style.line_height - baseline));
    }
    put_line(fonts, scene, line, style, x, y + size.height + above + baseline);
    size.height += above + style.line_height + below;
    size.width = std::max(size.width, line.width);
  }
  return size;
}

Size flow_text(const FontSet& fonts, Scene& scene, const std::string& text, const TextStyle& style, double x, double y,
               double width) {
  return flow_text(fonts, scene, page::Inlines{{page::Inline::Kind::plain, text, {}}}, style, x, y, width);
}

double natural_width(const FontSet& fonts, const page::Inlines& text, const TextStyle& style) {
  double width = 0;
  for (const LineOfText& line : break_lines(fonts, split(fonts, text, style), style, 1e9))
    width = std::max(width, line.width);
  return width;
}

double natural_width(const FontSet& fonts, const std::string& text, const TextStyle& style) {
  return fonts.width(style.plain, text);
}

double longest_word(const FontSet& fonts, const page::Inlines& text, const TextStyle& style) {
  double longest = 0, group = 0;
  for (const Atom& atom : split(fonts, text, style)) {
    group = atom.spaced ? atom.width : group + atom.width;
    longest = std::max(longest, group);
  }
  return longest;
}

double centred_baseline(double y, double height, Face face) { return y + (height + FontSet::cap_height(face)) / 2; }

double text_column(const FontSet& fonts, const TextStyle& style) {
  return 70 * fonts.width(style.plain, "the quick brown fox jumps over a lazy dog ") / 42;
}

}  // namespace stride::ui
