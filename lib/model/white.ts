import { checkPositive, type Vector } from '../array/index.js';
import { draws } from '../random/index.js';
import { log, logNormalDensity, logNormalTail, normalHazard, squared as squaredOf } from '../special/index.js';
import type { Model, Score } from './model.js';
import { checkLength, modelOfPaths, type PathDraw, scoreOfValues } from './path-model.js';
import type { ModelRecipe } from './registry.js';

/** A model whose values are independent and identically distributed: a base model q₀. */
export interface WhiteModel extends Model, Score {
  /** Differential entropy of one value, in nats. */
  readonly entropyPerValue: number;
}

/** Length of the paths, mean and deviation of Gaussian values. */
export interface GaussianOptions {
  /** d ≥ 1. */
  readonly signalLength: number;
  /** 0 when left out. */
  readonly mean?: number;
  /** Standard deviation above 0; 1 when left out. */
  readonly deviation?: number;
}

/**
 * Gaussian white noise N(mean, deviation² I): the base model of section 2, the one of largest entropy on ℝᵈ given mean and
 * variance.
 * @throws RangeError when the deviation is not positive and finite
 */
export function gaussian({ signalLength, mean = 0, deviation = 1 }: GaussianOptions): WhiteModel {
  checkLength('gaussian', signalLength);
  checkPositive('gaussian: deviation', deviation);
  if (!Number.isFinite(mean)) throw new RangeError(`gaussian: mean expects a finite number, got ${mean}`);
  const logDeviation = log(deviation);
  const logRootOfTwoPi = 0.5 * log(2 * Math.PI);
  return white(
    {
      name: mean === 0 && deviation === 1 ? 'white noise' : 'Gaussian white noise',
      signalLength,
      recipe: { module: 'model', factory: 'gaussian', arguments: [{ signalLength, mean, deviation }] },
      parameters: { mean, deviation },
      // Over whole paths: a call per value would cost more than the arithmetic, and chains ask for both of every value.
      logDensity(path) {
        let sum = 0;
        for (let i = 0; i < path.length; i++) {
          const z = (path[i] - mean) / deviation;
          sum += -0.5 * z * z - logRootOfTwoPi - logDeviation;
        }
        return sum;
      },
      score(path, out) {
        for (let i = 0; i < path.length; i++) out[i] = (mean - path[i]) / (deviation * deviation);
      },
      entropyPerValue: 0.5 * (1 + log(2 * Math.PI)) + logDeviation,
    },
    {
      fromNormals(path) {
        for (let i = 0; i < path.length; i++) path[i] = mean + deviation * path[i];
      },
    },
  );
}

/** Length of the paths and mean of exponential values. */
export interface ExponentialOptions {
  /** d ≥ 1. */
  readonly signalLength: number;
  /** Mean, and standard deviation, above 0; 1 when left out. */
  readonly scale?: number;
}

/**
 * Independent exponential values: the base model of largest entropy on the positive axis given mean = standard deviation.
 * Paper: section 5.1 (CIR).
 * @throws RangeError when the scale is not positive and finite
 */
export function exponential({ signalLength, scale = 1 }: ExponentialOptions): WhiteModel {
  checkLength('exponential', signalLength);
  checkPositive('exponential: scale', scale);
  return white(
    {
      name: 'exponential noise',
      signalLength,
      recipe: { module: 'model', factory: 'exponential', arguments: [{ signalLength, scale }] },
      parameters: { scale },
      ...byValue({
        logDensity: (value) => (value < 0 ? -Infinity : -value / scale - log(scale)),
        slope: (value) => (value < 0 ? NaN : -1 / scale),
      }),
      entropyPerValue: 1 + log(scale),
    },
    {
      draw(key, out) {
        const { uniform } = draws(key);
        for (let i = 0; i < out.length; i++) out[i] = -scale * log(uniform());
      },
    },
  );
}

/** Length of the paths, and mean and deviation of the values above 0. */
export interface TruncatedGaussianOptions {
  /** d ≥ 1. */
  readonly signalLength: number;
  /** Mean of the truncated law, above 0. */
  readonly mean: number;
  /** Standard deviation of the truncated law, above 0 and below the mean. */
  readonly deviation: number;
}

/**
 * Independent Gaussian values kept positive, with the mean and standard deviation of the truncated law given: the base
 * model of largest entropy on the positive axis when the deviation is below the mean.
 * Paper: section 5.1; Dowson and Wragg 1973.
 * @throws RangeError when not 0 < deviation < 0.9995 · mean; nearer to the mean the law is exponential for all that double
 *   precision can tell
 */
