import { pow } from '../special/index.js';

/** Writes dy/dt at (t, y). */
export type Slope = (t: number, y: Float64Array, out: Float64Array) => void;

/** Runge-Kutta of order 5 with an error of order 4: Dormand and Prince (1980). */
const NODES = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
const WEIGHTS = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
const ERRORS = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
const STEP_LIMIT = 1_000_000;

/**
 * Solves dy/dt = f(t, y) with steps that keep the error of each below `tolerance`, relative to max(1, |yᵢ|).
 * @param start y at times[0]; not changed
 * @param times in rising order; at least one
 * @returns y at each of the times
 * @throws RangeError when y stops being finite, or a million steps do not suffice
 * Cost: 6 evaluations of the slope per step.
 */
export function solveDifferentialEquation(
  slope: Slope,
  start: Float64Array,
  times: readonly number[],
  { tolerance = 1e-10 }: { readonly tolerance?: number } = {},
): Float64Array[] {
  const size = start.length;
  const slopes = NODES.map(() => new Float64Array(size));
  const trial = new Float64Array(size);
  let y = start.slice();
  const results = [y.slice()];
  let t = times[0];
  let step = 1e-4 * Math.max(...times.map((time) => time - t), 1e-12);
  slope(t, y, slopes[0]);
  let count = 0;
  for (const end of times.slice(1)) {
    while (t < end) {
      if (++count > STEP_LIMIT) throw new RangeError(`solveDifferentialEquation: no end at ${t} after ${count} steps`);
      const last = t + step >= end;
      const h = last ? end - t : step;
      for (let stage = 1; stage < NODES.length; stage++) {
        for (let i = 0; i < size; i++) {
          let sum = 0;
          for (let s = 0; s < stage; s++) sum += WEIGHTS[stage][s] * slopes[s][i];
          trial[i] = y[i] + h * sum;
        }
        slope(t + NODES[stage] * h, trial, slopes[stage]);
      }
      // The last stage lies at the new point.
      let worst = 0;
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let s = 0; s < NODES.length; s++) sum += ERRORS[s] * slopes[s][i];
        const error = Math.abs(h * sum) / Math.max(1, Math.abs(trial[i]));
        worst = error <= worst ? worst : Number.isFinite(error) ? error : Infinity;
      }
      if (worst <= tolerance) {
        t = last ? end : t + h;
        y = trial.slice();
        slopes[0].set(slopes[6]);
      } else if (h < 1e-14 * Math.max(1, Math.abs(t))) {
        throw new RangeError(`solveDifferentialEquation: y is not finite beyond ${t}`);
      }
      const change = worst === 0 ? 5 : Math.min(5, Math.max(0.1, 0.9 * pow(tolerance / worst, 0.2)));
      if (!(last && worst <= tolerance)) step = h * change;
      else step = Math.max(step, h * change);
    }
    results.push(y.slice());
  }
  return results;
}
