import type { Vector } from '../array/index.js';
import { type CompiledKernel, firstByte, isCompilable, kernelInstance, simdAllowed } from './compiled-kernel.js';
import type { Precision } from './derivative-kernel.js';

/** How a kernel that imports './lanes' was compiled, and what that means for its memory. */
export interface Lanes {
  /** Four lanes of single precision, two of double, or one of single without SIMD: the bits of 'single'. */
  readonly variant: 'single' | 'double' | 'scalar';
  /** Paths side by side. */
  readonly width: number;
  /** Bytes of a path's number. */
  readonly elementBytes: number;
}

const variants: Readonly<Record<Lanes['variant'], Lanes>> = {
  single: { variant: 'single', width: 4, elementBytes: 4 },
  double: { variant: 'double', width: 2, elementBytes: 8 },
  scalar: { variant: 'scalar', width: 1, elementBytes: 4 },
};

/**
 * The lanes of a kernel: SIMD where this machine has it and MICROCANON_SIMD is not off, else one path at a time.
 * @throws RangeError when MICROCANON_SIMD is neither on nor off, or double precision is asked for without SIMD
 */
export function lanesOf(factory: string, kernelName: string, precision: Precision = 'single'): Lanes {
  if (simdAllowed(factory) && isCompilable(`${kernelName}.${precision}`)) return variants[precision];
  if (precision === 'double') {
    throw new RangeError(
      `${factory}: precision 'double' expects WebAssembly SIMD; set MICROCANON_SIMD=on, or use the energy's own methods, ` +
        'which are in double precision',
    );
  }
  return variants.scalar;
}

/** A kernel over a memory that was laid out; an index into a view is an address divided by the bytes of its numbers. */
export interface LaneKernel<Name extends string> {
  readonly run: CompiledKernel<Name>['run'];
  /** The memory as numbers of the lanes' precision. */
  readonly elements: Float32Array | Float64Array;
  /** The memory as numbers of double precision. */
  readonly doubles: Vector;
  /** The memory as whole numbers of 32 bits. */
  readonly integers: Uint32Array;
}

/** Addresses in the memory of a kernel, given out before there is one. All are multiples of 64. */
export interface LaneLayout {
  readonly lanes: Lanes;
  /** Of so many complex points of all lanes: real parts, then imaginary parts. */
  points(count: number): number;
  /** Of so many numbers of all lanes. */
  numbers(count: number): number;
  /** Of so many sums of double precision of all lanes. */
  sums(count: number): number;
  /** Of so many numbers that all lanes share: filters, twiddles. */
  constants(count: number): number;
  /** Of so many whole numbers of 32 bits. */
  integers(count: number): number;
  /**
   * The kernel, over a memory of zeros.
   * @throws RangeError when the memory cannot be had
   */
  open<Name extends string>(kernelName: string): LaneKernel<Name>;
}

const mostBytes = 2 ** 32 - 2 ** 16;

export function laneLayout(lanes: Lanes): LaneLayout {
  const { variant, width, elementBytes } = lanes;
  let end = firstByte;
  const reserve = (bytes: number): number => {
    const at = end;
    end += 64 * Math.ceil(bytes / 64);
    return at;
  };
  return {
    lanes,
    points: (count) => reserve(count * 2 * width * elementBytes),
    numbers: (count) => reserve(count * width * elementBytes),
    sums: (count) => reserve(count * width * 8),
    constants: (count) => reserve(count * elementBytes),
    integers: (count) => reserve(count * 4),
    open<Name extends string>(kernelName: string): LaneKernel<Name> {
      if (end > mostBytes) {
        const got = (end / 2 ** 30).toFixed(1);
        throw new RangeError(`${kernelName}: memory expects below 4 GB, got ${got}; take the ensemble in parts`);
      }
      const { run, buffer } = kernelInstance<Name>(`${kernelName}.${variant}`, end);
      return {
        run,
        elements: elementBytes === 4 ? new Float32Array(buffer) : new Float64Array(buffer),
        doubles: new Float64Array(buffer),
        integers: new Uint32Array(buffer),
      };
    },
  };
}

/**
 * Copies rows of numbers into lanes, one row a lane; where rows are missing the last takes their places.
 * @param stride numbers from one entry of a row to the next: `width` for numbers, 2 · `width` for real parts of points
 */
export function interleave(
  rows: Vector,
  first: number,
  rowCount: number,
  length: number,
  elements: Float32Array | Float64Array,
  at: number,
  width: number,
  stride: number,
): void {
  for (let lane = 0; lane < width; lane++) {
    const row = (first + Math.min(lane, rowCount - 1)) * length;
    for (let i = row, to = at + lane; i < row + length; i++, to += stride) elements[to] = rows[i];
  }
}

/** Copies lanes out into rows of numbers: the inverse of `interleave`, of the rows there are. */
export function separate(
  elements: Float32Array | Float64Array,
  at: number,
  stride: number,
  rows: Vector,
  first: number,
  rowCount: number,
  length: number,
): void {
  for (let lane = 0; lane < rowCount; lane++) {
    const row = (first + lane) * length;
    for (let i = row, from = at + lane; i < row + length; i++, from += stride) rows[i] = elements[from];
  }
}
