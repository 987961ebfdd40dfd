import { type Vector, vector } from '../../array/index.js';
import { type ComplexSignal, clear, complexSignal, type Filtering } from '../../wavelet/index.js';
import { addFolded, reflect } from './reflection.js';

/** The linear map of a real signal y to the filtered signals F_b y, each the first half of R(y) ⋆ ψ_b. */
export interface PaddedFilters {
  /** Writes F_b y for every filter b, from a signal of length d to complex signals of length d. */
  apply(signal: Vector, out: readonly ComplexSignal[]): void;
  /** Adds Σ_b F_bᵀ g_b to `out`, where the transpose is that of a map between real vector spaces. */
  addTranspose(signals: readonly ComplexSignal[], out: Vector): void;
}

/**
 * Filters with reflection padding.
 * @param filtering of signals of length 2d
 * @param filters real transfer functions of length 2d
 * Cost: one transform and one more a filter, for both methods; nothing for signals of zeros in the transpose.
 */
export function paddedFilters(filtering: Filtering, filters: readonly Vector[]): PaddedFilters {
  const half = filtering.length / 2;
  // Scratch buffers: every call overwrites them before it reads them (not re-entrant).
  const reflected = vector(filtering.length);
  const [spectrum, padded] = [complexSignal(filtering.length), complexSignal(filtering.length)];

  return {
    apply(signal, out) {
      reflect(signal, reflected);
      filtering.spectrum(reflected, undefined, spectrum);
      filters.forEach((filter, b) => {
        filtering.filtered(spectrum, filter, padded);
        out[b].re.set(padded.re.subarray(0, half));
        out[b].im.set(padded.im.subarray(0, half));
      });
    },
    addTranspose(signals, out) {
      clear(spectrum);
      let idle = true;
      filters.forEach((filter, b) => {
        if (isZero(signals[b])) return;
        idle = false;
        // The transpose of dropping the second half fills it with 0; the convolution is its own transpose.
        padded.re.fill(0, half).set(signals[b].re);
        padded.im.fill(0, half).set(signals[b].im);
        filtering.addFiltered(padded, filter, 1, spectrum);
      });
      if (idle) return;
      filtering.signal(spectrum);
      // The filtered signal is real: slopes along an imaginary part have no effect.
      addFolded(spectrum.re, out);
    },
  };
}

function isZero({ re, im }: ComplexSignal): boolean {
  for (let t = 0; t < re.length; t++) if (re[t] !== 0 || im[t] !== 0) return false;
  return true;
}
