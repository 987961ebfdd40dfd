import { type Ensemble, ensemble, type Vector, vector } from '../../array/index.js';
import { totalVariation } from '../../grid/index.js';
import { exp, log, squared } from '../../special/index.js';
import type { TrainedModel } from './generative-model.js';
import { modeWeights, nearestModes, type Target } from './targets.js';

/** Points with less mass than this share of the largest are left out of a divergence: together they hold less than 1e-5. */
const LEAST_SHARE = 1e-7;

/**
 * D(ρ_*‖ρ_θ) by the trapezoidal rule, nats: +∞ where the model's density is 0 at a point of the target.
 * Cost: a density at each point that holds some of the target's mass.
 */
export async function divergenceByQuadrature(
  target: Target,
  logDensity: NonNullable<TrainedModel['logDensity']>,
): Promise<number> {
  const { points, masses, cell } = target;
  const least = LEAST_SHARE * Math.max(...masses);
  const inside = Array.from(masses.keys()).filter((n) => masses[n] > least);
  const values = await logDensity(chosen(points, inside));
  return inside.reduce((sum, n, i) => sum + masses[n] * (log(masses[n] / cell) - values[i]), 0);
}

function chosen(paths: Ensemble, rows: readonly number[]): Ensemble {
  const result = ensemble(rows.length, paths.signalLength);
  rows.forEach((n, i) => {
    result.path(i).set(paths.path(n));
  });
  return result;
}

/** Share of a density's mass that is nearest to each mode, by sums over the target's points, [J]. */
export async function sharesByQuadrature(
  { points, law }: Target,
  logDensity: NonNullable<TrainedModel['logDensity']>,
): Promise<Vector> {
  const density = (await logDensity(points)).map((value) => exp(value));
  const total = density.reduce((sum, value) => sum + value, 0);
  const shares = vector(law.components.length);
  nearestModes(law, points).forEach((mode, n) => {
    shares[mode] += density[n] / total;
  });
  return shares;
}

/**
 * Density of draws at the target's points, by a Gaussian kernel of the target's bandwidth, with one path more that is spread evenly over
 * all points: where no draw is, the density is that of less than one path in N. [n]
 * Cost: a kernel at the points within five bandwidths of each draw.
 */
export function kernelDensity({ points, cell, bandwidth }: Target, draws: Ensemble): Vector {
  const d = draws.signalLength;
  const side = d === 1 ? points.pathCount : Math.round(Math.sqrt(points.pathCount));
  const first = points.path(0)[0];
  const spacing = points.path(1)[0] - first;
  const result = vector(points.pathCount).fill(1 / (points.pathCount * cell));
  const normal = 1 / (bandwidth * Math.sqrt(2 * Math.PI));
  const reach = Math.ceil((5 * bandwidth) / spacing);
  const near = (x: number): { readonly from: number; readonly kernel: readonly number[] } => {
    const middle = Math.round((x - first) / spacing);
    const from = Math.max(0, middle - reach);
    const count = Math.max(0, Math.min(side - 1, middle + reach) - from + 1);
    const kernel = Array.from({ length: count }, (_, i) => {
      return normal * exp(-0.5 * squared((first + (from + i) * spacing - x) / bandwidth));
    });
    return { from, kernel };
  };
  for (let n = 0; n < draws.pathCount; n++) {
    const path = draws.path(n);
    const along = near(path[0]);
    const across = d === 1 ? { from: 0, kernel: [1] } : near(path[1]);
    across.kernel.forEach((factor, j) => {
      const row = (across.from + j) * side;
      along.kernel.forEach((value, i) => {
        result[row + along.from + i] += factor * value;
      });
    });
  }
  return result.map((value) => value / (draws.pathCount + 1));
}

/** D(ρ_*‖kernel density of the draws), nats. */
export function divergenceOfDraws(target: Target, draws: Ensemble): number {
  const density = kernelDensity(target, draws);
  const { masses, cell } = target;
  return masses.reduce((sum, mass, n) => (mass > 0 ? sum + mass * log(mass / cell / density[n]) : sum), 0);
}

/** Share of the draws that is nearest to each mode, [J]. */
export function drawnShares({ law }: Target, draws: Ensemble): Vector {
  const shares = vector(law.components.length);
  for (const mode of nearestModes(law, draws)) shares[mode] += 1 / draws.pathCount;
  return shares;
}

/** Half the sum of absolute differences of the modes' shares from their weights. */
export function weightError(target: Target, shares: Vector): number {
  return totalVariation(modeWeights(target), shares);
}
