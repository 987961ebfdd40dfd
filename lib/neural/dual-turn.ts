import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import type { Ensemble } from '../array/index.js';
import type { TensorFlow } from '../energy/tensor-backend.js';
import type { Key } from '../random/index.js';
import { log } from '../special/index.js';
import type { Multilayer } from './multilayer.js';
import type { Optimiser } from './optimiser.js';
import { tensorNetwork, tensorOf } from './tensor-network.js';
import type { Turn } from './training.js';

/**
 * How many terms of φᶜ are kept: 1 for −φ, 2 with the gradient penalty −½τ|∇φ|², 3 with −½τ²∇φᵀ∇²φ∇φ besides, which is the step of
 * second order.
 */
export type DualTerms = 1 | 2 | 3;

/** What a step of the dual is trained on. */
export interface DualTurnOptions {
  /** τ > 0, in squared units of the paths. */
  readonly step: number;
  readonly terms: DualTerms;
  /** Paths of the law that moves, and paths of the data; all that is drawn comes from the key. */
  batch(key: Key): { readonly walkers: Ensemble; readonly data: Ensemble };
  readonly optimiser: Optimiser;
}

/**
 * The turn in which a network φ learns the dual of a proximal step of D(·‖π) in Wasserstein's distance: it descends
 * ln E_π e^{−φ} − E_ρ φᶜ, φᶜ(x) = min_y |x − y|²/2τ − φ(y) by the first terms of its series in τ. At the least the law moves to
 * ρ′ ∝ π e^{−φ}, and a path to the y that solves y = x + τ∇φ(y) (`proximalMap`).
 * @throws RangeError, when it runs, for a network with other than one output
 * Cost: a value at each path of the data; at each walker a value, three matrix products per layer for the penalty and six for three terms.
 */
export function dualTurn(network: Multilayer, { step, terms, batch, optimiser }: DualTurnOptions): Turn<'potential'> {
  return {
    name: 'dual',
    moves: ['potential'],
    optimiser,
    loss({ tf, parameters: { potential }, key }) {
      const { walkers, data } = batch(key);
      const atData = tensorNetwork(tf, network).values(potential, tensorOf(tf, data));
      const partition = tf.logSumExp(atData.neg()).sub(log(data.pathCount));
      return partition.add(moved(tf, network, { potential, paths: tensorOf(tf, walkers), step, terms }));
    },
  };
}

/** −E_ρ φᶜ. */
function moved(
  tf: TensorFlow,
  network: Multilayer,
  {
    potential,
    paths,
    step,
    terms,
  }: { readonly potential: Tensor1D; readonly paths: Tensor2D } & Pick<DualTurnOptions, 'step' | 'terms'>,
): Tensor {
  const net = tensorNetwork(tf, network);
  if (terms === 1) return net.values(potential, paths).mean();
  const { values, gradient } = net.slope(potential, paths);
  const first = values.mean().add(
    gradient
      .square()
      .sum(1)
      .mean()
      .mul(step / 2),
  );
  if (terms === 2) return first;
  return first.add(
    net
      .along(potential, paths, gradient)
      .curvatures.mean()
      .mul((step * step) / 2),
  );
}
