import { vector } from '../array/index.js';
import type { JacobianKernel, PathJacobians } from './jacobian-kernel.js';
import { lanesAvailable } from './lag-arithmetic.js';
import { checkLags, type LagKernelOptions } from './lag-kernel.js';
import { plainLagElimination, type ReadWeights, type Settle } from './plain-lag-elimination.js';
import { simdLagElimination } from './simd-lag-elimination.js';

/** Which energy of lags, and which steps of it, a compiled Jacobian is for. */
export type LagJacobianOptions = Omit<LagKernelOptions, 'pathCount'>;

/**
 * Jacobian determinants of the steps of lag-product energies (see `lagKernel`, whose options these are).
 *
 * Elimination through the band of M carries the gradients along, two paths a WebAssembly vector. Where that is missing, or
 * MICROCANON_SIMD is off, the same operations in TypeScript: the same bits. A path whose pivots get small, which only a
 * large step brings about, is evaluated again with row exchanges.
 * @throws RangeError when an option is out of range
 * Cost: about d(b² + 2bK + K²) operations per path, b the largest lag and K = linearLags + 1 + squareLags.
 */
export function lagJacobian(options: LagJacobianOptions): JacobianKernel {
  checkLags('lagJacobian', options);
  const { signalLength: d, linearLags, squareLags } = options;
  const componentCount = linearLags + 1 + squareLags;
  const shape = { order: d, bandwidth: Math.max(linearLags, squareLags), linearLags, squareLags, componentCount };
  const permutation = options.order ?? Array.from({ length: componentCount }, (_, k) => k);
  const position = vector(componentCount);
  for (let k = 0; k < componentCount; k++) position[permutation[k]] = k;
  const multiplicity = Array.from({ length: componentCount }, (_, k) => (k === 0 || k > linearLags ? 2 : 1));
  let given = vector(0);

  const readWeights: ReadWeights = (n, out) => {
    const row = n * componentCount;
    const pulls = shape.bandwidth + 1;
    for (let k = 0; k < componentCount; k++) {
      const weight = (multiplicity[k] * given[row + position[k]]) / d;
      if (k === 0) out[0] = weight;
      else if (k <= linearLags) out[k] = -weight;
      else {
        const l = k - linearLags - 1;
        out[pulls + l] = weight;
        out[pulls + squareLags + l] = 2 * weight;
      }
    }
  };
  const elimination = (lanesAvailable() === 2 ? simdLagElimination : plainLagElimination)(shape, readWeights);

  return {
    evaluate(paths, weights, { logAbs, sign, couplings }: PathJacobians) {
      const pathCount = logAbs.length;
      if (paths.length !== pathCount * d || weights.length !== pathCount * componentCount) {
        throw new RangeError(
          `lagJacobian.evaluate: ${pathCount} paths expect ${pathCount * d} numbers and ${pathCount * componentCount} weights, ` +
            `got ${paths.length} and ${weights.length}`,
        );
      }
      given = weights;
      const settle: Settle = (n, block, coupling) => {
        logAbs[n] = block.logAbs;
        sign[n] = block.sign;
        const at = n * (componentCount * componentCount);
        for (let j = 0; j < componentCount; j++) {
          for (let k = 0; k <= j; k++) {
            const entry = coupling[j * componentCount + k] * ((multiplicity[j] / d) * (multiplicity[k] / d));
            couplings[at + position[j] * componentCount + position[k]] = entry;
            couplings[at + position[k] * componentCount + position[j]] = entry;
          }
        }
      };
      for (let n = 0; n < pathCount; n += elimination.width) {
        elimination.evaluate(paths, n, Math.min(elimination.width, pathCount - n), settle);
      }
    },
  };
}
