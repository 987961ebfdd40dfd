import { type Ensemble, matrix, type Vector, vector } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import type { Density, Model } from '../model/index.js';
import type { Key } from '../random/index.js';
import { blockDerivatives } from './block-derivatives.js';
import { type ContrastEstimate, type ContrastSide, logisticContrast } from './logistic-contrast.js';
import { checkPathCount } from './multiplier-estimate.js';

/** What the paths are told apart from. */
export interface NoiseContrastiveOptions {
  /** q₀. */
  readonly base: Density;
  /** ρ, the law of the noise, which has a density; the better the nearer to that of the paths. */
  readonly noise: Model;
  /** Draws the noise. */
  readonly key: Key;
  /** Paths of noise; as many as `paths` when left out. */
  readonly noiseCount?: number;
}

/**
 * Multipliers θ and c = ln Z of q₀ e^{−θ·Φ}/Z from what tells paths from noise: see `logisticContrast`. No walker moves, and the law comes
 * out normalised. Where the law of the paths has this form, (θ, c) are its own, for any noise.
 * @param paths of the law p, [N, d]
 * @throws RangeError when paths are fewer than components, or can be told from the noise without error
 * Cost: an evaluation of Φ, q₀ and ρ per path of both laws, and O(N K²) per round of Newton's method.
 */
export function noiseContrastive(energy: Energy, paths: Ensemble, options: NoiseContrastiveOptions): ContrastEstimate {
  const { base, noise, key, noiseCount = paths.pathCount } = options;
  checkPathCount('noiseContrastive', energy, paths.pathCount);
  const derivatives = blockDerivatives(energy);
  const sideOf = (of: Ensemble): ContrastSide => {
    const energies = matrix(of.pathCount, energy.componentCount);
    derivatives(of, vector(energy.componentCount), { energies: energies.data });
    const [above, below]: Vector[] = [base.logDensity(of), noise.logDensity(of)];
    return { energies, logRatios: above.map((value, n) => value - below[n]) };
  };
  return logisticContrast(sideOf(paths), sideOf(noise.sample(key, noiseCount)));
}
