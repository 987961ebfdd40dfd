import { firstNonFinite, type Vector, vectorOf } from '../../array/index.js';
import { type Energy, stylized } from '../../energy/index.js';
import { type Flow, gaussNewtonDescent, meanFieldDescent, regularDescent } from '../../flow/index.js';
import { gaussian, type Model } from '../../model/index.js';
import { log10, pow } from '../../special/index.js';
import type { Input } from '../../study/contract.js';
import { inputHash } from '../../study/input.js';
import { count, number, oneOf, optional, text } from '../../study/parse.js';
import type { Profile } from '../../study/profile.js';
import {
  blockTarget,
  energyHash,
  latestBlocks,
  type MarketEnergy,
  marketEnergyNames,
  paperStepSizes,
  stylizedTarget,
} from './market-energy.js';
import type { Reference } from './market-reference.js';
import { steadyStepSize } from './market-step-size.js';

const bases = ['white', 'garch'] as const;
const rules = ['gauss-newton'] as const;

/** Steps other than the paper's: see `gaussNewtonDescent` of `flow`. */
export type MarketRule = (typeof rules)[number];

/** The base model of descents: white noise, or the GARCH model fitted to the series (Figure 10). */
export type MarketBase = (typeof bases)[number];

/** Parameters of a descent towards a market. */
export interface MarketProblemParameters {
  /** Name of the series. */
  readonly series: string;
  /** Hash of the series' values, which distinguishes a changed series from the old one. */
  readonly seriesHash: string;
  /** Number of returns from which the target is computed. */
  readonly returnCount: number;
  /** `stylized`, `scattering-covariance`, or the name of an energy of the reader's own. */
  readonly energy: string;
  /** Hash of the reader's own energy (`energyHash`), which distinguishes it from others of its name; absent for the two named energies. */
  readonly energyHash?: string;
  readonly base: MarketBase;
  /** d, length of the generated paths. */
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** Number of paths of GARCH noise from which the principal components are estimated; 0 for energies without. */
  readonly noisePathCount: number;
  /** Gauss–Newton steps in place of the paper's, and the largest root mean square move of a value in one; absent for the paper's. */
  readonly rule?: MarketRule;
  readonly largestMove?: number;
}

/** Fields of the parameters of every experiment on a market, for those of a stored result. */
export const marketFields = {
  series: text,
  seriesHash: text,
  returnCount: count,
  energy: text,
  energyHash: optional(text),
  base: oneOf(bases),
  signalLength: count,
  stepSize: number,
  stepCount: count,
  noisePathCount: count,
  rule: optional(oneOf(rules)),
  largestMove: optional(number),
};

/**
 * The inputs of an experiment that is made again.
 * @throws RangeError when the returns are missing, or the energy was the reader's own, which no file holds
 */
export function marketInputs(
  { energy, energyHash }: Pick<MarketProblemParameters, 'energy' | 'energyHash'>,
  inputs: Readonly<Record<string, Input>>,
): { readonly returns: Input } {
  if (energyHash !== undefined) {
    throw new RangeError(`the energy ${energy} is the reader's own and in no file; run the experiment with it again`);
  }
  if (inputs.returns === undefined) throw new RangeError('inputs expects returns, got none; compute the result again');
  return { returns: inputs.returns };
}

/** Steps after which descents towards rates with stylized features have converged; the authors' code takes 500 to 2500. */
export const rateSteps = 5000;

/** A choice of energy and base. */
export interface MarketChoice {
  /** Φ: one of section 5.2 and Appendix C by its name, `stylized` when left out, or any energy. */
  readonly energy?: MarketEnergy | Energy;
  readonly base?: MarketBase;
  /** Gauss–Newton steps; the paper's when left out. */
  readonly rule?: MarketRule;
  /** d; must equal the energy's signal length if an energy is given. */
  readonly signalLength?: number;
}

/** Default number of steps towards an energy of the reader's own, whose curvature is unknown. */
const OWN_STEPS = 5000;

/**
 * The paper's parameters, or smaller ones with the same qualitative results.
 * @throws RangeError, naming the caller, when returns are not finite, constant or fewer than a path is long, or look like prices,
 * or there is no such energy or base, or paths of another length are wanted than a given energy takes
 */
export function marketProblem(
  caller: string,
  series: string,
  returns: Vector,
  { energy = 'stylized', base = 'white', signalLength, rule }: MarketChoice,
  profile: Profile,
): MarketProblemParameters {
  checkOneOf(caller, 'base', bases, base);
  if (rule !== undefined) checkOneOf(caller, 'rule', rules, rule);
  const own = ownEnergy(energy);
  if (own === undefined && !marketEnergyNames.includes(energy as MarketEnergy)) {
    const got = energy instanceof Promise ? 'a promise; await it' : `${String(energy)}; choose one of them`;
    throw new RangeError(
      `${caller}: energy expects ${marketEnergyNames.join(', ')} or an energy of your own, got ${got}`,
    );
  }
  const scattering = energy === 'scattering-covariance';
  const length = signalLength ?? own?.signalLength ?? (scattering && profile === 'quick' ? 256 : 1024);
  if (own && length !== own.signalLength) {
    throw new RangeError(
      `${caller}: signalLength expects ${own.signalLength}, the signal length of ${own.name}, got ${length}; leave it out`,
    );
  }
  checkReturns(caller, returns, length);
  return {
    series,
    seriesHash: inputHash(returns),
    returnCount: returns.length,
    energy: own ? own.name : (energy as MarketEnergy),
    ...(own && { energyHash: energyHash(own, returns) }),
    base,
    signalLength: length,
    stepSize: stepSizeOf(own ?? (energy as MarketEnergy), length, returns),
    stepCount: scattering ? (profile === 'quick' ? 400 : 600) : own ? OWN_STEPS : 20_000,
    noisePathCount: scattering ? (profile === 'quick' ? 4000 : 100_000) : 0,
    ...(rule && { rule, ...gaussNewtonSteps }),
  };
}

