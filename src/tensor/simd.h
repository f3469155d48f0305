#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include <xsimd/xsimd.hpp>
#if defined(__wasm_relaxed_simd__)
#include <wasm_simd128.h>
#endif

/// Four floats at a time: the only file that names vector types and instructions. Four lanes everywhere, so that
/// layouts and results do not depend on how wide this machine's registers are.
namespace stride::tensor {

using Float4 = xsimd::make_sized_batch_t<float, 4>;
inline constexpr int lanes = 4;

inline Float4 load(const float* from) { return Float4::load_unaligned(from); }
inline void store(float* to, Float4 value) { value.store_unaligned(to); }
inline Float4 splat(float value) { return Float4(value); }

/// a*b + c, rounded once or twice as the machine likes it: pictures may depend on that, grades never do.
inline Float4 multiply_add(Float4 a, Float4 b, Float4 c) {
#if defined(__wasm_relaxed_simd__)
  return wasm_f32x4_relaxed_madd(a, b, c);
#else
  return xsimd::fma(a, b, c);
#endif
}

/// Where `a` is not a number, that; where `b` isn't, `a`. One instruction, with other operands on each machine.
inline Float4 maximum(Float4 a, Float4 b) {
#if defined(__wasm__)
  return xsimd::max(a, b);
#else
  return xsimd::max(b, a);
#endif
}
inline float sum(Float4 value) { return xsimd::reduce_add(value); }
inline Float4 square_root(Float4 value) { return xsimd::sqrt(value); }
/// a where `condition_left` > `condition_right`, else b.
inline Float4 select_greater(Float4 condition_left, Float4 condition_right, Float4 a, Float4 b) {
  return xsimd::select(condition_left > condition_right, a, b);
}
inline Float4 exponential(Float4 value) { return xsimd::exp(value); }
inline Float4 power(Float4 base, Float4 exponent) { return xsimd::pow(base, exponent); }
inline Float4 hyperbolic_tangent(Float4 value) { return xsimd::tanh(value); }

/// Stores the first `count` lanes; the floats behind them stay as they are.
inline void store_first(float* to, Float4 value, std::ptrdiff_t count) {
  if (count >= lanes) return store(to, value);
  float parts[lanes];
  store(parts, value);
  for (std::ptrdiff_t lane = 0; lane < count; ++lane) to[lane] = parts[lane];
}

/// The first `count` lanes, zeros behind them; reads nothing beyond.
inline Float4 load_first(const float* from, std::ptrdiff_t count) {
  if (count >= lanes) return load(from);
  float parts[lanes] = {};
  for (std::ptrdiff_t lane = 0; lane < count; ++lane) parts[lane] = from[lane];
  return load(parts);
}

/// Calls body(0), ..., body(count - 1) with constants, so that tables known at compile time become plain instructions.
template <int count, class Body>
inline void unrolled(Body&& body) {
  [&]<int... index>(std::integer_sequence<int, index...>) {
    (body(std::integral_constant<int, index>{}), ...);
  }(std::make_integer_sequence<int, count>{});
}

}  // namespace stride::tensor
