import { type RunnerOptions, rowAt, runAlgorithm } from '../algorithm/index.js';
import {
  checkCount,
  checkLength,
  type Ensemble,
  ensemble,
  type Matrix,
  matrix,
  type Vector,
  vector,
} from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { cos } from '../special/index.js';
import { type MomentGuidedOptions, momentGuided } from './moment-guided.js';

/** A guided diffusion as it was recorded: row s belongs to the state after s steps. */
export interface Guided {
  /** The paths after the last step. */
  readonly paths: Ensemble;
  /** R = N / ensembleSize, ensembles that are independent of each other. */
  readonly ensembleCount: number;
  /**
   * ∫ θ·dm, nats per path, by ensemble, [T + 1, R]: what entropy has gained at least. θ from second differences of Φ, by the
   * trapezoidal rule.
   */
  readonly entropyGain: Matrix;
  /** The same integral with the corrector's forces for θ, as in the authors' code; NaN when σ² = 0. */
  readonly correctorGain: Matrix;
  /** The standard error of one ensemble's `correctorGain`: its variance is (2/Nσ²) ∫ ṁᵀG⁻¹ṁ dt, [T + 1]. */
  readonly correctorError: Vector;
  /** θ, mean over the ensembles, [T + 1, K]: the law tends to e^{−θ·Φ}. */
  readonly multipliers: Matrix;
  /** Mean energies, mean over the ensembles, [T + 1, K]: those of the moments, but where no law has these or steps are too large. */
  readonly meanEnergies: Matrix;
}

/**
 * Runs moment-guided diffusion: T steps, T + 1 the rows of its moments.
 * @param paths x₀, [N, d], N a multiple of the ensemble size; not changed
 * @throws what `momentGuided` and `runAlgorithm` throw
 * Cost: that of `momentGuided`. Memory: paths, and K(K + 5)/2 numbers for each.
 */
export async function guide(
  energy: Energy,
  paths: Ensemble,
  options: MomentGuidedOptions,
  runner: Omit<RunnerOptions, 'snapshotSteps'> = {},
): Promise<Guided> {
  const { moments, volatility, stepSize, ensembleSize } = options;
  const stepCount = moments.rowCount - 1;
  const { onProgress } = runner;
  const space = await runAlgorithm(momentGuided(energy, options), paths, 2 * stepCount, {
    ...runner,
    onProgress: onProgress && ((done, total) => onProgress(Math.floor(done / 2), total / 2)),
  });
  const { componentCount: K } = energy;
  const ensembleCount = paths.pathCount / ensembleSize;
  const rows = stepCount + 1;
  const [entropyGain, correctorGain] = [matrix(rows, ensembleCount), matrix(rows, ensembleCount)];
  const [multipliers, meanEnergies] = [matrix(rows, K), matrix(rows, K)];
  const correctorError = vector(rows);
  let variance = 0;
  const at = (values: Vector, s: number): Vector => rowAt(values, space, s);
  for (let s = 0; s < rows; s++) {
    for (let e = 0; e < ensembleCount; e++) {
      for (let k = 0; k < K; k++) {
        multipliers.row(s)[k] += at(space.records.multipliers, 2 * s)[e * K + k] / ensembleCount;
        meanEnergies.row(s)[k] += at(space.records.meanEnergies, 2 * s)[e * K + k] / ensembleCount;
      }
    }
    if (s === 0) continue;
    for (let e = 0; e < ensembleCount; e++) {
      let [gain, corrected] = [0, 0];
      for (let k = 0; k < K; k++) {
        const change = moments.row(s)[k] - moments.row(s - 1)[k];
        const [before, after] = [s - 1, s].map((step) => at(space.records.multipliers, 2 * step)[e * K + k]);
        gain += 0.5 * (before + after) * change;
        corrected += (at(space.records.corrections, 2 * s)[e * K + k] / (stepSize * volatility)) * change;
      }
      entropyGain.row(s)[e] = entropyGain.row(s - 1)[e] + gain;
      correctorGain.row(s)[e] = volatility > 0 ? correctorGain.row(s - 1)[e] + corrected : NaN;
      const squaredMove = at(space.records.squaredMoves, 2 * s - 1)[e];
      variance += (2 * squaredMove) / (ensembleCount * ensembleSize * stepSize * volatility);
    }
    correctorError[s] = volatility > 0 ? Math.sqrt(variance) : NaN;
  }
  const moved = ensemble(paths.pathCount, paths.shape, space.state.paths);
  return { paths: moved, ensembleCount, entropyGain, correctorGain, correctorError, multipliers, meanEnergies };
}

/**
 * Moments on the straight line from one mean energy to another: m_s = m₀ + sin²(πs/2T)(m_T − m₀), s = 0 … T. Mixtures of two laws have
 * them, so that some law has. For energies that are quadratic they are those of the interpolant cos(πt/2) X₀ + sin(πt/2) X₁ of
 * arXiv 2602.17211, for independent centred laws; for other energies the interpolant has other moments on its way.
 * @param from m₀, [K]
 * @param to m_T, [K]; equal to m₀ for moments that are held
 * @param stepCount T, whole number from 1
 * @throws RangeError when both ends differ in length, or stepCount is out of range
 */
export function straightMoments(from: ArrayLike<number>, to: ArrayLike<number>, stepCount: number): Matrix {
  checkLength('straightMoments: to', to, from.length);
  checkCount('straightMoments: stepCount', stepCount, 1);
  const result = matrix(stepCount + 1, from.length);
  for (let s = 0; s <= stepCount; s++) {
    const share = 0.5 - 0.5 * cos((Math.PI * s) / stepCount);
    for (let k = 0; k < from.length; k++) result.row(s)[k] = from[k] + share * (to[k] - from[k]);
  }
  return result;
}
