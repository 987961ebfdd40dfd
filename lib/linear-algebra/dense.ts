import { checkLength, type Matrix } from '../array/index.js';
import { type LogDeterminant, SignedProduct } from './log-determinant.js';

/** A factorised square matrix. */
export interface DenseFactorisation {
  readonly logDeterminant: LogDeterminant;
  /** Solves M y = b in place. Cost O(order²). */
  solve(b: Float64Array): void;
}

/**
 * Factorises a square matrix by Gaussian elimination with row exchanges; `m` is overwritten. Cost O(order³) for a full
 * matrix; rows that hold a zero below the pivot are skipped, so that a banded one costs O(bandwidth · order²).
 * @throws RangeError when the matrix is not square
 */
export function factoriseDense(m: Matrix): DenseFactorisation {
  const order = m.rowCount;
  if (m.columnCount !== order)
    throw new RangeError(`factoriseDense: m expects a square matrix, got ${order} x ${m.columnCount}`);
  const rows = Array.from({ length: order }, (_, i) => m.row(i));
  const source = Int32Array.from({ length: order }, (_, i) => i);
  const product = new SignedProduct();
  for (let j = 0; j < order; j++) {
    let best = j;
    for (let i = j + 1; i < order; i++) if (Math.abs(rows[i][j]) > Math.abs(rows[best][j])) best = i;
    if (best !== j) {
      [rows[j], rows[best]] = [rows[best], rows[j]];
      [source[j], source[best]] = [source[best], source[j]];
      product.negate();
    }
    const pivotRow = rows[j];
    const pivot = pivotRow[j];
    if (pivot === 0) return { logDeterminant: { logAbs: -Infinity, sign: 0 }, solve: (b) => void b.fill(NaN) };
    product.multiply(pivot);
    for (let i = j + 1; i < order; i++) {
      const row = rows[i];
      const factor = row[j] / pivot;
      row[j] = factor;
      if (factor !== 0) for (let c = j + 1; c < order; c++) row[c] -= factor * pivotRow[c];
    }
  }
  return {
    logDeterminant: product.logDeterminant(),
    solve(b) {
      checkLength('factoriseDense.solve: b', b, order);
      const permuted = Float64Array.from(source, (from) => b[from]);
      for (let i = 0; i < order; i++) {
        let value = permuted[i];
        for (let j = 0; j < i; j++) value -= rows[i][j] * permuted[j];
        permuted[i] = value;
      }
      for (let i = order - 1; i >= 0; i--) {
        let value = permuted[i];
        for (let j = i + 1; j < order; j++) value -= rows[i][j] * permuted[j];
        permuted[i] = value / rows[i][i];
      }
      b.set(permuted);
    },
  };
}

/**
 * ln|det| of a square matrix, row-major, by the same elimination, keeping nothing for a solve: for very many small
 * matrices. `entries` are overwritten. Cost O(order³).
 */
export function smallLogDeterminant(entries: Float64Array, order: number): LogDeterminant {
  checkLength('smallLogDeterminant: entries', entries, order * order);
  const product = new SignedProduct();
  for (let j = 0; j < order; j++) {
    let best = j;
    for (let i = j + 1; i < order; i++)
      if (Math.abs(entries[i * order + j]) > Math.abs(entries[best * order + j])) best = i;
    if (best !== j) {
      for (let c = j; c < order; c++) {
        const held = entries[j * order + c];
        entries[j * order + c] = entries[best * order + c];
        entries[best * order + c] = held;
      }
      product.negate();
    }
    const pivot = entries[j * order + j];
    if (pivot === 0) return { logAbs: -Infinity, sign: 0 };
    product.multiply(pivot);
    for (let i = j + 1; i < order; i++) {
      const factor = entries[i * order + j] / pivot;
      for (let c = j + 1; c < order; c++) entries[i * order + c] -= factor * entries[j * order + c];
    }
  }
  return product.logDeterminant();
}
