import { checkPositive } from '../array/index.js';
import { log, logNormalDensity } from '../special/index.js';

/**
 * ln of the density g(x′|x) of a move on the line: takes x, and gives a function of x′. What is the same for all x′, such as a drift, is
 * computed once.
 */
export type MoveDensity = (from: number) => (to: number) => number;

/**
 * A normal move, x′ ~ N(mean(x), deviation²).
 * @throws RangeError when the deviation is not positive and finite
 */
export function normalMove(mean: (x: number) => number, deviation: number): MoveDensity {
  checkPositive('normalMove: deviation', deviation);
  const constant = logNormalDensity(0) - log(deviation);
  return (from) => {
    const centre = mean(from);
    return (to) => {
      const z = (to - centre) / deviation;
      return constant - 0.5 * z * z;
    };
  };
}

/**
 * The proposal of a random walk, x′ ~ N(x, s²).
 * @param deviation s > 0
 * @throws RangeError as `normalMove`
 */
export function walkMove(deviation: number): MoveDensity {
  return normalMove((x) => x, deviation);
}

/**
 * A step of unadjusted Langevin, x′ ~ N(x − h U′(x), 2h), which MALA proposes.
 * @param slope U′
 * @param stepSize h > 0
 * @throws RangeError when the step size is not positive and finite
 */
export function langevinStep(slope: (x: number) => number, stepSize: number): MoveDensity {
  checkPositive('langevinStep: stepSize', stepSize);
  return normalMove((x) => x - stepSize * slope(x), Math.sqrt(2 * stepSize));
}
