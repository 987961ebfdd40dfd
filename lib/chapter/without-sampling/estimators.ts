import { type Ensemble, ensemble, type Matrix, type Vector, vector } from '../../array/index.js';
import { noiseContrastive, scoreMatching } from '../../chain/index.js';
import { alongModes, type CanonicalSpectrum, canonicalModels, canonicalSpectrum } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { ar, gaussian } from '../../model/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { deviationEstimate, type Estimate, mean, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, oneOf, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  arCovariance,
  type EstimateLaw,
  lagModes,
  likelihoodLaw,
  modeCovariance,
  scoreMatchingLaw,
} from './lag-forms.js';

/** Which law the data have, and how much of them there is. */
export interface EstimatorParameters {
  /**
   * `canonical`: the law q₀ e^{−θ·Φ}/Z with the energies of the autoregression, so that the model is right; `autoregression`: the
   * autoregression itself, which the two energies do not describe.
   */
  readonly law: 'canonical' | 'autoregression';
  readonly coefficients: readonly number[];
  readonly signalLength: number;
  /** N: paths of a data set. */
  readonly pathCount: number;
  /** Data sets. */
  readonly setCount: number;
  /** Noise paths per path, for the contrast. */
  readonly noiseRatio: number;
}

/** What one estimate of the multipliers gives on many data sets. */
export interface EstimatorRow {
  readonly name: string;
  /** Mean over the data sets: θ₁ for lag 1, θ₂ for lag 0. */
  readonly multipliers: readonly Estimate[];
  /** Standard deviation between data sets times √N. */
  readonly deviations: readonly Estimate[];
  /** What infinitely many paths give, and N times the covariance; in closed form where there is one. */
  readonly law?: EstimateLaw;
  /** √N times the standard error that the estimate itself states, mean over the data sets. */
  readonly stated?: readonly number[];
  /** c against the data's own; for the contrast. */
  readonly logPartition?: Estimate;
}

/** Estimates of the multipliers of the autocovariance energy from paths of a known law. */
export interface EstimatorData {
  /** E Φ under the law of the data, lag 1 first. */
  readonly target: Vector;
  readonly rows: readonly EstimatorRow[];
}

/**
 * Maximum likelihood, score matching, and noise-contrastive estimation of the same two multipliers from the same data, with base
 * N(0, I).
 */
export function estimators(
  changes: Partial<EstimatorParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<EstimatorParameters, EstimatorData, Stage> {
  const parameters: EstimatorParameters = {
    law: 'canonical',
    coefficients: [0.5, -0.4],
    signalLength: 16,
    pathCount: 400,
    setCount: 60,
    noiseRatio: 4,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = 'estimates';

function experimentOf(
  parameters: EstimatorParameters,
  seed: number,
): Experiment<EstimatorParameters, EstimatorData, Stage> {
  return {
    id: 'estimators',
    module: 'chapter/without-sampling/estimators',
    parameters,
    seed,
    stages: { estimates: 1 },
    run: runEstimators,
  };
}

/** θ from one data set, and what the estimate states of itself. */
interface OneEstimate {
  readonly multipliers: Vector;
  readonly covariance?: Matrix;
  readonly logPartition?: number;
}

async function runEstimators(p: EstimatorParameters, key: Key, context: RunContext<Stage>): Promise<EstimatorData> {
  const { signalLength: d, pathCount, setCount } = p;
  const truth = ar(p.coefficients, { signalLength: d });
  const { target } = canonicalModels(truth);
  const model = canonicalSpectrum(lagModes(d), { target });
  const energy = autocovariance({ signalLength: d });
  const base = gaussian({ signalLength: d });
  const draw = (at: Key): Ensemble =>
    p.law === 'canonical' ? coloured(base.sample(at, pathCount), model) : truth.sample(at, pathCount);
  const methods: Readonly<Record<string, (paths: Ensemble, at: Key) => OneEstimate>> = {
    'maximum likelihood': (paths) => canonicalSpectrum(lagModes(d), { target: meanEnergies(paths) }),
    'score matching, 4 directions': (paths, at) => scoreMatching(energy, paths, { base, key: at, directionCount: 4 }),
    'score matching, 1 direction': (paths, at) => scoreMatching(energy, paths, { base, key: at }),
    'noise-contrastive': (paths, at) =>
      noiseContrastive(energy, paths, { base, noise: base, key: at, noiseCount: p.noiseRatio * pathCount }),
  };
  const found = await context.stage('estimates', async ({ onProgress }) => {
    const sets: Record<string, OneEstimate[]> = {};
    for (let r = 0; r < setCount; r++) {
      const [dataKey, methodKey] = split(foldIn(key, r), 2);
      const paths = draw(dataKey);
      for (const [name, method] of Object.entries(methods)) {
        sets[name] = [...(sets[name] ?? []), method(paths, methodKey)];
      }
      onProgress?.(r + 1, setCount);
    }
    return Object.entries(sets).map(([name, estimates]) => rowOf(name, estimates, pathCount));
  });
  const covariance = p.law === 'canonical' ? modeCovariance(model.spectrum) : arCovariance(truth);
  const laws = [likelihoodLaw(covariance, model), scoreMatchingLaw(covariance, 4), scoreMatchingLaw(covariance, 1)];
  return { target, rows: found.map((row, i) => ({ ...row, ...(laws[i] && { law: laws[i] }) })) };
}

function rowOf(name: string, estimates: readonly OneEstimate[], pathCount: number): EstimatorRow {
  const root = Math.sqrt(pathCount);
  const components = [0, 1].map((k) => estimates.map(({ multipliers }) => multipliers[k]));
  const [{ covariance, logPartition }] = estimates;
  const errorsOf = (k: number): number[] =>
    estimates.map(({ covariance: own }) => root * Math.sqrt(own!.data[k * own!.columnCount + k]));
  return {
    name,
    multipliers: components.map(meanEstimate),
    deviations: components.map((values) => {
      const { value, standardError } = deviationEstimate(values);
      return { value: root * value, standardError: root * standardError };
    }),
    ...(covariance && { stated: [0, 1].map((k) => mean(errorsOf(k))) }),
    ...(logPartition !== undefined && {
      logPartition: meanEstimate(estimates.map((estimate) => estimate.logPartition!)),
    }),
  };
}

/** Paths of the model: white values along the modes, scaled and turned back. */
function coloured(white: Ensemble, { spectrum }: CanonicalSpectrum): Ensemble {
  const d = white.signalLength;
  const scaled = white.data.map((x, i) => x * Math.sqrt(spectrum[i % d]));
  return alongModes(ensemble(white.pathCount, d, scaled));
}

/** Mean of Φ over paths: lag 1, then lag 0. */
function meanEnergies(paths: Ensemble): Vector {
  const { pathCount, signalLength: d } = paths;
  const result = vector(2);
  for (let n = 0; n < pathCount; n++) {
    const path = paths.path(n);
    for (let i = 0; i < d; i++) {
      if (i > 0) result[0] += path[i] * path[i - 1];
      result[1] += path[i] * path[i];
    }
  }
  return result.map((total) => total / (d * pathCount));
}

/** `estimators` of a stored result. */
export const estimatorsAgain = rebuilder(
  record({
    law: oneOf(['canonical', 'autoregression']),
    coefficients: listOf(number),
    signalLength: count,
    pathCount: count,
    setCount: count,
    noiseRatio: count,
  }),
  experimentOf,
);
