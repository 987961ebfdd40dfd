import type { Vector } from '../array/index.js';
import { lagArithmetic, lanesAvailable } from './lag-arithmetic.js';
import type { PathKernel } from './path-kernel.js';

/** Which lag products are components of the energy, and in which order. */
export interface LagKernelOptions {
  /** d, from 2 and above every lag. */
  readonly signalLength: number;
  /** p from 0: the components Σᵢ xᵢxᵢ₋ₗ/d for l = 0 … p. */
  readonly linearLags: number;
  /** L from 0: the components Σᵢ xᵢ²xᵢ₋ₗ²/d for l = 1 … L. */
  readonly squareLags: number;
  /** N from 1. */
  readonly pathCount: number;
  /**
   * Permutation of the components listed above: `order[k]` is the index in that list of output component k. The
   * identity when left out.
   */
  readonly order?: readonly number[];
}

/**
 * A kernel for energies made of lag products: Φ = { Σᵢ xᵢxᵢ₋ₗ/d, l = 0 … p } ∪ { Σᵢ xᵢ²xᵢ₋ₗ²/d, l = 1 … L }, with xᵢ =
 * 0 outside of the path. Paper: eq. (5) is p = 1, L = 0, order [1, 0]; section 5.2 is p = 1, L = 20.
 *
 * WebAssembly SIMD in double precision, two paths per vector; where that is missing, or MICROCANON_SIMD is off, the
 * same operations in TypeScript: the same bits. A sum is over blocks of four points, each (a + b) + (c + d).
 * @throws RangeError when an option is out of range, or the paths do not fit into 4 GB
 * Cost: about d(5L + 6p + 7) operations per path for `move`, 2d(L + p + 1) for `load`; 8(N + 4)(d + 2·max(L, p + 1))
 * bytes.
 */
export function lagKernel(options: LagKernelOptions): PathKernel {
  checkOptions(options);
  const { signalLength, linearLags, squareLags, pathCount } = options;
  const componentCount = linearLags + 1 + squareLags;
  const order = options.order ?? Array.from({ length: componentCount }, (_, k) => k);
  const lanes = lanesAvailable();

  const blocks = Math.ceil(signalLength / 4);
  const linearTiles = Math.ceil((linearLags + 1) / 2);
  const squareTiles = Math.ceil(squareLags / 4);
  const groupCount = Math.ceil(pathCount / lanes);
  // Positions and sizes are in numbers. A buffer consists of padding, the path in whole blocks, and padding.
  const padding = lanes * 4 * Math.ceil(Math.max(squareLags, linearLags + 1) / 4);
  const buffer = 2 * padding + lanes * 4 * blocks;
  const sumCount = lanes * (2 * linearTiles + 4 * squareTiles);
  const squares = padding;
  const moved = squares + buffer;
  const scaled = moved - padding + buffer;
  const firstSums = scaled + lanes * (linearLags + 1 + 4 * squareTiles);
  const firstPath = firstSums + groupCount * sumCount + padding;
  const arithmetic = lagArithmetic(lanes, firstPath - padding + groupCount * buffer);
  const { memory } = arithmetic;

  // For each component k the positions of its sum and its weight, and the factor of its weight in the gradient.
  const sumSlot = order.map((j) => lanes * (j <= linearLags ? j : 2 * linearTiles + j - linearLags - 1));
  const weightSlot = order.map((j) => lanes * j);
  const multiplicity = order.map((j) => (j === 0 || j > linearLags ? 2 : 1));

  const pathAt = (group: number): number => firstPath + group * buffer;
  const sumsAt = (group: number): number => firstSums + group * sumCount;

  function evaluate(group: number): void {
    arithmetic.linearSums(pathAt(group), sumsAt(group), blocks, linearTiles);
    if (squareTiles > 0) arithmetic.squareSums(squares, sumsAt(group) + lanes * 2 * linearTiles, blocks, squareTiles);
  }

  function setWeights(weights: Vector, row: number, lane: number): void {
    for (let k = 0; k < componentCount; k++) {
      memory[scaled + weightSlot[k] + lane] = (multiplicity[k] * weights[row * componentCount + k]) / signalLength;
    }
  }

  /** Whether a move is one pass: no number beyond the path shares a block with it. */
  const isOnePass = linearLags === 1 && squareLags === 0 && signalLength % 4 === 0;

  function moveGroup(group: number): void {
    const x = pathAt(group);
    if (isOnePass) {
      arithmetic.moveNeighbours(x, scaled, sumsAt(group), blocks);
      return;
    }
    if (squareTiles > 0) arithmetic.square(x, squares, blocks);
    arithmetic.move(x, squares, moved, scaled, blocks, linearLags, squareTiles);
    // The move has changed the points of the last block that lie beyond the path: set these to 0 again.
    memory.fill(0, moved + lanes * signalLength, moved + lanes * 4 * blocks);
    arithmetic.settle(moved, x, squares, blocks);
    evaluate(group);
  }

  return {
    pathCount,
    signalLength,
    componentCount,
    load(paths) {
      checkLength('load', 'paths', paths, pathCount * signalLength);
      for (let n = 0; n < pathCount; n++) {
        let at = pathAt(Math.floor(n / lanes)) + (n % lanes);
        for (let i = n * signalLength; i < (n + 1) * signalLength; i++, at += lanes) memory[at] = paths[i];
      }
      for (let group = 0; group < groupCount; group++) {
        arithmetic.square(pathAt(group), squares, blocks);
        evaluate(group);
      }
    },
    values(out) {
      checkLength('values', 'out', out, pathCount * componentCount);
      for (let n = 0; n < pathCount; n++) {
        const sums = sumsAt(Math.floor(n / lanes)) + (n % lanes);
        for (let k = 0; k < componentCount; k++) out[n * componentCount + k] = memory[sums + sumSlot[k]] / signalLength;
      }
    },
    move(weights) {
      const shared = weights.length === componentCount;
      if (!shared)
        checkLength(
          'move',
          `weights of ${componentCount} numbers, or one row per path,`,
          weights,
          pathCount * componentCount,
        );
      for (let group = 0; group < groupCount; group++) {
        for (let lane = 0; lane < lanes; lane++) {
          // The last of an odd number of paths shares its vector with a path of zeros, whose gradient is 0 for all
          // weights.
          const n = Math.min(group * lanes + lane, pathCount - 1);
          if (!shared) setWeights(weights, n, lane);
          else if (group === 0) setWeights(weights, 0, lane);
        }
        moveGroup(group);
      }
    },
    store(paths) {
      checkLength('store', 'paths', paths, pathCount * signalLength);
      for (let n = 0; n < pathCount; n++) {
        const lane = n % lanes;
        // `separate` writes into the buffer of the next move, which overwrites it.
        if (lane === 0) arithmetic.separate(pathAt(n / lanes), moved, blocks);
        const at = moved + lane * 4 * blocks;
        paths.set(memory.subarray(at, at + signalLength), n * signalLength);
      }
    },
  };
}

