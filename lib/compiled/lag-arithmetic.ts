import type { Vector } from '../array/index.js';
import { compiledKernel, isCompilable, simdAllowed } from './compiled-kernel.js';
import { plainLagProducts } from './plain-lag-products.js';

/**
 * The inner loops of a lag kernel over one memory, `lanes` paths at a time. All positions are indices into `memory`;
 * a block is four points, a tile two lags of x or four lags of x². The formulas stand in assembly/lag-products.ts.
 */
export interface LagArithmetic {
  readonly lanes: number;
  readonly memory: Vector;
  linearSums(x: number, sums: number, blocks: number, tiles: number): void;
  squareSums(s: number, sums: number, blocks: number, tiles: number): void;
  square(x: number, s: number, blocks: number): void;
  /** Copies the numbers of path `lane` of a group to out + lane · 4 · blocks. */
  separate(x: number, out: number, blocks: number): void;
  settle(moved: number, x: number, s: number, blocks: number): void;
  move(x: number, s: number, out: number, weights: number, blocks: number, linearLags: number, tiles: number): void;
  /** `move` in place with lags 0 and 1 alone, and `linearSums` of what results. */
  moveNeighbours(x: number, weights: number, sums: number, blocks: number): void;
}

const kernelName = 'lag-products';

/** Two lanes where WebAssembly has SIMD and MICROCANON_SIMD is not off, else one. */
export function lanesAvailable(): 1 | 2 {
  return simdAllowed() && isCompilable(kernelName) ? 2 : 1;
}

/**
 * The arithmetic over a memory of `length` numbers, all zero.
 * @throws RangeError when the memory cannot be had
 */
export function lagArithmetic(lanes: 1 | 2, length: number): LagArithmetic {
  return lanes === 1 ? plainLagProducts(length) : simdLagProducts(length);
}

function simdLagProducts(length: number): LagArithmetic {
  const { run, memory, byte } = compiledKernel<Exclude<keyof LagArithmetic, 'lanes' | 'memory'>>(kernelName, length);
  return {
    lanes: 2,
    memory,
    linearSums: (x, sums, blocks, tiles) => run.linearSums(byte(x), byte(sums), blocks, tiles),
    squareSums: (s, sums, blocks, tiles) => run.squareSums(byte(s), byte(sums), blocks, tiles),
    square: (x, s, blocks) => run.square(byte(x), byte(s), blocks),
    separate: (x, out, blocks) => run.separate(byte(x), byte(out), byte(out + 4 * blocks), 4 * blocks),
    settle: (moved, x, s, blocks) => run.settle(byte(moved), byte(x), byte(s), blocks),
    move: (x, s, out, weights, blocks, linearLags, tiles) =>
      run.move(byte(x), byte(s), byte(out), byte(weights), blocks, linearLags, tiles),
    moveNeighbours: (x, weights, sums, blocks) => run.moveNeighbours(byte(x), byte(weights), byte(sums), blocks),
  };
}
