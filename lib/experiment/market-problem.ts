import { createHash } from 'node:crypto';
import { ensemble, firstNonFinite, matrix, vector, vectorOf, type Ensemble, type Matrix, type Vector } from '../array';
import { projectedScatteringCovariance, stylized, type Energy } from '../energy';
import { arGarch, fitArGarch, garch, gaussian, type ArGarchParameters, type Model } from '../model';
import type { RunContext } from './experiment';
import { noiseComponents } from './noise-components';
import type { Profile } from './profile';

const energies = ['stylized', 'scattering-covariance'] as const;
const bases = ['white', 'garch'] as const;

/** What is asked of the paths: section 5.2, and Appendix C. */
export type MarketEnergy = (typeof energies)[number];

/** What descents start from: white noise, or paths of the GARCH model fitted to the series (Figure 10). */
export type MarketBase = (typeof bases)[number];

/** What a descent towards a market depends on. */
export interface MarketProblemParameters {
  /** What the series is. */
  readonly series: string;
  /** Hash of its values, so that a changed series is not taken for the old one. */
  readonly seriesHash: string;
  /** Returns that the target is computed from. */
  readonly returnCount: number;
  readonly energy: MarketEnergy;
  readonly base: MarketBase;
  /** d, length of the paths generated. */
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** Paths of GARCH noise that the principal components are found from; 0 where there are none. */
  readonly noisePathCount: number;
}

/** Steps after which descents towards rates with stylized features have converged; the authors' code takes 500 to 2500. */
export const rateSteps = 5000;

/** What describes a series, and a choice of energy and base. */
export type MarketChoice = Partial<Pick<MarketProblemParameters, 'energy' | 'base' | 'signalLength'>>;

/** The noise whose scattering covariance gives the principal components: Appendix C as the authors' code has it. */
export function componentNoise(signalLength: number): Model {
  return garch({ constant: 0.03, reaction: 0.1, memory: 0.87 }, { signalLength });
}

/** γ for paths of 1024 values; shorter ones get less, since Hessians of averages over time go with 1/d. */
const STEPS: Readonly<Record<MarketEnergy, number>> = { stylized: 50, 'scattering-covariance': 20 };

/**
 * The paper's parameters, or smaller ones that show the same.
 * @throws RangeError, naming the caller, when returns are not finite, constant or fewer than a path is long, or look like prices,
 * or there is no such energy or base
 */
export function marketProblem(
  caller: string,
  series: string,
  returns: Vector,
  { energy = 'stylized', base = 'white', signalLength }: MarketChoice,
  profile: Profile,
): MarketProblemParameters {
  checkOneOf(caller, 'energy', energies, energy);
  checkOneOf(caller, 'base', bases, base);
  const scattering = energy === 'scattering-covariance';
  const length = signalLength ?? (scattering && profile === 'quick' ? 256 : 1024);
  checkReturns(caller, returns, length);
  return {
    series,
    seriesHash: createHash('sha256').update(Array.from(returns).join(',')).digest('hex').slice(0, 16),
    returnCount: returns.length,
    energy,
    base,
    signalLength: length,
    stepSize: (STEPS[energy] * length) / 1024,
    stepCount: scattering ? (profile === 'quick' ? 400 : 600) : 20_000,
    noisePathCount: scattering ? (profile === 'quick' ? 4000 : 100_000) : 0,
  };
}

function checkOneOf(caller: string, argument: string, known: readonly string[], got: string): void {
  if (!known.includes(got)) {
    throw new RangeError(`${caller}: ${argument} expects one of ${known.join(', ')}, got ${String(got)}; choose one of them`);
  }
}

/** Refuses counts that are no whole numbers, or below the least that makes sense. */
export function checkCounts(caller: string, counts: Readonly<Record<string, readonly [count: number, least: number]>>): void {
  for (const [argument, [count, least]] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < least) {
      throw new RangeError(`${caller}: ${argument} expects a whole number from ${least}, got ${count}; give more`);
    }
  }
}

function checkReturns(caller: string, returns: Vector, signalLength: number): void {
  const bad = firstNonFinite(returns);
  if (bad >= 0) {
    throw new RangeError(`${caller}: returns expects finite numbers, got ${returns[bad]} at index ${bad}; leave the day out`);
  }
  if (returns.length < signalLength) {
    throw new RangeError(
      `${caller}: returns expects at least the signal length ${signalLength}, got ${returns.length}; shorten the paths`,
    );
  }
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const power = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
  const variance = power - mean * mean;
  if (!(variance > 1e-12 * power)) {
    throw new RangeError(
      `${caller}: returns expects numbers that differ, got ${returns.length} times ${returns[0]}; choose another series`,
    );
  }
  // Descents start from noise of mean 0 and variance 1. Prices, and returns that were not standardised, are far from both.
  if (mean * mean > 0.25 * variance || variance > 4 || variance < 0.25) {
    const got = `mean ${mean.toPrecision(3)} and standard deviation ${Math.sqrt(variance).toPrecision(3)}`;
    throw new RangeError(
      `${caller}: returns expects standardised returns, mean 0 and deviation 1, got ${got}; ` +
        'take returns of prices, then standardise',
    );
  }
}

