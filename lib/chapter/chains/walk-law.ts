import { checkCount, checkPositive } from '../../array/index.js';
import { exp, log, logGamma, logNormalTail } from '../../special/index.js';

/** What a random walk does on N(0, I) in equilibrium. */
export interface WalkLaw {
  /** Mean probability that a proposal is taken. */
  readonly acceptance: number;
  /** Mean of ‖x′ − x‖²/d. */
  readonly squaredJump: number;
}

/**
 * Acceptance and squared jump of Metropolis's random walk x + sξ on N(0, I) in d dimensions, in equilibrium. For a step of length r the
 * change of U is normal with mean ½r² and variance r², so that the step is taken with probability 2 P(Z > r/2); r/s has the law of the
 * length of d normal numbers, over which a sum runs.
 * @param dimension d, whole number from 1
 * @param deviation s > 0
 * @throws RangeError when the dimension is no whole number from 1 or the deviation not positive and finite
 */
export function walkLaw(dimension: number, deviation: number): WalkLaw {
  checkCount('walkLaw: dimension', dimension, 1);
  checkPositive('walkLaw: deviation', deviation);
  // ln of the length has a density that falls off fast at both ends for every d: the sum converges exponentially.
  const logConstant = (1 - dimension / 2) * log(2) - logGamma(dimension / 2);
  let [mass, acceptance, squares] = [0, 0, 0];
  for (let u = -40; u <= 8; u += 0.002) {
    const length = exp(u);
    const weight = 0.002 * exp(logConstant + dimension * u - 0.5 * length * length);
    const taken = 2 * exp(logNormalTail(0.5 * deviation * length));
    mass += weight;
    acceptance += weight * taken;
    squares += weight * taken * length * length;
  }
  return { acceptance: acceptance / mass, squaredJump: (deviation * deviation * squares) / (mass * dimension) };
}
