import { type Matrix, matrixOf, type Vector, vectorOf } from '../array/index.js';
import {
  dot,
  identityMatrix,
  inverted,
  matrixProduct,
  matrixSum,
  matrixTimes,
  symmetricRoot,
  symmetrised,
  trace,
  transposed,
} from '../linear-algebra/index.js';
import { squared } from '../special/index.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';

/** A Gaussian law in d dimensions. */
export interface GaussianLaw {
  /** [d]. */
  readonly mean: ArrayLike<number>;
  /** Rows of a symmetric positive definite matrix, [d, d]. */
  readonly covariance: ArrayLike<ArrayLike<number>>;
}

/** Where the paths of a game start, where they are drawn to, and how they may go there. */
export interface GaussianGameOptions {
  readonly start: GaussianLaw;
  /** π of the terminal cost D(ρ_T‖π). */
  readonly target: GaussianLaw;
  /** σ in dX = v dt + σ dW, 0 or above. */
  readonly noise: number;
  /** T > 0. */
  readonly duration: number;
}

/** Mean and covariance. */
export interface GaussianMoments {
  readonly mean: Vector;
  readonly covariance: Matrix;
}

/** Gain, laws and constants of a game of Gaussian laws at equilibrium: see `gaussianGame`. */
export interface GaussianEquilibrium {
  readonly target: GaussianMoments;
  law(t: number): GaussianMoments;
  /** A(t). */
  gain(t: number): Matrix;
  /** w, the velocity of the mean. */
  readonly speed: Vector;
  /** c(t), the value at the mean. */
  constant(t: number): number;
  readonly transportCost: number;
  readonly terminalCost: number;
}

/** @throws RangeError as `gaussianGame` does */
export function gaussianEquilibrium({ start, target, noise, duration }: GaussianGameOptions): GaussianEquilibrium {
  checkNoneNegative('gaussianGame', { noise });
  checkAllPositive('gaussianGame', { duration });
  const [from, to] = [momentsOf('start', start), momentsOf('target', target)];
  const d = from.mean.length;
  if (to.mean.length !== d) {
    throw new RangeError(
      `gaussianGame: target expects ${d} dimensions like the start, got ${to.mean.length}; take both in one space`,
    );
  }
  const unit = identityMatrix(d);
  const { inverse: precision, logDeterminant: targetVolume } = inverted(to.covariance);
  const added = squared(noise);
  const H0 = contraction({ start: from.covariance, precision, added, duration });
  const back = inverted(H0).inverse;
  const endGain = matrixSum([1 / duration, H0], [-1 / duration, unit]);
  // (Q + T I) w = μ − m₀.
  const toward = inverted(matrixSum([1, to.covariance], [duration, unit])).inverse;
  const speed = matrixTimes(toward, difference(to.mean, from.mean));

  function remaining(t: number): Matrix {
    if (t >= 0 && t <= duration) return matrixSum([1, unit], [duration - t, endGain]);
    throw new RangeError(`gaussianGame: t expects a time from 0 to ${duration}, got ${t}; times count from the start`);
  }
  function law(t: number): GaussianMoments {
    const share = matrixProduct(remaining(t), back);
    const carried = matrixProduct(matrixProduct(share, from.covariance), transposed(share));
    const covariance = symmetrised(matrixSum([1, carried], [added * t, share]));
    return { mean: from.mean.map((value, i) => value + t * speed[i]), covariance };
  }
  const gain = (t: number): Matrix => symmetrised(matrixProduct(endGain, inverted(remaining(t)).inverse));
  const end = law(duration);
  const miss = difference(end.mean, to.mean);
  const atEnd =
    0.5 * (targetVolume - inverted(end.covariance).logDeterminant + dot(miss, matrixTimes(precision, miss)));
  const constant = (t: number): number =>
    0.5 * (dot(speed, speed) * (duration - t) + added * inverted(remaining(t)).logDeterminant) + atEnd;
  const terminalCost = 0.5 * (trace(matrixProduct(precision, end.covariance)) - d) + atEnd;
  const totalCost = 0.5 * trace(matrixProduct(gain(0), from.covariance)) + constant(0);
  return { target: to, law, gain, speed, constant, transportCost: totalCost - terminalCost, terminalCost };
}

