import { checkPositive, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { factoriseDense, matrixProduct } from '../linear-algebra/index.js';
import { squared } from '../special/index.js';

/**
 * The law of a mean-field descent with a shift-invariant quadratic energy, in closed form. All in nats per path, by
 * step, [T + 1].
 */
export interface FiniteEnsembleLaw {
  /** D∞, the divergence in the limit of many paths. */
  readonly limit: Vector;
  /** g: ensembles of N paths diverge by D∞ + g/N, to first order in 1/N. */
  readonly excess: Vector;
  /** The part of g that is collapse: N times the collapse per path of an ensemble of N paths. */
  readonly collapse: Vector;
  /** E Φ in the limit, [T + 1, K]. */
  readonly meanEnergies: Matrix;
  /** Variances of the modes after the last step in the limit, [d]. */
  readonly variances: Vector;
  /** κ, [K]: the share of its distance to the target by which a first step reduces each component, γc E‖∇Φₖ‖². */
  readonly rates: Vector;
  /**
   * D∞ + g/N. With `ownShare` λ, energies of single paths shrink towards their mean too, by their own rates λκ:
   * D∞ + g/N + (1 − 1/N) g_λ, where λ = 1 gives the regular descent for every N.
   */
  divergence(ensembleSize: number): Vector;
  /** The law where each path has a target of its own, in place of the ensemble's. */
  readonly singleTargets: SingleTargetLaw;
  /** The least divergence of ensembles of N paths and the step it is met at. */
  best(ensembleSize: number): { readonly stepNumber: number; readonly divergence: number };
}

/**
 * The law of regular descents of which each has the energy of a reference path for its target, the reference being drawn
 * from the truth with the path. To first order, where references' energies vary as those of the base model do.
 */
export interface SingleTargetLaw {
  /** Divergence of the law of a path, whatever its reference, [T + 1]. */
  readonly divergence: Vector;
  /** What a path's energies tell of its reference, nats, [T + 1]: the path given its reference diverges by as much more. */
  readonly information: Vector;
}

/** The descent whose law is asked for. */
export interface FiniteEnsembleOptions {
  /** α, [K], in the order of the energy's components, divided by d as the energy is. */
  readonly target: ArrayLike<number>;
  /** γ > 0. */
  readonly stepSize: number;
  /** T, whole number from 1. */
  readonly stepCount: number;
  /** λ from 0 (mean field; when left out) to 1 (regular): see `joinedDescent` of `flow`. */
  readonly ownShare?: number;
  /** How the distance to the target becomes a force; that of the mean-field descent, c(E Φ − α), when left out. */
  readonly weighting?: Weighting;
}

/**
 * The linear map P from the distance to the target to the force P(E Φ − α) of a step, as a function that multiplies
 * columns by P, [K, n].
 * @param gram G = E JJᵀ before the step, [K, K]
 * @param stepSize γ
 * @param normSquared ‖α‖²
 */
export type Weighting = (gram: Matrix, stepSize: number, normSquared: number) => (columns: Matrix) => Matrix;

/** The mean-field descent: P = γ/‖α‖². */
const gradientWeighting: Weighting = (_, stepSize, normSquared) => (columns) =>
  matrix(
    columns.rowCount,
    columns.columnCount,
    columns.data.map((entry) => (stepSize / normSquared) * entry),
  );

/**
 * Gauss–Newton steps: P = γ G⁻¹, with G of the infinite ensemble, a schedule of matrices that no path changes
 * (`gaussNewtonDescent` of `flow` takes G from the ensemble itself, which adds terms of the order 1/N).
 */
export const gaussNewtonWeighting: Weighting = (gram, stepSize) => {
  const { solve } = factoriseDense(copied(gram));
  return (columns) => {
    const { rowCount: K, columnCount } = columns;
    const result = matrix(K, columnCount);
    const column = vector(K);
    for (let l = 0; l < columnCount; l++) {
      for (let k = 0; k < K; k++) column[k] = columns.data[k * columnCount + l];
      solve(column);
      for (let k = 0; k < K; k++) result.data[k * columnCount + l] = stepSize * column[k];
    }
    return result;
  };
};

/** A quadratic energy Φₖ = (1/d) Σⱼ aₖ(j) xⱼ² in coordinates along its modes, and a law to diverge from. */
export interface ModeSetting {
  /** Name of the public function, for errors. */
  readonly name: string;
  /** a, [K, d]. */
  readonly features: Matrix;
  /** Divergence of independent centred Gaussian modes of these variances, [d], in nats per path. */
  divergence(variances: Vector): number;
}

/**
 * Follows a descent of white noise mode by mode.
 *
 * A step multiplies the variance Sⱼ of each mode by the square of hⱼ = 1 − (2/d) Σ (P r)ₖaₖ(j), r = E Φ − α, where P =
 * c = γ/‖α‖² unless another weighting is given. With G = (4/d²) Σ aaᵀS = E JJᵀ, B = (4/d²) Σ aaᵀS/h and C = (2/d²) Σ
 * aaᵀ = Cov Φ of white noise, an ensemble loses −Σ ln det(I − PB) by collapse, and the fluctuations of its mean energy,
 * contracted by M = Π(I − PG), give back ½ tr(I − C⁻¹MCMᵀ).
 * @throws RangeError when target, step size, step count or own share is out of range, or a divergence is not finite
 * Cost: O(K² d) per step.
 */
export function modeLaw(setting: ModeSetting, options: FiniteEnsembleOptions): FiniteEnsembleLaw {
  const { features, divergence: divergenceOf } = setting;
  const { target, stepSize, stepCount, ownShare = 0, weighting = gradientWeighting } = options;
  const normSquared = checkedNorm(setting, options);
  const { rowCount: K, columnCount: d } = features;
  const variances = vector(d).fill(1);
  const factors = vector(d).fill(1);
  const noise = momentsOf(features, variances, factors, 2);
  const coupled = fluctuations(noise);
  const own = fluctuations(noise);
  const curves = Array.from({ length: 6 }, () => vector(stepCount + 1));
  const [limit, excess, ownExcess, collapse, single, information] = curves;
  const meanEnergies = matrix(stepCount + 1, K);
  let rates: Vector | undefined;
  for (let t = 0; ; t++) {
    const mean = meanEnergies.row(t);
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < d; j++) mean[k] += features.data[k * d + j] * variances[j];
      mean[k] /= d;
    }
    limit[t] = divergenceOf(variances);
    if (!Number.isFinite(limit[t])) {
      throw new RangeError(
        `${setting.name}: stepSize expects steps whose variances stay finite, got ${stepSize}: they are not after step ${t}; ` +
          'take a smaller one',
      );
    }
    collapse[t] = coupled.collapse();
    excess[t] = coupled.excess();
    ownExcess[t] = own.excess();
    const referenced = coupled.referenced();
    single[t] = limit[t] + referenced.excess;
    information[t] = referenced.information;
    if (t === stepCount) break;

    const plain = momentsOf(features, variances, factors.fill(1), 4);
    const weighted = weighting(plain, stepSize, normSquared);
    const contracted = weighted(plain);
    rates ??= vector(K).map((_, k) => contracted.data[k * K + k]);
    const { data: forces } = weighted(
      matrix(
        K,
        1,
        mean.map((value, k) => value - target[k]),
      ),
    );
    for (let k = 0; k < K; k++) {
      const force = (2 / d) * forces[k];
      for (let j = 0; j < d; j++) factors[j] -= force * features.data[k * d + j];
    }
    const solved = weighted(momentsOf(features, variances, factors, 4));
    coupled.advance(1, contracted, solved);
    own.advance(ownShare, contracted, solved);
    for (let j = 0; j < d; j++) variances[j] *= squared(factors[j]);
  }
  const divergence = (size: number): Vector => {
    if (!(size >= 1)) throw new RangeError(`${setting.name}: ensembleSize expects a number from 1, got ${size}`);
    return limit.map((value, t) => value + excess[t] / size + (1 - 1 / size) * ownExcess[t]);
  };
  const best = (size: number): { stepNumber: number; divergence: number } => {
    const values = divergence(size);
    let stepNumber = 0;
    for (let t = 1; t <= stepCount; t++) if (values[t] < values[stepNumber]) stepNumber = t;
    return { stepNumber, divergence: values[stepNumber] };
  };
  const singleTargets = { divergence: single, information };
  return { limit, excess, collapse, meanEnergies, variances, rates: rates!, divergence, singleTargets, best };
}

