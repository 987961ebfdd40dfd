import { type Ensemble, singlePrecision, type Vector } from '../array/index.js';
import type { Key } from '../random/index.js';
import type { Multilayer } from './multilayer.js';
import type { Optimiser } from './optimiser.js';
import { tensorNetwork, tensorOf } from './tensor-network.js';
import type { Turn } from './training.js';
import { type Conditions, conditioned } from './vector-field.js';

/** Paths with what a network shall say of them. */
export interface RegressionBatch {
  /** x, [N, d]. */
  readonly paths: Ensemble;
  /** s: as many as the network has, such as times; none when left out. */
  readonly conditions?: Conditions;
  /** y, [N, m]. */
  readonly wanted: Ensemble;
  /** c, [N]; 1 when left out. With y = c u the network learns u, and each path counts c² times. */
  readonly factors?: Vector;
}

/** What is drawn at each step, and the rule that moves the parameters. */
export interface RegressionTurnOptions {
  /** Draws a batch; everything in it comes from the key. */
  batch(key: Key): RegressionBatch;
  readonly optimiser: Optimiser;
}

/**
 * The turn in which a network f learns by least squares: it descends the mean of ‖c f(x, s) − y‖² over paths that are drawn anew at each
 * step. The least of it is f = E[c y | x, s]/E[c² | x, s]: a score or a velocity, where y is the noise or the speed of a single path.
 */
export function regressionTurn(network: Multilayer, { batch, optimiser }: RegressionTurnOptions): Turn<'field'> {
  return {
    name: 'field',
    moves: ['field'],
    optimiser,
    loss({ tf, parameters, key }) {
      const { paths, conditions = [], wanted, factors } = batch(key);
      const found = tensorNetwork(tf, network).values(
        parameters.field,
        tensorOf(tf, conditioned(paths, ...conditions)),
      );
      const scaled = factors ? found.mul(tf.tensor2d(singlePrecision(factors), [factors.length, 1])) : found;
      return scaled.sub(tensorOf(tf, wanted)).square().sum(1).mean();
    },
  };
}
