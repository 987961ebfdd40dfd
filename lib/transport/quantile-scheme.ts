import { checkCount, firstNonFinite, type Matrix, matrix, type Vector } from '../array/index.js';
import { factoriseDense, type NewtonStep, newtonMinimum } from '../linear-algebra/index.js';
import { log, squared } from '../special/index.js';
import { applied, appliedBack, circleDerivative, circlePoints, TURN } from './circle.js';
import type { CirclePotential } from './circle-potential.js';
import { checkAllPositive } from './number-check.js';

/**
 * One step of a law on the circle towards π. The law is given by its quantiles: paths x₀ < x₁ < … < x₀ + 2π, n of them, n odd, between
 * which it has equal shares. Distances are those of the quantiles, root mean square: on the circle, too, they make up W₂ when paths keep
 * their places in line and none goes round.
 */
export interface QuantileScheme {
  readonly name: string;
  /** The quantiles after a step of the length `step`; `before` are those a step earlier, none at the first step. */
  next(potential: CirclePotential, move: QuantileMove): Vector;
}

/** Where a step starts. */
export interface QuantileMove {
  readonly positions: Vector;
  readonly step: number;
  readonly before?: Vector;
}

/** The implicit (JKO) step: the quantiles that make D(ρ‖π) + |x′ − x|²/2τ least. Order 1. */
export const implicitQuantiles: QuantileScheme = {
  name: 'implicit',
  next: (potential, { positions, step }) => proximalQuantiles(potential, positions, { step, guess: positions }),
};

/** Half an implicit step, continued to twice its length. Order 2. */
export const midpointQuantiles: QuantileScheme = { name: 'midpoint', next: midpoint };

/**
 * Backward differences of second order: the least of D(ρ‖π) + |x′ − x|²/τ − |x′ − x₋₁|²/4τ, an implicit step of length 2τ/3 from
 * (4x − x₋₁)/3. The first step is the midpoint's. Order 2.
 */
export const backwardDifferenceQuantiles: QuantileScheme = {
  name: 'backward differences',
  next(potential, { positions, step, before }) {
    if (before === undefined) return midpoint(potential, { positions, step });
    const anchor = positions.map((x, i) => (4 * x - before[i]) / 3);
    return proximalQuantiles(potential, anchor, { step: (2 * step) / 3, guess: positions });
  },
};

/** The explicit step x′ = x − τ ∂ₓ ln(ρ/π). Order 1; unstable for τ above some 8/(2πρn)², where ρ is the largest density. */
export const explicitQuantiles: QuantileScheme = {
  name: 'explicit',
  next(potential, { positions, step }) {
    const derivative = circleDerivative(positions.length);
    const inverse = spreadOf(derivative, positions).map((spread) => 1 / spread);
    const pressure = appliedBack(derivative, inverse);
    return positions.map((x, i) => x + step * (pressure[i] - potential.slope(x)));
  },
};

/**
 * The laws through which a scheme moves.
 * @param options.start quantiles, [n]
 * @param options.step τ > 0
 * @returns start and quantiles after each step, [stepCount + 1, n]
 * @throws RangeError when the number of quantiles is not odd or below 3, they are out of order, or a step is too long for the scheme
 */
export function quantileSteps(
  scheme: QuantileScheme,
  potential: CirclePotential,
  { start, step, stepCount }: { readonly start: Vector; readonly step: number; readonly stepCount: number },
): Matrix {
  checkAllPositive('quantileSteps', { step });
  checkCount('quantileSteps: stepCount', stepCount);
  if (start.length < 3 || start.length % 2 === 0) {
    throw new RangeError(
      `quantileSteps: start expects an odd number of quantiles from 3, got ${start.length}; add a point`,
    );
  }
  checkOrder(
    start,
    (what) => `quantileSteps: start expects quantiles in rising order within one turn, got ${what}; sort them`,
  );
  const laws = matrix(stepCount + 1, start.length);
  laws.row(0).set(start);
  for (let n = 1; n <= stepCount; n++) {
    const before = n > 1 ? laws.row(n - 2) : undefined;
    const next = scheme.next(potential, { positions: laws.row(n - 1), step, before });
    checkOrder(
      next,
      (what) => `quantileSteps: the scheme ‘${scheme.name}’ has ${what} after step ${n}; take steps below ${step}`,
    );
    laws.row(n).set(next);
  }
  return laws;
}

