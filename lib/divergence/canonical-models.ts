import { checkPositive, type Vector, vector, vectorOf } from '../array/index.js';
import { type ArModel, autoregressionOf } from '../model/index.js';
import { log, squared } from '../special/index.js';
import { eigenvalueMinimum, type Pair } from './eigenvalue-minimum.js';
import { modesOf } from './finite-ensemble.js';

/** A Gaussian law with precision aI + bT, T with ones beside the diagonal: e^{−θ·Φ} N(0, I) of the energy of eq. (5). */
export interface CanonicalModel {
  /** (a, b). */
  readonly precision: readonly [number, number];
  /** E Φ under it, lag 1 first. */
  readonly energies: Vector;
  /** D(q‖p), nats per path. */
  readonly divergence: number;
  /** H(q), nats per path. */
  readonly entropy: number;
}

/** The canonical laws of the autocovariance energy beside a true model. */
export interface CanonicalModels {
  /** α = ((d − 1)ρ₁/d, 1) times the variance: E Φ under the truth. */
  readonly target: Vector;
  /** D(N(0, I)‖p), nats per path. */
  readonly whiteDivergence: number;
  /** The law with E Φ = α: of largest entropy, and nearest in the forward divergence. */
  readonly maximumEntropy: CanonicalModel & {
    /** D(p‖q) = H(q) − H(p). */
    readonly forwardDivergence: number;
    /** θ = (bd, (a − 1)d/2), lag 1 first: the second derivatives of θ·Φ are bT + (a − 1)I. */
    readonly multipliers: Vector;
  };
  /**
   * The law that minimises E_p ‖Px‖²/2 − tr P over P = aI + bT: Hyvärinen's score matching. Undefined where the minimum
   * is no positive definite matrix, so that e^{−θ·Φ} has no integral.
   */
  readonly scoreMatching: CanonicalModel | undefined;
  /** The law that minimises D(q‖p). */
  readonly reverseOptimum: CanonicalModel;
}

/** What all searches share: the modes of T, and the truth along them. */
interface Setting {
  readonly cosines: Vector;
  /** qⱼᵀR⁻¹qⱼ. */
  readonly precisions: Vector;
  /** ln p(0). */
  readonly logPeak: number;
}

/**
 * The Gaussian laws e^{−θ·Φ} N(0, I) of the autocovariance energy, eq. (5), that three principles choose beside an
 * autoregression: Table 1's missing canonical rows.
 *
 * T has the eigenvalues 2cos(πj/(d+1)), so that laws are sums over modes; of the truth only its autocovariances and the
 * diagonal of R⁻¹ along the modes enter.
 * @param truth p, with d ≥ 2
 * @throws RangeError when d is below 2, or a search finds no law
 * Cost: O(d²) once, O(d) per iteration of Newton's method.
 */
export function canonicalModels(truth: ArModel): CanonicalModels {
  const { signalLength: d } = truth;
  if (d < 2) throw new RangeError(`canonicalModels: truth expects a signal length from 2, got ${d}`);
  const setting = modesOf('canonicalModels', truth);
  const [variance, first, second = 0] = truth.autocovariance(Math.min(2, d - 1));
  const target = vectorOf([((d - 1) * first) / d, variance]);
  const modelOf = (precision: Pair): CanonicalModel => canonical(setting, precision);
  const entropy = maximumEntropy(d, target);
  const model = modelOf(entropy);
  const white = vector(d).fill(1);
  const matched = scoreMatching(setting.cosines, variance, first, second);
  return {
    target,
    whiteDivergence: divergenceOf(setting, white),
    maximumEntropy: {
      ...model,
      forwardDivergence: model.entropy - entropyOf(truth),
      multipliers: vectorOf([entropy[1] * d, ((entropy[0] - 1) * d) / 2]),
    },
    scoreMatching: matched && modelOf(matched),
    reverseOptimum: modelOf(reverseOptimum(setting, entropy)),
  };
}

/** The law at which the mean-field descent of infinitely many paths ends, from white noise towards the truth's α. */
export interface MeanFieldLimit {
  /** D(q‖p), nats per path. */
  readonly divergence: number;
  /** H of the maximum-entropy law less H of this one, nats per path. */
  readonly entropyGap: number;
  /** Variances of the modes, [d]. */
  readonly variances: Vector;
  /** Steps taken until the mean energies are within 1e-14 of α, or no longer come nearer. */
  readonly stepCount: number;
}

/**
 * The end of `finiteEnsembleLaw` for infinitely many paths.
 * @param stepSize γ > 0
 * @throws RangeError when the step size is out of range, or so large that the descent does not arrive
 * Cost: O(d²) once, O(d) per step.
 */