/** ‖α‖², after a check of all options. */
function checkedNorm({ name, features }: ModeSetting, options: FiniteEnsembleOptions): number {
  const { target, stepSize, stepCount, ownShare = 0 } = options;
  const { rowCount: count } = features;
  let normSquared = target.length === count ? 0 : NaN;
  for (let k = 0; k < target.length; k++) normSquared += squared(target[k]);
  if (!(normSquared > 0 && Number.isFinite(normSquared))) {
    const wanted = count === 2 ? 'two finite numbers, not both 0' : `${count} finite numbers, not all 0`;
    throw new RangeError(`${name}: target expects ${wanted}, got ${Array.from(target)}`);
  }
  checkPositive(`${name}: stepSize`, stepSize);
  if (!Number.isInteger(stepCount) || stepCount < 1) {
    throw new RangeError(`${name}: stepCount expects a whole number from 1, got ${stepCount}`);
  }
  if (!(ownShare >= 0 && ownShare <= 1)) {
    throw new RangeError(`${name}: ownShare expects a number from 0 to 1, got ${ownShare}`);
  }
  return normSquared;
}

/** What a descent makes of fluctuations of the energies whose covariance is C at first. */
function fluctuations(noise: Matrix) {
  const K = noise.rowCount;
  let contraction = identityLess(matrix(K, K), 0);
  // F: how far the energies of a path have followed those of its reference.
  let followed = matrix(K, K);
  let logDeterminant = 0;
  const spreadOf = (factor: Matrix): Matrix => timesTransposed(matrixProduct(factor, noise), factor);
  return {
    collapse: () => -logDeterminant,
    excess: () => 0.5 * (traceOver(noise, spreadOf(contraction)) - K) - logDeterminant,
    referenced(): { readonly excess: number; readonly information: number } {
      const spread = spreadOf(contraction);
      const following = spreadOf(followed);
      for (let i = 0; i < K * K; i++) spread.data[i] += following.data[i];
      const half = 0.5 * (logDeterminantOf(spread) - logDeterminantOf(noise));
      return { excess: 0.5 * (traceOver(noise, spread) - K) - half, information: half - logDeterminant };
    },
    advance(share: number, contracted: Matrix, solved: Matrix): void {
      logDeterminant += factoriseDense(identityLess(solved, share)).logDeterminant.logAbs;
      const kept = identityLess(contracted, share);
      contraction = matrixProduct(kept, contraction);
      followed = matrixProduct(kept, followed);
      for (let i = 0; i < K * K; i++) followed.data[i] += share * contracted.data[i];
    },
  };
}

