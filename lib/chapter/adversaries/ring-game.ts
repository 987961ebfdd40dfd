import { type Matrix, matrix, type Vector } from '../../array/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  type GeneratorLoss,
  gameTurns,
  generator,
  type Multilayer,
  multilayer,
  type Player,
  type Turn,
  tanhUnit,
  trainNetworks,
} from '../../neural/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, oneOf, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { ringLaw } from './ring.js';

const losses: readonly GeneratorLoss[] = ['saturating', 'non-saturating'];

/** Parameters of a game between two networks on the ring. */
export interface RingGameParameters {
  readonly loss: GeneratorLoss;
  /** Units of each of two hidden layers, of both networks. */
  readonly width: number;
  /** Paths of the ring, and of the generator, per step. */
  readonly batchSize: number;
  /** Adam's rate of the generator at the start; it falls to a tenth. */
  readonly rate: number;
  /** Rate of the discriminator over that of the generator. */
  readonly rateRatio: number;
  readonly stepCount: number;
  /** Paths that the generator draws at the end. */
  readonly drawCount: number;
}

/** What a game leaves. */
export interface RingGameData {
  /** Steps after which the generator is kept, from 0. */
  readonly steps: readonly number[];
  /** Its paths after each of these, of the same latents, [drawCount · 2] per row. */
  readonly draws: Matrix;
  /** Loss of discriminator and generator at each step, nats: 2 ln 2 for a discriminator that cannot tell. */
  readonly losses: Matrix;
  readonly discriminator: Vector;
  readonly generator: Vector;
  /** Of TensorFlow.js. */
  readonly backend: string;
}

const SNAPSHOTS = 4;

/** Changes that make the generator thirty times as fast as its opponent. */
export const fastGenerator: Partial<RingGameParameters> = { rateRatio: 0.03, stepCount: 600 };

/**
 * A game between two small networks: the generator maps normal numbers in the plane to the plane, the discriminator tells its paths
 * from those of a ring of eight Gaussians. The discriminator moves first in each step.
 */
export function ringGame(
  changes: Partial<RingGameParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<RingGameParameters, RingGameData, 'training'> {
  const parameters: RingGameParameters = {
    loss: 'non-saturating',
    width: 32,
    batchSize: 128,
    rate: 0.003,
    rateRatio: 2,
    stepCount: 800,
    drawCount: 2000,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: RingGameParameters,
  seed: number,
): Experiment<RingGameParameters, RingGameData, 'training'> {
  const id = `ring-game-${parameters.loss}`;
  return {
    id,
    module: 'chapter/adversaries/ring-game',
    parameters,
    seed,
    stages: { training: parameters.stepCount },
    run: runRingGame,
  };
}

/** Both networks of a game. */
function networksOf({ width }: RingGameParameters): { readonly maker: Multilayer; readonly critic: Multilayer } {
  const options = { activation: tanhUnit };
  return { maker: multilayer([2, width, width, 2], options), critic: multilayer([2, width, width, 1], options) };
}

async function runRingGame(p: RingGameParameters, key: Key, context: RunContext<'training'>): Promise<RingGameData> {
  const [makerKey, criticKey, trainKey, drawKey] = split(key, 4);
  const { maker, critic } = networksOf(p);
  const steps = Array.from({ length: SNAPSHOTS + 1 }, (_, i) => Math.round((p.stepCount * i) / SNAPSHOTS));
  return context.stage('training', async (options) => {
    const initial = { maker: drawnParameters(maker, makerKey), critic: drawnParameters(critic, criticKey) };
    const trained = await trainNetworks(turnsOf(p), initial, {
      ...{ stepCount: p.stepCount, key: trainKey, snapshotSteps: steps },
      ...options,
    });
    const draws = matrix(steps.length, 2 * p.drawCount);
    trained.snapshots.forEach(({ parameters }, i) => {
      draws.row(i).set(generator(maker, parameters.maker).sample(drawKey, p.drawCount).data);
    });
    return {
      steps,
      draws,
      losses: trained.losses,
      discriminator: trained.parameters.critic,
      generator: trained.parameters.maker,
      backend: trained.backend,
    };
  });
}

function turnsOf(p: RingGameParameters): Turn<Player>[] {
  const follow = (from: number) => adam({ rate: fallingRate(from, from / 10, p.stepCount), meanMemory: 0.5 });
  return gameTurns(networksOf(p), ringLaw(), {
    batchSize: p.batchSize,
    loss: p.loss,
    optimisers: { maker: follow(p.rate), critic: follow(p.rate * p.rateRatio) },
  });
}

/** `ringGame` of a stored result. */
export const ringGameAgain = rebuilder(
  record({
    loss: oneOf(losses),
    width: count,
    batchSize: count,
    rate: number,
    rateRatio: number,
    stepCount: count,
    drawCount: count,
  }),
  experimentOf,
);
