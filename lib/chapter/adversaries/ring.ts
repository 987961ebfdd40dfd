import type { Ensemble, Vector } from '../../array/index.js';
import { vector } from '../../array/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import { circlePointOfTurns, log, squared } from '../../special/index.js';
import { type Estimate, shareEstimate } from '../../statistics/index.js';

const WEIGHTS = [0.05, 0.07, 0.09, 0.11, 0.13, 0.16, 0.18, 0.21];
const RADIUS = 2;
const DEVIATION = 0.2;
/** A point counts to the nearest mode within so many deviations: 98.9 % of a Gaussian in the plane. */
const REACH = 3;

/** Eight Gaussians of unequal weight on a circle in the plane, counterclockwise from the right. */
export function ringLaw(): GaussianMixture {
  return gaussianMixture(
    WEIGHTS.map((weight, j) => {
      const point = vector(2);
      circlePointOfTurns(j / WEIGHTS.length, point);
      return { weight, mean: Array.from(point, (value) => RADIUS * value), deviation: DEVIATION };
    }),
  );
}

/** How paths fall on the modes of the ring. */
export interface RingCounts {
  /** Paths that belong to each mode: to its centre nearest, within three deviations. */
  readonly counts: Vector;
  /** Modes that hold at least a tenth of their share of all paths. */
  readonly covered: number;
  /** Share of the paths near any mode; of the ring's own paths it is 0.989. */
  readonly near: Estimate;
  /** Entropy of the counts, nats; that of the weights is 1.990. */
  readonly entropy: Estimate;
  /** Σ w ln(w/share), nats: +∞ when a mode has no path. Its error is that of the counts. */
  readonly weightDivergence: Estimate;
}

/**
 * Counts of a mode's paths, and what follows of them; errors are those of multinomial counts, to the first order.
 * @param paths [N, 2]
 */
export function ringCounts({ components }: GaussianMixture, paths: Ensemble): RingCounts {
  const counts = vector(components.length);
  for (let n = 0; n < paths.pathCount; n++) {
    const [x, y] = paths.path(n);
    const distances = components.map(({ mean }) => squared(x - mean[0]) + squared(y - mean[1]));
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest] <= squared(REACH * components[nearest].deviation)) counts[nearest]++;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / Math.max(1, total));
  const information = shares.map((share) => (share > 0 ? -log(share) : 0));
  const entropy = mean(shares, information);
  const ratios = shares.map((share, j) => components[j].weight / share);
  return {
    counts,
    covered: counts.filter((count, j) => count >= 0.1 * components[j].weight * paths.pathCount).length,
    near: shareEstimate(total, paths.pathCount),
    entropy: { value: entropy, standardError: spread(shares, information, total) },
    weightDivergence: {
      value: components.reduce((sum, { weight }, j) => sum + weight * log(ratios[j]), 0),
      standardError: spread(shares, ratios, total),
    },
  };
}

function mean(shares: Vector, values: Vector): number {
  return shares.reduce((sum, share, j) => sum + (share > 0 ? share * values[j] : 0), 0);
}

/** Standard error of a function of the shares with the given slopes: the root of their variance over the number of paths. */
function spread(shares: Vector, slopes: Vector, total: number): number {
  const centre = mean(shares, slopes);
  const squares = slopes.map((slope) => squared(slope - centre));
  return Math.sqrt(mean(shares, squares) / total);
}
