#pragma once

#include <string>
#include <vector>

#include "cli/sheet_options.h"
#include "nn/facts.h"

namespace stride::cli {

/// All that `stride facts` says, apart from how.
struct Report {
  const Sheet& sheet;
  nn::NetworkFacts facts;
  std::string accepting;                      // the first linear layer; empty where there is none
  std::vector<nn::Interval> heights, widths;  // of the images that it accepts
  std::optional<std::int64_t> smallest_input;
};
Result<Report> make_report(const Sheet& sheet);

std::string facts_json(const Report& report);
std::string facts_csv(const Report& report);
std::string facts_markdown(const Report& report);
std::string facts_text(const Report& report);

/// The named layers: conv, pool, linear.
std::vector<const nn::LayerFacts*> rows_of(const Report& report);
const nn::LayerSpec& spec_of(const Report& report, const nn::LayerFacts& row);
/// Whether its receptive field is known: a linear layer sees the whole map, which may not come out under `exact`.
bool has_field(const nn::LayerFacts& row);
std::int64_t input_channels(const Report& report, const nn::LayerFacts& row);

/// `floor((212 + 2*0 - 11)/4) + 1 = 51` along one axis, and `96*(11*11*3 + 1) = 34944`; empty where there is nothing to
/// derive.
std::optional<math::Expr> output_derivation(const Report& report, const nn::LayerFacts& row, bool vertical);
std::optional<math::Expr> parameter_derivation(const Report& report, const nn::LayerFacts& row);

}  // namespace stride::cli
