#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace stride {

using Hole = std::pair<std::string_view, std::string>;

/// Every sentence that a person reads, by key, with {holes}: one language file of web/content/text.
class Text {
 public:
  /// Reads {"key": "sentence with {hole}", ...}; nested objects join their keys with dots.
  static Result<Text> parse(std::string_view json);

  /// The sentence under `key` with its holes filled; a missing key gives the key itself in angle brackets, so that a
  /// gap is seen and a test can look for it. Holes not given stay as they are.
  [[nodiscard]] std::string get(std::string_view key, std::initializer_list<Hole> holes = {}) const;
  [[nodiscard]] bool has(std::string_view key) const;
  void set(std::string key, std::string sentence) { entries_.insert_or_assign(std::move(key), std::move(sentence)); }
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& entries() const { return entries_; }

 private:
  std::map<std::string, std::string, std::less<>> entries_;
};

/// 34944 as 34,944: groups of three from five digits on (four-digit numbers stay whole, as in the coursework).
std::string grouped(std::int64_t number);

}  // namespace stride
