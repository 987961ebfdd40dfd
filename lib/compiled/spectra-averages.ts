import type { Vector } from '../array/index.js';
import { squared } from '../special/index.js';
import type { LaneKernel, LaneLayout } from './lane-layout.js';
import type { SpectraBand, SpectraLowPass } from './spectra-tables.js';

/**
 * The average over time that a coefficient is read from: of the low-pass (signal 0) or of |W_j| (signal 1 + j); or ⟨a
 * b̄⟩ of two signals at a scale l up to J, of which 0 is W_l and 1 + j is V_{j,l}. Each product occurs once: ⟨b ā⟩ does
 * not occur beside ⟨a b̄⟩.
 */
export type SpectraCoefficientPlace =
  | { readonly kind: 'average'; readonly signal: number }
  | { readonly kind: 'product'; readonly scale: number; readonly left: number; readonly right: number };

/** Addresses of the signals that averages are taken of, or of their rates. */
export interface SignalPlace {
  /** W_l, V_{0,l}, … V_{l−1,l} for each band l, as many bytes apart as `bandStrides` says. */
  readonly bands: readonly number[];
  /** The lowest bins of the cosine spectra of the path and of |W_0|, |W_1|, …, `lowStride` bytes apart. */
  readonly lows: number;
}

export type AverageFunction = 'correlate' | 'combine' | 'correlateReal' | 'addCombinedReal';

/** Reserves places for the signals and factors of averages, before the kernel is made. */
export interface SpectraAveragePlan {
  readonly bandStrides: readonly number[];
  readonly lowStride: number;
  reserveSignals(): SignalPlace;
  /** Address of factors: the slope along a signal is the sum of the band's signals times these. */
  reserveFactors(): number;
  open(kernel: LaneKernel<AverageFunction>): LaneAverages;
}

/**
 * Averages over time of products of signals, and their pullbacks; averages lie in vectors as `SpectraReadings` has
 * them.
 */
export interface LaneAverages {
  /** Writes all averages. */
  average(signals: SignalPlace, out: Vector): void;
  /** Writes their rates when the signals change at `rates`. */
  averageRates(signals: SignalPlace, rates: SignalPlace, out: Vector): void;
  /** Writes the factors for slopes of the averages. */
  writeFactors(slopes: Vector, factors: number): void;
  /** Writes to `out`, or adds, the slope along signal a of a band: the sum of the band's signals times the factors. */
  combine(band: number, a: number, signals: SignalPlace, factors: number, out: number, adds: boolean): void;
  /** Adds to the slopes `out` along cosine spectrum a the contribution of the low-pass's products. */
  addLow(a: number, signals: SignalPlace, factors: number, out: number): void;
  /**
   * Adds to the slopes along each cosine spectrum, at addresses `out`, the contribution of averages of single signals.
   */
  addSingle(slopes: Vector, out: readonly number[]): void;
}

/** One call of the kernel: the products of signal a with signal b and, unless b is the last, with signal b + 1. */
interface Tile {
  readonly scale: number;
  readonly a: number;
  readonly b: number;
  readonly sums: number;
}

/** The averages to be taken. */
export interface SpectraAverageOptions {
  readonly signalLength: number;
  readonly bands: readonly SpectraBand[];
  readonly lowPass: SpectraLowPass;
  /** σ_J of the low-pass. */
  readonly deviation: number;
  readonly coefficients: readonly SpectraCoefficientPlace[];
}

