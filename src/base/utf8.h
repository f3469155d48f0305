#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace stride {

/// The code points of UTF-8 text. Fails on bytes that are not UTF-8; `where` is the index of the first bad character.
Result<std::u32string> decode_utf8(std::string_view text);
std::string encode_utf8(char32_t code_point);
std::string encode_utf8(std::u32string_view text);

}  // namespace stride
