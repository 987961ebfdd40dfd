import type { Energy } from './energy.js';
import { checkSignalLength, energyOfPaths } from './path-energy.js';

/**
 * The energy Φ(x) = ‖x‖², for which the mean-field descent shrinks every path by the same factor.
 * Paper: the example at the end of section 4. Not divided by d, as there.
 * @throws RangeError when signalLength is no whole number from 1
 * Cost: O(d) for each method.
 */
export function squaredNorm({ signalLength }: { readonly signalLength: number }): Energy {
  checkSignalLength('squaredNorm', signalLength, 0);
  const double = (x: ArrayLike<number>, weight: number, out: { [i: number]: number }): void => {
    for (let i = 0; i < signalLength; i++) out[i] = 2 * weight * x[i];
  };
  return energyOfPaths({
    name: 'squared norm',
    signalLength,
    labels: ['squared norm'],
    recipe: { module: 'energy', factory: 'squaredNorm', arguments: [{ signalLength }] },
    value(x, out) {
      out[0] = 0;
      for (let i = 0; i < signalLength; i++) out[0] += x[i] * x[i];
    },
    pullback: (x, weights, out) => double(x, weights[0], out),
    hessianProduct: (_path, weights, direction, out) => double(direction, weights[0], out),
    bandedHessian: {
      bandwidth: 0,
      fill: (_path, weights, band) => void band.fill(2 * weights[0]),
    },
  });
}
