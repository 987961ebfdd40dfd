import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { multiplierSchedule, runJarzynski } from '../../chain/index.js';
import { autocovarianceModes, canonicalSpectrum } from '../../divergence/index.js';
import type { Energy } from '../../energy/index.js';
import { gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { log } from '../../special/index.js';
import type { Estimate } from '../../statistics/index.js';
import type { StageOptions } from '../../study/contract.js';

/** Share of a component's variance that is added to its own: components nearly dependent on others have noise for multipliers otherwise. */
const RIDGE = 0.01;

/** Covariance of the rows about their mean, with a ridge. */
export function covarianceOf({ rowCount, columnCount: K, data }: Matrix, mean: Vector): Matrix {
  const result = matrix(K, K);
  for (let n = 0; n < rowCount; n++) {
    for (let j = 0; j < K; j++) {
      const share = (data[n * K + j] - mean[j]) / rowCount;
      for (let k = 0; k < K; k++) result.data[j * K + k] += share * (data[n * K + k] - mean[k]);
    }
  }
  for (let k = 0; k < K; k++) result.data[k * K + k] *= 1 + RIDGE;
  return result;
}

/** Mean multipliers over the second half of the steps after the ramp: θ changes from step to step by the walkers' noise. */
export function lateMean({ rowCount, columnCount, row }: Matrix, rampSteps: number): Vector {
  const first = Math.floor((rampSteps + rowCount) / 2);
  const result = vector(columnCount);
  for (let t = first; t < rowCount; t++) {
    for (let k = 0; k < columnCount; k++) result[k] += row(t)[k] / (rowCount - first);
  }
  return result;
}

/** What walkers say of a law, whose multipliers depend on none of them. */
export interface FreshWalkers {
  readonly logPartition: Estimate;
  readonly effectiveShare: number;
  /** Their weighted mean energies less the target, in standard deviations, [K]. */
  readonly misses: Vector;
}

/** Multipliers, the target they belong to, and how many walkers go to them in how many steps. */
export interface FreshOptions {
  readonly theta: Vector;
  readonly target: Vector;
  readonly freshCount: number;
  readonly freshStep: number;
  readonly freshSteps: number;
  readonly key: Key;
}

/**
 * Walkers on which no multiplier depends. The multipliers rise to θ in a straight line: along the recorded ones, whose changes are
 * partly noise, the weights of a scattering energy spread ten times as much.
 */
export async function freshWalkers(
  energy: Energy,
  { theta, target, freshCount, freshStep: stepSize, freshSteps, key }: FreshOptions,
  options: StageOptions,
): Promise<FreshWalkers> {
  const base = gaussian({ signalLength: energy.signalLength });
  const [drawKey, moveKey] = split(key, 2);
  const rows = matrix(freshSteps + 1, theta.length);
  for (let t = 0; t <= freshSteps; t++) rows.row(t).set(theta.map((value) => (value * t) / freshSteps));
  const schedule = multiplierSchedule(energy, rows, base);
  const start = base.sample(drawKey, freshCount);
  const { logRatio, effectiveShare, weights, paths } = await runJarzynski(
    schedule,
    start,
    { stepSize },
    { ...options, key: moveKey },
  );
  const energies = energy.values(paths);
  const misses = target.map((wanted, k) => {
    const values = weights.map((_, n) => energies.row(n)[k]);
    const mean = weights.reduce((sum, weight, n) => sum + weight * values[n], 0);
    const variance = weights.reduce((sum, weight, n) => sum + weight * (values[n] - mean) * (values[n] - mean), 0);
    return (mean - wanted) / Math.sqrt(variance);
  });
  return { logPartition: logRatio, effectiveShare, misses };
}

/** ln Z of given multipliers, and of those of largest entropy, in closed form. */
export interface ExactPartition {
  readonly logPartition: number;
  readonly largest: number;
}

/** ln Z along the modes of the autocovariance. */
export function exactPartition(d: number, theta: Vector, target: Vector): ExactPartition {
  const { cosines } = autocovarianceModes(d);
  const components = matrix(
    2,
    d,
    vector(2 * d).map((_, i) => (i < d ? cosines[i] : 1)),
  );
  let logPartition = 0;
  for (let j = 0; j < d; j++) logPartition -= 0.5 * log(1 + (2 / d) * (theta[0] * cosines[j] + theta[1]));
  return { logPartition, largest: canonicalSpectrum(components, { target }).logPartition };
}
