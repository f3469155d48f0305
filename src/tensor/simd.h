#pragma once

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

}  // namespace stride::tensor
