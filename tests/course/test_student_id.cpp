#include <doctest/doctest.h>

#include "course/student_id.h"
#include "fixture.h"

using namespace stride::course;

TEST_CASE("an ID is read with or without what people put between its digits") {
  for (const char* typed : {"14141512", "14-141-512", "14 141 512", "14.141.512", " 14–141–512\n",
                            "14\u00A0141\u202F512", "１４１４１５１２", "１４－１４１－５１２", "1-4-1-4-1-5-1-2"}) {
    CAPTURE(typed);
    const auto id = parse_student_id(typed);
    REQUIRE(id.has_value());
    CHECK(id->digits == "14141512");
    CHECK(id->side == 212);
  }
  CHECK(parse_student_id("00000000")->side == 200);
  CHECK(parse_student_id("99999999")->side == 299);
  CHECK(parse_student_id("14141505")->side == 205);
}

TEST_CASE("another course may have another rule") {
  CHECK(parse_student_id("123-456", {.digits = 6, .last_digits = 3, .base = 64})->side == 520);
}

TEST_CASE("an ID that cannot be one says how many digits there are, or what does not belong") {
  CHECK(parse_student_id("1414151").error().message == "expected an ID of 8 digits, found 7");
  CHECK(parse_student_id("141415123").error().message == "expected an ID of 8 digits, found 9");
  CHECK(parse_student_id("").error().message == "expected an ID of 8 digits, found 0");
  CHECK(parse_student_id("14-141-51a").error().message == "expected digits only, found \"a\"");
  CHECK(parse_student_id("14-141-51é2").error().message == "expected digits only, found \"é\"");
  CHECK_FALSE(parse_student_id("14141512\xFF").has_value());

  const stride::Text& words = fixture::text();
  CHECK(parse_student_id("14-141", words).error().message == "5 digits so far; an ID has 8.");
  CHECK(parse_student_id("141415123", words).error().message == "9 digits are too many; an ID has 8.");
  CHECK(parse_student_id("", words).error().message.contains("8 digits"));
  CHECK(parse_student_id("14x", words).error().message.contains("“x”"));
  CHECK(parse_student_id("14-141-512", words)->side == 212);
}
