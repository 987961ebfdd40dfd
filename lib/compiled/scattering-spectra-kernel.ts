import type { Vector } from '../array/index.js';
import { checkedDerivatives } from './checked-derivatives.js';
import type { DerivativeKernel, Precision } from './derivative-kernel.js';
import { laneLayout, lanesOf } from './lane-layout.js';
import {
  type AverageFunction,
  type SpectraCoefficientPlace,
  type SpectraSignals,
  spectraAverages,
} from './spectra-averages.js';
import { spectraReadings } from './spectra-readings.js';
import { spectraBand, spectraLowPass } from './spectra-tables.js';
import { spectraTransforms, type TransformFunction } from './spectra-transforms.js';

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

const kernelName = 'scattering-spectra';

/** The functions of assembly/scattering-spectra.ts. */
type SpectraFunction =
  | AverageFunction
  | TransformFunction
  | 'modulus'
  | 'modulusRate'
  | 'addModulusSlope'
  | 'addModulusSlopeRate';

/** What is kept of a group of paths, by address. */
interface GroupState {
  readonly signals: SpectraSignals;
  /** For each band: W and 1/|W| at all points, and the last pullback's slope of |W| over |W|. */
  readonly wavelets: readonly number[];
  readonly inverses: readonly number[];
  readonly turns: readonly number[];
  readonly factors: number;
  readonly averages: Vector;
  readonly slopes: Vector;
}

/**
 * A kernel for the scattering spectra: averages over time of W_j = x ⋆ ψ_j/σ_j, of |W_j| and of products of these and of
 * V_{j,l} = |W_j| ⋆ ψ_l, all of reflected signals.
 *
 * A reflection's spectrum is a cosine transform, real but for a phase, and the conjugate symmetry of what a filter makes of it
 * leaves half the samples to know: a real signal of length d needs half a complex transform of length d, a filtered one a whole
 * one (after Makhoul, A fast cosine transform in one and two dimensions, 1980). V_{j,l} is sampled no finer than its band asks
 * for; what the low-pass leaves is never transformed back.
 * @throws RangeError when an option is out of range, the paths do not fit into 4 GB, or what `lanesOf` says
 * Cost: for J = 7 and the usual frequencies about 20 complex transforms of length d for `load`, 20 for `pullback` and 40 for
 * `hessianProduct`, O(dJ³) for averages; 180 d bytes per path in single precision.
 */
