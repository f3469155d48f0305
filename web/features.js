// What this browser's WebAssembly can do: the smallest module that uses a feature is valid where it's known.
// Each is one function of type () -> v128 that splats zeros and applies one instruction.
const strideFeatures = (() => {
  'use strict';
  const zeros = [0x41, 0, 0xfd, 0x0f];  // i32.const 0, i8x16.splat
  const knows = (...instructions) => {
    const body = [0, ...instructions, 0x0b];
    return WebAssembly.validate(new Uint8Array([
      0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,                      // magic, version
      1, 5, 1, 0x60, 0, 1, 0x7b,                            // types: () -> v128
      3, 2, 1, 0,                                           // functions: one of type 0
      10, body.length + 2, 1, body.length, ...body,         // code
    ]));
  };
  return {
    simd128: knows(...zeros, 0xfd, 0x62),                                    // i8x16.popcnt
    relaxed: knows(...zeros, ...zeros, ...zeros, 0xfd, 0x85, 0x02),          // f32x4.relaxed_madd
  };
})();
