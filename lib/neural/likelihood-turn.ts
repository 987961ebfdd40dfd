import type { Sampler } from '../model/index.js';
import { flowLosses } from './flow-model.js';
import type { InvertibleMap } from './invertible-map.js';
import type { Optimiser } from './optimiser.js';
import type { Turn } from './training.js';

/** Paths per step, and the rule that moves the parameters. */
export interface LikelihoodTurnOptions {
  readonly batchSize: number;
  readonly optimiser: Optimiser;
}

/** The turn in which a flow descends the mean of −ln ρ over paths that a law draws anew at each step. */
export function likelihoodTurn(
  map: InvertibleMap,
  law: Sampler,
  { batchSize, optimiser }: LikelihoodTurnOptions,
): Turn<'flow'> {
  return {
    name: 'flow',
    moves: ['flow'],
    optimiser,
    loss: ({ tf, parameters: { flow }, key }) =>
      flowLosses(tf, map, { parameters: flow, paths: law.sample(key, batchSize) }).mean(),
  };
}
