import {
  checkCount,
  type Ensemble,
  ensemble,
  firstNonFinite,
  matrix,
  meanRows,
  sameShape,
  shapeOf,
  spokenShape,
  type Vector,
  vector,
} from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { factoriseDense } from '../linear-algebra/index.js';
import { exactJacobian, pathJacobians } from './path-jacobian.js';
import { type Schedule, schedule } from './schedule.js';
import { stepEquation } from './step-equation.js';
import { invertStep } from './step-inverse.js';

/** Length and accuracy of an implicit step. */
export interface ImplicitStepOptions {
  /**
   * τ > 0, the weight of the loss against the squared distance that paths move: infinite when left out, which asks for Φ̄ =
   * α.
   */
  readonly length?: number;
  /** Largest distance of an equation's two sides, in units of 1 plus the target's size; 1e-10 when left out. */
  readonly tolerance?: number;
  /** Newton steps after which it gives up; 30 when left out. */
  readonly iterations?: number;
}

/** Paths after an implicit step. */
export interface ImplicitStep {
  /** x, [N, d]. */
  readonly paths: Ensemble;
  /** w with x + Jᵀ(x)w = x₀ for every path, [K]. */
  readonly weights: Vector;
  /** ln|det ∂x/∂x₀| of each path under these weights, as numbers that no path changes, nats, [N]. */
  readonly logDeterminants: Vector;
  /** Newton steps taken. */
  readonly iterations: number;
  /** The explicit step that takes x back to x₀: a schedule of one row, −w. Other paths move by its inverse (`invertFrozen`). */
  readonly inverse: Schedule;
}

/**
 * One implicit step of the mean field: x + Jᵀ(x)w = x₀ for each path, with w = τ(Φ̄(x) − α), so that the energy of the paths
 * where they arrive moves them, not of those where they start.
 *
 * It is the step of Jordan, Kinderlehrer and Otto for the loss, and the mean-field game with that terminal cost: paths go
 * straight, and minimise E‖x − x₀‖²/2 + τ‖Φ̄ − α‖²/2. With τ infinite it is the projection on the set of laws with E Φ = α in
 * the distance of optimal transport. K unknowns are found by Newton's method, each path by the inverse of an explicit step.
 * @param paths x₀, [N, d]; not changed
 * @throws RangeError when target, paths or an option are out of range, a path's equation has no solution that could be found, or Newton's method
 *   does not converge, which a nearer target or a smaller τ mends
 * Cost: some five to ten times that of inverting a step at every path.
 */
export function implicitStep(
  energy: Energy,
  target: ArrayLike<number>,
  paths: Ensemble,
  { length = Infinity, tolerance = 1e-10, iterations = 30 }: ImplicitStepOptions = {},
): ImplicitStep {
  const { componentCount: K } = energy;
  checkArguments(energy, target, paths);
  if (!(length > 0)) throw new RangeError(`implicitStep: length expects a positive number, got ${length}`);
  if (!(tolerance > 0)) throw new RangeError(`implicitStep: tolerance expects a positive number, got ${tolerance}`);
  checkCount('implicitStep: iterations', iterations);
  const evaluate = stateAt(energy, target, paths, length);
  const scale = 1 + Math.sqrt(Array.from(target).reduce((sum, entry) => sum + entry * entry, 0));
  let state = evaluate(vector(K));
  if (state === undefined) throw new RangeError('implicitStep: paths expect finite energies; start from finite paths');
  for (let done = 0; ; done++) {
    if (sizeOf(state.distance) <= tolerance * scale) return resultOf(energy, state, done);
    if (done === iterations) break;
    const next = improved(state, evaluate, length);
    if (next === undefined) break;
    state = next;
  }
  throw new RangeError(
    `implicitStep: Newton's method stops at a distance of ${sizeOf(state.distance).toPrecision(2)} from its equation, expected ` +
      `at most ${(tolerance * scale).toPrecision(2)}; take a shorter step, length, or a target nearer to the paths' energies`,
  );
}

