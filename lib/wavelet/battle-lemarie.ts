import { type Vector, vector } from '../array/index.js';
import { cos, log2, pow, sin, squared } from '../special/index.js';

/** Length, number of scales and highest frequency of a bank of spline wavelets. */
export interface BattleLemarieOptions {
  /** n, the number of frequency bins: the length of the (padded) signals to filter; a whole number from 16. */
  readonly length: number;
  /** J, the number of band-pass filters, an octave apart; 2^J ≤ n. */
  readonly scales: number;
  /** Centre of the finest band-pass filter, in cycles per sample, in (0, ½]; 0.425 when left out. */
  readonly highestFrequency?: number;
}

/** Real transfer functions, each a vector over the bins m = 0 … n − 1 of a discrete Fourier transform. */
export interface BattleLemarieBank {
  readonly length: number;
  readonly scales: number;
  /** Centre of each band-pass filter in cycles per sample, halved from scale to scale. */
  readonly centres: readonly number[];
  /** Band-pass filters, finest first. */
  readonly bandPass: readonly Vector[];
  /** Low-pass filter: all frequencies below the coarsest band. */
  readonly lowPass: Vector;
}

// Where the mother wavelet's transform has its peak, in cycles per sample.
const PEAK = 0.75 * 1.012470304985129;

/**
 * Battle-Lemarié filters: wavelets of cubic splines, with their low-pass filter, in the Fourier domain.
 *
 * Source: `scatspectra` 2.0 (Morel et al., Scale dependencies and self-similar models with wavelet scattering spectra),
 * one wavelet per octave, which the scattering spectra of the paper's section 5 use. Its conventions are kept: no
 * filter is normalised; a band-pass filter ends at the first minimum beyond its peak, where the closed form has its
 * second lobe; its last eighth of bins is 0. Bins above n/2 belong to negative frequencies, so that the finest filter,
 * which reaches beyond n/2, is not analytic.
 * @throws RangeError when length is no whole number from 16, the scales do not fit it, or the frequency is out of range
 * Cost: O(nJ), once.
 */
export function battleLemarie({ length, scales, highestFrequency = 0.425 }: BattleLemarieOptions): BattleLemarieBank {
  if (!Number.isInteger(length) || length < 16) {
    throw new RangeError(`battleLemarie: length expects a whole number from 16, got ${length}`);
  }
  if (!Number.isInteger(scales) || scales < 1 || pow(2, scales) > length) {
    const most = Math.floor(log2(length));
    throw new RangeError(
      `battleLemarie: scales expects a whole number from 1 to ${most} for ${length} bins, got ${scales}`,
    );
  }
  if (!(highestFrequency > 0 && highestFrequency <= 0.5)) {
    throw new RangeError(
      `battleLemarie: highestFrequency expects cycles per sample in (0, 0.5], got ${highestFrequency}`,
    );
  }
  const centres = Array.from({ length: scales }, (_, j) => highestFrequency / pow(2, j));
  return {
    length,
    scales,
    centres,
    bandPass: centres.map((centre) => bandPassFilter(length, centre)),
    lowPass: lowPassFilter(length, centres[scales - 1]),
  };
}

function bandPassFilter(length: number, centre: number): Vector {
  const filter = vector(length);
  for (let m = 1; m < length; m++) filter[m] = motherWavelet((m / length) * (PEAK / centre));
  let end = 1;
  while (end < length - 1 && !(filter[end - 1] > filter[end] && filter[end] < filter[end + 1])) end++;
  filter.fill(0, end + 1);
  filter.fill(0, length - Math.floor(length / 8));
  return filter;
}

function lowPassFilter(length: number, centre: number): Vector {
  const filter = vector(length);
  filter[0] = 1;
  for (let m = 1; m < length; m++) {
    const frequency = m < length / 2 ? m / length : m / length - 1;
    filter[m] = fatherWavelet(frequency * (PEAK / centre));
  }
  return filter;
}

function motherWavelet(f: number): number {
  const spread = Math.sqrt(splinePower(f / 2 + 0.5) / (splinePower(f) * splinePower(f / 2)));
  return (spread * pow(sin((Math.PI * f) / 2), 8)) / pow(Math.PI * f, 4);
}

function fatherWavelet(f: number): number {
  return pow(sin(Math.PI * f), 4) / (pow(2 * Math.PI * f, 4) * Math.sqrt(splinePower(f)));
}

/** Σₖ (2π(f + k))⁻⁸ sin⁸(πf): what the cubic splines' translates must be divided by to become orthonormal. */
function splinePower(f: number): number {
  const c = squared(cos(Math.PI * f));
  const s = squared(sin(Math.PI * f));
  return (5 + 30 * c + 30 * s * c + 70 * c * c + 2 * s * s * c + (2 / 3) * pow(s, 3)) / (105 * 2 ** 8);
}
