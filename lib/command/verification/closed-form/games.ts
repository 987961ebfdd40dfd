import { alternating, diracGame, diracModulus, shiftedGame, simultaneous } from '../../../chapter/adversaries/index.js';
import { hypot } from '../../../special/index.js';
import type { ClosedForm } from './closed-form.js';

/** Two Gaussians a shift apart, and the discriminator that tells them best. */
export const ganJsd: ClosedForm<{ readonly shifts: readonly number[] }> = ({ shifts }) => {
  const games = shifts.map(shiftedGame);
  return {
    optimalValue: games.map((game) => game.optimalValue),
    jensenShannon: games.map((game) => game.jensenShannon),
    saturatingGradient: games.map((game) => game.saturatingGradient),
    nonSaturatingGradient: games.map((game) => game.nonSaturatingGradient),
  };
};

/** Simultaneous and alternating steps of the game of one parameter each. */
export const diracGan: ClosedForm<{
  readonly rate: number;
  readonly start: readonly [number, number];
  readonly steps: number;
}> = ({ rate, start, steps: stepCount }) => {
  const [together, inTurns] = [simultaneous, alternating].map((play) => {
    return Array.from(diracGame(play, { rate, start, stepCount }).row(stepCount));
  });
  return {
    simultaneousEnd: together,
    alternatingEnd: inTurns,
    simultaneousRadius: hypot(together[0], together[1]),
    alternatingRadius: hypot(inTurns[0], inTurns[1]),
    linearSimultaneousModulus: diracModulus(simultaneous, rate),
    linearAlternatingModulus: diracModulus(alternating, rate),
  };
};
