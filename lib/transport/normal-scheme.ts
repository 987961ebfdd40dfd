import { checkCount, type Vector, vector } from '../array/index.js';
import { exp, squared } from '../special/index.js';
import { secondOrderMultiplier } from './dual-multiplier.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';

/** One step of a law N(0, s²) towards N(0, 1), in the sense of the gradient flow of D(·‖N(0, 1)). */
export interface NormalScheme {
  readonly name: string;
  /**
   * The deviation after a step.
   * @param s deviation before, above 0
   * @param options.step τ > 0
   * @param options.before the deviation a step earlier; none at the first step
   */
  next(s: number, options: { readonly step: number; readonly before?: number }): number;
}

/**
 * The implicit step of Jordan, Kinderlehrer and Otto (JKO): the law that makes D(·‖N(0, 1)) + W₂²/2τ least,
 * s′ = (s + √(s² + 4τ(1 + τ)))/(2(1 + τ)). Order 1; the target is its only fixed point.
 */
export const implicitScheme: NormalScheme = { name: 'implicit', next: (s, { step }) => implicit(s, step) };

/** Half an implicit step, continued along its geodesic to twice the length: s′ = 2 J(s, τ/2) − s. Order 2. */
export const midpointScheme: NormalScheme = { name: 'midpoint', next: (s, { step }) => midpoint(s, step) };

/**
 * Backward differences of second order (BDF2): (3s′ − b)/2τ + s′ − 1/s′ = 0 with b = 4s − s₋₁, so that
 * s′ = (b + √(b² + 8τ(3 + 2τ)))/(2(3 + 2τ)). The first step is the midpoint's. Order 2.
 */
export const backwardDifferenceScheme: NormalScheme = {
  name: 'backward differences',
  next(s, { step, before }) {
    if (before === undefined) return midpoint(s, step);
    const b = 4 * s - before;
    const root = Math.sqrt(squared(b) + 8 * step * (3 + 2 * step));
    // b is negative where the deviation has more than quadrupled: the form in which nothing cancels.
    return b > 0 ? (b + root) / (2 * (3 + 2 * step)) : (4 * step) / (root - b);
  },
};

/** The explicit step x′ = x − τ ∂ₓ ln(ρ/π): s′ = s − τ(s − 1/s). Order 1. */
export const explicitScheme: NormalScheme = { name: 'explicit', next: (s, { step }) => s + step * (1 / s - s) };

/**
 * The step of unadjusted Langevin, x′ = (1 − τ)x + √(2τ) ξ: s′² = (1 − τ)²s² + 2τ. Order 1; it rests at the variance 1/(1 − τ/2) instead
 * of 1.
 */
export const langevinScheme: NormalScheme = {
  name: 'unadjusted Langevin',
  next: (s, { step }) => Math.sqrt(squared((1 - step) * s) + 2 * step),
};

/**
 * The implicit step from samples: its dual problem, the greatest of E_ρ φᶜ − ln E_π e^{−φ} with φᶜ(x) = min_y |x − y|²/2τ − φ(y), for
 * φ = ½kx² and with φᶜ cut after its first term, φᶜ = −φ. Then k = 1/s² − 1, and paths move to x + τφ′(x): s′ = s(1 + τk), the explicit
 * step.
 */
export const dualScheme: NormalScheme = {
  name: 'dual, first term',
  next: (s, { step }) => s * (1 + step * excess(s)),
};

/**
 * The dual problem with two terms, φᶜ = −φ − ½τφ′²: a penalty of the gradient. s²(1 + 2τk)(1 + k) = 1, the larger k; s′ = s(1 + τk). It
 * misses the implicit step by O(τ²), as one term does.
 */
export const penalisedDualScheme: NormalScheme = {
  name: 'dual, gradient penalty',
  next(s, { step }) {
    const root = Math.sqrt(squared(1 - 2 * step) + 8 * step * squared(1 / s));
    return s * (1 + (2 * step * excess(s)) / (1 + 2 * step + root));
  },
};

/**
 * The dual problem with three terms, φᶜ = −φ − ½τφ′² − ½τ²φ′²φ″: s²(1 + 2τk + 3τ²k²)(1 + k) = 1, the largest real k; paths move to
 * x + τφ′ + τ²φ″φ′, s′ = s(1 + τk + τ²k²). It misses the implicit step by O(τ³).
 */
export const secondOrderDualScheme: NormalScheme = {
  name: 'dual, second order',
  next(s, { step }) {
    const share = step * secondOrderMultiplier(excess(s), step);
    return s * (1 + share + squared(share));
  },
};

/** The start, the target and the steps of a scheme. */
export interface NormalStepsOptions {
  /** s₀ > 0, in the units of the paths. */
  readonly start: number;
  /** τ > 0, a time: in squared units of the paths. */
  readonly step: number;
  /** 0 or above. */
  readonly stepCount: number;
  /** Q > 0 of the target N(0, Q); 1 when left out. */
  readonly targetVariance?: number;
}

/**
 * The deviations of the laws N(0, s²) through which a scheme moves along the gradient flow of D(·‖N(0, Q)) in Wasserstein's distance. A
 * scheme, which is written for the target N(0, 1), is given deviations in units of √Q and steps in units of Q. Where a scheme turns the line over, the deviation
 * is the size of its factor. Coordinates along the common eigenvectors of covariances move independently.
 * @returns s₀ and the deviation after each step, [stepCount + 1]
 * @throws RangeError when an option is out of range, or a deviation stops being positive and finite
 */
export function normalSteps(
  scheme: NormalScheme,
  { start, step, stepCount, targetVariance = 1 }: NormalStepsOptions,
): Vector {
  checkAllPositive('normalSteps', { start, step, targetVariance });
  checkCount('normalSteps: stepCount', stepCount);
  const unit = Math.sqrt(targetVariance);
  const deviations = vector(stepCount + 1);
  deviations[0] = start;
  let [s, before]: [number, number | undefined] = [start / unit, undefined];
  for (let n = 1; n <= stepCount; n++) {
    [s, before] = [Math.abs(scheme.next(s, { step: step / targetVariance, before })), s];
    if (!(s > 0 && s < Infinity)) {
      throw new RangeError(
        `normalSteps: the scheme ‘${scheme.name}’ has deviation ${s} after step ${n}; take steps smaller than ${step}`,
      );
    }
    deviations[n] = unit * s;
  }
  return deviations;
}

/**
 * The gradient flow of D(·‖N(0, Q)) from N(0, s₀²) itself: the deviation √(Q + (s₀² − Q)e^{−2t/Q}), of which schemes are steps. It solves
 * s′ = 1/s − s/Q.
 * @param t 0 or above, in squared units of the paths
 * @throws RangeError when an argument is out of range
 */
export function normalFlowDeviation(
  t: number,
  { start, targetVariance = 1 }: { readonly start: number; readonly targetVariance?: number },
): number {
  checkAllPositive('normalFlowDeviation', { start, targetVariance });
  checkNoneNegative('normalFlowDeviation', { t });
  const kept = exp((-2 * t) / targetVariance);
  return Math.sqrt(targetVariance * (1 - kept) + squared(start) * kept);
}

function implicit(s: number, step: number): number {
  return (s + Math.sqrt(squared(s) + 4 * step * (1 + step))) / (2 * (1 + step));
}

function midpoint(s: number, step: number): number {
  return 2 * implicit(s, step / 2) - s;
}

/** 1/s² − 1, to full precision near s = 1. */
function excess(s: number): number {
  return ((1 - s) * (1 + s)) / squared(s);
}
