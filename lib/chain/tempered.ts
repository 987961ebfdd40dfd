import { checkPositive, ensemble, type Vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import type { Potential } from './potential.js';

/**
 * The potential βU, of the law of U at the temperature 1/β.
 * @param inverseTemperature β, positive and finite
 * @throws RangeError when β is not positive and finite
 */
export function temperedPotential(potential: Potential, inverseTemperature: number): Potential {
  checkPositive('temperedPotential: inverseTemperature', inverseTemperature);
  const scaled = (values: Vector): Vector => values.map((value) => inverseTemperature * value);
  const { name, shape, identity, call } = potential;
  return {
    name: `${inverseTemperature} · (${name})`,
    shape,
    identity: { tempered: identity, inverseTemperature },
    values: (paths) => scaled(potential.values(paths)),
    gradient(paths) {
      const { pathCount, data } = potential.gradient(paths);
      return ensemble(pathCount, shape, scaled(data));
    },
    evaluate(paths) {
      const { values, gradient } = potential.evaluate(paths);
      return { values: scaled(values), gradient: ensemble(gradient.pathCount, shape, scaled(gradient.data)) };
    },
    ...(call && { call: callOf(madeTempered, call, inverseTemperature) }),
  };
}

const madeTempered = portable(
  'chain/tempered',
  (potential: PortableCall<Potential>, inverseTemperature: number): Potential =>
    temperedPotential(perform(potential), inverseTemperature),
);
