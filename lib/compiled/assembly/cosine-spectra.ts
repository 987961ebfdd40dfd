// Cosine transforms of real signals and filters of cosine spectra, both with their transposes, for the scattering spectra;
// scattering-spectra.ts says what stands in which order. AssemblyScript, compiled by build.cjs for every kind of lanes.

import { above4, forwardPasses, inversePasses } from './fourier';
import { add, ELEMENT, load, mul, NUMBER, POINT, splat0, splat1, store, sub, V } from './lanes';

// @ts-ignore: decorator
@inline
export function real(at: usize): V {
  return load(at);
}

// @ts-ignore: decorator
@inline
export function imaginary(at: usize): V {
  return load(at + NUMBER);
}

// @ts-ignore: decorator
@inline
export function storePoint(at: usize, re: V, im: V): void {
  store(at, re);
  store(at + NUMBER, im);
}

// @ts-ignore: decorator
@inline
function placeOf(places: usize, m: usize): usize {
  return <usize>i32.load(places + (m << 2));
}

/** The bin that a table lists. */
// @ts-ignore: decorator
@inline
function binAt(bins: usize): usize {
  return <usize>i32.load(bins);
}

/** The sum of a product and a product. */
// @ts-ignore: decorator
@inline
export function sumOf(a: V, b: V, c: V, d: V): V {
  return add(mul(a, b), mul(c, d));
}

// @ts-ignore: decorator
@inline
export function differenceOf(a: V, b: V, c: V, d: V): V {
  return sub(mul(a, b), mul(c, d));
}

/** The cosine spectra c1 and c2 of two real signals, from the spectrum of v₁ + iv₂. Turns are halved. */
export function analyse(spectrum: usize, places: usize, turns: usize, length: usize, c1: usize, c2: usize): void {
  for (let m: usize = 0; m <= length >> 1; m++) {
    const near = spectrum + placeOf(places, m);
    const far = spectrum + placeOf(places, m == 0 ? 0 : length - m);
    const turn = turns + m * 2 * ELEMENT;
    const c = splat0(turn), s = splat1(turn);
    const nearRe = real(near), nearIm = imaginary(near), farRe = real(far), farIm = imaginary(far);
    // p = turn · near, q = its conjugate · far.
    const pRe = differenceOf(c, nearRe, s, nearIm), pIm = sumOf(c, nearIm, s, nearRe);
    const qRe = sumOf(c, farRe, s, farIm), qIm = differenceOf(c, farIm, s, farRe);
    store(c1 + m * NUMBER, add(pRe, qRe));
    store(c2 + m * NUMBER, add(pIm, qIm));
    store(c1 + (length - m) * NUMBER, sub(qIm, pIm));
    store(c2 + (length - m) * NUMBER, sub(pRe, qRe));
  }
}

/** The transpose: the spectrum whose signal's parts are Σₘ c(m) cos(πm(4n + 1)/2d) for c1 and for c2. Turns are halved. */
export function synthesise(c1: usize, c2: usize, places: usize, turns: usize, length: usize, spectrum: usize): void {
  storePoint(spectrum + placeOf(places, 0), load(c1), load(c2));
  for (let m: usize = 1; m <= length >> 1; m++) {
    const turn = turns + m * 2 * ELEMENT;
    const c = splat0(turn), s = splat1(turn);
    const near = m * NUMBER, far = (length - m) * NUMBER;
    const nearRe = load(c1 + near), nearIm = load(c2 + near), farRe = load(c1 + far), farIm = load(c2 + far);
    const pRe = add(nearRe, farIm), pIm = sub(nearIm, farRe);
    storePoint(spectrum + placeOf(places, m), sumOf(c, pRe, s, pIm), differenceOf(c, pIm, s, pRe));
    const qRe = sub(nearRe, farIm), qIm = add(nearIm, farRe);
    storePoint(spectrum + placeOf(places, length - m), differenceOf(c, qRe, s, qIm), sumOf(c, qIm, s, qRe));
  }
}

/**
 * A filtered signal on a grid of so many points, from a cosine spectrum. Of every four neighbours of its complex spectrum the
 * first is bin m, which `bins` lists; the others follow it a quarter of the grid apart. The filter is 0 beyond so many quarters.
 * @param gains factors of C(m), by bin
 * @param mirrored factors of C(d − m), by bin; 0 where there are none, the filter letting no negative frequencies pass
 */
