#include "labs/convolution/view.h"

#include <algorithm>
#include <cmath>

#include "labs/convolution/convolution.h"

namespace stride::labs::convolution {

using page::Block;
using page::Blocks;

namespace {

std::string drafted(const State& state, const std::string& field) {
  const auto draft = state.drafts.find(field);
  return draft != state.drafts.end() ? draft->second : value_of(lab, state, field);
}

Block text_box(const Content& content, const State& state, const std::string& field, int rows) {
  const std::string value = drafted(state, field), label = content.text.get("convolution.field." + field);
  page::AnswerBox box{.label = label, .caption = label, .value = value, .rows = rows};
  if (rows == 1) box.keyboard = page::Keyboard::numeric;
  if (const std::string problem = find_field(lab, field)->problem(content, value); !problem.empty()) {
    box.verdict = Verdict::unreadable;
    box.feedback = problem;
  }
  return {"field." + field, std::move(box)};
}

// The first thing that is wrong with what stands in the boxes.
std::string problem_of(const Content& content, const State& state) {
  for (const Field& field : lab.fields)
    if (const std::string problem = field.problem(content, drafted(state, std::string(field.name))); !problem.empty())
      return problem;
  return "";
}

Block setup(const Content& content, const State& state) {
  const Text& text = content.text;
  Block kind = {"field.conv_kind", page::Combobox{text.get("convolution.field.conv_kind"),
                                                  {{"correlation", text.get("convolution.kind.correlation")},
                                                   {"flipped", text.get("convolution.kind.flipped")}},
                                                  value_of(lab, state, "conv_kind")}};
  Blocks numbers = {text_box(content, state, "conv_stride", 1), text_box(content, state, "conv_pad", 1),
                    text_box(content, state, "conv_dilation", 1), std::move(kind)};
  Blocks blocks = {{"", page::Line{{text_box(content, state, "tensor_i", 6), text_box(content, state, "tensor_k", 6)}}},
                   {"", page::Line{std::move(numbers)}}};
  if (const std::string problem = problem_of(content, state); !problem.empty())
    blocks.push_back({"problem.boxes", page::Prose{{page::plain(problem)}, page::Tone::wrong}});
  return {"setup", page::Card{std::move(blocks)}};
}

Block own_box(const Content& content, const State& state) {
  const std::string label = content.text.get("convolution.own.label");
  return {"field.own_formula", page::AnswerBox{.label = label,
                                               .caption = label,
                                               .value = drafted(state, "own_formula"),
                                               .placeholder = "sum(c=1..C, n=1..N, m=1..M, I[c, ?, ?]*K[c,n,m])",
                                               .wide = true}};
}

double distance(const Exercise& e, const std::vector<double>& values) {
  double most = 0;
  for (std::int64_t cell = 0; cell < std::ssize(values); ++cell)
    most = std::max(
        most, std::abs(values[static_cast<std::size_t>(cell)] - output_at(e, cell / e.columns, cell % e.columns)));
  return most;
}

// The student's formula on these tensors, counted from 1 or from 0, whichever comes nearer.
struct Own {
  Result<std::vector<double>> values;
  std::int64_t first = 1;
};
Own run_own(const Exercise& e, const std::string& typed) {
  Own own{run_formula(e, typed, 1)};
  auto from_zero = run_formula(e, typed, 0);
  if (from_zero && (!own.values || distance(e, *from_zero) < distance(e, *own.values))) own = {std::move(from_zero), 0};
  return own;
}

Blocks own_formula(const Content& content, const State& state, const Exercise& e) {
  const Text& text = content.text;
  Blocks blocks = {{"own.title", page::Heading{2, text.get("convolution.own.title")}},
                   {"own.lead", page::Prose{{page::plain(text.get("convolution.own.lead"))}, page::Tone::soft}},
                   own_box(content, state)};
  const std::string typed = value_of(lab, state, "own_formula");
  if (typed.empty()) return blocks;
  const Own own = run_own(e, typed);
  if (!own.values) {
    blocks.push_back({"own.problem", page::Callout{page::Tone::wrong,
                                                   text.get("convolution.own.unreadable"),
                                                   {page::prose(own.values.error().message)}}});
    return blocks;
  }
  if (const auto read = math::parse_formula(typed)) blocks.push_back({"own.formula", page::Formula{*read, ""}});
  const bool same = distance(e, *own.values) < 1e-9;
  const std::string key = own.first == 0 ? "convolution.own.from_zero" : "convolution.own.from_one";
  blocks.push_back({"own.said", page::Callout{same ? page::Tone::right : page::Tone::note,
                                              text.get(same ? "convolution.own.agrees" : "convolution.own.parts"),
                                              {page::prose(text.get(key))}}});
  blocks.push_back({std::string(own_id), own_figure(content, e, *own.values)});
  return blocks;
}

double playback_of(const State& state) {
  const auto found = state.playback.find(input_id);
  return found == state.playback.end() ? 0 : found->second;
}

bool predicts(const State& state) { return value_of(lab, state, "predict") == "on"; }

}  // namespace

page::Page view(const Content& content, const State& state, const jobs::Results&) {
  const Text& text = content.text;
  page::Page result;
  result.title = text.get("convolution.title");
  result.main = {{"title", page::Heading{1, text.get("convolution.title")}},
                 {"lead", page::Prose{{page::plain(text.get("convolution.lead"))}, page::Tone::soft}},
                 setup(content, state)};
  result.rail = lab_links(content, state);
  const auto e = read_exercise(content, state);
  if (!e) {
    result.main.push_back(
        {"problem",
         page::Callout{page::Tone::wrong, text.get("convolution.problem"), {page::prose(e.error().message)}}});
    return result;
  }
  const double t = playback_of(state);
  const auto add = [&](std::string_view id, page::Figure figure) {
    result.main.push_back({std::string(id), std::move(figure)});
  };
  add(input_id, input_figure(content, *e, t));
  result.main.push_back(
      {"maps", page::Line{{{std::string(kernel_id), kernel_figure(content, *e, t)},
                           {std::string(output_id), output_figure(content, *e, t, hides(content, state, *e, t))}}}});
  result.main.push_back(
      {"switches",
       page::Line{{{"field.predict", page::Toggle{text.get("convolution.field.predict"), predicts(state)}}}}});
  if (predicts(state))
    result.main.push_back(prediction_card(content, state, std::string(sheet_key), prediction(content, *e, t)));
  for (Block& block : own_formula(content, state, *e)) result.main.push_back(std::move(block));
  result.inspector = {{"formula.title", page::Heading{2, "Z[i, j]"}}};
  // With dilation its indexes are too long for the column: they stand apart under it, as y and x.
  const std::string kernel = e->flipped ? "K[c,N+1-n,M+1-m]" : "K[c,n,m]";
  const std::string right = e->dilation == 1 ? formula_of(*e) : "sum(c=1..C, n=1..N, m=1..M, I[c,y,x]*" + kernel + ")";
  if (const auto formula = math::parse_formula("Z[i,j] = " + right))
    result.inspector.push_back(
        {"formula", page::Formula{*formula, text.get(e->flipped ? "convolution.formula.flipped"
                                                                : "convolution.formula.correlation")}});
  result.inspector.push_back({std::string(formula_id), formula_figure(content, *e, t, hides(content, state, *e, t))});
  return result;
}

std::optional<page::Figure> figure(const Content& content, const State& state, const jobs::Results&,
                                   std::string_view id, double t) {
  const auto e = read_exercise(content, state);
  if (!e) return std::nullopt;
  if (id == input_id) return input_figure(content, *e, t);
  if (id == kernel_id) return kernel_figure(content, *e, t);
  if (id == output_id) return output_figure(content, *e, t, hides(content, state, *e, t));
  if (id == formula_id) return formula_figure(content, *e, t, hides(content, state, *e, t));
  return std::nullopt;
}

}  // namespace stride::labs::convolution
