// The discrete Fourier transform of one length for all lanes at once, in place: radix 4, decimation in frequency
// forward and in time back, so that a spectrum lies in digit-reversed order and nothing is ever reordered.
// AssemblyScript, compiled by build.cjs for every kind of lanes.
//
// n is a power of two from 8. Passes join blocks of n, n/4, … down to 4 points; where n is no power of 4, the one of
// blocks of 8 is of radix 2, so that the outermost (n ≥ 16) and the innermost pass are always of radix 4. The point at
// position p of a spectrum belongs to the frequency whose digits stand in reverse: of four neighbours from position 4b
// on, the r-th lies in the r-th quarter of the frequencies. Filters are one number per position, in the same order.
//
//   n = 16, position:   0  1  2  3   4  5  6  7   8  9 10 11  12 13 14 15
//           frequency:  0  4  8 12   1  5  9 13   2  6 10 14   3  7 11 15
//
// `twiddles`: for passes of radix 4 from the smallest above 4 on, w, w², w³ for w = e^{−2πik/size}, k < size/4, six
// numbers. Then, for the same passes, the same numbers for the way back as `unwind` takes them: for r = 1, 2, 3 the
// r-th powers of w for k, k + size/16, k + 2 size/16, k + 3 size/16, k < size/16, eight numbers; where blocks of 8 are
// joined to 32, for k and k + 4, k < 4, four numbers.

import {
  joinFirst, joinFour, joinPairs, joinPlain, joinTurned, joinTurnedPairs, POWERS, splitFour, splitLast, splitPairs, TWIDDLE,
} from './butterflies';
import { filterIn, LOW, POSITIVE, WHOLE } from './filter-in';
import { POINT } from './lanes';

/**
 * Points of a block that stays in the fastest cache: larger blocks are transformed pass by pass, smaller ones in one
 * go.
 */
const CACHED: usize = 256;

/** Address of the twiddles of the pass that joins four blocks of `quarter` points. */
// @ts-ignore: decorator
@inline
export function passTwiddles(twiddles: usize, quarter: usize): usize {
  const smallest: usize = (ctz(quarter) & 1) ? 8 : 4;
  return twiddles + (quarter - smallest) / 3 * TWIDDLE;
}

/** ẑ[m] = Σₜ z[t] e^{−2πi mt/n}, digit-reversed. */
export function forward(z: usize, n: usize, twiddles: usize): void {
  forwardPasses(z, n, n, 4, twiddles);
}

/** z[t] = Σₘ ẑ[m] e^{2πi mt/n} of a digit-reversed spectrum; not divided by n. */
export function inverse(z: usize, n: usize, twiddles: usize): void {
  const end = z + n * POINT;
  if (ctz(n) & 1) {
    joinFirst(z, end);
  } else {
    const powers = passTwiddles(twiddles, n);
    for (let at = z; at < end; at += 16 * POINT) {
      joinPlain(at, at + POINT, at + 2 * POINT, at + 3 * POINT);
      for (let r: usize = 1; r < 4; r++) {
        const four = at + 4 * r * POINT;
        joinTurned(four, four + POINT, four + 2 * POINT, four + 3 * POINT, powers + (r - 1) * POWERS);
      }
    }
  }
  unwind(z, n, twiddles);
  joinLast(z, n);
}

/** The same of filter · spectrum, which stay as they are. `reach` says which quarters of the filter are not zero. */
export function inverseFiltered(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize): void {
  inverseFilteredUpTo(spectrum, filter, reach, z, n, twiddles);
  joinLast(z, n);
}

/**
 * The same without the outermost pass, for n ≥ 16: `joinPlain` of points a quarter of n apart is missing. A kernel that
 * goes on with the signal point by point joins it there.
 */
export function inverseFilteredUpTo(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize): void {
  const powers: usize = (ctz(n) & 1) ? 0 : passTwiddles(twiddles, n);
  if (reach === WHOLE) filterIn(spectrum, filter, WHOLE, z, n, powers);
  else if (reach === LOW) filterIn(spectrum, filter, LOW, z, n, powers);
  else filterIn(spectrum, filter, POSITIVE, z, n, powers);
  unwind(z, n, twiddles);
}

// @ts-ignore: decorator
@inline
function joinLast(z: usize, n: usize): void {
  if (n === 8) return;
  const stride = (n >> 2) * POINT;
  for (const end = z + stride; z < end; z += POINT) joinPlain(z, z + stride, z + 2 * stride, z + 3 * stride);
}

/**
 * The passes between the innermost and the outermost: blocks up to n/4 points. An inverse pass applies the twiddles of
 * the next pass as it stores its points: its own twiddles, applied as it loads points, would need more registers than
 * there are.
 */
