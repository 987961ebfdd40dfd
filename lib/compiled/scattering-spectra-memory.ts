import type { Vector } from '../array/index.js';
import type { Precision } from './derivative-kernel.js';
import { type LaneGroups, laneGroups } from './lane-groups.js';
import { type LaneKernel, type LaneLayout, laneLayout, lanesOf } from './lane-layout.js';
import {
  type AverageFunction,
  type LaneAverages,
  type SignalPlace,
  type SpectraAveragePlan,
  type SpectraCoefficientPlace,
  spectraAveragePlan,
} from './spectra-averages.js';
import { type SpectraReadings, spectraReadings } from './spectra-readings.js';
import { spectraBand, spectraLowPass } from './spectra-tables.js';
import {
  type CosineFilterPlace,
  type SpectraTransforms,
  spectraTransforms,
  type TransformFunction,
} from './spectra-transforms.js';

/** Filters, coefficients, paths and precision of compiled scattering spectra. */
export interface ScatteringSpectraKernelOptions {
  /** d, a power of two from 8. */
  readonly signalLength: number;
  /** ψ_j, J band-pass filters, finest first, and a low-pass, that is even: real transfer functions over 2d bins. */
  readonly filters: readonly Vector[];
  /** σ_j, by which the filters of first order are divided. */
  readonly deviations: readonly number[];
  /** Where each coefficient is found; those that are moduli of complex averages come last. */
  readonly coefficients: readonly SpectraCoefficientPlace[];
  /** How many coefficients are no such moduli. */
  readonly realCount: number;
  /** N from 1. */
  readonly pathCount: number;
  /** 'single' when left out. */
  readonly precision?: Precision;
}

/** The functions of assembly/scattering-spectra.ts. */
export type SpectraFunction =
  | AverageFunction
  | TransformFunction
  | 'modulus'
  | 'modulusRate'
  | 'addModulusSlope'
  | 'addModulusSlopeRate';

/** Addresses of what is kept of a group of paths, and its averages. */
export interface SpectraGroup {
  readonly signals: SignalPlace;
  /** For each band W at all points; the address among `signals` where W is sampled at all points there. */
  readonly wavelets: readonly number[];
  /** For each band 1/|W|. */
  readonly inverses: readonly number[];
  /** For each band the slope along |W| of the last pullback, over |W|. */
  readonly turns: readonly number[];
  /** Factors of signals, for the slopes of the last pullback. */
  readonly factors: number;
  readonly averages: Vector;
  /** Slopes of Σ wₖΦₖ along the averages, for the last weights. */
  readonly slopes: Vector;
}

/** Addresses of derivatives along one direction, and those of the averages. */
export interface SpectraRates {
  readonly signals: SignalPlace;
  readonly wavelets: readonly number[];
  readonly turns: readonly number[];
  readonly factors: number;
  readonly averages: Vector;
  readonly slopes: Vector;
}

/** A band's filters in the kernel's memory. */
export interface BandFilters {
  /** ψ/σ at all points, for W. */
  readonly first: CosineFilterPlace;
  /** ψ/σ on the band's own grid, for the products of W. */
  readonly own: CosineFilterPlace;
  /** ψ on the band's own grid, for V. */
  readonly second: CosineFilterPlace;
  /** Whether the band's own grid has all points, so that the first and the second of these are the same. */
  readonly isWhole: boolean;
}

/** The kernel, its parts, and the addresses in its memory. */
export interface ScatteringSpectraMemory {
  readonly kernel: LaneKernel<SpectraFunction>;
  readonly transforms: SpectraTransforms;
  readonly averages: LaneAverages;
  readonly readings: SpectraReadings;
  readonly groups: LaneGroups;
  readonly states: readonly SpectraGroup[];
  readonly rates: SpectraRates;
  /** d. */
  readonly length: number;
  readonly width: number;
  /** Bytes of a number of all lanes. */
  readonly numberBytes: number;
  readonly bands: readonly BandFilters[];
  readonly bandStrides: readonly number[];
  readonly lowStride: number;
  /** Bytes of the bins that the low-pass leaves. */
  readonly lowBytes: number;
  /** Work space of two real signals, as parts of a complex one. */
  readonly pair: number;
  /** Work space of one complex signal. */
  readonly single: number;
  /** Cosine spectra, or slopes along them, of the path and of each |W|. */
  readonly spectra: readonly number[];
  readonly spectraBytes: number;
  /** A cosine spectrum that is written and never read, and one of zeros. */
  readonly ignored: number;
  readonly zeros: number;
  /** For each band the slope along W, until that along |W| is known. */
  readonly waveletSlopes: readonly number[];
}

