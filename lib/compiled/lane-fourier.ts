import { type Vector, vector, vectorOf } from '../array/index.js';

/** Tables for assembly/fourier.ts, whose transforms leave a spectrum in digit-reversed order. */
export interface FourierLayout {
  /** n, a power of two from 8. */
  readonly length: number;
  /** frequencies[p] is the frequency m at position p of a spectrum: ẑ[m] = Σₜ z[t] e^{−2πi mt/n}. */
  readonly frequencies: readonly number[];
  /** positions[m] is the position of frequency m. */
  readonly positions: readonly number[];
  /** What the transforms expect at `twiddles`. */
  readonly twiddles: Vector;
}

/** Which quarters of the frequencies a filter leaves: a number that assembly/fourier.ts knows. */
export const reaches = { whole: 0, low: 1, positive: 2 } as const;

/** @throws RangeError when `length` is no power of two from 8 */
export function fourierLayout(length: number): FourierLayout {
  if (!Number.isInteger(Math.log2(length)) || length < 8) {
    throw new RangeError(`fourierLayout: length expects a power of two from 8, got ${length}`);
  }
  const frequencies = digitReversal(length);
  const positions = new Array<number>(length);
  frequencies.forEach((m, p) => {
    positions[m] = p;
  });
  return { length, frequencies, positions, twiddles: twiddlesOf(length) };
}

/** The powers of e^{−2πi/size} for every pass, as assembly/fourier.ts lays them out: first the way there, then the way back. */
function twiddlesOf(length: number): Vector {
  const sizes: number[] = [];
  for (let size = Math.log2(length) % 2 === 1 ? 32 : 16; size <= length; size *= 4) sizes.push(size);
  const exponents = sizes.map((size) => Array.from({ length: size / 4 }, (_, k) => [k, 2 * k, 3 * k]).flat());
  // Of a block of size/4 points what one turn of its own pass leaves, which is of radix 2 in blocks of 8.
  const backward = sizes.map((size) => {
    const stride = size === 32 ? 4 : size / 16;
    const count = size / 4 / stride;
    const points = Array.from({ length: stride * count }, (_, at) => Math.floor(at / count) + (at % count) * stride);
    return [1, 2, 3].flatMap((r) => points.map((k) => r * k));
  });
  const twiddles = [exponents, backward].flatMap((way) =>
    way.flatMap((powers, s) => {
      const unit = (2 * Math.PI) / sizes[s];
      return powers.flatMap((power) => [Math.cos(unit * power), -Math.sin(unit * power)]);
    }),
  );
  // A length of 8 has none; no table is empty.
  return vectorOf(twiddles.length > 0 ? twiddles : [0]);
}

/** The frequency at each position: every pass sorts by the remainder that its radix leaves. */
function digitReversal(length: number): number[] {
  if (length === 1) return [0];
  const radix = length === 8 ? 2 : 4;
  const inner = digitReversal(length / radix);
  return Array.from({ length: radix }, (_, digit) => inner.map((m) => digit + radix * m)).flat();
}

export interface PlacedFilter {
  /** One number a position, of the filter times a factor. */
  readonly values: Vector;
  readonly reach: (typeof reaches)[keyof typeof reaches];
}

/**
 * A filter as kernels use it: by position, times `factor`, without what is too small to matter.
 * @param filter real transfer function over the frequencies m = 0 … n − 1
 * @param smallest entries of less than this part of the greatest become 0: tails would be slow, being denormal numbers
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

/** What is too small to matter in a filter of a kernel in so many bytes a number: far below what rounding does. */
export function smallestOf(elementBytes: number): number {
  return elementBytes === 4 ? 1e-12 : 1e-20;
}
