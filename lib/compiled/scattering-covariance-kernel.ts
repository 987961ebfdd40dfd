import { type Vector, vector } from '../array/index.js';
import { checkedDerivatives } from './checked-derivatives.js';
import { type DerivativeKernel, ROUNDING } from './derivative-kernel.js';
import type { RowRange } from './lane-layout.js';
import { type ScatteringCovarianceKernelOptions, scatteringCovarianceMemory } from './scattering-covariance-memory.js';
import { ScatteringCovariancePhases } from './scattering-covariance-phases.js';

export type { ScatteringCovarianceKernelOptions } from './scattering-covariance-memory.js';

/**
 * The scattering covariance of paths and its derivatives, compiled: covariances over time, divided by d − 1, of the rectified
 * channels that lib/energy/scattering-covariance.ts defines, or a matrix times them.
 *
 * Covariances are sums of products less products of sums: in the lanes' precision over 64 points, in double over blocks. ReLU
 * passes derivatives where a channel is above 0, and its kinks add nothing to the Hessian.
 * @throws RangeError when signalLength is no power of two from 8, the paths do not fit into 4 GB, or there is no SIMD for
 *   double precision
 * Cost: with C = 2F(1 + S) channels, per path, 1 + 2F + FS transforms and C²d/2 multiplications and additions for values; as
 * many transforms and C²d for a pullback; twice the transforms and 2C²d for a Hessian product, 3C²d with its Gauss-Newton
 * term. 4Cd bytes per path in single precision.
 */
export function scatteringCovarianceKernel(options: ScatteringCovarianceKernelOptions): DerivativeKernel {
  const { signalLength, pathCount } = options;
  const memory = scatteringCovarianceMemory(options);
  const { groups, states, componentCount, width, matrices, rateMatrix, rates, rateSums } = memory;
  const phases = new ScatteringCovariancePhases(memory);
  const energies = vector(pathCount * componentCount);
  /** Whether the weights of the last pullback are the same for all paths: then one matrix, that of group 0, serves all. */
  let shared = false;

  const matrixOf = (group: number): number => matrices[shared ? 0 : group];
  const rowsOf = (values: Vector, first: number, count: number): RowRange => ({
    values,
    first,
    count,
    length: signalLength,
  });

  function placeWeights(weights: Vector): void {
    for (let group = 0; group < (shared ? 1 : groups.count); group++) {
      phases.setMatrix(matrices[group], (lane, k) => {
        const n = shared ? 0 : groups.pathIn(group, lane);
        return weights[n * componentCount + k];
      });
    }
  }

  return checkedDerivatives('scatteringCovarianceKernel', {
    pathCount,
    signalLength,
    componentCount,
    width,
    rounding: ROUNDING[options.precision ?? 'single'],
    load(paths) {
      states.forEach((state, group) => {
        const { channels, sums } = state;
        phases.scatter(rowsOf(paths, group * width, groups.sizeOf(group)), channels, 0);
        phases.covariances(state, channels, sums, 0.5);
        phases.components(energies, group * width, groups.sizeOf(group));
      });
    },
    values: (out) => out.set(energies),
    pullback(weights, out) {
      shared = weights.length === componentCount;
      placeWeights(weights);
      states.forEach(({ channels, sums }, group) => {
        phases.clearOffsets();
        phases.addOffsets(matrixOf(group), sums);
        phases.mix(matrixOf(group), channels, channels, false);
        phases.gather(group, rowsOf(out, group * width, groups.sizeOf(group)));
      });
    },
    hessianProduct(group, directions, c, out, changes) {
      const state = states[group];
      const { channels, sums } = state;
      const count = groups.sizeOf(group);
      phases.scatter(rowsOf(directions, 0, count), rates, channels - rates);
      phases.covariances(state, rates, rateSums, 1);
      phases.components(changes, 0, count);
      phases.clearOffsets();
      phases.addOffsets(matrixOf(group), rateSums);
      if (c !== 0) {
        phases.setMatrix(rateMatrix, (lane, k) => c * changes[Math.min(lane, count - 1) * componentCount + k]);
        phases.addOffsets(rateMatrix, sums);
      }
      phases.mix(matrixOf(group), rates, channels, false);
      if (c !== 0) phases.mix(rateMatrix, channels, channels, true);
      phases.gather(group, rowsOf(out, 0, count));
    },
  });
}
