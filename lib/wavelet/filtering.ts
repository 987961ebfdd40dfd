import { type Vector, vector } from '../array/index.js';
import { fourierTransform } from './fourier.js';

/** A complex signal, or its discrete Fourier transform, as real and imaginary parts. */
export interface ComplexSignal {
  readonly re: Vector;
  readonly im: Vector;
}

/** Zeros. */
export function complexSignal(length: number): ComplexSignal {
  return { re: vector(length), im: vector(length) };
}

/** Sets a signal to zeros. */
export function clear({ re, im }: ComplexSignal): void {
  re.fill(0);
  im.fill(0);
}

/**
 * Circular convolution with filters whose transfer functions ĥ are real, by way of the spectrum.
 *
 * `filtered` and `addFiltered` are each other's adjoint: a real ĥ makes the convolution its own.
 */
export interface Filtering {
  readonly length: number;
  /** Writes the spectrum of x, or of x + iy. */
  spectrum(x: Vector, y: Vector | undefined, out: ComplexSignal): void;
  /** Writes the signal whose spectrum is ĥ times the one given. */
  filtered(spectrum: ComplexSignal, filter: Vector, out: ComplexSignal): void;
  /** Adds weight · ĥ times the signal's spectrum to `sum`; the signal is overwritten. */
  addFiltered(signal: ComplexSignal, filter: Vector, weight: number, sum: ComplexSignal): void;
  /** Turns a spectrum into its signal, in place. */
  signal(spectrum: ComplexSignal): void;
}

/**
 * Filtering of signals of one length.
 * @param length n, a power of two
 * @throws RangeError when length is no power of two
 * Cost: one transform, O(n log n), for each method.
 */
export function filtering(length: number): Filtering {
  const transform = fourierTransform(length);
  return {
    length,
    spectrum(x, y, out) {
      out.re.set(x);
      if (y) out.im.set(y);
      else out.im.fill(0);
      transform.forward(out.re, out.im);
    },
    filtered({ re, im }, filter, out) {
      for (let m = 0; m < length; m++) {
        out.re[m] = filter[m] * re[m];
        out.im[m] = filter[m] * im[m];
      }
      transform.inverse(out.re, out.im);
    },
    addFiltered({ re, im }, filter, weight, sum) {
      transform.forward(re, im);
      for (let m = 0; m < length; m++) {
        const factor = weight * filter[m];
        sum.re[m] += factor * re[m];
        sum.im[m] += factor * im[m];
      }
    },
    signal: ({ re, im }) => transform.inverse(re, im),
  };
}

/** The transfer function of a filter's real part in time: its even part. */
export function realPart(filter: Vector): Vector {
  const length = filter.length;
  return filter.map((value, m) => 0.5 * (value + filter[(length - m) % length]));
}
