import { checkCount, type Vector, vector, vectorOf } from '../array/index.js';
import { cos, log, sin, squared } from '../special/index.js';
import { ar } from './ar.js';
import { checkLength } from './path-model.js';

/** cos kωⱼ at the circular frequencies ωⱼ = 2πj/d, [d]. */
export function circularCosines(signalLength: number, lag: number): Vector {
  // kj modulo d keeps the angle below 2π, so that no digit is lost.
  return vector(signalLength).map((_, j) => cos((2 * Math.PI * ((lag * j) % signalLength)) / signalLength));
}

/**
 * Spectrum of an autoregression whose paths are closed to circles: 1/|1 − Σ φₖ e^{−ikωⱼ}|² at ωⱼ = 2πj/d,
 * j = 0 … d − 1, divided by its mean, so that its lag-0 autocovariance is 1.
 * @param coefficients φ₁ … φₚ
 * @throws RangeError when the coefficients have no stationary law
 */
export function circularSpectrum(
  coefficients: readonly number[],
  { signalLength }: { readonly signalLength: number },
): Vector {
  checkLength('circularSpectrum', signalLength);
  ar(coefficients, { signalLength });
  const angle = (k: number, j: number): number => (2 * Math.PI * ((k * j) % signalLength)) / signalLength;
  const spectrum = vector(signalLength).map((_, j) => {
    let [re, im] = [1, 0];
    for (let k = 1; k <= coefficients.length; k++) {
      re -= coefficients[k - 1] * cos(angle(k, j));
      im += coefficients[k - 1] * sin(angle(k, j));
    }
    return 1 / (squared(re) + squared(im));
  });
  const mean = spectrum.reduce((sum, value) => sum + value, 0) / signalLength;
  return spectrum.map((value) => value / mean);
}

/**
 * (1/d) Σⱼ Sⱼ cos kωⱼ for k = 0 … lastLag: the autocovariances of a circular law with spectrum S.
 * @throws RangeError when the spectrum is empty, or lastLag no whole number from 0
 */
export function circularAutocovariances(spectrum: ArrayLike<number>, lastLag: number): Vector {
  checkCount('circularAutocovariances: length of spectrum', spectrum.length, 1);
  checkCount('circularAutocovariances: lastLag', lastLag);
  const values = vectorOf(spectrum);
  return vector(lastLag + 1).map((_, lag) => {
    const cosines = circularCosines(values.length, lag);
    return values.reduce((sum, value, j) => sum + value * cosines[j], 0) / values.length;
  });
}

/**
 * D(q‖p) = ½ Σ (S/Sᵖ − 1 − ln S/Sᵖ) of centred circular Gaussian laws with spectra S and Sᵖ, in nats per path of d
 * values.
 * @throws RangeError when the spectra differ in length
 */
export function circularDivergence(spectrum: ArrayLike<number>, truth: ArrayLike<number>): number {
  const { length: d } = truth;
  if (spectrum.length !== d) {
    throw new RangeError(`circularDivergence: spectrum expects ${d} numbers like the truth, got ${spectrum.length}`);
  }
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const ratio = spectrum[j] / truth[j];
    sum += 0.5 * (ratio - 1 - log(ratio));
  }
  return sum;
}
