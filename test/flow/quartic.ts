import { type Energy, energyOfPaths } from '../../lib/energy/index.js';

/** An energy as a reader writes it: (Σ x⁴/4, ½(Σ x)²), each divided by d, with a dense Hessian and no recipe. */
export function quartic(signalLength: number): Energy {
  const total = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0);
  return energyOfPaths({
    name: 'quartic',
    signalLength,
    labels: ['fourth powers', 'squared sum'],
    value(x, out) {
      out[0] = x.reduce((sum, value) => sum + value ** 4, 0) / (4 * signalLength);
      out[1] = total(x) ** 2 / (2 * signalLength);
    },
    pullback(x, [a, b], out) {
      const sum = total(x);
      for (let i = 0; i < signalLength; i++) out[i] = (a * x[i] ** 3 + b * sum) / signalLength;
    },
    hessianProduct(x, [a, b], v, out) {
      const sum = total(v);
      for (let i = 0; i < signalLength; i++) out[i] = (3 * a * x[i] ** 2 * v[i] + b * sum) / signalLength;
    },
  });
}
