import type { Ensemble, Vector } from '../array/index.js';
import type { GaussianMixture } from '../model/index.js';
import { squared } from '../special/index.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { noisedMixture, noisedScore } from './noised-mixture.js';
import { checkAllPositive } from './number-check.js';
import type { GameSolution, PotentialGame } from './potential-game.js';
import { forEachPath, negated, scaledPaths } from './scaled-paths.js';
import { crossEntropyCost } from './terminal-cost.js';

/** A game with its equilibrium. */
export interface SolvedGame {
  readonly game: PotentialGame;
  readonly solution: GameSolution;
}

/**
 * The game of a diffusion model. With η_s the law of the data π noised for a time s by dY = fY ds + g dW, paths run t = T − s:
 *
 *     dX = (−fX + v) dt + g dW,  least of E ∫₀ᵀ [|v|²/2g² + d f] dt − E ln π(X_T).
 *
 * Its value is U(x, t) = −ln η_{T−t}(x) (Cole and Hopf: e^{−U} solves a linear equation), the best velocity v = g²∇ln η the reversal's
 * pull, and the law at equilibrium, from ρ₀ = η_T, is η_{T−t}.
 * @param duration T > 0
 * @throws RangeError when the duration is not positive and finite
 */
export function scoreGame(law: GaussianMixture, schedule: NoiseSchedule, duration: number): SolvedGame {
  checkAllPositive('scoreGame', { duration });
  const score = noisedScore(law, schedule);
  const d = law.signalLength;
  const logDensity = (paths: Ensemble, t: number): Vector =>
    noisedMixture(law, schedule, duration - t).logDensity(paths);
  return {
    game: {
      name: `reversed ${schedule.name} of ${law.name}`,
      shape: [d],
      duration,
      mobility: (t) => squared(schedule.volatility(duration - t)),
      volatility: (t) => schedule.volatility(duration - t),
      drift: {
        name: `reversed decay of ${schedule.name}`,
        shape: [d],
        identity: { reversedDecay: schedule.name, duration },
        values: (paths, t) => scaledPaths(paths, -schedule.decay(duration - t)),
        divergence: (paths, t) => forEachPath(paths, -d * schedule.decay(duration - t)),
      },
      stateCost: (paths, t) => forEachPath(paths, d * schedule.decay(duration - t)),
      terminal: crossEntropyCost(law),
    },
    solution: {
      value: {
        values: (paths, t) => negated(logDensity(paths, t)),
        gradient: (paths, t) => scaledPaths(score.values(paths, duration - t), -1),
        laplacian: (paths, t) => negated(score.divergence(paths, duration - t)),
      },
      law: {
        logDensity,
        score: (paths, t) => score.values(paths, duration - t),
        scoreDivergence: (paths, t) => score.divergence(paths, duration - t),
      },
    },
  };
}
