import { type Ensemble, type Vector, vector, vectorOf } from '../array/index.js';
import { scatteringSpectraKernel } from '../compiled/index.js';
import { log2 } from '../special/index.js';
import { checkPowerOfTwo } from '../wavelet/fourier.js';
import { battleLemarie, complexSignal, filtering } from '../wavelet/index.js';
import type { Energy } from './energy.js';
import { energyOfPaths } from './path-energy.js';
import { spectraChain } from './spectra/chain.js';
import { placeOf, spectraCoefficients } from './spectra/coefficients.js';
import { reflect } from './spectra/reflection.js';

/** Number of scales and highest frequency of the wavelets. */
export interface WaveletOptions {
  /** J, the number of band-pass filters, an octave apart; 2^J ≤ 2d; the paper's 7 when left out. */
  readonly scales?: number;
  /** Centre of the finest filter, in cycles per sample, in (0, ½]; 0.425 when left out. */
  readonly highestFrequency?: number;
}

/** Length of the paths, wavelets and normalisation of scattering spectra. */
export interface ScatteringSpectraOptions extends WaveletOptions {
  /** d, a power of two from 8. */
  readonly signalLength: number;
  /**
   * σ²_j of the J bands, finest first, and of the low-pass, in squared units of the paths: `waveletPower` of the true
   * model.
   */
  readonly sigma2: ArrayLike<number>;
}

/**
 * Scattering spectra: averages over time of wavelet coefficients, of their moduli and of their products across scales;
 * K = 128 for J = 7. `labels` names each; their formulas stand in `spectra/coefficients.ts`.
 *
 * Paper: section 5.1, after Morel et al. and their package `scatspectra` (one wavelet per octave, Battle-Lemarié). Of
 * complex coefficients the modulus is taken. Signals are padded by reflection to length 2d before each filter, at both
 * orders, and cut back to d before moduli and averages; W_j is divided by σ_j, V_{j,l} by nothing more.
 * Every derivative of |z| at z = 0 is taken as 0.
 * @throws RangeError when signalLength is no power of two from 8, the scales do not fit it, or a σ² is not positive
 * Cost: (J² + 5J + 4)/2 transforms of length 2d and O(dJ³) for a value; twice that for a pullback, four times that for
 * a Hessian product. In single precision compiled derivatives take about a fiftieth of the time.
 */
export function scatteringSpectra(options: ScatteringSpectraOptions): Energy {
  const { signalLength, scales = 7, highestFrequency = 0.425 } = options;
  checkSizes('scatteringSpectra', signalLength, scales);
  const sigma2 = Array.from(options.sigma2);
  checkSigma2(sigma2, scales);
  const filters = filtersOf(signalLength, scales, highestFrequency);
  const deviations = sigma2.map(Math.sqrt);
  const coefficients = spectraCoefficients(scales);
  return energyOfPaths({
    name: 'scattering spectra',
    signalLength,
    labels: coefficients.labels,
    recipe: {
      module: 'energy',
      factory: 'scatteringSpectra',
      arguments: [{ signalLength, scales, highestFrequency, sigma2 }],
    },
    accelerators: {
      derivatives: (pathCount, precision) =>
        scatteringSpectraKernel({
          signalLength,
          filters,
          deviations,
          coefficients: coefficients.list.map(placeOf),
          realCount: coefficients.realCount,
          pathCount,
          precision,
        }),
    },
    ...spectraChain({ signalLength, filters, deviations, coefficients }),
  });
}

/**
 * Average over paths and time of |x ⋆ ψ_j|² for each band, finest first, and for the low-pass, in squared units of the
 * paths: the σ² that scattering spectra are normalised by, when the paths are those of the true model.
 * @param paths [N, d], d a power of two from 8
 * @returns J + 1 numbers
 * @throws RangeError when the signal length is no power of two from 8, or the scales do not fit it
 * Cost: one transform of length 2d a path, by Parseval's theorem.
 */
export function waveletPower(paths: Ensemble, { scales = 7, highestFrequency = 0.425 }: WaveletOptions = {}): Vector {
  const { signalLength, pathCount } = paths;
  checkSizes('waveletPower', signalLength, scales);
  const length = 2 * signalLength;
  const filters = filtersOf(signalLength, scales, highestFrequency);
  const padded = filtering(length);
  const [reflected, spectrum, periodogram] = [vector(length), complexSignal(length), vector(length)];
  for (let n = 0; n < pathCount; n++) {
    reflect(paths.path(n), reflected);
    padded.spectrum(reflected, undefined, spectrum);
    const { re, im } = spectrum;
    for (let m = 0; m < length; m++) periodogram[m] += re[m] * re[m] + im[m] * im[m];
  }
  // The second half of a filtered reflection is the mirrored conjugate of the first: both halves have the same power.
  const power = (filter: Vector): number => filter.reduce((sum, gain, m) => sum + gain * gain * periodogram[m], 0);
  return vectorOf(filters.map((filter) => power(filter) / (pathCount * length * length)));
}

/** Band-pass filters, finest first, and the low-pass, for reflected signals. */
function filtersOf(signalLength: number, scales: number, highestFrequency: number): readonly Vector[] {
  const { bandPass, lowPass } = battleLemarie({ length: 2 * signalLength, scales, highestFrequency });
  return [...bandPass, lowPass];
}

function checkSizes(factory: string, signalLength: number, scales: number): void {
  checkPowerOfTwo(factory, 'signalLength', signalLength);
  if (signalLength < 8)
    throw new RangeError(`${factory}: signalLength expects a power of two from 8, got ${signalLength}`);
  const most = log2(2 * signalLength);
  if (!Number.isInteger(scales) || scales < 1 || scales > most) {
    throw new RangeError(
      `${factory}: scales expects a whole number from 1 to ${most} for signal length ${signalLength}, got ${scales}; ` +
        'take fewer scales or longer paths',
    );
  }
}

function checkSigma2(sigma2: readonly number[], scales: number): void {
  if (sigma2.length !== scales + 1) {
    throw new RangeError(
      `scatteringSpectra: sigma2 expects ${scales + 1} numbers, one for each of ${scales} scales and one for the low-pass, ` +
        `got ${sigma2.length}`,
    );
  }
  const bad = sigma2.findIndex((value) => !(value > 0 && value < Infinity));
  if (bad >= 0) {
    throw new RangeError(
      `scatteringSpectra: sigma2 expects positive finite numbers, got ${sigma2[bad]} at ` +
        `${bad === scales ? 'the low-pass' : `scale 2^${bad}`}; normalise by a model whose paths vary at every scale`,
    );
  }
}
