import { createHash } from 'node:crypto';
import { ensemble, firstNonFinite, matrix, type Ensemble, type Matrix, type Vector } from '../array';
import { stylized, type Energy } from '../energy';
import { descend, meanFieldDescent, regularDescent, type Flow } from '../flow';
import { gaussian } from '../model';
import type { Key } from '../random';
import { energyLaw } from './ar-descents';
import type { Experiment, RunContext } from './experiment';
import { autocorrelations, autocorrelationsByLag, densityOf, type Density } from './path-statistics';
import { currentProfile, type Profile } from './profile';

/** Parameters of a descent towards a market's stylized features: section 5.2, Figure 6. */
export interface MarketDescentsParameters {
  /** What the series is. */
  readonly series: string;
  /** Hash of its values, so that a changed series is not taken for the old one. */
  readonly seriesHash: string;
  /** Returns that the target is computed from. */
  readonly returnCount: number;
  /** d, length of the paths generated. */
  readonly signalLength: number;
  readonly pathCount: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** Lags whose autocorrelations are compared. */
  readonly lagCount: number;
}

/** What is compared of one ensemble of paths. */
export interface PathStatistics {
  /** Autocorrelation of values and of squares, [lagCount, N]. */
  readonly values: Matrix;
  readonly squares: Matrix;
  readonly marginal: Density;
  /** Mean and variance of each component of Φ over the paths, [K]. */
  readonly meanEnergy: Vector;
  readonly energyVariance: Vector;
  /** Loss after each step, [T + 1]. */
  readonly losses: Vector;
  /** The first 64 paths, all when fewer, [min(N, 64), d]: for statistics that nobody thought of before. */
  readonly paths: Matrix;
}

export interface MarketDescentsData {
  readonly labels: readonly string[];
  /** α, from the whole series, [K]. */
  readonly target: Vector;
  readonly truth: { readonly values: Vector; readonly squares: Vector; readonly marginal: Density };
  /** Variance of each component of Φ over consecutive blocks of the series of the paths' length, [K], and how many. */
  readonly blockVariance: Vector;
  readonly blockCount: number;
  readonly regular: PathStatistics;
  readonly meanField: PathStatistics;
}

/**
 * Regular and mean-field paths with the stylized features of a market's returns: the columns of Figure 6.
 *
 * Paper: target from 4096 returns, paths of length 1024; the authors' code takes γ = 50, 1024 paths and 20 000 steps, as does the
 * paper's profile here. The quick one takes 48 paths and all the steps: the squares' components dominate ‖α‖, so that variance and lag 1
 * arrive thousands of steps after them (after 4000 steps the variance is still half too large), while more paths only smooth the violins.
 * Cost: 40 million moves of a path for the paper's profile, 2 million for the quick one, at 8 µs each on two workers.
 * @param returns standardised returns (mean 0, variance 1), all that the target is computed from
 * @throws RangeError when a return is not finite, or there are fewer than the paths are long
 */
export function marketDescents(
  series: string,
  returns: Vector,
  changes: Partial<Omit<MarketDescentsParameters, 'series' | 'seriesHash' | 'returnCount'>> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<MarketDescentsParameters, MarketDescentsData> {
  const bad = firstNonFinite(returns);
  if (bad >= 0) throw new RangeError(`marketDescents: returns expects finite numbers, got ${returns[bad]} at index ${bad}`);
  const parameters: MarketDescentsParameters = {
    series,
    seriesHash: createHash('sha256').update(Array.from(returns).join(',')).digest('hex').slice(0, 16),
    returnCount: returns.length,
    signalLength: 1024,
    pathCount: profile === 'paper' ? 1024 : 48,
    stepSize: 50,
    stepCount: 20_000,
    lagCount: 20,
    ...changes,
  };
  if (returns.length < parameters.signalLength) {
    throw new RangeError(
      `marketDescents: returns expects at least the signal length ${parameters.signalLength}, got ${returns.length}; shorten the paths`,
    );
  }
  return { id: 'market-descents', parameters, seed, stageCount: 2, run: (p, key, context) => runMarketDescents(p, returns, key, context) };
}

/** Paths kept in a result. */
const KEPT_PATHS = 64;

/** Range and bins of the marginal densities, in standard deviations of the series. */
const LIMIT = 12;
const BINS = 61;

async function runMarketDescents(
  p: MarketDescentsParameters,
  returns: Vector,
  key: Key,
  context: RunContext,
): Promise<MarketDescentsData> {
  const { signalLength, lagCount } = p;
  const energy = stylized({ signalLength });
  const target = stylized({ signalLength: returns.length }).values(ensemble(1, returns.length, returns)).row(0);
  const blocks = energy.values(blocksOf(returns, signalLength));
  const generate = (flow: Flow, name: string): Promise<PathStatistics> =>
    context.stage(name, async (options) => {
      const start = gaussian({ signalLength }).sample(key, p.pathCount);
      const { paths, losses } = await descend(flow, start, p.stepCount, options);
      return statisticsOf(energy, paths, losses, lagCount);
    });
  return {
    labels: energy.labels,
    target,
    truth: {
      values: autocorrelations(returns, lagCount),
      squares: autocorrelations(returns.map((value) => value * value), lagCount),
      marginal: densityOf(returns, LIMIT, BINS),
    },
    blockVariance: diagonal(energyLaw(blocks).covariance),
    blockCount: blocks.rowCount,
    regular: await generate(regularDescent(energy, target, { stepSize: p.stepSize }), 'regular'),
    meanField: await generate(meanFieldDescent(energy, target, { stepSize: p.stepSize }), 'mean-field'),
  };
}

function statisticsOf(energy: Energy, paths: Ensemble, losses: Vector, lagCount: number): PathStatistics {
  const law = energyLaw(energy.values(paths));
  const kept = Math.min(KEPT_PATHS, paths.pathCount);
  return {
    values: autocorrelationsByLag(paths, lagCount, 'values'),
    squares: autocorrelationsByLag(paths, lagCount, 'squares'),
    marginal: densityOf(paths.data, LIMIT, BINS),
    meanEnergy: law.mean,
    energyVariance: diagonal(law.covariance),
    losses,
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
