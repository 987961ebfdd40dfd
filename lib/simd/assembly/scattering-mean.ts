// Moduli and phases of filtered signals, and the ways back from them, for the scattering mean: scattering-mean-kernel.ts says
// what is computed in which order.
// AssemblyScript, compiled by build.cjs for every kind of lanes; fourier.ts says in which order spectra lie, folding.ts how
// they are folded.
//
// With z the filtered signal: phase p = z/|z|, turn e = ip/√|z|, so that d|z| = Re(p* dz) and dp = e Re(e* dz) need no division.
// Where z = 0 both are 0.

import { above4, filterIn, forwardStages, inverseStages, joinFour, LOW, splitFour, stageTwiddles, TWIDDLE } from './fourier';
import { addFold, fold } from './folding';
import {
  accumulate, add, constant, div, ELEMENT, load, mul, neg, NUMBER, POINT, SMALLEST, splat0, splat1, splat2, splat3, sqrt, store, sub, V,
  whereAbove,
} from './lanes';

export { forward, inverse } from './fourier';
export { addFolded, pack, product, unpack } from './folding';

/** All inverse stages of filter · spectrum but the outermost. */
// @ts-ignore: decorator
@inline
function filterUpTo(spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize): void {
  filterIn(spectrum, filter, reach, z, n);
  inverseStages(z, n, above4(n), n >> 2, twiddles);
}

/** Replaces z by its phase; keeps its turn unless `turn` is 0. The modulus. */
// @ts-ignore: decorator
@inline
function polar(z: usize, turn: usize): V {
  const re = load(z), im = load(z + NUMBER);
  const square = add(mul(re, re), mul(im, im));
  const modulus = sqrt(square);
  const inverse = whereAbove(square, constant(SMALLEST), div(constant(1), modulus));
  const pRe = mul(re, inverse), pIm = mul(im, inverse);
  store(z, pRe);
  store(z + NUMBER, pIm);
  if (turn !== 0) {
    const root = sqrt(inverse);
    store(turn, neg(mul(pIm, root)));
    store(turn + NUMBER, mul(pRe, root));
  }
  return modulus;
}

/** First order: phases and turns of the filtered signal, its modulus as every other number from `moduli` on, its sum. */
export function first(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, turns: usize, moduli: usize, sums: usize,
): void {
  filterUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  let w = stageTwiddles(twiddles, n >> 2);
  for (const end = z + quarter; z < end; z += POINT, turns += POINT, moduli += POINT, w += TWIDDLE) {
    const b = z + quarter, c = b + quarter, d = c + quarter;
    joinFour(z, b, c, d, w);
    const m0 = polar(z, turns), m1 = polar(b, turns + quarter);
    const m2 = polar(c, turns + 2 * quarter), m3 = polar(d, turns + 3 * quarter);
    store(moduli, m0);
    store(moduli + quarter, m1);
    store(moduli + 2 * quarter, m2);
    store(moduli + 3 * quarter, m3);
    accumulate(sums, add(add(m0, m1), add(m2, m3)));
  }
}

/** Second order: the sum of the filtered signal's modulus, its turns unless `turns` is 0, and its phase's filtered spectrum, folded. */
export function second(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, turns: usize, sums: usize,
  pairs: usize, pairsEnd: usize, own: usize, folded: usize,
): void {
  filterUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  let w = stageTwiddles(twiddles, n >> 2);
  let a = z;
  const end = z + quarter;
  if (turns !== 0) {
    for (; a < end; a += POINT, turns += POINT, w += TWIDDLE) {
      const b = a + quarter, c = b + quarter, d = c + quarter;
      joinFour(a, b, c, d, w);
      const m0 = polar(a, turns), m1 = polar(b, turns + quarter);
      const m2 = polar(c, turns + 2 * quarter), m3 = polar(d, turns + 3 * quarter);
      accumulate(sums, add(add(m0, m1), add(m2, m3)));
      splitFour(a, b, c, d, w);
    }
  } else {
    for (; a < end; a += POINT, w += TWIDDLE) {
      const b = a + quarter, c = b + quarter, d = c + quarter;
      joinFour(a, b, c, d, w);
      const m0 = polar(a, 0), m1 = polar(b, 0), m2 = polar(c, 0), m3 = polar(d, 0);
      accumulate(sums, add(add(m0, m1), add(m2, m3)));
      splitFour(a, b, c, d, w);
    }
  }
  forwardStages(z, n, n >> 2, above4(n), twiddles);
  fold(z, filter, reach, pairs, pairsEnd, own, folded);
}

/** Adds the filtered spectrum of y, whose last forward stage is missing. */
function addFiltered(y: usize, filter: usize, reach: u32, sum: usize, n: usize): void {
  for (const end = y + n * POINT; y < end; y += 4 * POINT, sum += 4 * POINT, filter += 4 * ELEMENT) {
    const b = y + POINT, c = y + 2 * POINT, d = y + 3 * POINT;
    const sumRe = add(load(y), load(c)), sumIm = add(load(y + NUMBER), load(c + NUMBER));
    const differenceRe = sub(load(y), load(c)), differenceIm = sub(load(y + NUMBER), load(c + NUMBER));
    const otherRe = add(load(b), load(d)), otherIm = add(load(b + NUMBER), load(d + NUMBER));
    const turnedRe = sub(load(b + NUMBER), load(d + NUMBER)), turnedIm = sub(load(d), load(b));
    const f0 = splat0(filter), f3 = splat3(filter);
    addTo(sum, f0, add(sumRe, otherRe), add(sumIm, otherIm));
    addTo(sum + 3 * POINT, f3, sub(differenceRe, turnedRe), sub(differenceIm, turnedIm));
    if (reach === LOW) continue;
    const f1 = splat1(filter), f2 = splat2(filter);
    addTo(sum + POINT, f1, add(differenceRe, turnedRe), add(differenceIm, turnedIm));
    addTo(sum + 2 * POINT, f2, sub(sumRe, otherRe), sub(sumIm, otherIm));
  }
}

