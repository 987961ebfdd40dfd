import { checkCount, checkPositive, type Vector, vector, vectorOf } from '../array/index.js';
import { log, squared } from '../special/index.js';
import { type Marginal, realLine } from './maximum-entropy.js';
import type { Model, Score } from './model.js';
import { checkLength, modelOfPaths, scoreOfPaths } from './path-model.js';

/** Length of the paths and variance of an autoregression. */
export interface ArOptions {
  /** d ≥ 1. */
  readonly signalLength: number;
  /** Marginal variance of every xᵢ, above 0; 1 when left out, as in the paper's experiments. */
  readonly variance?: number;
}

/** A stationary Gaussian autoregression. */
export interface ArModel extends Model, Score {
  /** The law of one value: mean 0 and the variance given. */
  readonly marginal: Marginal;
  /** σ, standard deviation of the innovations. */
  readonly innovationDeviation: number;
  /**
   * E[xᵢxᵢ₊ₗ] for the lags 0 … lastLag.
   * @throws RangeError when lastLag is no whole number from 0 on
   */
  autocovariance(lastLag: number): Vector;
}

const LOG_TWO_PI = log(2 * Math.PI);

/**
 * The stationary autoregression xᵢ = Σⱼ φⱼxᵢ₋ⱼ + σεᵢ of any order p, scaled to a given marginal variance.
 *
 * Paper: section 5.1, eq. (4) for p = 1. The likelihood is exact: the first p values follow the stationary law, through
 * the best linear predictors of orders 0 … p − 1 (Durbin and Levinson). Deviation: the authors' code predicts the first
 * values from zeros, which differs by a fraction of a nat for p > 1.
 * @param coefficients φ₁ … φₚ; none gives white noise
 * @throws RangeError when the coefficients have no stationary law, or variance or signalLength is not positive
 * Cost: O(p d) per path for a draw, a density and a score.
 */
export function ar(coefficients: readonly number[], { signalLength, variance = 1 }: ArOptions): ArModel {
  checkLength('ar', signalLength);
  checkPositive('ar: variance', variance);
  const order = coefficients.length;
  const predictors = stepDown(coefficients);
  // Variance of the prediction error of order j: each partial autocorrelation κ reduces it by the share κ².
  const errorVariance = vector(order + 1);
  errorVariance[0] = variance;
  for (let j = 1; j <= order; j++) errorVariance[j] = errorVariance[j - 1] * (1 - squared(predictors[j][j - 1]));
  const deviation = errorVariance.map(Math.sqrt);
  const logDeviation = deviation.map(log);
  const weights = predictors[order];
  const name = `AR(${coefficients.join(', ')})`;

  function predict(x: Vector, i: number): number {
    const weights = predictors[Math.min(i, order)];
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += weights[j] * x[i - 1 - j];
    return sum;
  }

  return modelOfPaths<Pick<ArModel, 'marginal' | 'innovationDeviation' | 'autocovariance' | 'score'>>(
    {
      name,
      signalLength,
      parameters: { coefficients: [...coefficients], innovationDeviation: deviation[order], variance },
      recipe: { module: 'model', factory: 'ar', arguments: [[...coefficients], { signalLength, variance }] },
      fromNormals(path) {
        for (let i = 0; i < signalLength; i++) path[i] = predict(path, i) + deviation[Math.min(i, order)] * path[i];
      },
      logDensity(path) {
        let logDensity = 0;
        for (let i = 0; i < Math.min(order, signalLength); i++) {
          logDensity -= 0.5 * squared((path[i] - predict(path, i)) / deviation[i]) + logDeviation[i];
        }
        const rest = Math.max(0, signalLength - order);
        logDensity -= squaredErrors(path, weights) / (2 * errorVariance[order]) + rest * logDeviation[order];
        return logDensity - 0.5 * signalLength * LOG_TWO_PI;
      },
    },
    {
      marginal: { support: realLine, mean: 0, deviation: deviation[0] },
      innovationDeviation: deviation[order],
      score: scoreOfPaths({ name, signalLength }, (path, out) => {
        for (let i = 0; i < signalLength; i++) {
          const known = Math.min(i, order);
          const pull = (path[i] - predict(path, i)) / errorVariance[known];
          out[i] -= pull;
          for (let j = 0; j < known; j++) out[i - 1 - j] += predictors[known][j] * pull;
        }
      }),
      autocovariance(lastLag: number) {
        checkCount('ar.autocovariance: lastLag', lastLag);
        const result = vector(lastLag + 1);
        result[0] = variance;
        for (let lag = 1; lag <= lastLag; lag++) {
          // The best predictor of order `lag` (or p) reproduces the covariance with the value `lag` steps back.
          const weights = predictors[Math.min(lag, order)];
          for (let j = 0; j < weights.length; j++) result[lag] += weights[j] * result[Math.abs(lag - 1 - j)];
        }
        return result;
      },
    },
  );
}

/**
 * Σᵢ (xᵢ − Σⱼ φⱼxᵢ₋ⱼ)² over the values that have p earlier ones, as four interleaved sums: an addition need not wait
 * for the one before it.
 */
function squaredErrors(x: Vector, weights: Vector): number {
  const order = weights.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = order;
  for (; i + 3 < x.length; i += 4) {
    let p = x[i];
    let q = x[i + 1];
    let r = x[i + 2];
    let s = x[i + 3];
    for (let j = 0; j < order; j++) {
      const weight = weights[j];
      const at = i - 1 - j;
      p -= weight * x[at];
      q -= weight * x[at + 1];
      r -= weight * x[at + 2];
      s -= weight * x[at + 3];
    }
    a += p * p;
    b += q * q;
    c += r * r;
    d += s * s;
  }
  for (; i < x.length; i++) {
    let error = x[i];
    for (let j = 0; j < order; j++) error -= weights[j] * x[i - 1 - j];
    a += error * error;
  }
  return a + b + (c + d);
}

/**
 * The best linear predictors of orders 0 … p that belong to a stationary autoregression of order p, by Levinson's
 * recursion run downwards. The last weight of each is a partial autocorrelation; all lie in (−1, 1) exactly when the
 * autoregression is stationary.
 */
function stepDown(coefficients: readonly number[]): Vector[] {
  const predictors: Vector[] = new Array(coefficients.length + 1);
  predictors[coefficients.length] = vectorOf(coefficients);
  for (let order = coefficients.length; order >= 1; order--) {
    const upper = predictors[order];
    const partial = upper[order - 1];
    if (!(Math.abs(partial) < 1)) {
      throw new RangeError(
        `ar: coefficients expect a stationary law (roots of 1 - sum phi_j z^j outside the unit circle), ` +
          `got [${coefficients.join(', ')}] with partial autocorrelation ${partial.toPrecision(4)} at lag ${order}; shrink them`,
      );
    }
    const lower = vector(order - 1);
    for (let j = 0; j < order - 1; j++)
      lower[j] = (upper[j] + partial * upper[order - 2 - j]) / (1 - partial * partial);
    predictors[order - 1] = lower;
  }
  return predictors;
}
