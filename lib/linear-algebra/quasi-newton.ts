import { matrix } from '../array/index.js';
import { dot } from './vector-arithmetic.js';

/**
 * Writes the gradient at a point and returns the value there; a value that is not finite marks a point out of bounds.
 */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** When the search for a minimum ends. */
export interface QuasiNewtonOptions {
  /** The search has converged when no entry of the gradient exceeds this; 1e-8 when left out. */
  readonly gradientTolerance?: number;
  /** Most evaluations of the objective; 500 when left out. */
  readonly evaluationLimit?: number;
}

/** The point at which a search for a minimum ended. */
export interface QuasiNewtonMinimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly evaluations: number;
  /** Whether the gradient is within the tolerance. */
  readonly converged: boolean;
}

/**
 * Armijo's and Wolfe's constants: least share of the predicted decrease, and largest share of the slope that may
 * remain.
 */
const DECREASE = 1e-4;
const SLOPE = 0.9;

/**
 * Rounding error of the value, relative: smaller changes near the minimum say nothing, so that the gradient decides
 * there.
 */
const ROUNDING = 1e-13;

/**
 * A local minimum of a smooth function of few variables, by the method of Broyden, Fletcher, Goldfarb and Shanno.
 * The step along each direction is found by bisection to the weak Wolfe conditions (Lewis and Overton 2013), which keep
 * the approximate inverse Hessian positive definite and let the search turn back from points where the objective has no
 * value.
 * @param start a point where the objective is finite; not changed
 * @throws RangeError when the objective is not finite at the start
 * Cost: usually 1 to 2 evaluations an iteration, and O(size²).
 */
export function quasiNewtonMinimum(
  objective: Objective,
  start: ArrayLike<number>,
  options: QuasiNewtonOptions = {},
): QuasiNewtonMinimum {
  const { gradientTolerance = 1e-8, evaluationLimit = 500 } = options;
  const size = start.length;
  let point: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(point, gradient);
  let evaluations = 1;
  if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) {
    throw new RangeError(
      `quasiNewtonMinimum: start expects a point where the objective is finite, got ${value}; choose another point`,
    );
  }
  const inverse = matrix(size, size);
  resetTo(inverse.data, size, 1);
  let first = true;
  const isSmall = (): boolean => gradient.every((slope) => Math.abs(slope) <= gradientTolerance);

  while (!isSmall() && evaluations < evaluationLimit) {
    const direction = Float64Array.from({ length: size }, (_, i) => -dot(inverse.row(i), gradient));
    const slope = dot(direction, gradient);
    // The first direction is the gradient, whose length is in other units than the point: take a step of length 1 at
    // most.
    let step = first ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
    let [low, high] = [0, Infinity];
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = NaN;
    let accepted = false;
    for (let round = 0; round < 60 && evaluations < evaluationLimit; round++) {
      for (let i = 0; i < size; i++) next[i] = point[i] + step * direction[i];
      nextValue = objective(next, nextGradient);
      evaluations++;
      const finite = Number.isFinite(nextValue) && nextGradient.every(Number.isFinite);
      if (!finite || nextValue > value + DECREASE * step * slope + ROUNDING * Math.abs(value)) high = step;
      else if (dot(nextGradient, direction) < SLOPE * slope) low = step;
      else {
        accepted = true;
        break;
      }
      step = high < Infinity ? 0.5 * (low + high) : 2 * low;
    }
    if (!accepted) {
      // No decrease was found: rounding hides it, or the approximate inverse is wrong. Try the gradient once, then end.
      if (first) break;
      resetTo(inverse.data, size, 1);
      first = true;
      continue;
    }
    const moved = Float64Array.from(next, (x, i) => x - point[i]);
    const change = Float64Array.from(nextGradient, (g, i) => g - gradient[i]);
    [point, gradient, value] = [next, nextGradient, nextValue];
    const curvature = dot(moved, change);
    if (first) resetTo(inverse.data, size, curvature / dot(change, change));
    first = false;
    // H ← (I − ρsyᵀ)H(I − ρysᵀ) + ρssᵀ, ρ = 1/sᵀy.
    const bent = Float64Array.from({ length: size }, (_, i) => dot(inverse.row(i), change));
    const factor = (1 + dot(change, bent) / curvature) / curvature;
    for (let i = 0; i < size; i++) {
      const row = inverse.row(i);
      for (let j = 0; j < size; j++) {
        row[j] += factor * moved[i] * moved[j] - (bent[i] * moved[j] + moved[i] * bent[j]) / curvature;
      }
    }
  }
  return { point, value, gradient, evaluations, converged: isSmall() };
}

function resetTo(entries: Float64Array, size: number, diagonal: number): void {
  entries.fill(0);
  for (let i = 0; i < size; i++) entries[i * size + i] = diagonal;
}
