import { type Ensemble, ensemble, type Vector } from '../array/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';
import { exp, expm1 } from '../special/index.js';

/**
 * How a linear diffusion dX = f(t) X dt + g(t) dW turns data into noise: given X₀, X_t ~ N(a(t) X₀, σ²(t) I) with
 * a = exp ∫f dt and dσ²/dt = 2fσ² + g².
 */
export interface NoiseSchedule {
  readonly name: string;
  /** a(t), above 0; a(0) = 1. */
  scale(t: number): number;
  /** σ²(t), squared units of the paths; σ²(0) = 0. */
  variance(t: number): number;
  /** f(t). */
  decay(t: number): number;
  /** g(t). */
  volatility(t: number): number;
  readonly call: PortableCall<NoiseSchedule>;
}

/**
 * Paths noised each for a time of its own: a(t) x + σ(t) z, [N, d].
 * @param paths x, [N, d]
 * @param options.noise z, [N, d], drawn from N(0, I)
 * @param options.times t, 0 or above, [N]
 */
export function noisedPaths(
  { scale, variance }: NoiseSchedule,
  paths: Ensemble,
  { noise, times }: { readonly noise: Ensemble; readonly times: Vector },
): Ensemble {
  const result = ensemble(paths.pathCount, paths.shape);
  times.forEach((t, n) => {
    const [a, deviation] = [scale(t), Math.sqrt(variance(t))];
    const [x, z, out] = [paths.path(n), noise.path(n), result.path(n)];
    for (let i = 0; i < out.length; i++) out[i] = a * x[i] + deviation * z[i];
  });
  return result;
}

/** The Ornstein–Uhlenbeck process dX = −X dt + √2 dW, at rest in N(0, I): a = e^{−t}, σ² = 1 − e^{−2t}. */
export function ornsteinUhlenbeck(): NoiseSchedule {
  return {
    name: 'Ornstein–Uhlenbeck',
    scale: (t) => exp(-t),
    variance: (t) => -expm1(-2 * t),
    decay: () => -1,
    volatility: () => Math.SQRT2,
    call: callOf(madeOrnsteinUhlenbeck),
  };
}

const madeOrnsteinUhlenbeck = portable('transport/noise-schedule#ornsteinUhlenbeck', ornsteinUhlenbeck);

/** Noise that only adds up, dX = e^t dW: a = 1, σ² = (e^{2t} − 1)/2. */
export function growingNoise(): NoiseSchedule {
  return {
    name: 'growing noise',
    scale: () => 1,
    variance: (t) => 0.5 * expm1(2 * t),
    decay: () => 0,
    volatility: exp,
    call: callOf(madeGrowing),
  };
}

const madeGrowing = portable('transport/noise-schedule#growingNoise', growingNoise);
