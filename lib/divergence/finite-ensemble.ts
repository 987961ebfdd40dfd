import { ensemble, matrix, type Vector, vector } from '../array/index.js';
import type { Model } from '../model/index.js';
import { log, sin } from '../special/index.js';
import { autocovarianceModes } from './autocovariance-modes.js';
import { type FiniteEnsembleLaw, type FiniteEnsembleOptions, modeLaw } from './mode-law.js';

/**
 * Divergence from a Gaussian model through the mean-field descent of white noise with the autocovariance energy, eq.
 * (5).
 *
 * The energy's Hessians share the eigenvectors qⱼ(i) = √(2/(d+1)) sin(πij/(d+1)), with eigenvalues (2/d)(w₂ + w₁ cos
 * θⱼ), θⱼ = πj/(d+1). In the limit of many paths a step therefore multiplies the variance Sⱼ of each mode by the square
 * of 1 − (2c/d) Σ rₖaₖ(j), where r = E Φ − α, c = γ/‖α‖² and a(j) = (cos θⱼ, 1): paths stay Gaussian, and their
 * divergence is a sum over modes. An ensemble of N paths adds its collapse and takes away what its own mean energy
 * varies less than that of independent paths: g/N. The paper has neither; its Figures 1(c), 3(b) and 4 are such curves.
 * @param truth p, a centred Gaussian law of paths, d ≥ 2; only its log-density is used
 * @returns a function of the descent
 * @throws RangeError when the truth is no such law; when the target has not two finite entries or vanishes, the step size
 *   or count is out of range, or steps are so large that variances overflow
 * Cost: O(d²) once, then O(d) per step. Accuracy of the 1/N law: a few tenths of a nat at N = 1, far below a hundredth
 * from N = 32.
 */
export function finiteEnsembleLaw(truth: Model): (options: FiniteEnsembleOptions) => FiniteEnsembleLaw {
  const { signalLength: d } = truth;
  const { cosines, precisions, logPeak } = modesOf('finiteEnsembleLaw', truth);
  const features = matrix(2, d);
  features.row(0).set(cosines);
  features.row(1).fill(1);
  const divergence = (variances: Vector): number => {
    let sum = -logPeak;
    for (let j = 0; j < d; j++) sum += 0.5 * (precisions[j] * variances[j] - 1 - log(2 * Math.PI * variances[j]));
    return sum;
  };
  return (options) => modeLaw({ name: 'finiteEnsembleLaw', features, divergence }, options);
}

/**
 * The truth along the modes: cos θⱼ and qⱼᵀR⁻¹qⱼ by mode, [d], and ln p(0).
 * @param name of the public function, for errors
 * @throws RangeError when the truth is no centred Gaussian law, or d is below 2
 */
export function modesOf(name: string, truth: Model): { cosines: Vector; precisions: Vector; logPeak: number } {
  const { signalLength: d } = truth;
  if (d < 2) throw new RangeError(`${name}: truth expects a signal length from 2, got ${d}`);
  checkCentredGaussian(name, truth);
  const { cosines } = autocovarianceModes(d);
  const precisions = vector(d);
  const [logPeak] = truth.logDensity(ensemble(1, d));
  const mode = ensemble(1, d);
  for (let j = 1; j <= d; j++) {
    // Of the length of a typical path, so that the difference of log-densities keeps its digits.
    const size = Math.sqrt((2 * d) / (d + 1));
    for (let i = 0; i < d; i++) mode.data[i] = size * sin((Math.PI * (i + 1) * j) / (d + 1));
    precisions[j - 1] = (2 * (logPeak - truth.logDensity(mode)[0])) / d;
  }
  return { cosines, precisions, logPeak };
}

/** ln p of a centred Gaussian law is the same at x and −x, and falls four times as far from its peak at 2x. */
function checkCentredGaussian(name: string, truth: Model): void {
  const { signalLength: d } = truth;
  const probes = ensemble(4, d);
  // No mean that models have, such as a constant one, is orthogonal to this path.
  [0, 1, -1, 2].forEach((factor, n) => {
    for (let i = 0; i < d; i++) probes.data[n * d + i] = factor / (1 + i);
  });
  const [peak, ahead, behind, twice] = truth.logDensity(probes);
  const fall = peak - ahead;
  const isQuadratic = Math.abs(peak - twice - 4 * fall) <= 1e-6 * (1 + Math.abs(peak) + fall);
  if (fall > 0 && isQuadratic && Math.abs(ahead - behind) <= 1e-6 * (1 + Math.abs(peak) + fall)) return;
  throw new RangeError(
    `${name}: truth expects a Gaussian law of mean 0, got ${truth.name}; only such laws have these modes`,
  );
}
