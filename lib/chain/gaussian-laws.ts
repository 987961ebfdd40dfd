import { checkPositive } from '../array/index.js';
import { exp, squared } from '../special/index.js';

/** Variance of the law to be drawn from, and step of the chain. */
export interface GaussianStep {
  /** λ > 0: the target is N(0, λ). */
  readonly variance: number;
  /** h > 0. */
  readonly stepSize: number;
}

/** The variance of a chain on a Gaussian law, in closed form or by a recursion of variances: no draw, no error but rounding. */
export interface VarianceLaw {
  /** After k ≥ 0 steps from N(0, `start`). */
  after(stepCount: number, start: number): number;
  /** For k → ∞; ∞ where the chain diverges. */
  readonly limit: number;
}

/**
 * Unadjusted Langevin, x′ = x − h x/λ + √(2h) ξ: its law in the limit has variance λ/(1 − h/(2λ)), for h < 2λ.
 * @throws RangeError when a number is not positive and finite, as the others of this family do
 */
export function langevinVariance({ variance, stepSize }: GaussianStep): VarianceLaw {
  checkStep('langevinVariance', { variance, stepSize });
  const factor = 1 - stepSize / variance;
  return {
    after: byRecursion((v) => factor * factor * v + 2 * stepSize),
    limit: stepSize < 2 * variance ? variance / (1 - stepSize / (2 * variance)) : Infinity,
  };
}

/** Langevin in continuous time, the law of Ornstein and Uhlenbeck, each step of duration h: exact in the limit. */
export function diffusionVariance({ variance, stepSize }: GaussianStep): VarianceLaw {
  checkStep('diffusionVariance', { variance, stepSize });
  return {
    after: (stepCount, start) => variance + (start - variance) * exp((-2 * stepCount * stepSize) / variance),
    limit: variance,
  };
}

/**
 * Forward-backward: the gradient push of the deviation s to t = |1 − h/λ| s, then the implicit step of the entropy in Wasserstein's
 * distance to (t + √(t² + 4h))/2. Exact in the limit for h ≤ λ; for λ < h < 2λ the push overshoots, and the limit is h/(2 − h/λ).
 */
export function forwardBackwardVariance({ variance, stepSize }: GaussianStep): VarianceLaw {
  checkStep('forwardBackwardVariance', { variance, stepSize });
  const factor = Math.abs(1 - stepSize / variance);
  const overshot = stepSize < 2 * variance ? stepSize / (2 - stepSize / variance) : Infinity;
  return {
    after: byRecursion((v) => {
      const pushed = factor * Math.sqrt(v);
      return squared(0.5 * (pushed + Math.sqrt(pushed * pushed + 4 * stepSize)));
    }),
    limit: stepSize <= variance ? variance : overshot,
  };
}

/** The law of backward-forward, read at both halves of its step. */
export interface BackwardForwardLaw extends VarianceLaw {
  /** After the implicit push of the last step: exact in the limit. */
  readonly half: VarianceLaw;
}

/**
 * Backward-forward: the implicit push of the deviation s to t = s/(1 + h/λ), then the explicit step of the entropy to t + h/t. In the limit
 * the law of the half step is exact, and that of the whole step has variance λ(1 + h/λ)²: a chain that is read at the wrong half is
 * biased at any step.
 */
export function backwardForwardVariance({ variance, stepSize }: GaussianStep): BackwardForwardLaw {
  checkStep('backwardForwardVariance', { variance, stepSize });
  const factor = 1 + stepSize / variance;
  const after = byRecursion((v) => squared(Math.sqrt(v) / factor + (stepSize * factor) / Math.sqrt(v)));
  return {
    after,
    limit: variance * factor * factor,
    half: {
      after: (stepCount, start) => (stepCount === 0 ? start : after(stepCount - 1, start) / (factor * factor)),
      limit: variance,
    },
  };
}

/** The symmetrised step of `symmetrisedLangevin`: exact in the limit at any h. */
export function symmetrisedVariance({ variance, stepSize }: GaussianStep): VarianceLaw {
  checkStep('symmetrisedVariance', { variance, stepSize });
  const ratio = stepSize / variance;
  return { after: byRecursion((v) => (squared(1 - ratio) * v + 4 * stepSize) / squared(1 + ratio)), limit: variance };
}

/**
 * Noise averaged over two steps, `averagedLangevin`, from a point that is independent of the first noise: exact in the limit for
 * h < 2λ.
 */
export function averagedNoiseVariance({ variance, stepSize }: GaussianStep): VarianceLaw {
  checkStep('averagedNoiseVariance', { variance, stepSize });
  const factor = 1 - stepSize / variance;
  // The point after a step and the noise that this step drew have the covariance √(h/2), which the next step meets again.
  const next = byRecursion((v) => factor * factor * v + stepSize + factor * stepSize);
  return {
    after: (stepCount, start) => (stepCount === 0 ? start : next(stepCount - 1, factor * factor * start + stepSize)),
    limit: stepSize < 2 * variance ? variance : Infinity,
  };
}

function byRecursion(next: (variance: number) => number): VarianceLaw['after'] {
  return (stepCount, start) => {
    let variance = start;
    for (let k = 0; k < stepCount; k++) variance = next(variance);
    return variance;
  };
}

function checkStep(caller: string, { variance, stepSize }: GaussianStep): void {
  checkPositive(`${caller}: variance`, variance);
  checkPositive(`${caller}: stepSize`, stepSize);
}