/** D(ρ‖π), nats, of a law given by quantiles: E ln ρ + E V + ln Z. */
export function quantileDivergence(potential: CirclePotential, positions: Vector): number {
  const spread = spreadOf(circleDerivative(positions.length), positions);
  return divergenceOf(potential, positions, spread);
}

/** The density at the quantiles themselves, [n]. */
export function quantileDensity(positions: Vector): Vector {
  return spreadOf(circleDerivative(positions.length), positions).map((spread) => 1 / (TURN * spread));
}

function midpoint(potential: CirclePotential, { positions, step }: QuantileMove): Vector {
  const half = proximalQuantiles(potential, positions, { step: step / 2, guess: positions });
  return half.map((x, i) => 2 * x - positions[i]);
}

/** dx/du at the quantiles, u from 0 to 2π: 1/(2πρ). */
function spreadOf(derivative: Matrix, positions: Vector): Vector {
  const even = circlePoints(positions.length);
  const beside = positions.map((x, i) => x - even[i]);
  return applied(derivative, beside).map((change) => 1 + change);
}

function divergenceOf(potential: CirclePotential, positions: Vector, spread: Vector): number {
  const sum = positions.reduce((total, x, i) => total + potential.value(x) - log(TURN * spread[i]), 0);
  return sum / positions.length + potential.logPartition;
}

/** The quantiles that make D(ρ‖π) + |x − anchor|²/2τ least, by Newton's method. */
function proximalQuantiles(
  potential: CirclePotential,
  anchor: Vector,
  { step, guess }: { readonly step: number; readonly guess: Vector },
): Vector {
  const derivative = circleDerivative(anchor.length);
  const objective = {
    value(x: Vector): number {
      const way = x.reduce((sum, value, i) => sum + squared(value - anchor[i]), 0) / anchor.length;
      return divergenceOf(potential, x, spreadOf(derivative, x)) + way / (2 * step);
    },
    newton: (x: Vector) => newtonStep(potential, x, { anchor, step, derivative }),
  };
  const { point, converged } = newtonMinimum(objective, guess);
  if (converged) return point;
  throw new RangeError(
    `quantileSteps: Newton’s method found no implicit step of length ${step}; take steps below 1/|V″| where V″ is most negative`,
  );
}

function newtonStep(
  potential: CirclePotential,
  x: Vector,
  { anchor, step, derivative }: { readonly anchor: Vector; readonly step: number; readonly derivative: Matrix },
): NewtonStep {
  const n = x.length;
  const inverse = spreadOf(derivative, x).map((spread) => 1 / spread);
  const pressure = appliedBack(derivative, inverse);
  const gradient = x.map((value, i) => potential.slope(value) - pressure[i] + (value - anchor[i]) / step);
  const hessian = matrix(n, n);
  addSquares(derivative, inverse, hessian);
  for (let i = 0; i < n; i++) hessian.row(i)[i] += potential.curvature(x[i]) + 1 / step;
  const direction = gradient.slice();
  factoriseDense(hessian).solve(direction);
  const decrement = direction.reduce((sum, value, i) => sum + value * gradient[i], 0) / n;
  return { step: direction, decrement };
}

/** Adds Mᵀ diag(w²) M to a matrix, of which half is computed: it is symmetric. */
function addSquares(m: Matrix, weights: Vector, out: Matrix): void {
  const n = m.columnCount;
  for (let k = 0; k < m.rowCount; k++) {
    const row = m.row(k);
    for (let i = 0; i < n; i++) {
      const scaled = squared(weights[k]) * row[i];
      const start = i * n;
      for (let j = 0; j <= i; j++) out.data[start + j] += scaled * row[j];
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out.data[j * n + i] = out.data[i * n + j];
}

function checkOrder(positions: Vector, message: (what: string) => string): void {
  const wrong = firstNonFinite(positions);
  if (wrong >= 0) throw new RangeError(message(`the quantile ${positions[wrong]} at ${wrong}`));
  positions.forEach((x, i) => {
    const next = i + 1 < positions.length ? positions[i + 1] : positions[0] + TURN;
    if (!(next > x)) throw new RangeError(message(`quantile ${next} behind ${x}`));
  });
}
