import {
  type CircularTruth,
  circularLags,
  circularSpectrum,
  guidedGaps,
  spectrumEnergies,
  spectrumEntropy,
  thermalisedGaps,
} from '../../../chapter/noise/guided-laws.js';
import { canonicalSpectrum, canonicalVariance } from '../../../divergence/index.js';
import type { ClosedForm } from './closed-form.js';

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

/** Stationary spectrum of noisy mean-field descent of circular paths. */
export const meanFieldLangevinCircular: ClosedForm<
  CircularTruth & { readonly strength: number; readonly beta: readonly number[] }
> = ({ strength, beta, ...truth }) => {
  const components = circularLags(truth.signalLength);
  const spectrum = circularSpectrum(truth);
  const target = spectrumEnergies(components, spectrum);
  const laws = beta.map((value) => canonicalSpectrum(components, { target, ridge: 1 / (value * strength) }));
  return {
    target,
    multipliers: laws.map(({ multipliers }) => multipliers),
    energies: laws.map(({ energies }) => energies),
    entropyGap: laws.map((law) => spectrumEntropy(spectrum) - spectrumEntropy(law.spectrum)),
  };
};

/** Moment-guided diffusion of circular Gaussian paths, by volatility. */
export const momentGuidedGaussian: ClosedForm<CircularTruth & { readonly noise: readonly number[] }> = ({
  noise,
  ...truth
}) => {
  const gaps = guidedGaps(truth, noise);
  return {
    maximumEntropy: spectrumEntropy(circularSpectrum(truth)),
    entropyGap: gaps.map(({ law }) => law),
    boundGap: gaps.map(({ bound }) => bound),
  };
};

/** Circular Gaussian paths that arrive without noise and are thermalised then, by time. */
export const thermalisedSpectrum: ClosedForm<CircularTruth & { readonly times: readonly number[] }> = ({
  times,
  ...truth
}) => ({ entropyGap: thermalisedGaps(truth, times) });
