import { type Vector, vector } from '../array/index.js';
import { exp } from '../special/index.js';
import type { IsingTorus } from './ising-torus.js';
import { checkInverseTemperature, type GibbsOptions } from './spin-law.js';
import { type Costs, costsOf, rowClasses, rowCost, sidewaysCosts } from './torus-transfer.js';

/** Longest shorter side of a torus whose magnetisation is counted. */
const SIDE_LIMIT = 10;

/**
 * Law of the magnetisation of Ising's model on a torus, exact: probability of each number of spins 1 by a transfer matrix that counts
 * them.
 * @returns [rows · columns + 1]; entry m belongs to Σ s = 2m − rows · columns
 * @throws RangeError when both sides exceed 10, β is not finite, or it is so large that in a field all weights are too small for numbers
 * Cost: that of the transfer matrix times the number of sites: .2 s for 8 × 8.
 */
export function magnetisationLaw(torus: IsingTorus, { inverseTemperature = 1 }: GibbsOptions = {}): Vector {
  checkInverseTemperature('magnetisationLaw', inverseTemperature);
  const { rows, columns, field } = torus;
  const [width, height] = [Math.min(rows, columns), Math.max(rows, columns)];
  if (width > SIDE_LIMIT) {
    throw new RangeError(
      `magnetisationLaw: torus expects a side of at most ${SIDE_LIMIT}, got ${rows} x ${columns}; sample it`,
    );
  }
  const siteCount = width * height;
  // A field multiplies by a function of the count alone.
  const costs = costsOf({ ...torus, field: 0 }, inverseTemperature);
  const totals = vector(siteCount + 1);
  for (const { row, size } of rowClasses(width, true)) {
    const counts = countsFrom(row, { width, height, costs });
    for (let m = 0; m <= siteCount; m++) totals[m] += 0.5 * size * (counts[m] + counts[siteCount - m]);
  }
  const pull = 2 * inverseTemperature * field;
  const highest = pull > 0 ? siteCount : 0;
  const weights = totals.map((value, m) => value * exp(pull * (m - highest)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) {
    throw new RangeError(
      `magnetisationLaw: inverseTemperature expects a law whose weights are numbers, got ${inverseTemperature} in a field of ${field}; ` +
        'take it nearer to 0',
    );
  }
  return weights.map((weight) => weight / sum);
}

interface Counting {
  readonly width: number;
  readonly height: number;
  readonly costs: Costs;
}

/** Weight of all states with a given first row, by their number of spins 1. */
function countsFrom(row: number, { width, height, costs }: Counting): Vector {
  const stride = width * height + 1;
  const table = vector(2 ** width * stride);
  table[row * stride + bitCount(row)] = exp(-costs.rate * rowCost(row, width, costs));
  for (let laid = 1; laid < height; laid++) {
    for (let column = 0; column < width; column++) layCountedSite(table, column, { width, height, costs });
  }
  const totals = vector(stride);
  for (let state = 0; state < 2 ** width; state++) {
    const unequal = bitCount(state ^ row);
    const weight = exp(-costs.rate * (unequal * costs.different + (width - unequal) * costs.equal));
    for (let m = 0; m < stride; m++) totals[m] += weight * table[state * stride + m];
  }
  return totals;
}

/** Puts the next site under the newest one of its column; a spin 1 moves the weight up by one in the count. */
function layCountedSite(table: Vector, column: number, { width, height, costs }: Counting): void {
  const stride = width * height + 1;
  const bit = 1 << column;
  const [equalWeight, differentWeight] = [exp(-costs.rate * costs.equal), exp(-costs.rate * costs.different)];
  const placeWeights = sidewaysCosts(column, width, costs).map((cost) => exp(-costs.rate * cost));
  const [left, right] = [column > 0 ? column - 1 : column, column === width - 1 ? 0 : column];
  const unequalAt = (state: number, spin: number): number =>
    (((state >>> left) & 1) ^ spin) + (((state >>> right) & 1) ^ spin);
  for (let low = 0; low < 2 ** width; low++) {
    if (low & bit) continue;
    const high = low | bit;
    const downWeight = placeWeights[unequalAt(low, 0)];
    const upWeight = placeWeights[3 + unequalAt(high, 1)];
    const [downs, ups] = [low * stride, high * stride];
    // From the top, since an entry moves up to one that was read before.
    for (let m = stride - 2; m >= 0; m--) {
      const [z0, z1] = [table[downs + m], table[ups + m]];
      table[downs + m] = downWeight * (equalWeight * z0 + differentWeight * z1);
      table[ups + m + 1] = upWeight * (differentWeight * z0 + equalWeight * z1);
    }
    table[ups] = 0;
  }
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
