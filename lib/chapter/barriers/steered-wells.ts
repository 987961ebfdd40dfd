import { ensemble, vector } from '../../array/index.js';
import { doubleWell } from '../../chain/index.js';
import { type Energy, energyOfPaths } from '../../energy/index.js';
import { descend, gaussNewtonDescent } from '../../flow/index.js';
import { gridLaw, gridMean, leftMass, lineGrid } from '../../grid/index.js';
import { gaussian } from '../../model/index.js';
import type { Key } from '../../random/index.js';
import { type Estimate, shareEstimate } from '../../statistics/index.js';

/** Where a mean-field descent towards the moments of a double well arrives. */
export interface SteeredWells {
  readonly barrier: number;
  /** Steps until the mean moments are within 10⁻⁴ of the target. */
  readonly stepCount: number;
  /** Weight of the left well, of the descent's paths and of the well's law. */
  readonly left: Estimate;
  readonly exactLeft: number;
  /** Share of paths with |x| < ½, and its value under the well's law. */
  readonly between: Estimate;
  readonly exactBetween: number;
}

/** Steps of 0.1: the mean moments come nearer by a tenth in each. */
const STEP_COUNT = 120;

const POWERS = [1, 2, 3, 4];

/** x, x², x³ and x⁴ of paths of one value: a double well is θ · Φ for these. */
export function moments(): Energy {
  return energyOfPaths({
    name: 'moments',
    signalLength: 1,
    labels: POWERS.map((power) => `x^${power}`),
    value(path, out) {
      let power = 1;
      for (let k = 0; k < out.length; k++) out[k] = power *= path[0];
    },
    pullback(path, weights, out) {
      out[0] = 0;
      let power = 1;
      for (let k = 0; k < weights.length; k++, power *= path[0]) out[0] += weights[k] * (k + 1) * power;
    },
    hessianProduct(path, weights, direction, out) {
      out[0] = 0;
      let power = 1;
      for (let k = 1; k < weights.length; k++, power *= path[0])
        out[0] += weights[k] * (k + 1) * k * power * direction[0];
    },
  });
}

/**
 * Mean-field Gauss–Newton descent of white noise towards the first four moments of b (x² − 1)² + c x, whose law is the one of largest
 * entropy with these moments.
 */
export async function steeredWells(
  { barrier, tilt }: { readonly barrier: number; readonly tilt: number },
  { key, pathCount = 1000 }: { readonly key: Key; readonly pathCount?: number },
): Promise<SteeredWells> {
  const grid = lineGrid({ from: -4, to: 4, count: 4001 });
  const { masses } = gridLaw(grid, doubleWell({ barrier, tilt }).values(ensemble(4001, 1, grid.points)));
  const energy = moments();
  const target = vector(4).map((_, k) => gridMean(grid, masses, (x) => powerOf(x, k + 1)));
  const start = gaussian({ signalLength: 1 }).sample(key, pathCount);
  const { paths, meanEnergies } = await descend(
    gaussNewtonDescent(energy, target, { stepSize: 0.1 }),
    start,
    STEP_COUNT,
  );
  const distance = (t: number): number =>
    meanEnergies.row(t).reduce((most, value, k) => Math.max(most, Math.abs(value - target[k])), 0);
  let stepCount = 0;
  while (stepCount < STEP_COUNT && distance(stepCount) > 1e-4) stepCount++;
  const share = (holds: (x: number) => boolean): Estimate => shareEstimate(paths.data.filter(holds).length, pathCount);
  return {
    barrier,
    stepCount,
    left: share((x) => x < 0),
    exactLeft: leftMass(grid, masses, 0),
    between: share((x) => Math.abs(x) < 0.5),
    exactBetween: gridMean(grid, masses, (x) => (Math.abs(x) < 0.5 ? 1 : 0)),
  };
}

function powerOf(x: number, power: number): number {
  let product = 1;
  for (let k = 0; k < power; k++) product *= x;
  return product;
}
