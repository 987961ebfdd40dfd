import { type Vector, vector } from '../array/index.js';

/**
 * Coefficients from averages over time, one complex average per coefficient. In a buffer of averages the real part of
 * coefficient k and lane l stands at 2k·width + l, the imaginary part at (2k + 1)·width + l, in double precision.
 */
export interface SpectraReadings {
  /** Allocates a buffer of zeros for averages, for slopes along averages, or for rates of either. */
  averages(): Vector;
  /** Writes the coefficients of a lane to `out` from `row` on: real parts, then moduli. */
  values(averages: Vector, lane: number, out: Vector, row: number): void;
  /** Writes the slopes of Σ wₖΦₖ along the real and imaginary parts of averages, weights from `row` on. */
  slopes(averages: Vector, lane: number, weights: Vector, row: number, out: Vector): void;
  /**
   * Writes the coefficients' rates when the averages change, and the rates of the slopes when, besides, the weights change by
   * c times the coefficients' rates.
   */
  rates(state: ReadingState, lane: number, c: number, out: ReadingRates): void;
}

/** Averages, slopes along them, and rates of averages. */
export interface ReadingState {
  readonly averages: Vector;
  readonly slopes: Vector;
  readonly averageRates: Vector;
}

/** What `rates` writes: rates of coefficients from `row` on, and rates of slopes. */
export interface ReadingRates {
  readonly rates: Vector;
  readonly row: number;
  readonly slopeRates: Vector;
}

/**
 * Coefficients of complex averages: the first `realCount` are real parts, the others moduli, whose derivatives at 0 are 0.
 */
export function spectraReadings(count: number, realCount: number, width: number): SpectraReadings {
  return {
    averages: () => vector(2 * count * width),
    values(averages, lane, out, row) {
      for (let k = 0; k < count; k++) {
        const at = 2 * k * width + lane;
        out[row + k] = k < realCount ? averages[at] : length(averages[at], averages[at + width]);
      }
    },
    slopes(averages, lane, weights, row, out) {
      for (let k = 0; k < count; k++) {
        const at = 2 * k * width + lane;
        if (k < realCount) {
          out[at] = weights[row + k];
          continue;
        }
        const r = length(averages[at], averages[at + width]);
        const scale = r === 0 ? 0 : weights[row + k] / r;
        out[at] = scale * averages[at];
        out[at + width] = scale * averages[at + width];
      }
    },
    rates({ averages, slopes, averageRates }, lane, c, { rates, row, slopeRates }) {
      for (let k = 0; k < count; k++) {
        const re = 2 * k * width + lane;
        const im = re + width;
        if (k < realCount) {
          rates[row + k] = averageRates[re];
          slopeRates[re] = c * averageRates[re];
          continue;
        }
        const r = length(averages[re], averages[im]);
        const over = r === 0 ? 0 : 1 / r;
        const uRe = averages[re] * over;
        const uIm = averages[im] * over;
        const along = uRe * averageRates[re] + uIm * averageRates[im];
        const turn = (uRe * averageRates[im] - uIm * averageRates[re]) * over;
        rates[row + k] = along;
        slopeRates[re] = c * along * uRe - turn * slopes[im];
        slopeRates[im] = c * along * uIm + turn * slopes[re];
      }
    },
  };
}

function length(re: number, im: number): number {
  return Math.sqrt(re * re + im * im);
}
