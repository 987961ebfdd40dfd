import type { Vector } from '../../array/index.js';
import type { ComplexSignal } from '../../wavelet/index.js';
import { addModulusPullback, addModulusPullbackRate, modulus } from './modulus.js';

/** Coefficients from averages: the first `realCount` averages themselves, the moduli of the others. */
export interface SpectraReading {
  /** Writes the coefficients. */
  apply(averages: ComplexSignal, out: Vector): void;
  /** Adds the pullback of weights of the coefficients to the slopes of the averages. */
  addPullback(averages: ComplexSignal, weights: Vector, out: ComplexSignal): void;
  /** Adds the rate of the pullback when the averages change and the weights stay. */
  addPullbackRate(averages: ComplexSignal, rates: ComplexSignal, weights: Vector, out: ComplexSignal): void;
}

export function spectraReading(realCount: number): SpectraReading {
  return {
    apply(averages, out) {
      out.set(averages.re.subarray(0, realCount));
      modulus(tail(averages, realCount), out.subarray(realCount));
    },
    addPullback(averages, weights, out) {
      for (let k = 0; k < realCount; k++) out.re[k] += weights[k];
      addModulusPullback(tail(averages, realCount), weights.subarray(realCount), tail(out, realCount));
    },
    addPullbackRate(averages, rates, weights, out) {
      const constant = weights.subarray(realCount);
      addModulusPullbackRate(
        tail(averages, realCount),
        tail(rates, realCount),
        constant,
        undefined,
        tail(out, realCount),
      );
    },
  };
}

/** The entries from `first` on, as a view. */
function tail({ re, im }: ComplexSignal, first: number): ComplexSignal {
  return { re: re.subarray(first), im: im.subarray(first) };
}