export function meanFieldLimit(truth: ArModel, { stepSize }: { readonly stepSize: number }): MeanFieldLimit {
  const { target, maximumEntropy: canonicalLaw } = canonicalModels(truth);
  const setting = modesOf('meanFieldLimit', truth);
  const { cosines } = setting;
  const d = cosines.length;
  checkPositive('meanFieldLimit: stepSize', stepSize);
  const c = stepSize / (squared(target[0]) + squared(target[1]));
  const variances = vector(d).fill(1);
  let least = Infinity;
  let stalled = 0;
  for (let t = 0; t < MOST_STEPS; t++) {
    const mean = energiesOf(cosines, variances);
    const [first, second] = [0, 1].map((k) => ((2 * c) / d) * (mean[k] - target[k]));
    const distance = Math.max(Math.abs(mean[0] - target[0]), Math.abs(mean[1] - target[1]));
    if (!Number.isFinite(distance)) break;
    stalled = distance < least ? 0 : stalled + 1;
    least = Math.min(least, distance);
    if (distance < 1e-14 || (least < 1e-12 && stalled > 10)) {
      const divergence = divergenceOf(setting, variances);
      return { divergence, entropyGap: canonicalLaw.entropy - gaussianEntropy(variances), variances, stepCount: t };
    }
    for (let j = 0; j < d; j++) variances[j] *= squared(1 - second - first * cosines[j]);
  }
  throw new RangeError(
    `meanFieldLimit: stepSize expects one at which the descent arrives, got ${stepSize}: the mean ` +
      `energies come no nearer to the target than ${least.toExponential(1)}; take another`,
  );
}

const MOST_STEPS = 1_000_000;

/** E Φ of independent modes with these variances: lag 1, lag 0. */
function energiesOf(cosines: Vector, variances: Vector): Vector {
  let [first, second] = [0, 0];
  for (let j = 0; j < cosines.length; j++) {
    first += cosines[j] * variances[j];
    second += variances[j];
  }
  return vectorOf([first / cosines.length, second / cosines.length]);
}

function divergenceOf({ precisions, logPeak }: Setting, variances: Vector): number {
  let sum = -logPeak;
  for (let j = 0; j < variances.length; j++) {
    sum += 0.5 * (precisions[j] * variances[j] - 1 - log(2 * Math.PI * variances[j]));
  }
  return sum;
}

function gaussianEntropy(variances: Vector): number {
  return variances.reduce((sum, value) => sum + 0.5 * (1 + log(2 * Math.PI * value)), 0);
}

/** H(p) = −E ln p of an autoregression: those of its best predictors' errors. */
function entropyOf(truth: ArModel): number {
  const { signalLength: d } = truth;
  const order = Math.min(d - 1, (truth.parameters.coefficients as readonly number[]).length);
  const alpha = truth.autocovariance(order);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    const variance = autoregressionOf('canonicalModels', alpha.subarray(0, Math.min(i, order) + 1)).innovationVariance;
    sum += 0.5 * (1 + log(2 * Math.PI * variance));
  }
  return sum;
}

function spreadOf(cosines: Vector, [a, b]: Pair): Vector {
  return cosines.map((cosine) => 1 / (a + 2 * b * cosine));
}

function canonical(setting: Setting, precision: Pair): CanonicalModel {
  const variances = spreadOf(setting.cosines, precision);
  return {
    precision,
    energies: energiesOf(setting.cosines, variances),
    divergence: divergenceOf(setting, variances),
    entropy: gaussianEntropy(variances),
  };
}

/** E Φ = α: the minimum of −½ ln det P + ½ E_p xᵀPx, from the precision of an AR(1) nearby. */
function maximumEntropy(d: number, target: Vector): Pair {
  const rho = target[0] / target[1];
  const innovation = target[1] * (1 - squared(rho));
  const start: Pair = [(1 + squared(rho)) / innovation, -rho / innovation];
  const terms = (mu: number) => [-0.5 * log(mu), -0.5 / mu, 0.5 / (mu * mu)] as const;
  return eigenvalueMinimum('maximum-entropy', d, start, { terms, slopes: [0.5 * d * target[1], d * target[0]] });
}

/** a tr R + b tr TR = d, a tr TR + b tr T²R = 0; undefined where a + 2b cos θⱼ is not positive for every j. */
function scoreMatching(cosines: Vector, variance: number, first: number, second: number): Pair | undefined {
  const d = cosines.length;
  const plain = d * variance;
  const once = 2 * (d - 1) * first;
  // T² has 2 on its diagonal, 1 at both ends, and ones two places beside it.
  const twice = (2 * d - 2) * variance + 2 * (d - 2) * second;
  const determinant = plain * twice - once * once;
  const [a, b] = [(d * twice) / determinant, (-d * once) / determinant];
  return a - 2 * Math.abs(b) * cosines[0] > 0 ? [a, b] : undefined;
}

/** The minimum of D(q‖p), from the maximum-entropy law. */
function reverseOptimum({ precisions }: Setting, start: Pair): Pair {
  const terms = (mu: number, j: number) =>
    [
      0.5 * (precisions[j] / mu + log(mu)),
      0.5 * (1 / mu - precisions[j] / (mu * mu)),
      precisions[j] / (mu * mu * mu) - 0.5 / (mu * mu),
    ] as const;
  return eigenvalueMinimum('reverse-divergence', precisions.length, start, { terms, slopes: [0, 0] });
}
