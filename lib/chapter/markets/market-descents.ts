import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vectorOf } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import { descend, type Flow } from '../../flow/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { pow } from '../../special/index.js';
import { type DeskStatistics, deskOfPaths, deskOfSeries } from '../../statistics/desk-statistics.js';
import type { Estimate } from '../../statistics/estimate.js';
import {
  autocorrelations,
  autocorrelationsByLag,
  densityOf,
  type HistogramDensity,
  lawOfRows,
  outOfPlace,
  type StatisticLaw,
} from '../../statistics/path-statistics.js';
import type { Experiment, Input, RunContext, StageOptions } from '../../study/contract.js';
import { input } from '../../study/input.js';
import { count, optional, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { energyLaw } from '../overfitting/ar-descents.js';
import { energiesOf, marketIngredients, marketTask, stepWork } from './market-energy.js';
import {
  baseModel,
  checkCounts,
  entriesAt,
  keptSteps,
  type MarketChoice,
  type MarketProblemParameters,
  marketFields,
  marketFlow,
  marketInputs,
  marketProblem,
  ownEnergy,
} from './market-problem.js';
import { type FittedGarch, fitReference } from './market-reference.js';

/** Parameters of descents towards a market: section 5.2 and Appendix C, Figures 6 to 10. */
export interface MarketDescentsParameters extends MarketProblemParameters {
  readonly pathCount: number;
  /** Lags whose autocorrelations are compared. */
  readonly lagCount: number;
  /** Number of paths of each descent that a result holds, for further statistics. */
  readonly keptPathCount: number;
  /**
   * Number of extra steps of each of the sizes γ/1024, γ/512 … γ/2 before the descent, for starts from GARCH samples. Absent: no extra
   * steps. A sample of the fitted law has paths with 200 times the series' variance. Curvature grows with the variance, so that such
   * a path diverges at γ; after some small steps its variance is like that of the other paths.
   */
  readonly easedSteps?: number;
}

/** The compared statistics of one ensemble of paths. */
export interface PathStatistics {
  readonly pathCount: number;
  /** Autocorrelation of values and of squares, by lag. */
  readonly values: StatisticLaw;
  readonly squares: StatisticLaw;
  readonly marginal: HistogramDensity;
  /** Share of the paths' values that would have to change bins for the histogram to equal the series'. */
  readonly outOfPlace: Estimate;
  readonly desk: DeskStatistics;
  /** Mean and variance of each component of Φ over the paths, [K]. */
  readonly meanEnergy: Vector;
  readonly energyVariance: Vector;
  /** The first paths, [keptPathCount, d]. */
  readonly paths: Matrix;
}

/** The compared statistics of a descent's paths, and its losses. */
export interface DescentStatistics extends PathStatistics {
  /** Steps of the losses, evenly spaced on a logarithmic axis, and the loss after each. */
  readonly steps: Vector;
  readonly losses: Vector;
}

/** Descents towards a market’s energies, and its statistics beside those of a fitted model. */
export interface MarketDescentsData {
  readonly labels: readonly string[];
  /** α, from the whole series, [K]. */
  readonly target: Vector;
  readonly truth: {
    readonly values: Vector;
    readonly squares: Vector;
    readonly marginal: HistogramDensity;
    /** Standard errors by a bootstrap with blocks of 128 values. */
    readonly desk: DeskStatistics;
    /** Autocorrelations of consecutive blocks of the paths' length: short records, like paths, underestimate those of squares. */
    readonly blockValues: StatisticLaw;
    readonly blockSquares: StatisticLaw;
  };
  /** Variance of each component of Φ over these blocks, [K], and their number. */
  readonly blockVariance: Vector;
  readonly blockCount: number;
  readonly regular: DescentStatistics;
  readonly meanField: DescentStatistics;
  /** Paths of the fitted GARCH model, and the fit; absent where no model fits the series. */
  readonly garch?: PathStatistics;
  readonly fit?: FittedGarch;
  /** A sentence on the reference, such as why there is none; absent where no note is needed. */
  readonly referenceNote?: string;
}

/** Options of an experiment on a series. */
export interface MarketRunOptions {
  readonly seed?: number;
  readonly profile?: Profile;
}

/** Parameters of an experiment on a series that a reader may change. */
export type MarketChanges<Parameters extends MarketProblemParameters> = MarketChoice &
  Partial<Omit<Parameters, 'series' | 'seriesHash' | 'returnCount' | 'energy' | 'energyHash'>>;

/**
 * Regular and mean-field paths with a market's statistics beside those of a fitted GARCH model: Figures 6 to 8 and 10.
 *
 * Paper: target from 4096 returns (2048 for EUR rates), paths of length 1024; stylized features, or in Appendix C the scattering
 * covariance on 20 principal components of GARCH(0.03, 0.1, 0.87). The authors' code takes γ = 50, 1024 paths and 20 000 steps for
 * the S&P 500, 500 to 2500 for rates (`rateSteps`). Stylized features take 20 000 in the quick profile too, with 40 paths: the
 * squares' components dominate ‖α‖, so that variance and lag 1 arrive thousands of steps after them, while more paths only smooth
 * the violins. The scattering covariance, whitened, is there after some hundred steps of γ = 20; its quick profile takes paths of
 * 256 values.
 * Cost: 40 million moves of a path for stylized features at the paper's size, 1.6 million for the quick profile, at some 10 µs each
 * on two workers; 1.2 million moves of 0.3 to 0.45 ms for the scattering covariance.
 * @param returns standardised returns (mean 0, variance 1); the target is computed from all of them
 * @throws RangeError when a return is not finite, all are equal, they are no standardised returns, or fewer than the paths are
 * long; when there is no such energy or base, or a count is too small
 */
export function marketDescents(
  series: string,
  returns: ArrayLike<number>,
  { energy = 'stylized', ...changes }: MarketChanges<MarketDescentsParameters> = {},
  { seed = 7, profile = currentProfile() }: MarketRunOptions = {},
): Experiment<MarketDescentsParameters, MarketDescentsData, Stage, 'returns'> {
  const values = vectorOf(returns);
  const parameters: MarketDescentsParameters = {
    ...marketProblem('marketDescents', series, values, { ...changes, energy }, profile),
    pathCount: pathsOf(energy === 'scattering-covariance', profile),
    lagCount: 20,
    keptPathCount: profile === 'paper' ? 8 : 40,
    // The bound on moves eases Gauss–Newton steps.
    ...(changes.base === 'garch' && !changes.rule && { easedSteps: 20 }),
    ...changes,
  };
  const { signalLength, pathCount, stepCount, lagCount, keptPathCount } = parameters;
  checkCounts('marketDescents', {
    pathCount: [pathCount, 2],
    stepCount: [stepCount, 1],
    lagCount: [lagCount, 1],
    keptPathCount: [keptPathCount, 1],
  });
  if (lagCount >= signalLength) {
    throw new RangeError(
      `marketDescents: lagCount expects less than the signal length ${signalLength}, got ${lagCount}; give less`,
    );
  }
  return experimentOf(parameters, seed, { returns: input(returns) }, ownEnergy(energy));
}

function experimentOf(
  parameters: MarketDescentsParameters,
  seed: number,
  inputs: { readonly returns: Input },
  own: Energy | undefined,
): Experiment<MarketDescentsParameters, MarketDescentsData, Stage, 'returns'> {
  const { pathCount, stepCount } = parameters;
  const run = (
    p: MarketDescentsParameters,
    key: Key,
    context: RunContext<Stage, 'returns'>,
  ): Promise<MarketDescentsData> => runMarketDescents(p, own, key, context);
  const eased = easedCount(parameters);
  // Evaluating an energy takes about as long as a step.
  const { plain } = stepWork(parameters.energy);
  const work = plain * pathCount;
  return {
    id: 'market-descents',
    module: 'chapter/markets/market-descents',
    parameters,
    seed,
    stages: {
      'regular, eased': work * eased,
      regular: work * stepCount,
      'mean-field, eased': work * eased,
      'mean-field': work * stepCount,
    },
    inputs,
    builtOn: marketIngredients(parameters, plain),
    run,
  };
}

type Method = 'regular' | 'mean-field';
type Stage = Method | `${Method}, eased`;
const easedStage = (method: Method): Stage => `${method}, eased`;

/** Largest number of paths in a violin. */
function pathsOf(scattering: boolean, profile: Profile): number {
  if (profile === 'paper') return 1024;
  return scattering ? 32 : 40;
}

/** Range and bins of the marginal densities, in standard deviations of the series. */
const LIMIT = 12;
const BINS = 61;

/** Number of quantiles by which a violin represents all paths. */
const QUANTILES = 65;

/** Length of the bootstrap's blocks: half a year, which exceeds the compared lags. */
const BOOTSTRAP_BLOCK = 128;

async function runMarketDescents(
  p: MarketDescentsParameters,
  own: Energy | undefined,
  key: Key,
  context: RunContext<Stage, 'returns'>,
): Promise<MarketDescentsData> {
  const { signalLength, lagCount, stepSize } = p;
  const [pathKey, garchKey, deskKey] = split(key, 3);
  const returns = context.input('returns');
  const { energy, target } = marketTask(p, returns, own, context);
  const reference = fitReference(returns, signalLength);
  const base = baseModel('marketDescents', p, reference);
  const blocks = blocksOf(returns, signalLength);
  const marginal = densityOf(returns, LIMIT, BINS);
  const measured = (paths: Ensemble): PathStatistics => statisticsOf(energy, paths, p, marginal, deskKey);
  const steps = keptSteps(easedCount(p) + p.stepCount);
  const generate = async (method: Method, flowOf: (stepSize: number) => Flow): Promise<DescentStatistics> => {
    const sample = (): Ensemble => base.sample(pathKey, p.pathCount);
    const eased =
      easedCount(p) > 0
        ? await context.stage(easedStage(method), (options) =>
            easedDescent(easedSizes(p).map(flowOf), sample(), p, options),
          )
        : undefined;
    return context.stage(method, async (options) => {
      const start = eased ? ensemble(p.pathCount, signalLength, eased.paths) : sample();
      const { paths, losses } = await descend(flowOf(stepSize), start, p.stepCount, options);
      // The state after the last small step is the state before the first full step.
      const all = eased ? vectorOf([...eased.losses, ...losses]) : losses;
      return { ...measured(paths), steps: vectorOf(steps), losses: entriesAt(all, steps) };
    });
  };
  return {
    labels: energy.labels,
    target,
    truth: {
      values: autocorrelations(returns, lagCount),
      squares: autocorrelations(
        returns.map((value) => value * value),
        lagCount,
      ),
      marginal,
      desk: deskOfSeries(returns, Math.min(BOOTSTRAP_BLOCK, returns.length >> 2), foldIn(deskKey, 1)),
      blockValues: lawOfRows(autocorrelationsByLag(blocks, lagCount, 'values'), QUANTILES),
      blockSquares: lawOfRows(autocorrelationsByLag(blocks, lagCount, 'squares'), QUANTILES),
    },
    blockVariance: diagonal(energyLaw(energiesOf(energy, blocks)).covariance),
    blockCount: blocks.pathCount,
    regular: await generate('regular', (size) => marketFlow(p, energy, target, { stepSize: size, ensembleSize: 1 })),
    meanField: await generate('mean-field', (size) => marketFlow(p, energy, target, { stepSize: size })),
    ...(reference.model && { garch: measured(reference.model.sample(garchKey, p.pathCount)), fit: reference.fit }),
    ...(reference.note !== undefined && { referenceNote: reference.note }),
  };
}

/** γ/1024, γ/512 … γ/2. */
function easedSizes({ stepSize }: MarketDescentsParameters): number[] {
  return Array.from({ length: 10 }, (_, i) => stepSize / pow(2, 10 - i));
}

function easedCount(p: MarketDescentsParameters): number {
  return (p.easedSteps ?? 0) * easedSizes(p).length;
}

/** Takes `stepCount` steps of each flow, one flow after the other. @returns the last paths, and the loss before each step */
async function easedDescent(
  flows: readonly Flow[],
  start: Ensemble,
  { easedSteps = 0 }: MarketDescentsParameters,
  { onProgress }: StageOptions,
): Promise<{ readonly paths: Vector; readonly losses: Vector }> {
  let paths = start;
  const losses: number[] = [];
  for (const [i, flow] of flows.entries()) {
    const shown = (stepNumber: number): void => onProgress?.(i * easedSteps + stepNumber, flows.length * easedSteps);
    const descent = await descend(flow, paths, easedSteps, { onProgress: shown });
    paths = descent.paths;
    losses.push(...descent.losses.subarray(0, easedSteps));
  }
  return { paths: paths.data, losses: vectorOf(losses) };
}

function statisticsOf(
  energy: Energy,
  paths: Ensemble,
  { lagCount, keptPathCount }: MarketDescentsParameters,
  marginal: HistogramDensity,
  deskKey: Key,
): PathStatistics {
  const law = energyLaw(energiesOf(energy, paths));
  const kept = Math.min(keptPathCount, paths.pathCount);
  return {
    pathCount: paths.pathCount,
    values: lawOfRows(autocorrelationsByLag(paths, lagCount, 'values'), QUANTILES),
    squares: lawOfRows(autocorrelationsByLag(paths, lagCount, 'squares'), QUANTILES),
    marginal: densityOf(paths.data, LIMIT, BINS),
    outOfPlace: outOfPlace(paths, LIMIT, marginal),
    desk: deskOfPaths(paths, foldIn(deskKey, 0)),
    meanEnergy: law.mean,
    energyVariance: diagonal(law.covariance),
    paths: matrix(kept, paths.signalLength, paths.data.slice(0, kept * paths.signalLength)),
  };
}

/** Consecutive blocks of a series as paths; a rest shorter than a block is left out. */
function blocksOf(series: Vector, length: number): Ensemble {
  const count = Math.floor(series.length / length);
  return ensemble(count, length, series.slice(0, count * length));
}

function diagonal(square: Matrix): Vector {
  return square.row(0).map((_, k) => square.row(k)[k]);
}

/** `marketDescents` of a stored result; RangeError when its energy is the reader's own. */
export const marketDescentsAgain = rebuilder(
  record({
    ...marketFields,
    pathCount: count,
    lagCount: count,
    keptPathCount: count,
    easedSteps: optional(count),
  }),
  (parameters, seed, inputs) => experimentOf(parameters, seed, marketInputs(parameters, inputs), undefined),
);
