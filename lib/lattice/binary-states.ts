import { type Vector, vector } from '../array/index.js';

/** Most units whose states are enumerated: 2²⁰ states take 8 MB per quantity and some tenths of a second. */
const ENUMERATION_LIMIT = 20;

/** Refuses more units than can be enumerated. */
export function checkEnumerable(where: string, count: number, advice: string): void {
  if (count <= ENUMERATION_LIMIT) return;
  throw new RangeError(
    `${where} expects at most ${ENUMERATION_LIMIT} units for an enumeration, got ${count}, which have 2^${count} states; ${advice}`,
  );
}

/**
 * c + Σ aᵢ bᵢ for all states b ∈ {0, 1}ⁿ, [2ⁿ]; bit i of a state's number is bᵢ. Sums are built by doubling, so that each has n
 * roundings and costs one addition.
 */
export function linearForms(constant: number, coefficients: ArrayLike<number>): Vector {
  const sums = vector(2 ** coefficients.length);
  sums[0] = constant;
  for (let i = 0; i < coefficients.length; i++) {
    const size = 2 ** i;
    for (let state = 0; state < size; state++) sums[size + state] = sums[state] + coefficients[i];
  }
  return sums;
}

/**
 * Sum of the values of all states whose unit j is 1, for each j, [n].
 * @param values one per state, [2ⁿ]; destroyed
 * Cost: 2ⁿ⁺¹ additions.
 */
export function unitSums(values: Vector, count: number): Vector {
  const sums = vector(count);
  for (let j = count - 1; j >= 0; j--) {
    const size = 2 ** j;
    for (let state = 0; state < size; state++) {
      sums[j] += values[size + state];
      values[state] += values[size + state];
    }
  }
  return sums;
}

/**
 * Σ_s p(s) Π_{i∈S} sᵢ for every set S of spins sᵢ = 2bᵢ − 1, [2ⁿ]; bit i of an entry's number says whether S holds i. Fast
 * Walsh-Hadamard transform: n 2ⁿ additions.
 */
export function productMoments(masses: Vector): Vector {
  const moments = masses.slice();
  for (let size = 1; size < moments.length; size *= 2) {
    for (let start = 0; start < moments.length; start += 2 * size) {
      for (let low = start; low < start + size; low++) {
        const [down, up] = [moments[low], moments[low + size]];
        moments[low] = down + up;
        moments[low + size] = up - down;
      }
    }
  }
  return moments;
}
