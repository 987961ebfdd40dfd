import { checkLength } from '../array/index.js';

/**
 * a·b, summed from the first entry to the last.
 * @throws RangeError when the lengths differ
 */
export function dot(a: Float64Array, b: Float64Array): number {
  checkLength('dot: b', b, a.length);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * a·b as four partial sums, over the indices i ≡ 0, 1, 2 and 3 (mod 4). The additions of different partial sums do not
 * wait for each other, so that a long product takes a third of the time of `dot`; the last bits of the result differ.
 * The lengths are not checked.
 */
export function fastDot(a: Float64Array, b: Float64Array): number {
  const whole = a.length - (a.length % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** ‖a‖. */
export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** Adds factor · b to a, in place. */
export function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}

/** Multiplies a by the factor, in place. */
export function scaleTo(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}

/** Adds factor · a bᵀ to a [K, K] matrix, row-major, in place. */
export function addOuter(out: Float64Array, a: Float64Array, b: Float64Array, factor: number): void {
  const count = a.length;
  for (let j = 0; j < count; j++) {
    const scaled = factor * a[j];
    for (let k = 0; k < count; k++) out[j * count + k] += scaled * b[k];
  }
}
