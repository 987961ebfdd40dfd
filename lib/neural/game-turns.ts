import type { Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { ensemble } from '../array/index.js';
import type { TensorFlow } from '../energy/tensor-backend.js';
import type { Sampler } from '../model/index.js';
import { foldIn, type Key, normals } from '../random/index.js';
import type { Multilayer } from './multilayer.js';
import type { Optimiser } from './optimiser.js';
import { tensorNetwork, tensorOf } from './tensor-network.js';
import type { Turn } from './training.js';

/** The players of an adversarial game, by the names of their parameters: generator and discriminator. */
export type Player = 'maker' | 'critic';

/** What the generator descends: E ln(1 − D), as the game is written, or −E ln D. */
export type GeneratorLoss = 'saturating' | 'non-saturating';

/** How a game is played. */
export interface GameTurnsOptions {
  /** Paths of the law, and of the generator, per step. */
  readonly batchSize: number;
  readonly loss: GeneratorLoss;
  readonly optimisers: Readonly<Record<Player, Optimiser>>;
}

/**
 * The turns of an adversarial game (Goodfellow et al. 2014): the discriminator D, whose logit the critic's network gives, tells a law's paths
 * from those that the maker's network makes of normal numbers, then the generator moves.
 * @param networks maker L-…-d and critic d-…-1
 */
export function gameTurns(
  { maker, critic }: Readonly<Record<Player, Multilayer>>,
  law: Sampler,
  { batchSize, loss: generatorLoss, optimisers }: GameTurnsOptions,
): Turn<Player>[] {
  const [latentCount] = maker.widths;
  const latents = (tf: TensorFlow, key: Key): Tensor2D =>
    tensorOf(tf, ensemble(batchSize, latentCount, normals(key, latentCount * batchSize)));
  return [
    {
      name: 'discriminator',
      moves: ['critic'],
      optimiser: optimisers.critic,
      loss({ tf, parameters, key }) {
        const made = tensorNetwork(tf, maker).values(parameters.maker, latents(tf, foldIn(key, 0)));
        const real = tensorOf(tf, law.sample(foldIn(key, 1), batchSize));
        const logits = tensorNetwork(tf, critic).values(parameters.critic, tf.concat([real, made]));
        // −ln D = softplus(−logit) for the law's paths, −ln(1 − D) = softplus(logit) for the generator's.
        const signs = tf.concat([tf.fill([batchSize, 1], -1), tf.fill([batchSize, 1], 1)]);
        return logits.mul(signs).softplus().mean().mul(2);
      },
    },
    {
      name: 'generator',
      moves: ['maker'],
      optimiser: optimisers.maker,
      loss({ tf, parameters, key }) {
        const made = tensorNetwork(tf, maker).values(parameters.maker, latents(tf, key));
        const logits = tensorNetwork(tf, critic).values(parameters.critic, made);
        return generatorLoss === 'saturating' ? logits.softplus().mean().neg() : logits.neg().softplus().mean();
      },
    },
  ];
}
