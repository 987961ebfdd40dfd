import { type Vector, vector } from '../array/index.js';
import { compiledKernel } from './compiled-kernel.js';
import type { GramKernel } from './gram-kernel.js';
import { lanesAvailable } from './lag-arithmetic.js';
import type { LagJacobianOptions } from './lag-jacobian.js';
import { checkLags } from './lag-kernel.js';

/** Rows of the compiled code's chunks. */
const CHUNK = 32;

/** Sums of products of the gradients' columns, up to constants: the lower triangle of [K, K], of two paths or one. */
interface GramSums {
  readonly width: number;
  /** Sums for the paths n … n + count − 1; `at(p, j, k)` reads those of the p-th. */
  evaluate(paths: Vector, n: number, count: number): (p: number, j: number, k: number) => number;
}

/**
 * Gram matrices of the gradients of lag-product energies (see `lagKernel`, whose options these are).
 *
 * WebAssembly SIMD in double precision, two paths per vector; where that is missing, or MICROCANON_SIMD is off, the same
 * operations in TypeScript: the same bits.
 * @throws RangeError when an option is out of range
 * Cost: about d K²/2 products per path, K = linearLags + 1 + squareLags: a fifth of a millisecond for 22 components and
 * 1024 values.
 */
export function lagGram(options: LagJacobianOptions): GramKernel {
  checkLags('lagGram', options);
  const { signalLength: d, linearLags, squareLags } = options;
  const componentCount = linearLags + 1 + squareLags;
  const order = options.order ?? Array.from({ length: componentCount }, (_, k) => k);
  const factor = order.map((j) => (j === 0 || j > linearLags ? 2 : 1) / d);
  const sums = (lanesAvailable() === 2 ? simdSums : plainSums)(d, linearLags, squareLags);

  return {
    evaluate(paths, count, out) {
      const size = (componentCount * (componentCount + 1)) / 2;
      if (paths.length !== count * d || out.length < count * size) {
        throw new RangeError(
          `lagGram.evaluate: ${count} paths expect ${count * d} numbers and room for ${count * size}, got ${paths.length} and ${out.length}`,
        );
      }
      for (let n = 0; n < count; n += sums.width) {
        const held = Math.min(sums.width, count - n);
        const entry = sums.evaluate(paths, n, held);
        for (let p = 0; p < held; p++) {
          for (let j = 0, at = (n + p) * size; j < componentCount; j++) {
            for (let k = 0; k <= j; k++, at++) {
              const [low, high] = order[j] < order[k] ? [order[j], order[k]] : [order[k], order[j]];
              out[at] = factor[j] * factor[k] * entry(p, high, low);
            }
          }
        }
      }
    },
  };
}

function simdSums(d: number, linearLags: number, squareLags: number): GramSums {
  const reach = Math.max(linearLags, squareLags, 1);
  const even = d + (d % 2);
  const stride = 8 * Math.ceil((linearLags + 1 + squareLags) / 8);
  const x = 2 * even + 2 * reach;
  const s = x + 2 * even + 4 * reach;
  const columns = s + 2 * even + 2 * reach;
  const ones = columns + 2 * CHUNK * stride;
  const sums = ones + 2 * CHUNK;
  const { run, memory, byte } = compiledKernel<'interleave' | 'square' | 'gram'>(
    'lag-jacobian',
    sums + 2 * stride * stride,
  );
  memory.fill(1, ones, sums);
  const entry = (p: number, j: number, k: number): number => memory[sums + 2 * (j * stride + k) + p];
  return {
    width: 2,
    evaluate(paths, n, count) {
      for (let p = 0; p < 2; p++) {
        // A lane without a path repeats the last one.
        const from = (n + Math.min(p, count - 1)) * d;
        memory.set(paths.subarray(from, from + d), p * even);
      }
      run.interleave(byte(0), byte(even), byte(x), d);
      run.square(byte(x), byte(s), d);
      memory.fill(0, sums, sums + 2 * stride * stride);
      run.gram(byte(x), byte(s), byte(columns), byte(ones), byte(sums), d, linearLags, squareLags, 16 * stride);
      return entry;
    },
  };
}

function plainSums(d: number, linearLags: number, squareLags: number): GramSums {
  const count = linearLags + 1 + squareLags;
  const reach = Math.max(linearLags, squareLags);
  const [x, s] = [vector(d + 2 * reach), vector(d + 2 * reach)];
  const row = vector(count);
  const sums = vector(count * count);
  const entry = (_: number, j: number, k: number): number => sums[j * count + k];
  return {
    width: 1,
    evaluate(paths, n) {
      for (let i = 0; i < d; i++) {
        const value = paths[n * d + i];
        x[reach + i] = value;
        s[reach + i] = value * value;
      }
      sums.fill(0);
      for (let here = reach; here < reach + d; here++) {
        row[0] = x[here];
        for (let l = 1; l <= linearLags; l++) row[l] = x[here - l] + x[here + l];
        for (let l = 1; l <= squareLags; l++) row[linearLags + l] = x[here] * (s[here - l] + s[here + l]);
        for (let j = 0; j < count; j++) for (let k = 0; k <= j; k++) sums[j * count + k] += row[j] * row[k];
      }
      return entry;
    },
  };
}
