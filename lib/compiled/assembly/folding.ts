// Spectra of real signals, folded: of two frequencies m and −m only one is kept. The filtered spectrum of a phase is
// folded, because only the real part of its signal is needed. AssemblyScript, compiled by build.cjs for every kind of
// lanes; fourier.ts says in which order spectra lie.
//
// Frequencies m and −m lie mirrored: if four neighbours from position l on are frequencies m₀ … m₃, four from some r on
// are −m₃ … −m₀. `pairs` lists l and r, 32-bit numbers, for all fours but two: positions 0 … 3, of which 0 and 2
// (frequency n/2) are their own mirrors and 1 is that of 3; and the four from position `own` on that mirror themselves.
//
// A folded spectrum is a run of slots, one point each; z(p) is the value at position p of the unfolded one:
//
//   slot:          0             1     2       3           4     5         6         7         8 …
//   whole reach:   z(0)+iz(2)    z(1)  z(own)  z(own + 1)  z(l)  z(l + 3)  z(l + 1)  z(l + 2)  next pair …   n/2 slots
//   low reach:     z(0)+iz(2)    z(1)  z(own)  z(own + 1)  z(l)  z(l + 3)  next pair …               n/4 + 2 slots
//
// Positions 0 and 2 hold frequencies 0 and n/2, whose values are real: they share slot 0.

import { LOW } from './filter-in';
import {
  accumulate, add, constant, ELEMENT, load, mul, neg, NUMBER, POINT, splat0, splat1, splat2, splat3, store, sub, V,
} from './lanes';

/** Bytes of a pair of positions. */
const PAIR: usize = 8;
/** Slots before those of pairs. */
const FIRST: usize = 4 * POINT;

// @ts-ignore: decorator
@inline
function leftOf(pair: usize): usize {
  return i32.load(pair);
}

// @ts-ignore: decorator
@inline
function rightOf(pair: usize): usize {
  return i32.load(pair + 4);
}

/** Writes f z + g ȳ to a slot, or adds it times a weight. */
// @ts-ignore: decorator
@inline
function put(slot: usize, adding: bool, w: V, f: V, zRe: V, zIm: V, g: V, yRe: V, yIm: V): void {
  const re = add(mul(f, zRe), mul(g, yRe)), im = sub(mul(f, zIm), mul(g, yIm));
  if (adding) {
    store(slot, add(load(slot), mul(w, re)));
    store(slot + NUMBER, add(load(slot + NUMBER), mul(w, im)));
  } else {
    store(slot, re);
    store(slot + NUMBER, im);
  }
}

/**
 * The last forward pass of four neighbours at z and of their mirrors at y, filtered and folded into four slots, or two.
 */
// @ts-ignore: decorator
@inline
function foldPair(z: usize, y: usize, f: usize, g: usize, low: bool, adding: bool, w: V, slot: usize): void {
  {
    const sumRe = add(load(z), load(z + 2 * POINT)), sumIm = add(load(z + NUMBER), load(z + 2 * POINT + NUMBER));
    const otherRe = add(load(z + POINT), load(z + 3 * POINT));
    const otherIm = add(load(z + POINT + NUMBER), load(z + 3 * POINT + NUMBER));
    const differenceRe = sub(load(y), load(y + 2 * POINT)), differenceIm = sub(load(y + NUMBER), load(y + 2 * POINT + NUMBER));
    const turnedRe = sub(load(y + POINT + NUMBER), load(y + 3 * POINT + NUMBER));
    const turnedIm = sub(load(y + 3 * POINT), load(y + POINT));
    put(slot, adding, w, splat0(f), add(sumRe, otherRe), add(sumIm, otherIm),
      splat3(g), sub(differenceRe, turnedRe), sub(differenceIm, turnedIm));
    if (!low) {
      put(slot + 3 * POINT, adding, w, splat2(f), sub(sumRe, otherRe), sub(sumIm, otherIm),
        splat1(g), add(differenceRe, turnedRe), add(differenceIm, turnedIm));
    }
  }
  {
    const differenceRe = sub(load(z), load(z + 2 * POINT)), differenceIm = sub(load(z + NUMBER), load(z + 2 * POINT + NUMBER));
    const turnedRe = sub(load(z + POINT + NUMBER), load(z + 3 * POINT + NUMBER));
    const turnedIm = sub(load(z + 3 * POINT), load(z + POINT));
    const sumRe = add(load(y), load(y + 2 * POINT)), sumIm = add(load(y + NUMBER), load(y + 2 * POINT + NUMBER));
    const otherRe = add(load(y + POINT), load(y + 3 * POINT));
    const otherIm = add(load(y + POINT + NUMBER), load(y + 3 * POINT + NUMBER));
    put(slot + POINT, adding, w, splat3(f), sub(differenceRe, turnedRe), sub(differenceIm, turnedIm),
      splat0(g), add(sumRe, otherRe), add(sumIm, otherIm));
    if (!low) {
      put(slot + 2 * POINT, adding, w, splat1(f), add(differenceRe, turnedRe), add(differenceIm, turnedIm),
        splat2(g), sub(sumRe, otherRe), sub(sumIm, otherIm));
    }
  }
}

