// A filter and the innermost pass of an inverse transform in one: four neighbours of filter · spectrum.
// AssemblyScript, compiled by build.cjs for every kind of lanes; fourier.ts says in which order spectra and filters
// lie.

import { POWERS, storeTurned } from './butterflies';
import {
  add, ELEMENT, load, mul, NUMBER, POINT, splat0, splat1, splat2, splat3, splat4, splat5, splat6, splat7, store, sub, V,
} from './lanes';

/** All quarters of a filter's frequencies may be other than zero. */
export const WHOLE: u32 = 0;
/** The first and the last quarter alone: low frequencies, of both signs. */
export const LOW: u32 = 1;
/** The first quarter and the second: positive frequencies. */
export const POSITIVE: u32 = 2;

/** The inverse pass of four neighbours of filter · spectrum, and the twiddles of the next unless `powers` is 0. */
// @ts-ignore: decorator
@inline
export function filterIn(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, powers: usize): void {
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
    // The frequencies of the last quarter are negative: −i in place of i.
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
