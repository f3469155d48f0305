#pragma once

#include <string>
#include <string_view>

namespace stride::cli {

/// Text from a file or an argument as part of one line on a terminal. What would end the line, move the cursor, colour,
/// erase or turn the reading order stands there as an escape: \n, \x1b, \u202e. Else it could forge what is said of it.
std::string printable(std::string_view text);

}  // namespace stride::cli
