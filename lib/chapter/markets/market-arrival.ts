import type { Vector } from '../../array/index.js';
import { log, pow, squared } from '../../special/index.js';
import type { DescentStatistics, MarketDescentsData } from './market-descents.js';

/** How far a descent has come at its end, in numbers and a verdict. */
export interface Arrival {
  readonly steps: number;
  /** Ratio of the loss after the last step to that before the first. */
  readonly lossLeft: number;
  /**
   * How far the component that is farthest off is from its target, in standard errors of the target; of the target's own size where
   * the series has fewer than two blocks, or a component does not vary over them. For a regular descent, which moves every path for
   * itself, a root mean square over the paths; for a mean field, of the mean. No estimate: it is of these paths, not of a law.
   */
  readonly distance: number;
  readonly component: string;
  readonly unit: 'standard errors' | 'parts of the target';
  /** Whether the descent has arrived; if not, whether its loss still falls. */
  readonly verdict: 'arrived' | 'on its way' | 'standing still';
  /** Estimated number of further steps at the pace of the last tenth of the steps; present while the loss falls. */
  readonly furtherSteps?: number;
}

/** Largest distance of a descent that has arrived: a quarter of a standard error, or a fiftieth of the target. */
const NEAR = { 'standard errors': 0.25, 'parts of the target': 0.02 };

/** A loss counts as constant if over the last tenth of the steps it falls more slowly than this power of the step number. */
const SLOW = -0.2;

/**
 * Whether a descent has arrived.
 *
 * The standard error of the target is that of the mean over the series' blocks of the paths' length, √(variance over blocks/blocks):
 * itself known to 1/√(2(blocks − 1)) of itself, which is 41 % for four blocks.
 */
export function arrivalOf(data: MarketDescentsData, method: 'regular' | 'meanField'): Arrival {
  const { [method]: descent, target, blockVariance, blockCount, labels } = data;
  const { meanEnergy, energyVariance, pathCount, steps, losses } = descent;
  const known = blockCount > 1 && blockVariance.every((variance) => variance > 0);
  const unit = known ? 'standard errors' : 'parts of the target';
  const size = Math.sqrt(target.reduce((sum, value) => sum + value * value, 0) / target.length) || 1;
  const distances = Array.from(target, (value, k) => {
    // The variance over paths has the divisor N − 1; a mean square over these paths has N.
    const spread = method === 'regular' ? (energyVariance[k] * (pathCount - 1)) / pathCount : 0;
    const off = Math.sqrt(squared(meanEnergy[k] - value) + spread);
    return off / (known ? Math.sqrt(blockVariance[k] / blockCount) : Math.abs(value) || size);
  });
  const distance = Math.max(...distances);
  const last = steps.length - 1;
  const slope = finalSlope(steps, losses);
  const further = steps[last] * (pow(distance / NEAR[unit], -2 / slope) - 1);
  const verdict = distance <= NEAR[unit] ? 'arrived' : slope < SLOW ? 'on its way' : 'standing still';
  return {
    steps: steps[last],
    lossLeft: losses[last] / losses[0],
    distance,
    component: labels[distances.indexOf(distance)],
    unit,
    verdict,
    ...(verdict === 'on its way' && { furtherSteps: further }),
  };
}

/** The power of the step number with which a loss falls over the last tenth of the steps. */
export function finalSlope(steps: Vector, losses: DescentStatistics['losses']): number {
  const last = steps.length - 1;
  const before = Math.max(
    0,
    steps.findIndex((step) => step >= 0.9 * steps[last]),
  );
  return log(losses[last] / losses[before]) / log(steps[last] / steps[before]);
}
