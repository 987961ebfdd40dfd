import { type Matrix, type Vector, vector } from '../array/index.js';

/**
 * The law that a chain keeps, π = πP, by elimination of states without subtractions (Grassmann, Taksar and Heyman 1985): every mass is
 * right to about 1e-13 relative, however slowly the chain mixes. Diagonal entries are not looked at.
 * @param transition P, [n, n], rows of probabilities
 * @returns masses, [n], which add to 1
 * @throws RangeError when the matrix is not square, or from some point no earlier one can be reached: several laws may then be kept
 * Cost: n³/3 multiplications.
 */
export function stationaryLaw({ rowCount: count, columnCount, data }: Matrix): Vector {
  if (columnCount !== count) {
    throw new RangeError(
      `stationaryLaw: transition expects a square matrix, got ${count} x ${columnCount}; give a row and a column per point`,
    );
  }
  const rates = data.slice();
  for (let last = count - 1; last > 0; last--) {
    const from = last * count;
    let leaving = 0;
    for (let j = 0; j < last; j++) leaving += rates[from + j];
    if (!(leaving > 0)) {
      throw new RangeError(
        `stationaryLaw: transition expects a chain that reaches every point from every other, got none from point ${last} to ` +
          'earlier ones; take smaller steps or a shorter grid',
      );
    }
    for (let i = 0; i < last; i++) {
      const share = rates[i * count + last] / leaving;
      rates[i * count + last] = share;
      if (share > 0) for (let j = 0; j < last; j++) rates[i * count + j] += share * rates[from + j];
    }
  }
  const law = vector(count);
  law[0] = 1;
  let total = 1;
  for (let k = 1; k < count; k++) {
    for (let i = 0; i < k; i++) law[k] += law[i] * rates[i * count + k];
    total += law[k];
  }
  return law.map((mass) => mass / total);
}
