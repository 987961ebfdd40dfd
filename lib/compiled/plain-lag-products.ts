import type { Vector } from '../array/index.js';
import type { LagArithmetic } from './lag-arithmetic.js';

/**
 * The arithmetic of assembly/lag-products.ts in TypeScript, one path at a time, operation by operation: the same bits.
 * For machines without WebAssembly SIMD, and the reference that the compiled kernel is tested against.
 */
export function plainLagProducts(length: number): LagArithmetic {
  const memory = new Float64Array(length);
  // The loops are functions of the module, not closures of this call, so that V8 compiles them once for all kernels.
  return {
    lanes: 1,
    memory,
    linearSums(x, sums, blocks, tiles) {
      for (let lag = 0; lag < 2 * tiles; lag++) memory[sums + lag] = lagSum(memory, x, lag, blocks);
    },
    squareSums(s, sums, blocks, tiles) {
      for (let lag = 1; lag <= 4 * tiles; lag++) memory[sums + lag - 1] = lagSum(memory, s, lag, blocks);
    },
    square: (x, s, blocks) => square(memory, x, s, blocks),
    separate: (x, out, blocks) => void memory.copyWithin(out, x, x + 4 * blocks),
    settle(moved, x, s, blocks) {
      memory.copyWithin(x, moved, moved + 4 * blocks);
      square(memory, x, s, blocks);
    },
    move: (...positions) => move(memory, ...positions),
    moveNeighbours(x, weights, sums, blocks) {
      moveNeighbours(memory, x, weights, blocks);
      for (let lag = 0; lag < 2; lag++) memory[sums + lag] = lagSum(memory, x, lag, blocks);
    },
  };
}

/** Σᵢ sᵢsᵢ₋ₗ, block by block: each (a + b) + (c + d). */
function lagSum(memory: Vector, s: number, lag: number, blocks: number): number {
  let sum = 0;
  for (let i = s, j = s - lag; i < s + 4 * blocks; i += 4, j += 4) {
    sum +=
      memory[i] * memory[j] +
      memory[i + 1] * memory[j + 1] +
      (memory[i + 2] * memory[j + 2] + memory[i + 3] * memory[j + 3]);
  }
  return sum;
}

function square(memory: Vector, x: number, s: number, blocks: number): void {
  for (let i = 0; i < 4 * blocks; i++) memory[s + i] = memory[x + i] * memory[x + i];
}

function move(
  memory: Vector,
  x: number,
  s: number,
  out: number,
  weights: number,
  blocks: number,
  linearLags: number,
  tiles: number,
): void {
  const squareWeights = weights + linearLags;
  for (let i = 0; i < 4 * blocks; i++) {
    let factor = memory[weights];
    for (let lag = 1; lag <= 4 * tiles; lag++) {
      factor += memory[squareWeights + lag] * (memory[s + i - lag] + memory[s + i + lag]);
    }
    let pull = factor * memory[x + i];
    for (let lag = 1; lag <= linearLags; lag++) {
      pull += memory[weights + lag] * (memory[x + i - lag] + memory[x + i + lag]);
    }
    memory[out + i] = memory[x + i] - pull;
  }
}

function moveNeighbours(memory: Vector, x: number, weights: number, blocks: number): void {
  let before = memory[x - 1];
  for (let i = x; i < x + 4 * blocks; i++) {
    const here = memory[i];
    memory[i] = here - (memory[weights] * here + memory[weights + 1] * (before + memory[i + 1]));
    before = here;
  }
}
