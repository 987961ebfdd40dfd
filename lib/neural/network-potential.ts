import { checkPositive, type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import type { Potential } from '../chain/index.js';
import { callOf, portable } from '../parallel/index.js';
import { type Multilayer, type MultilayerRecipe, multilayerOf } from './multilayer.js';
import { networkFunction } from './network-function.js';

/** What keeps the paths of a network's potential from leaving. */
export interface NetworkPotentialOptions {
  /**
   * s of the term ‖x‖²/(2s²), above 0; Infinity for none. A network alone confines nothing: tanh is bounded, and e^{−f} then has no
   * finite integral.
   */
  readonly deviation: number;
}

/**
 * The potential f(x) + ‖x‖²/(2s²) of a network with one output, in which the chains of `lib/chain` move, in worker threads too.
 * @throws RangeError when the network has other than one output, or conditions, when the deviation is not positive, or when the
 *   parameters are not those of the network
 * Cost: two multiplications per parameter and path.
 */
export function networkPotential(
  network: Multilayer,
  parameters: Vector,
  { deviation }: NetworkPotentialOptions,
): Potential {
  const { outputs, conditions, signalLength, recipe } = network;
  if (outputs !== 1 || conditions !== 0) {
    throw new RangeError(
      `networkPotential: network expects one output and no conditions, got ${outputs} and ${conditions}; make it by multilayer with 1 as the last width`,
    );
  }
  checkPositive('networkPotential: deviation', deviation);
  const net = networkFunction(network, parameters.slice());
  const stiffness = 1 / (deviation * deviation);
  const add = (paths: Ensemble, values: Vector, gradient?: Vector): void => {
    for (let i = 0; i < paths.data.length; i++) {
      const x = paths.data[i];
      values[Math.floor(i / signalLength)] += 0.5 * stiffness * x * x;
      if (gradient) gradient[i] += stiffness * x;
    }
  };
  const evaluate: Potential['evaluate'] = (paths) => {
    const weights = ensemble(paths.pathCount, 1, vector(paths.pathCount).fill(1));
    const { values, gradient } = net.pullback(paths, weights);
    add(paths, values.data, gradient.data);
    return { values: values.data, gradient };
  };
  return {
    name: `network ${network.widths.join('-')}`,
    shape: [signalLength],
    identity: { network: recipe, parameters: net.parameters, deviation },
    values(paths) {
      const values = net.values(paths).data;
      add(paths, values);
      return values;
    },
    gradient: (paths) => evaluate(paths).gradient,
    evaluate,
    call: callOf(madePotential, recipe, net.parameters, deviation),
  };
}

const madePotential = portable(
  'neural/network-potential',
  (recipe: MultilayerRecipe, parameters: Vector, deviation: number): Potential =>
    networkPotential(multilayerOf(recipe), parameters, { deviation }),
);
