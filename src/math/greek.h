#pragma once

#include <string_view>

namespace stride::math {

/// σ for sigma, and so on; any other name as it is.
std::string_view greek_letter(std::string_view name);

}  // namespace stride::math
