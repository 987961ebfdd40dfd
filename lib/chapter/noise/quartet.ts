import { runAlgorithm } from '../../algorithm/index.js';
import { ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { meanFieldLangevin } from '../../chain/index.js';
import { autocovarianceModes, canonicalSpectrum, momentGuidedSpectrum } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { sin } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of the descents with and without noise. */
export interface QuartetParameters {
  /** φ: the target is the mean energy of AR(1). */
  readonly coefficient: number;
  readonly signalLength: number;
  /** c, the strength of the drift, with temperature 1. */
  readonly strength: number;
  /** h, the time of a step. */
  readonly stepSize: number;
  readonly stepCount: number;
  /** The ensemble sizes N with noise; each divides pathCount. Those without noise are 1 and pathCount. */
  readonly sizes: readonly number[];
  readonly pathCount: number;
}

/** Autocovariances of paths, and how much their energies differ. */
export interface QuartetRow {
  /** N; Infinity for a law in closed form. */
  readonly ensembleSize: number;
  readonly temperature: number;
  /** Mean over the paths of (1/d) Σ xᵢxᵢ₋ₗ, lags 0 to 4. */
  readonly lags: readonly Estimate[];
  /** Variance between the paths of a law of the lag-1 energy, with its standard error as for normal values. */
  readonly lagOneVariance: Estimate;
}

/** The quartet of descents, and the laws that they tend to. */
export interface QuartetData {
  readonly target: Vector;
  readonly rows: readonly QuartetRow[];
  /** Laws in closed form: of the noisy mean field, of largest entropy, and of the mean field without noise. */
  readonly exact: Readonly<Record<'noisy' | 'largestEntropy' | 'noiseless', QuartetRow>>;
  /** Variance of the lag-1 energy that the law of the noisy mean field gives for each of the sizes, to the second order in energies. */
  readonly predictedVariances: Vector;
}

const LAGS = 4;

/**
 * {regular, mean field} × {no noise, noise with a restoring force} for the autocovariance energy: what N and the temperature decide.
 */
export function noiseQuartet(
  changes: Partial<QuartetParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<QuartetParameters, QuartetData, Stage> {
  const parameters: QuartetParameters = {
    coefficient: 0.6,
    signalLength: 32,
    strength: 800,
    stepSize: 0.005,
    stepCount: 800,
    sizes: [1, 4, 64],
    pathCount: 64,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(parameters: QuartetParameters, seed: number): Experiment<QuartetParameters, QuartetData, Stage> {
  const stages = alike(runsOf(parameters).map(({ stage }) => stage));
  return { id: 'noise-quartet', module: 'chapter/noise/quartet', parameters, seed, stages, run: runQuartet };
}

type Stage = `${'no noise' | 'noise'}, N = ${number}`;

function runsOf({ sizes, pathCount }: QuartetParameters) {
  const noiseless = [1, pathCount].map((size) => ({ size, temperature: 0, stage: `no noise, N = ${size}` as Stage }));
  return [...noiseless, ...sizes.map((size) => ({ size, temperature: 1, stage: `noise, N = ${size}` as Stage }))];
}

async function runQuartet(p: QuartetParameters, key: Key, context: RunContext<Stage>): Promise<QuartetData> {
  const { signalLength, strength, stepSize, pathCount } = p;
  const [startKey, noiseKey] = split(key, 2);
  const energy = autocovariance({ signalLength });
  const base = gaussian({ signalLength });
  const target = targetOf(p);
  const rows: QuartetRow[] = [];
  for (const { size, temperature, stage } of runsOf(p)) {
    const algorithm = meanFieldLangevin(energy, target, {
      ...{ strength, temperature, stepSize, base },
      ensembleSize: size,
    });
    const { state } = await context.stage(stage, async (options) => {
      const start = base.sample(startKey, pathCount);
      const space = await runAlgorithm(algorithm, start, p.stepCount, { ...options, key: noiseKey });
      return { state: space.state.paths.slice() };
    });
    rows.push({ ensembleSize: size, temperature, ...lagsOf(ensemble(pathCount, signalLength, state), size) });
  }
  const components = lagModes(signalLength);
  const noisy = canonicalSpectrum(components, { target, ridge: 1 / strength });
  return {
    target,
    rows,
    exact: {
      noisy: exactRow(noisy.spectrum, 1),
      largestEntropy: exactRow(canonicalSpectrum(components, { target }).spectrum, 0),
      noiseless: exactRow(arrivedSpectrum(components, target), 0),
    },
    predictedVariances: predictedVariances(components, noisy.spectrum, p),
  };
}

/** Mean energy of AR(1) with unit variance: lag 1, then lag 0. */
function targetOf({ coefficient, signalLength }: QuartetParameters): Vector {
  return vector(2).map((_, k) => (k === 0 ? (coefficient * (signalLength - 1)) / signalLength : 1));
}

/** cos θⱼ and 1 by mode: the energy's components along its modes. */
export function lagModes(d: number): Matrix {
  const { cosines } = autocovarianceModes(d);
  return matrix(
    2,
    d,
    vector(2 * d).map((_, i) => (i < d ? cosines[i] : 1)),
  );
}

/** The spectrum of white paths that arrive at the target without noise, in the limit of many paths and small steps. */
function arrivedSpectrum(components: Matrix, target: Vector): Vector {
  const [, end] = momentGuidedSpectrum(components, {
    start: vector(components.columnCount).fill(1),
    volatility: 0,
    times: [0, 1],
    momentRate(t, out) {
      const rate = 0.5 * Math.PI * sin(Math.PI * t);
      out[0] = rate * target[0];
      out[1] = rate * (target[1] - 1);
    },
  });
  return end.spectrum;
}

function lagsOf(paths: ReturnType<typeof ensemble>, size: number): Pick<QuartetRow, 'lags' | 'lagOneVariance'> {
  const { pathCount, signalLength: d } = paths;
  const values = Array.from({ length: LAGS + 1 }, (_, lag) =>
    vector(pathCount).map((_, n) => {
      const path = paths.path(n);
      let sum = 0;
      for (let i = lag; i < d; i++) sum += path[i] * path[i - lag];
      return sum / d;
    }),
  );
  const one = meanEstimate(values[1]);
  const variance = pathCount * one.standardError * one.standardError;
  // Paths of an ensemble share its mean, which changes little: their differences count as independent.
  const degrees = size === 1 ? pathCount - 1 : pathCount;
  return {
    lags: values.map(meanEstimate),
    lagOneVariance: { value: variance, standardError: variance * Math.sqrt(2 / degrees) },
  };
}

/** A Gaussian law with variances S along the modes. */
function exactRow(spectrum: Vector, temperature: number): QuartetRow {
  const d = spectrum.length;
  const { cosines } = autocovarianceModes(d);
  const known = (value: number): Estimate => ({ value, standardError: 0 });
  const mode = (i: number, j: number): number => Math.sqrt(2 / (d + 1)) * sin((Math.PI * i * (j + 1)) / (d + 1));
  const lags = Array.from({ length: LAGS + 1 }, (_, lag) => {
    let sum = 0;
    for (let j = 0; j < d; j++) for (let i = lag + 1; i <= d; i++) sum += spectrum[j] * mode(i, j) * mode(i - lag, j);
    return known(sum / d);
  });
  const variance = spectrum.reduce((sum, value, j) => sum + (2 / (d * d)) * cosines[j] * cosines[j] * value * value, 0);
  return { ensembleSize: Infinity, temperature, lags, lagOneVariance: known(variance) };
}

/**
 * Variance of one path's lag-1 energy in an ensemble of N: V (1 − 1/N) + (1/N)(V⁻¹ + c/τ)⁻¹, V the covariance of Φ in the limit law,
 * since the factor exp(−(Nc/2τ)‖Φ̄ − α‖²) holds the mean alone.
 */
function predictedVariances(components: Matrix, spectrum: Vector, { sizes, strength }: QuartetParameters): Vector {
  const d = spectrum.length;
  const covariance = [0, 1].map((k) =>
    [0, 1].map((l) =>
      spectrum.reduce(
        (sum, value, j) => sum + (2 / (d * d)) * components.row(k)[j] * components.row(l)[j] * value * value,
        0,
      ),
    ),
  );
  const [[a, b], [, c]] = covariance;
  const determinant = a * c - b * b;
  // The inverse with the strength added, and the first entry of its inverse.
  const [first, mixed, second] = [c / determinant + strength, -b / determinant, a / determinant + strength];
  const held = second / (first * second - mixed * mixed);
  return vector(sizes.length).map((_, i) => a * (1 - 1 / sizes[i]) + held / sizes[i]);
}

/** `noiseQuartet` of a stored result. */
export const noiseQuartetAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    strength: number,
    stepSize: number,
    stepCount: count,
    sizes: listOf(count),
    pathCount: count,
  }),
  experimentOf,
);
