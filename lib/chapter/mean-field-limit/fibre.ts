import type { Vector } from '../../array/index.js';
import { circularAutocovariances, circularDivergence, circularSpectrum, spectrumWith } from '../../model/index.js';

/** A law on the fibre E Φ = α, along the family of powers. */
export interface FibrePoint {
  /** p: 1 maximum entropy, 2 one implicit step, Infinity the flow. */
  readonly power: number;
  /** Entropy below the largest on the fibre, nats per path. */
  readonly entropyGap: number;
  /** D(q‖p) from the autoregression whose autocovariances are the target, nats per path. */
  readonly divergence: number;
  readonly spectrum: Vector;
  /** Autocovariances at lags 0 … 6. */
  readonly autocovariances: Vector;
}

/** The fibre of an autoregression: its lag-0 and lag-1 autocovariances, and laws that have these. */
export interface Fibre {
  readonly coefficients: readonly number[];
  /** D(N(0, I)‖p). */
  readonly whiteDivergence: number;
  readonly truth: Vector;
  readonly points: readonly FibrePoint[];
}

/**
 * Where descents of white noise end on the fibre of an autoregression: closed forms on circles, for several powers p.
 */
export function fibreOf(
  coefficients: readonly number[],
  {
    signalLength = 1024,
    powers = [1, 2, Infinity],
  }: { readonly signalLength?: number; readonly powers?: readonly number[] } = {},
): Fibre {
  const truth = circularSpectrum(coefficients, { signalLength });
  const target = circularAutocovariances(truth, 1);
  const largest = spectrumWith(target, { signalLength, power: 1 }).entropyPerValue;
  const points = powers.map((power) => {
    const { spectrum, entropyPerValue } = spectrumWith(target, { signalLength, power });
    return {
      power,
      entropyGap: signalLength * (largest - entropyPerValue),
      divergence: circularDivergence(spectrum, truth),
      spectrum,
      autocovariances: circularAutocovariances(spectrum, 6),
    };
  });
  return {
    coefficients,
    whiteDivergence: circularDivergence(
      truth.map(() => 1),
      truth,
    ),
    truth,
    points,
  };
}
