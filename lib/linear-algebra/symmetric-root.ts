import type { Matrix } from '../array/index.js';
import { inverted } from './matrix-product.js';
import { identityMatrix, matrixSum, symmetrised } from './matrix-sum.js';

const ITERATIONS = 60;

/**
 * The positive definite square root of a symmetric positive definite matrix, by the iteration of Denman and Beavers (1976): pairs
 * (Y + Z⁻¹)/2, (Z + Y⁻¹)/2 from (A, I), with Y → A^{1/2} at a quadratic rate in the end.
 * @throws RangeError when the matrix is not square, or not positive definite
 * Cost: 5 to 30 times two inverses, O(order³) each.
 */
export function symmetricRoot(a: Matrix): Matrix {
  const n = a.rowCount;
  if (a.columnCount !== n)
    throw new RangeError(`symmetricRoot: a expects a square matrix, got ${n} x ${a.columnCount}`);
  let [y, z] = [symmetrised(a), identityMatrix(n)];
  for (let round = 0; round < ITERATIONS; round++) {
    const next = symmetrised(matrixSum([0.5, y], [0.5, inverted(z).inverse]));
    z = symmetrised(matrixSum([0.5, z], [0.5, inverted(y).inverse]));
    const moved = largest(matrixSum([1, next], [-1, y]));
    y = next;
    if (!(moved < Infinity)) break;
    if (moved > 1e-13 * largest(y)) continue;
    if (!Array.from({ length: n }, (_, i) => y.data[i * (n + 1)]).every((entry) => entry > 0)) break;
    return y;
  }
  throw new RangeError(
    'symmetricRoot: a expects a positive definite matrix; check that it is symmetric, with positive eigenvalues',
  );
}

/** The size of the largest entry; NaN where one is. */
function largest({ data }: Matrix): number {
  return data.reduce((most, value) => (Number.isNaN(value) ? value : Math.max(most, Math.abs(value))), 0);
}
