import { checkCount, type Vector, vector } from '../array/index.js';
import { checkAllPositive } from './number-check.js';

/** A function of a number, by its first two derivatives. */
export interface SmoothFunction {
  /** F′. */
  slope(x: number): number;
  /** F″. */
  curvature(x: number): number;
}

/** Start and weight of a path, and the steps it is computed in. */
export interface WeightedDissipationOptions {
  readonly start: number;
  /** ε > 0: how far ahead the path looks. */
  readonly epsilon: number;
  /** Until when; the end is free. */
  readonly duration: number;
  readonly stepCount: number;
}

const ITERATIONS = 60;

/**
 * The path from `start` that makes ∫ e^{−t/ε}(½x′² + F(x)/ε) dt least, at even times: it solves −εx″ + x′ + F′(x) = 0 and, as ε falls,
 * approaches the gradient flow x′ = −F′(x). For F = ½kx² it decays at the rate (√(1 + 4εk) − 1)/2ε. For normal laws N(0, s²) the
 * distance of optimal transport is that of deviations, so that with F(s) = D(N(0, s²)‖π) it is a game of laws.
 *
 * Central differences of second order, by Newton's method; the end has x′ = 0.
 * @returns x at t = 0, h, 2h, …, [stepCount + 1]
 * @throws RangeError when an option is not positive, the steps are longer than 2ε, or Newton's method does not converge
 */
export function weightedDissipation(
  { slope, curvature }: SmoothFunction,
  { start, epsilon, duration, stepCount }: WeightedDissipationOptions,
): Vector {
  checkAllPositive('weightedDissipation', { epsilon, duration });
  checkCount('weightedDissipation: stepCount', stepCount, 2);
  const h = duration / stepCount;
  if (!(Number.isFinite(start) && h <= 2 * epsilon)) {
    throw new RangeError(
      `weightedDissipation: start expects a finite number and stepCount steps of at most 2ε = ${2 * epsilon}, got ${start} and ${h}; ` +
        'take more steps',
    );
  }
  const [before, after] = [-epsilon / (h * h) - 0.5 / h, -epsilon / (h * h) + 0.5 / h];
  const x = relaxed(slope, start, { h, stepCount });
  for (let round = 0; round < ITERATIONS; round++) {
    const misses = vector(stepCount);
    const diagonal = vector(stepCount);
    for (let i = 1; i <= stepCount; i++) {
      // Beyond the end the path is mirrored: x′ = 0 there.
      const beyond = i === stepCount ? x[i - 1] : x[i + 1];
      misses[i - 1] = before * x[i - 1] + (2 * epsilon * x[i]) / (h * h) + after * beyond + slope(x[i]);
      diagonal[i - 1] = (2 * epsilon) / (h * h) + curvature(x[i]);
    }
    const step = solveTridiagonal(diagonal, misses, { before, after });
    let largest = 0;
    for (let i = 1; i <= stepCount; i++) {
      x[i] -= step[i - 1];
      largest = Math.max(largest, Math.abs(step[i - 1]) / (1 + Math.abs(x[i])));
    }
    // The last step squared is below rounding.
    if (largest < 1e-9) return x;
    if (!(largest < Infinity)) break;
  }
  throw new RangeError(
    `weightedDissipation: Newton's method does not converge from the gradient flow, with ε = ${epsilon} and ${stepCount} steps; take ` +
      'more steps, or an F that is convex',
  );
}

/** The gradient flow in small explicit steps: where Newton's method starts. */
function relaxed(
  slope: SmoothFunction['slope'],
  start: number,
  { h, stepCount }: { readonly h: number; readonly stepCount: number },
): Vector {
  const x = vector(stepCount + 1);
  x[0] = start;
  for (let i = 1; i <= stepCount; i++) x[i] = x[i - 1] - h * slope(x[i - 1]);
  return x;
}

/** Elimination without exchanges, for a matrix with the same entries beside the diagonal, but for both in one in the last row. */
function solveTridiagonal(
  diagonal: Vector,
  right: Vector,
  { before, after }: { readonly before: number; readonly after: number },
): Vector {
  const n = diagonal.length;
  const [pivots, result] = [diagonal.slice(), right.slice()];
  for (let i = 1; i < n; i++) {
    const factor = (i === n - 1 ? before + after : before) / pivots[i - 1];
    pivots[i] -= factor * after;
    result[i] -= factor * result[i - 1];
  }
  result[n - 1] /= pivots[n - 1];
  for (let i = n - 2; i >= 0; i--) result[i] = (result[i] - after * result[i + 1]) / pivots[i];
  return result;
}
