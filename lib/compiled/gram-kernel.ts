import type { Vector } from '../array/index.js';

/** Gram matrices of an energy's gradients, compiled for speed. */
export interface GramKernel {
  /**
   * Writes J(x)J(x)ᵀ of each of `count` paths, [count, d] row-major: lower triangles, row by row, [count, K(K + 1)/2].
   * The numbers of a path depend on that path alone, to the bit.
   */
  evaluate(paths: Vector, count: number, out: Vector): void;
}
