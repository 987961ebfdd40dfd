import { checkLength, firstNonFinite, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { checkMasses, type GridDynamics, type GridWalk, gridWalk } from './grid-walk.js';

/** Steps of Newton's method within one implicit step. */
const NEWTON_LIMIT = 100;

/**
 * The value U of a game on a grid, backwards from its end: −∂ₜU = b∂ₓU − ½(∂ₓU)² + ½σ²∂ₓₓU + ℓ, by implicit steps of finite volumes.
 * Every step is solved by Newton's method, which is the improvement of rates for the values that the last ones give (Howard 1960): it
 * converges from anywhere.
 *
 * The walk that stands for dX = (b + v) dt + σ dW jumps to neighbours at rates (√(q² + σ⁴) ∓ q)/2h², q = h(∂ₓU − b): errors are of
 * second order in the spacing h where σ > 0. Where σ = 0 they are of first order, and the walk has the diffusion h²/50τ, where τ is
 * the length of a step or, if that is longer, T over the number of points.
 * @param terminal U(·, T), [n], finite
 * @returns [stepCount + 1, n]; row k is U at k T/stepCount
 * @throws RangeError when an argument is out of range; Error when a step does not converge, as with values so far apart that double
 *   precision cannot hold their differences
 * Cost: 3 to 8 passes over the points per step.
 */
export function gridValues(dynamics: GridDynamics, terminal: Vector): Matrix {
  const walk = gridWalk('gridValues', dynamics);
  const { stepCount } = dynamics;
  checkLength('gridValues: terminal', terminal, walk.pointCount);
  const wrong = firstNonFinite(terminal);
  if (wrong >= 0) {
    throw new RangeError(
      `gridValues: terminal expects finite numbers, got ${terminal[wrong]} at ${dynamics.grid.points[wrong]}; give a cost that is finite on the grid`,
    );
  }
  const values = matrix(stepCount + 1, walk.pointCount);
  values.row(stepCount).set(terminal);
  const [gains, change] = [vector(walk.pointCount), vector(walk.pointCount)];
  for (let k = stepCount - 1; k >= 0; k--) {
    values.row(k).set(values.row(k + 1));
    stepBack(walk, { now: values.row(k), next: values.row(k + 1), gains, change });
  }
  return values;
}

/**
 * The laws of the paths of a game on a grid whose value is U: ∂ₜρ = −∂ₓ((b − ∂ₓU)ρ) + ½σ²∂ₓₓρ, by the very steps whose adjoint
 * `gridValues` takes. Masses stay positive, and their sum stays what it is up to rounding, for any length of the steps.
 * @param start masses of ρ₀, [n]
 * @param values as `gridValues` gives them, [stepCount + 1, n]
 * @returns masses, [stepCount + 1, n]; row k at k T/stepCount
 * @throws RangeError when an argument is out of range
 */
export function gridLaws(dynamics: GridDynamics, start: Vector, values: Matrix): Matrix {
  const walk = gridWalk('gridLaws', dynamics);
  const { stepCount } = dynamics;
  checkMasses('gridLaws: start', start, walk.pointCount);
  checkLength('gridLaws: values', values.data, (stepCount + 1) * walk.pointCount);
  const laws = matrix(stepCount + 1, walk.pointCount);
  laws.row(0).set(start);
  for (let k = 0; k < stepCount; k++) {
    laws.row(k + 1).set(laws.row(k));
    walk.resolvent(values.row(k)).forward(laws.row(k + 1));
  }
  return laws;
}

/** One implicit step, and room for it. */
interface Step {
  /** Holds a guess, receives U. */
  readonly now: Vector;
  /** U one step later. */
  readonly next: Vector;
  readonly gains: Vector;
  readonly change: Vector;
}

/** Solves U − τ(K(U) + ℓ) = U_next. */
function stepBack(walk: GridWalk, { now, next, gains, change }: Step): void {
  const { step, costs, pointCount } = walk;
  let before = Infinity;
  for (let round = 0; round < NEWTON_LIMIT; round++) {
    walk.gains(now, gains);
    for (let i = 0; i < pointCount; i++) change[i] = next[i] - now[i] + step * (gains[i] + costs[i]);
    walk.resolvent(now).backward(change);
    let [most, largest] = [0, 1];
    for (let i = 0; i < pointCount; i++) {
      now[i] += change[i];
      most = Math.max(most, Math.abs(change[i]));
      largest = Math.max(largest, Math.abs(now[i]));
    }
    // Rounding can keep values that are far apart from settling any further.
    if (most <= 1e-13 * largest || (most >= before && most <= 1e-9 * largest)) return;
    before = most;
  }
  throw new Error(
    `gridValues: a step of length ${step} did not converge in ${NEWTON_LIMIT} rounds of Newton’s method; take more steps, ` +
      'or a grid where the values are not as far apart',
  );
}
