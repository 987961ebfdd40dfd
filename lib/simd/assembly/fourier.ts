// The discrete Fourier transform of one length for all lanes at once, in place: radix 4, decimation in frequency forward and in
// time back, so that a spectrum lies in digit-reversed order and nothing is ever reordered.
// AssemblyScript, compiled by build.cjs for every kind of lanes.
//
// n is a power of two from 8. Stages join blocks of n, n/4, … down to 4 points; where n is no power of 4, the one of blocks of
// 8 is of radix 2, so that the outermost (n ≥ 16) and the innermost stage are always of radix 4. The point at position p of a
// spectrum belongs to the frequency whose digits stand in reverse: of four neighbours from position 4b on, the r-th lies in the
// r-th quarter of the frequencies. Filters are one number a position, in the same order.
//
// `twiddles`: for stages of radix 4 from the smallest above 4 on, w, w², w³ for w = e^{−2πik/size}, k < size/4, six numbers.
// Then, for the same stages, the same numbers for the way back as `unwind` takes them: for r = 1, 2, 3 the r-th powers of w for
// k, k + size/16, k + 2 size/16, k + 3 size/16, k < size/16, eight numbers; where blocks of 8 are joined to 32, for k and k + 4, k < 4.

import { add, constant, ELEMENT, load, mul, neg, NUMBER, POINT, splat0, splat1, splat2, splat3, splat4, splat5, splat6, splat7, store, sub, V } from './lanes';

/** Points of a block that stays in the fastest cache: larger ones are taken stage by stage, smaller ones whole. */
const CACHED: usize = 256;

/** Bytes of the twiddles of four points. */
export const TWIDDLE: usize = 6 * ELEMENT;

/** Bytes of the twiddles of four points on the way back. */
const POWERS: usize = 8 * ELEMENT;

/** All quarters of a filter's frequencies may be other than zero. */
export const WHOLE: u32 = 0;
/** The first and the last quarter alone: low frequencies, of both signs. */
export const LOW: u32 = 1;
/** The first quarter and the second: positive frequencies. */
export const POSITIVE: u32 = 2;

/** Where the twiddles of the stage that joins four blocks of `quarter` points stand. */
// @ts-ignore: decorator
@inline
export function stageTwiddles(twiddles: usize, quarter: usize): usize {
  const smallest: usize = (ctz(quarter) & 1) ? 8 : 4;
  return twiddles + (quarter - smallest) / 3 * TWIDDLE;
}

/** ẑ[m] = Σₜ z[t] e^{−2πi mt/n}, digit-reversed. */
export function forward(z: usize, n: usize, twiddles: usize): void {
  forwardStages(z, n, n, 4, twiddles);
}

