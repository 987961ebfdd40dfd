import { checkLength, type Matrix, matrix, type Vector, vectorOf } from '../../array/index.js';
import type { LineGrid } from '../../grid/index.js';

/**
 * Quantiles of laws on the points of a line, each point's mass spread evenly over the spacing around it.
 * @param laws masses, [times, n]
 * @param shares in (0, 1), rising, [m]
 * @returns one share's quantile over time in each row, [m, times]
 * @throws RangeError when shares do not rise between 0 and 1
 */
export function gridQuantiles({ points, spacing }: LineGrid, laws: Matrix, shares: ArrayLike<number>): Matrix {
  checkLength('gridQuantiles: laws', laws.row(0), points.length);
  const wanted: Vector = vectorOf(shares);
  const wrong = wanted.findIndex((share, m) => !(share > (m > 0 ? wanted[m - 1] : 0) && share < 1));
  if (wrong >= 0) {
    throw new RangeError(
      `gridQuantiles: shares expect rising numbers between 0 and 1, got ${wanted[wrong]} at ${wrong}; sort them and leave out both ends`,
    );
  }
  const result = matrix(wanted.length, laws.rowCount);
  for (let k = 0; k < laws.rowCount; k++) {
    const masses = laws.row(k);
    let [i, below] = [0, 0];
    wanted.forEach((share, m) => {
      while (i + 1 < masses.length && below + masses[i] < share) below += masses[i++];
      result.row(m)[k] = points[i] + spacing * ((share - below) / masses[i] - 0.5);
    });
  }
  return result;
}
