import type { Vector } from '../../array/index.js';
import { type ComplexSignal, clear } from '../../wavelet/index.js';
import type { SpectraCoefficient } from './coefficients.js';
import { addCorrelation, addCorrelationPullback } from './correlation.js';
import { factorsOf, type SpectraSignals } from './signals.js';

/**
 * The averages over time behind the coefficients, complex numbers one a coefficient: linear in the signals (sparsity,
 * mean) or quadratic (variance, skewness, kurtosis).
 */
export interface SpectraAverages {
  /** Writes the averages. */
  apply(signals: SpectraSignals, out: ComplexSignal): void;
  /** Writes their rates when the signals change at `rates`. */
  applyRate(signals: SpectraSignals, rates: SpectraSignals, out: ComplexSignal): void;
  /** Adds the pullback of slopes of the averages to the slopes of the signals. */
  addPullback(signals: SpectraSignals, slopes: ComplexSignal, out: SpectraSignals): void;
  /** Adds the rate of the pullback when signals and slopes change. */
  addPullbackRate(
    signals: SpectraSignals,
    rates: SpectraSignals,
    slopes: ComplexSignal,
    slopeRates: ComplexSignal,
    out: SpectraSignals,
  ): void;
}

/** Cost of each method: O(d) a coefficient. */
export function spectraAverages(coefficients: readonly SpectraCoefficient[]): SpectraAverages {
  function addLinear(signals: SpectraSignals, out: ComplexSignal): void {
    coefficients.forEach((coefficient, k) => {
      if (coefficient.kind !== 'sparsity' && coefficient.kind !== 'mean') return;
      const signal = linearSignal(signals, coefficient);
      out.re[k] += signal.reduce((sum, value) => sum + value, 0) / signal.length;
    });
  }

  /** Adds ⟨a b̄⟩ with a of the left signals and b of the right. */
  function addQuadratic(left: SpectraSignals, right: SpectraSignals, out: ComplexSignal): void {
    coefficients.forEach((coefficient, k) => {
      if (coefficient.kind === 'sparsity' || coefficient.kind === 'mean') return;
      addCorrelation(factorsOf(left, coefficient)[0], factorsOf(right, coefficient)[1], out, k);
    });
  }

  function addLinearPullback(slopes: ComplexSignal, out: SpectraSignals): void {
    coefficients.forEach((coefficient, k) => {
      if (coefficient.kind !== 'sparsity' && coefficient.kind !== 'mean') return;
      const signal = linearSignal(out, coefficient);
      const slope = slopes.re[k] / signal.length;
      for (let t = 0; t < signal.length; t++) signal[t] += slope;
    });
  }

  function addQuadraticPullback(signals: SpectraSignals, slopes: ComplexSignal, out: SpectraSignals): void {
    coefficients.forEach((coefficient, k) => {
      if (coefficient.kind === 'sparsity' || coefficient.kind === 'mean') return;
      const [a, b] = factorsOf(signals, coefficient);
      const [aSlope, bSlope] = factorsOf(out, coefficient);
      addCorrelationPullback(a, b, slopes, k, aSlope, bSlope);
    });
  }

  return {
    apply(signals, out) {
      clear(out);
      addLinear(signals, out);
      addQuadratic(signals, signals, out);
    },
    applyRate(signals, rates, out) {
      clear(out);
      addLinear(rates, out);
      addQuadratic(rates, signals, out);
      addQuadratic(signals, rates, out);
    },
    addPullback(signals, slopes, out) {
      addLinearPullback(slopes, out);
      addQuadraticPullback(signals, slopes, out);
    },
    addPullbackRate(signals, rates, slopes, slopeRates, out) {
      addLinearPullback(slopeRates, out);
      // The pullback is linear in the signals and in the slopes, each.
      addQuadraticPullback(signals, slopeRates, out);
      addQuadraticPullback(rates, slopes, out);
    },
  };
}

/** The real signal whose average is a coefficient of first order. */
function linearSignal(
  { wavelets, moduli }: SpectraSignals,
  coefficient: Extract<SpectraCoefficient, { kind: 'sparsity' | 'mean' }>,
): Vector {
  return coefficient.kind === 'mean' ? wavelets[wavelets.length - 1].re : moduli[coefficient.j];
}
