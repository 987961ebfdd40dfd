import type { Vector } from '../array/index.js';
import { cos, sin } from '../special/index.js';
import { fourierLayout } from './lane-fourier.js';
import type { LaneKernel, LaneLayout } from './lane-layout.js';
import type { SpectraFilter } from './spectra-tables.js';

export type TransformFunction =
  | 'forward'
  | 'inverse'
  | 'analyse'
  | 'synthesise'
  | 'filterInverse'
  | 'addForwardFiltered';

/** A filter in the kernel's memory. */
export interface CosineFilterPlace {
  /** Points of the filtered signal. */
  readonly grid: number;
  /** Quarters of the grid's bins beyond which the filter is 0: 1, 2 or 4. */
  readonly quarters: number;
  readonly gains: number;
  /** Address of the factors of negative frequencies; 0 where the filter passes none. */
  readonly mirrored: number;
}

/** Reserves work space and tables of transforms, before the kernel is made. */
export interface SpectraTransformPlan {
  /** The address of two real signals, as parts of a complex one. */
  readonly pair: number;
  /** Numbers per cosine spectrum: d + 1, and padding. */
  readonly spectrumLength: number;
  place(grid: number, filter: SpectraFilter): CosineFilterPlace;
  open(kernel: LaneKernel<TransformFunction>): SpectraTransforms;
}

/** Cosine transforms of the two signals in `pair`, and filters of cosine spectra; all by address. */
export interface SpectraTransforms {
  /** Writes both cosine spectra. */
  analyse(first: number, second: number): void;
  /** The transpose: writes both signals from slopes of both cosine spectra. */
  synthesise(first: number, second: number): void;
  /** Writes the filtered signal. */
  apply(spectrum: number, filter: CosineFilterPlace, out: number): void;
  /**
   * The transpose: adds to the slopes along a spectrum those along the filtered signal, taken back; overwrites the
   * latter.
   */
  addTransposed(signal: number, filter: CosineFilterPlace, out: number): void;
  /**
   * Copies rows into the first signal of `pair`, one row per lane, and puts the second signal to 0. Lanes beyond the
   * last row repeat the last row.
   */
  copyIn(rows: Vector, first: number, rowCount: number): void;
  /** Copies the first signal of `pair` out. */
  copyOut(rows: Vector, first: number, rowCount: number): void;
  /** Writes zeros. */
  clear(at: number, bytes: number): void;
}

/** @param grids lengths of filtered signals */
export function spectraTransforms(
  layout: LaneLayout,
  signalLength: number,
  grids: readonly number[],
): SpectraTransformPlan {
  const { width, elementBytes } = layout.lanes;
  const pointBytes = 2 * width * elementBytes;
  const half = signalLength / 2;
  const tables = new Map(
    [...new Set([signalLength, ...grids])].map((grid) => {
      const fourier = fourierLayout(grid);
      return [grid, { ...fourier, bins: layout.sums(grid / 4), twiddlesAt: layout.constants(fourier.twiddles.length) }];
    }),
  );
  const places = layout.sums(signalLength);
  const turns = layout.constants(2 * (half + 1));
  const pair = layout.points(signalLength);
  const placed: { readonly at: number; readonly values: Vector }[] = [];

  function place(values: Vector): number {
    const at = layout.constants(values.length);
    placed.push({ at, values });
    return at;
  }

  function fill({ elements, doubles }: LaneKernel<TransformFunction>): void {
    for (const { at, values } of placed) elements.set(values, at / elementBytes);
    const integers = new Uint32Array(doubles.buffer);
    for (const { frequencies, twiddles, bins, twiddlesAt } of tables.values()) {
      integers.set(
        frequencies.filter((_, position) => position % 4 === 0),
        bins / 4,
      );
      elements.set(twiddles, twiddlesAt / elementBytes);
    }
    integers.set(
      tables.get(signalLength)!.positions.map((position) => position * pointBytes),
      places / 4,
    );
    for (let m = 0; m <= half; m++) {
      const angle = (Math.PI * m) / (2 * signalLength);
      elements.set([cos(angle) / 2, -sin(angle) / 2], turns / elementBytes + 2 * m);
    }
  }

  return {
    pair,
    spectrumLength: signalLength + 4,
    place: (grid, { count, gains, mirrored }) => ({
      grid,
      quarters: count <= grid / 4 ? 1 : count <= grid / 2 ? 2 : 4,
      gains: place(gains),
      mirrored: mirrored === undefined ? 0 : place(mirrored),
    }),
    open(kernel) {
      const { run, elements } = kernel;
      fill(kernel);
      const { twiddlesAt } = tables.get(signalLength)!;
      const clear = (at: number, bytes: number): void => {
        elements.fill(0, at / elementBytes, (at + bytes) / elementBytes);
      };
      return {
        analyse(first, second) {
          run.forward(pair, signalLength, twiddlesAt);
          run.analyse(pair, places, turns, signalLength, first, second);
        },
        synthesise(first, second) {
          run.synthesise(first, second, places, turns, signalLength, pair);
          run.inverse(pair, signalLength, twiddlesAt);
        },
        apply(spectrum, { grid, quarters, gains, mirrored }, out) {
          const table = tables.get(grid)!;
          run.filterInverse(spectrum, gains, mirrored, table.bins, quarters, grid, out, table.twiddlesAt);
        },
        addTransposed(signal, { grid, quarters, gains, mirrored }, out) {
          const table = tables.get(grid)!;
          run.addForwardFiltered(signal, gains, mirrored, table.bins, quarters, grid, out, table.twiddlesAt);
        },
        copyIn(rows, first, rowCount) {
          clear(pair, signalLength * pointBytes);
          for (let lane = 0; lane < width; lane++) {
            const row = (first + Math.min(lane, rowCount - 1)) * signalLength;
            let at = pair / elementBytes + lane;
            for (let n = 0; n < signalLength; n++, at += 2 * width) elements[at] = rows[row + timeOf(n, signalLength)];
          }
        },
        copyOut(rows, first, rowCount) {
          for (let lane = 0; lane < rowCount; lane++) {
            const row = (first + lane) * signalLength;
            let at = pair / elementBytes + lane;
            for (let n = 0; n < signalLength; n++, at += 2 * width) rows[row + timeOf(n, signalLength)] = elements[at];
          }
        },
        clear,
      };
    },
  };
}

/** The time of the n-th point of a kernel's signal, whose points are the even places of the reflection. */
function timeOf(n: number, length: number): number {
  return 2 * n < length ? 2 * n : 2 * (length - n) - 1;
}
