// Moduli and phases of filtered signals, and their pullbacks, for the scattering mean; scattering-mean-phases.ts calls
// these in order. AssemblyScript, compiled by build.cjs for every kind of lanes; fourier.ts says in which order spectra
// lie, folding.ts how they are folded, phases.ts what phases and turns are.

//
// The moduli of two first filters share one complex signal, `packed`; each entry below is NUMBER bytes, one number of
// all lanes:
//
//   z, a signal:         Re z₀  Im z₀  Re z₁  Im z₁  Re z₂  Im z₂ …
//   packed, filter j:    |z₀|   –      |z₁|   –      |z₂|   –     …   `moduli` is the address of Re
//   packed, filter j+1:  –      |z₀|   –      |z₁|   –      |z₂|  …   `moduli` is the address of Im

import { joinPlain, splitFour, TWIDDLE } from './butterflies';
import { LOW } from './filter-in';
import { above4, forwardPasses, inverseFilteredUpTo, passTwiddles } from './fourier';
import { addFold, fold } from './folding';
import {
  accumulate, add, constant, ELEMENT, load, mul, NUMBER, POINT, splat0, splat1, splat2, splat3, splat4, splat5, store, sub, V,
} from './lanes';
import { polar, polarDerivative, polarFour, turnFour } from './phases';

export { forward, inverse } from './fourier';
export { addFolded, pack, product, unpack } from './folding';

/** The spectrum z of real signals, whose numbers stand at x. */
export function forwardReal(x: usize, z: usize, n: usize, twiddles: usize): void {
  const quarter = (n >> 2) * POINT;
  let w = passTwiddles(twiddles, n >> 2);
  let a = z;
  for (const end = z + quarter; a < end; a += POINT, x += NUMBER, w += TWIDDLE) {
    const b = a + quarter, c = b + quarter, d = c + quarter;
    const half = quarter >> 1;
    const x0 = load(x), x1 = load(x + half), x2 = load(x + 2 * half), x3 = load(x + 3 * half);
    const sum = add(x0, x2), difference = sub(x0, x2), other = add(x1, x3), turned = sub(x3, x1);
    store(a, add(sum, other));
    store(a + NUMBER, constant(0));
    let wRe = splat0(w), wIm = splat1(w);
    store(b, sub(mul(difference, wRe), mul(turned, wIm)));
    store(b + NUMBER, add(mul(difference, wIm), mul(turned, wRe)));
    const rest = sub(sum, other);
    store(c, mul(rest, splat2(w)));
    store(c + NUMBER, mul(rest, splat3(w)));
    wRe = splat4(w), wIm = splat5(w);
    store(d, add(mul(difference, wRe), mul(turned, wIm)));
    store(d + NUMBER, sub(mul(difference, wIm), mul(turned, wRe)));
  }
  forwardPasses(z, n, n >> 2, 4, twiddles);
}

// @ts-ignore: decorator
@inline
function join(a: usize, quarter: usize): void {
  joinPlain(a, a + quarter, a + 2 * quarter, a + 3 * quarter);
}

// @ts-ignore: decorator
@inline
function split(a: usize, quarter: usize, w: usize): void {
  splitFour(a, a + quarter, a + 2 * quarter, a + 3 * quarter, w);
}

