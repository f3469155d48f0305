#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "nn/network.h"

namespace stride::nn {

/// A tree of the text, or an error that says where the text stops being JSON (line and column) or which member is
/// given twice (the library keeps the last one silently, so a slip would pass).
Result<nlohmann::json> read_json(std::string_view text);

/// A short name of a value for a message: `12`, `"conv"`, `an object`.
std::string describe(const nlohmann::json& value);

/// Reads the members of one object. The first error stays (see `error`); what is read after it is a default, so that a
/// reader lists its members without a check after each.
class ObjectReader {
 public:
  ObjectReader(const nlohmann::json& object, std::string path);

  std::int64_t whole(std::string_view member, std::int64_t low, std::int64_t high,
                     std::optional<std::int64_t> fallback);
  /// A whole number for both axes, or [height, width].
  Pair pair(std::string_view member, std::int64_t low, std::int64_t high, std::optional<Pair> fallback);
  double real(std::string_view member, double low, double high, double fallback);
  bool boolean(std::string_view member, bool fallback);
  std::string string(std::string_view member, std::size_t longest, std::optional<std::string_view> fallback);
  /// The member as it stands; null when missing.
  const nlohmann::json* find(std::string_view member) const;

  /// Refuses members that are not in the list.
  void allow_only(std::initializer_list<std::string_view> members);
  void refuse(std::string_view member, std::string expected);
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] std::string path(std::string_view member) const;

 private:
  const nlohmann::json& object_;
  std::string path_;
  std::optional<Error> error_;
};

}  // namespace stride::nn
