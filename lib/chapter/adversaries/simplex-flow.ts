import { checkCount, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { exp, log, pow } from '../../special/index.js';

/** Step of the flow, and its number of steps. */
export interface SimplexFlowOptions {
  /** η, in (0, 2): near the target a step multiplies q/p − 1 by 1 − η/2. */
  readonly stepSize: number;
  readonly stepCount: number;
}

/** Laws of a generator on finitely many states, and the value of the best discriminator. */
export interface SimplexFlow {
  /** q after each step, [stepCount + 1, states]. */
  readonly laws: Matrix;
  /** C = −ln 4 + 2 JSD after each step, nats. */
  readonly values: Vector;
}

/**
 * max_D V of two laws on the same states: Σ p ln D + q ln(1 − D) at D = p/(p + q), nats.
 * @param data p, masses
 * @param made q, masses
 * @throws RangeError when they have not the same number of states
 */
export function bestValue(data: Vector, made: Vector): number {
  if (data.length !== made.length) {
    throw new RangeError(
      `bestValue: made expects ${data.length} masses, as many as data, got ${made.length}; give both laws on the same states`,
    );
  }
  let value = 0;
  data.forEach((p, i) => {
    const q = made[i];
    if (p > 0) value += p * log(p / (p + q));
    if (q > 0) value += q * log(q / (p + q));
  });
  return value;
}

/**
 * A generator that may have any law on finitely many states, against a discriminator that is at its optimum at every step: mirror
 * descent q ← q (1 − D)^{−η}/norm, the gradient of C in the geometry of Fisher and Rao. C is convex in q.
 * @param data p, masses above 0
 * @param start q, masses above 0: a state without mass never gets any
 * @throws RangeError when a mass is not positive, the numbers of states differ, or the step size is not in (0, 2)
 */
export function simplexFlow(data: Vector, start: Vector, { stepSize, stepCount }: SimplexFlowOptions): SimplexFlow {
  checkCount('simplexFlow: stepCount', stepCount);
  if (!(stepSize > 0 && stepSize < 2)) {
    throw new RangeError(`simplexFlow: stepSize expects a number in (0, 2), got ${stepSize}; take 1`);
  }
  for (const [name, masses] of Object.entries({ data, start })) {
    const bad = masses.findIndex((mass) => !(mass > 0));
    if (bad >= 0)
      throw new RangeError(
        `simplexFlow: ${name} expects positive masses, got ${masses[bad]} at ${bad}; leave out states without mass`,
      );
  }
  const laws = matrix(stepCount + 1, data.length);
  const values = vector(stepCount + 1);
  laws.row(0).set(start);
  values[0] = bestValue(data, start);
  for (let t = 1; t <= stepCount; t++) {
    const [old, next] = [laws.row(t - 1), laws.row(t)];
    let total = 0;
    old.forEach((q, i) => {
      next[i] = q * exp(-stepSize * log(q / (data[i] + q)));
      total += next[i];
    });
    for (let i = 0; i < next.length; i++) next[i] /= total;
    values[t] = bestValue(data, next);
  }
  return { laws, values };
}

/** Two laws on 50 states: data with two humps, and a slope to start from. */
export function fiftyStates(): { readonly data: Vector; readonly start: Vector } {
  const hump = (i: number, at: number): number => 1 / (1 + pow((i - at) / 4, 4));
  const normed = (masses: Vector): Vector => {
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    return masses.map((mass) => mass / total);
  };
  return {
    data: normed(vector(50).map((_, i) => hump(i, 12) + 2 * hump(i, 36) + 0.01)),
    start: normed(vector(50).map((_, i) => 60 - i)),
  };
}
