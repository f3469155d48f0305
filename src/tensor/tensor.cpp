#include "tensor/tensor.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

namespace stride::tensor {

namespace {
constexpr std::int64_t slack = 16;  // floats behind the end
constexpr std::size_t line = 64;    // bytes
}  // namespace

std::string short_of_memory(std::size_t bytes) {
  return "not enough memory: " + std::to_string((bytes >> 20) + 1) + " MB more are needed at once";
}

Result<Buffer> Buffer::make(std::int64_t count) {
  Buffer buffer;
  if (count < 0 || static_cast<std::uint64_t>(count) > std::numeric_limits<std::size_t>::max() / sizeof(float) / 2)
    return fail("this needs more memory than can be addressed here");
  const std::size_t bytes = (static_cast<std::size_t>(count + slack) * sizeof(float) + line - 1) / line * line;
  buffer.floats_.reset(static_cast<float*>(std::aligned_alloc(line, bytes)));
  if (!buffer.floats_) return fail(short_of_memory(bytes));
  buffer.size_ = count;
  std::fill_n(buffer.floats_.get() + count, slack, 0.0F);
  return buffer;
}

Result<Buffer> Buffer::zeros(std::int64_t count) {
  auto buffer = make(count);
  if (buffer) std::fill_n(buffer->data(), count, 0.0F);
  return buffer;
}

Result<void> Buffer::reserve(std::int64_t count) {
  if (count <= size_) return {};
  *this = Buffer();  // first give back, so that both need not fit at once
  auto larger = make(count);
  if (!larger) return std::unexpected(larger.error());
  *this = std::move(*larger);
  return {};
}

Result<Tensor> Tensor::make(Shape shape) {
  Tensor tensor;
  tensor.shape_ = shape;
  auto buffer = Buffer::make(shape.height * tensor.row_stride());
  if (!buffer) return std::unexpected(buffer.error());
  tensor.buffer_ = std::move(*buffer);
  return tensor;
}

Result<Tensor> Tensor::zeros(Shape shape) {
  auto tensor = make(shape);
  if (tensor) std::fill_n(tensor->buffer_.data(), tensor->buffer_.size(), 0.0F);
  return tensor;
}

Result<Tensor> Tensor::from_chw(std::span<const float> values, Shape shape) {
  auto tensor = zeros(shape);
  if (!tensor) return tensor;
  const float* from = values.data();
  for (std::int64_t c = 0; c < shape.channels; ++c)
    for (std::int64_t y = 0; y < shape.height; ++y)
      for (std::int64_t x = 0; x < shape.width; ++x) tensor->at(c, y, x) = *from++;
  return tensor;
}

Result<Tensor> Tensor::of(Shape shape, Buffer values) {
  Tensor tensor;
  tensor.shape_ = shape;
  if (values.size() != shape.height * tensor.row_stride()) return fail("as many values as the tensor has are needed");
  tensor.buffer_ = std::move(values);
  return tensor;
}

void Tensor::to_chw(std::span<float> to) const {
  float* next = to.data();
  for (std::int64_t c = 0; c < shape_.channels; ++c)
    for (std::int64_t y = 0; y < shape_.height; ++y)
      for (std::int64_t x = 0; x < shape_.width; ++x) *next++ = at(c, y, x);
}

Result<Tensor> Tensor::clone() const {
  auto copy = make(shape_);
  if (copy) std::memcpy(copy->buffer_.data(), buffer_.data(), static_cast<std::size_t>(buffer_.size()) * sizeof(float));
  return copy;
}

}  // namespace stride::tensor
