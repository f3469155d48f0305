#include "labs/input_sizes/input_sizes.h"

#include <algorithm>
#include <array>

#include "labs/input_sizes/actions.h"
#include "labs/input_sizes/view.h"
#include "labs/worksheet/fields.h"

namespace stride::labs::input_sizes {

namespace {

std::string kept_problem(const Content& content, std::string_view value) {
  const auto has = [value](const nn::NetworkSpec& network) { return std::ranges::contains(keepable(network), value); };
  if (value.empty() || std::ranges::any_of(content.networks, has)) return "";
  return content.text.get("input_sizes.kept_problem", {{"value", std::string(value)}});
}

std::string tried_problem(const Content& content, std::string_view value) {
  const auto size = nn::parse_size(value);
  return value.empty() || (size && size->square()) ? "" : content.text.get("input_sizes.tried_problem");
}

std::string zoom_problem(const Content& content, std::string_view value) {
  const bool known = value == "whole" || value == "hundred" || value == "near";
  return known ? "" : content.text.get("input_sizes.zoom_problem");
}

constexpr std::array<Field, 9> fields = {{
    worksheet::student_id_field,
    worksheet::network_field,
    worksheet::size_field,
    worksheet::rounding_field,
    {.name = "kept", .kind = Field::Kind::choice, .in_fragment = true, .problem = kept_problem},
    {.name = "tried_height", .in_fragment = true, .problem = tried_problem, .live = true},
    {.name = "tried_width", .in_fragment = true, .problem = tried_problem, .live = true},
    worksheet::flag_field("apart"),
    {.name = "zoom", .kind = Field::Kind::choice, .default_value = "whole", .problem = zoom_problem},
}};

std::vector<jobs::Job> wants(const Content&, const State&) { return {}; }

}  // namespace

const Lab lab = {
    .name = "input-sizes",
    .fields = fields,
    .view = view,
    .figure = figure,
    .wants = wants,
    .sheet = worksheet::sheet_key,
    .field_changed = field_changed,
    .check = check,
    .press = press,
    .paste = paste,
    .copy = copy,
};

}  // namespace stride::labs::input_sizes
