import { hypot } from '../special/index.js';

/**
 * All eigenpairs of a symmetric tridiagonal matrix, in no order, by the implicit QL method.
 * Cost: O(order³), without any allocation.
 * @param values holds the diagonal, [order]; receives the eigenvalues
 * @param off holds the entries beside the diagonal, [order], the last one unused; overwritten
 * @param vectors receives the unit eigenvector of eigenvalue i in row i, [order, order] row-major
 */
export function tridiagonalEigenpairs(values: Float64Array, off: Float64Array, vectors: Float64Array): void {
  const order = values.length;
  off[order - 1] = 0;
  vectors.fill(0);
  for (let i = 0; i < order; i++) vectors[i * order + i] = 1;
  for (let low = 0; low < order; ) {
    let high = low;
    while (high < order - 1 && Math.abs(off[high]) > 2 ** -53 * (Math.abs(values[high]) + Math.abs(values[high + 1])))
      high++;
    if (high === low) low++;
    else sweep(values, off, vectors, low, high);
  }
}

/**
 * One QL sweep with Wilkinson's shift over the rows low … high, which are not decoupled by a zero; multiplies `vectors`
 * by its rotations.
 */
function sweep(values: Float64Array, off: Float64Array, vectors: Float64Array, low: number, high: number): void {
  const order = values.length;
  const half = (values[low + 1] - values[low]) / (2 * off[low]);
  const root = hypot(half, 1);
  let lead = values[high] - values[low] + off[low] / (half + (half < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const bulge = sine * off[i];
    const beside = cosine * off[i];
    const length = hypot(bulge, lead);
    off[i + 1] = length;
    if (length === 0) {
      values[i + 1] -= shift;
      off[high] = 0;
      return;
    }
    sine = bulge / length;
    cosine = lead / length;
    const reduced = values[i + 1] - shift;
    const turn = (values[i] - reduced) * sine + 2 * cosine * beside;
    shift = sine * turn;
    values[i + 1] = reduced + shift;
    lead = cosine * turn - beside;
    const upper = i * order;
    const lower = upper + order;
    for (let k = 0; k < order; k++) {
      const held = vectors[lower + k];
      vectors[lower + k] = sine * vectors[upper + k] + cosine * held;
      vectors[upper + k] = cosine * vectors[upper + k] - sine * held;
    }
  }
  values[low] -= shift;
  off[low] = lead;
  off[high] = 0;
}
