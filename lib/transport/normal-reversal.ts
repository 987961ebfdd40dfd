import { exp, log, log1p, squared } from '../special/index.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { checkAllPositive } from './number-check.js';
import { checkReversal, type ReversalOptions } from './time-reversal.js';

/** A normal law on the line. */
export interface NormalLaw {
  readonly mean: number;
  /** Above 0. */
  readonly variance: number;
}

/**
 * D(p‖q) of two normal laws, nats.
 * @throws RangeError when a variance is not positive and finite, or a mean not finite
 */
export function normalDivergence(p: NormalLaw, q: NormalLaw): number {
  for (const law of [p, q]) checkNormal('normalDivergence', law);
  const excess = (p.variance - q.variance) / q.variance;
  // Far from 0 the logarithm of the excess loses digits or overflows, near 0 that of the quotient does.
  const logRatio = Math.abs(excess) < 0.5 ? log1p(excess) : log(p.variance) - log(q.variance);
  return 0.5 * (excess - logRatio + squared(p.mean - q.mean) / q.variance);
}

/** A normal law noised to time T, and what the reversal makes of another law there. */
export interface NormalReversal {
  /** The data's law at T. */
  readonly forward: NormalLaw;
  /** What the reversal ends at. */
  readonly result: NormalLaw;
}

/**
 * The noising of a normal law and its reversal, with the exact score, from another law than the right one, in closed form. The reversal
 * multiplies distances from the mean by r = c (c a)^{λ²}, c = √(V₀/V_T): from N(μ, v) it ends at N(m₀ + r(μ − m_T), V₀ + r²(v − V_T)).
 * λ = 1 reverses the stochastic equation, λ = 0 follows its flow.
 * @param options.start where the reversal starts; N(0, 1) when left out
 * @throws RangeError when an option is out of range
 */
export function normalReversal(
  data: NormalLaw,
  schedule: NoiseSchedule,
  options: ReversalOptions & { readonly start?: NormalLaw },
): NormalReversal {
  const { duration, noise = 1, start = { mean: 0, variance: 1 } } = options;
  checkReversal('normalReversal', duration, noise);
  for (const law of [data, start]) checkNormal('normalReversal', law);
  const a = schedule.scale(duration);
  const forward = { mean: a * data.mean, variance: a * a * data.variance + schedule.variance(duration) };
  const shrink = Math.sqrt(data.variance / forward.variance);
  const factor = shrink * exp(squared(noise) * log(shrink * a));
  return {
    forward,
    result: {
      mean: data.mean + factor * (start.mean - forward.mean),
      variance: data.variance + squared(factor) * (start.variance - forward.variance),
    },
  };
}

function checkNormal(where: string, { mean, variance }: NormalLaw): void {
  if (!Number.isFinite(mean))
    throw new RangeError(`${where}: mean expects a finite number, got ${mean}; give 0 for a law around 0`);
  checkAllPositive(where, { variance });
}
