import { atan, atanh, exp, log, squared, tanh } from '../special/index.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';

/** Ends and noise of a straight interpolant of centred normal laws. */
export interface NormalEnds {
  /** S₀ > 0. */
  readonly startVariance: number;
  /** S₁ > 0. */
  readonly endVariance: number;
  /** γ² = noise · t(1 − t); 0 or above. */
  readonly noise: number;
}

/** The straight interpolant of N(0, S₀) and N(0, S₁), X_t = (1 − t) X₀ + t X₁ + γ z. */
export interface NormalInterpolant {
  /** C(t) = (1 − t)²S₀ + t²S₁ + γ². */
  variance(t: number): number;
  /** b(x, t)/x = Ċ/(2C). */
  drift(t: number): number;
  /**
   * Mean at t = 1 of the diffusion dX = (b + 1 + εs) dt + √(2ε) dW, whose drift is wrong by 1. Drift and noise are linear, so that an
   * error δ moves the mean by δ times this; the divergence from the right law is then half its square over S₁.
   * @param epsilon ε, 0 or above
   */
  meanShift(epsilon: number): number;
  /** The least of E∫(½b̂² − b̂Ẋ) dt over velocities b̂: −½ ∫ E b² dt. */
  readonly driftLoss: number;
  /** The least of E∫(½ŝ² + γ⁻¹zŝ) dt over scores ŝ: −½ ∫ E s² dt. */
  readonly scoreLoss: number;
}

/** Points of the trapezoidal rule in w, where the integrands fall like e^{−|w|} and are analytic in a strip: 16 digits. */
const STEP = 1 / 8;
const REACH = 40;

/**
 * The straight interpolant of two centred normal laws. Integrals over t are taken in w, t/(1 − t) = √(S₀/S₁) e^w, which resolves both
 * ends and in which ∫dt/C = ∫dw/(noise + 2√(S₀S₁) cosh w) has a closed form.
 * @throws RangeError when a variance is not positive and finite, or the noise negative or not finite
 */
export function normalInterpolant({ startVariance, endVariance, noise }: NormalEnds): NormalInterpolant {
  checkAllPositive('normalInterpolant', { startVariance, endVariance });
  checkNoneNegative('normalInterpolant', { noise });
  const ratio = Math.sqrt(startVariance / endVariance);
  const width = 2 * Math.sqrt(startVariance * endVariance);
  const variance = (t: number): number => squared(1 - t) * startVariance + t * t * endVariance + noise * t * (1 - t);
  const slope = (t: number): number => 2 * (t * endVariance - (1 - t) * startVariance) + noise * (1 - 2 * t);
  const remaining = remainingTime(noise, width);

  /** ∫₀¹ value dt. */
  function integral(value: (t: number, w: number) => number): number {
    const reach = REACH + Math.abs(log(ratio));
    let sum = 0;
    for (let k = Math.ceil(-reach / STEP); k * STEP <= reach; k++) {
      const u = ratio * exp(k * STEP);
      sum += (value(u / (1 + u), k * STEP) * u) / squared(1 + u);
    }
    return STEP * sum;
  }

  return {
    variance,
    drift: (t) => (0.5 * slope(t)) / variance(t),
    meanShift(epsilon) {
      checkNoneNegative('meanShift', { epsilon });
      return integral((t, w) => Math.sqrt(endVariance / variance(t)) * exp(-epsilon * remaining(w)));
    },
    driftLoss: -0.5 * integral((t) => squared(slope(t)) / (4 * variance(t))),
    scoreLoss: -0.5 * integral((t) => 1 / variance(t)),
  };
}

/** ∫_w^∞ dw/(noise + width cosh w), by the substitution tanh(w/2). */
function remainingTime(noise: number, width: number): (w: number) => number {
  const least = Math.sqrt(Math.abs(width - noise) / (width + noise));
  const scale = 2 / Math.sqrt(Math.abs(squared(width) - squared(noise)));
  const primitive = (y: number): number => {
    if (noise === width) return y / width;
    return scale * (noise < width ? atan(least * y) : atanh(least * y));
  };
  return (w) => primitive(1) - primitive(tanh(w / 2));
}
