#include "labs/layer_sizes/layer_sizes.h"

#include <array>

#include "labs/layer_sizes/view.h"
#include "labs/worksheet/actions.h"

namespace stride::labs::layer_sizes {

namespace {

constexpr std::array<worksheet::AnswerColumn, 5> columns = {
    worksheet::output_column,
    worksheet::parameters_column,
    worksheet::if_on(worksheet::field_column, "show_receptive_field"),
    worksheet::if_on(worksheet::jump_column, "show_jump"),
    worksheet::if_on(worksheet::neurons_column, "show_neurons"),
};

constexpr std::array<Field, 8> fields = {
    worksheet::student_id_field,
    worksheet::network_field,
    worksheet::size_field,
    worksheet::rounding_field,
    worksheet::flag_field("show_receptive_field"),
    worksheet::flag_field("show_jump"),
    worksheet::flag_field("show_neurons"),
    worksheet::flag_field("measure"),
};

std::vector<jobs::Job> wants(const Content&, const State& state) {
  if (value_of(lab, state, "measure") != "on") return {};
  return {{.kind = "peak", .parameters = {}, .priority = 0}};
}

void check(const Content& content, State& state, const Event& event) {
  worksheet::check(content, state, questions(), event);
}
void press(const Content& content, State& state, const Event& event) {
  worksheet::press(content, state, questions(), event);
}
void paste(const Content& content, State& state, const Event& event) {
  worksheet::paste(content, state, questions(), event);
}
std::string copy(const Content& content, const State& state, std::string_view format) {
  return worksheet::copy(content, state, questions(), format);
}

}  // namespace

const worksheet::Questions& questions() {
  static constexpr worksheet::Questions all = {.columns = columns};
  return all;
}

Sheet read_sheet(const Content& content, const State& state) {
  return worksheet::read_sheet(content, state, questions());
}

const Lab lab = {
    .name = "layer-sizes",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = worksheet::sheet_key,
    .field_changed = worksheet::field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = copy,
};

}  // namespace stride::labs::layer_sizes
