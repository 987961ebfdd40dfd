import { type Vector, vector } from '../array/index.js';
import { cos, log2, sin } from '../special/index.js';

/** The discrete Fourier transform of complex signals of one length, held as real and imaginary parts. */
export interface FourierTransform {
  /** n, a power of two. */
  readonly length: number;
  /** Replaces z by ẑ[m] = Σₜ z[t] e^{−2πi mt/n}, in place. */
  forward(re: Vector, im: Vector): void;
  /** Replaces ẑ by z[t] = (1/n) Σₘ ẑ[m] e^{2πi mt/n}, in place. */
  inverse(re: Vector, im: Vector): void;
}

/**
 * The fast Fourier transform of length n: Cooley and Tukey's, radix 4, in place, in double precision.
 *
 * Tables are made once here; a transform allocates nothing. `forward` and `inverse` undo each other.
 * @param length n, a power of two from 1
 * @throws RangeError when length is no power of two, or a method's arrays have another length
 * Cost: O(n log n) per transform, O(n) storage.
 */
export function fourierTransform(length: number): FourierTransform {
  checkPowerOfTwo('fourierTransform', 'length', length);
  // e^{−πi k/h} at place h + k, for k < h and h = 1, 2, 4, … n/2.
  const cosine = vector(length);
  const sine = vector(length);
  for (let half = 1; half < length; half *= 2) {
    for (let k = 0; k < half; k++) {
      cosine[half + k] = cos((Math.PI * k) / half);
      sine[half + k] = -sin((Math.PI * k) / half);
    }
  }
  const exchanges = bitReversal(length);
  const oddPower = log2(length) % 2 === 1;

  function transform(re: Vector, im: Vector): void {
    if (re.length !== length || im.length !== length) {
      throw new RangeError(
        `fourierTransform: re and im expect ${length} numbers each, got ${re.length} and ${im.length}`,
      );
    }
    exchange(re);
    exchange(im);
    if (oddPower) joinPairs(re, im);
    for (let size = oddPower ? 2 : 1; size < length; size *= 4) joinFours(re, im, size);
  }

  function exchange(values: Vector): void {
    for (let e = 0; e < exchanges.length; e += 2) {
      const held = values[exchanges[e]];
      values[exchanges[e]] = values[exchanges[e + 1]];
      values[exchanges[e + 1]] = held;
    }
  }

  /** Makes transforms of length 2 of neighbours. */
  function joinPairs(re: Vector, im: Vector): void {
    for (let a = 0; a < length; a += 2) {
      const b = a + 1;
      const bRe = re[b];
      const bIm = im[b];
      re[b] = re[a] - bRe;
      im[b] = im[a] - bIm;
      re[a] += bRe;
      im[a] += bIm;
    }
  }

  /** Joins four transforms of length `size` that lie side by side into one: two steps of radix 2 at once. */
  function joinFours(re: Vector, im: Vector, size: number): void {
    for (let k = 0; k < size; k++) {
      const c1 = cosine[size + k];
      const s1 = sine[size + k];
      const c2 = cosine[2 * size + k];
      const s2 = sine[2 * size + k];
      for (let at0 = k; at0 < length; at0 += 4 * size) {
        const at1 = at0 + size;
        const at2 = at1 + size;
        const at3 = at2 + size;
        let turnedRe = c1 * re[at1] - s1 * im[at1];
        let turnedIm = c1 * im[at1] + s1 * re[at1];
        const re0 = re[at0] + turnedRe;
        const im0 = im[at0] + turnedIm;
        const re1 = re[at0] - turnedRe;
        const im1 = im[at0] - turnedIm;
        turnedRe = c1 * re[at3] - s1 * im[at3];
        turnedIm = c1 * im[at3] + s1 * re[at3];
        const re2 = re[at2] + turnedRe;
        const im2 = im[at2] + turnedIm;
        const re3 = re[at2] - turnedRe;
        const im3 = im[at2] - turnedIm;
        turnedRe = c2 * re2 - s2 * im2;
        turnedIm = c2 * im2 + s2 * re2;
        re[at0] = re0 + turnedRe;
        im[at0] = im0 + turnedIm;
        re[at2] = re0 - turnedRe;
        im[at2] = im0 - turnedIm;
        // The twiddles of this output are a quarter turn further: times −i.
        turnedRe = c2 * im3 + s2 * re3;
        turnedIm = s2 * im3 - c2 * re3;
        re[at1] = re1 + turnedRe;
        im[at1] = im1 + turnedIm;
        re[at3] = re1 - turnedRe;
        im[at3] = im1 - turnedIm;
      }
    }
  }

  return {
    length,
    forward: transform,
    inverse(re, im) {
      // The forward transform with real and imaginary parts exchanged is the inverse transform times n.
      transform(im, re);
      const scale = 1 / length;
      for (let t = 0; t < length; t++) {
        re[t] *= scale;
        im[t] *= scale;
      }
    },
  };
}

/** Refuses a number that is no power of two. */
export function checkPowerOfTwo(name: string, argument: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || !Number.isInteger(log2(value))) {
    throw new RangeError(`${name}: ${argument} expects a power of two, got ${value}`);
  }
}

/**
 * Index pairs (i, j), one after another, such that j has the bits of i in reverse order: the exchanges of a bit
 * reversal.
 */
function bitReversal(length: number): number[] {
  const pairs: number[] = [];
  for (let i = 0, reversed = 0; i < length; i++) {
    if (i < reversed) pairs.push(i, reversed);
    // Adds 1 to the reversed index: carries run from its highest bit downwards.
    let bit = length / 2;
    while (bit >= 1 && reversed >= bit) {
      reversed -= bit;
      bit /= 2;
    }
    reversed += bit;
  }
  return pairs;
}
