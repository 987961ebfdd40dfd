import { type Vector, vector } from '../../array/index.js';
import { clear, complexSignal, filtering } from '../../wavelet/index.js';
import { isSame } from '../same-numbers.js';
import { spectraAverages } from './averages.js';
import type { SpectraCoefficients } from './coefficients.js';
import { addModulusPullback, addModulusPullbackRate, modulus, modulusRate } from './modulus.js';
import { paddedFilters } from './padded-filters.js';
import { spectraReading } from './reading.js';
import { clearSignals, type SpectraSignals, spectraSignals } from './signals.js';

/** The scattering spectra of one path and their derivatives. Results are written into `out`. */
export interface SpectraChain {
  value(path: Vector, out: Vector): void;
  pullback(path: Vector, weights: Vector, out: Vector): void;
  hessianProduct(path: Vector, weights: Vector, direction: Vector, out: Vector): void;
}

export interface SpectraChainOptions {
  readonly signalLength: number;
  /** ψ_j, finest first, then the low-pass: transfer functions over 2d bins. */
  readonly filters: readonly Vector[];
  /** σ_j, by which the filters of first order are divided. */
  readonly deviations: readonly number[];
  readonly coefficients: SpectraCoefficients;
}

/**
 * The chain path → wavelets W_j → moduli |W_j| → second order V_{j,l} → averages → coefficients.
 *
 * Each stage has a pullback, from slopes of what it makes to slopes of what it was given, and each pullback a rate along a
 * direction. The Hessian product is the rate of the whole pullback: the chain is run forward with rates, then back with
 * them. The chain remembers the path and the weights at which it stands: another weight, or another direction, at the same
 * path costs half.
 */
export function spectraChain({ signalLength, filters, deviations, coefficients }: SpectraChainOptions): SpectraChain {
  const scales = filters.length - 1;
  const padded = filtering(2 * signalLength);
  const first = paddedFilters(
    padded,
    filters.map((filter, j) => filter.map((value) => value / deviations[j])),
  );
  const second = filters.slice(1).map((_, j) => paddedFilters(padded, filters.slice(j + 1)));
  const averages = spectraAverages(coefficients.list);
  const reading = spectraReading(coefficients.realCount);

  const work = (): SpectraSignals => spectraSignals(scales, signalLength);
  const [signals, rates, slopes, slopeRates] = [work(), work(), work(), work()];
  const count = coefficients.list.length;
  const [means, meanRates, meanSlopes, meanSlopeRates] = Array.from({ length: 4 }, () => complexSignal(count));

  // Where the signals and the slopes stand; a number that is no number equals nothing, so that the first call computes.
  const [pathHere, weightsHere] = [vector(signalLength).fill(NaN), vector(count).fill(NaN)];

  function forward(path: Vector): void {
    if (isSame(path, pathHere)) return;
    pathHere.set(path);
    weightsHere.fill(NaN);
    const { wavelets, moduli } = signals;
    first.apply(path, wavelets);
    moduli.forEach((out, j) => {
      modulus(wavelets[j], out);
    });
    second.forEach((bankOfScale, j) => {
      bankOfScale.apply(moduli[j], signals.second[j]);
    });
    averages.apply(signals, means);
  }

  function forwardRates(direction: Vector): void {
    const { wavelets, moduli } = rates;
    first.apply(direction, wavelets);
    moduli.forEach((out, j) => {
      modulusRate(signals.wavelets[j], wavelets[j], out);
    });
    second.forEach((bankOfScale, j) => {
      bankOfScale.apply(moduli[j], rates.second[j]);
    });
    averages.applyRate(signals, rates, meanRates);
  }

  /** Takes the slopes back to those of the wavelets. */
  function back(weights: Vector): void {
    if (isSame(weights, weightsHere)) return;
    weightsHere.set(weights);
    clear(meanSlopes);
    reading.addPullback(means, weights, meanSlopes);
    clearSignals(slopes);
    averages.addPullback(signals, meanSlopes, slopes);
    second.forEach((bankOfScale, j) => {
      bankOfScale.addTranspose(slopes.second[j], slopes.moduli[j]);
      addModulusPullback(signals.wavelets[j], slopes.moduli[j], slopes.wavelets[j]);
    });
  }

  /** Takes the rates of the slopes back to those of the wavelets; needs the slopes themselves. */
  function backRates(weights: Vector): void {
    clear(meanSlopeRates);
    reading.addPullbackRate(means, meanRates, weights, meanSlopeRates);
    clearSignals(slopeRates);
    averages.addPullbackRate(signals, rates, meanSlopes, meanSlopeRates, slopeRates);
    second.forEach((bankOfScale, j) => {
      bankOfScale.addTranspose(slopeRates.second[j], slopeRates.moduli[j]);
      addModulusPullbackRate(
        signals.wavelets[j],
        rates.wavelets[j],
        slopes.moduli[j],
        slopeRates.moduli[j],
        slopeRates.wavelets[j],
      );
    });
  }

  return {
    value(path, out) {
      forward(path);
      reading.apply(means, out);
    },
    pullback(path, weights, out) {
      forward(path);
      back(weights);
      out.fill(0);
      first.addTranspose(slopes.wavelets, out);
    },
    hessianProduct(path, weights, direction, out) {
      forward(path);
      forwardRates(direction);
      back(weights);
      backRates(weights);
      out.fill(0);
      first.addTranspose(slopeRates.wavelets, out);
    },
  };
}
