#pragma once

#include <string>
#include <string_view>

#include "page/page.h"

/// What kinds and tones are called in JSON, in class names, in tests.
namespace stride::page {

std::string_view kind_name(const Block& block);
std::string_view to_string(Inline::Kind kind);
std::string_view to_string(Tone tone);
std::string_view to_string(Button::Look look);
std::string_view to_string(Column::Role role);
/// Text with formulas in one line: `W h + b`.
std::string text_of(const Inlines& text);
/// The sign beside a checked answer: ✓ ~ ✗ ?, nothing for one that isn't checked.
std::string_view sign(Verdict verdict);

}  // namespace stride::page
