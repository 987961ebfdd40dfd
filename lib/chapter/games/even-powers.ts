import { type Energy, energyOfPaths } from '../../energy/index.js';
import { squared } from '../../special/index.js';

/** Φ = (x², x⁴) of paths of one value. */
export function evenPowers(): Energy {
  return energyOfPaths({
    name: 'x² and x⁴',
    signalLength: 1,
    labels: ['x²', 'x⁴'],
    value([x], out) {
      out[0] = x * x;
      out[1] = squared(x * x);
    },
    pullback([x], [square, fourth], out) {
      out[0] = 2 * square * x + 4 * fourth * x * x * x;
    },
    hessianProduct([x], [square, fourth], [direction], out) {
      out[0] = direction * (2 * square + 12 * fourth * x * x);
    },
  });
}
