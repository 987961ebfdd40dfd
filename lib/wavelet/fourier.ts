import { vector, type Vector } from '../array';

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
 * The fast Fourier transform of length n: Cooley and Tukey's, radix 2, in place, in double precision.
 *
 * Tables are made once here; a transform allocates nothing. `forward` and `inverse` undo each other.
 * @param length n, a power of two from 1
 * @throws RangeError when length is no power of two, or a method's arrays have another length
 * Cost: O(n log n) a transform, O(n) storage.
 */
export function fourierTransform(length: number): FourierTransform {
  checkPowerOfTwo('fourierTransform', 'length', length);
  const cosine = vector(Math.max(length / 2, 1));
  const sine = vector(cosine.length);
  for (let k = 0; k < cosine.length; k++) {
    cosine[k] = Math.cos((2 * Math.PI * k) / length);
    sine[k] = -Math.sin((2 * Math.PI * k) / length);
  }
  const exchanges = bitReversal(length);

  function transform(re: Vector, im: Vector): void {
    if (re.length !== length || im.length !== length) {
      throw new RangeError(`fourierTransform: re and im expect ${length} numbers each, got ${re.length} and ${im.length}`);
    }
    exchange(re);
    exchange(im);
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half);
      for (let start = 0; start < length; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const c = cosine[k * stride];
          const s = sine[k * stride];
          const a = start + k;
          const b = a + half;
          const turnedRe = c * re[b] - s * im[b];
          const turnedIm = c * im[b] + s * re[b];
          re[b] = re[a] - turnedRe;
          im[b] = im[a] - turnedIm;
          re[a] += turnedRe;
          im[a] += turnedIm;
        }
      }
    }
  }

  function exchange(values: Vector): void {
    for (let e = 0; e < exchanges.length; e += 2) {
      const held = values[exchanges[e]];
      values[exchanges[e]] = values[exchanges[e + 1]];
      values[exchanges[e + 1]] = held;
    }
  }

  return {
    length,
    forward: transform,
    inverse(re, im) {
      // With real and imaginary parts exchanged the forward transform turns the other way.
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
  if (!Number.isInteger(value) || value < 1 || !Number.isInteger(Math.log2(value))) {
    throw new RangeError(`${name}: ${argument} expects a power of two, got ${value}`);
  }
}

/** Pairs of places that change with each other when the bits of every index are read backwards, one after another. */
function bitReversal(length: number): number[] {
  const pairs: number[] = [];
  for (let i = 0, reversed = 0; i < length; i++) {
    if (i < reversed) pairs.push(i, reversed);
    // Adds one to a number whose lowest bit stands first.
    let bit = length / 2;
    while (bit >= 1 && reversed >= bit) {
      reversed -= bit;
      bit /= 2;
    }
    reversed += bit;
  }
  return pairs;
}
