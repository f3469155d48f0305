#include "labs/convolution/view.h"

namespace stride::labs::convolution {

using page::Ink;

namespace {

using Piece = std::pair<std::string, Ink>;

page::TextMark line(double y, std::vector<Piece> pieces, bool strong = false) {
  page::TextMark mark{.at = {0, y},
                      .text = pieces.front().first,
                      .ink = pieces.front().second,
                      .size = 14,
                      .strong = strong,
                      .align_x = 0,
                      .priority = 2};
  mark.more.assign(pieces.begin() + 1, pieces.end());
  return mark;
}

// (i−1)·s + (n−1)·d + 1 − p, with letters or with their numbers.
std::vector<Piece> place_text(const Exercise& e, const std::string& cell, const std::string& tap, const std::string& s,
                              const std::string& d, const std::string& p, const std::string& equals) {
  std::vector<Piece> pieces = {{"(", Ink::ink}, {cell, Ink::accent}, {" − 1)", Ink::ink}};
  if (e.stride != 1) pieces.emplace_back("·" + s, Ink::ink);
  if (e.dilation == 1) {
    pieces.insert(pieces.end(), {{" + ", Ink::ink}, {tap, Ink::accent}});
  } else {
    pieces.insert(pieces.end(), {{" + (", Ink::ink}, {tap, Ink::accent}, {" − 1)·" + d + " + 1", Ink::ink}});
  }
  if (e.pad != 0) pieces.emplace_back(" − " + p, Ink::ink);
  if (!equals.empty()) pieces.emplace_back(" = " + equals, Ink::ink);
  return pieces;
}

}  // namespace

page::Figure formula_figure(const Content& content, const Exercise& e, double t, bool hide) {
  const Text& text = content.text;
  const Step step = step_at(e, index_at(e, t));
  page::Figure figure;
  figure.title = text.get("convolution.formula.title");
  figure.x = {.label = "", .low = 0, .high = 1};
  figure.y = {.label = "", .low = 0, .high = 9};
  figure.height = 9 * 25;
  const std::string sum = hide && is_last(e, t) ? "?" : number_text(step.sum());
  const std::string i = whole(step.i + 1), j = whole(step.j + 1), c = whole(step.c + 1), n = whole(step.n + 1),
                    m = whole(step.m + 1);
  const std::string s = whole(e.stride), d = whole(e.dilation), p = whole(e.pad), y = whole(step.y + 1),
                    x = whole(step.x + 1);
  const auto add = [&](double row, std::vector<Piece> pieces, bool strong = false) {
    figure.marks.push_back({line(row + 0.5, std::move(pieces), strong)});
  };
  const auto row_of = [&](const char* name, std::vector<Piece> place) {
    place.insert(place.begin(), {std::string(name) + " = ", Ink::ink});
    return place;
  };
  const std::string k_n = e.flipped ? "N + 1 − " : "", k_m = e.flipped ? "M + 1 − " : "";
  add(0,
      {{"Z[", Ink::ink},
       {"i", Ink::accent},
       {", ", Ink::ink},
       {"j", Ink::accent},
       {"] = Σ", Ink::ink},
       {" c", Ink::accent},
       {" Σ", Ink::ink},
       {" n", Ink::accent},
       {" Σ", Ink::ink},
       {" m", Ink::accent},
       {"  I[", Ink::ink},
       {"c", Ink::accent},
       {", y, x] · K[", Ink::ink},
       {"c", Ink::accent},
       {", " + k_n, Ink::ink},
       {"n", Ink::accent},
       {", " + k_m, Ink::ink},
       {"m", Ink::accent},
       {"]", Ink::ink}},
      true);
  add(1, row_of("y", place_text(e, "i", "n", "s", "d", "p", "")));
  add(2, row_of("x", place_text(e, "j", "m", "s", "d", "p", "")));
  add(3.3,
      {{"i = ", Ink::soft},
       {i, Ink::accent},
       {",  j = ", Ink::soft},
       {j, Ink::accent},
       {",  c = ", Ink::soft},
       {c, Ink::accent},
       {",  n = ", Ink::soft},
       {n, Ink::accent},
       {",  m = ", Ink::soft},
       {m, Ink::accent}},
      true);
  add(4.3, row_of("y", place_text(e, i, n, s, d, p, y)));
  add(5.3, row_of("x", place_text(e, j, m, s, d, p, x)));
  const std::int64_t kn = e.flipped ? e.kernel.rows - step.n : step.n + 1,
                     km = e.flipped ? e.kernel.columns - step.m : step.m + 1;
  add(6.3, {{"I[" + c + ", " + y + ", " + x + "] · K[" + c + ", " + whole(kn) + ", " + whole(km) + "] = ", Ink::ink},
            {number_text(step.input) + " · " + number_text(step.weight), Ink::accent},
            {" = " + number_text(step.input * step.weight), Ink::ink}});
  add(7.5,
      {{text.get("convolution.formula.so_far") + " " + number_text(step.before) + " + " +
            number_text(step.input * step.weight) + " = ",
        Ink::ink},
       {sum, Ink::accent}},
      true);
  figure.table.columns = {text.get("convolution.table.name"), text.get("convolution.table.value")};
  figure.table.rows = {{"i", i},
                       {"j", j},
                       {"c", c},
                       {"n", n},
                       {"m", m},
                       {"y", y},
                       {"x", x},
                       {"I[c, y, x]", number_text(step.input)},
                       {"K", number_text(step.weight)},
                       {text.get("convolution.formula.so_far"), sum}};
  figure.sentence = text.get("convolution.formula.sentence", {{"i", i},
                                                              {"j", j},
                                                              {"c", c},
                                                              {"n", n},
                                                              {"m", m},
                                                              {"input", number_text(step.input)},
                                                              {"weight", number_text(step.weight)},
                                                              {"sum", sum}});
  return figure;
}

}  // namespace stride::labs::convolution