/**
 * Gauss–Newton steps that arrive everywhere: with γ = 1/2 the loss falls by 4 per step once the bound on moves is no longer met. Paths
 * move by 0.03 standard deviations at most, since longer first steps lose more entropy: towards the S&P 500, 4 × 32 paths and γ = 0.2,
 * 264 ± 13 nats by transport where 0.1 is allowed, 185 ± 9 where 0.02 is; the paper's steps lose 222 ± 3.
 */
const gaussNewtonSteps = { stepSize: 0.5, largestMove: 0.03, stepCount: 50 };

/** The regular and the mean-field descent of a problem; ensembles of `ensembleSize` paths, or of all. */
export function marketFlow(
  { rule, largestMove }: Pick<MarketProblemParameters, 'rule' | 'largestMove'>,
  energy: Energy,
  target: Vector,
  { stepSize, ensembleSize }: { readonly stepSize: number; readonly ensembleSize?: number },
): Flow {
  if (rule) return gaussNewtonDescent(energy, target, { stepSize, largestMove, ensembleSize });
  return ensembleSize === 1
    ? regularDescent(energy, target, { stepSize })
    : meanFieldDescent(energy, target, { stepSize, ensembleSize });
}

/** The given energy; undefined for a name. */
export function ownEnergy(energy: MarketChoice['energy']): Energy | undefined {
  return typeof energy === 'object' && typeof energy?.values === 'function' ? energy : undefined;
}

/** γ of the paper if it is stable at the start, as for markets with volatile periods; else, and for other energies, a stable step size. */
function stepSizeOf(energy: MarketEnergy | Energy, signalLength: number, returns: Vector): number {
  if (typeof energy === 'object')
    return rounded(steadyStepSize(energy, blockTarget(energy, returns), latestBlocks(returns, signalLength)));
  const paper = (paperStepSizes[energy] * signalLength) / 1024;
  if (energy !== 'stylized') return paper;
  const steady = steadyStepSize(stylized({ signalLength }), stylizedTarget(returns));
  return steady < paper ? rounded(steady) : paper;
}

/** A step size rounded down to two digits: more digits have no meaning, and tables show the number. */
function rounded(value: number): number {
  const unit = pow(10, Math.floor(log10(value)) - 1);
  return Number((Math.floor(value / unit) * unit).toPrecision(2));
}

function checkOneOf(caller: string, argument: string, known: readonly string[], got: string): void {
  if (!known.includes(got)) {
    throw new RangeError(
      `${caller}: ${argument} expects one of ${known.join(', ')}, got ${String(got)}; choose one of them`,
    );
  }
}

/** @throws RangeError for counts that are no whole numbers, or below their minimum */
export function checkCounts(
  caller: string,
  counts: Readonly<Record<string, readonly [count: number, least: number]>>,
): void {
  for (const [argument, [count, least]] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < least) {
      throw new RangeError(`${caller}: ${argument} expects a whole number from ${least}, got ${count}; give more`);
    }
  }
}

function checkReturns(caller: string, returns: Vector, signalLength: number): void {
  const bad = firstNonFinite(returns);
  if (bad >= 0) {
    throw new RangeError(
      `${caller}: returns expects finite numbers, got ${returns[bad]} at index ${bad}; leave the day out`,
    );
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
  // Descents start from noise of mean 0 and variance 1: prices, and returns that are not standardised, are far from it.
  if (mean * mean > 0.25 * variance || variance > 4 || variance < 0.25) {
    const got = `mean ${mean.toPrecision(3)} and standard deviation ${Math.sqrt(variance).toPrecision(3)}`;
    throw new RangeError(
      `${caller}: returns expects standardised returns, mean 0 and deviation 1, got ${got}; ` +
        'take returns of prices, then standardise',
    );
  }
}

/**
 * The paths from which a descent starts.
 * @throws RangeError when it is to start from a reference that the series has not
 */
export function baseModel(
  caller: string,
  { base, signalLength }: MarketProblemParameters,
  { model, note }: Reference,
): Model {
  if (base === 'white') return gaussian({ signalLength });
  if (model === undefined) {
    throw new RangeError(
      `${caller}: base expects a series that a GARCH model fits, got one without. ${note} Start from 'white'`,
    );
  }
  return model;
}

/** Steps of a curve in results: evenly spaced on a logarithmic axis, the first and the last included. */
export function keptSteps(stepCount: number): number[] {
  const spaced = Array.from({ length: 121 }, (_, i) => Math.round(pow(stepCount + 1, i / 120)) - 1);
  return [...new Set([...spaced, Math.round(0.9 * stepCount)])].sort((a, b) => a - b);
}

/** Entries of a vector at the given indices. */
export function entriesAt(values: Vector, places: readonly number[]): Vector {
  return vectorOf(places.map((at) => values[at]));
}
