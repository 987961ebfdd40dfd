import { checkCount, checkPositive } from '../array/index.js';
import { betaProbability, exp, logNormalTail } from '../special/index.js';

/** A Gaussian law, and the trajectories of Hamiltonian Monte Carlo on it. */
export interface LeapfrogOptions {
  /** d ≥ 1. */
  readonly dimension: number;
  /** v > 0: the law is N(0, v I). */
  readonly variance: number;
  /** ε > 0; trajectories are stable below 2√v. */
  readonly stepSize: number;
  /** n ≥ 1. */
  readonly leapfrogCount: number;
}

/** What the error of the energy costs a trajectory that starts in equilibrium. */
export interface LeapfrogLaw {
  /** E ΔH ≥ 0, nats. */
  readonly meanEnergyError: number;
  /** Var ΔH, nats². */
  readonly varianceEnergyError: number;
  /** E min(1, e^{−ΔH}), exactly. */
  readonly acceptance: number;
  /** erfc(½ √E ΔH): the same for many dimensions, where ΔH is Gaussian. */
  readonly largeDimensionAcceptance: number;
}

/**
 * The energy error of Hamiltonian Monte Carlo on a Gaussian law, in closed form: n leapfrog steps are a linear map M of (x/√v, p), and ΔH
 * is ½ Σ (μ − 1) a² + (1/μ − 1) b² over d pairs of standard normal numbers, with μ ≥ 1 and 1/μ the eigenvalues of MᵀM.
 * @throws RangeError when dimension or count is no whole number from 1, or a number is not positive and finite
 */
export function leapfrogLaw({ dimension, variance, stepSize, leapfrogCount }: LeapfrogOptions): LeapfrogLaw {
  checkCount('leapfrogLaw: dimension', dimension, 1);
  checkCount('leapfrogLaw: leapfrogCount', leapfrogCount, 1);
  checkPositive('leapfrogLaw: variance', variance);
  checkPositive('leapfrogLaw: stepSize', stepSize);
  const step = stepSize / Math.sqrt(variance);
  const [alpha, beta, gamma] = [1 - 0.5 * step * step, step, -step * (1 - 0.25 * step * step)];
  let [a, b, c, d] = [1, 0, 0, 1];
  for (let k = 0; k < leapfrogCount; k++) {
    [a, b, c, d] = [alpha * a + beta * c, alpha * b + beta * d, gamma * a + alpha * c, gamma * b + alpha * d];
  }
  // tr MᵀM − 2, of a map of determinant 1: no difference of numbers near 2, which would lose the digits of a small error.
  const excess = (a - d) * (a - d) + (b + c) * (b + c);
  const larger = 1 + 0.5 * (excess + Math.sqrt(excess * (excess + 4)));
  const meanEnergyError = 0.5 * dimension * excess;
  return {
    meanEnergyError,
    varianceEnergyError: 0.5 * dimension * excess * (excess + 2),
    acceptance: 2 * betaProbability(1 / (1 + larger), 0.5 * dimension, 0.5 * dimension),
    largeDimensionAcceptance: 2 * exp(logNormalTail(Math.sqrt(0.5 * meanEnergyError))),
  };
}
