#include "labs/layer_sizes/layer_sizes.h"

#include <array>

#include "labs/layer_sizes/actions.h"
#include "labs/layer_sizes/sheet.h"
#include "labs/layer_sizes/view.h"

namespace stride::labs::layer_sizes {

namespace {

std::string student_id_problem(const Content& content, std::string_view value) {
  if (value.empty()) return "";
  const auto id = course::parse_student_id(value, content.text);
  return id ? "" : id.error().message;
}

std::string network_problem(const Content& content, std::string_view value) {
  return content.find_network(value) != nullptr
             ? ""
             : content.text.get("layer_sizes.network_problem", {{"value", std::string(value)}});
}

std::string size_problem(const Content&, std::string_view value) {
  if (value.empty()) return "";
  const auto size = nn::parse_size(value);
  return size ? "" : size.error().message;
}

std::string rounding_problem(const Content&, std::string_view value) {
  const auto rounding = nn::parse_rounding(value);
  return rounding ? "" : rounding.error().message;
}

std::string flag_problem(const Content& content, std::string_view value) {
  return value == "on" || value == "off" ? "" : content.text.get("app.flag_problem");
}

constexpr std::array<Field, 8> fields = {{
    {.name = "student_id", .problem = student_id_problem, .live = true},
    {.name = "network",
     .kind = Field::Kind::choice,
     .default_value = "alexnet-bern",
     .in_fragment = true,
     .problem = network_problem},
    {.name = "size", .in_fragment = true, .problem = size_problem},
    {.name = "rounding",
     .kind = Field::Kind::choice,
     .default_value = "floor",
     .in_fragment = true,
     .problem = rounding_problem},
    {.name = "show_receptive_field", .kind = Field::Kind::flag, .default_value = "off", .problem = flag_problem},
    {.name = "show_jump", .kind = Field::Kind::flag, .default_value = "off", .problem = flag_problem},
    {.name = "show_neurons", .kind = Field::Kind::flag, .default_value = "off", .problem = flag_problem},
    {.name = "measure", .kind = Field::Kind::flag, .default_value = "off", .problem = flag_problem},
}};

std::vector<jobs::Job> wants(const Content&, const State& state) {
  if (value_of(lab, state, "measure") != "on") return {};
  return {{.kind = "peak", .parameters = {}, .priority = 0}};
}

}  // namespace

const Lab lab = {
    .name = "layer-sizes",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = sheet_key,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = copy,
};

}  // namespace stride::labs::layer_sizes
