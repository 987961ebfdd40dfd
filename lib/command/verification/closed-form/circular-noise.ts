import { type Matrix, matrix, type Vector, vector } from '../../../array/index.js';
import {
  canonicalSpectrum,
  canonicalVariance,
  type GuidedSpectrum,
  momentGuidedSpectrum,
} from '../../../divergence/index.js';
import { cos, log, sin } from '../../../special/index.js';
import type { ClosedForm } from './closed-form.js';

/** cos ω and 1 at the frequencies 2πj/d: lag 1 first, then lag 0, of paths that wrap around. */
function circularLags(d: number): Matrix {
  return matrix(
    2,
    d,
    vector(2 * d).map((_, i) => (i < d ? cos((2 * Math.PI * i) / d) : 1)),
  );
}

/** Spectrum of AR(1), divided by its mean. */
function autoregressive(rho: number, d: number): Vector {
  const raw = vector(d).map((_, j) => 1 / (1 + rho * rho - 2 * rho * cos((2 * Math.PI * j) / d)));
  const mean = raw.reduce((sum, value) => sum + value, 0) / d;
  return raw.map((value) => value / mean);
}

const entropyOf = (spectrum: Vector): number => spectrum.reduce((sum, value) => sum + 0.5 * log(value), 0);

function energiesOf({ rowCount, columnCount: d, data }: Matrix, spectrum: Vector): Vector {
  return vector(rowCount).map((_, k) => spectrum.reduce((sum, value, j) => sum + (data[k * d + j] * value) / d, 0));
}

/** White noise guided towards AR(1)'s energies along m₀ + sin²(πt/2)(m₁ − m₀) in unit time. */
function guided(rho: number, d: number, volatility: number): GuidedSpectrum {
  const components = circularLags(d);
  const start = vector(d).fill(1);
  const [first, last] = [start, autoregressive(rho, d)].map((spectrum) => energiesOf(components, spectrum));
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

interface OneValue {
  readonly target: number;
  readonly strength: number;
  readonly beta: readonly number[];
  readonly baseVariance: number | null;
}

/** Stationary variance of one value under noisy mean-field descent. */
export const meanFieldLangevin: ClosedForm<OneValue> = ({ target, strength, beta, baseVariance }) => {
  const basePrecision = baseVariance === null ? 0 : 1 / baseVariance;
  const laws = beta.map((value) => canonicalVariance({ target, ridge: 1 / (value * strength), basePrecision }));
  return {
    stationaryVariance: laws.map(({ variance }) => variance),
    multiplier: laws.map(({ multiplier }) => multiplier),
  };
};

interface Circular {
  readonly autocorrelation: number;
  readonly signalLength: number;
}

/** Stationary spectrum of noisy mean-field descent of circular paths. */
export const meanFieldLangevinCircular: ClosedForm<
  Circular & { readonly strength: number; readonly beta: readonly number[] }
> = ({ autocorrelation, signalLength, strength, beta }) => {
  const components = circularLags(signalLength);
  const truth = autoregressive(autocorrelation, signalLength);
  const target = energiesOf(components, truth);
  const laws = beta.map((value) => canonicalSpectrum(components, { target, ridge: 1 / (value * strength) }));
  return {
    target,
    multipliers: laws.map(({ multipliers }) => multipliers),
    energies: laws.map(({ energies }) => energies),
    entropyGap: laws.map(({ spectrum }) => entropyOf(truth) - entropyOf(spectrum)),
  };
};

/** Moment-guided diffusion of circular Gaussian paths, by volatility. */
export const momentGuidedGaussian: ClosedForm<Circular & { readonly noise: readonly number[] }> = ({
  autocorrelation,
  signalLength,
  noise,
}) => {
  const maximumEntropy = entropyOf(autoregressive(autocorrelation, signalLength));
  const laws = noise.map((volatility) => guided(autocorrelation, signalLength, volatility));
  return {
    maximumEntropy,
    entropyGap: laws.map(({ entropy }) => maximumEntropy - entropy),
    boundGap: laws.map(({ bound }) => maximumEntropy - bound),
  };
};

/** Circular Gaussian paths that arrive without noise and are thermalised then, by time. */
export const thermalisedSpectrum: ClosedForm<Circular & { readonly times: readonly number[] }> = ({
  autocorrelation,
  signalLength,
  times,
}) => {
  const { spectrum: start } = guided(autocorrelation, signalLength, 0);
  const laws = momentGuidedSpectrum(circularLags(signalLength), { start, volatility: 1, times });
  const maximumEntropy = entropyOf(autoregressive(autocorrelation, signalLength));
  return { entropyGap: laws.map(({ entropy }) => maximumEntropy - entropy) };
};