/** Lays out the memory and fills its tables. */
export function scatteringSpectraMemory(options: ScatteringSpectraKernelOptions): ScatteringSpectraMemory {
  const { signalLength, filters, deviations, coefficients, pathCount } = options;
  const lanes = lanesOf('scatteringSpectraKernel', 'scattering-spectra', options.precision);
  const { width, elementBytes } = lanes;
  const numberBytes = width * elementBytes;
  const scales = filters.length - 1;
  const tables = filters.slice(0, scales).map((filter, j) => spectraBand(filter, deviations[j]));
  const lowPass = spectraLowPass(filters[scales], elementBytes === 4 ? 2 ** -24 : 2 ** -53);

  const layout = laneLayout(lanes);
  const averagePlan = spectraAveragePlan(layout, {
    signalLength,
    bands: tables,
    lowPass,
    deviation: deviations[scales],
    coefficients,
  });
  const grids = tables.map(({ grid }) => grid);
  const transformPlan = spectraTransforms(layout, signalLength, grids);
  const firsts = tables.map(({ first }) => transformPlan.place(signalLength, first));
  const owns = tables.map(({ grid, own }) => transformPlan.place(grid, own));
  const seconds = tables.map(({ grid, second }) => transformPlan.place(grid, second));
  const bands = grids.map((grid, j) => ({
    first: firsts[j],
    own: owns[j],
    second: seconds[j],
    isWhole: grid === signalLength,
  }));

  const { spectrumLength, pair } = transformPlan;
  const spectrumBytes = spectrumLength * numberBytes;
  const single = layout.points(signalLength);
  const firstSpectrum = layout.numbers((scales + 3) * spectrumLength);
  const spectra = Array.from({ length: scales + 3 }, (_, s) => firstSpectrum + s * spectrumBytes);
  const waveletSlopes = bands.map(({ isWhole }) => (isWhole ? layout.points(signalLength) : single));
  const readings = spectraReadings(coefficients.length, options.realCount, width);
  const groups = laneGroups(pathCount, width);
  const parts = { layout, averagePlan, readings, bands, length: signalLength };
  const rates = reserveRates(parts, single);
  const states = reserveGroups(parts, groups.count);
  const kernel = layout.open<SpectraFunction>('scattering-spectra');
  return {
    kernel,
    transforms: transformPlan.open(kernel),
    averages: averagePlan.open(kernel),
    readings,
    groups,
    states,
    rates,
    length: signalLength,
    width,
    numberBytes,
    bands,
    bandStrides: averagePlan.bandStrides,
    lowStride: averagePlan.lowStride,
    lowBytes: lowPass.count * numberBytes,
    pair,
    single,
    spectra: spectra.slice(0, scales + 1),
    spectraBytes: (scales + 1) * spectrumBytes,
    ignored: spectra[scales + 1],
    zeros: spectra[scales + 2],
    waveletSlopes,
  };
}

interface Parts {
  readonly layout: LaneLayout;
  readonly averagePlan: SpectraAveragePlan;
  readonly readings: SpectraReadings;
  readonly bands: readonly BandFilters[];
  readonly length: number;
}

/** @param single work space for derivatives of W at all points, where these are not among the signals */
function reserveRates({ layout, averagePlan, readings, bands, length }: Parts, single: number): SpectraRates {
  const signals = averagePlan.reserveSignals();
  return {
    signals,
    wavelets: bands.map(({ isWhole }, j) => (isWhole ? signals.bands[j] : single)),
    turns: bands.map(() => layout.numbers(length)),
    factors: averagePlan.reserveFactors(),
    averages: readings.averages(),
    slopes: readings.averages(),
  };
}

function reserveGroups({ layout, averagePlan, readings, bands, length }: Parts, count: number): SpectraGroup[] {
  const signalsOfGroups = Array.from({ length: count }, () => averagePlan.reserveSignals());
  return signalsOfGroups.map((signals) => ({
    signals,
    wavelets: bands.map(({ isWhole }, j) => (isWhole ? signals.bands[j] : layout.points(length))),
    inverses: bands.map(() => layout.numbers(length)),
    turns: bands.map(() => layout.numbers(length)),
    factors: averagePlan.reserveFactors(),
    averages: readings.averages(),
    slopes: readings.averages(),
  }));
}