/** z[t] = Σₘ ẑ[m] e^{2πi mt/n} of a digit-reversed spectrum; not divided by n. */
export function inverse(z: usize, n: usize, twiddles: usize): void {
  const end = z + n * POINT;
  if (ctz(n) & 1) {
    joinFirst(z, end);
  } else {
    const powers = stageTwiddles(twiddles, n);
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
 * The same without the outermost stage, for n ≥ 16: `joinPlain` of points a quarter of n apart is missing. A kernel that goes
 * on with the signal point by point joins it there.
 */
export function inverseFilteredUpTo(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize): void {
  const powers: usize = (ctz(n) & 1) ? 0 : stageTwiddles(twiddles, n);
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
 * What lies between the innermost stage and the outermost: blocks up to n/4 points. On the way back a stage applies the twiddles
 * of the next one, between its stores: with its own, before them, more numbers would be under way than there are registers.
 */
function unwind(z: usize, n: usize, twiddles: usize): void {
  const end = z + n * POINT;
  const back = stageTwiddles(twiddles, n);
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
      for (; size < block; size <<= 2) joinBlocks(start, blockEnd, size, stageTwiddles(back, size));
      if (size === block) joinBlock(start, size, r, stageTwiddles(back, size));
    }
  }
  for (let size = block << 2; size <= to; size <<= 2) joinBlocks(z, end, size, stageTwiddles(back, size));
}

/** One stage to blocks of `size` points, of which four by four are to be joined next. */
function joinBlocks(z: usize, end: usize, size: usize, powers: usize): void {
  for (let r: usize = 0; z < end; z += size * POINT, r = (r + 1) & 3) joinBlock(z, size, r, powers);
}

/** One stage to a block, the r-th of the four that are to be joined next. */
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

/** The size of the blocks that the second-smallest stage joins to. */
// @ts-ignore: decorator
@inline
export function above4(n: usize): usize {
  return (ctz(n) & 1) ? 8 : 16;
}

/** Forward stages of `count` points, that are blocks of `from` points, down to blocks of `to`. */
export function forwardStages(z: usize, count: usize, from: usize, to: usize, twiddles: usize): void {
  const end = z + count * POINT;
  let size = from;
  for (; size > CACHED && size >= to; size >>= 2) {
    for (let at = z; at < end; at += size * POINT) splitFours(at, size >> 2, stageTwiddles(twiddles, size >> 2));
  }
  const block = size;
  for (; z < end; z += block * POINT) {
    const blockEnd = z + block * POINT;
    for (size = block; size >= max<usize>(to, 16); size >>= 2) {
      const stage = stageTwiddles(twiddles, size >> 2);
      for (let at = z; at < blockEnd; at += size * POINT) splitFours(at, size >> 2, stage);
    }
    if (size === 8) {
      if (to > 8) continue;
      splitPairs(z, blockEnd);
      size = 4;
    }
    if (size === 4 && to <= 4) splitLast(z, blockEnd);
  }
}

/** Inverse stages of `count` points, from blocks of `from` points up to blocks of `to`. */
export function inverseStages(z: usize, count: usize, from: usize, to: usize, twiddles: usize): void {
  const end = z + count * POINT;
  const odd = (ctz(to) & 1) === 1;
  // Whole as long as they fit.
  let block = to;
  while (block > CACHED) block >>= 2;
  let size = from;
  if (from <= block) {
    for (let start = z; start < end; start += block * POINT) {
      const blockEnd = start + block * POINT;
      size = from;
      if (size === 4) {
        joinFirst(start, blockEnd);
        size = odd ? 8 : 16;
      }
      if (size === 8) {
        joinPairs(start, blockEnd);
        size = 32;
      }
      for (; size <= block; size <<= 2) {
        const stage = stageTwiddles(twiddles, size >> 2);
        for (let at = start; at < blockEnd; at += size * POINT) joinFours(at, size >> 2, stage);
      }
    }
  }
  for (; size <= to; size <<= 2) {
    for (let at = z; at < end; at += size * POINT) joinFours(at, size >> 2, stageTwiddles(twiddles, size >> 2));
  }
}

/** One forward stage of a block of four quarters. */
function splitFours(z: usize, quarter: usize, twiddles: usize): void {
  const stride = quarter * POINT;
  for (const end = z + stride; z < end; z += POINT, twiddles += TWIDDLE) {
    const b = z + stride, c = b + stride, d = c + stride;
    splitFour(z, b, c, d, twiddles);
  }
}

/** One inverse stage of a block of four quarters. */
function joinFours(z: usize, quarter: usize, twiddles: usize): void {
  const stride = quarter * POINT;
  for (const end = z + stride; z < end; z += POINT, twiddles += TWIDDLE) {
    const b = z + stride, c = b + stride, d = c + stride;
    joinFour(z, b, c, d, twiddles);
  }
}

/** A forward stage's part for four points, the quarters of a block apart, with their twiddles. */
// @ts-ignore: decorator
@inline
export function splitFour(a: usize, b: usize, c: usize, d: usize, twiddles: usize): void {
  const aRe = load(a), aIm = load(a + NUMBER), cRe = load(c), cIm = load(c + NUMBER);
  const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
  const bRe = load(b), bIm = load(b + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  // The latter is −i(b − d).
  const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), turnedRe = sub(bIm, dIm), turnedIm = sub(dRe, bRe);
  store(a, add(sumRe, otherRe));
  store(a + NUMBER, add(sumIm, otherIm));
  let re = add(differenceRe, turnedRe), im = add(differenceIm, turnedIm);
  let wRe = splat0(twiddles), wIm = splat1(twiddles);
  store(b, sub(mul(re, wRe), mul(im, wIm)));
  store(b + NUMBER, add(mul(re, wIm), mul(im, wRe)));
  re = sub(sumRe, otherRe), im = sub(sumIm, otherIm);
  wRe = splat2(twiddles), wIm = splat3(twiddles);
  store(c, sub(mul(re, wRe), mul(im, wIm)));
  store(c + NUMBER, add(mul(re, wIm), mul(im, wRe)));
  re = sub(differenceRe, turnedRe), im = sub(differenceIm, turnedIm);
  wRe = splat4(twiddles), wIm = splat5(twiddles);
  store(d, sub(mul(re, wRe), mul(im, wIm)));
  store(d + NUMBER, add(mul(re, wIm), mul(im, wRe)));
}

/** An inverse stage's part for four points: undoes `splitFour`, but for a factor 4. */
// @ts-ignore: decorator
@inline
export function joinFour(a: usize, b: usize, c: usize, d: usize, twiddles: usize): void {
  // Kept where it came from: sixteen registers do not hold four points and three twiddles.
  let re = load(c), im = load(c + NUMBER);
  let wRe = splat2(twiddles), wIm = splat3(twiddles);
  store(c, add(mul(re, wRe), mul(im, wIm)));
  store(c + NUMBER, sub(mul(im, wRe), mul(re, wIm)));
  re = load(b), im = load(b + NUMBER);
  wRe = splat0(twiddles), wIm = splat1(twiddles);
  const bRe = add(mul(re, wRe), mul(im, wIm)), bIm = sub(mul(im, wRe), mul(re, wIm));
  re = load(d), im = load(d + NUMBER);
  wRe = splat4(twiddles), wIm = splat5(twiddles);
  const dRe = add(mul(re, wRe), mul(im, wIm)), dIm = sub(mul(im, wRe), mul(re, wIm));
  const aRe = load(a), aIm = load(a + NUMBER), turnedRe = load(c), turnedIm = load(c + NUMBER);
  const sumRe = add(aRe, turnedRe), sumIm = add(aIm, turnedIm), differenceRe = sub(aRe, turnedRe), differenceIm = sub(aIm, turnedIm);
  const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm);
  // i(b − d)
  const crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
  store(a, add(sumRe, otherRe));
  store(a + NUMBER, add(sumIm, otherIm));
  store(b, add(differenceRe, crossRe));
  store(b + NUMBER, add(differenceIm, crossIm));
  store(c, sub(sumRe, otherRe));
  store(c + NUMBER, sub(sumIm, otherIm));
  store(d, sub(differenceRe, crossRe));
  store(d + NUMBER, sub(differenceIm, crossIm));
}

