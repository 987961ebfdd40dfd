import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { type GuidedSpectrum, momentGuidedSpectrum } from '../../divergence/index.js';
import { cos, log, sin } from '../../special/index.js';

/** AR(1) on a circle of d values. */
export interface CircularTruth {
  /** φ. */
  readonly autocorrelation: number;
  /** d. */
  readonly signalLength: number;
}

/** cos ω and 1 at the frequencies 2πj/d, [2, d]: lag 1 first, then lag 0, of paths that wrap around. */
export function circularLags(d: number): Matrix {
  return matrix(
    2,
    d,
    vector(2 * d).map((_, i) => (i < d ? cos((2 * Math.PI * i) / d) : 1)),
  );
}

/** The truth's spectrum, divided by its mean, [d]. */
export function circularSpectrum({ autocorrelation: rho, signalLength: d }: CircularTruth): Vector {
  const raw = vector(d).map((_, j) => 1 / (1 + rho * rho - 2 * rho * cos((2 * Math.PI * j) / d)));
  const mean = raw.reduce((sum, value) => sum + value, 0) / d;
  return raw.map((value) => value / mean);
}

/** ½ Σ ln S: entropy less that of white noise, nats per path. */
export function spectrumEntropy(spectrum: Vector): number {
  return spectrum.reduce((sum, value) => sum + 0.5 * log(value), 0);
}

/** Mean energies of a spectrum, [K]. */
export function spectrumEnergies({ rowCount, columnCount: d, data }: Matrix, spectrum: Vector): Vector {
  return vector(rowCount).map((_, k) => spectrum.reduce((sum, value, j) => sum + (data[k * d + j] * value) / d, 0));
}

/** White noise guided to the truth's energies along m₀ + sin²(πt/2)(m₁ − m₀) in unit time, in closed form but for an equation in time. */
export function guidedLaw(truth: CircularTruth, volatility: number): GuidedSpectrum {
  const components = circularLags(truth.signalLength);
  const start = vector(truth.signalLength).fill(1);
  const [first, last] = [start, circularSpectrum(truth)].map((spectrum) => spectrumEnergies(components, spectrum));
  return momentGuidedSpectrum(components, {
    start,
    volatility,
    times: [0, 1],
    momentRate(t, out) {
      const rate = 0.5 * Math.PI * sin(Math.PI * t);
      for (let k = 0; k < out.length; k++) out[k] = rate * (last[k] - first[k]);
    },
  })[1];
}

/** How far a guided law and its entropy bound fall short of the largest entropy, nats per path. */
export interface EntropyGaps {
  readonly volatility: number;
  readonly law: number;
  readonly bound: number;
}

/** Both gaps by volatility σ². */
export function guidedGaps(truth: CircularTruth, volatilities: readonly number[]): EntropyGaps[] {
  const largest = spectrumEntropy(circularSpectrum(truth));
  return volatilities.map((volatility) => {
    const { entropy, bound } = guidedLaw(truth, volatility);
    return { volatility, law: largest - entropy, bound: largest - bound };
  });
}

/** Richardson's value at σ² → ∞ of a quantity with an error a/σ², from two volatilities. */
export function richardson(
  few: { readonly volatility: number; readonly value: number },
  many: { readonly volatility: number; readonly value: number },
): number {
  return (many.volatility * many.value - few.volatility * few.value) / (many.volatility - few.volatility);
}

/** Gaps of the law after an arrival without noise and a thermalisation with held moments, by σ²t. */
export function thermalisedGaps(truth: CircularTruth, times: readonly number[]): number[] {
  const largest = spectrumEntropy(circularSpectrum(truth));
  const { spectrum: start } = guidedLaw(truth, 0);
  const laws = momentGuidedSpectrum(circularLags(truth.signalLength), { start, volatility: 1, times });
  return laws.map(({ entropy }) => largest - entropy);
}
