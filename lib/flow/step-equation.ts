import { ensemble, matrix, shapeOf, type Vector, vector } from '../array/index.js';
import type { DerivativeKernel } from '../compiled/index.js';
import { type Energy, evaluatorOf, SHORT_LENGTH } from '../energy/index.js';
import {
  addScaled,
  type BandedFactorisation,
  dot,
  factoriseBanded,
  type LogDeterminant,
} from '../linear-algebra/index.js';
import { weightedHessian } from './path-jacobian.js';

/** A direction d with M d = r at a path, M = I − Σₖ wₖ∇²Φₖ(x). */
export interface NewtonDirection {
  readonly direction: Vector;
  /** Negative eigenvalues of M; where M is known by products alone, 0 or 1: whether any was met. */
  readonly negativeCount: number;
  /** Present where M was factorised. */
  readonly logDeterminant?: LogDeterminant;
}

/** The equation x − Jᵀ(x)w = y of one path. */
export interface StepEquation {
  /** Whether M is factorised, so that equations with an indefinite M can be solved too. */
  readonly factorises: boolean;
  /** Largest entry of the residual that counts as solved, relative to 1 plus the path's largest value. */
  readonly tolerance: number;
  /** Relative accuracy of Jᵀw. */
  readonly rounding: number;
  /** Writes x − Jᵀ(x)w − y. Cost: one evaluation and one pullback. */
  residual(x: Vector, weights: Vector, y: Vector, out: Vector): void;
  /** Solves M d = r at x. */
  direction(x: Vector, weights: Vector, r: Vector): NewtonDirection;
}

/**
 * Equations of an energy's steps: M is factorised in its band where it has one, and whole for short paths; else systems
 * are solved from Hessian products by conjugate gradients.
 * Cost of a direction: O(d b²) for bandwidth b; d products and O(d³) for up to 64 values; else some tens of products.
 */
export function stepEquation(energy: Energy, tolerance = 1e-13): StepEquation {
  // In double precision: where weights of large terms cancel, single precision leaves no room for a fixed point.
  const kernel = evaluatorOf(energy).derivatives(1, 'double');
  const factorise = factorisation(energy);
  return {
    factorises: factorise !== undefined,
    rounding: kernel.rounding,
    tolerance,
    residual(x, weights, y, out) {
      kernel.load(x);
      kernel.pullback(weights, out);
      for (let i = 0; i < out.length; i++) out[i] = x[i] - out[i] - y[i];
    },
    direction(x, weights, r) {
      if (factorise === undefined) return byProducts(kernel, x, weights, r);
      const { solve, negativeCount, logDeterminant } = factorise(x, weights);
      const direction = r.slice();
      solve(direction);
      return { direction, negativeCount, logDeterminant };
    },
  };
}

/** How M of a path is factorised; undefined where only products are cheap. */
function factorisation(energy: Energy): ((x: Vector, weights: Vector) => BandedFactorisation) | undefined {
  const { bandedHessian, signalLength: d } = energy;
  if (bandedHessian === undefined && d > SHORT_LENGTH) return undefined;
  const bandwidth = bandedHessian?.bandwidth ?? d - 1;
  const band = vector(d * (bandwidth + 1));
  const hessianOf = bandedHessian ? undefined : weightedHessian(energy);
  return (x, weights) => {
    if (bandedHessian) bandedHessian.fill(x, weights, band);
    else {
      const whole = hessianOf!(ensemble(1, shapeOf(energy), x), weights);
      for (let i = 0; i < d; i++) for (let l = 0; l <= i; l++) band[i * d + l] = whole.row(i)[i - l];
    }
    for (let at = 0; at < band.length; at++) band[at] = -band[at];
    for (let i = 0; i < d; i++) band[i * (bandwidth + 1)] += 1;
    return factoriseBanded(band, d, bandwidth);
  };
}

/** Products of conjugate gradients at the most: M is within a factor of a few of the identity where steps are small. */
const MOST_PRODUCTS = 200;

/** Conjugate gradients; they stop at the first direction along which M is not positive. */
function byProducts(kernel: DerivativeKernel, x: Vector, weights: Vector, r: Vector): NewtonDirection {
  const { signalLength: d, width, componentCount } = kernel;
  const [directions, products] = [0, 1].map(() => matrix(width, d));
  const rates = vector(width * componentCount);
  kernel.load(x);
  kernel.pullback(weights, vector(d));
  const direction = vector(d);
  const rest = r.slice();
  const search = r.slice();
  let square = dot(rest, rest);
  const goal = square * 1e-20;
  for (let i = 0; i < MOST_PRODUCTS && square > goal; i++) {
    directions.row(0).set(search);
    kernel.hessianProduct(0, directions.data, 0, products.data, rates);
    const product = search.map((value, j) => value - products.data[j]);
    const curvature = dot(search, product);
    if (!(curvature > 0)) return { direction, negativeCount: 1 };
    const size = square / curvature;
    addScaled(direction, search, size);
    addScaled(rest, product, -size);
    const next = dot(rest, rest);
    for (let j = 0; j < d; j++) search[j] = rest[j] + (next / square) * search[j];
    square = next;
  }
  return { direction, negativeCount: 0 };
}