function checkArguments(energy: Energy, target: ArrayLike<number>, { shape }: Ensemble): void {
  const { name, componentCount: K, labels } = energy;
  if (target.length !== K) {
    throw new RangeError(`implicitStep: target expects ${K} entries for ${name}, got ${target.length}`);
  }
  const bad = firstNonFinite(target);
  if (bad >= 0) {
    throw new RangeError(`implicitStep: target expects finite numbers, got ${target[bad]} for ${labels[bad]}`);
  }
  if (!sameShape(shape, shapeOf(energy))) {
    throw new RangeError(
      `implicitStep: paths expect shape ${spokenShape(shapeOf(energy))} as ${name}, got ${spokenShape(shape)}; draw such paths`,
    );
  }
}

interface State {
  readonly weights: Vector;
  readonly paths: Ensemble;
  /** Φ̄ − α − w/τ, [K]. */
  readonly distance: Vector;
  /** Mean of J M⁻¹Jᵀ, [K, K]. */
  readonly coupling: Vector;
  readonly logDeterminants: Vector;
}

type Evaluate = (weights: Vector) => State | undefined;

/** Makes the function that solves all paths' equations at given weights; undefined where one has no solution. */
function stateAt(energy: Energy, target: ArrayLike<number>, { pathCount, data }: Ensemble, length: number): Evaluate {
  const { componentCount: K, signalLength: d } = energy;
  const equation = stepEquation(energy);
  const jacobian = exactJacobian({ energy, stepSize: 0, lossScale: 1, ensembleSize: 1 });
  const jacobians = pathJacobians(pathCount, K);
  return (weights) => {
    const given = weights.map((weight) => -weight);
    const solved = ensemble(pathCount, shapeOf(energy));
    for (let n = 0; n < pathCount; n++) {
      const preimage = invertStep(equation, given, data.subarray(n * d, (n + 1) * d), solved.path(n));
      if (!preimage.found || preimage.negativeCount > 0) return undefined;
    }
    const rows = matrix(pathCount, K);
    for (let n = 0; n < pathCount; n++) rows.row(n).set(given);
    jacobian.evaluate(solved, rows, undefined, jacobians, { stepNumber: 0, firstPath: 0 });
    const coupling = vector(K * K);
    meanRows(matrix(pathCount, K * K, jacobians.couplings), 0, pathCount, coupling);
    const mean = vector(K);
    meanRows(energy.values(solved), 0, pathCount, mean);
    const distance = mean.map((value, k) => value - target[k] - weights[k] / length);
    const logDeterminants = jacobians.logAbs.map((value) => -value);
    return { weights, paths: solved, distance, coupling, logDeterminants };
  };
}

/** Halvings of a Newton step before it counts as failed. */
const HALVINGS = 12;

/** The state after a Newton step in the weights, halved until the distance shrinks. */
function improved(state: State, evaluate: Evaluate, length: number): State | undefined {
  const K = state.weights.length;
  const slope = state.coupling.map((entry, i) => entry + (i % (K + 1) === 0 ? 1 / length : 0));
  const direction = state.distance.slice();
  factoriseDense(matrix(K, K, slope)).solve(direction);
  for (let halving = 0, share = 1; halving <= HALVINGS; halving++, share /= 2) {
    const next = evaluate(state.weights.map((weight, k) => weight + share * direction[k]));
    if (next && sizeOf(next.distance) < (1 - share / 4) * sizeOf(state.distance)) return next;
  }
  return undefined;
}

function sizeOf(distance: Vector): number {
  return Math.sqrt(distance.reduce((sum, entry) => sum + entry * entry, 0));
}

function resultOf(energy: Energy, { paths, weights, logDeterminants }: State, iterations: number): ImplicitStep {
  const back = schedule(energy, [weights.map((weight) => -weight)], { name: 'back from an implicit step' });
  return { paths, weights, logDeterminants, iterations, inverse: back };
}
