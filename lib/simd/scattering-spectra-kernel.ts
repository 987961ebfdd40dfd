import type { Vector } from '../array';
import type { DerivativeKernel, Precision } from './derivative-kernel';
import { fourierLayout } from './lane-fourier';
import { laneLayout, lanesOf } from './lane-layout';
import { spectraAverages, type AverageFunction, type SpectraCoefficientPlace, type SpectraSignals } from './spectra-averages';
import { spectraReadings } from './spectra-readings';
import { spectraBand, spectraLowPass, type SpectraFilter } from './spectra-tables';

export interface ScatteringSpectraKernelOptions {
  /** d, a power of two from 8. */
  readonly signalLength: number;
  /** ψ_j, J band-pass filters, finest first, and a low-pass: real transfer functions over 2d bins; that of the low-pass is even. */
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
  | 'forward' | 'inverse' | 'analyse' | 'synthesise'
  | 'filter' | 'filterBoth' | 'addUnfiltered' | 'addUnfilteredBoth'
  | 'modulus' | 'modulusRate' | 'addModulusSlope' | 'addModulusSlopeRate';

/** A filter in the kernel's memory. */
interface PlacedFilter {
  readonly grid: number;
  readonly count: number;
  readonly gains: number;
  /** 0 where the filter has none. */
  readonly mirrored: number;
}

/** What is kept of a group of paths, by address. */
interface GroupState {
  readonly signals: SpectraSignals;
  /** For each band: W/|W|, 1/|W|, and the last pullback's slope of |W| over |W|. */
  readonly units: readonly number[];
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
 * @throws RangeError when pathCount is not positive, the paths do not fit into 4 GB, or what `lanesOf` says
 * Cost: for J = 7 about 20 complex transforms of length d for a value, 40 with a pullback, 40 more for a Hessian product; about
 * 190 d bytes a path in single precision.
 */
export function scatteringSpectraKernel(options: ScatteringSpectraKernelOptions): DerivativeKernel {
  const { signalLength, filters, deviations, coefficients, pathCount } = options;
  checkPathCount(pathCount);
  const lanes = lanesOf('scatteringSpectraKernel', kernelName, options.precision);
  const { width, elementBytes } = lanes;
  const numberBytes = width * elementBytes;
  const scales = filters.length - 1;
  const componentCount = coefficients.length;
  const groupCount = Math.ceil(pathCount / width);
  const half = signalLength / 2;

  const bands = filters.slice(0, scales).map((filter, j) => spectraBand(filter, deviations[j]));
  const lowPass = spectraLowPass(filters[scales], elementBytes === 4 ? 2 ** -24 : 2 ** -53);
  const layout = laneLayout(lanes);
  const averages = spectraAverages(layout, signalLength, bands, lowPass, deviations[scales], coefficients);
  const readings = spectraReadings(componentCount, options.realCount, width);
  const { bandStrides, lowStride } = averages;

  // Tables.
  const grids = [...new Set([signalLength, ...bands.map(({ grid }) => grid)])];
  const transforms = new Map(grids.map((grid) => {
    const { positions, twiddles } = fourierLayout(grid);
    return [grid, { positions, twiddles, places: layout.sums(grid), twiddlesAt: layout.constants(twiddles.length) }];
  }));
  const turnTable = layout.constants(2 * (half + 1));
  const placed: { readonly at: number; readonly values: Vector }[] = [];
  const place = (values: Vector | undefined): number => {
    if (values === undefined) return 0;
    const at = layout.constants(values.length);
    placed.push({ at, values });
    return at;
  };
  const placeFilter = (grid: number, { count, gains, mirrored }: SpectraFilter): PlacedFilter =>
    ({ grid, count, gains: place(gains), mirrored: place(mirrored) });
  const firstFilters = bands.map(({ first }) => placeFilter(signalLength, first));
  const ownFilters = bands.map(({ grid, own }) => placeFilter(grid, own));
  const secondFilters = bands.map(({ grid, second }) => placeFilter(grid, second));
  /** Whether W_l's samples among the signals of its band are all there are. */
  const isWhole = bands.map(({ grid }) => grid === signalLength);

  // Work space: of real signals two at a time; of a complex signal; cosine spectra, or slopes of such, of the path and of each
  // modulus; what is known of W_l's slopes until those of |W_l| are.
  const [pair, single] = [layout.points(signalLength), layout.points(signalLength)];
  const spectrumBytes = (signalLength + 4) * numberBytes;
  const firstSpectrum = layout.numbers((scales + 3) * (signalLength + 4));
  const spectra = Array.from({ length: scales + 1 }, (_, s) => firstSpectrum + s * spectrumBytes);
  const [ignored, zeros] = [firstSpectrum + (scales + 1) * spectrumBytes, firstSpectrum + (scales + 2) * spectrumBytes];
  const held = isWhole.map((whole) => (whole ? layout.points(signalLength) : single));
  const rates = averages.reserveSignals();
  const turnRates = bands.map(() => layout.numbers(signalLength));
  const factorRates = averages.reserveFactors();
  const [averageRates, slopeRates] = [readings.averages(), readings.averages()];

  const groups = Array.from({ length: groupCount }, (): GroupState => ({
    signals: averages.reserveSignals(),
    units: bands.map(() => layout.points(signalLength)),
    inverses: bands.map(() => layout.numbers(signalLength)),
    turns: bands.map(() => layout.numbers(signalLength)),
    factors: averages.reserveFactors(),
    averages: readings.averages(),
    slopes: readings.averages(),
  }));

  const kernel = layout.open<SpectraFunction>(kernelName);
  const { run, elements, doubles } = kernel;
  averages.prepare(kernel);
  for (const { at, values } of placed) elements.set(values, at / elementBytes);
  for (const { positions, twiddles, places, twiddlesAt } of transforms.values()) {
    new Uint32Array(doubles.buffer, places, positions.length).set(positions.map((position) => position * 2 * numberBytes));
    elements.set(twiddles, twiddlesAt / elementBytes);
  }
  for (let m = 0; m <= half; m++) {
    const angle = (Math.PI * m) / (2 * signalLength);
    elements[turnTable / elementBytes + 2 * m] = Math.cos(angle) / 2;
    elements[turnTable / elementBytes + 2 * m + 1] = -Math.sin(angle) / 2;
  }
  const { places, twiddlesAt } = transforms.get(signalLength)!;

  function clear(at: number, bytes: number): void {
    elements.fill(0, at / elementBytes, (at + bytes) / elementBytes);
  }

  /** The signals in `pair` to their cosine spectra. */
  function analyse(first: number, second: number): void {
    run.forward(pair, signalLength, twiddlesAt);
    run.analyse(pair, places, turnTable, signalLength, first, second);
  }

  /** The transpose. */
  function synthesise(first: number, second: number): void {
    run.synthesise(first, second, places, turnTable, signalLength, pair);
    run.inverse(pair, signalLength, twiddlesAt);
  }

  function apply(spectrum: number, { grid, count, gains, mirrored }: PlacedFilter, out: number): void {
    const transform = transforms.get(grid)!;
    if (mirrored > 0) run.filterBoth(spectrum, gains, mirrored, transform.places, grid, out);
    else run.filter(spectrum, gains, transform.places, count, grid, out);
    run.inverse(out, grid, transform.twiddlesAt);
  }

  /** Adds the transpose to the slopes of a spectrum; the signal is overwritten. */
  function addTransposed(signal: number, { grid, count, gains, mirrored }: PlacedFilter, out: number): void {
    const transform = transforms.get(grid)!;
    run.forward(signal, grid, transform.twiddlesAt);
    if (mirrored > 0) run.addUnfilteredBoth(signal, gains, mirrored, transform.places, grid, out);
    else run.addUnfiltered(signal, gains, transform.places, count, out);
  }

  /** Where band j's real signal lies in `pair`. */
  const partOf = (j: number): number => pair + (j % 2) * numberBytes;
  /** The spectrum of the modulus beside that of band j in a pair; that of the last of an odd number has none. */
  const companionOf = (j: number, none: number): number => (j + 1 < scales ? spectra[j + 2] : none);

  function copyIn(rows: Vector, first: number, rowCount: number): void {
    clear(pair, signalLength * 2 * numberBytes);
    for (let lane = 0; lane < width; lane++) {
      const row = (first + Math.min(lane, rowCount - 1)) * signalLength;
      let at = pair / elementBytes + lane;
      for (let n = 0; n < signalLength; n++, at += 2 * width) elements[at] = rows[row + timeOf(n, signalLength)];
    }
  }

  function copyOut(rows: Vector, first: number, rowCount: number): void {
    for (let lane = 0; lane < rowCount; lane++) {
      const row = (first + lane) * signalLength;
      let at = pair / elementBytes + lane;
      for (let n = 0; n < signalLength; n++, at += 2 * width) rows[row + timeOf(n, signalLength)] = elements[at];
    }
  }

  /**
   * From a path's, or a direction's, values in `pair` to all signals.
   * @param takeModulus is told of W_j, or its rate, and writes the modulus, or its rate, into `pair`
   */
  function forward(signals: SpectraSignals, takeModulus: (j: number, wavelet: number) => void): void {
    analyse(spectra[0], ignored);
    for (let j = 0; j < scales; j++) {
      const wavelet = isWhole[j] ? signals.bands[j] : single;
      apply(spectra[0], firstFilters[j], wavelet);
      if (j === scales - 1 && j % 2 === 0) clear(pair, signalLength * 2 * numberBytes);
      takeModulus(j, wavelet);
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
    clear(firstSpectrum, (scales + 1) * spectrumBytes);
    bands.forEach((_, l) => {
      for (let a = 0; a <= l; a++) {
        const holds = a === 0 && isWhole[l];
        combine(l, a, holds ? held[l] : single);
        if (!holds) addTransposed(single, (a === 0 ? ownFilters : secondFilters)[l], spectra[a]);
      }
    });
    spectra.forEach((spectrum, a) => addLow(a, spectrum));
    averages.addSingle(kernel, slopes, spectra);
    for (let j = 0; j < scales; j++) {
      if (j % 2 === 0) synthesise(spectra[j + 1], companionOf(j, zeros));
      if (!isWhole[j]) clear(held[j], signalLength * 2 * numberBytes);
      addModulus(j, held[j]);
      addTransposed(held[j], firstFilters[j], spectra[0]);
    }
    synthesise(spectra[0], zeros);
  }

  const rowsOf = (group: number): number => Math.min(width, pathCount - group * width);

  return {
    pathCount,
    signalLength,
    componentCount,
    width,
    load(paths) {
      checkLength('load', 'paths', paths, pathCount * signalLength);
      groups.forEach((state, group) => {
        copyIn(paths, group * width, rowsOf(group));
        forward(state.signals, (j, wavelet) => run.modulus(wavelet, signalLength, partOf(j), state.units[j], state.inverses[j]));
        averages.average(kernel, state.signals, state.averages);
      });
    },
    values(out) {
      checkLength('values', 'out', out, pathCount * componentCount);
      for (let n = 0; n < pathCount; n++) readings.values(groups[Math.floor(n / width)].averages, n % width, out, n * componentCount);
    },
    pullback(weights, out) {
      const shared = weights.length === componentCount;
      if (!shared) checkLength('pullback', `weights of ${componentCount} numbers, or one row a path,`, weights, pathCount * componentCount);
      checkLength('pullback', 'out', out, pathCount * signalLength);
      groups.forEach(({ signals, units, inverses, turns, factors, averages: means, slopes }, group) => {
        for (let lane = 0; lane < width; lane++) {
          const n = Math.min(group * width + lane, pathCount - 1);
          readings.slopes(means, lane, weights, shared ? 0 : n * componentCount, slopes);
        }
        averages.writeFactors(kernel, slopes, factors);
        back(
          slopes,
          (l, a, slope) => averages.combine(kernel, l, a, signals, factors, slope, false),
          (a, slope) => averages.addLow(kernel, a, signals, factors, slope),
          (j, slope) => run.addModulusSlope(partOf(j), signalLength, units[j], inverses[j], turns[j], slope),
        );
        copyOut(out, group * width, rowsOf(group));
      });
    },
    hessianProduct(group, directions, c, out, jacobianRates) {
      checkGroup(group, groupCount);
      checkLength('hessianProduct', 'directions', directions, width * signalLength);
      checkLength('hessianProduct', 'out', out, width * signalLength);
      checkLength('hessianProduct', 'rates', jacobianRates, width * componentCount);
      const { signals, units, turns, factors, averages: means, slopes } = groups[group];
      copyIn(directions, 0, rowsOf(group));
      forward(rates, (j, rate) => run.modulusRate(rate, signalLength, units[j], turns[j], partOf(j), turnRates[j]));
      averages.averageRates(kernel, signals, rates, averageRates);
      for (let lane = 0; lane < rowsOf(group); lane++) {
        readings.rates(means, slopes, averageRates, lane, c, jacobianRates, lane * componentCount, slopeRates);
      }
      averages.writeFactors(kernel, slopeRates, factorRates);
      back(
        slopeRates,
        (l, a, slope) => {
          averages.combine(kernel, l, a, signals, factorRates, slope, false);
          averages.combine(kernel, l, a, rates, factors, slope, true);
        },
        (a, slope) => {
          averages.addLow(kernel, a, signals, factorRates, slope);
          averages.addLow(kernel, a, rates, factors, slope);
        },
        (j, slope) => run.addModulusSlopeRate(partOf(j), signalLength, units[j], turnRates[j], slope),
      );
      copyOut(out, 0, rowsOf(group));
    },
  };
}

/** The place n of a kernel's signal is this place of the path: the even places of its reflection, in order. */
function timeOf(n: number, length: number): number {
  return 2 * n < length ? 2 * n : 2 * (length - n) - 1;
}

function checkPathCount(pathCount: number): void {
  if (!Number.isInteger(pathCount) || pathCount < 1) {
    throw new RangeError(`scatteringSpectraKernel: pathCount expects a whole number from 1, got ${pathCount}`);
  }
}

function checkGroup(group: number, groupCount: number): void {
  if (!Number.isInteger(group) || group < 0 || group >= groupCount) {
    throw new RangeError(`scatteringSpectraKernel.hessianProduct: group expects a whole number from 0 to ${groupCount - 1}, got ${group}`);
  }
}

function checkLength(method: string, name: string, values: Vector, length: number): void {
  if (values.length !== length) {
    throw new RangeError(`scatteringSpectraKernel.${method}: ${name} expects ${length} numbers, got ${values.length}`);
  }
}
