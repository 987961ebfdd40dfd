import { squared } from '../special/index.js';

const ROUNDS = 200;

/**
 * The largest real k of (1 + 2τk + 3τ²k²)(1 + k) = 1 + excess, always above −1.
 * @param excess above −1
 * @param step τ > 0
 * Cost: about ten rounds of Newton's method; halvings of a bracket where it leaves the bracket.
 */
export function secondOrderMultiplier(excess: number, step: number): number {
  const cubic = (k: number): number => k * (1 + 2 * step + step * k * (2 + 3 * step + 3 * step * k)) - excess;
  const slope = (k: number): number => 1 + 2 * step + step * k * (4 + 6 * step + 9 * step * k);
  // From k = 0 on the first factor is at least 1, so that the root lies below the excess.
  let high = Math.max(excess, 0);
  let low = leastPoint(step);
  if (!(low > -1 && cubic(low) <= 0)) low = -1;
  let k = high;
  for (let round = 0; round < ROUNDS && low < high; round++) {
    const value = cubic(k);
    if (value > 0) high = k;
    else low = k;
    const newton = k - value / slope(k);
    const next = newton >= low && newton <= high ? newton : low + 0.5 * (high - low);
    if (next === k) break;
    k = next;
  }
  return k;
}

/** Where the cubic is least to the right of its bend; NaN where it rises everywhere. Right of that point it has its largest root. */
function leastPoint(step: number): number {
  const [half, product] = [2 * step + 3 * squared(step), 9 * squared(step) * (1 + 2 * step)];
  return (Math.sqrt(squared(half) - product) - half) / (9 * squared(step));
}