function unwind(z: usize, n: usize, twiddles: usize): void {
  const end = z + n * POINT;
  const back = passTwiddles(twiddles, n);
  const to = n >> 2;
  const odd = (ctz(n) & 1) === 1;
  if (n === 8) return joinPairs(z, end);
  let block = to;
  while (block > CACHED) block >>= 2;
  if (odd && block === 8) {
    for (let at = z; at < end; at += 32 * POINT) joinTurnedPairs(at, back);
  } else {
    let r: usize = 0;
    for (let start = z; start < end; start += block * POINT, r = (r + 1) & 3) {
      const blockEnd = start + block * POINT;
      if (odd) for (let at = start; at < blockEnd; at += 32 * POINT) joinTurnedPairs(at, back);
      let size: usize = odd ? 32 : 16;
      for (; size < block; size <<= 2) joinBlocks(start, blockEnd, size, passTwiddles(back, size));
      if (size === block) joinBlock(start, size, r, passTwiddles(back, size));
    }
  }
  for (let size = block << 2; size <= to; size <<= 2) joinBlocks(z, end, size, passTwiddles(back, size));
}

/** One pass to blocks of `size` points, of which four by four are to be joined next. */
function joinBlocks(z: usize, end: usize, size: usize, powers: usize): void {
  for (let r: usize = 0; z < end; z += size * POINT, r = (r + 1) & 3) joinBlock(z, size, r, powers);
}

/** One pass to a block, the r-th of the four that are to be joined next. */
// @ts-ignore: decorator
@inline
function joinBlock(z: usize, size: usize, r: usize, powers: usize): void {
  const stride = (size >> 2) * POINT;
  const end = z + stride;
  if (r === 0) {
    for (; z < end; z += POINT) joinPlain(z, z + stride, z + 2 * stride, z + 3 * stride);
  } else {
    let w = powers + (r - 1) * (size >> 2) * POWERS;
    for (; z < end; z += POINT, w += POWERS) {
      const b = z + stride, c = b + stride;
      joinTurned(z, b, c, c + stride, w);
    }
  }
}

/** The size of the blocks that the second-smallest pass joins to. */
// @ts-ignore: decorator
@inline
export function above4(n: usize): usize {
  return (ctz(n) & 1) ? 8 : 16;
}

/** Forward passes of `count` points, that are blocks of `from` points, down to blocks of `to`. */
export function forwardPasses(z: usize, count: usize, from: usize, to: usize, twiddles: usize): void {
  const end = z + count * POINT;
  let size = from;
  for (; size > CACHED && size >= to; size >>= 2) {
    for (let at = z; at < end; at += size * POINT) splitFours(at, size >> 2, passTwiddles(twiddles, size >> 2));
  }
  const block = size;
  for (; z < end; z += block * POINT) {
    const blockEnd = z + block * POINT;
    for (size = block; size >= max<usize>(to, 16); size >>= 2) {
      const pass = passTwiddles(twiddles, size >> 2);
      for (let at = z; at < blockEnd; at += size * POINT) splitFours(at, size >> 2, pass);
    }
    if (size === 8) {
      if (to > 8) continue;
      splitPairs(z, blockEnd);
      size = 4;
    }
    if (size === 4 && to <= 4) splitLast(z, blockEnd);
  }
}

/**
 * Inverse passes of `count` points, from blocks of `from` points, the second-smallest or larger, up to blocks of `to`.
 */
export function inversePasses(z: usize, count: usize, from: usize, to: usize, twiddles: usize): void {
  const end = z + count * POINT;
  // Blocks that fit into the cache are transformed in one go.
  let block = to;
  while (block > CACHED) block >>= 2;
  let size = from;
  if (from <= block) {
    for (let start = z; start < end; start += block * POINT) {
      const blockEnd = start + block * POINT;
      size = from;
      if (size === 8) {
        joinPairs(start, blockEnd);
        size = 32;
      }
      for (; size <= block; size <<= 2) {
        const pass = passTwiddles(twiddles, size >> 2);
        for (let at = start; at < blockEnd; at += size * POINT) joinFours(at, size >> 2, pass);
      }
    }
  }
  for (; size <= to; size <<= 2) {
    for (let at = z; at < end; at += size * POINT) joinFours(at, size >> 2, passTwiddles(twiddles, size >> 2));
  }
}

/** One forward pass of a block of four quarters. */
function splitFours(z: usize, quarter: usize, twiddles: usize): void {
  const stride = quarter * POINT;
  for (const end = z + stride; z < end; z += POINT, twiddles += TWIDDLE) {
    const b = z + stride, c = b + stride, d = c + stride;
    splitFour(z, b, c, d, twiddles);
  }
}

/** One inverse pass of a block of four quarters. */
function joinFours(z: usize, quarter: usize, twiddles: usize): void {
  const stride = quarter * POINT;
  for (const end = z + stride; z < end; z += POINT, twiddles += TWIDDLE) {
    const b = z + stride, c = b + stride, d = c + stride;
    joinFour(z, b, c, d, twiddles);
  }
}
