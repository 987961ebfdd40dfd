import { type Vector, vector, vectorOf } from '../array/index.js';
import { type NewtonStep, newtonMinimum } from '../linear-algebra/index.js';
import { sin, squared } from '../special/index.js';

/** (a, b) of the matrix aI + bT, T with ones beside the diagonal, with eigenvalues a + 2b cos(πj/(d+1)). */
export type Pair = readonly [number, number];

/** Value, and first and second derivative, by the eigenvalue μⱼ. */
type Terms = (mu: number, j: number) => readonly [number, number, number];

/** A sum over eigenvalues and a linear function of (a, b). */
export interface EigenvalueSum {
  readonly terms: Terms;
  readonly slopes: Pair;
}

/**
 * The minimum of Σ terms(μⱼ) + slopes · (a, b), μⱼ = a + 2b cos θⱼ > 0, by Newton's method. Steps where the sum is not
 * convex take 1/μ² for the second derivatives.
 *
 * Near a unit root a and 2b cancel in the smallest μ. The search therefore runs over (m, b), m = a ± 2b that smallest μ
 * nearly, with μⱼ = m + 2b(cos θⱼ ∓ 1).
 */
export function eigenvalueMinimum(what: string, d: number, start: Pair, { terms, slopes }: EigenvalueSum): Pair {
  const end = start[1] > 0 ? -1 : 1;
  const offsets = vector(d).map((_, j) => {
    const half = sin((Math.PI * (end === 1 ? j + 1 : d - j)) / (2 * (d + 1)));
    return -4 * end * half * half;
  });
  const linear: Pair = [slopes[0], slopes[1] - 2 * end * slopes[0]];
  const valueAt = ([m, b]: Vector): number => {
    let sum = linear[0] * m + linear[1] * b;
    for (let j = 0; j < d; j++) {
      const mu = m + b * offsets[j];
      if (!(mu > 0)) return Infinity;
      sum += terms(mu, j)[0];
    }
    return sum;
  };
  const { point, converged } = newtonMinimum(
    { value: valueAt, newton: (at) => newtonStep(offsets, at, terms, linear) },
    vectorOf([start[0] + 2 * end * start[1], start[1]]),
  );
  if (converged) return [point[0] - 2 * end * point[1], point[1]];
  throw new RangeError(`canonicalModels: truth expects a model for which a ${what} law is found, got none; shrink it`);
}

function newtonStep(offsets: Vector, [m, b]: Vector, terms: Terms, linear: Pair): NewtonStep {
  let [slopeM, slopeB] = linear;
  const full = [0, 0, 0];
  const fisher = [0, 0, 0];
  for (let j = 0; j < offsets.length; j++) {
    const offset = offsets[j];
    const mu = m + b * offset;
    const [, slope, curvature] = terms(mu, j);
    slopeM += slope;
    slopeB += slope * offset;
    [1, offset, offset * offset].forEach((weight, i) => {
      full[i] += curvature * weight;
      fisher[i] += weight / (mu * mu);
    });
  }
  const [p, q, r] = full[0] > 0 && full[0] * full[2] > squared(full[1]) ? full : fisher;
  const determinant = p * r - q * q;
  const step = vectorOf([(r * slopeM - q * slopeB) / determinant, (p * slopeB - q * slopeM) / determinant]);
  return { step, decrement: step[0] * slopeM + step[1] * slopeB };
}
