import { type Vector, vector } from '../array/index.js';

/** A reversible Markov process in continuous time on the points 0 … n − 1 of a line, which jumps to neighbours only. */
export interface BirthDeath {
  /** Rate of i → i + 1, per unit of time, [n − 1], positive. */
  readonly up: Vector;
  /** Rate of i + 1 → i, per unit of time, [n − 1], positive. */
  readonly down: Vector;
}

/**
 * The smallest positive rates at which a birth-death process forgets its start: eigenvalues of minus its generator, in rising order.
 * The first one is the spectral gap.
 *
 * Eigenvalues other than 0 are those of the operator on differences of neighbours, whose matrix is tridiagonal with the diagonal
 * up_i + down_i and the squares down_i · up_{i+1} beside it. Its factors L D Lᵀ arise without any subtraction, and the number of
 * eigenvalues below a shift is a count of signs of the shifted factors, so that a gap many orders of magnitude below the rates keeps all its digits.
 * Source: Parlett and Dhillon (2000), differential stationary qd transform.
 * @param count how many, a whole number from 1 to n − 1
 * @throws RangeError when the rates are not positive and finite, or differ in number, or the count is out of range
 * Cost: about 60 passes over the points per rate.
 */
export function relaxationRates({ up, down }: BirthDeath, count = 1): Vector {
  checkRates('relaxationRates', { up, down });
  if (!Number.isInteger(count) || count < 1 || count > up.length) {
    throw new RangeError(
      `relaxationRates: count expects a whole number from 1 to ${up.length}, got ${count}; ask for fewer rates or take more points`,
    );
  }
  const size = up.length;
  const [pivots, ratios] = [vector(size), vector(size)];
  // What is left of up_i in the pivot up_i + down_i once the differences before i are eliminated.
  let rest = up[0];
  for (let i = 0; i < size; i++) {
    pivots[i] = rest + down[i];
    ratios[i] = i + 1 < size ? (down[i] * up[i + 1]) / pivots[i] : 0;
    if (i + 1 < size) rest = (up[i + 1] * rest) / pivots[i];
  }
  const below = (shift: number): number => countBelow(pivots, ratios, shift);
  const rates = vector(count);
  let low = 0;
  for (let k = 0; k < count; k++) rates[k] = low = rateOf(below, k, low);
  return rates;
}

/** Eigenvalues of L D Lᵀ below a shift, L D Lᵀ given by the pivots D_i and by L_i² D_i. */
function countBelow(pivots: Vector, ratios: Vector, shift: number): number {
  let shifted = -shift;
  let negative = 0;
  for (let i = 0; i < pivots.length; i++) {
    // A pivot that is exactly 0 counts as positive: the shift is the eigenvalue of a leading block.
    const pivot = shifted + pivots[i] || Number.MIN_VALUE;
    if (pivot < 0) negative++;
    shifted = (shifted / pivot) * ratios[i] - shift;
  }
  return negative;
}

/** The eigenvalue with k others below it, by halving the exponent first and then the interval. */
function rateOf(below: (shift: number) => number, k: number, least: number): number {
  let [low, high] = [least > 0 ? least : 1, least > 0 ? least : 1];
  while (below(high) <= k) high *= 16;
  if (least === 0) while (low > 0 && below(low) > k) low /= 16;
  for (;;) {
    const middle = low > 0 && high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : 0.5 * (low + high);
    if (!(middle > low && middle < high)) return high;
    if (below(middle) > k) high = middle;
    else low = middle;
  }
}

/**
 * Mean times in which a birth-death process passes from each point to the point above it for the first time, [n − 1]: their sum from i
 * to j − 1 is the mean time from i to j > i.
 * @throws RangeError when the rates are not positive and finite, or differ in number
 */
export function passageTimes({ up, down }: BirthDeath): Vector {
  checkRates('passageTimes', { up, down });
  const times = vector(up.length);
  for (let i = 0; i < up.length; i++) times[i] = (1 + (i > 0 ? down[i - 1] * times[i - 1] : 0)) / up[i];
  return times;
}

function checkRates(caller: string, { up, down }: BirthDeath): void {
  if (up.length < 1 || down.length !== up.length) {
    throw new RangeError(
      `${caller}: down expects ${up.length} rates, as many as up and at least 1, got ${down.length}; give both rates of every pair of neighbours`,
    );
  }
  for (const rates of [up, down]) {
    const wrong = rates.findIndex((rate) => !(rate > 0 && rate < Infinity));
    if (wrong >= 0) {
      throw new RangeError(
        `${caller}: rates expect positive finite numbers, got ${rates[wrong]} beside point ${wrong}; ` +
          'take a range without infinite potential, or more points',
      );
    }
  }
}
