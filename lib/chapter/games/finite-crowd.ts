import { draws, type Key } from '../../random/index.js';
import { squared } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';

/** Players of a game without noise, from N(0, 1), each of whom pays ½|v|² and together ½τ(mean x² − α)² at the end. */
export interface Crowd {
  /** N. */
  readonly playerCount: number;
  /** The mean over games of w − w_∞. */
  readonly bias: Estimate;
  /** E(w − w_∞)². */
  readonly squaredError: Estimate;
}

/** Target and strength of the game, and how many of it are played. */
export interface CrowdOptions {
  readonly target: number;
  readonly strength: number;
  readonly gameCount: number;
  readonly key: Key;
}

/**
 * The equilibria of games of N players beside that of infinitely many. Each path goes from x₀ to x₀/(1 + 2w), where w = τ(m/(1 + 2w)² − α)
 * and m is the mean of x₀²: players matter to each other through m alone, which is 1 for a crowd.
 */
export function finiteCrowds(
  playerCounts: readonly number[],
  { target, strength, gameCount, key }: CrowdOptions,
): Crowd[] {
  const { normal } = draws(key);
  const limit = crowdMultiplier(1, { target, strength });
  return playerCounts.map((playerCount) => {
    const misses = Array.from({ length: gameCount }, () => {
      let sum = 0;
      for (let n = 0; n < playerCount; n++) sum += squared(normal());
      return crowdMultiplier(sum / playerCount, { target, strength }) - limit;
    });
    return {
      playerCount,
      bias: meanEstimate(misses),
      squaredError: meanEstimate(misses.map(squared)),
    };
  });
}

/**
 * The w > −½ of w = τ(m/(1 + 2w)² − α), by Newton's method on a function that rises there.
 * @param meanSquare m > 0
 * @throws RangeError when m or the strength τ is not positive and finite, or the target not above −1/τ
 */
export function crowdMultiplier(
  meanSquare: number,
  { target, strength }: Pick<CrowdOptions, 'target' | 'strength'>,
): number {
  if (!(meanSquare > 0 && meanSquare < Infinity && strength > 0 && target + 1 / strength > 0)) {
    throw new RangeError(
      `crowdMultiplier: meanSquare and strength expect positive finite numbers and target one above −1/strength, got ${meanSquare}, ` +
        `${strength} and ${target}; give squares and what may be their mean`,
    );
  }
  // In u = 1 + 2w the equation is (u − 1)/2τ + α = m/u², whose left side rises and whose right side falls; from the left of the root
  // Newton's steps do not pass it, since the difference is concave.
  let u = Math.min(1, Math.sqrt(meanSquare / (target + 1 / strength)));
  for (let round = 0; round < 60; round++) {
    const miss = (u - 1) / (2 * strength) + target - meanSquare / squared(u);
    const slope = 0.5 / strength + (2 * meanSquare) / (u * squared(u));
    const step = miss / slope;
    u = Math.max(0.5 * u, u - step);
    if (Math.abs(step) < 1e-15 * u) break;
  }
  return 0.5 * (u - 1);
}
