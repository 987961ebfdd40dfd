import {
  checkLength,
  checkPositive,
  firstNonFinite,
  type Matrix,
  matrix,
  type Vector,
  vector,
  vectorOf,
} from '../array/index.js';
import { dot, factoriseDense, gramSolver, type NewtonStep, newtonMinimum } from '../linear-algebra/index.js';
import { log } from '../special/index.js';

/** A Gaussian law q₀ e^{−θ·Φ}/Z of paths, q₀ = N(0, I), for an energy Φₖ = (1/d) Σⱼ aₖ(j) xⱼ² of coordinates xⱼ along fixed modes. */
export interface CanonicalSpectrum {
  /** θ, [K]. */
  readonly multipliers: Vector;
  /** E Φ, [K]. */
  readonly energies: Vector;
  /** Sⱼ = E xⱼ² = 1/(1 + (2/d) Σ θₖ aₖ(j)), [d]. */
  readonly spectrum: Vector;
  /** ln Z = −½ Σ ln(1 + (2/d) Σ θₖ aₖ(j)). */
  readonly logPartition: number;
  /** D(q₀ e^{−θ·Φ}/Z ‖ q₀) = −θ·E Φ − ln Z, nats per path. */
  readonly divergence: number;
}

/** The energies asked for. */
export interface CanonicalOptions {
  /** α, [K]. */
  readonly target: ArrayLike<number>;
  /** τ/c ≥ 0: θ is where −ln Z(θ) − θ·α − (τ/c) ‖θ‖²/2 is largest; 0, which gives E Φ = α, when left out. */
  readonly ridge?: number;
}

/**
 * The law of largest entropy relative to white noise at given energies, in closed form but for K numbers; with a ridge, the law
 * of noisy mean-field descents in the limit of many paths, where θ = (E Φ − α)/ridge.
 *
 * With aₖ(j) = cos(πkj/(d+1)) or cos(2πkj/d) the energies are autocovariances at lag k, as sums that end or that wrap around, and the law
 * is the autoregression of largest entropy (Burg 1975).
 * @param components aₖ(j), [K, d], finite; linearly independent where there is no ridge
 * @throws RangeError when components or target are not finite, the target has not K entries, the ridge is negative, no such law
 *   exists, or components are combinations of others, naming these
 * Cost: O(K² d) per round of Newton's method, some ten rounds.
 */
export function canonicalSpectrum(components: Matrix, { target, ridge = 0 }: CanonicalOptions): CanonicalSpectrum {
  const { rowCount: count, columnCount: d } = components;
  const wrong = firstNonFinite(components.data);
  if (wrong >= 0) {
    throw new RangeError(
      `canonicalSpectrum: components expect finite numbers, got ${components.data[wrong]} in row ${Math.floor(wrong / d)}`,
    );
  }
  checkLength('canonicalSpectrum: target', target, count);
  const bad = firstNonFinite(target);
  if (bad >= 0) throw new RangeError(`canonicalSpectrum: target expects finite numbers, got ${target[bad]}`);
  if (!(ridge >= 0 && ridge < Infinity)) {
    throw new RangeError(`canonicalSpectrum: ridge expects a finite number from 0, got ${ridge}`);
  }
  const alpha = vectorOf(target);
  const { point } = newtonMinimum(
    {
      value(multipliers) {
        const found = spectrumOf(components, multipliers);
        if (found === undefined) return Infinity;
        return multipliers.reduce(
          (sum, theta, k) => sum + theta * alpha[k] + 0.5 * ridge * theta * theta,
          found.logPartition,
        );
      },
      newton: (multipliers) => newton(components, spectrumOf(components, multipliers)!, alpha, ridge),
    },
    vector(count),
  );
  const law = spectrumOf(components, point)!;
  const sizes = termSizes(components, law, alpha, ridge);
  if (gradientOf(law, alpha, ridge).every((entry, k) => Math.abs(entry) <= 1e-9 * sizes[k])) return law;
  if (ridge === 0) checkIndependence(components);
  throw new RangeError(
    `canonicalSpectrum: target expects energies of some Gaussian law, got ${Array.from(alpha).join(', ')}; ` +
      'choose a target that paths have',
  );
}

