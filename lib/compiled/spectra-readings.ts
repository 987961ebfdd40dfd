import { type Vector, vector } from '../array/index.js';

/** What coefficients are read from: an average over time a coefficient, complex numbers of all lanes, in double precision. */
export interface SpectraReadings {
  /** Zeros for averages, slopes of them, or rates of either: of coefficient k the real parts from 2k·width on, then the others. */
  averages(): Vector;
  /** Writes the coefficients of a lane to `out` from `row` on: real parts, then moduli. */
  values(averages: Vector, lane: number, out: Vector, row: number): void;
  /** Writes the slopes of Σ wₖΦₖ along the averages' parts, weights from `row` on. */
  slopes(averages: Vector, lane: number, weights: Vector, row: number, out: Vector): void;
  /**
   * Writes the coefficients' rates when the averages change, and the rates of the slopes when the weights change at c times
   * those.
   */
  rates(
    averages: Vector,
    slopes: Vector,
    averageRates: Vector,
    lane: number,
    c: number,
    out: Vector,
    row: number,
    slopeRates: Vector,
  ): void;
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
    rates(averages, slopes, averageRates, lane, c, out, row, slopeRates) {
      for (let k = 0; k < count; k++) {
        const re = 2 * k * width + lane;
        const im = re + width;
        if (k < realCount) {
          out[row + k] = averageRates[re];
          slopeRates[re] = c * averageRates[re];
          continue;
        }
        const r = length(averages[re], averages[im]);
        const over = r === 0 ? 0 : 1 / r;
        const [uRe, uIm] = [averages[re] * over, averages[im] * over];
        const along = uRe * averageRates[re] + uIm * averageRates[im];
        const turn = (uRe * averageRates[im] - uIm * averageRates[re]) * over;
        out[row + k] = along;
        slopeRates[re] = c * along * uRe - turn * slopes[im];
        slopeRates[im] = c * along * uIm + turn * slopes[re];
      }
    },
  };
}

function length(re: number, im: number): number {
  return Math.sqrt(re * re + im * im);
}
