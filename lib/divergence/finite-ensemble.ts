import { ensemble, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import type { Model } from '../model/index.js';
import { log, sin, squared } from '../special/index.js';
import { autocovarianceModes } from './autocovariance-modes.js';

/**
 * The law of a mean-field descent with the autocovariance energy, in closed form. All in nats per path, by step, [T +
 * 1].
 */
export interface FiniteEnsembleLaw {
  /** D∞, the divergence in the limit of many paths. */
  readonly limit: Vector;
  /** g: ensembles of N paths diverge by D∞ + g/N, to first order in 1/N. */
  readonly excess: Vector;
  /** The part of g that is collapse: N times the collapse per path of an ensemble of N paths. */
  readonly collapse: Vector;
  /** E Φ in the limit, [T + 1, 2]. */
  readonly meanEnergies: Matrix;
  /** D∞ + g/N. */
  divergence(ensembleSize: number): Vector;
}

/** The descent whose law is asked for. */
export interface FiniteEnsembleOptions {
  /** α, lag 1 first, divided by d as the energy is. */
  readonly target: ArrayLike<number>;
  /** γ > 0. */
  readonly stepSize: number;
  /** T, whole number from 1. */
  readonly stepCount: number;
}

/**
 * Divergence from a Gaussian model through the mean-field descent of white noise with the autocovariance energy, eq.
 * (5).
 *
 * The energy's Hessians share the eigenvectors qⱼ(i) = √(2/(d+1)) sin(πij/(d+1)), with eigenvalues (2/d)(w₂ + w₁ cos
 * θⱼ), θⱼ = πj/(d+1). In the limit of many paths a step therefore multiplies the variance Sⱼ of each mode by the square
 * of 1 − (2c/d) Σ rₖaₖ(j), where r = E Φ − α, c = γ/‖α‖² and a(j) = (cos θⱼ, 1): paths stay Gaussian, and their
 * divergence is a sum over modes. An ensemble of N paths adds its collapse and takes away what its own mean energy
 * varies less than that of independent paths: g/N. The paper has neither; its Figures 1(c), 3(b) and 4 are such curves.
 * @param truth p, a centred Gaussian law of paths; only its log-density is used
 * @returns a function of the descent
 * @throws RangeError when the target has not two finite entries or vanishes, or the step size or count is out of range
 * Cost: O(d²) once, then O(d) per step. Accuracy of the 1/N law: a few tenths of a nat at N = 1, far below a hundredth
 * from N = 32.
 */
export function finiteEnsembleLaw(truth: Model): (options: FiniteEnsembleOptions) => FiniteEnsembleLaw {
  const { signalLength: d } = truth;
  const { cosines, precisions, logPeak } = modesOf(truth);

  return ({ target, stepSize, stepCount }) => {
    const normSquared = target.length === 2 ? squared(target[0]) + squared(target[1]) : NaN;
    if (!(normSquared > 0 && Number.isFinite(normSquared))) {
      throw new RangeError(
        `finiteEnsembleLaw: target expects two finite numbers, not both 0, got ${Array.from(target)}`,
      );
    }
    if (!(stepSize > 0 && Number.isFinite(stepSize))) {
      throw new RangeError(`finiteEnsembleLaw: stepSize expects a positive finite number, got ${stepSize}`);
    }
    if (!Number.isInteger(stepCount) || stepCount < 1) {
      throw new RangeError(`finiteEnsembleLaw: stepCount expects a whole number from 1, got ${stepCount}`);
    }
    const c = stepSize / normSquared;
    const variances = vector(d).fill(1);
    const noise = momentsOf(cosines, variances, variances, 2);
    let contraction: Square = [1, 0, 0, 1];
    let logDeterminant = 0;
    const [limit, excess, collapse] = [0, 1, 2].map(() => vector(stepCount + 1));
    const meanEnergies = matrix(stepCount + 1, 2);
    for (let t = 0; ; t++) {
      let divergence = -logPeak;
      const mean = meanEnergies.row(t);
      for (let j = 0; j < d; j++) {
        divergence += 0.5 * (precisions[j] * variances[j] - 1 - log(2 * Math.PI * variances[j]));
        mean[0] += (cosines[j] * variances[j]) / d;
        mean[1] += variances[j] / d;
      }
      limit[t] = divergence;
      collapse[t] = -logDeterminant;
      const spread = product(product(contraction, noise), transposed(contraction));
      excess[t] = collapse[t] + 0.5 * (trace(product(inverse(noise), spread)) - 2);
      if (t === stepCount) break;

      const factors = vector(d);
      const forces = [0, 1].map((k) => ((2 * c) / d) * (mean[k] - target[k]));
      for (let j = 0; j < d; j++) factors[j] = 1 - forces[1] - forces[0] * cosines[j];
      const ones = vector(d).fill(1);
      const solved = momentsOf(cosines, variances, factors, 4);
      const plain = momentsOf(cosines, variances, ones, 4);
      logDeterminant += log(determinant(oneMinus(c, solved)));
      contraction = product(oneMinus(c, plain), contraction);
      for (let j = 0; j < d; j++) variances[j] *= squared(factors[j]);
    }
    const divergence = (ensembleSize: number): Vector => limit.map((value, t) => value + excess[t] / ensembleSize);
    return { limit, excess, collapse, meanEnergies, divergence };
  };
}

/** The truth along the modes: cos θⱼ and qⱼᵀR⁻¹qⱼ by mode, [d], and ln p(0). */
function modesOf(truth: Model): { cosines: Vector; precisions: Vector; logPeak: number } {
  const { signalLength: d } = truth;
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

/** A 2 × 2 matrix by rows. */
type Square = readonly [number, number, number, number];

/** (scale/d²) Σⱼ a(j)a(j)ᵀ Sⱼ/hⱼ. */
function momentsOf(cosines: Vector, variances: Vector, factors: Vector, scale: number): Square {
  let [first, mixed, second] = [0, 0, 0];
  for (let j = 0; j < cosines.length; j++) {
    const share = variances[j] / factors[j];
    first += squared(cosines[j]) * share;
    mixed += cosines[j] * share;
    second += share;
  }
  const size = scale / (cosines.length * cosines.length);
  return [size * first, size * mixed, size * mixed, size * second];
}

const oneMinus = (c: number, [p, q, r, s]: Square): Square => [1 - c * p, -c * q, -c * r, 1 - c * s];
const determinant = ([p, q, r, s]: Square): number => p * s - q * r;
const trace = ([p, , , s]: Square): number => p + s;
const transposed = ([p, q, r, s]: Square): Square => [p, r, q, s];
const product = ([p, q, r, s]: Square, [a, b, c, e]: Square): Square => [
  p * a + q * c,
  p * b + q * e,
  r * a + s * c,
  r * b + s * e,
];
const inverse = (m: Square): Square => {
  const [p, q, r, s] = m;
  const det = determinant(m);
  return [s / det, -q / det, -r / det, p / det];
};
