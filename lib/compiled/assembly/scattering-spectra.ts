// The steps of the scattering spectra, for all lanes' paths at once; scattering-spectra-phases.ts calls them in order
// and scattering-spectra-memory.ts has the layout. AssemblyScript, compiled by build.cjs once a variant of './lanes'.
//
// A real signal or spectrum is a run of numbers (NUMBER bytes each), a complex one a run of points (POINT bytes each).
// Signals of length d stand in the order of even places of their reflection, v(n) = R(y)(2n): R(y) ⋆ ψ at an odd place
// is the conjugate of its value at the mirrored place, which is even. Cosine spectra, C(m) = Σₙ v(n) cos(πm(4n +
// 1)/2d), stand in natural order, m = 0 … d with C(d) = 0. Complex spectra stand in the order of fourier.ts; `places`
// says at which byte m lies. Tables hold one number, or two, for all paths: gains, turns e^{−iπm/2d}, weights of a sum
// over time.

import { differenceOf, imaginary, real, storePoint, sumOf } from './cosine-spectra';
import {
  accumulate, add, constant, div, ELEMENT, load, mul, NUMBER, POINT, splat0, splat1, sqrt, store, sub, SUM, whereAbove,
} from './lanes';

export { addForwardFiltered, analyse, filterInverse, synthesise } from './cosine-spectra';
export { forward, inverse } from './fourier';

/** Points whose products are summed before the sum is added to one in double precision. */
const BLOCK: usize = 32;

/** Writes |z| to one part of a complex signal, and 1/|z|, or 0 where z = 0. */
export function modulus(z: usize, length: usize, part: usize, inverse: usize): void {
  const one = constant(1), zero = constant(0);
  for (const end = z + length * POINT; z < end; z += POINT, part += POINT, inverse += NUMBER) {
    const re = real(z), im = imaginary(z);
    const r = sqrt(sumOf(re, re, im, im));
    store(part, r);
    store(inverse, whereAbove(r, zero, div(one, r)));
  }
}

/**
 * The rate of |z|, Re(ūż) with u = z/|z|, into one part of a complex signal, and q Im(ūż), by which slopes s = q|z|
 * turn.
 */
export function modulusRate(rate: usize, length: usize, z: usize, inverse: usize, q: usize, part: usize, turn: usize): void {
  for (const end = z + length * POINT; z < end; z += POINT, rate += POINT, part += POINT) {
    const over = load(inverse), re = real(rate), im = imaginary(rate);
    const uRe = mul(over, real(z)), uIm = mul(over, imaginary(z));
    store(part, sumOf(uRe, re, uIm, im));
    store(turn, mul(load(q), differenceOf(uRe, im, uIm, re)));
    inverse += NUMBER;
    q += NUMBER;
    turn += NUMBER;
  }
}

/** Adds the slope s u to that of z, s being one part of a complex signal; writes q = s/|z|. */
export function addModulusSlope(part: usize, length: usize, z: usize, inverse: usize, q: usize, slope: usize): void {
  for (const end = z + length * POINT; z < end; z += POINT, part += POINT, slope += POINT, inverse += NUMBER, q += NUMBER) {
    const scaled = mul(load(part), load(inverse));
    store(q, scaled);
    storePoint(slope, add(real(slope), mul(scaled, real(z))), add(imaginary(slope), mul(scaled, imaginary(z))));
  }
}

/** Adds the slope's rate, ṡ u + turn · iu. */
export function addModulusSlopeRate(part: usize, length: usize, z: usize, inverse: usize, turn: usize, slope: usize): void {
  for (const end = z + length * POINT; z < end; z += POINT, part += POINT, slope += POINT, inverse += NUMBER, turn += NUMBER) {
    const over = load(inverse);
    const along = mul(over, load(part)), across = mul(over, load(turn)), re = real(z), im = imaginary(z);
    storePoint(
      slope,
      add(real(slope), differenceOf(along, re, across, im)),
      add(imaginary(slope), sumOf(along, im, across, re)),
    );
  }
}

/**
 * Adds to four sums the real and the weighted imaginary part of Σₙ a(n) b̄(n) for two signals b, the second `stride`
 * bytes after the first: Σ Re, Σ w Im of the first, then of the second.
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
 * Writes Σ (r + iws) b(n) for `count` signals b that lie `stride` bytes apart, two points at a time; or adds it. A row
 * of factors holds r, s for each signal.
 */
export function combine(
  b: usize, stride: usize, count: usize, row: usize, weights: usize, length: usize, out: usize, adds: bool,
): void {
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
export function addCombinedReal(
  b: usize, stride: usize, count: usize, row: usize, weights: usize, length: usize, out: usize,
): void {
  const rowEnd = row + count * NUMBER;
  for (const end = out + length * NUMBER; out < end; out += NUMBER, b += NUMBER, weights += ELEMENT) {
    let sum = constant(0);
    let signal = b;
    for (let factor = row; factor < rowEnd; factor += NUMBER, signal += stride) sum = add(sum, mul(load(factor), load(signal)));
    store(out, add(load(out), mul(splat0(weights), sum)));
  }
}