interface ContractionOptions {
  /** V₀. */
  readonly start: Matrix;
  /** Q⁻¹. */
  readonly precision: Matrix;
  /** σ². */
  readonly added: number;
  readonly duration: number;
}

const ROUNDS = 200;

/** H₀ with H₀W⁻¹H₀ + H₀/T = I/T + Q⁻¹, W = V₀ + σ²T H₀: with L = W^{1/2}, H₀ = LYL and Y² + Y/T = L⁻¹(I/T + Q⁻¹)L⁻¹. */
function contraction({ start, precision, added, duration }: ContractionOptions): Matrix {
  const unit = identityMatrix(start.rowCount);
  const right = matrixSum([1 / duration, unit], [1, precision]);
  let H = unit;
  for (let round = 0; round < ROUNDS; round++) {
    const L = symmetricRoot(matrixSum([1, start], [added * duration, H]));
    const outside = inverted(L).inverse;
    const middle = symmetrised(matrixProduct(matrixProduct(outside, right), outside));
    const root = symmetricRoot(matrixSum([1, middle], [0.25 / squared(duration), unit]));
    // √(q² + M) − q as (√(q² + M) + q)⁻¹M, in which nothing cancels.
    const sum = matrixSum([1, root], [0.5 / duration, unit]);
    const Y = symmetrised(matrixProduct(inverted(sum).inverse, middle));
    const next = symmetrised(matrixProduct(matrixProduct(L, Y), L));
    const moved = next.data.reduce((most, value, i) => Math.max(most, Math.abs(value - H.data[i])), 0);
    const size = next.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    H = next;
    if (moved <= 1e-13 * size || added === 0) return H;
  }
  throw new RangeError(
    `gaussianGame: the equilibrium is not found in ${ROUNDS} rounds; take covariances, noise and duration nearer to each other`,
  );
}

function momentsOf(name: string, { mean, covariance }: GaussianLaw): GaussianMoments {
  const d = mean.length;
  const squareRows = covariance.length === d && Array.from(covariance).every((row) => row.length === d);
  const matrix = matrixOf(squareRows ? covariance : []);
  if (d > 0 && squareRows && Array.from(mean).every(Number.isFinite) && isSymmetric(matrix) && isPositive(matrix)) {
    return { mean: vectorOf(mean), covariance: matrix };
  }
  throw new RangeError(
    `gaussianGame: ${name} expects finite means and a symmetric positive definite covariance of ${d} rows, got ` +
      `[${Array.from(mean).join(', ')}] and [${Array.from(covariance, (row) => Array.from(row).join(', ')).join('; ')}]; give E(x − m)(x − m)ᵀ`,
  );
}

function isSymmetric(a: Matrix): boolean {
  const mirrored = transposed(a).data;
  return a.data.every((value, i) => Math.abs(value - mirrored[i]) <= 1e-12 * (Math.abs(value) + Math.abs(mirrored[i])));
}

/** Whether elimination without exchanges finds positive pivots alone. */
function isPositive({ rowCount: d, data }: Matrix): boolean {
  const rest = data.slice();
  for (let j = 0; j < d; j++) {
    const pivot = rest[j * d + j];
    if (!(pivot > 0 && pivot < Infinity)) return false;
    for (let i = j + 1; i < d; i++) {
      const factor = rest[i * d + j] / pivot;
      for (let k = j; k < d; k++) rest[i * d + k] -= factor * rest[j * d + k];
    }
  }
  return true;
}

/** a − b. */
export function difference(a: Vector, b: Vector): Vector {
  return a.map((value, i) => value - b[i]);
}
