import {
  circularAutocovariances,
  circularDivergence,
  circularSpectrum,
  exponentialSpectrum,
  spectrumWith,
} from '../../../model/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly signalLength: number;
  readonly lags: number;
  /** Coefficients of an autoregression; else `autocovariances`, lag 0 first. */
  readonly truth?: readonly number[] | null;
  readonly autocovariances?: readonly number[] | null;
}

/** The powers p of the family, by the names of the file. */
const powers = { maximumEntropy: 1, implicitStep: 2, exponential: Infinity } as const;

/** Spectra with prescribed autocovariances: maximum entropy, implicit step, exponential. */
export const spectraWithAutocovariances: ClosedForm<Parameters, Readonly<Record<string, unknown>>> = (
  { signalLength, lags, truth, autocovariances },
  expected,
) => {
  const spectrum = truth ? circularSpectrum(truth, { signalLength }) : undefined;
  const target = spectrum ? Array.from(circularAutocovariances(spectrum, lags)) : (autocovariances ?? []);
  const result: Record<string, unknown> = { target };
  if (spectrum) {
    result.whiteDivergence = circularDivergence(
      spectrum.map(() => 1),
      spectrum,
    );
  }
  for (const [name, power] of Object.entries(powers)) {
    const found = spectrumWith(target, { signalLength, power });
    const listed = expected[`${name}Autocovariances`];
    result[`${name}Coefficients`] = found.coefficients;
    result[`${name}EntropyPerValue`] = found.entropyPerValue;
    if (Array.isArray(listed)) {
      result[`${name}Autocovariances`] = circularAutocovariances(found.spectrum, listed.length - 1);
    }
    if (spectrum) result[`${name}Divergence`] = circularDivergence(found.spectrum, spectrum);
  }
  return result;
};

/** The exponential spectrum of lag one in the limit of long paths. */
export const exponentialSpectrumLimit: ClosedForm<
  { readonly autocorrelations: readonly number[] },
  { readonly autocovariances: readonly (readonly number[])[] }
> = ({ autocorrelations }, { autocovariances }) => {
  const spectra = autocorrelations.map(exponentialSpectrum);
  return {
    c: spectra.map(({ slope }) => slope),
    entropyDeficitPerValue: spectra.map(({ entropyDeficitPerValue }) => entropyDeficitPerValue),
    autocovariances: spectra.map((one, i) => Array.from(one.autocovariance(autocovariances[i].length - 1))),
  };
};
