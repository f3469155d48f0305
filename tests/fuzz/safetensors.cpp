#include <cstdlib>

#include "model/safetensors.h"

// Whatever the bytes: an error or tensors that survive being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = stride::model::TensorFile::parse(std::as_bytes(std::span(data, size)));
  if (!file) {
    if (file.error().message.empty()) std::abort();
    return 0;
  }
  const std::vector<std::byte> written = file->bytes();
  const auto again = stride::model::TensorFile::parse(written);
  if (!again || again->bytes() != written || again->tensors().size() != file->tensors().size()) std::abort();
  return 0;
}
