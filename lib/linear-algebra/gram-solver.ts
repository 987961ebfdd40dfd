import { checkLength, firstNonFinite, type Matrix } from '../array/index.js';

/** Solves G y = b for a Gram matrix G. */
export interface GramSolver {
  /** Solves in place. Cost O(K²). */
  solve(b: Float64Array): void;
}

/** Names for errors, and the ridge. */
export interface GramSolverOptions {
  /** Names of the K components. */
  readonly labels: readonly string[];
  /** The function that an error names. */
  readonly caller: string;
  /** What is added to the diagonal of ones; 1e-7 when left out, 0 for a G that is known exactly. */
  readonly ridge?: number;
  /** What errors call the matrix and its rows: G and gradients when left out. */
  readonly words?: GramWords;
}

/** Words of errors for matrices that are computed with as Gram matrices are. */
export interface GramWords {
  readonly matrix: string;
  /** Singular. */
  readonly row: string;
}

const GRADIENTS: GramWords = { matrix: 'G', row: 'gradient' };

/** For the covariance C of energies. */
export const covarianceWords: GramWords = { matrix: 'C', row: 'variation' };

/** A gradient whose part outside of the others is below the root of this, relative to its length, is made up of them. */
const DEPENDENT = 1e-11;

/**
 * Prepares the solution of systems with a Gram matrix G = E JJᵀ, scaled to a unit diagonal, to which a ridge of 1e-7 is added (as in the
 * code of moment-guided diffusion, arXiv 2602.17211): components of an energy may have units of their own.
 * @param gram G, [K, K], symmetric
 * @throws RangeError when G is not finite; naming components whose gradients vanish or are combinations of others: G has not full
 *   rank then
 * Cost: O(K³).
 */
export function gramSolver(
  gram: Matrix,
  { labels, caller, ridge = 1e-7, words = GRADIENTS }: GramSolverOptions,
): GramSolver {
  const order = gram.rowCount;
  const bad = firstNonFinite(gram.data);
  if (bad >= 0) {
    throw new RangeError(
      `${caller}: ${words.matrix} expects finite numbers, got ${gram.data[bad]} for ${labels[Math.floor(bad / order)]} and ` +
        `${labels[bad % order]}; look for paths or energies that are not finite`,
    );
  }
  const scales = new Float64Array(order);
  for (let k = 0; k < order; k++) scales[k] = 1 / Math.sqrt(gram.data[k * order + k]);
  const unmoved = scales.findIndex((scale) => !(scale > 0 && scale < Infinity));
  if (unmoved >= 0) {
    throw new RangeError(
      `${caller}: ${words.matrix} expects full rank, got no ${words.row} of ${labels[unmoved]} at any path; leave the component out`,
    );
  }
  const lower = new Float64Array(order * order);
  const write = (diagonal: number): void => {
    for (let k = 0; k < order; k++) {
      for (let l = 0; l < k; l++) lower[k * order + l] = gram.data[k * order + l] * scales[k] * scales[l];
      lower[k * order + k] = diagonal;
    }
  };
  write(1);
  const dependent = factorise(lower, order, DEPENDENT);
  if (dependent >= 0) throw rankError(lower, order, dependent, { labels, caller, words });
  write(1 + ridge);
  factorise(lower, order, 0);
  return {
    solve(b) {
      checkLength('gramSolver.solve: b', b, order);
      for (let k = 0; k < order; k++) b[k] *= scales[k];
      for (let k = 0; k < order; k++) {
        let value = b[k];
        for (let l = 0; l < k; l++) value -= lower[k * order + l] * b[l];
        b[k] = value / lower[k * order + k];
      }
      backward(lower, order, order, b);
      for (let k = 0; k < order; k++) b[k] *= scales[k];
    },
  };
}

/** Replaces the lower triangle of M by L, LLᵀ = M, up to the first row whose pivot is not above `least`: that row, or −1. */
function factorise(lower: Float64Array, order: number, least: number): number {
  for (let k = 0; k < order; k++) {
    const row = k * order;
    for (let l = 0; l <= k; l++) {
      const other = l * order;
      let value = lower[row + l];
      for (let i = 0; i < l; i++) value -= lower[row + i] * lower[other + i];
      if (l < k) lower[row + l] = value / lower[other + l];
      else if (!(value > least)) return k;
      else lower[row + k] = Math.sqrt(value);
    }
  }
  return -1;
}

/** Solves Lᵀy = b in place for the first `count` rows of L. */
function backward(lower: Float64Array, order: number, count: number, b: Float64Array): void {
  for (let k = count - 1; k >= 0; k--) {
    for (let l = k + 1; l < count; l++) b[k] -= lower[l * order + k] * b[l];
    b[k] /= lower[k * order + k];
  }
}

/** The error for a row that is a combination of those before it. */
function rankError(
  lower: Float64Array,
  order: number,
  row: number,
  { labels, caller, words }: Required<Pick<GramSolverOptions, 'labels' | 'caller' | 'words'>>,
): RangeError {
  const coefficients = lower.slice(row * order, row * order + row);
  backward(lower, order, row, coefficients);
  const others = labels.filter((_, l) => l < row && Math.abs(coefficients[l]) > 1e-3);
  return new RangeError(
    `${caller}: ${words.matrix} expects full rank, got ${labels[row]}, whose ${words.row} is a combination of those of ` +
      `${others.join(', ')}; leave one of these components out`,
  );
}
