import { checkLength } from '../array/index.js';
import { factoriseByExchanges, SMALL_PIVOT } from './banded.js';
import type { DenseFactorisation } from './dense.js';
import { SignedProduct } from './log-determinant.js';

/** A factorised symmetric band matrix. */
export interface BandedFactorisation extends DenseFactorisation {
  /** Number of negative eigenvalues: 0 where the matrix is positive definite. */
  readonly negativeCount: number;
}

/**
 * Factorises a symmetric band matrix, M = L D Lᵀ; the signs of D are those of the eigenvalues (Sylvester).
 *
 * Where a pivot is small against the diagonal, which a positive definite matrix far from singular never has, equations
 * and determinant come from elimination with row exchanges, which is stable for every M; the count of negative
 * eigenvalues then is that of a matrix within rounding times 1/|pivot| of M.
 * Cost: O(order · bandwidth²), and O(order · bandwidth) per solve.
 * @param band lower band of M: `band[i * (bandwidth + 1) + l]` is entry (i, i − l); not changed
 * @throws RangeError when the band has another length
 */
export function factoriseBanded(band: Float64Array, order: number, bandwidth: number): BandedFactorisation {
  const stride = bandwidth + 1;
  checkLength('factoriseBanded: band', band, order * stride);
  const factor = band.slice();
  const inverse = new Float64Array(order);
  const product = new SignedProduct();
  let scale = 0;
  for (let i = 0; i < order; i++) scale = Math.max(scale, Math.abs(band[i * stride]));
  let negativeCount = 0;
  let stable = true;
  for (let i = 0; i < order; i++) {
    const row = i * stride + i;
    const first = Math.max(0, i - bandwidth);
    let pivot = factor[i * stride];
    // Entry (i, j) becomes L(i, j) D(j), and then L(i, j).
    for (let j = first; j < i; j++) {
      let entry = factor[row - j];
      const other = j * stride + j;
      for (let k = first; k < j; k++) entry -= factor[row - k] * factor[other - k];
      factor[row - j] = entry;
    }
    for (let j = first; j < i; j++) {
      const entry = factor[row - j] * inverse[j];
      pivot -= entry * factor[row - j];
      factor[row - j] = entry;
    }
    if (!(Math.abs(pivot) > SMALL_PIVOT * scale)) stable = false;
    if (pivot === 0) pivot = Number.EPSILON * (scale || 1);
    if (pivot < 0) negativeCount++;
    inverse[i] = 1 / pivot;
    product.multiply(pivot);
  }
  if (!stable) return { ...factoriseByExchanges(band, order, bandwidth), negativeCount };
  return {
    logDeterminant: product.logDeterminant(),
    negativeCount,
    solve(b) {
      checkLength('factoriseBanded.solve: b', b, order);
      for (let i = 0; i < order; i++) {
        for (let j = Math.max(0, i - bandwidth); j < i; j++) b[i] -= factor[i * stride + i - j] * b[j];
      }
      for (let i = 0; i < order; i++) b[i] *= inverse[i];
      for (let i = order - 1; i >= 0; i--) {
        for (let j = Math.max(0, i - bandwidth); j < i; j++) b[j] -= factor[i * stride + i - j] * b[i];
      }
    },
  };
}
