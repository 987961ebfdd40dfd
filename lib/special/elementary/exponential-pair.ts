import type { Vector } from '../../array/index.js';
import { exponentialTable } from './exponential-table.js';
import { ORIGIN, powersOfTwo, scaled } from './powers-of-two.js';

// Constants of the module itself, which compilers fold; those of another are looked up at every use.
const table = exponentialTable;
const origin = ORIGIN;
const powers = powersOfTwo;

/** As in exponential.ts: 128/ln 2, ln 2/128 and its rest, and a number that rounds to whole numbers. */
const STEPS_PER_UNIT = 184.6649652337873;
const STEP = 0.0054152123482253955;
const STEP_REST = -1.0082281460997769e-13;
const WHOLE = 6755399441055744;

/** e^r − 1 for |r| < 0.0028. */
function smallGrowth(r: number): number {
  const s = r * r;
  return r + s * (1 / 2 + r * (1 / 6) + s * (1 / 24 + r * (1 / 120)));
}

/** e^(x + rest), for −746 ≤ x ≤ 710 and a rest below the last place of x; no number stays none. */
export function expOfSum(x: number, rest: number): number {
  const steps = x * STEPS_PER_UNIT + WHOLE - WHOLE;
  const step = steps | 0;
  const cell = 2 * (step & 127);
  const r = x - steps * STEP - (steps * STEP_REST - rest);
  return scaled(table[cell] + (table[cell + 1] + table[cell] * smallGrowth(r)), step >> 7);
}

/** eˣ − 1 as a sum of two numbers, with a relative error of about 2⁻⁶¹, for −38 < x < 709. */
export function growthPair(x: number, out: Vector): void {
  const steps = x * STEPS_PER_UNIT + WHOLE - WHOLE;
  const step = steps | 0;
  const cell = 2 * (step & 127);
  const scale = powers[origin + (step >> 7)];
  const reduced = x - steps * STEP;
  const tail = steps * STEP_REST;
  const r = reduced - tail;
  const power = scale * table[cell];
  const whole = power - 1;
  const wholeRest = power < 1 ? power - (whole + 1) : power - whole - 1;
  // power · e^r − 1 = whole + r + whole · r + power · (e^r − 1 − r): near 0, where power is near 1, the first two are
  // exact.
  const s = r * r;
  const curved = s * (1 / 2 + r * (1 / 6) + s * (1 / 24 + r * (1 / 120 + r * (1 / 720))));
  const sum = whole + r;
  const small = whole * r + power * (reduced - r - tail + curved) + scale * table[cell + 1] * (1 + r);
  const low = whole - sum + r + (wholeRest + small);
  const value = sum + low;
  out[0] = value;
  out[1] = sum - value + low;
}