export function scatteringSpectraKernel(options: ScatteringSpectraKernelOptions): DerivativeKernel {
  const { signalLength, filters, deviations, coefficients, pathCount } = options;
  checkOptions(options);
  const lanes = lanesOf('scatteringSpectraKernel', kernelName, options.precision);
  const { width, elementBytes } = lanes;
  const numberBytes = width * elementBytes;
  const scales = filters.length - 1;
  const componentCount = coefficients.length;
  const groupCount = Math.ceil(pathCount / width);

  const bands = filters.slice(0, scales).map((filter, j) => spectraBand(filter, deviations[j]));
  const lowPass = spectraLowPass(filters[scales], elementBytes === 4 ? 2 ** -24 : 2 ** -53);
  const layout = laneLayout(lanes);
  const averagePlan = spectraAverages(layout, signalLength, bands, lowPass, deviations[scales], coefficients);
  const readings = spectraReadings(componentCount, options.realCount, width);
  const { bandStrides, lowStride } = averagePlan;

  const transformPlan = spectraTransforms(
    layout,
    signalLength,
    bands.map(({ grid }) => grid),
  );
  const { pair, spectrumLength } = transformPlan;
  const firstFilters = bands.map(({ first }) => transformPlan.place(signalLength, first));
  const ownFilters = bands.map(({ grid, own }) => transformPlan.place(grid, own));
  const secondFilters = bands.map(({ grid, second }) => transformPlan.place(grid, second));
  /** Whether W_l's samples among the signals of its band are all there are. */
  const isWhole = bands.map(({ grid }) => grid === signalLength);

  // Work space: of a complex signal; cosine spectra, or slopes of such, of the path and of each modulus, one that nobody reads
  // and one of zeros; what is known of W_l's slopes until those of |W_l| are.
  const single = layout.points(signalLength);
  const firstSpectrum = layout.numbers((scales + 3) * spectrumLength);
  const spectra = Array.from({ length: scales + 1 }, (_, s) => firstSpectrum + s * spectrumLength * numberBytes);
  const [ignored, zeros] = [scales + 1, scales + 2].map((s) => firstSpectrum + s * spectrumLength * numberBytes);
  const held = isWhole.map((whole) => (whole ? layout.points(signalLength) : single));
  const rates = averagePlan.reserveSignals();
  const waveletRates = bands.map((_, j) => (isWhole[j] ? rates.bands[j] : single));
  const turnRates = bands.map(() => layout.numbers(signalLength));
  const factorRates = averagePlan.reserveFactors();
  const [averageRates, slopeRates] = [readings.averages(), readings.averages()];

  const groups = Array.from({ length: groupCount }, () => averagePlan.reserveSignals()).map(
    (signals): GroupState => ({
      signals,
      wavelets: bands.map((_, j) => (isWhole[j] ? signals.bands[j] : layout.points(signalLength))),
      inverses: bands.map(() => layout.numbers(signalLength)),
      turns: bands.map(() => layout.numbers(signalLength)),
      factors: averagePlan.reserveFactors(),
      averages: readings.averages(),
      slopes: readings.averages(),
    }),
  );

  const kernel = layout.open<SpectraFunction>(kernelName);
  const { run, elements } = kernel;
  const averages = averagePlan.open(kernel);
  const { analyse, synthesise, apply, addTransposed, copyIn, copyOut, clear } = transformPlan.open(kernel);

  /** Where band j's real signal lies in `pair`. */
  const partOf = (j: number): number => pair + (j % 2) * numberBytes;

  /**
   * From a path's, or a direction's, values in `pair` to all signals.
   * @param wavelets where W_j at all points, or its rate, is written
   * @param takeModulus then writes the modulus, or its rate, into `pair`
   */
  function forward(signals: SpectraSignals, wavelets: readonly number[], takeModulus: (j: number) => void): void {
    analyse(spectra[0], ignored);
    for (let j = 0; j < scales; j++) {
      apply(spectra[0], firstFilters[j], wavelets[j]);
      if (j === scales - 1 && j % 2 === 0) clear(pair, signalLength * 2 * numberBytes);
      takeModulus(j);
      if (j % 2 === 1) analyse(spectra[j], spectra[j + 1]);
      else if (j === scales - 1) analyse(spectra[j + 1], ignored);
    }
    bands.forEach((_, l) => {
      const first = signals.bands[l];
      if (!isWhole[l]) apply(spectra[0], ownFilters[l], first);
      for (let j = 0; j < l; j++) apply(spectra[j + 1], secondFilters[l], first + (j + 1) * bandStrides[l]);
    });
    spectra.forEach((spectrum, s) => {
      const to = (signals.lows + s * lowStride) / elementBytes;
      elements.copyWithin(to, spectrum / elementBytes, spectrum / elementBytes + lowPass.count * width);
    });
  }

  /**
   * From the slopes of signals and averages back to those of a path, in `pair`.
   * @param slopes of the averages
   * @param combine writes the slope of signal a of a band
   * @param addLow adds the slopes of a spectrum's lowest bins
   * @param addModulus adds to the slope of W_j that of |W_j|, in `pair`, taken back
   */
  function back(
    slopes: Vector,
    combine: (l: number, a: number, out: number) => void,
    addLow: (a: number, out: number) => void,
    addModulus: (j: number, slope: number) => void,
  ): void {
    clear(firstSpectrum, (scales + 1) * spectrumLength * numberBytes);
    bands.forEach((_, l) => {
      for (let a = 0; a <= l; a++) {
        const holds = a === 0 && isWhole[l];
        combine(l, a, holds ? held[l] : single);
        if (!holds) addTransposed(single, (a === 0 ? ownFilters : secondFilters)[l], spectra[a]);
      }
    });
    spectra.forEach((spectrum, a) => {
      addLow(a, spectrum);
    });
    averages.addSingle(slopes, spectra);
    for (let j = 0; j < scales; j++) {
      // The last of an odd number of bands is alone in its pair.
      if (j % 2 === 0) synthesise(spectra[j + 1], j + 1 < scales ? spectra[j + 2] : zeros);
      if (!isWhole[j]) clear(held[j], signalLength * 2 * numberBytes);
      addModulus(j, held[j]);
      addTransposed(held[j], firstFilters[j], spectra[0]);
    }
    synthesise(spectra[0], zeros);
  }

  const rowsOf = (group: number): number => Math.min(width, pathCount - group * width);

  return checkedDerivatives('scatteringSpectraKernel', {
    pathCount,
    signalLength,
    componentCount,
    width,
    load(paths) {
      groups.forEach((state, group) => {
        copyIn(paths, group * width, rowsOf(group));
        const { signals, wavelets, inverses } = state;
        forward(signals, wavelets, (j) => run.modulus(wavelets[j], signalLength, partOf(j), inverses[j]));
        averages.average(state.signals, state.averages);
      });
    },
    values(out) {
      for (let n = 0; n < pathCount; n++) {
        readings.values(groups[Math.floor(n / width)].averages, n % width, out, n * componentCount);
      }
    },
    pullback(weights, out) {
      const shared = weights.length === componentCount;
      groups.forEach(({ signals, wavelets, inverses, turns, factors, averages: means, slopes }, group) => {
        for (let lane = 0; lane < width; lane++) {
          const n = Math.min(group * width + lane, pathCount - 1);
          readings.slopes(means, lane, weights, shared ? 0 : n * componentCount, slopes);
        }
        averages.writeFactors(slopes, factors);
        back(
          slopes,
          (l, a, slope) => averages.combine(l, a, signals, factors, slope, false),
          (a, slope) => averages.addLow(a, signals, factors, slope),
          (j, slope) => run.addModulusSlope(partOf(j), signalLength, wavelets[j], inverses[j], turns[j], slope),
        );
        copyOut(out, group * width, rowsOf(group));
      });
    },
    hessianProduct(group, directions, c, out, jacobianRates) {
      const { signals, wavelets, inverses, turns, factors, averages: means, slopes } = groups[group];
      copyIn(directions, 0, rowsOf(group));
      forward(rates, waveletRates, (j) => {
        run.modulusRate(waveletRates[j], signalLength, wavelets[j], inverses[j], turns[j], partOf(j), turnRates[j]);
      });
      averages.averageRates(signals, rates, averageRates);
      for (let lane = 0; lane < rowsOf(group); lane++) {
        readings.rates(means, slopes, averageRates, lane, c, jacobianRates, lane * componentCount, slopeRates);
      }
      averages.writeFactors(slopeRates, factorRates);
      back(
        slopeRates,
        (l, a, slope) => {
          averages.combine(l, a, signals, factorRates, slope, false);
          averages.combine(l, a, rates, factors, slope, true);
        },
        (a, slope) => {
          averages.addLow(a, signals, factorRates, slope);
          averages.addLow(a, rates, factors, slope);
        },
        (j, slope) => run.addModulusSlopeRate(partOf(j), signalLength, wavelets[j], inverses[j], turnRates[j], slope),
      );
      copyOut(out, 0, rowsOf(group));
    },
  });
}

function checkOptions({ signalLength, filters, deviations, pathCount }: ScatteringSpectraKernelOptions): void {
  if (!Number.isInteger(Math.log2(signalLength)) || signalLength < 8) {
    throw new RangeError(`scatteringSpectraKernel: signalLength expects a power of two from 8, got ${signalLength}`);
  }
  const wrong = filters.findIndex((filter) => filter.length !== 2 * signalLength);
  if (wrong >= 0) {
    throw new RangeError(
      `scatteringSpectraKernel: filters expects ${2 * signalLength} numbers each, got ${filters[wrong].length} at ${wrong}`,
    );
  }
  if (filters.length < 2 || deviations.length !== filters.length) {
    throw new RangeError(
      `scatteringSpectraKernel: filters and deviations expect as many, from 2, got ${filters.length} and ${deviations.length}`,
    );
  }
  if (!Number.isInteger(pathCount) || pathCount < 1) {
    throw new RangeError(`scatteringSpectraKernel: pathCount expects a whole number from 1, got ${pathCount}`);
  }
}
