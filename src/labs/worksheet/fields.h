#pragma once

#include <optional>

#include "labs/lab.h"

/// What labs on networks have in common: the student's network is the same in all of them.
namespace stride::labs::worksheet {

/// The network whose exercise takes its input size from the student ID (document A, Table 1).
inline constexpr std::string_view id_network = "alexnet-bern";

std::string student_id_problem(const Content& content, std::string_view value);
std::string network_problem(const Content& content, std::string_view value);
std::string size_problem(const Content& content, std::string_view value);
std::string rounding_problem(const Content& content, std::string_view value);
std::string flag_problem(const Content& content, std::string_view value);

inline constexpr Field student_id_field = {.name = "student_id", .problem = student_id_problem, .live = true};
inline constexpr Field network_field = {.name = "network",
                                        .kind = Field::Kind::choice,
                                        .default_value = id_network,
                                        .in_fragment = true,
                                        .problem = network_problem};
inline constexpr Field size_field = {.name = "size", .in_fragment = true, .problem = size_problem};
inline constexpr Field rounding_field = {.name = "rounding",
                                         .kind = Field::Kind::choice,
                                         .default_value = "floor",
                                         .in_fragment = true,
                                         .problem = rounding_problem};
/// Off until it is switched on.
constexpr Field flag_field(std::string_view name) {
  return {.name = name, .kind = Field::Kind::flag, .default_value = "off", .problem = flag_problem};
}

std::string value_of(const State& state, const Field& field);
const nn::NetworkSpec& chosen_network(const Content& content, const State& state);
nn::Pair chosen_size(const Content& content, const State& state);
nn::Rounding chosen_rounding(const State& state);
/// The side that the student ID gives; empty without a whole one.
std::optional<std::int64_t> side_of_id(const State& state);
/// The size at which a network opens when it is chosen: the student ID's where the course says so, else its own.
nn::Pair size_on_choice(const State& state, const nn::NetworkSpec& network);
/// A new ID sets the size; another network brings its own, or the ID's where the course says so.
void field_changed(const Content& content, State& state, std::string_view field);

/// `alexnet-bern/212/floor`: where the answers of this network at this size are kept, whichever lab asked.
std::string sheet_key(const Content& content, const State& state);

}  // namespace stride::labs::worksheet
