import { ensemble, type Vector, vector } from '../../array/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import {
  adam,
  drawnParameters,
  evidenceTurn,
  fallingRate,
  type Generator,
  generator,
  multilayer,
  trainNetworks,
} from '../../neural/index.js';
import { foldIn, normals, split } from '../../random/index.js';
import { exp } from '../../special/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';

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
    const optimiser = adam({ rate: fallingRate(RATE, RATE / 10, stepCount) });
    const trained = await trainNetworks(
      [evidenceTurn({ encoder, decoder }, target.law, { batchSize: BATCH, optimiser })],
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
