import { type Matrix, matrix, vectorOf } from '../array/index.js';

/**
 * The Jacobian ∂moveᵢ/∂xⱼ of a map by central differences: a way to check derivatives that needs nothing but the map.
 *
 * Errors of an entry: of order h² from the map's third derivative, and of order ε/h from rounding, ε the relative error of the map.
 * Cost: 2n calls of the map.
 * @param move the map, of a new vector at each call; its values may be overwritten by the next call
 * @param x n numbers
 * @param options h, in the unit of x; 1e-5 when left out, near the best for numbers and derivatives of order 1
 * @returns one row for each value of the map, one column for each number of x
 * @throws RangeError when h is not positive
 */
export function differenceJacobian(
  move: (x: Float64Array) => ArrayLike<number>,
  x: ArrayLike<number>,
  { step = 1e-5 }: { readonly step?: number } = {},
): Matrix {
  if (!(step > 0)) throw new RangeError(`differenceJacobian: step expects a number above 0, got ${step}; leave it out`);
  const moved = (j: number, by: number): Float64Array => {
    const nudged = vectorOf(x);
    nudged[j] += by;
    return vectorOf(move(nudged));
  };
  const columns = Array.from({ length: x.length }, (_, j) => [moved(j, step), moved(j, -step)]);
  const jacobian = matrix(columns[0]?.[0].length ?? 0, x.length);
  for (const [j, [up, down]] of columns.entries()) {
    for (let i = 0; i < up.length; i++) jacobian.row(i)[j] = (up[i] - down[i]) / (2 * step);
  }
  return jacobian;
}
