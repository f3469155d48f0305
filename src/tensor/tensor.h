#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/result.h"

namespace stride::tensor {

struct Pair {
  std::int64_t height = 0, width = 0;
  friend bool operator==(const Pair&, const Pair&) = default;
};

struct Shape {  // (C, H, W); a vector is (C, 1, 1)
  std::int64_t channels = 0, height = 1, width = 1;
  friend bool operator==(const Shape&, const Shape&) = default;
  [[nodiscard]] std::int64_t pixels() const { return height * width; }
  [[nodiscard]] std::int64_t count() const { return channels * height * width; }
};

/// What is said where so many bytes are not to be had.
std::string short_of_memory(std::size_t bytes);

/// Floats, aligned to a cache line, with a few readable ones behind the end so that the last vector may be loaded
/// whole. Where memory is short, making one is an error, not an end.
class Buffer {
 public:
  Buffer() = default;
  static Result<Buffer> make(std::int64_t count);  // contents undefined
  static Result<Buffer> zeros(std::int64_t count);

  [[nodiscard]] float* data() { return floats_.get(); }
  [[nodiscard]] const float* data() const { return floats_.get(); }
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] std::span<float> span() { return {floats_.get(), static_cast<std::size_t>(size_)}; }
  [[nodiscard]] std::span<const float> span() const { return {floats_.get(), static_cast<std::size_t>(size_)}; }
  /// Grows to at least `count`; the contents may be lost.
  Result<void> reserve(std::int64_t count);

 private:
  struct Free {
    void operator()(float* floats) const { std::free(floats); }
  };
  std::unique_ptr<float, Free> floats_;
  std::int64_t size_ = 0;
};

/// One image's activations, channels innermost: pixel (y, x) starts at (y*W + x)*channel_stride, which is C rounded up
/// to whole vectors. What stands in the lanes behind C is nobody's: kernels may overwrite it and must not let it
/// matter.
class Tensor {
 public:
  Tensor() = default;
  static Result<Tensor> make(Shape shape);  // contents undefined
  static Result<Tensor> zeros(Shape shape);
  static Result<Tensor> from_chw(std::span<const float> values, Shape shape);
  /// Of values that lie as a tensor's do.
  static Result<Tensor> of(Shape shape, Buffer values);

  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] std::int64_t channel_stride() const { return (shape_.channels + 3) / 4 * 4; }
  [[nodiscard]] std::int64_t row_stride() const { return shape_.width * channel_stride(); }
  [[nodiscard]] float* pixel(std::int64_t y, std::int64_t x) {
    return buffer_.data() + y * row_stride() + x * channel_stride();
  }
  [[nodiscard]] const float* pixel(std::int64_t y, std::int64_t x) const {
    return buffer_.data() + y * row_stride() + x * channel_stride();
  }
  [[nodiscard]] float& at(std::int64_t c, std::int64_t y, std::int64_t x) { return pixel(y, x)[c]; }
  [[nodiscard]] float at(std::int64_t c, std::int64_t y, std::int64_t x) const { return pixel(y, x)[c]; }
  [[nodiscard]] Buffer& buffer() { return buffer_; }
  [[nodiscard]] const Buffer& buffer() const { return buffer_; }
  [[nodiscard]] bool empty() const { return shape_.channels == 0; }

  /// C,H,W order without gaps, as files and flattening have it; `to` holds shape().count() floats.
  void to_chw(std::span<float> to) const;
  [[nodiscard]] Result<Tensor> clone() const;

 private:
  Shape shape_;
  Buffer buffer_;
};

/// Scratch memory that kernels share and keep between calls.
struct Workspace {
  Buffer padded, transformed, products;
};

}  // namespace stride::tensor
