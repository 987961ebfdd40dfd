import { ensemble, type Vector, vector, vectorOf } from '../../array/index.js';
import type { Key } from '../../random/index.js';
import type { Experiment, Input, RunContext } from '../../study/contract.js';
import { input } from '../../study/input.js';
import { count, listOf, number, oneOf, record, text } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { marketIngredients } from '../markets/market-energy.js';
import { type FoldModel, type FrozenSettings, foldModels, type HeldOutName, heldOutNames } from './fold-models.js';

/** Blocks of a record scored by models that know only what came before. */
export interface MarketLikelihoodParameters extends FrozenSettings {
  readonly series: string;
  readonly returnCount: number;
  /** d, days per block. */
  readonly signalLength: number;
  /** Number of returns before the first fold, and from one fold to the next. */
  readonly firstFold: number;
  readonly foldStride: number;
  readonly foldCount: number;
  /** Days from one block of a fold to the next; blocks of different folds overlap where this is below the stride. */
  readonly blockStride: number;
  readonly blocksPerFold: number;
  readonly models: readonly HeldOutName[];
}

/** Blocks under one model, in the order of the blocks. */
export interface ModelScores {
  readonly name: HeldOutName;
  /** ln p of each block, nats per day, returns in per cent; NaN where the model has none. */
  readonly logDensities: Vector;
  /** Steps at which the block's preimage is on a folded branch; 0 for models that are no flows. */
  readonly folds: Vector;
  /** Step of the schedule that has no inverse at the block; 0 where all have. */
  readonly failedSteps: Vector;
  /** Mean and standard deviation of the same over paths drawn from the model. */
  readonly ownMeans: Vector;
  readonly ownDeviations: Vector;
  /** How often a flow's step size was halved until no path of its pilot diverged, by block. */
  readonly halvings: Vector;
  /** Of the paths drawn from a flow, those that diverged, by block; absent in older results, whose flows were halved until none did. */
  readonly escaped?: Vector;
  /** Of the paths drawn and inverted: how many, and how many were found again on the main branch; 0 for others. */
  readonly inverted: number;
  readonly foundAgain: number;
}

/** Scores of all blocks. */
export interface MarketLikelihoodData {
  /** Index of each block's first return, and of the fold that scores it. */
  readonly starts: Vector;
  readonly foldOf: Vector;
  /** Largest size of a return in each block, in standard deviations of its past. */
  readonly largest: Vector;
  readonly models: readonly ModelScores[];
}

/**
 * Held-out log-likelihood of a market's blocks, forwards in time: every model is fitted to the returns before a fold, and scores
 * blocks that begin with it.
 *
 * The frozen flow is that of a Gauss–Newton pilot whose target are the mean energies over the past's consecutive blocks;
 * beside it AR(1)-GARCH-t fitted to the past, as a block by itself and told the days before, a Gaussian AR(1) and Gaussian noise.
 * @param returns daily returns, any unit: `logReturns(sp500())`
 */
