import type { Vector } from '../array/index.js';
import { log2 } from '../special/index.js';
import { type Filtering, filtering, morlet } from '../wavelet/index.js';

/** Length of the paths and numbers of scales of a scattering energy. */
export interface ScatteringOptions {
  /** d, a power of two. */
  readonly signalLength: number;
  /** The number of first-order filters ψ₁, scales 2⁰ to 2^(count − 1); the paper's 4 when left out. */
  readonly firstScales?: number;
  /** The number of second-order filters ψ₂; the paper's 6 when left out. */
  readonly secondScales?: number;
}

/** The filters of a scattering energy, at the length of its paths. */
export interface ScatteringFilters {
  readonly filtering: Filtering;
  readonly first: readonly Vector[];
  readonly second: readonly Vector[];
  /** The options with nothing left out, as a recipe needs them. */
  readonly options: Required<ScatteringOptions>;
}

/**
 * Morlet filters for both orders of a scattering energy.
 * Paper: section 5.1: Kymatio's bank with J = 8, Q = (1, 1), its first 4 and first 6 filters, no subsampling. J only
 * sets the end of that bank, which lies beyond the filters used.
 * @throws RangeError when signalLength is no power of two, or either count of scales does not fit it
 */
export function scatteringFilters(
  factory: string,
  { signalLength, firstScales = 4, secondScales = 6 }: ScatteringOptions,
): ScatteringFilters {
  if (!Number.isInteger(signalLength) || signalLength < 2 || !Number.isInteger(log2(signalLength))) {
    throw new RangeError(
      `${factory}: signalLength expects a power of two from 2, got ${signalLength}; cut or pad the paths`,
    );
  }
  const most = log2(signalLength);
  for (const [name, scales] of [
    ['firstScales', firstScales],
    ['secondScales', secondScales],
  ] as const) {
    if (!Number.isInteger(scales) || scales < 1 || scales > most) {
      throw new RangeError(
        `${factory}: ${name} expects a whole number from 1 to ${most} for signal length ${signalLength}, got ${scales}`,
      );
    }
  }
  const { bandPass } = morlet({ length: signalLength, scales: Math.max(firstScales, secondScales) });
  return {
    filtering: filtering(signalLength),
    first: bandPass.slice(0, firstScales),
    second: bandPass.slice(0, secondScales),
    options: { signalLength, firstScales, secondScales },
  };
}