/** Writes phases and turns of four points and their moduli (see above), and adds the moduli to `sums`. */
// @ts-ignore: decorator
@inline
function firstFour(a: usize, quarter: usize, turns: usize, moduli: usize, sums: usize): void {
  const b = a + quarter, c = b + quarter, d = c + quarter;
  const aRe = load(a), aIm = load(a + NUMBER), bRe = load(b), bIm = load(b + NUMBER);
  const cRe = load(c), cIm = load(c + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  const m0 = polar(aRe, aIm, a, turns), m1 = polar(bRe, bIm, b, turns + quarter);
  const m2 = polar(cRe, cIm, c, turns + 2 * quarter), m3 = polar(dRe, dIm, d, turns + 3 * quarter);
  store(moduli, m0);
  store(moduli + quarter, m1);
  store(moduli + 2 * quarter, m2);
  store(moduli + 3 * quarter, m3);
  accumulate(sums, add(add(m0, m1), add(m2, m3)));
}

/** First order: writes phases, turns and modulus of the filtered signal, and adds the modulus to `sums`. */
export function first(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, turns: usize, moduli: usize, sums: usize,
): void {
  inverseFilteredUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  // Interleaved as in `phases`.
  join(z, quarter);
  for (const end = z + quarter - POINT; z < end; z += POINT, turns += POINT, moduli += POINT) {
    join(z + POINT, quarter);
    firstFour(z, quarter, turns, moduli, sums);
  }
  firstFour(z, quarter, turns, moduli, sums);
}

/**
 * Outermost inverse pass, phases, outermost forward pass. Three fours are interleaved, each one step behind the next:
 * the latency of a root and a quotient is longer than the processor's window of reordering.
 */
// @ts-ignore: decorator
@inline
function phases(z: usize, n: usize, twiddles: usize, turns: usize, keeps: bool, sums: usize): void {
  const quarter = (n >> 2) * POINT;
  let w = passTwiddles(twiddles, n >> 2);
  join(z, quarter);
  join(z + POINT, quarter);
  polarFour(z, quarter, keeps ? turns : 0, sums);
  for (const end = z + quarter - 2 * POINT; z < end; z += POINT, w += TWIDDLE) {
    if (keeps) turns += POINT;
    join(z + 2 * POINT, quarter);
    polarFour(z + POINT, quarter, keeps ? turns : 0, sums);
    split(z, quarter, w);
  }
  polarFour(z + POINT, quarter, keeps ? turns + POINT : 0, sums);
  split(z, quarter, w);
  split(z + POINT, quarter, w + TWIDDLE);
}

/**
 * Second order: adds the modulus of the filtered signal to `sums`, writes its turns unless `turns` is 0, and writes the
 * filtered spectrum of its phase, folded.
 */
export function second(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, turns: usize, sums: usize,
  pairs: usize, pairsEnd: usize, own: usize, folded: usize,
): void {
  inverseFilteredUpTo(spectrum, filter, reach, z, n, twiddles);
  if (turns !== 0) phases(z, n, twiddles, turns, true, sums);
  else phases(z, n, twiddles, 0, false, sums);
  forwardPasses(z, n, n >> 2, above4(n), twiddles);
  fold(z, filter, reach, pairs, pairsEnd, own, folded);
}

/** Adds the filtered spectrum of y to `sum`, after the last forward pass, which y lacks. */
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
 * Pullback of first order. The slope along |z| is the number at `inner`, every other number from there on, plus a
 * constant per lane; it is written to `slopes`. Slope times phase, filtered, is added to the path's slope `sum`.
 */
export function firstBack(
  inner: usize, constants: usize, slopes: usize, phases: usize, y: usize, n: usize, twiddles: usize,
  filter: usize, reach: u32, sum: usize,
): void {
  const quarter = (n >> 2) * POINT;
  const constant = load(constants);
  let w = passTwiddles(twiddles, n >> 2);
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
  forwardPasses(y, n, n >> 2, above4(n), twiddles);
  addFiltered(y, filter, reach, sum, n);
}

/** Replaces dz of four points by dp, writes d|z| to `moduli`, and adds it to `sums`. */
// @ts-ignore: decorator
@inline
function firstFourAlong(a: usize, quarter: usize, phases: usize, turns: usize, moduli: usize, sums: usize): void {
  const m0 = polarDerivative(a, phases, turns), m1 = polarDerivative(a + quarter, phases + quarter, turns + quarter);
  const m2 = polarDerivative(a + 2 * quarter, phases + 2 * quarter, turns + 2 * quarter);
  const m3 = polarDerivative(a + 3 * quarter, phases + 3 * quarter, turns + 3 * quarter);
  store(moduli, m0);
  store(moduli + quarter, m1);
  store(moduli + 2 * quarter, m2);
  store(moduli + 3 * quarter, m3);
  accumulate(sums, add(add(m0, m1), add(m2, m3)));
}

/** First order along a direction: writes dp to z and d|z| to `moduli`, and adds d|z| to `sums`. */
export function firstAlong(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, phases: usize, turns: usize,
  moduli: usize, sums: usize,
): void {
  inverseFilteredUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  join(z, quarter);
  for (const end = z + quarter - POINT; z < end; z += POINT, phases += POINT, turns += POINT, moduli += POINT) {
    join(z + POINT, quarter);
    firstFourAlong(z, quarter, phases, turns, moduli, sums);
  }
  firstFourAlong(z, quarter, phases, turns, moduli, sums);
}

/** Second order along a direction: adds the filtered spectrum of dp, folded, times a weight per lane to `folded`. */
export function secondAlong(
  spectrum: usize, filter: usize, reach: u32, z: usize, n: usize, twiddles: usize, turns: usize,
  pairs: usize, pairsEnd: usize, own: usize, weights: usize, folded: usize,
): void {
  inverseFilteredUpTo(spectrum, filter, reach, z, n, twiddles);
  const quarter = (n >> 2) * POINT;
  let w = passTwiddles(twiddles, n >> 2);
  // Interleaved as in `phases`.
  let a = z;
  join(a, quarter);
  join(a + POINT, quarter);
  turnFour(a, quarter, turns);
  for (const end = z + quarter - 2 * POINT; a < end; a += POINT, w += TWIDDLE) {
    turns += POINT;
    join(a + 2 * POINT, quarter);
    turnFour(a + POINT, quarter, turns);
    split(a, quarter, w);
  }
  turnFour(a + POINT, quarter, turns + POINT);
  split(a, quarter, w);
  split(a + POINT, quarter, w + TWIDDLE);
  forwardPasses(z, n, n >> 2, above4(n), twiddles);
  addFold(z, filter, reach, pairs, pairsEnd, own, weights, folded);
}

/** Derivative of `firstBack` along a direction: adds ds p + s dp, filtered, to `sum`; dp, at `dz`, is overwritten. */
export function firstBackAlong(
  inner: usize, constants: usize, slopes: usize, phases: usize, dz: usize, n: usize, twiddles: usize,
  filter: usize, reach: u32, sum: usize,
): void {
  const quarter = (n >> 2) * POINT;
  const constant = load(constants);
  let w = passTwiddles(twiddles, n >> 2);
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
  forwardPasses(dz, n, n >> 2, above4(n), twiddles);
  addFiltered(dz, filter, reach, sum, n);
}
