import { matrix, type Vector, vector } from '../array/index.js';
import { type Energy, evaluatorOf } from '../energy/index.js';

/** Writes J(x)J(x)ᵀ of each of `count` paths, lower triangles row by row, [count, K(K + 1)/2]. */
export type GramEvaluator = (paths: Vector, count: number, out: Vector) => void;

/** Paths whose gradients are held together. */
const BLOCK = 8;

/** Numbers in the lower triangle of a [K, K] matrix. */
export function triangleSize(order: number): number {
  return (order * (order + 1)) / 2;
}

/**
 * The Gram matrices of an energy's gradients, in double precision. The numbers of a path depend on that path alone, to the bit.
 * Cost per path: K pullbacks and d K²/2 products.
 */
export function gramEvaluator(energy: Energy): GramEvaluator {
  const { signalLength: d, componentCount } = energy;
  const kernel = evaluatorOf(energy).derivatives(BLOCK, 'double');
  const block = vector(BLOCK * d);
  const units = matrix(componentCount, componentCount);
  for (let k = 0; k < componentCount; k++) units.row(k)[k] = 1;
  const gradients = Array.from({ length: componentCount }, () => vector(BLOCK * d));
  const size = triangleSize(componentCount);

  function write(n: number, out: Vector, at: number): void {
    for (let j = 0, place = at; j < componentCount; j++) {
      for (let k = 0; k <= j; k++, place++) {
        let sum = 0;
        for (let i = n * d; i < (n + 1) * d; i++) sum += gradients[j][i] * gradients[k][i];
        out[place] = sum;
      }
    }
  }

  return (paths, count, out) => {
    for (let first = 0; first < count; first += BLOCK) {
      const held = Math.min(BLOCK, count - first);
      // The places of a block that is not full keep earlier paths, whose numbers are not written.
      block.set(paths.subarray(first * d, (first + held) * d));
      kernel.load(block);
      for (let k = 0; k < componentCount; k++) kernel.pullback(units.row(k), gradients[k]);
      for (let n = 0; n < held; n++) write(n, out, (first + n) * size);
    }
  };
}
