// The butterflies of a Fourier transform: the arithmetic of a pass on the points that it joins; fourier.ts has the
// passes. AssemblyScript, compiled by build.cjs for every kind of lanes.

import {
  add, constant, ELEMENT, load, mul, neg, NUMBER, POINT, splat0, splat1, splat2, splat3, splat4, splat5, splat6, splat7, store,
  sub, V,
} from './lanes';

/** Bytes of the twiddles of four points. */
export const TWIDDLE: usize = 6 * ELEMENT;
/** Bytes of the twiddles of four points of an inverse pass. */
export const POWERS: usize = 8 * ELEMENT;

/** A forward pass's part for four points, the quarters of a block apart, with their twiddles. */
// @ts-ignore: decorator
@inline
export function splitFour(a: usize, b: usize, c: usize, d: usize, twiddles: usize): void {
  const aRe = load(a), aIm = load(a + NUMBER), cRe = load(c), cIm = load(c + NUMBER);
  const sumRe = add(aRe, cRe), sumIm = add(aIm, cIm), differenceRe = sub(aRe, cRe), differenceIm = sub(aIm, cIm);
  const bRe = load(b), bIm = load(b + NUMBER), dRe = load(d), dIm = load(d + NUMBER);
  // `turned` is −i(b − d).
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

/** An inverse pass's part for four points: undoes `splitFour`, but for a factor 4. */
// @ts-ignore: decorator
@inline
export function joinFour(a: usize, b: usize, c: usize, d: usize, twiddles: usize): void {
  // Stored back at once: four points and three twiddles do not fit into sixteen registers.
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
  const sumRe = add(aRe, turnedRe), sumIm = add(aIm, turnedIm);
  const differenceRe = sub(aRe, turnedRe), differenceIm = sub(aIm, turnedIm);
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

/** An inverse pass for four points, the quarters of a block apart, whose twiddles have been applied. */
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

/** As `joinPlain`, followed by the twiddles of the next pass. */
// @ts-ignore: decorator
@inline
export function joinTurned(a: usize, b: usize, c: usize, d: usize, w: usize): void {
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
export function storeTurned(at: usize, re: V, im: V, wRe: V, wIm: V): void {
  store(at, add(mul(re, wRe), mul(im, wIm)));
  store(at + NUMBER, sub(mul(im, wRe), mul(re, wIm)));
}

/** Forward, blocks of 8 points into pairs of 4. */
export function splitPairs(z: usize, end: usize): void {
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
export function joinPairs(z: usize, end: usize): void {
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
export function joinTurnedPairs(z: usize, powers: usize): void {
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

/** The forward pass of four neighbours. */
export function splitLast(z: usize, end: usize): void {
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

/** The inverse pass of four neighbours. */
export function joinFirst(z: usize, end: usize): void {
  for (; z < end; z += 4 * POINT) joinPlain(z, z + POINT, z + 2 * POINT, z + 3 * POINT);
}
