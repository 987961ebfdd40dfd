import { type Matrix, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import { dot, factoriseDense, type NewtonStep, newtonMinimum } from '../linear-algebra/index.js';
import { exp, expm1, log, log1p, pow, sin } from '../special/index.js';
import { autoregressionOf } from './levinson.js';
import { checkLength } from './path-model.js';

/** Which spectrum of the family is asked for, and for paths of what length. */
export interface SpectrumOptions {
  /** d. */
  readonly signalLength: number;
  /**
   * p, from 1 to Infinity: 1 is the spectrum of largest entropy, 2 what one implicit step of infinite length reaches,
   * Infinity the exponential spectrum, at which a mean-field descent of white noise ends.
   */
  readonly power: number;
}

/** A spectrum on the circular frequencies. */
export interface PrescribedSpectrum {
  /** Sⱼ at ωⱼ = 2πj/d, [d]. */
  readonly spectrum: Vector;
  /** λ₀ … λₘ, lag 0 first. */
  readonly coefficients: Vector;
  /** (1/2d) Σ ln Sⱼ: entropy per value in nats, less that of white noise of unit variance. */
  readonly entropyPerValue: number;
}

/**
 * The spectrum S_p = (1 − (1/p) Σ λₖ cos kω)^{−p} with given autocovariances at the lags 0 … m; exp(Σ λₖ cos kω) for
 * p = ∞.
 *
 * Laws with these autocovariances are the fibre on which a mean-field descent with the autocovariance energy ends. From
 * white noise the descent in small steps ends at p = ∞ (Bloomfield 1973), n implicit steps of equal multipliers at
 * p = 2n, while maximum entropy has p = 1 (Burg 1975). The λ minimise the convex function mean ψ(Σ λₖaₖ) − Σ λₖαₖ,
 * ψ′ = S; Newton's method from white noise, halving steps that leave the domain or do not descend.
 * @param autocovariances α₀ … αₘ: 0 < α₀, and at most d/2 lags
 * @throws RangeError when p or d are out of range, there are more lags than d/2, or no positive spectrum on the d
 *   frequencies has these autocovariances
 * Cost: O(m² d) per iteration, 10 to 60 of these.
 */
export function spectrumWith(
  autocovariances: ArrayLike<number>,
  { signalLength, power: p }: SpectrumOptions,
): PrescribedSpectrum {
  checkArguments(autocovariances, signalLength, p);
  const alpha = vectorOf(autocovariances);
  const [variance] = alpha;
  // A root near the unit circle makes the bracket nearly vanish at ω = 0 or π: there the differences of cosines vanish too.
  const end = alpha.length > 1 && alpha[1] < 0 ? -1 : 1;
  const features = Array.from(alpha, (_, lag) => cosinesLessEnd(signalLength, lag, end));
  const unit = unitCoefficients(
    features,
    alpha.map((value, lag) => (lag === 0 ? 1 : value / variance - pow(end, lag))),
    p,
  );
  if (unit === undefined) {
    throw new RangeError(
      `spectrumWith: autocovariances expect those of a positive spectrum on ${signalLength} circular frequencies, got ` +
        `[${Array.from(alpha).join(', ')}], for which none was found; take smaller ones, fewer lags or longer paths`,
    );
  }
  // variance · S(b) = S(variance^{−1/p} b), where b is the bracket.
  const scale = p === Infinity ? 1 : pow(variance, -1 / p);
  const exponentsOfUnit = exponents(features, unit);
  const spectrum = exponentsOfUnit.map((u) => variance * family(p, u).value);
  const coefficients = unit.map((value) => scale * value);
  for (let lag = 1; lag < alpha.length; lag++) coefficients[0] -= pow(end, lag) * coefficients[lag];
  coefficients[0] += p === Infinity ? log(variance) : -p * expm1(-log(variance) / p);
  // From u, not from S: near a unit root the exponential spectrum falls below the smallest number.
  const logs = exponentsOfUnit.map((u) => log(variance) + (p === Infinity ? u : -p * log1p(-u / p)));
  const entropyPerValue = logs.reduce((sum, value) => sum + value, 0) / (2 * signalLength);
  return { spectrum, coefficients, entropyPerValue };
}

/** cos kω − cos kω*, where ω* is 0 or π as `end` is 1 or −1, without cancellation; 1 for lag 0. */
function cosinesLessEnd(d: number, lag: number, end: 1 | -1): Vector {
  if (lag === 0) return vector(d).fill(1);
  return vector(d).map((_, j) => {
    const steps = end === 1 ? 2 * j : 2 * j - d; // from ω*, in units of π/d
    const half = sin((Math.PI * ((lag * steps) % (4 * d))) / (2 * d));
    return -2 * pow(end, lag) * half * half;
  });
}

function checkArguments(autocovariances: ArrayLike<number>, signalLength: number, p: number): void {
  checkLength('spectrumWith', signalLength);
  if (!(p >= 1)) throw new RangeError(`spectrumWith: power expects a number from 1 to Infinity, got ${p}`);
  const lags = autocovariances.length - 1;
  if (!(lags >= 0 && lags <= signalLength / 2)) {
    throw new RangeError(
      `spectrumWith: autocovariances expect 1 to ${1 + Math.floor(signalLength / 2)} numbers, lag 0 to at most lag d/2, ` +
        `got ${autocovariances.length}; lag k of a circle is lag d - k`,
    );
  }
  autoregressionOf('spectrumWith', autocovariances);
}

/** S = ψ′, its derivative and ψ as functions of u = Σ λₖaₖ; NaN where the bracket is not positive. */
function family(p: number, u: number): { readonly value: number; readonly slope: number; readonly integral: number } {
  if (p === Infinity) {
    const value = exp(u);
    return { value, slope: value, integral: value };
  }
  const bracket = 1 - u / p;
  if (!(bracket > 0)) return { value: NaN, slope: NaN, integral: NaN };
  // Not a power of the bracket: for large p that would multiply the bracket's rounding error by p.
  const value = exp(-p * log1p(-u / p));
  return { value, slope: value / bracket, integral: p === 1 ? -log(bracket) : (p / (p - 1)) * value * bracket };
}

function exponents(features: readonly Vector[], coefficients: Vector): Vector {
  return features[0].map((_, j) => features.reduce((sum, feature, k) => sum + coefficients[k] * feature[j], 0));
}

/** Largest difference between the autocovariances found and those asked for, of unit variance. */
const TOLERANCE = 1e-10;

/** λ for unit variance; undefined when the search finds none. */
function unitCoefficients(features: readonly Vector[], alpha: Vector, p: number): Vector | undefined {
  const { length: K } = alpha;
  const d = features[0].length;

  const value = (coefficients: Vector): number =>
    exponents(features, coefficients).reduce((sum, u) => sum + family(p, u).integral, 0) / d -
    coefficients.reduce((sum, entry, k) => sum + entry * alpha[k], 0);

  function derivatives(coefficients: Vector): { gradient: Vector; curvature: Matrix } {
    const values = Array.from(exponents(features, coefficients), (u) => family(p, u));
    const gradient = alpha.map(
      (wanted, k) => values.reduce((sum, s, j) => sum + s.value * features[k][j], 0) / d - wanted,
    );
    const curvature = matrix(K, K);
    for (let k = 0; k < K; k++)
      for (let l = 0; l < K; l++)
        for (let j = 0; j < d; j++)
          curvature.data[k * K + l] += (values[j].slope * features[k][j] * features[l][j]) / d;
    return { gradient, curvature };
  }

  function newton(coefficients: Vector): NewtonStep {
    const { gradient, curvature } = derivatives(coefficients);
    const step = gradient.slice();
    factoriseDense(curvature).solve(step);
    return { step, decrement: dot(step, gradient) };
  }

  const { point } = newtonMinimum({ value, newton }, vector(K));
  return derivatives(point).gradient.every((entry) => Math.abs(entry) <= TOLERANCE) ? point : undefined;
}
