import { type Vector, vector } from '../array/index.js';
import { exp, log } from '../special/index.js';
import type { Estimate } from '../statistics/index.js';

/** What weighted walkers say of the last potential of their schedule. */
export interface PartitionEstimate {
  /** ln(Z_T/Z₀) with its standard error, by the spread of the weights: ln of their mean. */
  readonly logRatio: Estimate;
  /** (Σ e^A)²/(N Σ e^{2A}): the share of walkers that count; an estimate with a share near 1/N says nothing. */
  readonly effectiveShare: number;
  /** e^A/Σ e^A, [N]. */
  readonly weights: Vector;
}

/**
 * ln(Z_T/Z₀) from log-weights. The mean of e^A is without bias; its logarithm is too small by half the square of the standard error.
 * @param logWeights A, [N], N from 2; −∞ for walkers of no weight
 * @throws RangeError when there are fewer than two, one is NaN or +∞, or all are −∞
 */
export function partitionEstimate(logWeights: Vector): PartitionEstimate {
  const count = logWeights.length;
  if (count < 2)
    throw new RangeError(`partitionEstimate: logWeights expects two or more, got ${count}; take more walkers`);
  let largest = -Infinity;
  for (let n = 0; n < count; n++) {
    if (!(logWeights[n] < Infinity)) {
      throw new RangeError(
        `partitionEstimate: logWeights expects finite numbers, got ${logWeights[n]} for walker ${n}; take smaller steps`,
      );
    }
    largest = Math.max(largest, logWeights[n]);
  }
  if (largest === -Infinity) {
    throw new RangeError(
      'partitionEstimate: logWeights expects some weight, got -Infinity for every walker; take smaller steps',
    );
  }
  const shares = vector(count);
  let [total, squares] = [0, 0];
  for (let n = 0; n < count; n++) {
    const share = exp(logWeights[n] - largest);
    shares[n] = share;
    total += share;
    squares += share * share;
  }
  const weights = vector(count);
  for (let n = 0; n < count; n++) weights[n] = shares[n] / total;
  const mean = total / count;
  const variance = (squares / count - mean * mean) / (count - 1);
  return {
    logRatio: { value: largest + log(mean), standardError: Math.sqrt(Math.max(0, variance)) / mean },
    effectiveShare: (total * total) / (count * squares),
    weights,
  };
}
