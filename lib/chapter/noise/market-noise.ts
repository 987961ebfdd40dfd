import { type Ensemble, ensemble, type Matrix, type Vector, vector, vectorOf } from '../../array/index.js';
import { guide, straightMoments } from '../../chain/index.js';
import { canonicalSpectrum } from '../../divergence/index.js';
import { type Energy, stylized } from '../../energy/index.js';
import { descendMeasured, gaussNewtonDescent } from '../../flow/index.js';
import { gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { burstShareOfPaths, type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, Input, RunContext, StageOptions } from '../../study/contract.js';
import { input, inputHash } from '../../study/input.js';
import { count, listOf, number, record, text } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { stylizedTarget } from '../markets/market-energy.js';
import { lagModes } from './quartet.js';

/** Parameters of paths of one energy made in four ways. */
export interface MarketNoiseParameters {
  readonly series: string;
  readonly seriesHash: string;
  readonly signalLength: number;
  /** Lags of the squares. */
  readonly squareLags: number;
  readonly ensembleSize: number;
  readonly ensembleCount: number;
  /** Gauss-Newton steps of the descents, and their γ. */
  readonly descentSteps: number;
  readonly descentStepSize: number;
  /** Steps of a guided diffusion in unit time, and its σ². */
  readonly guideSteps: number;
  readonly volatilities: readonly number[];
  /** σ² t of the thermalisation that follows the mean-field descent, in as many steps. */
  readonly heat: number;
}

/** Paths of one way. */
export interface MadePaths {
  /** Negentropy per day: entropy of the Gaussian law of the same variance and lag 1, less this law's, nats; at most, for noisy ways. */
  readonly negentropy: Estimate;
  /** The same by the corrector's forces; NaN without noise. */
  readonly byCorrector: Estimate;
  readonly burstShare: Estimate;
  readonly kurtosis: Estimate;
  /** Largest distance of a mean energy to its target, as a share of the target. */
  readonly miss: number;
}

/** The market's statistics as four ways reproduce them. */
export interface MarketNoiseData {
  readonly target: Vector;
  readonly regular: MadePaths;
  readonly meanField: MadePaths;
  /** Mean-field paths with noise of σ²t = heat and the moments held. */
  readonly thermalised: MadePaths;
  /** Guided from white noise, by volatility. */
  readonly guided: readonly { readonly volatility: number; readonly made: MadePaths }[];
  /** Of stretches of the record as long as the paths. */
  readonly record: { readonly burstShare: Estimate; readonly kurtosis: Estimate };
}

type Stage = 'regular' | 'mean-field' | 'thermalised' | `volatility ${number}`;

/**
 * The stylized features of a market in paths of regular and mean-field descents, with thermalisation, and by moment-guided diffusion at
 * several volatilities: negentropy per day with errors, and in bursts or spread.
 * @param returns standardised daily returns
 */
export function marketNoise(
  series: string,
  returns: Vector,
  changes: Partial<MarketNoiseParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<MarketNoiseParameters, MarketNoiseData, Stage, 'returns'> {
  const parameters: MarketNoiseParameters = {
    series,
    seriesHash: inputHash(returns),
    signalLength: 128,
    squareLags: 5,
    ensembleSize: 24,
    ensembleCount: 4,
    descentSteps: 80,
    descentStepSize: 0.15,
    guideSteps: 60,
    volatilities: [0.1, 0.3, 1],
    heat: 0.3,
    ...changes,
  };
  return experimentOf(parameters, seed, { returns: input(returns) });
}

function experimentOf(
  parameters: MarketNoiseParameters,
  seed: number,
  inputs: Readonly<Record<string, Input>>,
): Experiment<MarketNoiseParameters, MarketNoiseData, Stage, 'returns'> {
  const { descentSteps, guideSteps, volatilities } = parameters;
  const stages: Partial<Record<Stage, number>> = {
    regular: descentSteps,
    'mean-field': descentSteps,
    thermalised: 2 * guideSteps,
  };
  for (const volatility of volatilities) stages[`volatility ${volatility}`] = 2 * guideSteps;
  return {
    id: 'market-noise',
    module: 'chapter/noise/market-noise',
    parameters,
    seed,
    inputs: { returns: inputs.returns },
    stages: stages as Record<Stage, number>,
    run: runMarketNoise,
  };
}

async function runMarketNoise(
  p: MarketNoiseParameters,
  key: Key,
  context: RunContext<Stage, 'returns'>,
): Promise<MarketNoiseData> {
  const { signalLength, squareLags, ensembleSize } = p;
  const returns = context.input('returns');
  const [startKey, moveKey] = split(key, 2);
  const energy = stylized({ signalLength, squareLags });
  const target = vectorOf(stylizedTarget(returns).subarray(0, squareLags + 2));
  const base = gaussian({ signalLength });
  const start = base.sample(startKey, ensembleSize * p.ensembleCount);
  // Entropy of the Gaussian law of largest entropy less that of white noise, nats per path.
  const { divergence, energies } = canonicalSpectrum(lagModes(signalLength), { target: [target[1], target[0]] });
  const gaussianEntropy = 0.5 * signalLength * (energies[1] - 1) - divergence;
  const made = (paths: Ensemble, gains: Vector, byCorrector: Vector = gains.map(() => NaN)): MadePaths => ({
    ...describe(paths),
    negentropy: perDay(gains, gaussianEntropy, signalLength),
    byCorrector: perDay(byCorrector, gaussianEntropy, signalLength),
    miss: missOf(energy, paths, target),
  });
  const descend = (stage: 'regular' | 'mean-field', size: number): Promise<{ paths: Vector; gains: Vector }> =>
    context.stage(stage, async (options) => {
      const flow = gaussNewtonDescent(energy, target, {
        ...{ stepSize: p.descentStepSize, ensembleSize: size, largestMove: 0.1 },
      });
      const { paths, entropyLoss } = await descendMeasured(flow, start, p.descentSteps, [], { ...options });
      return { paths: paths.data, gains: entropyLoss.row(p.descentSteps).map((loss) => -loss) };
    });
  const pathsOf = (data: Vector): Ensemble => ensemble(start.pathCount, signalLength, data);
  const regular = await descend('regular', 1);
  const arrived = await descend('mean-field', ensembleSize);
  const heated = await context.stage('thermalised', (options) => {
    const from = meanEnergyOf(energy, pathsOf(arrived.paths));
    return noisy(energy, pathsOf(arrived.paths), { ...p, volatility: p.heat, from, to: from, key: moveKey }, options);
  });
  const guided: MarketNoiseData['guided'][number][] = [];
  for (const volatility of p.volatilities) {
    const walk = await context.stage(`volatility ${volatility}`, (options) => {
      const from = meanEnergyOf(energy, start);
      return noisy(energy, start, { ...p, volatility, from, to: target, key: moveKey }, options);
    });
    guided.push({ volatility, made: made(pathsOf(walk.paths), walk.gains, walk.byCorrector) });
  }
  return {
    target,
    regular: made(pathsOf(regular.paths), regular.gains),
    meanField: made(pathsOf(arrived.paths), arrived.gains),
    // The entropy that the descent had is known; held moments add nothing to the bound.
    thermalised: made(pathsOf(heated.paths), arrived.gains),
    guided,
    record: describe(blocksOf(returns, signalLength)),
  };
}

interface NoisyOptions {
  readonly guideSteps: number;
  readonly ensembleSize: number;
  readonly volatility: number;
  readonly from: Vector;
  readonly to: Vector;
  readonly key: Key;
}

async function noisy(
  energy: Energy,
  paths: Ensemble,
  { guideSteps, ensembleSize, volatility, from, to, key }: NoisyOptions,
  options: StageOptions,
): Promise<{ paths: Vector; gains: Vector; byCorrector: Vector }> {
  const moments: Matrix = straightMoments(from, to, guideSteps);
  const stepSize = 1 / guideSteps;
  const result = await guide(energy, paths, { moments, volatility, stepSize, ensembleSize }, { ...options, key });
  return {
    paths: result.paths.data,
    gains: result.entropyGain.row(guideSteps),
    byCorrector: result.correctorGain.row(guideSteps),
  };
}

function perDay(gains: Vector, gaussianEntropy: number, days: number): Estimate {
  return meanEstimate(gains.map((gain) => (gaussianEntropy - gain) / days));
}

function describe(paths: Ensemble): { readonly burstShare: Estimate; readonly kurtosis: Estimate } {
  const kurtoses = vector(paths.pathCount).map((_, n) => {
    const path = paths.path(n);
    const second = path.reduce((sum, x) => sum + x * x, 0) / path.length;
    return path.reduce((sum, x) => sum + x * x * x * x, 0) / path.length / (second * second);
  });
  return { burstShare: burstShareOfPaths(paths), kurtosis: meanEstimate(kurtoses) };
}

function meanEnergyOf(energy: Energy, paths: Ensemble): Vector {
  const rows = energy.values(paths);
  return vector(rows.columnCount).map((_, k) => {
    let sum = 0;
    for (let n = 0; n < rows.rowCount; n++) sum += rows.row(n)[k];
    return sum / rows.rowCount;
  });
}

function missOf(energy: Energy, paths: Ensemble, target: Vector): number {
  const reached = meanEnergyOf(energy, paths);
  const scale = target.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return reached.reduce((most, value, k) => Math.max(most, Math.abs(value - target[k]) / scale), 0);
}

function blocksOf(returns: Vector, length: number): Ensemble {
  const blocks = Math.floor(returns.length / length);
  return ensemble(blocks, length, returns.slice(0, blocks * length));
}

/** `marketNoise` of a stored result. */
export const marketNoiseAgain = rebuilder(
  record({
    series: text,
    seriesHash: text,
    signalLength: count,
    squareLags: count,
    ensembleSize: count,
    ensembleCount: count,
    descentSteps: count,
    descentStepSize: number,
    guideSteps: count,
    volatilities: listOf(number),
    heat: number,
  }),
  experimentOf,
);