/** The law of given multipliers; undefined where e^{−θ·Φ} has no integral. */
function spectrumOf({ rowCount, columnCount: d, data }: Matrix, multipliers: Vector): CanonicalSpectrum | undefined {
  const spectrum = vector(d);
  const energies = vector(rowCount);
  let logPartition = 0;
  for (let j = 0; j < d; j++) {
    let precision = 1;
    for (let k = 0; k < rowCount; k++) precision += (2 / d) * multipliers[k] * data[k * d + j];
    if (!(precision > 0)) return undefined;
    spectrum[j] = 1 / precision;
    logPartition -= 0.5 * log(precision);
    for (let k = 0; k < rowCount; k++) energies[k] += (data[k * d + j] * spectrum[j]) / d;
  }
  const divergence = multipliers.reduce((sum, theta, k) => sum - theta * energies[k], -logPartition);
  return { multipliers, energies, spectrum, logPartition, divergence };
}

/** Gradient of ln Z + θ·α + ridge ‖θ‖²/2. */
function gradientOf({ multipliers, energies }: CanonicalSpectrum, alpha: Vector, ridge: number): Vector {
  return multipliers.map((theta, k) => alpha[k] - energies[k] + ridge * theta);
}

/** Sizes of the terms that cancel in the gradient, [K]: its scale, whatever the unit of the energies. */
function termSizes(
  { columnCount: d, data }: Matrix,
  { multipliers, spectrum }: CanonicalSpectrum,
  alpha: Vector,
  ridge: number,
): Vector {
  return multipliers.map((theta, k) => {
    const energy = spectrum.reduce((sum, value, j) => sum + Math.abs(data[k * d + j]) * value, 0) / d;
    return energy + Math.abs(alpha[k]) + ridge * Math.abs(theta);
  });
}

/** @throws RangeError naming components that are combinations of others: θ is not unique then, and no law need have the target */
function checkIndependence({ rowCount: count, columnCount: d, data }: Matrix): void {
  const gram = matrix(count, count);
  for (let k = 0; k < count; k++)
    for (let l = 0; l < count; l++)
      for (let j = 0; j < d; j++) gram.data[k * count + l] += (4 / (d * d)) * data[k * d + j] * data[l * d + j];
  const labels = Array.from({ length: count }, (_, k) => `component ${k + 1}`);
  gramSolver(gram, { labels, caller: 'canonicalSpectrum', ridge: 0 });
}

function newton(
  { rowCount: count, columnCount: d, data }: Matrix,
  law: CanonicalSpectrum,
  alpha: Vector,
  ridge: number,
): NewtonStep {
  const gradient = gradientOf(law, alpha, ridge);
  const curvature = matrix(count, count);
  for (let j = 0; j < d; j++) {
    const weight = (2 / (d * d)) * law.spectrum[j] * law.spectrum[j];
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++) curvature.data[k * count + l] += weight * data[k * d + j] * data[l * d + j];
    }
  }
  for (let k = 0; k < count; k++) curvature.data[k * count + k] += ridge;
  const step = gradient.slice();
  factoriseDense(curvature).solve(step);
  return { step, decrement: dot(step, gradient) };
}

/** The same law of one value x with Φ = x², where θ has a formula. */
export interface CanonicalVarianceOptions {
  /** α. */
  readonly target: number;
  /** τ/c > 0. */
  readonly ridge: number;
  /** 1/variance of the base law N(0, variance); 0, Lebesgue measure, when left out. */
  readonly basePrecision?: number;
}

/**
 * Variance V and multiplier θ = (V − α)/ridge of the stationary law of one value under noisy mean-field descent with Φ = x²: V is the
 * positive root of 2V² + (ridge · basePrecision − 2α)V − ridge = 0.
 * @throws RangeError when an option is not finite, the ridge not positive, or the precision negative
 */
export function canonicalVariance({ target, ridge, basePrecision = 0 }: CanonicalVarianceOptions): {
  readonly variance: number;
  readonly multiplier: number;
} {
  checkPositive('canonicalVariance: ridge', ridge);
  if (!(Number.isFinite(target) && basePrecision >= 0 && basePrecision < Infinity)) {
    throw new RangeError(
      `canonicalVariance: target and basePrecision expect finite numbers, the second from 0, got ${target} and ${basePrecision}`,
    );
  }
  const half = 2 * target - ridge * basePrecision;
  const root = Math.sqrt(half * half + 8 * ridge);
  // Of the two forms of the positive root, the one that subtracts nothing.
  const variance = half >= 0 ? (half + root) / 4 : (2 * ridge) / (root - half);
  return { variance, multiplier: (variance - target) / ridge };
}