/** Adds to a slot, or sets it. */
// @ts-ignore: decorator
@inline
function putPoint(slot: usize, adding: bool, w: V, re: V, im: V): void {
  store(slot, adding ? add(load(slot), mul(w, re)) : re);
  store(slot + NUMBER, adding ? add(load(slot + NUMBER), mul(w, im)) : im);
}

/** Slots 0 to 3: the two fours that are in no pair. */
// @ts-ignore: decorator
@inline
function foldFirst(z: usize, filter: usize, own: usize, adding: bool, w: V, slots: usize): void {
  let sumRe = add(load(z), load(z + 2 * POINT)), otherRe = add(load(z + POINT), load(z + 3 * POINT));
  let differenceRe = sub(load(z), load(z + 2 * POINT)), differenceIm = sub(load(z + NUMBER), load(z + 2 * POINT + NUMBER));
  let turnedRe = sub(load(z + POINT + NUMBER), load(z + 3 * POINT + NUMBER));
  let turnedIm = sub(load(z + 3 * POINT), load(z + POINT));
  const f0 = splat0(filter), f2 = splat2(filter);
  putPoint(slots, adding, w, mul(add(f0, f0), add(sumRe, otherRe)), mul(add(f2, f2), sub(sumRe, otherRe)));
  put(slots + POINT, adding, w, splat1(filter), add(differenceRe, turnedRe), add(differenceIm, turnedIm),
    splat3(filter), sub(differenceRe, turnedRe), sub(differenceIm, turnedIm));
  z += own * POINT;
  filter += own * ELEMENT;
  sumRe = add(load(z), load(z + 2 * POINT)), otherRe = add(load(z + POINT), load(z + 3 * POINT));
  const sumIm = add(load(z + NUMBER), load(z + 2 * POINT + NUMBER));
  const otherIm = add(load(z + POINT + NUMBER), load(z + 3 * POINT + NUMBER));
  differenceRe = sub(load(z), load(z + 2 * POINT)), differenceIm = sub(load(z + NUMBER), load(z + 2 * POINT + NUMBER));
  turnedRe = sub(load(z + POINT + NUMBER), load(z + 3 * POINT + NUMBER)), turnedIm = sub(load(z + 3 * POINT), load(z + POINT));
  put(slots + 2 * POINT, adding, w, splat0(filter), add(sumRe, otherRe), add(sumIm, otherIm),
    splat3(filter), sub(differenceRe, turnedRe), sub(differenceIm, turnedIm));
  put(slots + 3 * POINT, adding, w, splat1(filter), add(differenceRe, turnedRe), add(differenceIm, turnedIm),
    splat2(filter), sub(sumRe, otherRe), sub(sumIm, otherIm));
}

