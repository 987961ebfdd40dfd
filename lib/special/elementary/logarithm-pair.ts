import { type Vector, vector } from '../../array/index.js';
import { leadingHalf, sumError } from './exact-arithmetic.js';
import { logarithmTable } from './logarithm-table.js';
import { ORIGIN, powersOfTwo } from './powers-of-two.js';

// Constants of the module itself, which compilers fold; those of another are looked up at every use.
const table = logarithmTable;
const origin = ORIGIN;
const powers = powersOfTwo;

const number = vector(1);
const words = new Int32Array(number.buffer);

/** As in logarithm.ts: the lowest high word of m, ln 2 and its rest, and a number that rounds to 20 bits. */
const LOWEST = 0x3fe6b000;
const LN2 = 0.6931471805598903;
const LN2_REST = 5.497923018708371e-14;
const TWENTY_BITS = 6442450944;

/** 1/3 − r/4 + r²/5 − … for |r| < 2⁻⁷·⁹. */
function cubicRemainder(r: number): number {
  const s = r * r;
  return 1 / 3 - r * (1 / 4) + s * (1 / 5 - r * (1 / 6) + s * (1 / 7 - r * (1 / 8) + s * (1 / 9)));
}

/**
 * ln(x + rest) as a sum of two numbers, with a relative error of about 2⁻⁶⁷, for positive normal x and |rest| ≤ 2⁻⁵³ x.
 * The method of `log`, with the rounding errors of r and of r²/2 carried along.
 * @param out filled with the sum and its rest
 * @param exponent added to that of x: the logarithm is that of 2^exponent (x + rest)
 */
export function logarithmPair(x: number, rest: number, out: Vector, exponent = 0): void {
  number[0] = x;
  const place = words[1] - LOWEST;
  const k = place >> 20;
  const cell = 3 * ((place >> 13) & 127);
  const power = powers[origin - k];
  const m = x * power;
  const factor = table[cell];
  const head = m + TWENTY_BITS - TWENTY_BITS;
  const a = head * factor - 1;
  const b = (m - head) * factor;
  const c = rest * power * factor;
  const near = a + b;
  const r = near + c;
  const rRest = near - r + c + sumError(a, b, near);
  addLogarithm(r, rRest, (k + exponent) * LN2 + table[cell + 1], (k + exponent) * LN2_REST + table[cell + 2], out);
}

/** ln(1 + r + rest) for |r| < 2⁻⁷·⁹, as a sum of two numbers. */
export function logarithmOfOnePlusPair(r: number, rest: number, out: Vector): void {
  addLogarithm(r, rest, 0, 0, out);
}

function addLogarithm(r: number, rest: number, whole: number, wholeRest: number, out: Vector): void {
  const half = leadingHalf(r);
  const square = half * half;
  // r² = square + squareRest; the first is exact.
  const squareRest = (r - half) * (r + half);
  const first = whole + r;
  const firstRest = whole - first + r;
  const second = first - 0.5 * square;
  const secondRest = first - second - 0.5 * square;
  const low =
    firstRest + (secondRest + (wholeRest + (rest * (1 - r) - 0.5 * squareRest + r * r * r * cubicRemainder(r))));
  out[0] = second + low;
  out[1] = second - out[0] + low;
}