/** The energy of a problem for paths of any length; principal components are read or found first where it has any. */
export async function marketEnergies(p: MarketProblemParameters, context: RunContext): Promise<(signalLength: number) => Energy> {
  if (p.energy === 'stylized') return (signalLength) => stylized({ signalLength });
  const { signalLength, noisePathCount: pathCount } = p;
  const { data } = await context.result(noiseComponents({ signalLength, pathCount }, { noise: componentNoise(signalLength) }));
  return (length) => projectedScatteringCovariance(data.projection, { signalLength: length });
}

/**
 * α: the energy of the whole series. Transforms want a power of two: there of the latest values of so many, which are all of the
 * paper's 4096 and 2048.
 */
export function marketTarget(
  energyOf: (signalLength: number) => Energy,
  { energy }: MarketProblemParameters,
  returns: Vector,
): Vector {
  const length = energy === 'stylized' ? returns.length : 2 ** Math.floor(Math.log2(returns.length));
  return energyOf(length).values(ensemble(1, length, returns.slice(returns.length - length))).row(0);
}

/** A GARCH fit as a result keeps it. */
export interface FittedGarch {
  readonly parameters: ArGarchParameters;
  readonly standardErrors: ArGarchParameters;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly atEdge: readonly string[];
  /** What paths are drawn with: the fit, but one without a stationary law (α + β at 1) is brought to the nearest that has one. */
  readonly drawn: ArGarchParameters;
}

/** The largest α + β of paths drawn: above it their variance is not the series' within any length of interest. */
const MOST_PERSISTENCE = 0.999;

/**
 * The reference of section 5.2: AR(1)-GARCH(1, 1) with Student's t innovations, fitted to the series by maximum likelihood.
 * Where the fit has α + β above 0.999, paths are drawn with the two scaled to that sum and the series' own variance.
 */
export function fitReference(returns: Vector, signalLength: number): { readonly fit: FittedGarch; readonly model: Model } {
  const { parameters, standardErrors, logLikelihood, converged, atEdge } = fitArGarch(returns);
  const drawn = stationaryNear(parameters, returns);
  const fit = { parameters, standardErrors, logLikelihood, converged, atEdge, drawn };
  return { fit, model: arGarch(drawn, { signalLength }) };
}

function stationaryNear(fitted: ArGarchParameters, returns: Vector): ArGarchParameters {
  const persistence = fitted.reaction + fitted.memory;
  if (persistence <= MOST_PERSISTENCE) return fitted;
  const power = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
  const share = MOST_PERSISTENCE / persistence;
  const constant = (1 - MOST_PERSISTENCE) * power * (1 - fitted.autoregression ** 2);
  return { ...fitted, constant, reaction: share * fitted.reaction, memory: share * fitted.memory };
}

/** What a descent starts from. */
export function baseModel({ base, signalLength }: MarketProblemParameters, reference: Model): Model {
  return base === 'garch' ? reference : gaussian({ signalLength });
}

/** Φ of every path, [N, K], by compiled code where the energy has any: the plain way takes a minute for a thousand long paths. */
export function energiesOf(energy: Energy, paths: Ensemble): Matrix {
  if (energy.derivatives === undefined) return energy.values(paths);
  const size = Math.min(16, paths.pathCount);
  const kernel = energy.derivatives(size);
  const { componentCount, signalLength } = energy;
  const result = matrix(paths.pathCount, componentCount);
  const [block, values] = [vector(size * signalLength), vector(size * componentCount)];
  for (let n = 0; n < paths.pathCount; n += size) {
    const count = Math.min(size, paths.pathCount - n);
    block.set(paths.data.subarray(n * signalLength, (n + count) * signalLength));
    kernel.load(block);
    kernel.values(values);
    result.data.set(values.subarray(0, count * componentCount), n * componentCount);
  }
  return result;
}

/** Steps of a curve that results keep: evenly spaced on a logarithmic axis, the first and the last among them. */
export function keptSteps(stepCount: number): number[] {
  const spaced = Array.from({ length: 121 }, (_, i) => Math.round((stepCount + 1) ** (i / 120)) - 1);
  return [...new Set([...spaced, Math.round(0.9 * stepCount)])].sort((a, b) => a - b);
}

/** Entries of a vector at some places. */
export function entriesAt(values: Vector, places: readonly number[]): Vector {
  return vectorOf(places.map((at) => values[at]));
}
