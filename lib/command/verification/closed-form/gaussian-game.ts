import { normalGame } from '../../../transport/index.js';
import type { ClosedForm } from './closed-form.js';

/** The mean-field game of normal laws with a divergence for its terminal cost. */
export const meanFieldGameGaussian: ClosedForm<{
  readonly startMean: number;
  readonly startVariance: number;
  readonly targetVariance: number;
  readonly noise: number;
  readonly horizon: number;
}> = ({ startMean, startVariance, targetVariance, noise, horizon }) => {
  const game = normalGame({
    start: { mean: startMean, variance: startVariance },
    target: { mean: 0, variance: targetVariance },
    noise,
    duration: horizon,
  });
  const { mean, variance } = game.law(horizon);
  const { fluctuationCost, meanCost, terminalCost, totalCost } = game;
  return {
    terminalGain: game.gain(horizon),
    endMean: mean,
    endVariance: variance,
    endDeviation: Math.sqrt(variance),
    fluctuationCost,
    meanCost,
    terminalCost,
    totalCost,
  };
};
