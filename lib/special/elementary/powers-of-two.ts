import { type Vector, vector } from '../../array/index.js';

/** The place of 2⁰ in `powersOfTwo`. */
export const ORIGIN = 1074;

/** 2^m at place m + ORIGIN, for every m from −1074 to 1023. */
export const powersOfTwo: Vector = vector(2098);

for (let m = 0; m <= 1023; m++) powersOfTwo[ORIGIN + m] = m === 0 ? 1 : 2 * powersOfTwo[ORIGIN + m - 1];
for (let m = 1; m <= ORIGIN; m++) powersOfTwo[ORIGIN - m] = powersOfTwo[ORIGIN - m + 1] / 2;

/** `value` · 2^m, rounded once, for 1/2 < |value| < 4 and any whole m. */
export function scaled(value: number, m: number): number {
  if (m > 1022) return m > 1024 ? value * Infinity : value * 4 * powersOfTwo[ORIGIN + m - 2];
  if (m >= -1022) return value * powersOfTwo[ORIGIN + m];
  // The first product is exact, so that the second alone rounds to a subnormal number.
  return m < -1080 ? value * 0 : value * powersOfTwo[ORIGIN + m + 100] * powersOfTwo[ORIGIN - 100];
}
