import { ensemble } from '../../array/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  generator,
  type Multilayer,
  multilayer,
  type Turn,
  tanhUnit,
  tensorNetwork,
  tensorOf,
  train,
} from '../../neural/index.js';
import { foldIn, normals, split } from '../../random/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';
import type { Target } from './targets.js';

const WIDTH = 32;
const BATCH = 128;
const RATE = 0.003;
const STEPS = 1200;

/** A generator from d latents, and a discriminator that is twice as fast: the game of the chapter on adversaries, on any target. */
export const adversary: GenerativeModel = {
  name: 'adversary',
  title: 'adversarial networks',
  objective: '2 JSD − ln 4, if the discriminator is at its best',
  generates: 'generator, from normal numbers',
  evaluates: 'nothing',
  async train(target, { key, effort, onProgress }) {
    const d = target.law.signalLength;
    const maker = multilayer([d, WIDTH, WIDTH, d], { activation: tanhUnit });
    const critic = multilayer([d, WIDTH, WIDTH, 1], { activation: tanhUnit });
    const [makerKey, criticKey, trainKey] = split(key, 3);
    const stepCount = stepsOf(STEPS, effort);
    const trained = await train(
      turnsOf(target, { maker, critic, stepCount }),
      { maker: drawnParameters(maker, makerKey), critic: drawnParameters(critic, criticKey) },
      { stepCount, key: trainKey, onProgress },
    );
    const made = generator(maker, trained.parameters.maker);
    return {
      parameterCount: maker.parameterCount,
      besideCount: critic.parameterCount,
      sample: async (drawKey, count) => made.sample(drawKey, count),
    };
  },
};

interface Players {
  readonly maker: Multilayer;
  readonly critic: Multilayer;
  readonly stepCount: number;
}

function turnsOf({ law }: Target, { maker, critic, stepCount }: Players): Turn<'maker' | 'critic'>[] {
  const follow = (from: number) => adam({ rate: fallingRate(from, from / 10, stepCount), meanMemory: 0.5 });
  const latentCount = maker.widths[0];
  return [
    {
      name: 'discriminator',
      moves: ['critic'],
      optimiser: follow(2 * RATE),
      loss({ tf, parameters, key }) {
        const latents = ensemble(BATCH, latentCount, normals(foldIn(key, 0), BATCH * latentCount));
        const made = tensorNetwork(tf, maker).values(parameters.maker, tensorOf(tf, latents));
        const real = tensorOf(tf, law.sample(foldIn(key, 1), BATCH));
        const logits = tensorNetwork(tf, critic).values(parameters.critic, tf.concat([real, made]));
        // −ln D = softplus(−logit) for the target's paths, −ln(1 − D) = softplus(logit) for the generator's.
        const signs = tf.concat([tf.fill([BATCH, 1], -1), tf.fill([BATCH, 1], 1)]);
        return logits.mul(signs).softplus().mean().mul(2);
      },
    },
    {
      name: 'generator',
      moves: ['maker'],
      optimiser: follow(RATE),
      loss({ tf, parameters, key }) {
        const latents = ensemble(BATCH, latentCount, normals(key, BATCH * latentCount));
        const made = tensorNetwork(tf, maker).values(parameters.maker, tensorOf(tf, latents));
        return tensorNetwork(tf, critic).values(parameters.critic, made).neg().softplus().mean();
      },
    },
  ];
}
