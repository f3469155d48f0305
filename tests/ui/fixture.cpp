#include "fixture.h"

#include <array>
#include <cmath>

namespace stride::ui::test {

using math::Expr;
using page::Block;
using page::Blocks;

namespace {

struct Layer {
  const char *name, *channels, *spec, *input;
  int side, depth;
};
constexpr auto layers = std::to_array<Layer>({{"conv1", "96", "11 / 4 / 0", "212", 51, 96},
                                              {"pool1", "96", "3 / 2 / 0", "51", 25, 96},
                                              {"conv2", "256", "5 / 2 / 2", "25", 0, 256},
                                              {"pool2", "256", "3 / 2 / 0", "?", 0, 256},
                                              {"conv3", "384", "3 / 1 / 1", "?", 0, 384},
                                              {"conv4", "384", "3 / 1 / 1", "?", 0, 384},
                                              {"conv5", "256", "3 / 1 / 1", "?", 0, 256},
                                              {"pool5", "256", "3 / 1 / 0", "?", 0, 256}});
constexpr auto columns =
    std::to_array<const char*>({"Output size", "Parameters", "Receptive field", "Neurons", "Jump", "Multiply-adds"});

Expr route(int pad) { return math::floor((Expr(25) + Expr(pad) - Expr(5)) / Expr(2)); }

page::Figure network_figure() {
  page::Figure figure;
  figure.title = "AlexNet, Table 1, to scale";
  figure.sentence = "212 × 212 enters; 2 of 8 output sizes are worked out so far.";
  figure.height = 190;
  figure.x = {.label = "", .low = 0, .high = 9, .ticks = {}};
  figure.y = {.label = "", .low = -0.42 * 212, .high = 1.45 * 212, .upwards = true, .ticks = {}};
  for (int i = 0; i < 9; ++i) {
    const bool input = i == 0;
    const Layer layer = input ? Layer{"input", "3", "", "", 212, 3} : layers[static_cast<std::size_t>(i - 1)];
    const bool open = layer.side > 0, current = i == 3;
    const double side = open ? layer.side : 21, width = 0.08 + 0.52 * layer.depth / 384, middle = i + 0.45;
    put(figure, page::BoxMark{{middle - width / 2, 0}, width, side, side, current, !open});
    const std::string size = open ? std::to_string(layer.side) + " × " + std::to_string(layer.side) : "? × ?";
    put(figure, page::TextMark{.at = {middle, 0},
                               .text = layer.name,
                               .ink = current ? page::Ink::accent : page::Ink::ink,
                               .size = 13,
                               .strong = current,
                               .align_y = 0,
                               .offset_y = 8,
                               .priority = current           ? 3
                                           : input || i == 8 ? 2
                                                             : 1});
    put(figure, page::TextMark{.at = {middle, 0},
                               .text = size,
                               .ink = current ? page::Ink::accent : page::Ink::soft,
                               .size = 12,
                               .align_y = 0,
                               .offset_y = 26,
                               .priority = current ? 3 : 0});
    if (!input)
      put(figure, page::HotMark{{i + 0.0, figure.y.low},
                                {i + 0.9, figure.y.high},
                                std::string("go:") + layer.name,
                                std::string("Go to ") + layer.name,
                                current});
  }
  return figure;
}

page::Figure window_figure() {
  page::Figure figure;
  figure.title = "How the window moves";
  figure.sentence = "25 pixels, padding 2 dashed; window 7 of 13.";
  figure.height = 90;
  figure.x = {.label = "", .low = 0, .high = 29, .ticks = {}};
  figure.y = {.label = "", .low = 0, .high = 9, .ticks = {}};
  put(figure, page::TextMark{.at = {0, 1}, .text = "stride 2 →", .ink = page::Ink::soft, .align_x = 0});
  for (int i = 0; i < 29; ++i) {
    const bool padding = i < 2 || i >= 27;
    page::RectangleMark pixel{
        .from = {i + 0.0, 3}, .to = {i + 1.0, 6}, .fill = {}, .stroke = page::Ink::soft, .dashed = padding};
    if (!padding) pixel.fill = page::Ink::face_top;
    put(figure, pixel);
  }
  for (int i = 0; i < 7; ++i) put(figure, page::DotMark{{2.5 + 2 * i, 8}, 4, page::Ink::accent});
  put(figure, page::RectangleMark{.from = {12, 2.4},
                                  .to = {17, 6.6},
                                  .fill = {},
                                  .stroke = page::Ink::accent,
                                  .stroke_width = 2.5,
                                  .corner_radius = 3});
  put(figure, page::RectangleMark{.from = {28, 3},
                                  .to = {29, 6},
                                  .fill = page::Ink::consistent_wash,
                                  .stroke = page::Ink::consistent,
                                  .hatched = true});
  figure.playback = page::Playback{.t = 6, .steps = 12, .steps_per_second = 2, .playing = false};
  return figure;
}

Block answer(const std::string& id, const std::string& label, const std::string& value, Verdict verdict,
             bool current = false) {
  return {id, page::AnswerBox{.label = label,
                              .caption = {},
                              .value = value,
                              .placeholder = {},
                              .verdict = verdict,
                              .described_by = {},
                              .feedback = {},
                              .current = current}};
}

Block button(const std::string& id, const std::string& label, page::Button::Look look = page::Button::Look::plain,
             bool enabled = true) {
  return {id, page::Button{.label = label, .name = {}, .look = look, .enabled = enabled, .shortcut = {}}};
}

Block box(const std::string& id, const std::string& caption, const std::string& value) {
  return {
      id,
      page::AnswerBox{
          .label = caption, .caption = caption, .value = value, .placeholder = {}, .described_by = {}, .feedback = {}}};
}

page::Table worksheet(int answer_columns) {
  page::Table table;
  table.caption = "Worksheet";
  table.columns = {{"Layer", page::Column::Role::name},
                   {"Channels", page::Column::Role::spec},
                   {"Kernel / stride / pad", page::Column::Role::spec},
                   {"Input", page::Column::Role::value}};
  for (int i = 0; i < answer_columns; ++i)
    table.columns.push_back({columns[static_cast<std::size_t>(i)], page::Column::Role::answer});
  table.columns.push_back({"", page::Column::Role::action});
  int index = 0;
  for (const Layer& layer : layers) {
    const std::string name = layer.name;
    page::Row row{.id = "row." + name, .cells = {}, .current = index == 2};
    row.cells = {{page::prose({page::strong(name)})},
                 {page::prose(layer.channels, page::Tone::soft)},
                 {page::prose(layer.spec, page::Tone::soft)},
                 {page::prose(layer.input)}};
    for (int i = 0; i < answer_columns; ++i) {
      const bool first = i == 0;
      const std::string value = first ? (index == 0   ? "51"
                                         : index == 1 ? "25"
                                         : index == 2 ? "12"
                                         : index == 3 ? "6"
                                         : index == 4 ? "6,,"
                                                      : "")
                                      : (index == 0   ? "34,944"
                                         : index == 1 ? "0"
                                                      : "");
      constexpr std::array verdicts{Verdict::correct, Verdict::correct, Verdict::wrong, Verdict::consistent,
                                    Verdict::unreadable};
      const Verdict verdict =
          index < (first ? 5 : 2) && !value.empty() ? verdicts[static_cast<std::size_t>(index)] : Verdict::none;
      row.cells.push_back(
          {answer("cell." + name + "." + std::to_string(i), name + " " + columns[static_cast<std::size_t>(i)], value,
                  verdict, index == 2 && first)});
    }
    row.cells.emplace_back();
    if (index < 3) row.cells.back().push_back(button("working." + name, "Show working", page::Button::Look::link));
    table.rows.push_back(std::move(row));
    ++index;
  }
  page::Row total{.id = "row.total", .cells = {{page::prose({page::strong("Total")})}, {}, {}, {}, {}}, .total = true};
  for (int i = 1; i < answer_columns; ++i)
    total.cells.push_back({answer("cell.total." + std::to_string(i),
                                  std::string("total ") + columns[static_cast<std::size_t>(i)], "", Verdict::none)});
  total.cells.emplace_back();
  table.rows.push_back(std::move(total));
  return table;
}

Blocks inspector() {
  const Expr n = Expr::symbol("n"), p = Expr::symbol("p"), f = Expr::symbol("f"), s = Expr::symbol("s");
  const Expr principle = math::equal(Expr::symbol("o"), math::floor((n + Expr(2) * p - f) / s) + Expr(1));
  const auto slip = [](const std::string& id, const Expr& expr, const std::string& note) {
    return Block{
        "", page::Card{{{"", page::Formula{expr, note}}, button("slip:" + id, "This one", page::Button::Look::link)}}};
  };
  return {{"where", page::Prose{{page::plain("conv2 · output size")}, page::Tone::soft}},
          {"feedback.title", page::Heading{3, "Close. Which of these was it?"}},
          {"feedback", page::Callout{page::Tone::wrong,
                                     "",
                                     {page::prose("Two different slips lead to 12 here."),
                                      slip("no-plus-one", route(4), "the last window isn't counted"),
                                      slip("padding-once", route(2) + Expr(1), "padding on one side only")}}},
          page::prose("Principle", page::Tone::soft),
          {"help.formula", page::Formula{principle, "n input, p padding, f kernel, s stride"}},
          {"help", page::Line{{button("again", "Try again", page::Button::Look::primary), button("hint", "Hint"),
                               button("working", "Show working", page::Button::Look::plain, false)}}},
          {"figure.window", window_figure()}};
}

Blocks rail() {
  Blocks links = {{"", page::Link{"Sizes and parameters", "#lab=layer-sizes", true, 0.35}}};
  for (const char* label : {"Layer stepper", "Convolution", "Receptive fields", "Which inputs fit",
                            "Recurrent gradients", "Backpropagation"})
    links.push_back({"", page::Link{label, "#lab=x", false, label[0] == 'R' ? 0.7 : 0.0}});
  links.push_back({"field.theme", page::Combobox{"Theme", {{"system", "As the system"}}, "system"}});
  links.push_back({"field.font_scale", page::Combobox{"Text size", {{"100", "100 %"}}, "100"}});
  return links;
}

Block setup() {
  Blocks controls = {
      box("field.student_id", "Student ID", "14-141-512"),
      box("field.size", "Input size", "212"),
      {"field.network", page::Combobox{"Network", {{"alexnet-bern", "AlexNet, Table 1"}}, "alexnet-bern"}},
      {"field.rounding", page::Combobox{"Rounding", {{"floor", "floor (down)"}}, "floor"}}};
  return {"setup",
          page::Card{
              {{"", page::Line{controls}},
               {"", page::Line{{page::prose("The last two digits, 12, set W = H = 200 + 12 = 212.", page::Tone::soft),
                                button("try-example", "Try 14-141-512", page::Button::Look::link)}}}}}};
}

Block why_choice() {
  return {"why",
          page::Choice{.label = "Why does the paper's 224 not work with its first layer?",
                       .caption = "Why does the paper's 224 not work with its first layer?",
                       .options = {{"fits",
                                    {page::plain("The windows don't fit: "),
                                     page::inline_math((Expr(224) - Expr(11)) / Expr(4)), page::plain(" isn't whole")},
                                    true,
                                    Verdict::correct,
                                    "Three columns at the right edge are seen by no window."},
                                   {"gpu",
                                    {page::plain("One GPU has no memory for it")},
                                    false,
                                    Verdict::wrong,
                                    "Memory decides how the layers are split, not which sizes divide."},
                                   {"loss", {page::plain("The loss would have no minimum")}}},
                       .verdict = Verdict::correct}};
}

Block which_choice() {
  return {"which", page::Choice{.label = "Which layers have parameters?",
                                .caption = "Which layers have parameters?",
                                .options = {{"conv", {page::plain("Convolutions")}, true},
                                            {"pool", {page::plain("Pooling")}},
                                            {"linear", {page::plain("Fully-connected layers")}, true}},
                                .multiple = true}};
}

Block derivation() {
  const Expr h = Expr::symbol("h_t"), a = Expr::symbol("a_t"), W = Expr::symbol("W");
  const auto item = [](const char* id, const char* text, Expr expr, Verdict verdict) {
    return page::OrderItem{id, {page::plain(text)}, std::move(expr), verdict};
  };
  page::Ordering ordering{.label = "Put the steps in order", .caption = "Put the steps in order"};
  ordering.items = {
      item("product", "Multiply over all steps between, with the chain rule", math::power(W, Expr::symbol("T")),
           Verdict::correct),
      item("step", "Take one step", math::equal(h, math::floor(a) / (W + Expr(1))), Verdict::wrong),
      item("norm", "Bound each factor by its norm", math::equal(a, W * h + Expr::symbol("b")), Verdict::none)};
  return {"order", std::move(ordering)};
}

Blocks main_blocks(int answer_columns) {
  Blocks toggles = {page::prose("Also ask:", page::Tone::soft),
                    {"toggle.rf", page::Toggle{"Receptive field", true}},
                    {"toggle.neurons", page::Toggle{"Neurons", false}}};
  const Expr total = math::equal(
      math::equal(Expr::symbol("P"), Expr(34944) + Expr(614656) + Expr(885120) + Expr(1327488) + Expr(884992)),
      Expr(3747200));
  return {
      {"title", page::Heading{1, "Output sizes and parameters"}},
      {"lead", page::Prose{{page::plain("Fill in each layer. Enter checks a cell. You may type a formula: "),
                            page::code("96*(11*11*3+1)")},
                           page::Tone::soft}},
      setup(),
      {"figure.network", network_figure()},
      {"columns", page::Line{toggles}},
      {"worksheet", worksheet(answer_columns)},
      {"row.largest", page::Card{{box("cell.largest", "Which layer has the most parameters?", "fc6")}}},
      {"sum", page::Formula{total, "all convolutions"}},
      {"note", page::Prose{{page::plain("A window of side "), page::inline_math(Expr::symbol("f")), page::plain(" on "),
                            page::inline_math((Expr::symbol("n") + Expr(2) * Expr::symbol("p")) / Expr::symbol("s_l")),
                            page::plain(" pixels: "), page::strong("the last one may hang over"),
                            page::plain(", and how far it hangs depends on "
                                        "the rounding that the worksheet states above its first row.")}}},
      {"warning", page::Callout{page::Tone::consistent,
                                "339 is wider than your image.",
                                {page::prose("212 of the 339 columns are real pixels at most.")}}},
      {"good",
       page::Callout{
           page::Tone::right, "That's it.", {page::prose("Each window starts two pixels after the one before.")}}},
      {"news", page::Callout{page::Tone::note, "", {page::prose("A note without a title.")}}},
      {"more", page::Disclosure{"More about rounding", true, {page::prose("Caffe rounds pools up, PyTorch down.")}}},
      {"progress", page::Progress{"Measuring this machine", 0.4}},
      {"sigma", page::Slider{"Largest singular value of W", 0, 2, 0.01, 0.83, "0.83"}},
      {"questions", page::Card{{why_choice(), which_choice()}}},
      derivation(),
      {"tools", page::Line{{{"import", page::FileButton{"Import my results", ".json"}}}}},
      {"essay",
       page::AnswerBox{.label = "Why do gradients vanish?",
                       .caption = "Why do gradients vanish?",
                       .value = "Each step back multiplies by a factor whose norm is below one.\nSo it shrinks.",
                       .rows = 4}},
      {"index-formula", page::AnswerBox{.label = "Z",
                                        .caption = "Z, the output of a strided convolution",
                                        .value = "sum(c=1..C, I[c, (i-1)*s+n])",
                                        .verdict = Verdict::wrong,
                                        .wide = true}},
      {"buttons", page::Line{{button("copy:csv", "Copy as CSV"), button("copy:markdown", "Copy as Markdown"),
                              button("print", "Print"), button("reset", "Start over")}}}};
}

}  // namespace

page::Dialog reset_dialog() {
  return {"Start over?",
          {page::prose("This clears your answers for AlexNet, Table 1, at 212 × 212. Attempts stay in your log."),
           {"", page::Line{{button("reset-confirmed", "Clear my answers", page::Button::Look::primary),
                            button("close-dialog", "Keep them")}}}}};
}

page::Figure plot_figure() {
  page::Figure figure;
  figure.title = "Where does the gradient go?";
  figure.sentence = "The bound falls by a factor of 0.83 with each step.";
  figure.height = 300;
  figure.x = {.label = "step", .low = 0, .high = 30, .ticks = {{0, "0"}, {10, "10"}, {20, "20"}, {30, "30"}}};
  figure.y = {.label = "gradient's length",
              .low = 1e-4,
              .high = 1,
              .logarithmic = true,
              .upwards = true,
              .ticks = {{1e-4, "0.0001"}, {1e-2, "0.01"}, {1, "1"}}};
  page::LineMark bound{.points = {}, .stroke = page::Ink::consistent, .dashed = true, .arrow = true};
  for (int t = 0; t <= 30; ++t) {
    bound.points.push_back({t + 0.0, std::pow(0.83, 30 - t)});
    put(figure, page::RectangleMark{.from = {t - 0.3, 1e-4},
                                    .to = {t + 0.3, 0.7 * std::pow(0.78, 30 - t)},
                                    .fill = page::Ink::face_side,
                                    .stroke = {}});
  }
  put(figure, bound);
  put(figure, page::TextMark{.at = {8, 0.05}, .text = "bound", .ink = page::Ink::consistent});
  page::CellsMark cells{
      .from = {1, 0.9}, .to = {7, 0.2}, .rows = 4, .columns = 6, .values = {}, .low = -1, .high = 1, .is_signed = true};
  for (int i = 0; i < 24; ++i) cells.values.push_back(static_cast<float>(i - 12) / 12.0F);
  put(figure, cells);
  return figure;
}

page::Page worksheet_page(int answer_columns) {
  page::Page result;
  result.title = "Output sizes and parameters";
  result.header = {{"header.tools", page::Line{{button("undo", "Undo", page::Button::Look::quiet),
                                                button("redo", "Redo", page::Button::Look::quiet, false),
                                                button("help", "?", page::Button::Look::quiet)}}}};
  result.rail = rail();
  result.main = main_blocks(answer_columns);
  result.inspector = inspector();
  result.inspector_row = "row.conv2";
  page::assign_ids(result);
  return result;
}

}  // namespace stride::ui::test
