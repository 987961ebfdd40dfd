import { exp, log, squared } from '../../special/index.js';
import { type NormalEnds, normalInterpolant } from '../../transport/index.js';

/** How the times of a loss are drawn, and whether its noise comes in pairs. */
export interface LossSpreadOptions {
  /** c in (0, ½): times are uniform between c and 1 − c. */
  readonly cut: number;
  /** Whether each draw is the mean of two with z and −z. */
  readonly inPairs: boolean;
}

/** Points per unit of the logit of t. */
const DENSITY = 40;

/**
 * The variance of one draw ½ŝ² + γ⁻¹zŝ of the loss of an interpolant's score, at its minimum ŝ = −x/C, for centred normal ends; by
 * quadrature of E[L²|t] over t, in the logit of t.
 * Single draws have E[L²|t] = 1/(γ²C) − 1/(4C²), whose integral grows like ln(1/c); in pairs it stays bounded.
 * @throws RangeError when the cut does not lie in (0, ½), or the ends are out of range
 */
export function scoreLossVariance(ends: NormalEnds, { cut, inPairs }: LossSpreadOptions): number {
  if (!(cut > 0 && cut < 0.5))
    throw new RangeError(`scoreLossVariance: cut expects a number in (0, ½), got ${cut}; take 0.01`);
  const { variance } = normalInterpolant(ends);
  const far = log((1 - cut) / cut);
  const count = 2 * Math.ceil(DENSITY * far);
  const h = (2 * far) / count;
  let [mean, square] = [0, 0];
  for (let i = 0; i <= count; i++) {
    const odds = exp(-far + i * h);
    const t = odds / (1 + odds);
    // Simpson's rule: 1 4 2 4 … 4 1.
    const rule = i === 0 || i === count ? 1 : i % 2 === 1 ? 4 : 2;
    const weight = ((h / 3) * rule * odds) / squared(1 + odds) / (1 - 2 * cut);
    const [C, gamma] = [variance(t), ends.noise * t * (1 - t)];
    mean -= (0.5 * weight) / C;
    square += weight * (inPairs ? pairSquare(C, gamma) : 1 / (gamma * C) - 1 / (4 * C * C));
  }
  return square - mean * mean;
}

/** E[L²|t] of the mean of two draws, L = (y² + γ²z²)/(2C²) − z²/C with y of variance B = C − γ². */
function pairSquare(C: number, gamma: number): number {
  const B = C - gamma;
  const first = (3 * B * B + 2 * B * gamma + 3 * gamma * gamma) / (4 * C * C * C * C);
  return first - (B + 3 * gamma) / (C * C * C) + 3 / (C * C);
}
