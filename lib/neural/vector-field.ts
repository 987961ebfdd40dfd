import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import type { Multilayer } from './multilayer.js';
import { networkFunction } from './network-function.js';

/** Conditions of all paths, such as a time; a vector has one number per path. */
export type Conditions = readonly (number | Vector)[];

/** A field of vectors in the space of paths that a network computes: a score, or a velocity. */
export interface VectorField {
  /** [N, d]. */
  values(paths: Ensemble, ...conditions: Conditions): Ensemble;
  /** Σᵢ ∂ᵢfᵢ, [N]. Cost: d + 2 multiplications per parameter and path. */
  divergence(paths: Ensemble, ...conditions: Conditions): Vector;
}

/**
 * The vector field of a network with d outputs: a score ∇ln p, or with a time for a condition a velocity b(x, t).
 * @throws RangeError when the network has other than d outputs or the parameters are not its own; from the methods, when the paths or
 *   the number of conditions are not the network's
 * Cost: a multiplication per parameter and path.
 */
export function vectorField(network: Multilayer, parameters: Vector): VectorField {
  const { outputs, signalLength: d } = network;
  if (outputs !== d) {
    throw new RangeError(
      `vectorField: network expects as many outputs as inputs without conditions, ${d}, got ${outputs}; make it by multilayer with equal ends`,
    );
  }
  const net = networkFunction(network, parameters.slice());
  const inputsOf = (paths: Ensemble, conditions: Conditions): Ensemble => {
    if (conditions.length !== network.conditions) {
      throw new RangeError(
        `vectorField: conditions expects ${network.conditions} numbers, got ${conditions.length}; give one per condition of the network`,
      );
    }
    return conditioned(paths, ...conditions);
  };
  return {
    values: (paths, ...conditions) => net.values(inputsOf(paths, conditions)),
    divergence(paths, ...conditions) {
      const { slopes } = net.derivatives(inputsOf(paths, conditions));
      return vector(paths.pathCount).map((_, n) => {
        let sum = 0;
        for (let i = 0; i < d; i++) sum += slopes.data[(n * d + i) * d + i];
        return sum;
      });
    },
  };
}

/**
 * Paths with conditions appended: the inputs of a network, [N, d + c].
 * @param conditions a number for all paths, or a vector with one per path
 * @throws RangeError when a vector has another length than N
 */
export function conditioned(paths: Ensemble, ...conditions: Conditions): Ensemble {
  const { pathCount, signalLength } = paths;
  if (conditions.length === 0) return paths;
  for (const one of conditions) {
    if (typeof one !== 'number' && one.length !== pathCount) {
      throw new RangeError(
        `conditioned: conditions expects a number per path, ${pathCount}, got ${one.length}; give one for all paths, or one each`,
      );
    }
  }
  const result = ensemble(pathCount, signalLength + conditions.length);
  for (let n = 0; n < pathCount; n++) {
    const row = result.path(n);
    row.set(paths.path(n));
    conditions.forEach((one, c) => {
      row[signalLength + c] = typeof one === 'number' ? one : one[n];
    });
  }
  return result;
}
