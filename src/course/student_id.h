#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"

namespace stride::course {

/// How an ID becomes an input side: base + the number in its last digits (document A, exercise 1).
struct IdRule {
  int digits = 8;
  int last_digits = 2;
  std::int64_t base = 200;
};

struct StudentId {
  std::string digits;     // 14141512
  std::int64_t side = 0;  // W = H
};

/// Reads an ID with or without hyphens, spaces, dots. The error says how many digits were typed and how many are
/// wanted, or which character does not belong.
Result<StudentId> parse_student_id(std::string_view text, const IdRule& rule = {});

/// The same, with the error in the words of a language file.
Result<StudentId> parse_student_id(std::string_view text, const Text& words, const IdRule& rule = {});

}  // namespace stride::course
