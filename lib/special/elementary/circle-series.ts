import type { Vector } from '../../array/index.js';
import { productError } from './exact-arithmetic.js';

/** 1.5 · 2²⁶: added and subtracted again, it rounds to multiples of 2⁻²⁶. */
const HALF = 100663296;

/** 1/6, and what rounding leaves of it. */
const SIXTH = 0.16666666666666666;
const SIXTH_REST = 9.25185853854297e-18;

/**
 * (sin r − r + r³/6)/r⁵ for |r| ≤ π/4, by the polynomial through its values at Chebyshev's nodes, of degree 5 in s =
 * r².
 */
function fifthRemainder(s: number): number {
  const f = s * s;
  return (
    0.008333333333333333 +
    s * -0.00019841269841268952 +
    f * (2.755731922230852e-6 + s * -2.5052107227796868e-8 + f * (1.605868261390231e-10 + s * -7.595183257533434e-13))
  );
}

/**
 * sin(r + rest) − r for |r| ≤ π/4.
 * @param s r²
 */
export function sineRest(r: number, rest: number, s: number): number {
  return r * s * (s * fifthRemainder(s) - SIXTH) + (rest - 0.5 * s * rest);
}

/** sin(r + rest) for |r| ≤ π/4 as a sum of two numbers, with an error of about 2⁻⁵⁹ r. */
export function sinePair(r: number, rest: number, out: Vector): void {
  const square = r * r;
  const cube = square * r;
  const cubeRest = productError(square, r, cube) + productError(r, r, square) * r;
  const third = cube * SIXTH;
  const thirdRest = productError(cube, SIXTH, third) + cubeRest * SIXTH + cube * SIXTH_REST;
  const main = r - third;
  const small = cube * square * fifthRemainder(square) + (rest - 0.5 * square * rest) - thirdRest;
  const low = r - main - third + small;
  const value = main + low;
  out[0] = value;
  out[1] = main - value + low;
}

/** 1 − r²/2 with r rounded to 26 bits behind the point, so that the value is exact. */
export function cosineHead(r: number): number {
  const half = r + HALF - HALF;
  return 1 - 0.5 * half * half;
}

/**
 * cos(r + rest) − cosineHead(r) for |r| ≤ π/4: the polynomial of degree 14 through the cosine at Chebyshev's nodes.
 * @param s r²
 */
export function cosineRest(r: number, rest: number, s: number): number {
  const f = s * s;
  const p =
    0.041666666666666664 +
    s * -0.0013888888888887378 +
    f * (2.480158729873754e-5 + s * -2.7557317257147136e-7 + f * (2.0876143232899932e-9 + s * -1.1382413999658665e-11));
  const half = r + HALF - HALF;
  return f * p - 0.5 * (r - half) * (r + half) - r * rest;
}
