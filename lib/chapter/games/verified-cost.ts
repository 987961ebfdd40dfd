import { ensemble } from '../../array/index.js';
import { type GaussianMixture, gaussian, gaussianMixture } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import {
  evenTimes,
  ornsteinUhlenbeck,
  playGame,
  type SolvedGame,
  scoreGame,
  type TimeField,
} from '../../transport/index.js';

/** Two unequal modes, 0.3 N(−2, 0.25) + 0.7 N(2, 0.64). */
export function unequalModes(): GaussianMixture {
  return gaussianMixture([
    { weight: 0.3, mean: [-2], deviation: 0.5 },
    { weight: 0.7, mean: [2], deviation: 0.8 },
  ]);
}

/** What a game costs by a multiple of its best velocity. */
export interface VerifiedCost {
  /** λ: paths play λ times the best velocity. */
  readonly factor: number;
  /** J, nats. */
  readonly cost: Estimate;
  /** E U(X₀, 0) + E ∫ |v − v*|²/2m dt, which J is said to be. */
  readonly predicted: Estimate;
  /** Mean of their difference on each path. */
  readonly difference: Estimate;
  /** The same less the stochastic integral of mean 0, by Itô's formula the error of the steps alone. */
  readonly stepError: Estimate;
}

/** How the game is played. */
export interface VerificationOptions {
  readonly pathCount: number;
  readonly stepCount: number;
  readonly key: Key;
}

/**
 * Plays the game of a diffusion model, from N(0, 1), by multiples of the best velocity, each with the same starts and noise.
 */
export function verifiedCosts(
  { game, solution }: SolvedGame,
  factors: readonly number[],
  { pathCount, stepCount, key }: VerificationOptions,
): VerifiedCost[] {
  const [startKey, noiseKey] = split(key, 2);
  const paths = gaussian({ signalLength: 1 }).sample(startKey, pathCount);
  const times = evenTimes(0, game.duration, stepCount);
  return factors.map((factor) => {
    const velocity: TimeField = {
      name: `${factor} times the best velocity`,
      shape: game.shape,
      identity: factor,
      values(at, t) {
        const size = -factor * game.mobility(t);
        return ensemble(
          at.pathCount,
          at.shape,
          solution.value.gradient(at, t).data.map((slope) => size * slope),
        );
      },
    };
    const { costs, startValues, excess, chance } = playGame(
      game,
      { value: solution.value, velocity },
      { paths, times, key: noiseKey },
    );
    const predicted = startValues.map((value, n) => value + excess[n]);
    return {
      factor,
      cost: meanEstimate(costs),
      predicted: meanEstimate(predicted),
      difference: meanEstimate(costs.map((cost, n) => cost - predicted[n])),
      stepError: meanEstimate(costs.map((cost, n) => cost - predicted[n] - chance[n])),
    };
  });
}

/** The game of the Ornstein–Uhlenbeck process for two unequal modes. */
export function unequalModesGame(duration = 2.5): SolvedGame {
  return scoreGame(unequalModes(), ornsteinUhlenbeck(), duration);
}
