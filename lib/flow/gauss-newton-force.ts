import { type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { type CholeskyFactorisation, type DependentRow, factoriseCholesky } from '../linear-algebra/index.js';
import { squared } from '../special/index.js';
import type { Flow } from './flow.js';
import { gramPathsOf, triangleSize } from './gauss-newton.js';

/** The force of a Gauss–Newton step on the paths of an ensemble. */
export interface GaussNewtonForce {
  /** w = γₜ u, the weights of the pullback, [K]. */
  readonly weights: Vector;
  /** γₜ. */
  readonly stepSize: number;
  /** u = G⁻¹(Φ̄ − α), [K]. */
  readonly direction: Vector;
  /** (Φ̄ − α)ᵀu. */
  readonly squaredLength: number;
  /** Whether γₜ < γ, because of the largest move. */
  readonly shortened: boolean;
  /** Solves G y = b in place. */
  solve(b: Vector): void;
}

/**
 * Least squared sine between a component's gradient and the span of those before it: below, rounding of the gradients
 * decides on G⁻¹.
 */
const INDEPENDENCE = 1e-10;

/**
 * The force at a mean energy.
 * @param gram mean of JJᵀ, lower triangle, [K(K + 1)/2]
 * @throws RangeError naming components when G has not full rank
 */
export function gaussNewtonForce(flow: Flow, meanEnergy: Vector, gram: Vector): GaussNewtonForce {
  const { target, stepSize, energy } = flow;
  const { ridge, largestMove } = flow.gaussNewton!;
  const solve = solverOf(gram, ridge, energy.labels);
  const direction = vector(target.length);
  for (let k = 0; k < direction.length; k++) direction[k] = meanEnergy[k] - target[k];
  const distance = direction.slice();
  solve(direction);
  let squaredLength = 0;
  for (let k = 0; k < direction.length; k++) squaredLength += distance[k] * direction[k];
  const move = stepSize * Math.sqrt(squaredLength / energy.signalLength);
  const shortened = move > largestMove;
  const taken = shortened ? (stepSize * largestMove) / move : stepSize;
  return {
    weights: direction.map((entry) => taken * entry),
    stepSize: taken,
    direction,
    squaredLength,
    shortened,
    solve,
  };
}

/** Solves G y = b, G with unit diagonal and ridge; refuses a G without full rank. */
function solverOf(gram: Vector, ridge: number, labels: readonly string[]): (b: Vector) => void {
  const order = labels.length;
  const scales = vector(order);
  for (let k = 0; k < order; k++) {
    scales[k] = Math.sqrt(gram[triangleSize(k + 1) - 1]);
    if (!(scales[k] > 0 && Number.isFinite(scales[k]))) {
      throw new RangeError(
        `gaussNewtonDescent: G expects full rank, got gradients of squared length ${squared(scales[k])} for ${labels[k]}; ` +
          'leave out a component that does not depend on the paths, and start from finite paths',
      );
    }
  }
  const scaled = (diagonal: number): Matrix => {
    const result = matrix(order, order);
    for (let j = 0, at = 0; j < order; j++) {
      for (let k = 0; k <= j; k++, at++) result.row(j)[k] = j === k ? diagonal : gram[at] / (scales[j] * scales[k]);
    }
    return result;
  };
  independent(factoriseCholesky(scaled(1), INDEPENDENCE), labels);
  const factorisation = independent(factoriseCholesky(scaled(1 + ridge)), labels);
  return (b) => {
    for (let k = 0; k < order; k++) b[k] /= scales[k];
    factorisation.solve(b);
    for (let k = 0; k < order; k++) b[k] /= scales[k];
  };
}

/** Smallest coefficient, in units of gradients of length 1, that names a component in an error. */
const NAMED = 1e-3;

function independent(result: CholeskyFactorisation | DependentRow, labels: readonly string[]): CholeskyFactorisation {
  if ('solve' in result) return result;
  const { row, coefficients } = result;
  const others = labels.filter((_, k) => k < row && Math.abs(coefficients[k]) > NAMED);
  throw new RangeError(
    `gaussNewtonDescent: G expects full rank, got a gradient of ${labels[row]} that is a combination of those of ` +
      `${others.join(', ')}; leave one of these components out`,
  );
}

/** Writes the mean of the Gram matrices of ensemble e, of `grams`, [R, paths that enter G, K(K + 1)/2]. */
export function meanGram({ gaussNewton, energy }: Flow, ensembleSize: number, grams: Vector, e: number): Vector {
  const count = gramPathsOf(gaussNewton!, ensembleSize);
  const size = triangleSize(energy.componentCount);
  const mean = vector(size);
  const first = e * count * size;
  for (let at = first; at < first + count * size; at += size) for (let i = 0; i < size; i++) mean[i] += grams[at + i];
  return mean.map((entry) => entry / count);
}
