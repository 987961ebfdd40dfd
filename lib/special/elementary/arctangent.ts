import { arctangentTable } from './arctangent-table.js';
import { leadingHalf, quotientRest } from './exact-arithmetic.js';

// Constants of the module itself, which compilers fold; those of another are looked up at every use.
const table = arctangentTable;

/** π/2, and what rounding leaves of it. */
const HALF_PI = 1.5707963267948966;
const HALF_PI_REST = 6.123233995736766e-17;

/** 1.5 · 2²⁷ and 1.5 · 2⁵²: added and subtracted again, they round to multiples of 2⁻²⁵ and to whole numbers. */
const TWENTY_FIVE_BITS = 201326592;
const WHOLE = 6755399441055744;

/** (arctan t − t)/t³ for |t| ≤ 1/64: Taylor's series. */
function cubicRemainder(t: number): number {
  const s = t * t;
  return -1 / 3 + s * (1 / 5 + s * (-1 / 7 + s * (1 / 9)));
}

/**
 * arctan x in radians, with the same bits in every engine.
 *
 * arctan x = arctan c + arctan((x − c)/(1 + c x)) with c the multiple of 1/32 next to x, whose arctangent a table
 * holds; above 1 the same for 1/x, subtracted from π/2. Largest error found: 0.501 units in the last place.
 */
export function atan(x: number): number {
  const size = Math.abs(x);
  // Also keeps the sign of 0.
  if (size < 1e-9) return x;
  if (size < 0.015625) return x + x * x * x * cubicRemainder(x);
  if (!(size < 1e18)) return Math.sign(x) * HALF_PI;
  const value = size <= 1 ? belowOne(size) : aboveOne(size);
  return x > 0 ? value : -value;
}

function belowOne(x: number): number {
  const step = x * 32 + WHOLE - WHOLE;
  const c = step / 32;
  // c has 6 bits and the head of x at most 26, so that both products are exact.
  const head = x + TWENTY_FIVE_BITS - TWENTY_FIVE_BITS;
  const over = x - c;
  const main = 1 + c * head;
  const small = c * (x - head);
  const under = main + small;
  return sumWith(table[2 * step], table[2 * step + 1], over, 0, under, main - under + small);
}

function aboveOne(x: number): number {
  const step = 32 / x + WHOLE - WHOLE;
  const c = step / 32;
  // arctan(1/x) − arctan c is the arctangent of (1 − c x)/(x + c).
  const head = leadingHalf(x);
  const excess = c * head - 1;
  const excessRest = c * (x - head);
  const over = excess + excessRest;
  const under = x + c;
  const whole = HALF_PI - table[2 * step];
  const wholeRest = HALF_PI - whole - table[2 * step] + (HALF_PI_REST - table[2 * step + 1]);
  return sumWith(whole, wholeRest, over, excess - over + excessRest, under, x - under + c);
}

/** arctan(over/under) added to `whole`; a number called rest is what rounding left of the number before it. */
function sumWith(
  whole: number,
  wholeRest: number,
  over: number,
  overRest: number,
  under: number,
  underRest: number,
): number {
  const t = over / under;
  const low = wholeRest + quotientRest(over, overRest, under, underRest, t) + t * t * t * cubicRemainder(t);
  const sum = whole + t;
  return sum + (whole - sum + t + low);
}
