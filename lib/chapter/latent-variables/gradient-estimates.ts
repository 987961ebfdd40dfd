import { checkCount, checkPositive } from '../../array/index.js';
import { draws, type Key } from '../../random/index.js';
import { log, squared } from '../../special/index.js';
import { type Estimate, meanEstimate, variance } from '../../statistics/index.js';

/** d/dμ of E f(z), z ~ N(μ, σ²), f(z) = −½ (z − a)², in two ways that draw z. */
export interface GradientEstimates {
  /** −(μ − a). */
  readonly exact: number;
  /** Mean of f′(μ + σε). */
  readonly reparametrised: Estimate;
  /** Mean of f(z) (z − μ)/σ². */
  readonly scoreFunction: Estimate;
  /** Variances of one draw, measured, and in closed form. */
  readonly variances: {
    readonly reparametrised: Estimate;
    readonly scoreFunction: Estimate;
    readonly exactReparametrised: number;
    readonly exactScoreFunction: number;
  };
}

/** Where the law lies, and how many draws. */
export interface GradientOptions {
  /** μ − a. */
  readonly offset: number;
  /** σ > 0. */
  readonly deviation: number;
  readonly drawCount: number;
  readonly key: Key;
}

/**
 * The gradient of a mean in the mean's own parameter. Both estimates are unbiased. The reparametrised one differentiates f along
 * z = μ + σε; the score function multiplies f by ∂_μ ln q and needs no derivative of f. With c = μ − a a draw has the variance σ² in
 * the first and (c⁴ + 18 c²σ² + 15 σ⁴)/(4σ²) − c² in the second.
 * @throws RangeError when the deviation is not positive, or there are fewer than two draws
 */
export function gradientEstimates({ offset: c, deviation, drawCount, key }: GradientOptions): GradientEstimates {
  checkPositive('gradientEstimates: deviation', deviation);
  checkCount('gradientEstimates: drawCount', drawCount, 2);
  const { normal } = draws(key);
  const [direct, indirect]: [number[], number[]] = [[], []];
  for (let r = 0; r < drawCount; r++) {
    const noise = normal();
    const distance = c + deviation * noise;
    direct.push(-distance);
    indirect.push((-0.5 * distance * distance * noise) / deviation);
  }
  const square = squared(deviation);
  return {
    exact: -c,
    reparametrised: meanEstimate(direct),
    scoreFunction: meanEstimate(indirect),
    variances: {
      reparametrised: varianceEstimate(direct),
      scoreFunction: varianceEstimate(indirect),
      exactReparametrised: square,
      exactScoreFunction: (squared(c * c) + 18 * c * c * square + 15 * square * square) / (4 * square) - c * c,
    },
  };
}

/** A variance with the error of the mean of squared deviations. */
function varianceEstimate(values: readonly number[]): Estimate {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { standardError } = meanEstimate(values.map((value) => squared(value - centre)));
  return { value: variance(values), standardError };
}

/** D(N(μ, σ²) ‖ N(0, 1)) in nats: what an encoder pays per latent. */
export function latentCost(mean: number, deviation: number): number {
  return 0.5 * (mean * mean + deviation * deviation - 1) - log(deviation);
}
