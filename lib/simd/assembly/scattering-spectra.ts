// The stages of the scattering spectra, for all lanes' paths at once; scattering-spectra-kernel.ts runs them in order and says
// what lies where. AssemblyScript, compiled by build.cjs once a variant of './lanes'.
//
// A real signal or spectrum is a run of numbers (NUMBER bytes each), a complex one a run of points (POINT bytes each).
// Signals of length d stand in the order of even places of their reflection, v(n) = R(y)(2n): R(y) ⋆ ψ at an odd place is the
// conjugate of its value at the mirrored place, which is even. Cosine spectra, C(m) = Σₙ v(n) cos(πm(4n + 1)/2d), stand in
// natural order, m = 0 … d with C(d) = 0. Complex spectra stand in the order of fourier.ts; `places` says at which byte m lies.
// Tables hold one number, or two, for all paths: gains, turns e^{−iπm/2d}, weights of a sum over time.

import { accumulate, add, constant, div, ELEMENT, load, mul, NUMBER, POINT, splat0, splat1, sqrt, store, sub, SUM, V, whereAbove } from './lanes';

export { forward, inverse } from './fourier';

/** Points whose products are summed before the sum is added to one in double precision. */
const BLOCK: usize = 32;

// @ts-ignore: decorator
@inline
function real(at: usize): V {
  return load(at);
}

// @ts-ignore: decorator
@inline
function imaginary(at: usize): V {
  return load(at + NUMBER);
}

// @ts-ignore: decorator
@inline
function storePoint(at: usize, re: V, im: V): void {
  store(at, re);
  store(at + NUMBER, im);
}

// @ts-ignore: decorator
@inline
function placeOf(places: usize, m: usize): usize {
  return <usize>i32.load(places + (m << 2));
}

/** The sum of a product and a product. */
// @ts-ignore: decorator
@inline
function sumOf(a: V, b: V, c: V, d: V): V {
  return add(mul(a, b), mul(c, d));
}

