import type { DenseFactorisation } from './dense.js';
import { type LogDeterminant, SignedProduct } from './log-determinant.js';

/**
 * ln|det M| and B M⁻¹ Bᵀ of a symmetric band matrix M and K rows B, in one pass.
 *
 * M = L D Lᵀ is built row by row, and the same pass solves L y = Bᵀ, so that B M⁻¹ Bᵀ = Σᵢ yᵢyᵢᵀ/Dᵢ needs no backward
 * solve. Where a pivot Dᵢ is small against the diagonal, as happens when M is indefinite or nearly singular,
 * elimination with row exchanges starts over: it is stable for every M.
 * Cost: O(order · (bandwidth² + bandwidth · K + K²)).
 * @param band lower band of M: `band[i * (bandwidth + 1) + l]` is entry (i, i − l)
 * @param rows B transposed, [order, K] row-major
 * @param coupling receives B M⁻¹ Bᵀ, [K, K]
 */
export function bandedCoupling(
  band: Float64Array,
  rows: Float64Array,
  order: number,
  bandwidth: number,
  coupling: Float64Array,
): LogDeterminant {
  const count = rows.length / order;
  let scale = 0;
  for (let i = 0; i < order; i++) scale = Math.max(scale, Math.abs(band[i * (bandwidth + 1)]));
  const smallest = SMALL_PIVOT * scale;
  const small = bandwidth === 1 && count === 2;
  const result = small
    ? tridiagonalPass(band, rows, order, smallest, coupling)
    : bandPass(band.slice(), rows.slice(), order, bandwidth, smallest, coupling);
  return result ?? couplingByExchanges(band, rows, order, bandwidth, coupling);
}

/** Pivots below this share of the largest diagonal entry are left to the method with row exchanges. */
export const SMALL_PIVOT = 1e-4;

/**
 * Number of pivots whose product is formed before its logarithm is taken, as in the compiled kernel. A pivot lies
 * within a few powers of ten of the diagonal's scale, so that a product of this many is a finite number.
 */
const PIVOTS = 8;

/**
 * The same operations in the same order as lib/compiled/assembly/lag-jacobian.ts, whose bits it must give: change both.
 */
function bandPass(
  band: Float64Array,
  rows: Float64Array,
  order: number,
  bandwidth: number,
  smallest: number,
  coupling: Float64Array,
): LogDeterminant | undefined {
  const stride = bandwidth + 1;
  const count = rows.length / order;
  const inverse = new Float64Array(order);
  const product = new SignedProduct();
  let pivots = 1;
  coupling.fill(0);
  for (let i = 0; i < order; i++) {
    const row = i * stride + i;
    const first = Math.max(0, i - bandwidth);
    let pivot = band[i * stride];
    // Entry (i, j) becomes L(i, j) D(j), and then L(i, j).
    for (let j = first; j < i; j++) {
      let entry = band[row - j];
      const other = j * stride + j;
      for (let k = first; k < j; k++) entry -= band[row - k] * band[other - k];
      band[row - j] = entry;
    }
    for (let j = first; j < i; j++) {
      const factor = band[row - j] * inverse[j];
      pivot -= factor * band[row - j];
      band[row - j] = factor;
      for (let k = 0; k < count; k++) rows[i * count + k] -= factor * rows[j * count + k];
    }
    if (!(Math.abs(pivot) > smallest)) return undefined;
    inverse[i] = 1 / pivot;
    pivots *= pivot;
    if (i % PIVOTS === PIVOTS - 1 || i === order - 1) {
      product.multiply(pivots);
      pivots = 1;
    }
    for (let j = 0; j < count; j++) {
      const scaled = rows[i * count + j] * inverse[i];
      for (let k = 0; k <= j; k++) coupling[j * count + k] += scaled * rows[i * count + k];
    }
  }
  for (let j = 0; j < count; j++) for (let k = 0; k < j; k++) coupling[k * count + j] = coupling[j * count + k];
  return product.logDeterminant();
}

/**
 * As the general pass, with the same bits, for bandwidth 1 and two rows (the autocovariance energy): without inner
 * loops.
 */