/** Refuses lags, a signal length or an order of components that no lag energy has. */
export function checkLags(
  factory: string,
  { signalLength, linearLags, squareLags, order }: Omit<LagKernelOptions, 'pathCount'>,
): void {
  checkWhole(factory, 'linearLags', linearLags, 0);
  checkWhole(factory, 'squareLags', squareLags, 0);
  checkWhole(factory, 'signalLength', signalLength, Math.max(2, linearLags + 1, squareLags + 1));
  const componentCount = linearLags + 1 + squareLags;
  if (
    order !== undefined &&
    [...order].sort((a, b) => a - b).join() !== Array.from({ length: componentCount }, (_, k) => k).join()
  ) {
    throw new RangeError(`${factory}: order expects each of 0 to ${componentCount - 1} once, got [${order}]`);
  }
}

function checkOptions(options: LagKernelOptions): void {
  checkLags('lagKernel', options);
  const { signalLength, linearLags, squareLags, pathCount } = options;
  checkWhole('lagKernel', 'pathCount', pathCount, 1);
  // An address has 32 bits. The small tables are left out of the estimate: they are far below the margin.
  const bytes = 8 * (pathCount + 4) * (signalLength + 2 * Math.max(squareLags, linearLags) + 16);
  if (bytes > 2 ** 32 - 2 ** 24) {
    throw new RangeError(
      `lagKernel: pathCount x signalLength expects below 4 GB, got ${pathCount} x ${signalLength}; take the ensemble in parts`,
    );
  }
}

function checkWhole(factory: string, name: string, value: number, minimum: number): void {
  if (!Number.isInteger(value) || value < minimum) {
    throw new RangeError(`${factory}: ${name} expects a whole number from ${minimum}, got ${value}`);
  }
}

function checkLength(method: string, name: string, values: Vector, length: number): void {
  if (values.length !== length) {
    throw new RangeError(`lagKernel.${method}: ${name} expects ${length} numbers, got ${values.length}`);
  }
}
