#pragma once

#include <string>
#include <string_view>

#include "app/app.h"

namespace stride::app {

/// Far beyond the steps of any figure.
inline constexpr double longest_playback = 1e9;

/// Applies a fragment (with or without #). What it does not know is ignored, with one line in the status.
void follow_fragment(const Content& content, State& state, std::string_view fragment);
/// Whether a text is one that `save` wrote.
bool is_saved(std::string_view text);
/// Takes over what is newer than here, entry by entry, and every attempt.
void merge(State& state, const State& other);
/// The same from another tab's save, unless everything was deleted in one of the two since: that holds for both.
void merge_saved(const Content& content, State& state, std::string_view saved);

}  // namespace stride::app
