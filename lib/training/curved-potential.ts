import { checkLength, type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import { type Multilayer, networkFunction } from '../neural/index.js';

/** A function φ of paths with two derivatives. */
export interface CurvedPotential {
  /** d. */
  readonly signalLength: number;
  /** φ, [N]. */
  values(paths: Ensemble): Vector;
  /** ∇φ, [N, d]. */
  gradient(paths: Ensemble): Ensemble;
  /** ∇²φ, row by row, [N, d²]. */
  hessians(paths: Ensemble): Matrix;
}

/**
 * φ = k·Φ for energies Φ.
 * @param multipliers k, [K]
 * @throws RangeError when there is not one multiplier per component
 * Cost: of the energy; of d Hessian products for the second derivatives.
 */
export function energyCurved(energy: Energy, multipliers: Vector): CurvedPotential {
  checkLength('energyCurved: multipliers', multipliers, energy.componentCount);
  const d = energy.signalLength;
  return {
    signalLength: d,
    values(paths) {
      const { data } = energy.values(paths);
      const K = multipliers.length;
      const result = vector(paths.pathCount);
      for (let n = 0; n < result.length; n++) {
        for (let k = 0; k < K; k++) result[n] += multipliers[k] * data[n * K + k];
      }
      return result;
    },
    gradient: (paths) => energy.pullback(paths, multipliers),
    hessians(paths) {
      const result = matrix(paths.pathCount, d * d);
      const direction = ensemble(paths.pathCount, d);
      for (let i = 0; i < d; i++) {
        direction.data.fill(0);
        for (let n = 0; n < paths.pathCount; n++) direction.data[n * d + i] = 1;
        const { data } = energy.hessianProduct(paths, multipliers, direction);
        for (let n = 0; n < paths.pathCount; n++) {
          for (let j = 0; j < d; j++) result.data[(n * d + i) * d + j] = data[n * d + j];
        }
      }
      return result;
    },
  };
}

/**
 * φ = f of a network with one output.
 * @throws RangeError when the network has other than one output, or conditions, or the parameters are not its own
 * Cost: two multiplications per parameter and path for the gradient, d and more for the second derivatives.
 */
export function networkCurved(network: Multilayer, parameters: Vector): CurvedPotential {
  if (network.outputs !== 1 || network.conditions !== 0) {
    throw new RangeError(
      `networkCurved: network expects one output and no conditions, got ${network.outputs} and ${network.conditions}; make it by multilayer with 1 as the last width`,
    );
  }
  const net = networkFunction(network, parameters.slice());
  const ones = ({ pathCount }: Ensemble): Ensemble => ensemble(pathCount, 1, vector(pathCount).fill(1));
  return {
    signalLength: network.signalLength,
    values: (paths) => net.values(paths).data,
    gradient: (paths) => net.pullback(paths, ones(paths)).gradient,
    hessians: (paths) => net.hessians(paths, ones(paths)),
  };
}
