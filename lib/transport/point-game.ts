import { ensemble } from '../array/index.js';
import { log, squared } from '../special/index.js';
import { checkAllPositive } from './number-check.js';
import type { TerminalCost, ValueFunction } from './potential-game.js';
import { scaledPaths } from './scaled-paths.js';
import type { SolvedGame } from './score-game.js';

/** How long paths have from the point 0, and their noise. */
export interface PointGameOptions {
  /** T > 0. */
  readonly duration: number;
  /** σ > 0; the mobility is σ², so that costs are in nats: E ∫|v|²/2σ² is the divergence from paths that nobody moves. */
  readonly noise: number;
}

/**
 * The game of paths that start at the point 0, with a value that solves its equation: the law at t has the density
 * N(x; 0, σ²t) e^{U(0, 0) − U(x, t)}, and the
 * players pay U(0, 0) − E U(X_T, T) for moving, in nats the divergence of the end's law from N(0, σ²T I).
 * @throws RangeError when an option is not positive and finite
 */
export function pointGame(
  value: ValueFunction,
  terminal: TerminalCost,
  { signalLength, duration, noise }: PointGameOptions & { readonly signalLength: number },
): SolvedGame {
  checkAllPositive('pointGame', { duration, noise });
  const rate = squared(noise);
  const origin = ensemble(1, signalLength);
  const [atStart] = value.values(origin, 0);
  return {
    game: {
      name: `game from one point to the ${terminal.name}`,
      shape: origin.shape,
      duration,
      mobility: () => rate,
      volatility: () => noise,
      terminal,
    },
    solution: {
      value,
      law: {
        logDensity(paths, t) {
          const scale = 0.5 * signalLength * log(2 * Math.PI * rate * t);
          return value.values(paths, t).map((found, n) => {
            const square = paths.path(n).reduce((sum, entry) => sum + squared(entry), 0);
            return atStart - found - scale - (0.5 * square) / (rate * t);
          });
        },
        score(paths, t) {
          const result = scaledPaths(paths, -1 / (rate * t));
          value.gradient(paths, t).data.forEach((slope, i) => {
            result.data[i] -= slope;
          });
          return result;
        },
        scoreDivergence: (paths, t) => value.laplacian(paths, t).map((bend) => -bend - signalLength / (rate * t)),
      },
    },
  };
}