/** (scale/d²) Σⱼ a(j)a(j)ᵀ Sⱼ/hⱼ, [K, K]. */
function momentsOf(features: Matrix, variances: Vector, factors: Vector, scale: number): Matrix {
  const { rowCount: K, columnCount: d, data } = features;
  const result = matrix(K, K);
  const shares = vector(d);
  for (let k = 0; k < K; k++) {
    for (let j = 0; j < d; j++) shares[j] = (data[k * d + j] * variances[j]) / factors[j];
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += shares[j] * data[l * d + j];
      result.data[k * K + l] = result.data[l * K + k] = (scale * sum) / (d * d);
    }
  }
  return result;
}

/** tr C⁻¹V of symmetric matrices. */
function traceOver(noise: Matrix, spread: Matrix): number {
  const { solve } = factoriseDense(copied(noise));
  let sum = 0;
  // V is symmetric: its rows are its columns.
  for (let k = 0; k < noise.rowCount; k++) {
    const column = spread.row(k).slice();
    solve(column);
    sum += column[k];
  }
  return sum;
}

const logDeterminantOf = (m: Matrix): number => factoriseDense(copied(m)).logDeterminant.logAbs;
const copied = (m: Matrix): Matrix => matrix(m.rowCount, m.columnCount, m.data.slice());

/** I − factor · m. */
function identityLess(m: Matrix, factor: number): Matrix {
  const order = m.rowCount;
  return matrix(
    order,
    order,
    m.data.map((entry, i) => (i % (order + 1) === 0 ? 1 : 0) - factor * entry),
  );
}

/** a bᵀ. */
function timesTransposed(a: Matrix, b: Matrix): Matrix {
  const K = a.rowCount;
  const result = matrix(K, K);
  for (let k = 0; k < K; k++)
    for (let l = 0; l < K; l++)
      for (let i = 0; i < K; i++) result.data[k * K + l] += a.data[k * K + i] * b.data[l * K + i];
  return result;
}
