import type { LogDeterminant } from './log-determinant';

/**
 * A factorised symmetric band matrix.
 * Storage of the lower band everywhere: `band[i * (bandwidth + 1) + l]` is entry (i, i − l).
 */
export interface BandedFactorisation {
  readonly logDeterminant: LogDeterminant;
  /** Solves M y = b in place. Cost O(order · bandwidth). */
  solve(b: Float64Array): void;
}

/**
 * Factorises a symmetric band matrix M; `band` is overwritten.
 *
 * A positive definite M is factorised as L D Lᵀ, which needs no pivots. As soon as a pivot shows that M is not
 * positive definite, elimination starts again with row exchanges, which stays stable and gives the sign.
 * Cost: O(order · bandwidth²) time; the second way takes about four times as long.
 * @param band lower band, length order · (bandwidth + 1)
 */
export function factoriseBanded(band: Float64Array, order: number, bandwidth: number): BandedFactorisation {
  const copy = band.slice();
  return factoriseDefinite(band, order, bandwidth) ?? factoriseByExchanges(copy, order, bandwidth);
}

/** Pivots below this share of the diagonal's scale are left to the method with row exchanges. */
const SMALL_PIVOT = 1e-10;

function factoriseDefinite(band: Float64Array, order: number, bandwidth: number): BandedFactorisation | undefined {
  const stride = bandwidth + 1;
  let scale = 0;
  for (let i = 0; i < order; i++) scale = Math.max(scale, Math.abs(band[i * stride]));
  const inverse = new Float64Array(order);
  const sum = logSum();
  for (let i = 0; i < order; i++) {
    const row = i * stride;
    const first = Math.max(0, i - bandwidth);
    let pivot = band[row];
    for (let j = first; j < i; j++) {
      // band(i, j) becomes L(i, j) D(j), then L(i, j).
      let entry = band[row + i - j];
      const other = j * stride;
      for (let k = Math.max(first, j - bandwidth); k < j; k++) entry -= band[row + i - k] * band[other + j - k];
      band[row + i - j] = entry;
    }
    for (let j = first; j < i; j++) {
      const scaled = band[row + i - j] * inverse[j];
      pivot -= scaled * band[row + i - j];
      band[row + i - j] = scaled;
    }
    if (!(pivot > SMALL_PIVOT * scale)) return undefined;
    inverse[i] = 1 / pivot;
    sum.add(pivot);
  }
  return {
    logDeterminant: { logAbs: sum.total(), sign: 1 },
    solve(b) {
      for (let i = 0; i < order; i++) {
        let value = b[i];
        for (let j = Math.max(0, i - bandwidth); j < i; j++) value -= band[i * stride + i - j] * b[j];
        b[i] = value;
      }
      for (let i = 0; i < order; i++) b[i] *= inverse[i];
      for (let i = order - 1; i >= 0; i--) {
        let value = b[i];
        const last = Math.min(order - 1, i + bandwidth);
        for (let j = i + 1; j <= last; j++) value -= band[j * stride + j - i] * b[j];
        b[i] = value;
      }
    },
  };
}

/** Gaussian elimination with row exchanges inside the band: row i holds columns i − bandwidth … i + 2·bandwidth. */
function factoriseByExchanges(lower: Float64Array, order: number, bandwidth: number): BandedFactorisation {
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
  const sum = logSum();
  let sign: -1 | 0 | 1 = 1;
  for (let j = 0; j < order; j++) {
    const last = Math.min(order - 1, j + bandwidth);
    let best = j;
    for (let i = j + 1; i <= last; i++) {
      if (Math.abs(rows[i * width + bandwidth + j - i]) > Math.abs(rows[best * width + bandwidth + j - best])) best = i;
    }
    exchange[j] = best;
    const end = Math.min(order - 1, j + 2 * bandwidth);
    if (best !== j) {
      sign = -sign as -1 | 0 | 1;
      for (let c = j; c <= end; c++) {
        const a = j * width + bandwidth + c - j;
        const b = best * width + bandwidth + c - best;
        const held = rows[a];
        rows[a] = rows[b];
        rows[b] = held;
      }
    }
    const pivot = rows[j * width + bandwidth];
    if (pivot === 0) return singular();
    if (pivot < 0) sign = -sign as -1 | 0 | 1;
    sum.add(Math.abs(pivot));
    for (let i = j + 1; i <= last; i++) {
      const factor = rows[i * width + bandwidth + j - i] / pivot;
      multipliers[j * bandwidth + i - j - 1] = factor;
      if (factor === 0) continue;
      for (let c = j + 1; c <= end; c++) rows[i * width + bandwidth + c - i] -= factor * rows[j * width + bandwidth + c - j];
    }
  }
  return {
    logDeterminant: { logAbs: sum.total(), sign },
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

function singular(): BandedFactorisation {
  return {
    logDeterminant: { logAbs: -Infinity, sign: 0 },
    solve(b) {
      b.fill(NaN);
    },
  };
}

/** Sum of logarithms by way of products: one logarithm for many factors. */
function logSum(): { add(factor: number): void; total(): number } {
  let product = 1;
  let sum = 0;
  return {
    add(factor) {
      product *= factor;
      if (product > 1e100 || product < 1e-100) {
        sum += Math.log(product);
        product = 1;
      }
    },
    total: () => sum + Math.log(product),
  };
}
