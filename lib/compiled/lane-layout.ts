import type { Vector } from '../array/index.js';
import { type CompiledKernel, firstByte, isCompilable, kernelInstance, simdAllowed } from './compiled-kernel.js';
import type { Precision } from './derivative-kernel.js';

/** How a kernel that imports './lanes' was compiled, and the sizes in its memory that follow. */
export interface Lanes {
  /** Four lanes of single precision, two of double, or one of single without SIMD, whose numbers have the bits of 'single'. */
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
 * @throws RangeError when double precision is asked for without SIMD
 */
export function lanesOf(factory: string, kernelName: string, precision: Precision = 'single'): Lanes {
  if (simdAllowed() && isCompilable(`${kernelName}.${precision}`)) return variants[precision];
  if (precision === 'double') {
    throw new RangeError(
      `${factory}: precision 'double' expects WebAssembly SIMD; set MICROCANON_SIMD=on, or use the energy's own methods, ` +
        'which are in double precision',
    );
  }
  return variants.scalar;
}

/** Rows of numbers in an array, row-major: `count` rows of `length` numbers, from row `first` on. */
export interface RowRange {
  readonly values: Vector;
  readonly first: number;
  readonly count: number;
  readonly length: number;
}

/** Numbers of all lanes between one entry of a row and the next: 1 for numbers, 2 for the real parts of complex points. */
export type Spacing = 1 | 2;

/**
 * A kernel over a memory that was laid out. The index of a number in a view is its address divided by the bytes of a number.
 */
export interface LaneKernel<Name extends string> {
  readonly run: CompiledKernel<Name>['run'];
  /** The memory as numbers of the lanes' precision. */
  readonly elements: Float32Array | Float64Array;
  /** The memory as numbers of double precision. */
  readonly doubles: Vector;
  /** The memory as whole numbers of 32 bits. */
  readonly integers: Uint32Array;
  /** Copies rows to an address, one row per lane; lanes beyond the last row repeat the last row. */
  copyIn(rows: RowRange, at: number, spacing: Spacing): void;
  /** The inverse of `copyIn`: copies the first lanes into rows. */
  copyOut(at: number, spacing: Spacing, rows: RowRange): void;
  /** Writes zeros. */
  clear(at: number, bytes: number): void;
}

/** Reserves places in the memory of a kernel before the kernel is made; addresses are multiples of 64. */
export interface LaneLayout {
  readonly lanes: Lanes;
  /** Address of `count` complex points of all lanes: real parts of all lanes, then imaginary parts, point by point. */
  points(count: number): number;
  /** Address of `count` numbers of all lanes. */
  numbers(count: number): number;
  /** Address of `count` sums of double precision of all lanes. */
  sums(count: number): number;
  /** Address of `count` numbers that all lanes share: filters, twiddles. */
  constants(count: number): number;
  /** Address of `count` whole numbers of 32 bits. */
  integers(count: number): number;
  /**
   * Makes the kernel, over a memory of zeros.
   * @throws RangeError when more than 4 GB are needed or the machine has too little memory
   */
  open<Name extends string>(kernelName: string): LaneKernel<Name>;
}

/** The largest memory of WebAssembly, less a page. */
const mostBytes = 2 ** 32 - 2 ** 16;

/** Starts an empty layout for lanes. */
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
      const elements = elementBytes === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
      return {
        run,
        elements,
        doubles: new Float64Array(buffer),
        integers: new Uint32Array(buffer),
        copyIn: (rows, at, spacing) => interleave(rows, elements, at / elementBytes, width, spacing * width),
        copyOut: (at, spacing, rows) => separate(elements, at / elementBytes, spacing * width, rows),
        clear: (at, bytes) => void elements.fill(0, at / elementBytes, (at + bytes) / elementBytes),
      };
    },
  };
}

function interleave(
  { values, first, count, length }: RowRange,
  elements: Float32Array | Float64Array,
  at: number,
  width: number,
  stride: number,
): void {
  for (let lane = 0; lane < width; lane++) {
    const row = (first + Math.min(lane, count - 1)) * length;
    for (let i = row, to = at + lane; i < row + length; i++, to += stride) elements[to] = values[i];
  }
}

function separate(
  elements: Float32Array | Float64Array,
  at: number,
  stride: number,
  { values, first, count, length }: RowRange,
): void {
  for (let lane = 0; lane < count; lane++) {
    const row = (first + lane) * length;
    for (let i = row, from = at + lane; i < row + length; i++, from += stride) values[i] = elements[from];
  }
}
