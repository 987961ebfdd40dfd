import { type Matrix, matrix, type Vector, vector } from '../array/index.js';
import type { Precision } from '../compiled/index.js';
import type { Energy } from './energy.js';
import { evaluatorOf } from './evaluator.js';

/**
 * Writes J(x)J(x)ᵀ of each of `count` paths: lower triangles, row by row, [count, K(K + 1)/2]. The numbers of a path
 * depend on that path alone, to the bit.
 */
export type GramEvaluator = (paths: Vector, count: number, out: Vector) => void;

/** Paths whose gradients are held together. */
const BLOCK = 8;

/** Numbers in a packed symmetric matrix of this order. */
export function triangleSize(order: number): number {
  return (order * (order + 1)) / 2;
}

/** The symmetric matrix of a packed lower triangle. */
export function symmetricOf(triangle: Vector, order: number): Matrix {
  const result = matrix(order, order);
  for (let j = 0, at = 0; j < order; j++) {
    for (let k = 0; k <= j; k++, at++) result.data[j * order + k] = result.data[k * order + j] = triangle[at];
  }
  return result;
}

/**
 * The Gram matrices of an energy's gradients: compiled where the energy can, in double precision.
 * @param precision of the gradients where it cannot; that of `EnergyEvaluator.derivatives` when left out
 * Cost per path: K pullbacks and d K²/2 products.
 */
export function gramEvaluator(energy: Energy, precision?: Precision): GramEvaluator {
  const compiled = evaluatorOf(energy).grams();
  if (compiled) return compiled.evaluate;
  const { signalLength: d, componentCount: K } = energy;
  const kernel = evaluatorOf(energy).derivatives(BLOCK, precision);
  const block = vector(BLOCK * d);
  const units = matrix(K, K);
  for (let k = 0; k < K; k++) units.row(k)[k] = 1;
  const gradients = Array.from({ length: K }, () => vector(BLOCK * d));
  const size = triangleSize(K);

  function write(n: number, out: Vector): void {
    for (let j = 0, at = 0; j < K; j++) {
      for (let k = 0; k <= j; k++, at++) {
        let sum = 0;
        for (let i = n * d; i < (n + 1) * d; i++) sum += gradients[j][i] * gradients[k][i];
        out[at] = sum;
      }
    }
  }

  return (paths, count, out) => {
    for (let first = 0; first < count; first += BLOCK) {
      const held = Math.min(BLOCK, count - first);
      // The places of a block that is not full keep earlier paths, whose numbers are not written.
      block.set(paths.subarray(first * d, (first + held) * d));
      kernel.load(block);
      for (let k = 0; k < K; k++) kernel.pullback(units.row(k), gradients[k]);
      for (let n = 0; n < held; n++) write(n, out.subarray((first + n) * size, (first + n + 1) * size));
    }
  };
}
