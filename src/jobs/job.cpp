#include "jobs/job.h"

namespace stride::jobs {

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/// As in a URL, so that no text can pass for another field, and the key is ASCII whatever is in it.
void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte / 16U], digits[byte % 16U]};
    }
  }
}

}  // namespace

std::string Job::key() const {
  std::string key;
  append_escaped(key, kind);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    key += separator;
    append_escaped(key, name);
    key += '=';
    append_escaped(key, value);
    separator = '&';
  }
  return key;
}

// No job's key has a space.
std::string latest_key(std::string_view kind, std::size_t place) {
  return "latest " + std::to_string(place) + " " + std::string(kind);
}
std::string finished_key(std::string_view kind) { return "finished " + std::string(kind); }

}  // namespace stride::jobs
