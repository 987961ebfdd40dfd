import { firstNonFinite, type Vector } from '../array/index.js';
import { exp, expm1, log } from '../special/index.js';
import type { Estimate } from '../statistics/index.js';

/** A trap that is dragged. */
export interface DraggedTrap {
  /** v, units per unit of time. */
  readonly speed: number;
  /** T ≥ 0. */
  readonly duration: number;
}

/**
 * Law of the work on a particle in a trap ½(x − vt)² that is dragged for a time T, from equilibrium, under dX = −(X − vt) dt + √2 dW: normal,
 * with mean v²(T − 1 + e^{−T}) and twice that variance. The free energy does not change, so that E e^{−W} = 1: Mazonka and Jarzynski (1999).
 * @throws RangeError when the speed is not finite or the duration not a finite number from 0
 */
export function draggedTrapWork({ speed, duration }: DraggedTrap): {
  readonly mean: number;
  readonly variance: number;
} {
  if (!Number.isFinite(speed) || !(duration >= 0 && duration < Infinity)) {
    throw new RangeError(
      `draggedTrapWork: speed and duration expect finite numbers, the duration from 0, got ${speed} and ${duration}; give 0 for a trap at rest`,
    );
  }
  const mean = speed * speed * (duration + expm1(-duration));
  return { mean, variance: 2 * mean };
}

/**
 * ΔF = ln(Z₀/Z₁) from work in both directions, by Bennett's acceptance ratio: the ΔF at which the sum of 1/(1 + e^{M + W − ΔF}) over forward work
 * equals that of 1/(1 + e^{−M + W + ΔF}) over backward work, M = ln(n₀/n₁). By Crooks's relation p₀(W)/p₁(−W) = e^{W − ΔF} no combination of
 * both has a smaller error. Source: Bennett (1976), Shirts et al. (2003).
 * @param forward work from law 0 to law 1, nats, [n₀], n₀ from 2
 * @param backward work on the way back, [n₁]
 * @throws RangeError when there are fewer than two of either, or a number is not finite
 */
export function bennettRatio(forward: Vector, backward: Vector): Estimate {
  for (const work of [forward, backward]) {
    const bad = firstNonFinite(work);
    if (work.length >= 2 && bad < 0) continue;
    const got = bad < 0 ? `${work.length} of them` : `${work[bad]} at ${bad}`;
    throw new RangeError(
      `bennettRatio: work expects two or more finite numbers in each direction, got ${got}; run more walkers, or smaller steps`,
    );
  }
  const shift = log(forward.length / backward.length);
  const overlaps = (free: number): [Vector, Vector] => [
    forward.map((work) => 1 / (1 + exp(shift + work - free))),
    backward.map((work) => 1 / (1 + exp(work + free - shift))),
  ];
  const excess = (free: number): number => {
    const [forth, back] = overlaps(free).map((values) => values.reduce((sum, value) => sum + value, 0));
    return forth - back;
  };
  const far = Math.abs(shift) + [...forward, ...backward].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  let [low, high] = [-2 * far, 2 * far];
  while (high - low > 1e-12 * far) {
    const middle = 0.5 * (low + high);
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  const value = 0.5 * (low + high);
  const [forth, back] = overlaps(value).map(relativeVariance);
  return { value, standardError: Math.sqrt(forth / forward.length + back / backward.length) };
}

/** E f²/(E f)² − 1. */
function relativeVariance(values: Vector): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + value * value, 0) / (values.length * mean * mean) - 1;
}
