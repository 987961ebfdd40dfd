import { vector } from '../../array/index.js';
import { productError } from './exact-arithmetic.js';
import { log } from './logarithm.js';
import { logarithmPair } from './logarithm-pair.js';
import { ORIGIN, powersOfTwo } from './powers-of-two.js';

// Constants of the module itself, which compilers fold; those of another are looked up at every use.
const origin = ORIGIN;
const powers = powersOfTwo;

const number = vector(1);
const words = new Int32Array(number.buffer);
const pair = vector(2);

/** 1/ln 2, 1/ln 10 and log₁₀ 2, each with what rounding leaves. */
const PER_LN2 = 1.4426950408889634;
const PER_LN2_REST = 2.0355273740931033e-17;
const PER_LN10 = 0.4342944819032518;
const PER_LN10_REST = 1.098319650216765e-17;

/**
 * log₂ x, with the same bits in every engine, and whole for powers of two. log₂ 0 = −∞; NaN below 0.
 *
 * The exponent of x plus ln m/ln 2 in doubled precision, with m in [0.709, 1.418).
 * Largest error found: 0.501 units in the last place.
 */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return log(x);
  if (x < 2.2250738585072014e-308) return inBase(x * 18014398509481984, -54);
  return inBase(x, 0);
}

function inBase(x: number, exponent: number): number {
  number[0] = x;
  const k = (words[1] - 0x3fe6b000) >> 20;
  logarithmPair(x * powers[origin - k], 0, pair);
  const product = pair[0] * PER_LN2;
  const rest = productError(pair[0], PER_LN2, product) + pair[0] * PER_LN2_REST + pair[1] * PER_LN2;
  const whole = k + exponent;
  const sum = whole + product;
  return sum + (whole - sum + product + rest);
}

/**
 * log₁₀ x, with the same bits in every engine, and whole for the powers of ten up to 10²² that are exact.
 * log₁₀ 0 = −∞; NaN below 0.
 *
 * ln x/ln 10 in doubled precision. Largest error found: 0.501 units in the last place.
 */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return log(x);
  if (x < 2.2250738585072014e-308) logarithmPair(x * 18014398509481984, 0, pair, -54);
  else logarithmPair(x, 0, pair);
  const product = pair[0] * PER_LN10;
  return product + (productError(pair[0], PER_LN10, product) + pair[0] * PER_LN10_REST + pair[1] * PER_LN10);
}
