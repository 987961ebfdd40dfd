import { type Vector, vector } from '../array/index.js';
import { exp, log, log2, pow, squared } from '../special/index.js';
import { checkPowerOfTwo, fourierTransform } from './fourier.js';

/** Length and number of scales of a bank of Morlet wavelets. */
export interface MorletOptions {
  /** n, the number of frequency bins: the length of the signals to filter; a power of two. */
  readonly length: number;
  /** The number of filters, an octave apart from the finest; 2^scales ≤ n. */
  readonly scales: number;
}

/** Real transfer functions, each a vector over the bins m = 0 … n − 1 of a discrete Fourier transform. */
export interface MorletBank {
  readonly length: number;
  readonly scales: number;
  /** ξⱼ, the centre of each filter in cycles per sample, halved from scale to scale. */
  readonly centres: readonly number[];
  /** σⱼ, the standard deviation of each filter's Gaussian in cycles per sample. */
  readonly widths: readonly number[];
  /** Filters ψ̂ⱼ, finest first. */
  readonly bandPass: readonly Vector[];
}

// Centre of the finest filter, in cycles per sample.
const HIGHEST_FREQUENCY = 0.35;

// Neighbours an octave apart cross at r = √½ of their height: σ = ξ (1 − ½)/(1 + ½) / √(2 ln(1/r)).
const RELATIVE_WIDTH = 1 / 3 / Math.sqrt(Math.LN2);

/**
 * Morlet filters in the Fourier domain: a Gaussian around ξⱼ less the multiple of a Gaussian around 0 that makes its
 * mean zero, divided by the sum of its moduli in time.
 *
 * Source: Kymatio 0.3 (Andreux et al. 2020), with one filter per octave, which the paper's scattering energies use:
 * these are the first filters of its bank for any J and T that hold as many, at full resolution. Bins above n/2 belong
 * to negative frequencies: filters are small there, not zero.
 * @throws RangeError when length is no power of two, or the scales do not fit it
 * Cost: O(n log n) per filter, once.
 */
export function morlet({ length, scales }: MorletOptions): MorletBank {
  checkPowerOfTwo('morlet', 'length', length);
  if (!Number.isInteger(scales) || scales < 1 || pow(2, scales) > length) {
    throw new RangeError(
      `morlet: scales expects a whole number from 1 to ${log2(length)} for ${length} bins, got ${scales}`,
    );
  }
  const centres = Array.from({ length: scales }, (_, j) => HIGHEST_FREQUENCY / pow(2, j));
  const widths = centres.map((centre) => RELATIVE_WIDTH * centre);
  return {
    length,
    scales,
    centres,
    widths,
    bandPass: centres.map((centre, j) => bandPassFilter(length, centre, widths[j])),
  };
}

function bandPassFilter(length: number, centre: number, width: number): Vector {
  const filter = periodicGaussian(length, centre, width);
  const low = periodicGaussian(length, 0, width);
  const share = filter[0] / low[0];
  for (let m = 0; m < length; m++) filter[m] -= share * low[m];
  const [re, im] = [filter.slice(), vector(length)];
  fourierTransform(length).inverse(re, im);
  let sum = 0;
  for (let t = 0; t < length; t++) sum += Math.sqrt(re[t] * re[t] + im[t] * im[t]);
  for (let m = 0; m < length; m++) filter[m] /= sum;
  return filter;
}

/** exp(−(u − centre)²/(2 width²)) made periodic: summed over the aliases u + j, j ∈ ℤ, of a frequency. */
function periodicGaussian(length: number, centre: number, width: number): Vector {
  // Kymatio's number of periods: the Gaussian is below 1e-7 beyond these.
  const periods = Math.min(Math.ceil(1 + Math.sqrt(-2 * width * width * log(1e-7))), 5);
  const result = vector(length);
  for (let m = 0; m < length; m++) {
    for (let period = 1 - periods; period < periods; period++) {
      result[m] += exp(-squared(m / length + period - centre) / (2 * width * width));
    }
  }
  return result;
}
