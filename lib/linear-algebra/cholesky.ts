import { checkLength, type Matrix } from '../array/index.js';

/** A factorised symmetric positive definite matrix, M = L Lᵀ. */
export interface CholeskyFactorisation {
  /** Solves M y = b in place. Cost O(order²). */
  solve(b: Float64Array): void;
}

/** A row of a symmetric matrix that is no independent one. */
export interface DependentRow {
  readonly row: number;
  /** What is left of the row's diagonal entry after the rows before it are taken away: at most the tolerance, or NaN. */
  readonly pivot: number;
  /** The row as a combination of those before it, one coefficient for each. */
  readonly coefficients: Float64Array;
}

/**
 * Factorises a symmetric positive definite matrix, of which the lower triangle is read; `m` is overwritten by L.
 * Cost O(order³/3).
 * @param tolerance least pivot of independent rows, in units of the entries
 * @returns the factorisation, or the first row whose pivot is not above the tolerance
 * @throws RangeError when the matrix is not square
 */
export function factoriseCholesky(m: Matrix, tolerance = 0): CholeskyFactorisation | DependentRow {
  const { rowCount: order, columnCount, data } = m;
  if (columnCount !== order) {
    throw new RangeError(`factoriseCholesky: m expects a square matrix, got ${order} x ${columnCount}`);
  }
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = data[i * order + j];
      for (let l = 0; l < j; l++) rest -= data[i * order + l] * data[j * order + l];
      if (i > j) data[i * order + j] = rest / data[j * order + j];
      else if (!(rest > tolerance)) return dependentRow(data, order, i, rest);
      else data[i * order + i] = Math.sqrt(rest);
    }
  }
  return {
    solve(b) {
      checkLength('factoriseCholesky.solve: b', b, order);
      for (let i = 0; i < order; i++) {
        for (let j = 0; j < i; j++) b[i] -= data[i * order + j] * b[j];
        b[i] /= data[i * order + i];
      }
      backSubstitute(data, order, order, b);
    },
  };
}

function dependentRow(data: Float64Array, order: number, row: number, pivot: number): DependentRow {
  const coefficients = data.slice(row * order, row * order + row);
  backSubstitute(data, order, row, coefficients);
  return { row, pivot, coefficients };
}

/** Solves Lᵀy = b in place for the first `count` rows of L. */
function backSubstitute(data: Float64Array, order: number, count: number, b: Float64Array): void {
  for (let i = count - 1; i >= 0; i--) {
    for (let j = i + 1; j < count; j++) b[i] -= data[j * order + i] * b[j];
    b[i] /= data[i * order + i];
  }
}