export function filterInverse(
  c: usize, gains: usize, mirrored: usize, bins: usize, quarters: usize, length: usize, z: usize, twiddles: usize,
): void {
  if (quarters == 1) filterOne(c, gains, bins, length, z);
  else if (quarters == 2) filterTwo(c, gains, bins, length, z);
  else if (mirrored == 0) filterFour(c, gains, 0, bins, length, z, false);
  else filterFour(c, gains, mirrored, bins, length, z, true);
  inversePasses(z, length, above4(length), length, twiddles);
}

function filterOne(c: usize, gains: usize, bins: usize, length: usize, z: usize): void {
  for (const end = z + length * POINT; z < end; z += 4 * POINT, bins += 4) {
    const m = binAt(bins);
    const value = load(c + m * NUMBER), gain = gains + m * 2 * ELEMENT;
    const re = mul(splat0(gain), value), im = mul(splat1(gain), value);
    storePoint(z, re, im);
    storePoint(z + POINT, re, im);
    storePoint(z + 2 * POINT, re, im);
    storePoint(z + 3 * POINT, re, im);
  }
}

function filterTwo(c: usize, gains: usize, bins: usize, length: usize, z: usize): void {
  const quarter = length >> 2;
  for (const end = z + length * POINT; z < end; z += 4 * POINT, bins += 4) {
    const m = binAt(bins);
    const at = c + m * NUMBER, gain = gains + m * 2 * ELEMENT, next = gain + quarter * 2 * ELEMENT;
    const a = load(at), b = load(at + quarter * NUMBER);
    const aRe = mul(splat0(gain), a), aIm = mul(splat1(gain), a), bRe = mul(splat0(next), b), bIm = mul(splat1(next), b);
    storePoint(z, add(aRe, bRe), add(aIm, bIm));
    storePoint(z + POINT, sub(aRe, bIm), add(aIm, bRe));
    storePoint(z + 2 * POINT, sub(aRe, bRe), sub(aIm, bIm));
    storePoint(z + 3 * POINT, add(aRe, bIm), sub(aIm, bRe));
  }
}

/** The real part of gain · C(m), or of gain · C(m) + mirrored · C(d − m). */
// @ts-ignore: decorator
@inline
function filteredRe(gain: usize, near: usize, other: usize, far: usize, both: bool): V {
  const value = mul(splat0(gain), load(near));
  return both ? add(value, mul(splat0(other), load(far))) : value;
}

// @ts-ignore: decorator
@inline
function filteredIm(gain: usize, near: usize, other: usize, far: usize, both: bool): V {
  const value = mul(splat1(gain), load(near));
  return both ? add(value, mul(splat1(other), load(far))) : value;
}

// @ts-ignore: decorator
@inline
function filterFour(c: usize, gains: usize, mirrored: usize, bins: usize, length: usize, z: usize, both: bool): void {
  const quarter = length >> 2;
  const step = quarter * NUMBER, gainStep = quarter * 2 * ELEMENT;
  for (const end = z + length * POINT; z < end; z += 4 * POINT, bins += 4) {
    const m = binAt(bins);
    const near = c + m * NUMBER, far = c + (length - m) * NUMBER;
    const g0 = gains + m * 2 * ELEMENT, g1 = g0 + gainStep, g2 = g1 + gainStep, g3 = g2 + gainStep;
    const o0 = mirrored + m * 2 * ELEMENT, o1 = o0 + gainStep, o2 = o1 + gainStep, o3 = o2 + gainStep;
    const aRe = filteredRe(g0, near, o0, far, both), aIm = filteredIm(g0, near, o0, far, both);
    const near1 = near + step, near2 = near1 + step, near3 = near2 + step;
    const far1 = far - step, far2 = far1 - step, far3 = far2 - step;
    const bRe = filteredRe(g1, near1, o1, far1, both), bIm = filteredIm(g1, near1, o1, far1, both);
    const cRe = filteredRe(g2, near2, o2, far2, both), cIm = filteredIm(g2, near2, o2, far2, both);
    const dRe = filteredRe(g3, near3, o3, far3, both), dIm = filteredIm(g3, near3, o3, far3, both);
    const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
    const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), crossRe = sub(dIm, bIm), crossIm = sub(bRe, dRe);
    storePoint(z, add(sumRe, otherRe), add(sumIm, otherIm));
    storePoint(z + POINT, add(differenceRe, crossRe), add(differenceIm, crossIm));
    storePoint(z + 2 * POINT, sub(sumRe, otherRe), sub(sumIm, otherIm));
    storePoint(z + 3 * POINT, sub(differenceRe, crossRe), sub(differenceIm, crossIm));
  }
}

