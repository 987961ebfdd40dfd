import { type Ensemble, ensemble, matrix, meanRows, type Vector, vector } from '../array/index.js';
import { type Energy, gramEvaluator, symmetricOf, triangleSize } from '../energy/index.js';
import { gramSolver } from '../linear-algebra/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import { blockDerivatives } from './block-derivatives.js';
import type { ScoredModel } from './potential.js';

/** Distance of the second differences, in units of the paths' values. */
const DIFFERENCE = 1e-3;

/** The base law, and what estimates of E ΔΦ are drawn by. */
export interface ScoreMatchingOptions {
  /** q₀. */
  readonly base: ScoredModel;
  /** Draws one direction per path for second differences of Φ, whose mean is E ΔΦ. */
  readonly key: Key;
  /** What is added to E JJᵀ scaled to a unit diagonal; see `gramSolver`. Few paths and nearly dependent components need more. */
  readonly ridge?: number;
}

/**
 * The multipliers that score matching gives for the law of some paths: θ = (E JJᵀ)⁻¹(E ΔΦ + E J ∇ln q₀), the best fit of θ·Φ − ln q₀ to
 * −ln p by gradients (Hyvärinen 2005). No walker moves: where the law of the paths has the form q₀ e^{−θ·Φ}, these multipliers are its
 * own; elsewhere they miss the paths' mean energies, and are a start for training.
 * @param paths of the law p, [N, d]
 * @throws RangeError naming components when E JJᵀ has not full rank, or when paths are fewer than components
 * Cost: one Gram matrix and three evaluations per path.
 */
export function scoreMatching(energy: Energy, paths: Ensemble, { base, key, ridge }: ScoreMatchingOptions): Vector {
  const { signalLength: d, componentCount: K, labels } = energy;
  const { pathCount, shape } = paths;
  if (pathCount < K) {
    throw new RangeError(
      `scoreMatching: paths expects at least ${K}, the number of components of ${energy.name}, got ${pathCount}; take more`,
    );
  }
  const size = triangleSize(K);
  const grams = matrix(pathCount, size);
  gramEvaluator(energy, 'double')(paths.data, pathCount, grams.data);
  const low = vector(size);
  meanRows(grams, 0, pathCount, low);
  const directions = vector(paths.data.length);
  for (let n = 0; n < pathCount; n++) normals(foldIn(key, n), d, directions.subarray(n * d, (n + 1) * d));
  const score = base.score(paths).data;
  const mean = (at: Vector): Vector => {
    const energies = matrix(pathCount, K);
    blockDerivatives(energy)(ensemble(pathCount, shape, at), vector(K), { energies: energies.data });
    const result = vector(K);
    meanRows(energies, 0, pathCount, result);
    return result;
  };
  const shifted = (by: Vector, distance: number): Vector => mean(paths.data.map((x, i) => x + distance * by[i]));
  const [centre, above, below] = [mean(paths.data), shifted(directions, DIFFERENCE), shifted(directions, -DIFFERENCE)];
  // E J ∇ln q₀ as a central difference of Φ along the score.
  const [ahead, behind] = [shifted(score, DIFFERENCE), shifted(score, -DIFFERENCE)];
  const theta = vector(K).map(
    (_, k) =>
      (above[k] + below[k] - 2 * centre[k]) / (DIFFERENCE * DIFFERENCE) + (ahead[k] - behind[k]) / (2 * DIFFERENCE),
  );
  gramSolver(symmetricOf(low, K), { labels, caller: 'scoreMatching', ridge }).solve(theta);
  return theta;
}
