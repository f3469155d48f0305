// Whatever is handed in is refused with a line, or verified; and written again it is the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "content.h"
#include "course/result.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stride;
  static const auto course =
      course::parse_course(fuzz::read(STRIDE_SOURCE_DIR "/web/content/courses/bern-assignment-5.json"));
  fuzz::require(course.has_value());
  const auto file = course::parse_result({reinterpret_cast<const char*>(data), size});
  if (!file) {
    fuzz::require(!file.error().message.empty());
    return 0;
  }
  const auto again = course::parse_result(course::write_result(*file));
  fuzz::require(again && course::write_result(*again) == course::write_result(*file));
  const auto verified = course::verify_result(*file, *course, fuzz::find_network, fuzz::content().text);
  fuzz::require(verified ? verified->answers.size() == file->answers.size() : !verified.error().message.empty());
  return 0;
}