// @ts-ignore: decorator
@inline
function foldAll(
  z: usize, filter: usize, low: bool, pairs: usize, pairsEnd: usize, own: usize, adding: bool, w: V, slots: usize,
): void {
  foldFirst(z, filter, own, adding, w, slots);
  slots += FIRST;
  for (; pairs < pairsEnd; pairs += PAIR, slots += (low ? 2 : 4) * POINT) {
    const l = leftOf(pairs), r = rightOf(pairs);
    foldPair(z + l * POINT, z + r * POINT, filter + l * ELEMENT, filter + r * ELEMENT, low, adding, w, slots);
  }
}

/** The last forward pass of z, then filter times that folded: slots ← ĥ[m] ẑ[m] + ĥ[−m] ẑ[−m]*. */
export function fold(z: usize, filter: usize, reach: u32, pairs: usize, pairsEnd: usize, own: usize, slots: usize): void {
  const none = constant(0);
  if (reach === LOW) foldAll(z, filter, true, pairs, pairsEnd, own, false, none, slots);
  else foldAll(z, filter, false, pairs, pairsEnd, own, false, none, slots);
}

/** As `fold`, times a weight per lane, added to a folded spectrum of whole reach. */
export function addFold(
  z: usize, filter: usize, reach: u32, pairs: usize, pairsEnd: usize, own: usize, weights: usize, slots: usize,
): void {
  const w = load(weights);
  if (reach !== LOW) return foldAll(z, filter, false, pairs, pairsEnd, own, true, w, slots);
  foldFirst(z, filter, own, true, w, slots);
  slots += FIRST;
  for (; pairs < pairsEnd; pairs += PAIR, slots += 4 * POINT) {
    const l = leftOf(pairs), r = rightOf(pairs);
    foldPair(z + l * POINT, z + r * POINT, filter + l * ELEMENT, filter + r * ELEMENT, true, true, w, slots);
  }
}

/** Adds a folded spectrum times a weight per lane to a folded spectrum of whole reach. */
export function addFolded(folded: usize, reach: u32, pairCount: usize, weights: usize, slots: usize): void {
  const w = load(weights);
  const low = reach === LOW;
  const end = folded + FIRST + pairCount * (low ? 2 : 4) * POINT;
  const firstEnd = folded + FIRST;
  for (; folded < firstEnd; folded += POINT, slots += POINT) putPoint(slots, true, w, load(folded), load(folded + NUMBER));
  for (; folded < end; folded += 2 * POINT, slots += 2 * POINT) {
    putPoint(slots, true, w, load(folded), load(folded + NUMBER));
    putPoint(slots + POINT, true, w, load(folded + POINT), load(folded + POINT + NUMBER));
    if (low) slots += 2 * POINT;
  }
}

/**
 * z ← A + iB, whose signal has that of A as real and that of B as imaginary part; A and B are folded, of whole reach.
 */
export function pack(a: usize, b: usize, z: usize, pairs: usize, pairsEnd: usize, own: usize): void {
  const c = z + 2 * POINT;
  store(z, load(a));
  store(z + NUMBER, load(b));
  store(c, load(a + NUMBER));
  store(c + NUMBER, load(b + NUMBER));
  packPoint(a + POINT, b + POINT, z + POINT, z + 3 * POINT);
  const at = z + own * POINT;
  packPoint(a + 2 * POINT, b + 2 * POINT, at, at + 3 * POINT);
  packPoint(a + 3 * POINT, b + 3 * POINT, at + POINT, at + 2 * POINT);
  a += FIRST;
  b += FIRST;
  for (; pairs < pairsEnd; pairs += PAIR, a += 4 * POINT, b += 4 * POINT) {
    const l = z + leftOf(pairs) * POINT, r = z + rightOf(pairs) * POINT;
    packPoint(a, b, l, r + 3 * POINT);
    packPoint(a + POINT, b + POINT, l + 3 * POINT, r);
    packPoint(a + 2 * POINT, b + 2 * POINT, l + POINT, r + 2 * POINT);
    packPoint(a + 3 * POINT, b + 3 * POINT, l + 2 * POINT, r + POINT);
  }
}

