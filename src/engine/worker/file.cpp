#include <emscripten.h>

#include <cstddef>
#include <cstdlib>
#include <memory>

#include "engine/files.h"

extern "C" {

/// A .safetensors file that jobs will name. The bytes come from malloc and are freed here; null where memory was short,
/// and with no bytes where the file is to be forgotten.
EMSCRIPTEN_KEEPALIVE void stride_file(char* name_text, std::byte* bytes, std::size_t count) {
  const std::unique_ptr<char, decltype(&std::free)> name(name_text, std::free);
  const std::unique_ptr<std::byte, decltype(&std::free)> file(bytes, std::free);
  if (bytes != nullptr)
    stride::engine::keep_file(name.get(), {bytes, count});
  else if (count > 0)
    stride::engine::refuse_file(name.get(), {stride::tensor::short_of_memory(count), ""});
  else
    stride::engine::forget_file(name.get());
}
}
