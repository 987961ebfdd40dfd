import {
  adam,
  drawnParameters,
  fallingRate,
  gameTurns,
  generator,
  multilayer,
  tanhUnit,
  trainNetworks,
} from '../../neural/index.js';
import { split } from '../../random/index.js';
import { type GenerativeModel, stepsOf } from './generative-model.js';

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
    const follow = (from: number) => adam({ rate: fallingRate(from, from / 10, stepCount), meanMemory: 0.5 });
    const trained = await trainNetworks(
      gameTurns({ maker, critic }, target.law, {
        batchSize: BATCH,
        loss: 'non-saturating',
        optimisers: { maker: follow(RATE), critic: follow(2 * RATE) },
      }),
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