/** Adds the transpose of `filterInverse` to the slopes c; the signal z is overwritten. */
export function addForwardFiltered(
  z: usize, gains: usize, mirrored: usize, bins: usize, quarters: usize, length: usize, c: usize, twiddles: usize,
): void {
  forwardPasses(z, length, length, 8, twiddles);
  if (quarters == 1) addOne(z, gains, bins, length, c);
  else if (quarters == 2) addTwo(z, gains, bins, length, c);
  else if (mirrored == 0) addFour(z, gains, 0, bins, length, c, false);
  else addFour(z, gains, mirrored, bins, length, c, true);
}

/** Adds the real part of gain · conj(z). */
// @ts-ignore: decorator
@inline
function addUnfiltered(slope: usize, gain: usize, re: V, im: V): void {
  store(slope, add(load(slope), sumOf(splat0(gain), re, splat1(gain), im)));
}

function addOne(z: usize, gains: usize, bins: usize, length: usize, c: usize): void {
  for (const end = z + length * POINT; z < end; z += 4 * POINT, bins += 4) {
    const m = binAt(bins);
    const re = add(add(real(z), real(z + 2 * POINT)), add(real(z + POINT), real(z + 3 * POINT)));
    const im = add(add(imaginary(z), imaginary(z + 2 * POINT)), add(imaginary(z + POINT), imaginary(z + 3 * POINT)));
    addUnfiltered(c + m * NUMBER, gains + m * 2 * ELEMENT, re, im);
  }
}

function addTwo(z: usize, gains: usize, bins: usize, length: usize, c: usize): void {
  const quarter = length >> 2;
  for (const end = z + length * POINT; z < end; z += 4 * POINT, bins += 4) {
    const m = binAt(bins);
    const at = c + m * NUMBER, gain = gains + m * 2 * ELEMENT;
    const aRe = real(z), aIm = imaginary(z), bRe = real(z + POINT), bIm = imaginary(z + POINT);
    const cRe = real(z + 2 * POINT), cIm = imaginary(z + 2 * POINT), dRe = real(z + 3 * POINT), dIm = imaginary(z + 3 * POINT);
    addUnfiltered(at, gain, add(add(aRe, cRe), add(bRe, dRe)), add(add(aIm, cIm), add(bIm, dIm)));
    addUnfiltered(
      at + quarter * NUMBER, gain + quarter * 2 * ELEMENT,
      add(sub(aRe, cRe), sub(bIm, dIm)), add(sub(aIm, cIm), sub(dRe, bRe)),
    );
  }
}

// @ts-ignore: decorator
@inline
function addFour(z: usize, gains: usize, mirrored: usize, bins: usize, length: usize, c: usize, both: bool): void {
  const quarter = length >> 2;
  const step = quarter * NUMBER, gainStep = quarter * 2 * ELEMENT;
  for (const end = z + length * POINT; z < end; z += 4 * POINT, bins += 4) {
    const m = binAt(bins);
    const near = c + m * NUMBER, far = c + (length - m) * NUMBER;
    const gain = gains + m * 2 * ELEMENT, other = mirrored + m * 2 * ELEMENT;
    const aRe = real(z), aIm = imaginary(z), bRe = real(z + POINT), bIm = imaginary(z + POINT);
    const cRe = real(z + 2 * POINT), cIm = imaginary(z + 2 * POINT), dRe = real(z + 3 * POINT), dIm = imaginary(z + 3 * POINT);
    const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
    const otherRe = add(bRe, dRe), otherIm = add(bIm, dIm), turnedRe = sub(bIm, dIm), turnedIm = sub(dRe, bRe);
    const re0 = add(sumRe, otherRe), im0 = add(sumIm, otherIm), re2 = sub(sumRe, otherRe), im2 = sub(sumIm, otherIm);
    const re1 = add(differenceRe, turnedRe), im1 = add(differenceIm, turnedIm);
    const re3 = sub(differenceRe, turnedRe), im3 = sub(differenceIm, turnedIm);
    addUnfiltered(near, gain, re0, im0);
    addUnfiltered(near + step, gain + gainStep, re1, im1);
    addUnfiltered(near + 2 * step, gain + 2 * gainStep, re2, im2);
    addUnfiltered(near + 3 * step, gain + 3 * gainStep, re3, im3);
    if (!both) continue;
    addUnfiltered(far, other, re0, im0);
    addUnfiltered(far - step, other + gainStep, re1, im1);
    addUnfiltered(far - 2 * step, other + 2 * gainStep, re2, im2);
    addUnfiltered(far - 3 * step, other + 3 * gainStep, re3, im3);
  }
}
