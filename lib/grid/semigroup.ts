import { checkLength, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { factoriseBanded } from '../linear-algebra/index.js';
import { exp, log } from '../special/index.js';
import type { BirthDeath } from './birth-death.js';

/** Steps of the time solver up to each time asked for. */
const STEPS = 96;

/**
 * Means of a function after some time, from each point of a birth-death process: e^{tL} f, L its generator.
 *
 * Each step of length τ is the fourth-order rational function (1 − τL/2 + τ²L²/12)⁻¹ (1 + τL/2 + τ²L²/12) of the generator; between two
 * times asked for there are 96 steps, so that times which grow geometrically, by a factor of 10 say, keep the errors of fast and of
 * slow parts below 1e-8 of f.
 * Source: Padé's approximation of the exponential; Hairer and Wanner (1996), section IV.3.
 * @param values f at each point, [n]
 * @param times in rising order, above 0
 * @returns [times, n]; where the stationary law has mass below 1e-20 of its largest, digits are lost
 * @throws RangeError when there is not one value per point, or times do not rise from 0
 * Cost: 96 solves with a pentadiagonal matrix per time.
 */
export function meansAtTimes({ up, down }: BirthDeath, values: Vector, times: ArrayLike<number>): Matrix {
  const n = up.length + 1;
  checkLength('meansAtTimes: values', values, n);
  const result = matrix(times.length, n);
  // √π L √π⁻¹ is symmetric, π the stationary masses.
  const roots = stationaryRoots({ up, down });
  const symmetric = {
    diagonal: vector(n).map((_, i) => -((i < n - 1 ? up[i] : 0) + (i > 0 ? down[i - 1] : 0))),
    side: up.map((rate, i) => Math.sqrt(rate * down[i])),
  };
  const state = values.map((value, i) => value * roots[i]);
  let before = 0;
  for (let row = 0; row < times.length; row++) {
    const tau = (times[row] - before) / STEPS;
    if (!(tau > 0 && tau < Infinity)) {
      throw new RangeError(
        `meansAtTimes: times expects finite numbers rising from 0, got ${times[row]} after ${before}; sort them`,
      );
    }
    const step = rationalStep(symmetric, tau);
    for (let s = 0; s < STEPS; s++) step(state);
    result.row(row).set(state.map((value, i) => value / roots[i]));
    before = times[row];
  }
  return result;
}

/** A symmetric tridiagonal matrix. */
interface Tridiagonal {
  readonly diagonal: Vector;
  readonly side: Vector;
}

/** √π up to a factor, by detailed balance, with the largest 1. */
function stationaryRoots({ up, down }: BirthDeath): Vector {
  const logs = vector(up.length + 1);
  for (let i = 0; i < up.length; i++) logs[i + 1] = logs[i] + 0.5 * log(up[i] / down[i]);
  const largest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  return logs.map((value) => exp(value - largest));
}

/** A step of length τ, in place. */
function rationalStep(generator: Tridiagonal, tau: number): (state: Vector) => void {
  const { diagonal, side } = generator;
  const n = diagonal.length;
  const band = vector(3 * n);
  for (let i = 0; i < n; i++) {
    const [left, right] = [i > 0 ? side[i - 1] : 0, i < n - 1 ? side[i] : 0];
    const square = diagonal[i] * diagonal[i] + left * left + right * right;
    band[3 * i] = 1 - (tau / 2) * diagonal[i] + ((tau * tau) / 12) * square;
    if (i > 0) band[3 * i + 1] = -(tau / 2) * left + ((tau * tau) / 12) * left * (diagonal[i] + diagonal[i - 1]);
    if (i > 1) band[3 * i + 2] = ((tau * tau) / 12) * left * side[i - 2];
  }
  const { solve } = factoriseBanded(band, n, 2);
  const applied = vector(n);
  // The rational function is 1 + τL (…)⁻¹: the change of the state keeps its digits where it is small.
  return (state) => {
    for (let i = 0; i < n; i++) {
      applied[i] =
        tau *
        (diagonal[i] * state[i] + (i > 0 ? side[i - 1] * state[i - 1] : 0) + (i < n - 1 ? side[i] * state[i + 1] : 0));
    }
    solve(applied);
    for (let i = 0; i < n; i++) state[i] += applied[i];
  };
}
