#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "course/values.h"

/// Ways to an answer as derivations: a principle in symbols and the numbers that go into it.
namespace stride::course {

struct Derivation {
  math::Expr principle;
  math::Bindings bindings;
  std::string where;          // the layer or network that the way's name mentions
  bool symbols_only = false;  // the numbers would give other answers away
};

/// The derivation with its numbers, along both axes where they differ. Empty where it has no value.
std::optional<Route> make_route(std::string id, const Derivation& vertical, const Derivation& horizontal);
std::optional<Route> make_route(std::string id, const Derivation& derivation);

/// The way to a cell's number from the rows above it. Empty where there is none: nothing comes out under `exact`, or
/// the answer is no number (the largest layer).
std::optional<Route> way_to(const Values& values, const CellId& cell);

/// Symbols of a row's output size along one axis, and the room that a window has to move in: n + 2*p - f.
Derivation output_way(const RowValues& row, nn::Rounding rounding, bool vertical);
/// The sum of what some rows hold, by name, and of the slopes of PReLU where parameters are added up. Empty where a
/// part is unknown.
std::optional<Derivation> sum_of_rows(const Values& values, std::string_view column,
                                      const std::function<bool(const RowValues&)>& keep,
                                      const std::function<std::optional<std::int64_t>(const RowValues&)>& part);
/// What goes into a row's parameters.
math::Bindings parameter_bindings(const RowValues& row);

/// Whether height and width are alike all over the sheet.
bool is_square(const Values& values);

}  // namespace stride::course
