import { checkLength, type Matrix } from '../array/index.js';

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
}

/** A gradient whose part outside of the others is below the root of this, relative to its length, is made up of them. */
const DEPENDENT = 1e-11;

/**
 * Prepares the solution of systems with a Gram matrix G = E JJᵀ, scaled to a unit diagonal, to which a ridge of 1e-7 is added (as in the
 * code of moment-guided diffusion, arXiv 2602.17211): components of an energy may have units of their own.
 * @param gram G, [K, K], symmetric
 * @throws RangeError naming components whose gradients vanish or are combinations of others: G has not full rank then
 * Cost: O(K³).
 */
export function gramSolver(gram: Matrix, { labels, caller, ridge = 1e-7 }: GramSolverOptions): GramSolver {
  const order = gram.rowCount;
  const scales = Float64Array.from({ length: order }, (_, k) => 1 / Math.sqrt(gram.row(k)[k]));
  const unmoved = scales.findIndex((scale) => !(scale > 0 && scale < Infinity));
  if (unmoved >= 0) {
    throw new RangeError(
      `${caller}: G expects full rank, got no gradient of ${labels[unmoved]} at any path; leave the component out`,
    );
  }
  const scaled = (k: number, l: number): number => gram.row(k)[l] * scales[k] * scales[l];
  checkRank(scaled, labels, caller);
  const rows = choleskyRows(order, (k, l) => scaled(k, l) + (k === l ? ridge : 0));
  return {
    solve(b) {
      checkLength('gramSolver.solve: b', b, order);
      for (let k = 0; k < order; k++) b[k] *= scales[k];
      forward(rows, b);
      backward(rows, b);
      for (let k = 0; k < order; k++) b[k] *= scales[k];
    },
  };
}

/** Rows of L, LLᵀ = M; the diagonal holds NaN where M is not positive. */
function choleskyRows(order: number, entry: (k: number, l: number) => number): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let k = 0; k < order; k++) {
    const row = new Float64Array(k + 1);
    for (let l = 0; l <= k; l++) {
      let value = entry(k, l);
      for (let i = 0; i < l; i++) value -= row[i] * (l === k ? row[i] : rows[l][i]);
      row[l] = l === k ? Math.sqrt(value) : value / rows[l][l];
    }
    rows.push(row);
  }
  return rows;
}

function forward(rows: readonly Float64Array[], b: Float64Array): void {
  for (let k = 0; k < rows.length; k++) {
    for (let l = 0; l < k; l++) b[k] -= rows[k][l] * b[l];
    b[k] /= rows[k][k];
  }
}

function backward(rows: readonly Float64Array[], b: Float64Array): void {
  for (let k = rows.length - 1; k >= 0; k--) {
    for (let l = k + 1; l < rows.length; l++) b[k] -= rows[l][k] * b[l];
    b[k] /= rows[k][k];
  }
}

/** Refuses a unit-diagonal matrix one of whose rows is a combination of those before it. */
function checkRank(entry: (k: number, l: number) => number, labels: readonly string[], caller: string): void {
  const rows: Float64Array[] = [];
  for (let k = 0; k < labels.length; k++) {
    const own = Float64Array.from({ length: k }, (_, l) => entry(k, l));
    forward(rows, own);
    const rest = own.reduce((left, value) => left - value * value, entry(k, k));
    if (!(rest > DEPENDENT)) {
      backward(rows, own);
      const others = labels.filter((_, l) => l < k && Math.abs(own[l]) > 1e-3);
      throw new RangeError(
        `${caller}: G expects full rank, got ${labels[k]}, whose gradient is a combination of those of ` +
          `${others.join(', ')}; leave one of these components out`,
      );
    }
    rows.push(Float64Array.from([...own, Math.sqrt(rest)]));
  }
}
