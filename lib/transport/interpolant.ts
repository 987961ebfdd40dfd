import { callOf, type PortableCall, portable } from '../parallel/index.js';
import { checkNoneNegative } from './number-check.js';

/** A number that depends on time, and its derivative. */
export interface TimeFactor {
  at(t: number): number;
  slope(t: number): number;
}

/** How pairs are joined in time: X_t = a(t) X₀ + b(t) X₁ + γ(t) z for t from 0 to 1, with z ~ N(0, I). */
export interface Interpolant {
  readonly name: string;
  /** a, from 1 to 0. */
  readonly start: TimeFactor;
  /** b, from 0 to 1. */
  readonly end: TimeFactor;
  /** γ², 0 at both ends. */
  readonly noise: TimeFactor;
  readonly call: PortableCall<Interpolant>;
}

/**
 * The straight interpolant X_t = (1 − t) X₀ + t X₁ + γ z, γ² = noise · t(1 − t).
 * @param options.noise 0 or above, in squared units of the paths
 * @throws RangeError when the noise is negative or not finite
 */
export function straightInterpolant({ noise }: { readonly noise: number }): Interpolant {
  checkNoneNegative('straightInterpolant', { noise });
  return {
    name: `straight interpolant with noise ${noise}`,
    start: { at: (t) => 1 - t, slope: () => -1 },
    end: { at: (t) => t, slope: () => 1 },
    noise: { at: (t) => noise * t * (1 - t), slope: (t) => noise * (1 - 2 * t) },
    call: callOf(madeStraight, { noise }),
  };
}

const madeStraight = portable('transport/interpolant', straightInterpolant);
