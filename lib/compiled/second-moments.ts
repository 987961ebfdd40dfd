import { type Vector, vector } from '../array/index.js';
import { compiledKernel, isCompilable, simdAllowed } from './compiled-kernel.js';

/** Shape of the rows whose products are summed, and the part that one shard sums. */
export interface SecondMomentsOptions {
  /** K ≥ 1, the length of a row. */
  readonly order: number;
  /** Rows that `add` takes at most. */
  readonly rowCount: number;
  /** Which of `partCount` parts of the matrix this one sums, from 0: a shard each. All of it when left out. */
  readonly part?: number;
  readonly partCount?: number;
}

/**
 * Sums of products Σₙ xₙᵢxₙⱼ over rows that come in blocks, in double precision, or a part of them. Rows are added one
 * by one in their order, so that an entry has the same bits however the matrix is cut into parts and the rows into
 * blocks.
 */
export interface SecondMoments {
  /** Adds the products of `count` rows, [count, K] row-major, at most `rowCount`. */
  add(rows: Vector, count: number): void;
  /**
   * Writes this part's entries i ≤ j into the upper triangle `out`, row by row, [K(K + 1)/2], and starts anew from
   * zero.
   */
  take(out: Vector): void;
}

const kernelName = 'second-moments';

/**
 * Second moments of rows of K numbers.
 * WebAssembly SIMD; where that is missing, or MICROCANON_SIMD is off, the same operations in TypeScript: the same bits.
 * @throws RangeError when the memory cannot be had
 * Cost: K²/2 multiplications and additions per row, over the parts; 8(K²/2/partCount + K rowCount) bytes.
 */
export function secondMoments({ order, rowCount, part = 0, partCount = 1 }: SecondMomentsOptions): SecondMoments {
  const fours = Math.ceil(order / 4);
  // Parts take rows of tiles in turn, since later rows are shorter.
  const tileRows: { readonly four: number; readonly at: number }[] = [];
  let tiles = 0;
  for (let four = part; four < fours; four += partCount) {
    tileRows.push({ four, at: tiles * 16 });
    tiles += fours - four;
  }
  const columns = tiles * 16;
  const { memory, addProducts } = productSums(columns + fours * 4 * rowCount);

  return {
    add(rows, count) {
      for (let k = 0; k < order; k++) {
        let at = columns + (k >> 2) * 4 * count + (k & 3);
        for (let n = k; n < count * order; n += order, at += 4) memory[at] = rows[n];
      }
      for (let k = order; k < 4 * fours; k++) {
        for (let n = 0; n < count; n++) memory[columns + (k >> 2) * 4 * count + 4 * n + (k & 3)] = 0;
      }
      const stride = 4 * count;
      for (const { four, at } of tileRows) addProducts(columns + four * stride, columns + fours * stride, stride, at);
    },
    take(out) {
      for (const { four, at } of tileRows) {
        for (let i = 4 * four; i < Math.min(4 * four + 4, order); i++) {
          const row = i * order - (i * (i + 1)) / 2;
          for (let j = i; j < order; j++) out[row + j] = memory[at + ((j >> 2) - four) * 16 + (i & 3) * 4 + (j & 3)];
        }
      }
      memory.fill(0, 0, columns);
    },
  };
}

interface ProductSums {
  readonly memory: Vector;
  /** Positions in `memory`; see assembly/second-moments.ts. */
  addProducts(columns: number, end: number, stride: number, out: number): void;
}

function productSums(length: number): ProductSums {
  if (simdAllowed() && isCompilable(kernelName)) {
    const { run, memory, byte } = compiledKernel<'addProducts'>(kernelName, length);
    return {
      memory,
      addProducts: (columns, end, stride, out) => run.addProducts(byte(columns), byte(end), stride * 8, byte(out)),
    };
  }
  const memory = vector(length);
  return {
    memory,
    addProducts(columns, end, stride, out) {
      for (let other = columns, sums = out; other < end; other += stride, sums += 16) {
        for (let i = 0; i < 4; i++) {
          for (let j = 0; j < 4; j++) {
            let sum = memory[sums + 4 * i + j];
            for (let n = 0; n < stride; n += 4) sum += memory[columns + n + i] * memory[other + n + j];
            memory[sums + 4 * i + j] = sum;
          }
        }
      }
    },
  };
}