// @ts-ignore: decorator
@inline
function differenceOf(a: V, b: V, c: V, d: V): V {
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

/** The spectrum of a filtered signal: gain · C(m) at the first `count` bins, 0 at the others. */
export function filter(c: usize, gains: usize, places: usize, count: usize, length: usize, spectrum: usize): void {
  for (let m: usize = 0; m < count; m++) {
    const value = load(c + m * NUMBER);
    const gain = gains + m * 2 * ELEMENT;
    storePoint(spectrum + placeOf(places, m), mul(splat0(gain), value), mul(splat1(gain), value));
  }
  const zero = constant(0);
  for (let m = count; m < length; m++) storePoint(spectrum + placeOf(places, m), zero, zero);
}

/** The same where the filter does not vanish at negative frequencies: gain · C(m) + mirrored · C(d − m). */
export function filterBoth(c: usize, gains: usize, mirrored: usize, places: usize, length: usize, spectrum: usize): void {
  for (let m: usize = 0; m < length; m++) {
    const near = load(c + m * NUMBER), far = load(c + (length - m) * NUMBER);
    const gain = gains + m * 2 * ELEMENT, other = mirrored + m * 2 * ELEMENT;
    const re = sumOf(splat0(gain), near, splat0(other), far);
    const im = sumOf(splat1(gain), near, splat1(other), far);
    storePoint(spectrum + placeOf(places, m), re, im);
  }
}

/** Adds the transpose of `filter` to the slopes c, from the spectrum of the filtered signal's slopes. */
export function addUnfiltered(spectrum: usize, gains: usize, places: usize, count: usize, c: usize): void {
  for (let m: usize = 0; m < count; m++) {
    const at = spectrum + placeOf(places, m);
    const gain = gains + m * 2 * ELEMENT;
    const slope = c + m * NUMBER;
    store(slope, add(load(slope), sumOf(splat0(gain), real(at), splat1(gain), imaginary(at))));
  }
}

/** Adds the transpose of `filterBoth`. */
export function addUnfilteredBoth(spectrum: usize, gains: usize, mirrored: usize, places: usize, length: usize, c: usize): void {
  for (let m: usize = 0; m < length; m++) {
    const at = spectrum + placeOf(places, m);
    const re = real(at), im = imaginary(at);
    const gain = gains + m * 2 * ELEMENT, other = mirrored + m * 2 * ELEMENT;
    const near = c + m * NUMBER, far = c + (length - m) * NUMBER;
    store(near, add(load(near), sumOf(splat0(gain), re, splat1(gain), im)));
    store(far, add(load(far), sumOf(splat0(other), re, splat1(other), im)));
  }
}

/** |z| into one part of a complex signal, u = z/|z| and 1/|z|; both are 0 where z is. */
export function modulus(z: usize, length: usize, part: usize, unit: usize, inverse: usize): void {
  const one = constant(1), zero = constant(0);
  for (let n: usize = 0; n < length; n++) {
    const re = real(z), im = imaginary(z);
    const r = sqrt(sumOf(re, re, im, im));
    const over = whereAbove(r, zero, div(one, r));
    store(part, r);
    storePoint(unit, mul(re, over), mul(im, over));
    store(inverse, over);
    z += POINT;
    part += POINT;
    unit += POINT;
    inverse += NUMBER;
  }
}

/** The rate of |z|, Re(ūż), into one part of a complex signal, and q Im(ūż), by which slopes s = q|z| turn. */
export function modulusRate(rate: usize, length: usize, unit: usize, q: usize, part: usize, turn: usize): void {
  for (let n: usize = 0; n < length; n++) {
    const re = real(rate), im = imaginary(rate), uRe = real(unit), uIm = imaginary(unit);
    store(part, sumOf(uRe, re, uIm, im));
    store(turn, mul(load(q), differenceOf(uRe, im, uIm, re)));
    rate += POINT;
    unit += POINT;
    q += NUMBER;
    part += POINT;
    turn += NUMBER;
  }
}

/** Adds the slope s u to that of z, s being one part of a complex signal; writes q = s/|z|. */
export function addModulusSlope(part: usize, length: usize, unit: usize, inverse: usize, q: usize, slope: usize): void {
  for (let n: usize = 0; n < length; n++) {
    const s = load(part);
    store(q, mul(s, load(inverse)));
    storePoint(slope, add(real(slope), mul(s, real(unit))), add(imaginary(slope), mul(s, imaginary(unit))));
    part += POINT;
    unit += POINT;
    inverse += NUMBER;
    q += NUMBER;
    slope += POINT;
  }
}

/** Adds the slope's rate, ṡ u + turn · iu. */
export function addModulusSlopeRate(part: usize, length: usize, unit: usize, turn: usize, slope: usize): void {
  for (let n: usize = 0; n < length; n++) {
    const along = load(part), across = load(turn), uRe = real(unit), uIm = imaginary(unit);
    storePoint(
      slope,
      add(real(slope), differenceOf(along, uRe, across, uIm)),
      add(imaginary(slope), sumOf(along, uIm, across, uRe)),
    );
    part += POINT;
    unit += POINT;
    turn += NUMBER;
    slope += POINT;
  }
}

/**
 * Adds to four sums the real and the weighted imaginary part of Σₙ a(n) b̄(n) for two signals b, the second `stride` bytes
 * after the first: Σ Re, Σ w Im of the first, then of the second.
 */
export function correlate(a: usize, b: usize, stride: usize, weights: usize, length: usize, sums: usize): void {
  const end = a + length * POINT;
  let other = b + stride;
  while (a < end) {
    const blockEnd = a + BLOCK * POINT < end ? a + BLOCK * POINT : end;
    let re1 = constant(0), im1 = constant(0), re2 = constant(0), im2 = constant(0);
    for (; a < blockEnd; a += POINT, b += POINT, other += POINT, weights += ELEMENT) {
      const aRe = real(a), aIm = imaginary(a), w = splat0(weights);
      const wRe = mul(w, aRe), wIm = mul(w, aIm);
      const bRe = real(b), bIm = imaginary(b), cRe = real(other), cIm = imaginary(other);
      re1 = add(re1, sumOf(aRe, bRe, aIm, bIm));
      im1 = add(im1, differenceOf(wIm, bRe, wRe, bIm));
      re2 = add(re2, sumOf(aRe, cRe, aIm, cIm));
      im2 = add(im2, differenceOf(wIm, cRe, wRe, cIm));
    }
    accumulate(sums, re1);
    accumulate(sums + SUM, im1);
    accumulate(sums + 2 * SUM, re2);
    accumulate(sums + 3 * SUM, im2);
  }
}

/**
 * Writes Σ (r + iws) b(n) for `count` signals b that lie `stride` bytes apart, two points at a time; or adds it. A row of
 * factors holds r, s for each signal.
 */
export function combine(b: usize, stride: usize, count: usize, row: usize, weights: usize, length: usize, out: usize, adds: bool): void {
  const rowEnd = row + count * 2 * NUMBER;
  for (const end = out + length * POINT; out < end; out += 2 * POINT, b += 2 * POINT, weights += 2 * ELEMENT) {
    let re1 = constant(0), im1 = constant(0), re2 = constant(0), im2 = constant(0);
    let turnRe1 = constant(0), turnIm1 = constant(0), turnRe2 = constant(0), turnIm2 = constant(0);
    let signal = b;
    for (let factor = row; factor < rowEnd; factor += 2 * NUMBER, signal += stride) {
      const r = real(factor), s = imaginary(factor);
      const bRe1 = real(signal), bIm1 = imaginary(signal), bRe2 = real(signal + POINT), bIm2 = imaginary(signal + POINT);
      re1 = add(re1, mul(r, bRe1));
      im1 = add(im1, mul(r, bIm1));
      re2 = add(re2, mul(r, bRe2));
      im2 = add(im2, mul(r, bIm2));
      turnRe1 = add(turnRe1, mul(s, bRe1));
      turnIm1 = add(turnIm1, mul(s, bIm1));
      turnRe2 = add(turnRe2, mul(s, bRe2));
      turnIm2 = add(turnIm2, mul(s, bIm2));
    }
    const w1 = splat0(weights), w2 = splat1(weights);
    re1 = sub(re1, mul(w1, turnIm1));
    im1 = add(im1, mul(w1, turnRe1));
    re2 = sub(re2, mul(w2, turnIm2));
    im2 = add(im2, mul(w2, turnRe2));
    if (adds) {
      re1 = add(re1, real(out));
      im1 = add(im1, imaginary(out));
      re2 = add(re2, real(out + POINT));
      im2 = add(im2, imaginary(out + POINT));
    }
    storePoint(out, re1, im1);
    storePoint(out + POINT, re2, im2);
  }
}

/** Adds Σₘ g(m) a(m) b(m) to two sums, for two real spectra b, the second `stride` bytes after the first. */
export function correlateReal(a: usize, b: usize, stride: usize, weights: usize, length: usize, sums: usize): void {
  const end = a + length * NUMBER;
  let other = b + stride;
  while (a < end) {
    const blockEnd = a + BLOCK * NUMBER < end ? a + BLOCK * NUMBER : end;
    let sum1 = constant(0), sum2 = constant(0);
    for (; a < blockEnd; a += NUMBER, b += NUMBER, other += NUMBER, weights += ELEMENT) {
      const weighted = mul(splat0(weights), load(a));
      sum1 = add(sum1, mul(weighted, load(b)));
      sum2 = add(sum2, mul(weighted, load(other)));
    }
    accumulate(sums, sum1);
    accumulate(sums + SUM, sum2);
  }
}

/** Adds g(m) Σ r b(m) for `count` real spectra b that lie `stride` bytes apart. */
export function addCombinedReal(b: usize, stride: usize, count: usize, row: usize, weights: usize, length: usize, out: usize): void {
  const rowEnd = row + count * NUMBER;
  for (const end = out + length * NUMBER; out < end; out += NUMBER, b += NUMBER, weights += ELEMENT) {
    let sum = constant(0);
    let signal = b;
    for (let factor = row; factor < rowEnd; factor += NUMBER, signal += stride) sum = add(sum, mul(load(factor), load(signal)));
    store(out, add(load(out), mul(splat0(weights), sum)));
  }
}
