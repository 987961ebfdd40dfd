import type { LagArithmetic } from './lag-arithmetic';

/**
 * The arithmetic of assembly/lag-products.ts in TypeScript, one path at a time, operation by operation: the same bits.
 * For machines without WebAssembly SIMD, and the reference that the compiled kernel is tested against.
 */
export function plainLagProducts(length: number): LagArithmetic {
  const memory = new Float64Array(length);

  /** (s₀t₀ + s₁t₁) + (s₂t₂ + s₃t₃), the products of one block. */
  function blockSum(s: number, t: number): number {
    return (
      memory[s] * memory[t] + memory[s + 1] * memory[t + 1] + (memory[s + 2] * memory[t + 2] + memory[s + 3] * memory[t + 3])
    );
  }

  function lagSum(s: number, lag: number, blocks: number): number {
    let sum = 0;
    for (let at = s; at < s + 4 * blocks; at += 4) sum += blockSum(at, at - lag);
    return sum;
  }

  return {
    lanes: 1,
    memory,
    linearSums(x, sums, blocks, tiles) {
      for (let lag = 0; lag < 2 * tiles; lag++) memory[sums + lag] = lagSum(x, lag, blocks);
    },
    squareSums(s, sums, blocks, tiles) {
      for (let lag = 1; lag <= 4 * tiles; lag++) memory[sums + lag - 1] = lagSum(s, lag, blocks);
    },
    square(x, s, blocks) {
      for (let i = 0; i < 4 * blocks; i++) memory[s + i] = memory[x + i] * memory[x + i];
    },
    settle(moved, x, s, blocks) {
      for (let i = 0; i < 4 * blocks; i++) {
        const value = memory[moved + i];
        memory[x + i] = value;
        memory[s + i] = value * value;
      }
    },
    move(x, s, out, weights, blocks, linearLags, tiles) {
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
    },
  };
}
