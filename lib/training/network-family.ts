import { checkPositive, ensemble, type Vector, vector } from '../array/index.js';
import { gaussian } from '../model/index.js';
import {
  type Multilayer,
  type MultilayerRecipe,
  multilayerOf,
  networkFunction,
  networkPotential,
} from '../neural/index.js';
import { callOf, portable } from '../parallel/index.js';
import type { PotentialFamily } from './family.js';

/** What holds the paths of a network's potential together. */
export interface NetworkFamilyOptions {
  /** s of the term ‖x‖²/(2s²), positive and finite. */
  readonly deviation: number;
}

/**
 * The potentials f_θ(x) + ‖x‖²/(2s²) of a small network with one output: energy-based models whose parameters are the network's.
 *
 * The law can be drawn from where all weights of the last layer are 0: it is N(0, s² I) then, from which Jarzynski's walkers may start.
 * @throws RangeError when the deviation is not positive and finite; when it runs, what `networkPotential` throws
 * Cost: two multiplications per parameter and path, three with slopes, which take [N, parameterCount] numbers.
 */
export function networkFamily(network: Multilayer, { deviation }: NetworkFamilyOptions): PotentialFamily {
  checkPositive('networkFamily: deviation', deviation);
  const { signalLength, parameterCount, layers, recipe } = network;
  const { weights, inputs, outputs } = layers[layers.length - 1];
  return {
    name: `network ${network.widths.join('-')}`,
    shape: [signalLength],
    parameterCount,
    at: (parameters) => networkPotential(network, parameters, { deviation }),
    slopes(paths, parameters) {
      const ones = ensemble(paths.pathCount, 1, vector(paths.pathCount).fill(1));
      return networkFunction(network, parameters).parameterSlopes(paths, ones);
    },
    law: (parameters: Vector) =>
      parameters.subarray(weights, weights + inputs * outputs).every((weight) => weight === 0)
        ? gaussian({ signalLength, deviation })
        : undefined,
    identity: { network: recipe, deviation },
    call: callOf(madeFamily, recipe, deviation),
  };
}

const madeFamily = portable(
  'training/network-family',
  (recipe: MultilayerRecipe, deviation: number): PotentialFamily => networkFamily(multilayerOf(recipe), { deviation }),
);