// @ts-ignore: decorator
@inline
function packPoint(a: usize, b: usize, l: usize, r: usize): void {
  const aRe = load(a), aIm = load(a + NUMBER), bRe = load(b), bIm = load(b + NUMBER);
  store(l, sub(aRe, bIm));
  store(l + NUMBER, add(aIm, bRe));
  store(r, add(aRe, bIm));
  store(r + NUMBER, sub(bRe, aIm));
}

/** From the spectrum of a signal x + iy: twice the spectrum of x and twice the spectrum of y. */
export function unpack(z: usize, x: usize, y: usize, pairs: usize, pairsEnd: usize, own: usize): void {
  for (let at: usize = 0; at < 4 * POINT; at += 2 * POINT) {
    const re = load(z + at), im = load(z + at + NUMBER), zero = constant(0);
    store(x + at, add(re, re));
    store(x + at + NUMBER, zero);
    store(y + at, add(im, im));
    store(y + at + NUMBER, zero);
  }
  unpackPoint(z, x, y, POINT, 3 * POINT);
  const at = own * POINT;
  unpackPoint(z, x, y, at, at + 3 * POINT);
  unpackPoint(z, x, y, at + POINT, at + 2 * POINT);
  for (; pairs < pairsEnd; pairs += PAIR) {
    const l = leftOf(pairs) * POINT, r = rightOf(pairs) * POINT;
    unpackPoint(z, x, y, l, r + 3 * POINT);
    unpackPoint(z, x, y, l + POINT, r + 2 * POINT);
    unpackPoint(z, x, y, l + 2 * POINT, r + POINT);
    unpackPoint(z, x, y, l + 3 * POINT, r);
  }
}

// @ts-ignore: decorator
@inline
function unpackPoint(z: usize, x: usize, y: usize, l: usize, r: usize): void {
  const zRe = load(z + l), zIm = load(z + l + NUMBER), mRe = load(z + r), mIm = load(z + r + NUMBER);
  const xRe = add(zRe, mRe), xIm = sub(zIm, mIm), yRe = add(zIm, mIm), yIm = sub(mRe, zRe);
  store(x + l, xRe);
  store(x + l + NUMBER, xIm);
  store(x + r, xRe);
  store(x + r + NUMBER, neg(xIm));
  store(y + l, yRe);
  store(y + l + NUMBER, yIm);
  store(y + r, yRe);
  store(y + r + NUMBER, neg(yIm));
}

/**
 * Adds half of Σₘ Re(g[m]* u[m]) over all frequencies m to sums in double precision: g is folded, u the whole spectrum
 * of a real signal.
 */
export function product(folded: usize, reach: u32, u: usize, pairs: usize, pairsEnd: usize, own: usize, sums: usize): void {
  const ends = add(mul(load(folded), load(u)), mul(load(folded + NUMBER), load(u + 2 * POINT)));
  const at = u + own * POINT;
  accumulate(sums, add(
    add(mul(constant(0.5), ends), productPoint(folded + POINT, u + POINT)),
    add(productPoint(folded + 2 * POINT, at), productPoint(folded + 3 * POINT, at + POINT)),
  ));
  folded += FIRST;
  if (reach === LOW) {
    for (; pairs < pairsEnd; pairs += PAIR, folded += 2 * POINT) {
      const l = u + leftOf(pairs) * POINT;
      accumulate(sums, add(productPoint(folded, l), productPoint(folded + POINT, l + 3 * POINT)));
    }
  } else {
    for (; pairs < pairsEnd; pairs += PAIR, folded += 4 * POINT) {
      const l = u + leftOf(pairs) * POINT;
      accumulate(sums, add(
        add(productPoint(folded, l), productPoint(folded + POINT, l + 3 * POINT)),
        add(productPoint(folded + 2 * POINT, l + POINT), productPoint(folded + 3 * POINT, l + 2 * POINT)),
      ));
    }
  }
}

// @ts-ignore: decorator
@inline
function productPoint(g: usize, u: usize): V {
  return add(mul(load(g), load(u)), mul(load(g + NUMBER), load(u + NUMBER)));
}
