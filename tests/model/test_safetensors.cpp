#include <doctest/doctest.h>

#include <cstring>

#include "model/safetensors.h"

namespace stride::model {

namespace {

std::vector<std::byte> file_of(std::string header, std::size_t data_bytes, std::int64_t claimed_length = -1) {
  const auto length =
      static_cast<std::uint64_t>(claimed_length < 0 ? static_cast<std::int64_t>(header.size()) : claimed_length);
  std::vector<std::byte> bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::byte>(length >> (8 * i) & 0xff));
  for (const char c : header) bytes.push_back(static_cast<std::byte>(c));
  bytes.resize(bytes.size() + data_bytes);
  return bytes;
}

std::string error_of(const std::vector<std::byte>& bytes) {
  const auto file = TensorFile::parse(bytes);
  return file ? "" : file.error().text();
}

std::string entry(const char* name, const char* type, const char* shape, const char* offsets) {
  return std::string("\"") + name + R"(":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" +
         offsets + "}";
}

std::string one(const char* type, const char* shape, const char* offsets) {
  return "{" + entry("a", type, shape, offsets) + "}";
}

}  // namespace

TEST_CASE("safetensors: what is written is read back, bit for bit") {
  TensorFile file;
  const std::vector<float> first{1.5F, -0.0F, 3e38F, 1e-45F, 0.1F, -7}, second{42};
  REQUIRE(file.add("conv1.weight", {2, 3}, first));
  REQUIRE(file.add("a \"quoted\" name", {}, second));
  REQUIRE(file.add("empty", {0, 4}, {}));
  const auto again = TensorFile::parse(file.bytes());
  REQUIRE(again);
  CHECK(again->tensors().size() == 3);
  const NamedTensor* found = again->find("conv1.weight");
  REQUIRE(found != nullptr);
  CHECK(found->shape == std::vector<std::int64_t>{2, 3});
  CHECK(std::memcmp(found->values.data(), first.data(), first.size() * sizeof(float)) == 0);
  CHECK(again->find("a \"quoted\" name")->values.data()[0] == 42);
  CHECK(again->find("nobody") == nullptr);
  CHECK(again->bytes() == TensorFile::parse(again->bytes())->bytes());
}

TEST_CASE("safetensors: doubtful files are refused with the reason") {
  CHECK(error_of({}).find("less than 8 bytes") != std::string::npos);
  CHECK(error_of(file_of("{}", 0, 3)).find("would be 3 bytes long") != std::string::npos);
  CHECK(error_of(file_of("{}", 0, INT64_MAX)).find("header would be") != std::string::npos);
  CHECK(error_of(file_of("{}", 0, 99'999'999)).find("header would be") != std::string::npos);
  std::vector<std::byte> negative = file_of("{}", 0);
  for (int i = 0; i < 8; ++i) negative[i] = std::byte{0xff};
  CHECK(error_of(negative).find("header would be 18446744073709551615") != std::string::npos);
  CHECK(error_of(file_of("[]", 0)).find("not a JSON object") != std::string::npos);
  CHECK(error_of(file_of("{\"a\":", 0)).find("header of the .safetensors file is wrong: line 1, column ") !=
        std::string::npos);
  CHECK(error_of(file_of("{\"a\":1}", 0)).find("a: expected an object") != std::string::npos);
  CHECK(error_of(file_of(one("F16", "[2]", "[0,4]"), 4)) == "a.dtype: expected F32 (32-bit floats), found F16");
  CHECK(error_of(file_of(one("F32", "[-1]", "[0,4]"), 4)).find("a.shape") == 0);
  CHECK(error_of(file_of(one("F32", "[1.5]", "[0,4]"), 4)).find("a.shape") == 0);
  CHECK(error_of(file_of(one("F32", "[4000000000,4000000000]", "[0,4]"), 4)).find("a.shape") == 0);
  CHECK(error_of(file_of(one("F32", "[1]", "[4,0]"), 4)).find("a.data_offsets: begin lies behind end") == 0);
  CHECK(error_of(file_of(one("F32", "[1]", "[0,-4]"), 4)).find("a.data_offsets") == 0);
  CHECK(error_of(file_of(one("F32", "[2]", "[0,8]"), 4)).find("which has only 4") != std::string::npos);
  CHECK(error_of(file_of(one("F32", "[2]", "[0,4]"), 4)).find("a: the shape 2 takes 8 bytes, the offsets give 4") == 0);
  CHECK(error_of(file_of(one("F32", "[1]", "[0,4]"), 8)).find("the last 4 bytes belong to no tensor") == 0);
  const std::string overlap = "{" + entry("a", "F32", "[2]", "[0,8]") + "," + entry("b", "F32", "[2]", "[4,12]") + "}";
  CHECK(error_of(file_of(overlap, 12)).find("two tensors overlap at byte 4") == 0);
  const std::string gap = "{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("b", "F32", "[1]", "[8,12]") + "}";
  CHECK(error_of(file_of(gap, 12)).find("bytes 4 to 8 belong to no tensor") == 0);
}

TEST_CASE("safetensors: metadata is passed over") {
  const std::string header = R"({"__metadata__":{"format":"pt"},)" + entry("a", "F32", "[1]", "[0,4]") + "}";
  const auto file = TensorFile::parse(file_of(header, 4));
  REQUIRE(file);
  CHECK(file->tensors().size() == 1);
}

}  // namespace stride::model
