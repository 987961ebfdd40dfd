import { gaussian } from '../model/index.js';
import { log, squared } from '../special/index.js';
import { lineEnsemble } from './line-ensemble.js';
import { type NormalGame, type NormalGameOptions, normalGame } from './normal-game.js';
import { forEachPath } from './scaled-paths.js';
import type { SolvedGame } from './score-game.js';
import { divergenceCost } from './terminal-cost.js';

/** The game of normal laws with its closed forms. */
export interface NormalPotentialGame extends SolvedGame {
  readonly closed: NormalGame;
}

/**
 * `normalGame` as a potential game with its equilibrium: paths on the line, mobility 1, terminal cost D(ρ_T‖π).
 * @throws RangeError as `normalGame` does; by the law's methods where its variance is 0
 */
export function normalPotentialGame(options: NormalGameOptions): NormalPotentialGame {
  const { target, noise, duration } = options;
  const closed = normalGame(options);
  const { law, gain, velocity, value } = closed;
  const density = gaussian({ signalLength: 1, mean: target.mean, deviation: Math.sqrt(target.variance) });
  return {
    closed,
    game: {
      name: `game to ${density.name}`,
      shape: [1],
      duration,
      mobility: () => 1,
      volatility: () => noise,
      terminal: divergenceCost(density),
    },
    solution: {
      value: {
        values: (paths, t) => paths.data.map((x) => value(x, t)),
        gradient: (paths, t) => lineEnsemble(paths.data.map((x) => -velocity(x, t))),
        laplacian: (paths, t) => forEachPath(paths, gain(t)),
      },
      law: {
        logDensity(paths, t) {
          const { mean, variance } = law(t);
          return paths.data.map((x) => -0.5 * (squared(x - mean) / variance + log(2 * Math.PI * variance)));
        },
        score(paths, t) {
          const { mean, variance } = law(t);
          return lineEnsemble(paths.data.map((x) => (mean - x) / variance));
        },
        scoreDivergence: (paths, t) => forEachPath(paths, -1 / law(t).variance),
      },
    },
  };
}
