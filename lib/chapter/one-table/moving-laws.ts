import { ensemble, type Vector, vector } from '../../array/index.js';
import { gaussian } from '../../model/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  multilayer,
  type RegressionBatch,
  regressionTurn,
  trainNetworks,
  vectorField,
} from '../../neural/index.js';
import { draws, foldIn, type Key, normals, split } from '../../random/index.js';
import {
  carriedLogDensity,
  type DivergentField,
  diffuse,
  evenTimes,
  noisedPaths,
  ornsteinUhlenbeck,
  reversedFlow,
  timeReversal,
  withoutNoise,
} from '../../transport/index.js';
import { type GenerativeModel, stepsOf, type TrainingEffort } from './generative-model.js';
import type { Target } from './targets.js';

const WIDTH = 32;
const BATCH = 256;
const RATE = 0.01;
const STEPS = 1200;
/** Steps of whatever draws or carries densities. */
const TIME_STEPS = 40;
/** T of the noising, and the time at which its reversal ends: the score of the data themselves is the hardest to learn. */
const DURATION = 3;
const LAST = 0.001;

/**
 * A score that is learned by denoising, of the Ornstein–Uhlenbeck process: the network tells the noise of a path from the path and σ(t),
 * ŝ = −ẑ/σ. Small times have more draws.
 */
export const denoisedScore: GenerativeModel = {
  name: 'score',
  title: 'score, by denoising',
  objective: 'E‖σŝ − σs‖² over times, a Fisher-type distance',
  generates: 'the reversed stochastic equation, from N(0, I)',
  evaluates: 'the flow of the same score, carried back',
  async train(target, effort) {
    const { field: noiseOf, parameterCount } = await trainedField(target, effort, noisedBatch);
    const schedule = ornsteinUhlenbeck();
    const deviation = (t: number): number => Math.sqrt(schedule.variance(t));
    const field: DivergentField = {
      ...noiseOf,
      values(paths, t) {
        const { data } = noiseOf.values(paths, deviation(t));
        const scores = data.map((value) => -value / deviation(t));
        return ensemble(paths.pathCount, paths.signalLength, scores);
      },
      divergence: (paths, t) => noiseOf.divergence(paths, deviation(t)).map((value) => -value / deviation(t)),
    };
    const start = gaussian({ signalLength: target.law.signalLength });
    const times = reversalTimes();
    return {
      parameterCount,
      besideCount: 0,
      logDensity: async (paths) =>
        carriedLogDensity(reversedFlow(field, schedule, { duration: DURATION }), start, { paths, times }),
      sample: (key, count) =>
        diffuse(timeReversal(field, schedule, { duration: DURATION }), start.sample(foldIn(key, 0), count), {
          times,
          key: foldIn(key, 1),
        }),
    };
  },
};

/** Noised paths with σ(t) for their condition, and the noise in them. */
function noisedBatch({ law }: Target, key: Key): RegressionBatch {
  const schedule = ornsteinUhlenbeck();
  const times = drawnTimes(key).map((u) => LAST + (DURATION - LAST) * u * u);
  const deviations = times.map((t) => Math.sqrt(schedule.variance(t)));
  const noise = ensemble(BATCH, law.signalLength, normals(foldIn(key, 1), BATCH * law.signalLength));
  const paths = noisedPaths(schedule, law.sample(foldIn(key, 2), BATCH), { noise, times });
  return { paths, conditions: [deviations], wanted: noise };
}

/** A velocity that carries N(0, I) to the target along straight lines between independent ends. */
export const interpolant: GenerativeModel = {
  name: 'interpolant',
  title: 'interpolant, straight lines',
  objective: 'E‖b̂ − b‖² over times',
  generates: 'the flow of the velocity, from N(0, I)',
  evaluates: 'the same flow, carried back',
  async train(target, effort) {
    const start = gaussian({ signalLength: target.law.signalLength });
    const { field, parameterCount } = await trainedField(target, effort, ({ law }, key) => {
      const times = drawnTimes(key);
      const from = start.sample(foldIn(key, 1), BATCH);
      const to = law.sample(foldIn(key, 2), BATCH);
      const d = law.signalLength;
      const between = from.data.map((value, i) => {
        const t = times[Math.floor(i / d)];
        return (1 - t) * value + t * to.data[i];
      });
      const wanted = to.data.map((value, i) => value - from.data[i]);
      return { paths: ensemble(BATCH, d, between), conditions: [times], wanted: ensemble(BATCH, d, wanted) };
    });
    const times = evenTimes(0, 1, TIME_STEPS);
    return {
      parameterCount,
      besideCount: 0,
      logDensity: async (paths) => carriedLogDensity(field, start, { paths, times }),
      sample: (key, count) => diffuse(withoutNoise(field), start.sample(key, count), { times }),
    };
  },
};

/** Uniform in (0, 1), one per path. */
function drawnTimes(key: Key): Vector {
  const { uniform } = draws(foldIn(key, 0));
  return vector(BATCH).map(() => uniform());
}

/** Times τ = T − t of a reversal down to the last t; steps get shorter towards the data, as the squares of even ones. */
function reversalTimes(): Vector {
  return vector(TIME_STEPS + 1).map((_, i) => {
    const left = 1 - i / TIME_STEPS;
    return (DURATION - LAST) * (1 - left * left);
  });
}

/** Trains a network with one condition, by least squares on minibatches. */
async function trainedField(
  target: Target,
  { key, effort, onProgress }: TrainingEffort,
  draw: (target: Target, key: Key) => RegressionBatch,
): Promise<{ readonly field: DivergentField; readonly parameterCount: number }> {
  const d = target.law.signalLength;
  const network = multilayer([d + 1, WIDTH, WIDTH, d], { conditions: 1 });
  const [startKey, trainKey] = split(key, 2);
  const stepCount = stepsOf(STEPS, effort);
  const optimiser = adam({ rate: fallingRate(RATE, RATE / 50, stepCount) });
  const trained = await trainNetworks(
    [regressionTurn(network, { batch: (own) => draw(target, own), optimiser })],
    { field: drawnParameters(network, startKey) },
    { stepCount, key: trainKey, onProgress },
  );
  const { field: parameters } = trained.parameters;
  const { values, divergence } = vectorField(network, parameters);
  const field = { name: 'learned field', shape: [d], values, divergence, identity: { learned: parameters } };
  return { field, parameterCount: network.parameterCount };
}