/** Reserves sums and weights for averages. */
export function spectraAveragePlan(layout: LaneLayout, options: SpectraAverageOptions): SpectraAveragePlan {
  const { signalLength, bands, lowPass, deviation, coefficients } = options;
  const { width, elementBytes } = layout.lanes;
  const scales = bands.length;
  const numberBytes = width * elementBytes;
  // Signals are a few points further apart than their length: at strides of powers of two they would map to the same
  // lines of the cache.
  const bandStrides = bands.map(({ grid }) => (grid + 2) * 2 * numberBytes);
  const lowStride = (lowPass.count + 4) * numberBytes;

  const tiles: Tile[] = [];
  let sumCount = 0;
  for (let scale = 0; scale <= scales; scale++) {
    for (let a = 0; a <= scale; a++) {
      for (let b = a; b <= scale; b += 2) {
        tiles.push({ scale, a, b, sums: sumCount });
        sumCount += 4;
      }
    }
  }
  const tileOf = (scale: number, a: number, b: number): Tile =>
    tiles.find((tile) => tile.scale === scale && tile.a === a && (tile.b === b || tile.b === b - 1))!;

  const factorStart: number[] = [];
  let factorCount = 0;
  for (let scale = 0; scale <= scales; scale++) {
    factorStart.push(factorCount);
    factorCount += squared(scale + 1) * (scale < scales ? 2 : 1);
  }

  const sums = layout.sums(sumCount);
  const weights = [...bands.map(({ grid }) => layout.constants(grid)), layout.constants(lowPass.count)];

  /** Factor from the sum of real parts to the average's real part; below, from C(0) to the average of one signal. */
  const scaleOf = (scale: number, a: number, b: number): number =>
    scale < scales ? 1 / bands[scale].grid : (a === 0 ? 1 / deviation : 1) * (b === 0 ? 1 / deviation : 1);
  const singleScale = (signal: number): number => (signal === 0 ? 1 / deviation : 1) / signalLength;

  // For each coefficient: where its sums lie and how they are scaled.
  const products = coefficients.flatMap((place, k) => {
    if (place.kind === 'average') return [];
    const { scale } = place;
    const [a, b] = place.left <= place.right ? [place.left, place.right] : [place.right, place.left];
    const tile = tileOf(scale, a, b);
    const spacing = scale < scales ? 2 : 1;
    const at = sums / 8 + (tile.sums + (b - tile.b) * spacing) * width;
    const factor = (row: number, column: number): number =>
      (factorStart[scale] + (row * (scale + 1) + column) * spacing) * width;
    return [
      {
        k,
        at,
        isComplex: scale < scales,
        scale: scaleOf(scale, a, b),
        // ⟨a b̄⟩ is the conjugate of ⟨b ā⟩.
        sign: place.left <= place.right ? 1 : -1,
        forward: factor(a, b),
        backward: factor(b, a),
        isDiagonal: a === b,
      },
    ];
  });
  const singles = coefficients.flatMap((place, k) =>
    place.kind === 'average' ? [{ k, signal: place.signal, scale: singleScale(place.signal) }] : [],
  );

  function open({ run, elements, doubles }: LaneKernel<AverageFunction>): LaneAverages {
    bands.forEach((band, l) => {
      elements.set(band.weights, weights[l] / elementBytes);
    });
    elements.set(lowPass.weights, weights[scales] / elementBytes);

    const clearSums = (): void => {
      doubles.fill(0, sums / 8, sums / 8 + sumCount * width);
    };

    function correlate(left: SignalPlace, right: SignalPlace): void {
      for (const { scale, a, b, sums: slot } of tiles) {
        const out = sums + slot * width * 8;
        const isBand = scale < scales;
        const stride = isBand ? bandStrides[scale] : lowStride;
        const first = (isBand ? left.bands[scale] : left.lows) + a * stride;
        const second = (isBand ? right.bands[scale] : right.lows) + b * stride;
        // Signal b + 1 does not exist where b is the last.
        const next = b < scale ? stride : 0;
        if (isBand) run.correlate(first, second, next, weights[scale], bands[scale].grid, out);
        else run.correlateReal(first, second, next, weights[scale], lowPass.count, out);
      }
    }

    function read(signals: SignalPlace, out: Vector): void {
      for (const { k, at, isComplex, scale, sign } of products) {
        for (let lane = 0; lane < width; lane++) {
          out[2 * k * width + lane] = scale * doubles[at + lane];
          if (isComplex) out[(2 * k + 1) * width + lane] = sign * doubles[at + width + lane];
        }
      }
      for (const { k, signal, scale } of singles) {
        const at = (signals.lows + signal * lowStride) / elementBytes;
        for (let lane = 0; lane < width; lane++) out[2 * k * width + lane] = scale * elements[at + lane];
      }
    }

    return {
      average(signals, out) {
        clearSums();
        correlate(signals, signals);
        read(signals, out);
      },
      averageRates(signals, rates, out) {
        clearSums();
        correlate(rates, signals);
        correlate(signals, rates);
        read(rates, out);
      },
      writeFactors(slopes, factors) {
        const base = factors / elementBytes;
        for (const { k, isComplex, scale, sign, forward, backward, isDiagonal } of products) {
          for (let lane = 0; lane < width; lane++) {
            const re = (isDiagonal ? 2 : 1) * scale * slopes[2 * k * width + lane];
            elements[base + forward + lane] = re;
            elements[base + backward + lane] = re;
            if (!isComplex || isDiagonal) continue;
            const im = sign * slopes[(2 * k + 1) * width + lane];
            elements[base + forward + width + lane] = im;
            elements[base + backward + width + lane] = -im;
          }
        }
      },
      combine(band, a, signals, factors, out, adds) {
        const row = factors + (factorStart[band] + a * (band + 1) * 2) * numberBytes;
        run.combine(
          signals.bands[band],
          bandStrides[band],
          band + 1,
          row,
          weights[band],
          bands[band].grid,
          out,
          adds ? 1 : 0,
        );
      },
      addLow(a, signals, factors, out) {
        const row = factors + (factorStart[scales] + a * (scales + 1)) * numberBytes;
        run.addCombinedReal(signals.lows, lowStride, scales + 1, row, weights[scales], lowPass.count, out);
      },
      addSingle(slopes, out) {
        for (const { k, signal, scale } of singles) {
          const at = out[signal] / elementBytes;
          for (let lane = 0; lane < width; lane++) elements[at + lane] += scale * slopes[2 * k * width + lane];
        }
      },
    };
  }

  return {
    bandStrides,
    lowStride,
    reserveSignals: () => ({
      bands: bands.map(({ grid }, l) => layout.points((l + 1) * (grid + 2))),
      lows: layout.numbers((scales + 1) * (lowPass.count + 4)),
    }),
    reserveFactors: () => layout.numbers(factorCount),
    open,
  };
}
