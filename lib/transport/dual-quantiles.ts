import { checkCount, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { factoriseDense, type NewtonStep, newtonMinimum } from '../linear-algebra/index.js';
import { cos, exp, log, sin, squared } from '../special/index.js';
import { applied, appliedBack, circlePoints } from './circle.js';
import type { CirclePotential } from './circle-potential.js';
import type { QuantileScheme } from './quantile-scheme.js';

/** Points of the means under π. */
const POINTS = 128;

/** How many terms of the dual problem are kept: the first, the penalty of the gradient, the term of second order. */
export type DualTerms = 1 | 2 | 3;

const names = {
  1: 'dual, first term',
  2: 'dual, gradient penalty',
  3: 'dual, second order',
} as const satisfies Readonly<Record<DualTerms, string>>;

/**
 * The implicit step from means under ρ and π alone: the greatest of E_ρ φᶜ − ln E_π e^{−φ} over trigonometric polynomials φ, where
 * φᶜ(x) = min_y |x − y|²/2τ − φ(y) is cut after one, two or three terms of −φ − ½τφ′² − ½τ²φ′²φ″ − …. Paths move to x + τφ′, with three
 * terms to x + τφ′ + τ²φ″φ′. A step misses the implicit one by O(τ²), O(τ²) and O(τ³).
 * @param options.degree highest order of the waves in φ; 12 when left out
 * @throws RangeError when the number of terms or the degree is none of these
 * @returns a scheme whose steps throw a RangeError when Newton's method finds no greatest value: take a shorter step
 */
export function dualQuantiles(terms: DualTerms, { degree = 12 }: { readonly degree?: number } = {}): QuantileScheme {
  checkCount('dualQuantiles: degree', degree, 1);
  if (!Object.hasOwn(names, terms)) {
    throw new RangeError(`dualQuantiles: terms expects 1, 2 or 3, got ${terms}; take 3 for the term of second order`);
  }
  const grid = wavesAt(circlePoints(POINTS), degree);
  return {
    name: names[terms],
    next(potential, { positions, step }) {
      const waves = wavesAt(positions, degree);
      const problem: DualProblem = { terms, step, waves, grid, base: gridPotential(potential) };
      const { point, converged } = newtonMinimum(
        { value: (phi) => costOf(problem, phi), newton: (phi) => newtonStep(problem, phi) },
        vector(2 * degree),
      );
      if (!converged) {
        throw new RangeError(
          `dualQuantiles: the scheme ‘${names[terms]}’ found no greatest value for the step ${step}; take a shorter one`,
        );
      }
      const [slope, bend] = [applied(waves.slopes, point), applied(waves.bends, point)];
      return positions.map((x, i) => x + step * slope[i] * (terms === 3 ? 1 + step * bend[i] : 1));
    },
  };
}

/** cos mx and sin mx, m = 1, 2, …, with both derivatives at some points: matrices [points, 2 · degree]. */
interface Waves {
  readonly values: Matrix;
  readonly slopes: Matrix;
  readonly bends: Matrix;
}

interface DualProblem {
  readonly terms: DualTerms;
  readonly step: number;
  readonly waves: Waves;
  readonly grid: Waves;
  /** V at the points of the grid. */
  readonly base: Vector;
}

function wavesAt(points: Vector, degree: number): Waves {
  const [values, slopes, bends] = [0, 1, 2].map(() => matrix(points.length, 2 * degree));
  points.forEach((x, i) => {
    for (let m = 1; m <= degree; m++) {
      const [c, s, k] = [cos(m * x), sin(m * x), 2 * (m - 1)];
      values.row(i).set([c, s], k);
      slopes.row(i).set([-m * s, m * c], k);
      bends.row(i).set([-m * m * c, -m * m * s], k);
    }
  });
  return { values, slopes, bends };
}

function gridPotential({ value }: CirclePotential): Vector {
  return circlePoints(POINTS).map(value);
}

/** The problem's negative: E_ρ(φ + ½τφ′² + ½τ²φ′²φ″) + ln E_π e^{−φ}, up to a constant. */
function costOf(problem: DualProblem, phi: Vector): number {
  const { waves, grid, base } = problem;
  const { penalty, bending } = keptTerms(problem);
  const [value, slope, bend] = [waves.values, waves.slopes, waves.bends].map((m) => applied(m, phi));
  const sum = value.reduce(
    (total, height, i) => total + height + 0.5 * squared(slope[i]) * (penalty + bending * bend[i]),
    0,
  );
  return sum / value.length + tilted(grid, base, phi).logMean;
}

/** ln of the mean of e^{−V−φ} over the grid, and the shares of the points in it. */
function tilted(grid: Waves, base: Vector, phi: Vector): { readonly logMean: number; readonly shares: Vector } {
  const exponents = applied(grid.values, phi).map((value, i) => -value - base[i]);
  const highest = exponents.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = exponents.map((value) => exp(value - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { logMean: highest + log(total / POINTS), shares: weights.map((weight) => weight / total) };
}

function newtonStep(problem: DualProblem, phi: Vector): NewtonStep {
  const { waves, grid, base } = problem;
  const kept = keptTerms(problem);
  const [slope, bend] = [waves.slopes, waves.bends].map((m) => applied(m, phi));
  const { shares } = tilted(grid, base, phi);
  const means = appliedBack(grid.values, shares);
  const count = slope.length;
  const parts = [
    appliedBack(waves.values, vector(count).fill(1 / count)),
    appliedBack(
      waves.slopes,
      slope.map((s, i) => ((kept.penalty + kept.bending * bend[i]) * s) / count),
    ),
    appliedBack(
      waves.bends,
      slope.map((s) => (0.5 * kept.bending * squared(s)) / count),
    ),
  ];
  const gradient = means.map((mean, a) => parts.reduce((sum, part) => sum + part[a], 0) - mean);
  const direction = gradient.slice();
  factoriseDense(hessianOf(problem, { slope, bend, shares, means })).solve(direction);
  return { step: direction, decrement: direction.reduce((sum, value, a) => sum + value * gradient[a], 0) };
}

/** Factors of ½φ′² and of ½φ′²φ″. */
function keptTerms({ terms, step }: DualProblem): { readonly penalty: number; readonly bending: number } {
  return { penalty: terms > 1 ? step : 0, bending: terms === 3 ? squared(step) : 0 };
}

function hessianOf(
  problem: DualProblem,
  { slope, bend, shares, means }: Readonly<Record<'slope' | 'bend' | 'shares' | 'means', Vector>>,
): Matrix {
  const { waves, grid } = problem;
  const { penalty, bending } = keptTerms(problem);
  const [size, count] = [means.length, slope.length];
  const hessian = matrix(size, size);
  const add = (left: Matrix, right: Matrix, weight: (i: number) => number): void => {
    for (let i = 0; i < left.rowCount; i++) {
      const [from, to, w] = [left.row(i), right.row(i), weight(i)];
      for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) hessian.data[a * size + b] += w * from[a] * to[b];
    }
  };
  add(grid.values, grid.values, (i) => shares[i]);
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) hessian.data[a * size + b] -= means[a] * means[b];
  if (penalty > 0) add(waves.slopes, waves.slopes, (i) => (penalty + bending * bend[i]) / count);
  if (bending > 0) {
    add(waves.slopes, waves.bends, (i) => (bending * slope[i]) / count);
    add(waves.bends, waves.slopes, (i) => (bending * slope[i]) / count);
  }
  return hessian;
}
