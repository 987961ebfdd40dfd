import { firstNonFinite, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { leadingEigenpairs, type SymmetricOperator } from '../linear-algebra/index.js';

/** Leading whitened principal components of a sample of energies. */
export interface PrincipalComponents {
  /** Variances along the components, in decreasing order, [count]. */
  readonly eigenvalues: Vector;
  /** P, [count, K]: row k is the eigenvector of the k-th variance, divided by its square root. */
  readonly projection: Matrix;
}

/**
 * The leading principal components of a sample, each divided by its standard deviation, so that PΦ has unit variances
 * and no correlations on the sample. Nothing is subtracted when P is applied.
 *
 * Paper: section 5.1, of the scattering covariance of white noise. The variances are divided by n − 1. A component's
 * sign is arbitrary: here its entry of largest size is positive.
 * @param samples energies, a row per path, [n, K], n > count, finite
 * @param count whole number from 1 to K
 * @throws RangeError when a number is not finite, the count is out of range, or the sample spans fewer directions
 * Cost: O(n K m) with m a few times count, at most K; the sample is copied once.
 */
export function principalComponents(samples: Matrix, count: number): PrincipalComponents {
  const { rowCount, columnCount: order } = samples;
  const most = Math.min(order, rowCount - 1);
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new RangeError(
      `principalComponents: count expects a whole number from 1 to ${most} for ${rowCount} samples of ${order} numbers, got ${count}`,
    );
  }
  const bad = firstNonFinite(samples.data);
  if (bad >= 0) {
    const place = `sample ${Math.floor(bad / order)}, component ${bad % order}`;
    throw new RangeError(`principalComponents: samples expect finite numbers, got ${samples.data[bad]} at ${place}`);
  }
  const centred = centredRows(samples);
  return covarianceComponents((v, out) => applyCovariance(centred, v, out), order, count);
}

/**
 * The principal components of `principalComponents` from a covariance instead of a sample: a large sample need not be
 * held.
 * @param apply writes the covariance times a vector
 * @param order K
 * @param count whole number from 1 to K
 * @throws RangeError when the count is out of range, or the covariance has fewer directions
 * Cost: m products with m a few times count, O(K m²).
 */
export function covarianceComponents(apply: SymmetricOperator, order: number, count: number): PrincipalComponents {
  const { values, vectors } = leadingEigenpairs(apply, order, count);
  values.forEach((value, k) => {
    if (!(value > 1e-12 * values[0])) {
      throw new RangeError(
        `principalComponents: samples expect variance in ${count} directions, got it in ${k}; take fewer components or more samples`,
      );
    }
    const row = vectors.row(k);
    const largest = row.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best));
    const factor = Math.sign(largest) / Math.sqrt(value);
    for (let i = 0; i < order; i++) row[i] *= factor;
  });
  return { eigenvalues: values, projection: vectors };
}

function centredRows(samples: Matrix): Matrix {
  const { rowCount, columnCount } = samples;
  const means = vector(columnCount);
  for (let n = 0; n < rowCount; n++)
    samples.row(n).forEach((value, i) => {
      means[i] += value / rowCount;
    });
  return matrix(
    rowCount,
    columnCount,
    samples.data.map((value, at) => value - means[at % columnCount]),
  );
}

/** Writes the sample covariance times v: XᵀXv/(n − 1) for centred rows X, which needs no K × K matrix. */
function applyCovariance(centred: Matrix, v: Vector, out: Vector): void {
  out.fill(0);
  for (let n = 0; n < centred.rowCount; n++) {
    const row = centred.row(n);
    let along = 0;
    for (let i = 0; i < row.length; i++) along += row[i] * v[i];
    along /= centred.rowCount - 1;
    for (let i = 0; i < row.length; i++) out[i] += along * row[i];
  }
}
