import { type Vector, vector } from '../array/index.js';
import type { LogDeterminant } from '../linear-algebra/index.js';
import type { StepEquation } from './step-equation.js';

/** How a preimage was found: 0 by fixed point, 1 by Newton where the step is one-to-one, 2 by Newton anywhere. */
export type InversionWay = 0 | 1 | 2;

/** The preimage of one path under a step, or where the search for it ended. */
export interface StepPreimage {
  readonly found: boolean;
  readonly way: InversionWay;
  /** Negative eigenvalues of the step's Jacobian M at the preimage: 0 on the branch where M is positive definite. */
  readonly negativeCount: number;
  /** Largest entry of x − Jᵀ(x)w − y. */
  readonly residual: number;
  /** ln|det M| at the preimage, where M was factorised. */
  readonly logDeterminant?: LogDeterminant;
}

/** The equation x − Jᵀ(x)w = y of one path. */
interface StepProblem {
  readonly equation: StepEquation;
  readonly weights: Vector;
  readonly y: Vector;
}

/** Iterations of each kind before another is tried. */
const FIXED_POINTS = 200;
const NEWTON_STEPS = 50;
const HALVINGS = 12;

/**
 * Solves x − Jᵀ(x)w = y for one path; x is overwritten by the preimage.
 *
 * The step is the gradient of ½‖x‖² − w·Φ(x), whose Hessian is M = I − Σₖ wₖ∇²Φₖ. Three ways in turn:
 * 1. x ← y + Jᵀ(x)w from y. It converges where Σₖ wₖ∇²Φₖ has all eigenvalues inside (−1, 1); M is positive definite there.
 * 2. Newton's method, halving moves that do not reduce the residual or that leave the set where M is positive definite;
 *    from the largest of y, 0.9y, … 0 in that set.
 * 3. The same without that set, from y, 2y, −y and −2y: a preimage at which the step has folded. Only where M is factorised.
 * @param y the path after the step
 * @param x receives the preimage
 */
export function invertStep(equation: StepEquation, weights: Vector, y: Vector, x: Vector): StepPreimage {
  const problem = { equation, weights, y };
  return (
    byFixedPoint(problem, x) ??
    byNewton(problem, x, { start: definiteStart(problem), definite: true }) ??
    byFoldedNewton(problem, x) ?? {
      found: false,
      way: equation.factorises ? 2 : 1,
      negativeCount: NaN,
      residual: residualOf(problem, x),
    }
  );
}

function residualOf({ equation, weights, y }: StepProblem, x: Vector): number {
  const r = vector(x.length);
  equation.residual(x, weights, y, r);
  return largest(r);
}

/** Largest size of an entry; NaN where one is NaN, so that no path with a NaN counts as found. */
function largest(values: Vector): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (Number.isNaN(size)) return NaN;
    if (size > most) most = size;
  }
  return most;
}

/** The residual's size at which a path counts as found: rounding of the path, or of the move by the energy's kernel. */
function goalFor({ equation: { rounding, tolerance }, y }: StepProblem, x: Vector): number {
  let move = 0;
  for (let i = 0; i < y.length; i++) move = Math.max(move, Math.abs(x[i] - y[i]));
  return Math.max(tolerance * (1 + largest(y)), rounding * move);
}

function byFixedPoint(problem: StepProblem, x: Vector): StepPreimage | undefined {
  const { equation, weights, y } = problem;
  const r = vector(y.length);
  x.set(y);
  let before = Infinity;
  // Where M is factorised a Newton step costs as much as a few iterations, so that slow ones are left to it.
  const slowest = equation.factorises ? 0.5 : 0.95;
  let slow = 0;
  for (let i = 0; i < FIXED_POINTS; i++) {
    equation.residual(x, weights, y, r);
    const size = largest(r);
    if (size <= goalFor(problem, x)) return settled(problem, x, r, size);
    if (!(size <= slowest * before)) slow++;
    if (!Number.isFinite(size) || slow > 2) return undefined;
    before = size;
    for (let j = 0; j < x.length; j++) x[j] -= r[j];
  }
  return undefined;
}

/** The preimage that a fixed point is; M is factorised there once, for its determinant and the signs of its eigenvalues. */
function settled({ equation, weights }: StepProblem, x: Vector, r: Vector, residual: number): StepPreimage {
  if (!equation.factorises) return { found: true, way: 0, negativeCount: 0, residual };
  const { negativeCount, logDeterminant } = equation.direction(x, weights, r);
  return { found: true, way: 0, negativeCount, residual, logDeterminant };
}

/** Where Newton's method starts, and whether its iterates stay where M is positive definite. */
interface NewtonOptions {
  /** Undefined where there is no such start. */
  readonly start: Vector | undefined;
  readonly definite: boolean;
}

function byNewton(problem: StepProblem, x: Vector, { start, definite }: NewtonOptions): StepPreimage | undefined {
  const { equation, weights, y } = problem;
  if (start === undefined) return undefined;
  const r = vector(y.length);
  const at = (point: Vector) => {
    equation.residual(point, weights, y, r);
    return { size: largest(r), ...equation.direction(point, weights, r) };
  };
  x.set(start);
  let here: ReturnType<typeof at> | undefined = at(x);
  const trial = vector(y.length);
  for (let i = 0; here !== undefined && i < NEWTON_STEPS; i++) {
    if (here.size <= goalFor(problem, x)) {
      const { size: residual, negativeCount, logDeterminant } = here;
      return { found: true, way: definite ? 1 : 2, negativeCount, residual, logDeterminant };
    }
    here = moved(x, here);
  }
  return undefined;

  /** Moves x by the largest share of Newton's move that improves on it; undefined where none does. */
  function moved(from: Vector, { size, direction }: ReturnType<typeof at>): ReturnType<typeof at> | undefined {
    for (let h = 0, share = 1; h < HALVINGS; h++, share /= 2) {
      for (let j = 0; j < trial.length; j++) trial[j] = from[j] - share * direction[j];
      const there = at(trial);
      if (!(there.size <= (1 - 1e-4 * share) * size) || (definite && there.negativeCount > 0)) continue;
      from.set(trial);
      return there;
    }
    return undefined;
  }
}

function byFoldedNewton(problem: StepProblem, x: Vector): StepPreimage | undefined {
  if (!problem.equation.factorises) return undefined;
  for (const factor of [1, 2, -1, -2]) {
    const start = problem.y.map((value) => factor * value);
    const found = byNewton(problem, x, { start, definite: false });
    if (found) return found;
  }
  return undefined;
}

/** The largest of y, 0.9y, … 0 where M is positive definite; undefined where there is none. */
function definiteStart({ equation, weights, y }: StepProblem): Vector | undefined {
  const r = vector(y.length);
  for (let tenths = 10; tenths >= 0; tenths--) {
    const start = y.map((value) => (tenths / 10) * value);
    equation.residual(start, weights, y, r);
    if (equation.direction(start, weights, r).negativeCount === 0) return start;
  }
  return undefined;
}