export function marketLikelihood(
  series: string,
  returns: ArrayLike<number>,
  changes: Partial<Omit<MarketLikelihoodParameters, 'series' | 'returnCount'>> = {},
  { seed = 11, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<MarketLikelihoodParameters, MarketLikelihoodData, Stage, 'returns'> {
  const paper = profile === 'paper';
  const parameters: MarketLikelihoodParameters = {
    series,
    returnCount: returns.length,
    signalLength: 256,
    firstFold: 1024,
    foldStride: paper ? 256 : 1280,
    foldCount: paper ? 15 : 3,
    blockStride: paper ? 64 : 256,
    blocksPerFold: paper ? 4 : 1,
    models: heldOutNames.filter((name) => name !== 'scattering-covariance'),
    stepSize: paper ? 0.02 : 0.05,
    stepCount: paper ? 250 : 100,
    pilotPathCount: paper ? 256 : 64,
    ownPathCount: paper ? 64 : 32,
    invertedPathCount: paper ? 16 : 4,
    noisePathCount: paper ? 100_000 : 4000,
    ...changes,
  };
  return experimentOf(parameters, seed, { returns: input(returns) });
}

/**
 * The same for the scattering covariance, in fewer folds: its energy costs more, and its steps have kinks, so that a block's
 * preimage is known to 2e-3 of a standard deviation per step at best, or not at all.
 */
export function scatteringLikelihood(
  series: string,
  returns: ArrayLike<number>,
  options: { readonly seed?: number; readonly profile?: Profile } = {},
): ReturnType<typeof marketLikelihood> {
  const { profile = currentProfile() } = options;
  const changes: Partial<MarketLikelihoodParameters> = {
    models: ['scattering-covariance', 'garch', 'ar'],
    ...{ foldStride: 896, foldCount: profile === 'paper' ? 5 : 1, blocksPerFold: 1 },
    ...{ stepSize: 0.05, stepCount: 100, pilotPathCount: 64, ownPathCount: 16, invertedPathCount: 4 },
    noisePathCount: 4000,
  };
  return marketLikelihood(series, returns, changes, options);
}

type Stage = `fold ${number}`;
const stageOf = (fold: number): Stage => `fold ${fold}`;

function experimentOf(
  parameters: MarketLikelihoodParameters,
  seed: number,
  inputs: { readonly returns: Input },
): Experiment<MarketLikelihoodParameters, MarketLikelihoodData, Stage, 'returns'> {
  const { models, foldCount } = parameters;
  const stages = Array.from({ length: foldCount }, (_, fold) => [stageOf(fold), 1]);
  return {
    id: 'market-likelihood',
    module: 'chapter/frozen-weights/market-likelihood',
    parameters,
    seed,
    stages: Object.fromEntries(stages) as Record<Stage, number>,
    inputs,
    ...(models.includes('scattering-covariance') && {
      builtOn: marketIngredients({ ...parameters, energy: 'scattering-covariance' }, 1e-5),
    }),
    run: runMarketLikelihood,
  };
}

async function runMarketLikelihood(
  p: MarketLikelihoodParameters,
  key: Key,
  context: RunContext<Stage, 'returns'>,
): Promise<MarketLikelihoodData> {
  const returns = context.input('returns');
  const folds: FoldScores[] = [];
  for (let fold = 0; fold < p.foldCount; fold++) {
    folds.push(
      await context.stage(stageOf(fold), ({ onProgress }) => scoreFold(p, fold, returns, { key, context, onProgress })),
    );
  }
  const joined = (of: (fold: FoldScores) => ArrayLike<number>): Vector =>
    vectorOf(folds.flatMap((fold) => Array.from(of(fold))));
  return {
    starts: joined(({ starts }) => starts),
    foldOf: joined(({ starts, fold }) => starts.map(() => fold)),
    largest: joined(({ largest }) => largest),
    models: p.models.map((name, m) => ({
      name,
      logDensities: joined(({ models }) => models[m].logDensities),
      folds: joined(({ models }) => models[m].folds),
      failedSteps: joined(({ models }) => models[m].failedSteps),
      ownMeans: joined(({ models, starts }) => starts.map(() => models[m].ownMean)),
      ownDeviations: joined(({ models, starts }) => starts.map(() => models[m].ownDeviation)),
      halvings: joined(({ models, starts }) => starts.map(() => models[m].halvings)),
      escaped: joined(({ models, starts }) => starts.map(() => models[m].escaped)),
      inverted: folds.reduce((sum, { models }) => sum + models[m].inverted, 0),
      foundAgain: folds.reduce((sum, { models }) => sum + models[m].foundAgain, 0),
    })),
  };
}

/** Scores of one fold's blocks. */
interface FoldScores {
  readonly fold: number;
  readonly starts: Vector;
  readonly largest: Vector;
  readonly models: readonly FoldModel[];
}

/** What a fold takes from the run that it belongs to. */
interface FoldRun {
  readonly key: Key;
  readonly context: RunContext<Stage, 'returns'>;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

async function scoreFold(
  p: MarketLikelihoodParameters,
  fold: number,
  returns: Vector,
  { key, context, onProgress }: FoldRun,
): Promise<FoldScores> {
  const { signalLength: d, firstFold, foldStride, blockStride, blocksPerFold } = p;
  const first = firstFold + fold * foldStride;
  const starts = vectorOf(
    Array.from({ length: blocksPerFold }, (_, b) => first + b * blockStride).filter(
      (start) => start + d <= returns.length,
    ),
  );
  if (starts.length === 0) {
    throw new RangeError(
      `marketLikelihood: foldCount expects folds within the ${returns.length} returns, got fold ${fold} from ${first} on; take fewer`,
    );
  }
  const past = returns.slice(0, first);
  const mean = past.reduce((sum, value) => sum + value, 0) / first;
  const deviation = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / first);
  const scaled = returns.map((value) => (value - mean) / deviation);
  const blocks = ensemble(starts.length, d);
  for (const [b, start] of starts.entries()) blocks.path(b).set(scaled.subarray(start, start + d));
  const largest = vector(starts.length).map((_, b) =>
    blocks.path(b).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  );
  const setting = { p, scaled, first, starts, blocks, perCent: 100 * deviation, key, fold };
  return { fold, starts, largest, models: await foldModels(setting, context, onProgress) };
}

/** `marketLikelihood` of a stored result. */
export const marketLikelihoodAgain = rebuilder(
  record({
    series: text,
    returnCount: count,
    signalLength: count,
    firstFold: count,
    foldStride: count,
    foldCount: count,
    blockStride: count,
    blocksPerFold: count,
    models: listOf(oneOf(heldOutNames)),
    stepSize: number,
    stepCount: count,
    pilotPathCount: count,
    ownPathCount: count,
    invertedPathCount: count,
    noisePathCount: count,
  }),
  (parameters, seed, inputs) => experimentOf(parameters, seed, { returns: inputs.returns }),
);
