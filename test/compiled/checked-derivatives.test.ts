import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import type { DerivativeKernel } from '../../lib/compiled/index.js';
import { type Energy, scatteringCovariance, scatteringMean, scatteringSpectra } from '../../lib/energy/index.js';
import { plainDerivatives } from '../../lib/energy/plain-derivatives.js';
import { noise, noiseRows } from '../energy/derivatives.js';

const energies: readonly Energy[] = [
  scatteringMean({ signalLength: 32, firstScales: 2, secondScales: 2 }),
  scatteringCovariance({ signalLength: 32, firstScales: 1, secondScales: 2 }),
  scatteringSpectra({ signalLength: 32, scales: 2, sigma2: [0.5, 0.3, 0.2] }),
];
const kernels: readonly (readonly [string, () => DerivativeKernel])[] = [
  ...energies.map((energy): [string, () => DerivativeKernel] => [
    energy.name,
    () => energy.accelerators!.derivatives!(3),
  ]),
  ['an energy without a kernel', () => plainDerivatives(energies[0], 3)],
];

for (const [name, kernelOf] of kernels) {
  test(`${name}: what needs a load or a pullback is refused before it, and again after the next load`, () => {
    const kernel = kernelOf();
    const { signalLength: d, componentCount: K, width } = kernel;
    const [paths, weights] = [noise(1, 3, d).data, noiseRows(2, 3, K).data];
    const [values, slopes, rates] = [vector(3 * K), vector(3 * d), vector(width * K)];
    const [directions, products] = [noise(3, width, d).data, vector(width * d)];
    const multiply = (): void => kernel.hessianProduct(0, directions, 0, products, rates);
    const refused = (call: () => void, message: RegExp): void => assert.throws(call, { name: 'RangeError', message });
    refused(() => kernel.values(values), /values: call load before values/);
    refused(() => kernel.pullback(weights, slopes), /pullback: call load before pullback/);
    kernel.load(paths);
    refused(multiply, /hessianProduct: call pullback before hessianProduct/);
    kernel.values(values);
    kernel.pullback(weights, slopes);
    multiply();
    kernel.load(paths);
    refused(multiply, /hessianProduct: call pullback before hessianProduct/);
    refused(
      () => kernel.hessianProduct(3, directions, 0, products, rates),
      /group expects a whole number from 0 to [02], got 3/,
    );
    refused(() => kernel.hessianProduct(0, directions, 0, products, vector(1)), /rates expects \d+ numbers, got 1/);
  });
}
