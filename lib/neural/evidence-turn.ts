import type { Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { ensemble } from '../array/index.js';
import type { Sampler } from '../model/index.js';
import { foldIn, normals } from '../random/index.js';
import { log } from '../special/index.js';
import type { Multilayer } from './multilayer.js';
import type { Optimiser } from './optimiser.js';
import { tensorNetwork, tensorOf } from './tensor-network.js';
import type { Turn } from './training.js';

/** What a variational autoencoder is made of, by the names of its parameters. */
export type AutoencoderPart = 'encoder' | 'decoder' | 'noise';

/** The two networks of a variational autoencoder of L latents: encoder d-…-2L, means before ln σ, and decoder L-…-d. */
export interface AutoencoderNetworks {
  readonly encoder: Multilayer;
  readonly decoder: Multilayer;
}

/** Paths per step, the rule that moves the parameters, and what stands still. */
export interface EvidenceTurnOptions {
  readonly batchSize: number;
  readonly optimiser: Optimiser;
  /** Whether the decoder's noise keeps its deviation; false when left out. */
  readonly holdsNoise?: boolean;
}

/**
 * The turn in which a variational autoencoder, encoder N(μ(x), diag σ²(x)) and decoder N(f(z), s² I), descends minus the lower bound of the
 * log-likelihood, nats per path, with one draw of the latents per path (Kingma and Welling 2014). The parameter `noise` is ln s, [1].
 */
export function evidenceTurn(
  { encoder, decoder }: AutoencoderNetworks,
  law: Sampler,
  { batchSize, optimiser, holdsNoise = false }: EvidenceTurnOptions,
): Turn<AutoencoderPart> {
  const { signalLength: d } = law;
  const [latentCount] = decoder.widths;
  return {
    name: 'evidence',
    moves: holdsNoise ? ['encoder', 'decoder'] : ['encoder', 'decoder', 'noise'],
    optimiser,
    loss({ tf, parameters, key }) {
      const x = tensorOf(tf, law.sample(foldIn(key, 0), batchSize));
      const drawn = ensemble(batchSize, latentCount, normals(foldIn(key, 1), batchSize * latentCount));
      const [mean, logDeviation] = tf.split(tensorNetwork(tf, encoder).values(parameters.encoder, x), 2, 1);
      const z = mean.add(logDeviation.exp().mul(tensorOf(tf, drawn))).as2D(batchSize, latentCount);
      const errors = tensorNetwork(tf, decoder).values(parameters.decoder, z).sub(x).square().sum(1);
      const logNoise = parameters.noise.sum() as unknown as Tensor1D;
      const misfit = errors.mul(logNoise.mul(-2).exp()).mul(0.5).add(logNoise.mul(d)).mean();
      // D(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1) − ln σ per latent.
      const costs = mean.square().add(logDeviation.mul(2).exp()).sub(1).mul(0.5).sub(logDeviation);
      return misfit.add(costs.sum(1).mean()).add(0.5 * d * log(2 * Math.PI));
    },
  };
}
