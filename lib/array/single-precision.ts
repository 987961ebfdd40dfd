/** Numbers rounded to single precision, as TensorFlow.js and SIMD kernels store them. */
export type SingleVector = Float32Array;

/** A copy of `values` rounded to single precision. */
export function singlePrecision(values: ArrayLike<number>): SingleVector {
  return new Float32Array(values);
}
