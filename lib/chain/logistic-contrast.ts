import { firstNonFinite, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { dot, factoriseDense, type NewtonStep, newtonMinimum } from '../linear-algebra/index.js';
import { log, logistic, softplus } from '../special/index.js';

/** Points of one of two laws, as a contrast of both sees them. */
export interface ContrastSide {
  /** Φ of each point, [N, K]. */
  readonly energies: Matrix;
  /** ln q₀ − ln ρ of each point, nats, [N]; ρ is the density of the noise. */
  readonly logRatios: Vector;
}

/** What distinguishes data from noise, as a law of the data. */
export interface ContrastEstimate {
  /** θ, [K]. */
  readonly multipliers: Vector;
  /** c, which estimates ln Z(θ) = ln ∫ q₀ e^{−θ·Φ}, nats. */
  readonly logPartition: number;
  /** Covariance of the estimates of (θ, c) between sets of as many independent points, [K + 1, K + 1], to first order in 1/N. */
  readonly covariance: Matrix;
}

/**
 * Noise-contrastive estimation (Gutmann and Hyvärinen 2010) of the law q₀ e^{−θ·Φ − c}: logistic regression of data against noise, with
 * the log-odds −θ·Φ − c + ln q₀ − ln ρ − ln ν, ν the noise points per data point. The minimum is found by Newton's method: the loss is
 * convex in (θ, c).
 * @throws RangeError when there are no points, the sides differ in K, an energy or log-ratio is not finite, or the points can be told apart without error, so that there is no
 *   minimum
 * Cost: O(N K²) per round of Newton's method, some ten rounds.
 */
export function logisticContrast(data: ContrastSide, noise: ContrastSide): ContrastEstimate {
  const K = data.energies.columnCount;
  if (noise.energies.columnCount !== K) {
    throw new RangeError(
      `logisticContrast: noise expects ${K} energies like data, got ${noise.energies.columnCount}; evaluate both with one energy`,
    );
  }
  const [dataCount, noiseCount] = [data, noise].map(({ energies, logRatios }) => {
    if (energies.rowCount > 0 && logRatios.length === energies.rowCount) return energies.rowCount;
    throw new RangeError(
      `logisticContrast: sides expect points with one log-ratio each, got ${energies.rowCount} and ${logRatios.length}; give ln p − ln q at each point`,
    );
  });
  checkFinite('data', data);
  checkFinite('noise', noise);
  const logShare = log(noiseCount / dataCount);
  const logits = (side: ContrastSide, point: Vector): Vector =>
    side.logRatios.map((ratio, n) => ratio - logShare - point[K] - rowDot(side.energies, n, point));
  const loss = (point: Vector): number =>
    (total(logits(data, point), (logit) => softplus(-logit)) + total(logits(noise, point), softplus)) / dataCount;
  const { point, converged } = newtonMinimum(
    { value: loss, newton: (at) => newton(sums([data, noise], [logits(data, at), logits(noise, at)])) },
    vector(K + 1),
  );
  const [right, wrong] = [logits(data, point), logits(noise, point)];
  if (!converged || (right.every((logit) => logit > 0) && wrong.every((logit) => logit < 0))) {
    throw new RangeError(
      'logisticContrast: noise expects points that data cannot be told from without error, got others; ' +
        'take more of both, or noise of a law nearer to the data',
    );
  }
  const found = sums([data, noise], [right, wrong]);
  return { multipliers: point.slice(0, K), logPartition: point[K], covariance: sandwich(found) };
}

function checkFinite(side: string, { energies, logRatios }: ContrastSide): void {
  const bad = [firstNonFinite(energies.data), firstNonFinite(logRatios)];
  if (bad[0] < 0 && bad[1] < 0) return;
  const [what, value, point] =
    bad[0] >= 0
      ? ['energies', energies.data[bad[0]], Math.floor(bad[0] / energies.columnCount)]
      : ['log-ratios', logRatios[bad[1]], bad[1]];
  throw new RangeError(
    `logisticContrast: ${side} expects finite ${what}, got ${value} at point ${point}; leave the point out`,
  );
}

/** Sums over the points of both sides: first and second derivatives of the loss times the number of data. */
interface ContrastSums {
  readonly gradient: Vector;
  readonly curvature: Matrix;
  /** Sum over both sides of the spread of the points' gradients about their side's mean. */
  readonly spread: Matrix;
}

/** Derivatives by (θ, c): a point's log-odds have the gradient −(Φ, 1). */
function sums(sides: readonly ContrastSide[], allLogits: readonly Vector[]): ContrastSums {
  const size = sides[0].energies.columnCount + 1;
  const gradient = vector(size);
  const [curvature, spread] = [matrix(size, size), matrix(size, size)];
  sides.forEach(({ energies }, side) => {
    const own = vector(size);
    const features = vector(size);
    features[size - 1] = 1;
    for (let n = 0; n < energies.rowCount; n++) {
      for (let k = 0; k < size - 1; k++) features[k] = energies.data[n * (size - 1) + k];
      const share = logistic(allLogits[side][n]);
      const miss = side === 0 ? 1 - share : -share;
      for (let j = 0; j < size; j++) {
        own[j] += miss * features[j];
        for (let k = 0; k < size; k++) {
          const product = features[j] * features[k];
          curvature.data[j * size + k] += share * (1 - share) * product;
          spread.data[j * size + k] += miss * miss * product;
        }
      }
    }
    for (let j = 0; j < size; j++) {
      gradient[j] += own[j];
      for (let k = 0; k < size; k++) spread.data[j * size + k] -= (own[j] * own[k]) / energies.rowCount;
    }
  });
  return { gradient, curvature, spread };
}

/** The curvature is solved in units in which its diagonal is 1: energies may have units of their own. */
function solverOf(curvature: Matrix): (b: Vector) => Vector {
  const size = curvature.rowCount;
  const scales = vector(size).map((_, k) => 1 / Math.sqrt(curvature.data[k * size + k]));
  const scaled = matrix(size, size, curvature.data.slice());
  for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) scaled.data[j * size + k] *= scales[j] * scales[k];
  const factors = factoriseDense(scaled);
  return (b) => {
    const solved = b.map((entry, k) => entry * scales[k]);
    factors.solve(solved);
    return solved.map((entry, k) => entry * scales[k]);
  };
}

/** Newton's step for the loss itself: the numbers of data in gradient and curvature cancel. */
function newton({ gradient, curvature }: ContrastSums): NewtonStep {
  const step = solverOf(curvature)(gradient);
  return { step, decrement: dot(step, gradient) };
}

function sandwich({ curvature, spread }: ContrastSums): Matrix {
  const solve = solverOf(curvature);
  const size = curvature.rowCount;
  const half = matrix(size, size);
  for (let j = 0; j < size; j++) half.row(j).set(solve(spread.row(j)));
  const result = matrix(size, size);
  for (let k = 0; k < size; k++) result.row(k).set(solve(vector(size).map((_, j) => half.data[j * size + k])));
  return result;
}

function rowDot({ columnCount, data }: Matrix, n: number, weights: Vector): number {
  let sum = 0;
  for (let k = 0; k < columnCount; k++) sum += weights[k] * data[n * columnCount + k];
  return sum;
}

function total(values: Vector, of: (value: number) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0);
}
