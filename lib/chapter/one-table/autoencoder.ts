import type { Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { ensemble, type Vector, vector } from '../../array/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  type Generator,
  generator,
  type Multilayer,
  multilayer,
  type Turn,
  tensorNetwork,
  tensorOf,
  train,
} from '../../neural/index.js';
import { foldIn, normals, split } from '../../random/index.js';
import { exp, log } from '../../special/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';
import type { Target } from './targets.js';

const WIDTH = 16;
const BATCH = 128;
const RATE = 0.02;
const STEPS = 1000;

/** A variational autoencoder with one latent: encoder N(μ(x), σ²(x)), decoder N(f(z), s²I), s learned. */
export const autoencoder: GenerativeModel = {
  name: 'autoencoder',
  title: 'variational autoencoder',
  objective: 'a lower bound of the log-likelihood',
  generates: 'decoder and its noise, from one latent',
  evaluates: 'an integral over the latent, by quadrature',
  async train(target, { key, effort, onProgress }) {
    const d = target.law.signalLength;
    const encoder = multilayer([d, WIDTH, 2]);
    const decoder = multilayer([1, WIDTH, d]);
    const [encoderKey, decoderKey, trainKey] = split(key, 3);
    const stepCount = stepsOf(STEPS, effort);
    const trained = await train(
      [turnOf(target, { encoder, decoder, stepCount })],
      {
        encoder: drawnParameters(encoder, encoderKey),
        decoder: drawnParameters(decoder, decoderKey),
        noise: vector(1),
      },
      { stepCount, key: trainKey, onProgress },
    );
    const made = generator(decoder, trained.parameters.decoder);
    const deviation = exp(trained.parameters.noise[0]);
    const marginal = marginalOf(made, deviation);
    return {
      parameterCount: decoder.parameterCount + 1,
      besideCount: encoder.parameterCount,
      isDensityCheap: true,
      logDensity: async (paths) => marginal.logDensity(paths),
      async sample(drawKey, count) {
        const means = made.sample(foldIn(drawKey, 0), count);
        const noise: Vector = normals(foldIn(drawKey, 1), means.data.length);
        return ensemble(
          count,
          d,
          means.data.map((value, i) => value + deviation * noise[i]),
        );
      },
    };
  },
};

/** ∫ N(f(z), s²I) N(0, 1)(dz) by the trapezoidal rule: a mixture of Gaussians on a curve. */
function marginalOf(made: Generator, deviation: number): GaussianMixture {
  const count = 301;
  const latents = ensemble(
    count,
    1,
    vector(count).map((_, i) => -5 + (10 * i) / (count - 1)),
  );
  const masses = latents.data.map((z) => exp(-0.5 * z * z));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const means = made.paths(latents);
  return gaussianMixture(
    Array.from(masses, (mass, n) => ({ weight: mass / total, mean: Array.from(means.path(n)), deviation })),
  );
}

interface AutoencoderParts {
  readonly encoder: Multilayer;
  readonly decoder: Multilayer;
  readonly stepCount: number;
}

/** Minus the evidence's lower bound of a minibatch, with latents that the encoder draws. */
function turnOf(
  { law }: Target,
  { encoder, decoder, stepCount }: AutoencoderParts,
): Turn<'encoder' | 'decoder' | 'noise'> {
  const half = 0.5 * law.signalLength;
  return {
    name: 'evidence',
    moves: ['encoder', 'decoder', 'noise'],
    optimiser: adam({ rate: fallingRate(RATE, RATE / 10, stepCount) }),
    loss({ tf, parameters, key }) {
      const x = tensorOf(tf, law.sample(foldIn(key, 0), BATCH));
      const noise = tensorOf(tf, ensemble(BATCH, 1, normals(foldIn(key, 1), BATCH)));
      const [mean, logDeviation] = tf.split(tensorNetwork(tf, encoder).values(parameters.encoder, x), 2, 1);
      const z = mean.add(logDeviation.exp().mul(noise)).as2D(BATCH, 1);
      const errors = tensorNetwork(tf, decoder).values(parameters.decoder, z).sub(x).square().sum(1);
      const logNoise = parameters.noise.sum() as unknown as Tensor1D;
      const misfit = errors
        .mul(logNoise.mul(-2).exp())
        .mul(0.5)
        .add(logNoise.mul(2 * half))
        .mean();
      // D(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1) − ln σ.
      const cost = mean.square().add(logDeviation.mul(2).exp()).sub(1).mul(0.5).sub(logDeviation).mean();
      return misfit.add(cost).add(half * log(2 * Math.PI));
    },
  };
}
