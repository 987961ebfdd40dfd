import { vector } from '../../array/index.js';
import { expOfSum, growthPair } from './exponential-pair.js';
import { exponentialTable } from './exponential-table.js';
import { ORIGIN, powersOfTwo } from './powers-of-two.js';

// Constants of the module itself, which compilers fold; those of another are looked up at every use.
const table = exponentialTable;
const origin = ORIGIN;
const powers = powersOfTwo;

/** 128/ln 2, and ln 2/128 as a multiple of 2⁻⁴², whose products with step numbers are exact, and the rest. */
const STEPS_PER_UNIT = 184.6649652337873;
const STEP = 0.0054152123482253955;
const STEP_REST = -1.0082281460997769e-13;

/** 1.5 · 2⁵²: added and subtracted again, it rounds to whole numbers. */
const WHOLE = 6755399441055744;

const pair = vector(2);

/** e^r − 1 for |r| < 0.0028. */
function smallGrowth(r: number): number {
  const s = r * r;
  return r + s * (1 / 2 + r * (1 / 6) + s * (1 / 24 + r * (1 / 120)));
}

/**
 * eˣ, with the same bits in every engine.
 *
 * x = (128 m + j) ln 2/128 + r: then eˣ = 2^m · 2^(j/128) · e^r, the second factor from a table with its rounding
 * error, the third by Taylor's series. Tang, "Table-driven implementation of the exponential function in IEEE
 * floating-point arithmetic", 1989. Largest error found: 0.51 units in the last place; 0.75 where the value is
 * subnormal.
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return expAtEnds(x);
  const steps = x * STEPS_PER_UNIT + WHOLE - WHOLE;
  const step = steps | 0;
  const cell = 2 * (step & 127);
  const r = x - steps * STEP - steps * STEP_REST;
  return (table[cell] + (table[cell + 1] + table[cell] * smallGrowth(r))) * powers[origin + (step >> 7)];
}

function expAtEnds(x: number): number {
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  return expOfSum(x, 0);
}

/**
 * eˣ − 1, with the same bits in every engine, accurate for small x too.
 *
 * As `exp`, with 1 subtracted before the small terms are added. Largest error found: 0.51 units in the last place.
 */
export function expm1(x: number): number {
  if (!(x > -38 && x < 709)) return x < 0 ? -1 : exp(x);
  // Also keeps the sign of 0.
  if (x < 1e-17 && x > -1e-17) return x;
  growthPair(x, pair);
  return pair[0];
}