function tridiagonalPass(
  band: Float64Array,
  rows: Float64Array,
  order: number,
  smallest: number,
  coupling: Float64Array,
): LogDeterminant | undefined {
  const product = new SignedProduct();
  let pivots = 1;
  let inverse = 0;
  let a = 0;
  let b = 0;
  let aa = 0;
  let ab = 0;
  let bb = 0;
  for (let i = 0; i < order; i++) {
    const side = band[2 * i + 1];
    const factor = side * inverse;
    const pivot = band[2 * i] - factor * side;
    if (!(Math.abs(pivot) > smallest)) return undefined;
    inverse = 1 / pivot;
    a = rows[2 * i] - factor * a;
    b = rows[2 * i + 1] - factor * b;
    const scaled = b * inverse;
    aa += a * inverse * a;
    ab += scaled * a;
    bb += scaled * b;
    pivots *= pivot;
    if (i % PIVOTS === PIVOTS - 1 || i === order - 1) {
      product.multiply(pivots);
      pivots = 1;
    }
  }
  coupling[0] = aa;
  coupling[1] = coupling[2] = ab;
  coupling[3] = bb;
  return product.logDeterminant();
}

function couplingByExchanges(
  band: Float64Array,
  rows: Float64Array,
  order: number,
  bandwidth: number,
  coupling: Float64Array,
): LogDeterminant {
  const count = rows.length / order;
  const { logDeterminant, solve } = factoriseByExchanges(band, order, bandwidth);
  const column = new Float64Array(order);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < order; i++) column[i] = rows[i * count + k];
    solve(column);
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let i = 0; i < order; i++) sum += rows[i * count + j] * column[i];
      coupling[j * count + k] = sum;
    }
  }
  return logDeterminant;
}

/** Gaussian elimination with row exchanges inside the band: row i holds columns i − bandwidth … i + 2·bandwidth. */
export function factoriseByExchanges(lower: Float64Array, order: number, bandwidth: number): DenseFactorisation {
  const width = 3 * bandwidth + 1;
  const rows = new Float64Array(order * width);
  for (let i = 0; i < order; i++) {
    for (let l = 0; l <= Math.min(bandwidth, i); l++) {
      const entry = lower[i * (bandwidth + 1) + l];
      rows[i * width + bandwidth - l] = entry;
      rows[(i - l) * width + bandwidth + l] = entry;
    }
  }
  const exchange = new Int32Array(order);
  const multipliers = new Float64Array(order * Math.max(bandwidth, 1));
  const product = new SignedProduct();
  for (let j = 0; j < order; j++) {
    const last = Math.min(order - 1, j + bandwidth);
    let best = j;
    for (let i = j + 1; i <= last; i++) {
      if (Math.abs(rows[i * width + bandwidth + j - i]) > Math.abs(rows[best * width + bandwidth + j - best])) best = i;
    }
    exchange[j] = best;
    const end = Math.min(order - 1, j + 2 * bandwidth);
    if (best !== j) {
      product.negate();
      for (let c = j; c <= end; c++) {
        const a = j * width + bandwidth + c - j;
        const b = best * width + bandwidth + c - best;
        const held = rows[a];
        rows[a] = rows[b];
        rows[b] = held;
      }
    }
    const pivot = rows[j * width + bandwidth];
    if (pivot === 0) return { logDeterminant: { logAbs: -Infinity, sign: 0 }, solve: (b) => void b.fill(NaN) };
    product.multiply(pivot);
    for (let i = j + 1; i <= last; i++) {
      const factor = rows[i * width + bandwidth + j - i] / pivot;
      multipliers[j * bandwidth + i - j - 1] = factor;
      if (factor === 0) continue;
      for (let c = j + 1; c <= end; c++)
        rows[i * width + bandwidth + c - i] -= factor * rows[j * width + bandwidth + c - j];
    }
  }
  return {
    logDeterminant: product.logDeterminant(),
    solve(b) {
      for (let j = 0; j < order; j++) {
        const held = b[exchange[j]];
        b[exchange[j]] = b[j];
        b[j] = held;
        const last = Math.min(order - 1, j + bandwidth);
        for (let i = j + 1; i <= last; i++) b[i] -= multipliers[j * bandwidth + i - j - 1] * held;
      }
      for (let j = order - 1; j >= 0; j--) {
        let value = b[j];
        const end = Math.min(order - 1, j + 2 * bandwidth);
        for (let c = j + 1; c <= end; c++) value -= rows[j * width + bandwidth + c - j] * b[c];
        b[j] = value / rows[j * width + bandwidth];
      }
    },
  };
}