/** A stage's part of the way back for four points, the quarters of a block apart, whose twiddles have been applied. */
// @ts-ignore: decorator
@inline
export function joinPlain(a: usize, b: usize, c: usize, d: usize): void {
  const aRe = load(a), aIm = load(a + NUMBER), cRe = load(c), cIm = load(c + NUMBER);
  const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
  const bRe = load(b), bIm = load(b + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
  store(a, add(sumRe, otherRe));
  store(a + NUMBER, add(sumIm, otherIm));
  store(b, add(differenceRe, crossRe));
  store(b + NUMBER, add(differenceIm, crossIm));
  store(c, sub(sumRe, otherRe));
  store(c + NUMBER, sub(sumIm, otherIm));
  store(d, sub(differenceRe, crossRe));
  store(d + NUMBER, sub(differenceIm, crossIm));
}

/** The same, and the twiddles of the next stage. */
// @ts-ignore: decorator
@inline
function joinTurned(a: usize, b: usize, c: usize, d: usize, w: usize): void {
  const aRe = load(a), aIm = load(a + NUMBER), cRe = load(c), cIm = load(c + NUMBER);
  const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
  const bRe = load(b), bIm = load(b + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
  storeTurned(a, add(sumRe, otherRe), add(sumIm, otherIm), splat0(w), splat1(w));
  storeTurned(b, add(differenceRe, crossRe), add(differenceIm, crossIm), splat2(w), splat3(w));
  storeTurned(c, sub(sumRe, otherRe), sub(sumIm, otherIm), splat4(w), splat5(w));
  storeTurned(d, sub(differenceRe, crossRe), sub(differenceIm, crossIm), splat6(w), splat7(w));
}

/** Stores re + i im times w*. */
// @ts-ignore: decorator
@inline
function storeTurned(at: usize, re: V, im: V, wRe: V, wIm: V): void {
  store(at, add(mul(re, wRe), mul(im, wIm)));
  store(at + NUMBER, sub(mul(im, wRe), mul(re, wIm)));
}

/** Forward, blocks of 8 points into pairs of 4. */
function splitPairs(z: usize, end: usize): void {
  const h = constant(0.70710678118654752440);
  for (; z < end; z += 8 * POINT) {
    for (let k: usize = 0; k < 4 * POINT; k += POINT) {
      const a = z + k;
      const b = a + 4 * POINT;
      const re = sub(load(a), load(b)), im = sub(load(a + NUMBER), load(b + NUMBER));
      store(a, add(load(a), load(b)));
      store(a + NUMBER, add(load(a + NUMBER), load(b + NUMBER)));
      if (k === 0) {
        store(b, re);
        store(b + NUMBER, im);
      } else if (k === POINT) {
        store(b, mul(h, add(re, im)));
        store(b + NUMBER, mul(h, sub(im, re)));
      } else if (k === 2 * POINT) {
        store(b, im);
        store(b + NUMBER, neg(re));
      } else {
        store(b, mul(h, sub(im, re)));
        store(b + NUMBER, neg(mul(h, add(re, im))));
      }
    }
  }
}

/** Inverse, pairs of blocks of 4 points into 8. */
function joinPairs(z: usize, end: usize): void {
  const h = constant(0.70710678118654752440);
  for (; z < end; z += 8 * POINT) {
    for (let k: usize = 0; k < 4 * POINT; k += POINT) {
      const a = z + k;
      const b = a + 4 * POINT;
      let re = load(b), im = load(b + NUMBER);
      if (k === POINT) {
        const sum = mul(h, add(re, im));
        re = mul(h, sub(re, im));
        im = sum;
      } else if (k === 2 * POINT) {
        const held = re;
        re = neg(im);
        im = held;
      } else if (k === 3 * POINT) {
        const difference = mul(h, sub(re, im));
        re = neg(mul(h, add(re, im)));
        im = difference;
      }
      const aRe = load(a), aIm = load(a + NUMBER);
      store(a, add(aRe, re));
      store(a + NUMBER, add(aIm, im));
      store(b, sub(aRe, re));
      store(b + NUMBER, sub(aIm, im));
    }
  }
}

/** Inverse, eight blocks of 4 points into four of 8, and the twiddles that will join these to 32. */
function joinTurnedPairs(z: usize, powers: usize): void {
  joinPairs(z, z + 32 * POINT);
  const end = z + 32 * POINT;
  for (z += 8 * POINT; z < end; z += 8 * POINT) {
    for (let k: usize = 0; k < 4; k++, powers += 4 * ELEMENT) {
      const a = z + k * POINT, b = a + 4 * POINT;
      const aRe = load(a), aIm = load(a + NUMBER), bRe = load(b), bIm = load(b + NUMBER);
      storeTurned(a, aRe, aIm, splat0(powers), splat1(powers));
      storeTurned(b, bRe, bIm, splat2(powers), splat3(powers));
    }
  }
}

/** The forward stage of four neighbours. */
function splitLast(z: usize, end: usize): void {
  for (; z < end; z += 4 * POINT) {
    const b = z + POINT, c = z + 2 * POINT, d = z + 3 * POINT;
    const aRe = load(z), aIm = load(z + NUMBER), cRe = load(c), cIm = load(c + NUMBER);
    const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
    const bRe = load(b), bIm = load(b + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
    const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), turnedRe = sub(bIm, dIm), turnedIm = sub(dRe, bRe);
    store(z, add(sumRe, otherRe));
    store(z + NUMBER, add(sumIm, otherIm));
    store(b, add(differenceRe, turnedRe));
    store(b + NUMBER, add(differenceIm, turnedIm));
    store(c, sub(sumRe, otherRe));
    store(c + NUMBER, sub(sumIm, otherIm));
    store(d, sub(differenceRe, turnedRe));
    store(d + NUMBER, sub(differenceIm, turnedIm));
  }
}

/** The inverse stage of four neighbours. */
function joinFirst(z: usize, end: usize): void {
  for (; z < end; z += 4 * POINT) {
    const b = z + POINT, c = z + 2 * POINT, d = z + 3 * POINT;
    const aRe = load(z), aIm = load(z + NUMBER), cRe = load(c), cIm = load(c + NUMBER);
    const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
    const bRe = load(b), bIm = load(b + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
    const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
    store(z, add(sumRe, otherRe));
    store(z + NUMBER, add(sumIm, otherIm));
    store(b, add(differenceRe, crossRe));
    store(b + NUMBER, add(differenceIm, crossIm));
    store(c, sub(sumRe, otherRe));
    store(c + NUMBER, sub(sumIm, otherIm));
    store(d, sub(differenceRe, crossRe));
    store(d + NUMBER, sub(differenceIm, crossIm));
  }
}

/** The inverse stage of four neighbours of filter · spectrum, and the twiddles of the next unless `powers` is 0. */
// @ts-ignore: decorator
@inline
function filterIn(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, powers: usize): void {
  const end = z + n * POINT;
  if (powers === 0) {
    for (; z < end; z += 4 * POINT, spectrum += 4 * POINT, filter += 4 * ELEMENT) filterFour(spectrum, filter, reach, z, 0);
    return;
  }
  while (z < end) {
    filterFour(spectrum, filter, reach, z, 0);
    for (let w = powers; w < powers + 3 * POWERS; w += POWERS) {
      z += 4 * POINT, spectrum += 4 * POINT, filter += 4 * ELEMENT;
      filterFour(spectrum, filter, reach, z, w);
    }
    z += 4 * POINT, spectrum += 4 * POINT, filter += 4 * ELEMENT;
  }
}

// @ts-ignore: decorator
@inline
function filterFour(spectrum: usize, filter: usize, reach: u32, z: usize, w: usize): void {
  const f0 = splat0(filter);
  const aRe = mul(f0, load(spectrum)), aIm = mul(f0, load(spectrum + NUMBER));
  if (reach === WHOLE) {
    const f1 = splat1(filter), f2 = splat2(filter), f3 = splat3(filter);
    const bRe = mul(f1, load(spectrum + POINT)), bIm = mul(f1, load(spectrum + POINT + NUMBER));
    const cRe = mul(f2, load(spectrum + 2 * POINT)), cIm = mul(f2, load(spectrum + 2 * POINT + NUMBER));
    const dRe = mul(f3, load(spectrum + 3 * POINT)), dIm = mul(f3, load(spectrum + 3 * POINT + NUMBER));
    const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
    const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
    put(z, add(sumRe, otherRe), add(sumIm, otherIm), w);
    putSecond(z + POINT, add(differenceRe, crossRe), add(differenceIm, crossIm), w);
    putThird(z + 2 * POINT, sub(sumRe, otherRe), sub(sumIm, otherIm), w);
    putFourth(z + 3 * POINT, sub(differenceRe, crossRe), sub(differenceIm, crossIm), w);
  } else if (reach === LOW) {
    // The last quarter turns the other way round: −i for i.
    const f3 = splat3(filter);
    const re = mul(f3, load(spectrum + 3 * POINT)), im = mul(f3, load(spectrum + 3 * POINT + NUMBER));
    put(z, add(aRe, re), add(aIm, im), w);
    putSecond(z + POINT, add(aRe, im), sub(aIm, re), w);
    putThird(z + 2 * POINT, sub(aRe, re), sub(aIm, im), w);
    putFourth(z + 3 * POINT, sub(aRe, im), add(aIm, re), w);
  } else {
    const f1 = splat1(filter);
    const re = mul(f1, load(spectrum + POINT)), im = mul(f1, load(spectrum + POINT + NUMBER));
    put(z, add(aRe, re), add(aIm, im), w);
    putSecond(z + POINT, sub(aRe, im), add(aIm, re), w);
    putThird(z + 2 * POINT, sub(aRe, re), sub(aIm, im), w);
    putFourth(z + 3 * POINT, add(aRe, im), sub(aIm, re), w);
  }
}

/** Stores a point, times the first of the twiddles at w unless that is 0; below, the others. */
// @ts-ignore: decorator
@inline
function put(at: usize, re: V, im: V, w: usize): void {
  if (w !== 0) return storeTurned(at, re, im, splat0(w), splat1(w));
  store(at, re);
  store(at + NUMBER, im);
}

// @ts-ignore: decorator
@inline
function putSecond(at: usize, re: V, im: V, w: usize): void {
  if (w !== 0) return storeTurned(at, re, im, splat2(w), splat3(w));
  store(at, re);
  store(at + NUMBER, im);
}

// @ts-ignore: decorator
@inline
function putThird(at: usize, re: V, im: V, w: usize): void {
  if (w !== 0) return storeTurned(at, re, im, splat4(w), splat5(w));
  store(at, re);
  store(at + NUMBER, im);
}

// @ts-ignore: decorator
@inline
function putFourth(at: usize, re: V, im: V, w: usize): void {
  if (w !== 0) return storeTurned(at, re, im, splat6(w), splat7(w));
  store(at, re);
  store(at + NUMBER, im);
}