export function truncatedGaussian({ signalLength, mean, deviation }: TruncatedGaussianOptions): WhiteModel {
  checkLength('truncatedGaussian', signalLength);
  checkPositive('truncatedGaussian: mean', mean);
  checkPositive('truncatedGaussian: deviation', deviation);
  if (deviation > LARGEST_RATIO * mean) {
    throw new RangeError(
      `truncatedGaussian: deviation expects a number below ${LARGEST_RATIO} of the mean ${mean}, got ${deviation}; use exponential when both are equal`,
    );
  }
  const cut = truncationPoint(deviation / mean);
  const scale = mean / (normalHazard(cut) - cut);
  const location = -cut * scale;
  const logMass = logNormalTail(cut);
  return white(
    {
      name: 'truncated Gaussian noise',
      signalLength,
      recipe: { module: 'model', factory: 'truncatedGaussian', arguments: [{ signalLength, mean, deviation }] },
      parameters: { mean, deviation, location, scale, logMass },
      ...byValue({
        logDensity: (value) =>
          value < 0 ? -Infinity : logNormalDensity((value - location) / scale) - log(scale) - logMass,
        slope: (value) => (value < 0 ? NaN : (location - value) / (scale * scale)),
      }),
      entropyPerValue: 0.5 * (1 + log(2 * Math.PI) + cut * normalHazard(cut)) + log(scale) + logMass,
    },
    {
      draw(key, out) {
        const source = draws(key);
        for (let i = 0; i < out.length; i++) out[i] = location + scale * normalAbove(cut, source);
      },
    },
  );
}

/** Largest deviation/mean: the cut is then 45 standard deviations, and its search loses half of the digits. */
const LARGEST_RATIO = 0.9995;

/** The cut a = −μ/σ at which a standard normal above a has the given ratio of deviation to mean, by bisection. */
function truncationPoint(ratio: number): number {
  let low = -1 / ratio - 1;
  let high = 60;
  for (let round = 0; round < 200 && high - low > 1e-15 * Math.abs(low); round++) {
    const middle = 0.5 * (low + high);
    const hazard = normalHazard(middle);
    const squared = (1 + middle * hazard - hazard * hazard) / squaredOf(hazard - middle);
    if (squared < ratio * ratio) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** A standard normal above `cut` by rejection: plain below 0.5, from an exponential above it (Robert 1995). */
function normalAbove(cut: number, source: ReturnType<typeof draws>): number {
  const rate = 0.5 * (cut + Math.sqrt(cut * cut + 4));
  for (;;) {
    if (cut < 0.5) {
      const z = source.normal();
      if (z > cut) return z;
    } else {
      const z = cut - log(source.uniform()) / rate;
      if (log(source.uniform()) < -0.5 * squaredOf(z - rate)) return z;
    }
  }
}

interface WhiteLaw {
  readonly name: string;
  readonly signalLength: number;
  readonly recipe: ModelRecipe;
  readonly parameters: Readonly<Record<string, number>>;
  /** ln p of a path. */
  readonly logDensity: (path: Vector) => number;
  /** Writes the derivative of ln p at each of any number of values. */
  readonly score: (values: Vector, out: Vector) => void;
  readonly entropyPerValue: number;
}

/** A law by one of its values. */
interface ValueLaw {
  readonly logDensity: (value: number) => number;
  /** Derivative of the log-density; NaN where the density is 0. */
  readonly slope: (value: number) => number;
}

/** The law of independent values, each by a call. */
function byValue({ logDensity, slope }: ValueLaw): Pick<WhiteLaw, 'logDensity' | 'score'> {
  return {
    logDensity(path) {
      let sum = 0;
      for (let i = 0; i < path.length; i++) sum += logDensity(path[i]);
      return sum;
    },
    score(path, out) {
      for (let i = 0; i < path.length; i++) out[i] = slope(path[i]);
    },
  };
}

function white(law: WhiteLaw, drawing: PathDraw): WhiteModel {
  const { name, signalLength, recipe, parameters, logDensity, entropyPerValue } = law;
  return modelOfPaths(
    { name, signalLength, parameters, recipe, ...drawing, logDensity },
    { entropyPerValue, score: scoreOfValues(law, law.score) },
  );
}
