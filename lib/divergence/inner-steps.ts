import { checkPositive, type Ensemble, ensemble, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import { factoriseDense, SignedProduct } from '../linear-algebra/index.js';
import { squared } from '../special/index.js';
import { type AutocovarianceModes, autocovarianceModes } from './autocovariance-modes.js';

/** A mean-field step that solves its inner problem by several gradient steps. */
export interface InnerStepOptions {
  /** α, lag 1 first, [2]. */
  readonly target: ArrayLike<number>;
  /** γ > 0: h = −γ(Φ̄ − α) is the move in energy space that every path is asked to make. */
  readonly stepSize: number;
  /** λ > 0, the size of an inner step. */
  readonly innerStepSize: number;
  /** m, whole number from 1. */
  readonly innerStepCount: number;
}

/** The result of a step of one ensemble. */
export interface InnerStep {
  /** x′, along the modes, [N, d]. */
  readonly paths: Ensemble;
  /** ln|det| of the Jacobian of the whole step, [Nd, Nd]. */
  readonly logAbs: number;
  /** The part of it that the common force causes, as a K × K determinant; the rest is each path's own. */
  readonly shared: number;
}

const K = 2;

/**
 * One mean-field step of one ensemble with the autocovariance energy, by m inner gradient steps.
 *
 * Paper: section 4, before eq. (6): with h = −γ(Φ̄(x) − α) held fixed, ξ₀ = x and m times
 * ξ ← ξ − λ Jᵀ(ξ)[Φ(ξ) − (Φ(x) + h)]; x′ = ξ_m. One inner step is eq. (6) with the step size γλ.
 * The determinant is exact. Along the modes each inner step multiplies a path by a diagonal matrix, and the path's own
 * dependence on Φ(ξ) and Φ(x) adds rank K to its Jacobian; the common force couples the paths by rank K once more.
 * @param paths one ensemble along the modes (`alongModes`), [N, d]; not changed
 * @throws RangeError when a step size is not positive and finite, or the count no whole number from 1
 * Cost: O(N (m d + m² d + m³)).
 */
export function innerStep(paths: Ensemble, options: InnerStepOptions): InnerStep {
  const { target, stepSize, innerStepSize, innerStepCount } = options;
  checkPositive('innerStep: stepSize', stepSize);
  checkPositive('innerStep: innerStepSize', innerStepSize);
  if (!Number.isInteger(innerStepCount) || innerStepCount < 1) {
    throw new RangeError(`innerStep: innerStepCount expects a whole number from 1, got ${innerStepCount}`);
  }
  const { pathCount, signalLength } = paths;
  const modes = autocovarianceModes(signalLength);
  const energies = Array.from({ length: pathCount }, (_, n) => energyAlongModes(modes, paths.path(n)));
  const move = [0, 1].map(
    (k) => -stepSize * (energies.reduce((sum, energy) => sum + energy[k], 0) / pathCount - target[k]),
  );
  const next = ensemble(pathCount, signalLength);
  const coupling = matrix(K, K);
  coupling.data.set([1, 0, 0, 1]);
  let own = 0;
  const stretch = new SignedProduct();
  for (let n = 0; n < pathCount; n++) {
    const goal = energies[n].map((value, k) => value + move[k]);
    const factors = innerFactors(modes, paths.path(n), goal, innerStepSize, innerStepCount);
    const last = factors[innerStepCount];
    for (let j = 0; j < signalLength; j++) {
      next.path(n)[j] = last[j] * paths.path(n)[j];
      stretch.multiply(last[j]);
    }
    const { logAbs, response } = ownJacobian(modes, paths.path(n), factors, innerStepSize);
    own += logAbs;
    for (let i = 0; i < K * K; i++) coupling.data[i] -= (stepSize / pathCount) * response[i];
  }
  own += stretch.logDeterminant().logAbs;
  const shared = factoriseDense(coupling).logDeterminant.logAbs;
  return { paths: next, logAbs: own + shared, shared };
}

/** Φ of a path along the modes: lag 1, lag 0. */
export function energyAlongModes({ cosines }: Pick<AutocovarianceModes, 'cosines'>, path: Vector): [number, number] {
  let [product, square] = [0, 0];
  for (let j = 0; j < path.length; j++) {
    product += cosines[j] * squared(path[j]);
    square += squared(path[j]);
  }
  return [product / path.length, square / path.length];
}

/** The factor of each mode of a path before inner step τ, for τ = 0 … m. */
function innerFactors(
  { cosines }: AutocovarianceModes,
  path: Vector,
  goal: readonly number[],
  size: number,
  count: number,
): Vector[] {
  const d = path.length;
  const factors = [vector(d).fill(1)];
  for (let tau = 0; tau < count; tau++) {
    const [before, after] = [factors[tau], vector(d)];
    for (let j = 0; j < d; j++) after[j] = path[j] * before[j];
    const [first, second] = energyAlongModes({ cosines }, after).map(
      (value, k) => ((2 * size) / d) * (value - goal[k]),
    );
    for (let j = 0; j < d; j++) after[j] = before[j] * (1 - first * cosines[j] - second);
    factors.push(after);
  }
  return factors;
}

/**
 * The rest of a path's own Jacobian, P_m(I − λ U R) with U of mK columns, and its response to the force.
 * @returns ln|det(I − λ R U)|, and J(x)A⁻¹B, [K, K] by rows, where A = ∂x′/∂x at fixed force and B = ∂x′/∂h
 */
function ownJacobian(
  modes: AutocovarianceModes,
  path: Vector,
  factors: readonly Vector[],
  size: number,
): { logAbs: number; response: Vector } {
  const d = path.length;
  const count = factors.length - 1;
  // Gradients of Φₖ at ξ are (2/d) aₖ ξ: rows J P of one inner step against columns P⁻¹Jᵀ of another.
  const [rows, columns] = [0, 1].map(() => Array.from({ length: count }, () => vector(d)));
  for (let tau = 0; tau < count; tau++) {
    const [before, after] = [factors[tau], factors[tau + 1]];
    for (let j = 0; j < d; j++) {
      const gradient = (2 / d) * path[j] * before[j];
      rows[tau][j] = gradient * before[j];
      columns[tau][j] = gradient / after[j];
    }
  }
  const products = rows.map((row) => columns.map((column) => weightedProducts(modes, row, column)));

  const order = count * K;
  const low = matrix(order, order); // I − λ R U
  const memory = Array.from({ length: count }, () => Array.from({ length: count }, () => vector(K * K)));
  const answers: Vector[] = []; // s of each inner step: B = P_m Σ u s
  for (let sigma = 0; sigma < count; sigma++) {
    const answer = vectorOf([size, 0, 0, size]);
    for (let rho = 0; rho < sigma; rho++) addProduct(answer, products[sigma][rho], answers[rho], -size);
    answers.push(answer);
    for (let tau = 0; tau < count; tau++) {
      const entry = memory[sigma][tau];
      for (let i = 0; i < K * K; i++) entry[i] = products[sigma][tau][i] - products[0][tau][i];
      for (let rho = 0; rho < sigma; rho++) addProduct(entry, products[sigma][rho], memory[rho][tau], -size);
      for (let k = 0; k < K; k++) {
        for (let l = 0; l < K; l++) {
          const diagonal = sigma === tau && k === l ? 1 : 0;
          low.row(sigma * K + k)[tau * K + l] = diagonal - size * entry[k * K + l];
        }
      }
    }
  }
  const { logDeterminant, solve } = factoriseDense(low);
  const response = vector(K * K);
  for (let l = 0; l < K; l++) {
    const column = vector(order);
    for (let tau = 0; tau < count; tau++) for (let k = 0; k < K; k++) column[tau * K + k] = answers[tau][k * K + l];
    solve(column);
    for (let tau = 0; tau < count; tau++) {
      for (let k = 0; k < K; k++) {
        for (let i = 0; i < K; i++) response[k * K + l] += products[0][tau][k * K + i] * column[tau * K + i];
      }
    }
  }
  return { logAbs: logDeterminant.logAbs, response };
}

/** Σⱼ aₖ(j) aₗ(j) uⱼ vⱼ, [K, K] by rows. */
function weightedProducts({ cosines }: AutocovarianceModes, u: Vector, v: Vector): Vector {
  let [first, mixed, second] = [0, 0, 0];
  for (let j = 0; j < u.length; j++) {
    const product = u[j] * v[j];
    second += product;
    mixed += cosines[j] * product;
    first += squared(cosines[j]) * product;
  }
  return vectorOf([first, mixed, mixed, second]);
}

/** Adds factor · a b to `out`, all [K, K] by rows. */
function addProduct(out: Vector, a: Vector, b: Vector, factor: number): void {
  for (let k = 0; k < K; k++)
    for (let l = 0; l < K; l++) for (let i = 0; i < K; i++) out[k * K + l] += factor * a[k * K + i] * b[i * K + l];
}
