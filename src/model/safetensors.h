#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tensor/tensor.h"

/// The .safetensors file format: eight bytes of header length, a JSON header that names tensors with their type, shape
/// and place, then their bytes. Only float32 is read; anything doubtful is refused with the reason.
namespace stride::model {

struct NamedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  tensor::Buffer values;  // in the file's order, the last axis innermost
};

class TensorFile {
 public:
  /// `path` is for what is said of the tensors later.
  static Result<TensorFile> parse(std::span<const std::byte> bytes, std::string path = {});
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const NamedTensor* find(std::string_view name) const;
  [[nodiscard]] const std::vector<NamedTensor>& tensors() const { return tensors_; }
  Result<void> add(std::string name, std::vector<std::int64_t> shape, std::span<const float> values);
  [[nodiscard]] std::vector<std::byte> bytes() const;

 private:
  std::string path_;
  std::vector<NamedTensor> tensors_;
};

/// `3 x 227 x 227`, for messages.
std::string shape_text(std::span<const std::int64_t> shape);

}  // namespace stride::model
