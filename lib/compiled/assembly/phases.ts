// Moduli, phases and turns of complex numbers, and their derivatives, for the scattering mean.
// AssemblyScript, compiled by build.cjs for every kind of lanes.
//
// With z a number: phase p = z/|z|, turn e = ip/√|z|, so that d|z| = Re(p* dz) and dp = e Re(e* dz) need no division.
// Where z = 0 both are 0.

import { accumulate, add, constant, div, load, mul, neg, NUMBER, SMALLEST, sqrt, store, V, whereAbove } from './lanes';

/** Stores the phase of re + i im at z, and its turn at `turn` unless that is 0; returns the modulus. */
// @ts-ignore: decorator
@inline
export function polar(re: V, im: V, z: usize, turn: usize): V {
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

/**
 * Replaces four points by their phases, writes their turns unless `turn` is 0, and adds their moduli to sums. All four
 * are loaded first: processors compare the low bits of addresses, so that a load would wait for a store a quarter of a
 * block away.
 */
// @ts-ignore: decorator
@inline
export function polarFour(a: usize, quarter: usize, turn: usize, sums: usize): void {
  const b = a + quarter, c = b + quarter, d = c + quarter, keeps = turn !== 0;
  const aRe = load(a), aIm = load(a + NUMBER), bRe = load(b), bIm = load(b + NUMBER);
  const cRe = load(c), cIm = load(c + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  const m0 = polar(aRe, aIm, a, turn), m1 = polar(bRe, bIm, b, keeps ? turn + quarter : 0);
  const m2 = polar(cRe, cIm, c, keeps ? turn + 2 * quarter : 0), m3 = polar(dRe, dIm, d, keeps ? turn + 3 * quarter : 0);
  accumulate(sums, add(add(m0, m1), add(m2, m3)));
}

/** Replaces dz by dp; returns d|z|. */
// @ts-ignore: decorator
@inline
export function polarDerivative(dz: usize, phase: usize, turn: usize): V {
  const re = load(dz), im = load(dz + NUMBER);
  turnBy(re, im, dz, turn);
  return add(mul(load(phase), re), mul(load(phase + NUMBER), im));
}

/** Stores dp = e Re(e* dz). */
// @ts-ignore: decorator
@inline
function turnBy(re: V, im: V, dz: usize, turn: usize): void {
  const eRe = load(turn), eIm = load(turn + NUMBER);
  const along = add(mul(eRe, re), mul(eIm, im));
  store(dz, mul(eRe, along));
  store(dz + NUMBER, mul(eIm, along));
}

/** Replaces dz by dp for four points. */
// @ts-ignore: decorator
@inline
export function turnFour(a: usize, quarter: usize, turns: usize): void {
  const b = a + quarter, c = b + quarter, d = c + quarter;
  const aRe = load(a), aIm = load(a + NUMBER), bRe = load(b), bIm = load(b + NUMBER);
  const cRe = load(c), cIm = load(c + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  turnBy(aRe, aIm, a, turns);
  turnBy(bRe, bIm, b, turns + quarter);
  turnBy(cRe, cIm, c, turns + 2 * quarter);
  turnBy(dRe, dIm, d, turns + 3 * quarter);
}
