import { runAlgorithm } from '../../algorithm/index.js';
import { type Ensemble, type Matrix, matrix } from '../../array/index.js';
import { type Kernel, markovChain, type Potential } from '../../chain/index.js';
import type { Key } from '../../random/index.js';
import { exp } from '../../special/index.js';

/** Draws of chains on the line, as diagnostics take them. */
export interface LineChains {
  /** Values after each step, [chainCount, stepCount]. */
  readonly draws: Matrix;
  /** min(1, ratio) of each step, [chainCount, stepCount]. */
  readonly acceptances: Matrix;
}

/**
 * Runs chains on the line and keeps every draw.
 * @param start one value per path
 * @throws RangeError as `runAlgorithm`
 */
export async function lineChains(
  potential: Potential,
  kernel: Kernel,
  { start, stepCount, key }: { readonly start: Ensemble; readonly stepCount: number; readonly key: Key },
): Promise<LineChains> {
  const { pathCount } = start;
  const snapshotSteps = Array.from({ length: stepCount }, (_, t) => t + 1);
  const { snapshots, records } = await runAlgorithm(markovChain(potential, kernel), start, stepCount, {
    key,
    snapshotSteps,
  });
  const [draws, acceptances] = [matrix(pathCount, stepCount), matrix(pathCount, stepCount)];
  for (let n = 0; n < pathCount; n++) {
    const [values, shares] = [draws.row(n), acceptances.row(n)];
    for (let t = 0; t < stepCount; t++) {
      values[t] = snapshots.paths[t * pathCount + n];
      shares[t] = exp(Math.min(0, records.logAcceptance[(t + 1) * pathCount + n]));
    }
  }
  return { draws, acceptances };
}
