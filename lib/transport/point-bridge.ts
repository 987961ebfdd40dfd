import { type GaussianMixture, gaussianMixture } from '../model/index.js';
import { exp, log, pow, squared } from '../special/index.js';
import { checkAllPositive } from './number-check.js';
import { type PointGameOptions, pointGame } from './point-game.js';
import type { ValueFunction } from './potential-game.js';
import { negated, scaledPaths } from './scaled-paths.js';
import type { SolvedGame } from './score-game.js';
import { fixedEnd } from './terminal-cost.js';
import { type AffinePart, weightedDivergence, weightedValues } from './weighted-field.js';

/**
 * Schrödinger's bridge from the point 0 to a mixture π of Gaussians, in closed form: of all processes dX = v dt + σ dW that end in π
 * the one that costs least, the divergence of π from N(0, S) with S = σ²T. Its value is U(x, t) = −ln E f(x + σ√(T − t) Z) with
 * f = π/N(0, S), again a sum of Gaussians. Source: Föllmer (1985).
 * @throws RangeError when an option is not positive and finite, or a component is not narrower than the noise, σⱼ² < S
 */
export function pointBridge(target: GaussianMixture, { duration, noise }: PointGameOptions): SolvedGame {
  checkAllPositive('pointBridge', { duration, noise });
  const ratio = ratioParts(target, squared(noise) * duration);
  const total = ratio.reduce((sum, { weight }) => sum + weight, 0);
  const partsAt = (t: number): AffinePart[] =>
    ratio.map((part) => {
      const variance = part.variance + squared(noise) * (duration - t);
      return { ...part, variance, slope: -1 / variance };
    });
  const value: ValueFunction = {
    values(paths, t) {
      const shares = partsAt(t).map(({ weight, mean, variance }) => {
        return { weight: weight / total, mean: Array.from(mean), deviation: Math.sqrt(variance) };
      });
      const densities = gaussianMixture(shares).logDensity(paths);
      return densities.map((density) => -density - log(total));
    },
    gradient: (paths, t) => scaledPaths(weightedValues(partsAt(t), paths), -1),
    laplacian: (paths, t) => negated(weightedDivergence(partsAt(t), paths)),
  };
  return pointGame(value, fixedEnd(target), { signalLength: target.signalLength, duration, noise });
}

/**
 * π/N(0, S) as a sum of Gaussians: each N(μ, q) becomes one of variance q′ = qS/(S − q), mean q′μ/q and mass
 * (2πS²/(S − q))^{d/2} e^{|μ|²/2(S − q)}.
 */
function ratioParts(target: GaussianMixture, S: number): AffinePart[] {
  const d = target.signalLength;
  return target.components.map(({ weight, mean, deviation }) => {
    const q = squared(deviation);
    if (!(q < S)) {
      throw new RangeError(
        `pointBridge: noise and duration expect σ²T above the squared deviations of ${target.name}, got ${S} and ${q}; ` +
          'take more noise or time',
      );
    }
    const left = S - q;
    const square = mean.reduce((sum, value) => sum + squared(value), 0);
    const mass = weight * pow((2 * Math.PI * squared(S)) / left, 0.5 * d) * exp((0.5 * square) / left);
    const variance = (q * S) / left;
    return {
      weight: mass,
      mean: mean.map((value) => (value * S) / left),
      variance,
      velocity: mean.map(() => 0),
      slope: -1 / variance,
    };
  });
}
