#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "labs/worksheet/sheet.h"

/// The layer that a student has opened, and what the engine has found of it.
namespace stride::labs::layer_stepper {

inline double real(std::int64_t value) { return static_cast<double>(value); }
inline std::string whole(std::int64_t value) { return std::to_string(value); }

/// A tensor that has come back: (C, H, W).
struct Values {
  std::span<const float> numbers;
  nn::Shape shape;
  [[nodiscard]] std::span<const float> map(std::int64_t channel) const {
    const auto pixels = static_cast<std::size_t>(shape.size.height * shape.size.width);
    return numbers.subspan(static_cast<std::size_t>(channel) * pixels, pixels);
  }
  [[nodiscard]] double at(std::int64_t channel, std::int64_t y, std::int64_t x) const {
    return static_cast<double>(map(channel)[static_cast<std::size_t>(y * shape.size.width + x)]);
  }
};

struct Opened {
  worksheet::Sheet sheet;
  const nn::LayerSpec* layer = nullptr;  // none where the input doesn't go through the network
  std::size_t index = 0;
  nn::Shape in, out;
  std::string problem;                  // why there is nothing to step through
  std::string asked;                    // `conv2.output`: a size that the worksheet still asks for; else empty
  std::int64_t channel = 0;             // of the output
  std::int64_t input_channel = 0;       // the one whose map and kernel are drawn
  std::optional<Values> input, output;  // none yet
  std::span<const float> weights;       // of `channel`: (C/groups, kH, kW), or one per input
  double bias = 0;
  double progress = 0;  // of what is waited for
  jobs::Job job;        // what all its jobs have in common

  /// Whether it has a window that moves over a map.
  [[nodiscard]] bool slides() const { return layer->is_spatial(); }
  [[nodiscard]] bool is_map() const { return slides() || (in.size.height * in.size.width > 1 && !is_linear()); }
  [[nodiscard]] bool is_linear() const { return layer->type == nn::LayerType::linear; }
  /// The first input channel that `channel` reads, and how many.
  [[nodiscard]] std::int64_t first_input() const;
  [[nodiscard]] std::int64_t inputs() const;
  /// Products in one output value.
  [[nodiscard]] std::int64_t products() const;
  /// The name of the row of the worksheet that it belongs to; empty before the first.
  [[nodiscard]] std::string row() const;
};

const worksheet::Questions& questions();
Opened open_layer(const Content& content, const State& state, const jobs::Results& results);
std::vector<jobs::Job> wants(const Content& content, const State& state);

/// A picture of a map for the drawn network, by row (`input` for the image): the channel with the most energy.
struct Outline {
  Values map;  // one channel, with few pixels
  std::int64_t channel = 0;
  std::uint64_t version = 0;  // the same numbers have the same
};
/// What the jobs for all outlines have in common; `outline_of` makes it the one for `row`. A network of hundreds of
/// layers is long, and wouldn't be copied for each.
jobs::Job outline_jobs(const Opened& opened);
std::optional<Outline> outline_of(jobs::Job& outlines, const std::string& row, const jobs::Results& results);
/// Whether the size of a row's map may be seen. The worksheet withholds it while it is being filled in, and so does
/// whoever wants to predict first.
bool may_see(const State& state, const worksheet::Sheet& sheet, const std::string& row);

std::string field_value(const State& state, std::string_view field);
std::int64_t field_number(const State& state, std::string_view field);

}  // namespace stride::labs::layer_stepper
