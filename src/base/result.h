#pragma once

#include <expected>
#include <string>
#include <utility>

namespace stride {

/// What went wrong, in one clear line that says what would be right, and where: a path in a file
/// (`layers[3].kernel`), a character position (`7`), a flag. `where` is empty when there is no place to point at.
struct Error {
  std::string message;
  std::string where;

  /// The line that a person reads: `where: message`, or the message alone.
  [[nodiscard]] std::string text() const { return where.empty() ? message : where + ": " + message; }
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(std::string message, std::string where = {}) {
  return std::unexpected(Error{std::move(message), std::move(where)});
}

}  // namespace stride
