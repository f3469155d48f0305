#include "jobs/job.h"

#include <cstring>

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

// Eight characters at a time: the web's library compares one after the other.
bool same(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return false;
  std::size_t at = 0;
  for (; at + 8 <= a.size(); at += 8) {
    std::uint64_t left = 0, right = 0;
    std::memcpy(&left, a.data() + at, 8);
    std::memcpy(&right, b.data() + at, 8);
    if (left != right) return false;
  }
  return a.compare(at, 8, b, at, 8) == 0;
}

/// A network has many jobs that all name it whole: its text is worked through once, and keys stay short.
void append_long(std::string& out, const std::string& text) {
  thread_local std::string last;
  thread_local std::uint64_t digest = 0;
  if (!same(text, last)) {
    last = text;
    digest = 14'695'981'039'346'656'037U;  // FNV-1a
    for (const char c : text) digest = (digest ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  }
  out += '~' + std::to_string(digest) + '~' + std::to_string(text.size());
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
    constexpr std::size_t longest = 100;
    if (value.size() > longest)
      append_long(key, value);
    else
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
