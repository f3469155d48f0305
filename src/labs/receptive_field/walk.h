#pragma once

#include <optional>
#include <string>
#include <vector>

#include "labs/worksheet/sheet.h"
#include "nn/sight.h"

namespace stride::labs::receptive_field {

using worksheet::Sheet;

const worksheet::Questions& questions();

/// What is painted on the image: blocks of some side, in pixels.
struct Paint {
  std::int64_t side = 8;
  std::vector<nn::Pair> blocks;            // row and column of each
  nn::Pair brush;                          // where the keyboard would paint next
  [[nodiscard]] std::string text() const;  // 3.4,3.5
};

/// The chosen neuron and everything between it and the image. Map 0 is the image, map i what layer(i) gives.
struct Walk {
  Sheet sheet;
  std::vector<std::string> choices;  // the layers that may be chosen
  nn::Sight down, across;
  nn::Pair neuron;                      // row and column
  std::vector<nn::Look> rows, columns;  // what it sees of each map
  Paint paint;
  bool revealed = false;  // the student asked to see all numbers
  bool forward = false;   // the animation goes from a patch of the image up
  bool perspective = false;

  [[nodiscard]] std::size_t depth() const { return down.layers().size(); }
  [[nodiscard]] const nn::LayerSpec& layer(std::size_t map) const { return down.layers()[map - 1]; }
  [[nodiscard]] const std::string& name() const { return down.layers().back().name; }
  [[nodiscard]] nn::Pair side(std::size_t map) const { return {down.sides()[map], across.sides()[map]}; }
  [[nodiscard]] nn::Field field(std::size_t map, bool vertical) const;
  /// Whether these numbers of a map may be seen: found in the worksheet, or asked for. The image's may.
  [[nodiscard]] bool field_is_open(std::size_t map) const { return is_open(map, "receptive_field"); }
  [[nodiscard]] bool jump_is_open(std::size_t map) const { return is_open(map, "jump"); }
  /// As one number where both axes agree, else H × W; a ? where it may not be seen yet.
  [[nodiscard]] std::string field_text(std::size_t map) const;
  [[nodiscard]] std::string jump_text(std::size_t map) const;
  [[nodiscard]] std::string map_name(const Content& content, std::size_t map) const;

 private:
  [[nodiscard]] bool is_open(std::size_t map, std::string_view column) const;
};

/// Fails with a sentence where the worksheet or the chosen layer has no map at this size.
Result<Walk> read_walk(const Content& content, const State& state);

/// What is reached after each step of the animation, from 0 to depth(): a map and the cells on it, unclipped when
/// walking back. Empty cells: nothing there sees the patch.
struct Reached {
  std::size_t map = 0;
  std::optional<nn::Interval> rows, columns;
};
std::vector<Reached> reached(const Walk& walk);
/// The patch of the image that is painted, as rows and columns around all of it; the centre block where nothing is.
struct Patch {
  nn::Interval rows, columns;
};
Patch patch_of(const Walk& walk);

/// `3`, or `3 × 5` where height and width differ.
std::string pair_text(nn::Pair pair);
inline nn::Pair extent_of(const Reached& at) {
  return at.rows && at.columns ? nn::Pair{at.rows->high - at.rows->low + 1, at.columns->high - at.columns->low + 1}
                               : nn::Pair{0, 0};
}
inline double real(std::int64_t value) { return static_cast<double>(value); }
inline std::string whole(std::int64_t value) { return std::to_string(value); }

}  // namespace stride::labs::receptive_field
