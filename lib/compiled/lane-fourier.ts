import { type Vector, vector, vectorOf } from '../array/index.js';
import { cos, log2, sin } from '../special/index.js';

/** Tables for assembly/fourier.ts, whose transforms leave a spectrum in digit-reversed order. */
export interface FourierLayout {
  /** n, a power of two from 8. */
  readonly length: number;
  /** frequencies[p] is the frequency m at position p of a spectrum: ẑ[m] = Σₜ z[t] e^{−2πi mt/n}. */
  readonly frequencies: readonly number[];
  /** positions[m] is the position of frequency m. */
  readonly positions: readonly number[];
  /** The table that the transforms read at `twiddles`. */
  readonly twiddles: Vector;
}

/** The quarters of the frequencies at which a filter is not 0, as numbers of assembly/filter-in.ts. */
export const reaches = { whole: 0, low: 1, positive: 2 } as const;

/** @throws RangeError when `length` is no power of two from 8 */
export function fourierLayout(length: number): FourierLayout {
  if (!Number.isInteger(log2(length)) || length < 8) {
    throw new RangeError(`fourierLayout: length expects a power of two from 8, got ${length}`);
  }
  const frequencies = digitReversal(length);
  const positions = new Array<number>(length);
  frequencies.forEach((m, p) => {
    positions[m] = p;
  });
  return { length, frequencies, positions, twiddles: twiddlesOf(length) };
}

/**
 * The powers of e^{−2πi/size} for every pass in the layout of assembly/fourier.ts: forward passes, then inverse passes.
 */
function twiddlesOf(length: number): Vector {
  const sizes: number[] = [];
  for (let size = log2(length) % 2 === 1 ? 32 : 16; size <= length; size *= 4) sizes.push(size);
  const exponents = sizes.map((size) => Array.from({ length: size / 4 }, (_, k) => [k, 2 * k, 3 * k]).flat());
  // An inverse pass that makes blocks of `size` points reads blocks of size/4, whose points the pass before it stores
  // butterfly by butterfly: points k, k + size/16, k + 2 size/16, k + 3 size/16, or k and k + 4 in blocks of 8, which a
  // butterfly of radix 2 makes. The twiddles stand in that order, since the pass before applies them as it stores.
  const backward = sizes.map((size) => {
    const stride = size === 32 ? 4 : size / 16;
    const count = size / 4 / stride;
    const points = Array.from({ length: stride * count }, (_, at) => Math.floor(at / count) + (at % count) * stride);
    return [1, 2, 3].flatMap((r) => points.map((k) => r * k));
  });
  const twiddles = [exponents, backward].flatMap((way) =>
    way.flatMap((powers, s) => {
      const unit = (2 * Math.PI) / sizes[s];
      return powers.flatMap((power) => [cos(unit * power), -sin(unit * power)]);
    }),
  );
  // Length 8 has no twiddles; a table of one 0 keeps addresses apart.
  return vectorOf(twiddles.length > 0 ? twiddles : [0]);
}

/** The frequency at each position: a pass of radix r sorts frequencies by their remainder modulo r. */
function digitReversal(length: number): number[] {
  if (length === 1) return [0];
  const radix = length === 8 ? 2 : 4;
  const inner = digitReversal(length / radix);
  return Array.from({ length: radix }, (_, digit) => inner.map((m) => digit + radix * m)).flat();
}

export interface PlacedFilter {
  /** The filter times a factor, one number per position. */
  readonly values: Vector;
  readonly reach: (typeof reaches)[keyof typeof reaches];
}

/**
 * A filter as kernels use it: by position, times `factor`, with negligible entries put to 0.
 * @param filter real transfer function over the frequencies m = 0 … n − 1
 * @param smallest entries below this part of the greatest become 0: products with tails are denormal numbers, which are
 *   slow
 */
export function placeFilter(fourier: FourierLayout, filter: Vector, factor: number, smallest: number): PlacedFilter {
  const { length, frequencies } = fourier;
  const least = smallest * filter.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  const values = vector(length);
  for (let p = 0; p < length; p++) {
    const value = filter[frequencies[p]];
    values[p] = Math.abs(value) >= least ? value * factor : 0;
  }
  const isEmpty = (quarter: number): boolean => values.every((value, p) => p % 4 !== quarter || value === 0);
  if (isEmpty(1) && isEmpty(2)) return { values, reach: reaches.low };
  if (isEmpty(2) && isEmpty(3)) return { values, reach: reaches.positive };
  return { values, reach: reaches.whole };
}

/**
 * The part of a filter's greatest entry below which others are negligible: far below rounding, by bytes of a number.
 */
export function smallestOf(elementBytes: number): number {
  return elementBytes === 4 ? 1e-12 : 1e-20;
}
