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

import { add, constant, ELEMENT, load, mul, neg, NUMBER, POINT, splat0, splat1, splat2, splat3, splat4, splat5, store, sub, V } from './lanes';

/** Points of a block that stays in the fastest cache: larger ones are taken stage by stage, smaller ones whole. */
const CACHED: usize = 256;

/** Bytes of the twiddles of four points. */
export const TWIDDLE: usize = 6 * ELEMENT;

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
  inverseStages(z, n, 4, n, twiddles);
}

/** The same of filter · spectrum, which stay as they are. `reach` says which quarters of the filter are not zero. */
export function inverseFiltered(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize): void {
  filterIn(spectrum, filter, reach, z, n);
  inverseStages(z, n, above4(n), n, twiddles);
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
  for (const end = z + stride; z < end; z += 1 * POINT, twiddles += 1 * TWIDDLE) {
    const b = z + stride, c = b + stride, d = c + stride;
    splitFour(z, b, c, d, twiddles);
  }
}

/** One inverse stage of a block of four quarters. */
function joinFours(z: usize, quarter: usize, twiddles: usize): void {
  const stride = quarter * POINT;
  for (const end = z + stride; z < end; z += 1 * POINT, twiddles += 1 * TWIDDLE) {
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

/** All quarters of a filter's frequencies may be other than zero. */
export const WHOLE: u32 = 0;
/** The first and the last quarter alone: low frequencies, of both signs. */
export const LOW: u32 = 1;
/** The first quarter and the second: positive frequencies. */
export const POSITIVE: u32 = 2;

/** The inverse stage of four neighbours of filter · spectrum. */
export function filterIn(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize): void {
  const end = z + n * POINT;
  if (reach === WHOLE) {
    for (; z < end; z += 4 * POINT, spectrum += 4 * POINT, filter += 4 * ELEMENT) {
      const f0 = splat0(filter), f1 = splat1(filter), f2 = splat2(filter), f3 = splat3(filter);
      const aRe = mul(f0, load(spectrum)), aIm = mul(f0, load(spectrum + NUMBER));
      const bRe = mul(f1, load(spectrum + POINT)), bIm = mul(f1, load(spectrum + POINT + NUMBER));
      const cRe = mul(f2, load(spectrum + 2 * POINT)), cIm = mul(f2, load(spectrum + 2 * POINT + NUMBER));
      const dRe = mul(f3, load(spectrum + 3 * POINT)), dIm = mul(f3, load(spectrum + 3 * POINT + NUMBER));
      const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
      const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
      store(z, add(sumRe, otherRe));
      store(z + NUMBER, add(sumIm, otherIm));
      store(z + POINT, add(differenceRe, crossRe));
      store(z + POINT + NUMBER, add(differenceIm, crossIm));
      store(z + 2 * POINT, sub(sumRe, otherRe));
      store(z + 2 * POINT + NUMBER, sub(sumIm, otherIm));
      store(z + 3 * POINT, sub(differenceRe, crossRe));
      store(z + 3 * POINT + NUMBER, sub(differenceIm, crossIm));
    }
  } else {
    for (; z < end; z += 4 * POINT, spectrum += 4 * POINT, filter += 4 * ELEMENT) {
      const f0 = splat0(filter);
      const aRe = mul(f0, load(spectrum)), aIm = mul(f0, load(spectrum + NUMBER));
      let re: V, im: V;
      if (reach === LOW) {
        const f3 = splat3(filter);
        // The last quarter turns the other way round: −i for i.
        re = mul(f3, load(spectrum + 3 * POINT)), im = mul(f3, load(spectrum + 3 * POINT + NUMBER));
        store(z + POINT, add(aRe, im));
        store(z + POINT + NUMBER, sub(aIm, re));
        store(z + 3 * POINT, sub(aRe, im));
        store(z + 3 * POINT + NUMBER, add(aIm, re));
      } else {
        const f1 = splat1(filter);
        re = mul(f1, load(spectrum + POINT)), im = mul(f1, load(spectrum + POINT + NUMBER));
        store(z + POINT, sub(aRe, im));
        store(z + POINT + NUMBER, add(aIm, re));
        store(z + 3 * POINT, add(aRe, im));
        store(z + 3 * POINT + NUMBER, sub(aIm, re));
      }
      store(z, add(aRe, re));
      store(z + NUMBER, add(aIm, im));
      store(z + 2 * POINT, sub(aRe, re));
      store(z + 2 * POINT + NUMBER, sub(aIm, im));
    }
  }
}