// @ts-ignore: decorator
@inline
function addTo(sum: usize, factor: V, re: V, im: V): void {
  store(sum, add(load(sum), mul(factor, re)));
  store(sum + NUMBER, add(load(sum + NUMBER), mul(factor, im)));
}

/**
 * The way back through first order: slopes are every other number from `inner` on and a constant a path, which are kept at
 * `slopes`; slope times phase, filtered, is added to the path's slope `sum`.
 */
export function firstBack(
  inner: usize, constants: usize, slopes: usize, phases: usize, y: usize, n: usize, twiddles: usize,
  filter: usize, reach: u32, sum: usize,
): void {
  const quarter = (n >> 2) * POINT;
  const constant = load(constants);
  let w = stageTwiddles(twiddles, n >> 2);
  let a = y;
  for (const end = y + quarter; a < end; a += POINT, inner += POINT, phases += POINT, slopes += NUMBER, w += TWIDDLE) {
    for (let at: usize = 0; at < 4 * quarter; at += quarter) {
      const slope = add(load(inner + at), constant);
      store(slopes + (at >> 1), slope);
      store(a + at, mul(slope, load(phases + at)));
      store(a + at + NUMBER, mul(slope, load(phases + at + NUMBER)));
    }
    splitFour(a, a + quarter, a + 2 * quarter, a + 3 * quarter, w);
  }
  forwardStages(y, n, n >> 2, above4(n), twiddles);
  addFiltered(y, filter, reach, sum, n);
}

/** d|z| of one point, and dp in the place of dz. */
// @ts-ignore: decorator
@inline
function polarDerivative(dz: usize, phase: usize, turn: usize): V {
  const re = load(dz), im = load(dz + NUMBER);
  const modulus = add(mul(load(phase), re), mul(load(phase + NUMBER), im));
  turnBy(dz, turn);
  return modulus;
}

/** dp in the place of dz. */
// @ts-ignore: decorator
@inline
function turnBy(dz: usize, turn: usize): void {
  const eRe = load(turn), eIm = load(turn + NUMBER);
  const along = add(mul(eRe, load(dz)), mul(eIm, load(dz + NUMBER)));
  store(dz, mul(eRe, along));
  store(dz + NUMBER, mul(eIm, along));
}

/** First order along a direction: dp in the place of z, d|z| as every other number from `moduli` on, and its sum. */
export function firstAlong(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, phases: usize, turns: usize,
  moduli: usize, sums: usize,
): void {
  filterUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  let w = stageTwiddles(twiddles, n >> 2);
  for (const end = z + quarter; z < end; z += POINT, phases += POINT, turns += POINT, moduli += POINT, w += TWIDDLE) {
    const b = z + quarter, c = b + quarter, d = c + quarter;
    joinFour(z, b, c, d, w);
    const m0 = polarDerivative(z, phases, turns), m1 = polarDerivative(b, phases + quarter, turns + quarter);
    const m2 = polarDerivative(c, phases + 2 * quarter, turns + 2 * quarter);
    const m3 = polarDerivative(d, phases + 3 * quarter, turns + 3 * quarter);
    store(moduli, m0);
    store(moduli + quarter, m1);
    store(moduli + 2 * quarter, m2);
    store(moduli + 3 * quarter, m3);
    accumulate(sums, add(add(m0, m1), add(m2, m3)));
  }
}

/** Second order along a direction: adds the filtered spectrum of dp, folded, times a weight a path to `folded`. */
export function secondAlong(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, turns: usize,
  pairs: usize, pairsEnd: usize, own: usize, weights: usize, folded: usize,
): void {
  filterUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  let w = stageTwiddles(twiddles, n >> 2);
  let a = z;
  for (const end = z + quarter; a < end; a += POINT, turns += POINT, w += TWIDDLE) {
    const b = a + quarter, c = b + quarter, d = c + quarter;
    joinFour(a, b, c, d, w);
    turnBy(a, turns);
    turnBy(b, turns + quarter);
    turnBy(c, turns + 2 * quarter);
    turnBy(d, turns + 3 * quarter);
    splitFour(a, b, c, d, w);
  }
  forwardStages(z, n, n >> 2, above4(n), twiddles);
  addFold(z, filter, reach, pairs, pairsEnd, own, weights, folded);
}

/** The way back along a direction: ds p + s dp, filtered, is added to `sum`; dp, from `dz` on, is overwritten. */
export function firstBackAlong(
  inner: usize, constants: usize, slopes: usize, phases: usize, dz: usize, n: usize, twiddles: usize,
  filter: usize, reach: u32, sum: usize,
): void {
  const quarter = (n >> 2) * POINT;
  const constant = load(constants);
  let w = stageTwiddles(twiddles, n >> 2);
  let a = dz;
  for (const end = dz + quarter; a < end; a += POINT, inner += POINT, phases += POINT, slopes += NUMBER, w += TWIDDLE) {
    for (let at: usize = 0; at < 4 * quarter; at += quarter) {
      const change = add(load(inner + at), constant);
      const slope = load(slopes + (at >> 1));
      store(a + at, add(mul(change, load(phases + at)), mul(slope, load(a + at))));
      store(a + at + NUMBER, add(mul(change, load(phases + at + NUMBER)), mul(slope, load(a + at + NUMBER))));
    }
    splitFour(a, a + quarter, a + 2 * quarter, a + 3 * quarter, w);
  }
  forwardStages(dz, n, n >> 2, above4(n), twiddles);
  addFiltered(dz, filter, reach, sum, n);
}
