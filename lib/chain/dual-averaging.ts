import { checkPositive } from '../array/index.js';
import { exp, log, pow } from '../special/index.js';

/** A step size on its way to a wanted acceptance. */
export interface DualAveraging {
  /** Step size to try next. */
  readonly stepSize: number;
  /** Average of the step sizes tried, late ones counting more: what is kept in the end. */
  readonly average: number;
  /** After a step that took a share of its proposals. */
  after(acceptance: number): DualAveraging;
}

/** How strongly a step size is pulled back to its start, how much the first steps are damped, and how fast early ones are forgotten. */
const [PULL, DELAY, FORGETTING] = [0.25, 10, 0.75];

/**
 * Nesterov's dual averaging of ln of a step size, after Hoffman and Gelman (2014), section 3.2: the step shrinks where fewer proposals are
 * taken than wanted and grows where more are, by less and less.
 * Deviations, made for the mean acceptance of many chains: the pull γ is 0.25 in place of 0.05, with which the step would swing for a
 * hundred steps, and the search leans to its start in place of ten times that.
 * @param start positive
 * @param target wanted acceptance, above 0 and below 1
 * @throws RangeError when start or target lie outside
 */
export function dualAveraging(start: number, target: number): DualAveraging {
  checkPositive('dualAveraging: start', start);
  if (!(target > 0 && target < 1)) {
    throw new RangeError(
      `dualAveraging: target expects an acceptance above 0 and below 1, got ${target}; take 0.65 for Hamiltonian trajectories`,
    );
  }
  const centre = log(start);
  const at = (
    count: number,
    error: number,
    logs: { readonly step: number; readonly average: number },
  ): DualAveraging => ({
    stepSize: exp(logs.step),
    average: exp(logs.average),
    after(acceptance) {
      const next = count + 1;
      const share = 1 / (next + DELAY);
      const missed = (1 - share) * error + share * (target - acceptance);
      const step = centre - (Math.sqrt(next) / PULL) * missed;
      const weight = pow(next, -FORGETTING);
      return at(next, missed, { step, average: weight * step + (1 - weight) * logs.average });
    },
  });
  return at(0, 0, { step: log(start), average: log(start) });
}
