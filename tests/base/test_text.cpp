#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "base/text.h"
#include "base/utf8.h"

using stride::Text;

namespace {

Text parsed(std::string_view json) {
  auto text = Text::parse(json);
  CHECK(text.has_value());
  return text.value_or(Text{});
}

std::string refusal(std::string_view json) {
  const auto text = Text::parse(json);
  return text ? "accepted" : text.error().text();
}

}  // namespace

TEST_CASE("sentences are found by key, nested objects joining theirs with dots") {
  const Text text =
      parsed(R"({"title": "Stride", "check": {"right": "Right.", "wrong": {"why": "Since {reason}."}}, "last": ""})");
  CHECK(text.get("title") == "Stride");
  CHECK(text.get("check.right") == "Right.");
  CHECK(text.get("check.wrong.why", {{"reason", "5 < 6"}}) == "Since 5 < 6.");
  CHECK(text.get("last").empty());
  CHECK(text.entries().size() == 4);
  CHECK(text.has("check.right"));
  CHECK_FALSE(text.has("check"));
}

TEST_CASE("a gap is seen") {
  const Text text = parsed("{}");
  CHECK(text.get("check.right") == "<check.right>");
  CHECK(text.get("check.right", {{"n", "5"}}) == "<check.right>");
}

TEST_CASE("holes are filled in one pass") {
  const Text text = parsed(R"({"a": "{n} and {n}, {m}", "b": "{n}{m}", "c": "{ {n} } {", "d": "größer als {n}"})");
  CHECK(text.get("a", {{"n", "1"}, {"m", "2"}}) == "1 and 1, 2");
  CHECK(text.get("a", {{"n", "1"}}) == "1 and 1, {m}");
  CHECK(text.get("b", {{"n", "{m}"}, {"m", "{n}"}}) == "{m}{n}");
  CHECK(text.get("c", {{"n", "x"}}) == "{ x } {");
  CHECK(text.get("d", {{"n", "³"}}) == "größer als ³");
}

TEST_CASE("a wrong language file says where and what was expected") {
  CHECK(refusal("[]") == "an object of sentences is expected");
  CHECK(refusal("\"x\"") == "an object of sentences is expected");
  CHECK(refusal(R"({"a": {"b": 5}})") == "a.b: a sentence in quotes is expected");
  CHECK(refusal(R"({"a": ["x"]})") == "a: a sentence in quotes is expected");
  CHECK(refusal(R"({"a": null})") == "a: a sentence in quotes is expected");
  CHECK(refusal(R"({"a": "x", "a": "y"})") == "a: this key stands here twice");
  CHECK(refusal(R"({"a.b": "x", "a": {"b": "y"}})") == "a.b: this key stands here twice");
  CHECK(refusal("{\n  \"a\": \"x\"\n  \"b\": \"y\"\n}") == "line 3, column 5: not valid JSON");
  CHECK(refusal("") == "line 1, column 1: not valid JSON");
  CHECK(refusal("{} x") == "line 1, column 4: not valid JSON");
  CHECK(refusal(std::string(100'000, '[')) == "an object of sentences is expected");
}

TEST_CASE("deeply nested objects are no trouble") {
  std::string json;
  for (int i = 0; i < 1000; ++i) json += R"({"a":)";
  json += "\"x\"" + std::string(1000, '}');
  CHECK(parsed(json).entries().size() == 1);
}

TEST_CASE("thousands are grouped from five digits on") {
  struct Case {
    std::int64_t number;
    const char* text;
  };
  for (const auto& [number, text] :
       {Case{0, "0"}, Case{999, "999"}, Case{4096, "4096"}, Case{-4096, "-4096"}, Case{34944, "34,944"},
        Case{-34944, "-34,944"}, Case{100000, "100,000"}, Case{62378344, "62,378,344"},
        Case{std::numeric_limits<std::int64_t>::min(), "-9,223,372,036,854,775,808"}}) {
    CHECK(stride::grouped(number) == text);
  }
}

TEST_CASE("UTF-8 is read strictly and written back") {
  const std::string text =
      "34\xE2\x80\xAF"
      "944 × ⌊n⌋ 𝛼 é";
  const auto decoded = stride::decode_utf8(text);
  CHECK(decoded.has_value());
  if (decoded) {
    CHECK(decoded->size() == 16);
    CHECK(stride::encode_utf8(*decoded) == text);
  }
  for (const char* bad :
       {"a\x80", "a\xC0\x80", "a\xE2\x80", "a\xED\xA0\x80", "a\xF4\x90\x80\x80", "a\xFF", "a\xE2\x28\xA1"}) {
    const auto refused = stride::decode_utf8(bad);
    CHECK_FALSE(refused.has_value());
    if (!refused) CHECK(refused.error().where == "1");
  }
}
