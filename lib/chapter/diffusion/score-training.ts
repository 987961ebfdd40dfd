import { ensemble, type Vector, vector } from '../../array/index.js';
import { gridDivergence, gridLaw, leftMass, lineGrid } from '../../grid/index.js';
import { gaussian } from '../../model/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  type Multilayer,
  multilayer,
  regressionTurn,
  type Turn,
  trainNetworks,
  vectorField,
} from '../../neural/index.js';
import { draws, type Key, normals, split } from '../../random/index.js';
import { exp, squared } from '../../special/index.js';
import { type Estimate, shareEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  carriedLogDensity,
  type DivergentField,
  diffuse,
  evenTimes,
  noisedMixture,
  noisedPaths,
  noisedScore,
  ornsteinUhlenbeck,
  reversedFlow,
  timeReversal,
} from '../../transport/index.js';
import { twoModes } from './two-modes.js';

/** Parameters of a score that a network learns from noised paths. */
export interface ScoreTrainingParameters {
  /** Modes at ±distance, see `twoModes`. */
  readonly distance: number;
  /** Units of each of two hidden layers. */
  readonly width: number;
  /** Paths per step, each with a time and a noise of its own. */
  readonly batchSize: number;
  /** Adam's rate at the start; it falls to a fiftieth. */
  readonly rate: number;
  readonly stepCount: number;
  /** T: times are uniform in (0, T). */
  readonly duration: number;
  /** Paths that the reversed stochastic equation draws with the learned score. */
  readonly drawCount: number;
}

/** A learned score beside the exact one. */
export interface ScoreTrainingData {
  /** Of the network, see `learnedScore`. */
  readonly parameters: Vector;
  /** Loss of each step: E(σŝ + z)². */
  readonly losses: Vector;
  /** Times, and E(ŝ − s)² and E s² under the law at each, by quadrature. */
  readonly times: Vector;
  readonly errors: Vector;
  readonly sizes: Vector;
  /** Points, and the density there of what the learned flow makes of N(0, 1). */
  readonly points: Vector;
  readonly density: Vector;
  /** D(data‖flow from N(0, 1)) with the learned score and with the exact one, by quadrature, nats. */
  readonly learnedDivergence: number;
  readonly exactDivergence: number;
  /**
   * Mass left of 0: of the laws of the learned and of the exact flow, by quadrature, and of paths that the stochastic equation draws with the
   * learned score.
   */
  readonly flowLeft: number;
  readonly exactFlowLeft: number;
  readonly drawnLeft: Estimate;
  /** Of TensorFlow.js. */
  readonly backend: string;
}

/**
 * Trains a network 1-w-w-1, with the time for a condition, on noised paths of two modes by denoising score matching, and compares score and
 * reversal with the exact ones.
 */
export function scoreTraining(
  changes: Partial<ScoreTrainingParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<ScoreTrainingParameters, ScoreTrainingData, Stage> {
  const parameters: ScoreTrainingParameters = {
    distance: 3,
    width: 32,
    batchSize: 256,
    rate: 0.01,
    stepCount: 1500,
    duration: 3,
    drawCount: 1000,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = 'training' | 'comparison';

function experimentOf(
  parameters: ScoreTrainingParameters,
  seed: number,
): Experiment<ScoreTrainingParameters, ScoreTrainingData, Stage> {
  const { stepCount, batchSize, drawCount } = parameters;
  return {
    id: 'score-training',
    module: 'chapter/diffusion/score-training',
    parameters,
    seed,
    stages: { training: stepCount * batchSize, comparison: 50 * (drawCount + 1000) },
    run: runScoreTraining,
  };
}

const networkOf = (width: number): Multilayer => multilayer([2, width, width, 1], { conditions: 1 });

/** The score of a training's network as a field on the line. */
export function learnedScore({ width }: Pick<ScoreTrainingParameters, 'width'>, parameters: Vector): DivergentField {
  const { values, divergence } = vectorField(networkOf(width), parameters);
  return { name: 'learned score', shape: [1], values, divergence, identity: { learnedScore: parameters } };
}

async function runScoreTraining(
  p: ScoreTrainingParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<ScoreTrainingData> {
  const [startKey, trainKey, drawKey, moveKey] = split(key, 4);
  const network = networkOf(p.width);
  const trained = await context.stage('training', (options) =>
    trainNetworks(
      [turnOf(p, network)],
      { field: drawnParameters(network, startKey) },
      {
        ...{ stepCount: p.stepCount, key: trainKey },
        ...options,
      },
    ),
  );
  const parameters = trained.parameters.field;
  const score = learnedScore(p, parameters);
  return context.stage('comparison', async ({ onProgress }) => {
    const start = gaussian({ signalLength: 1 }).sample(drawKey, p.drawCount);
    const reversal = timeReversal(score, ornsteinUhlenbeck(), { duration: p.duration });
    const drawn = await diffuse(reversal, start, { times: evenTimes(0, p.duration, 40), key: moveKey, onProgress });
    return {
      parameters,
      losses: trained.losses.data,
      ...scoreErrors(p, score),
      ...learnedLaw(p, score),
      drawnLeft: shareEstimate(drawn.data.filter((x) => x < 0).length, p.drawCount),
      backend: trained.backend,
    };
  });
}

/** Denoising score matching with weight σ²: E(σŝ(X_t, t) + z)², X_t = aX₀ + σz. */
function turnOf(
  { distance, batchSize, rate, stepCount, duration }: ScoreTrainingParameters,
  network: Multilayer,
): Turn<'field'> {
  const law = twoModes(distance);
  const schedule = ornsteinUhlenbeck();
  return regressionTurn(network, {
    optimiser: adam({ rate: fallingRate(rate, rate / 50, stepCount) }),
    batch(key) {
      const [dataKey, noiseKey, timeKey] = split(key, 3);
      const { uniform } = draws(timeKey);
      const times = vector(batchSize).map(() => duration * uniform());
      const noise = ensemble(batchSize, 1, normals(noiseKey, batchSize));
      return {
        paths: noisedPaths(schedule, law.sample(dataKey, batchSize), { noise, times }),
        conditions: [times],
        wanted: ensemble(
          batchSize,
          1,
          noise.data.map((z) => -z),
        ),
        factors: times.map((t) => Math.sqrt(schedule.variance(t))),
      };
    },
  });
}

/** Errors of a score under the laws of the noising, by the trapezoidal rule. */
function scoreErrors(
  { distance, duration }: ScoreTrainingParameters,
  learned: DivergentField,
): Pick<ScoreTrainingData, 'times' | 'errors' | 'sizes'> {
  const [law, schedule] = [twoModes(distance), ornsteinUhlenbeck()];
  const exact = noisedScore(law, schedule);
  const grid = gridOf(distance);
  const points = ensemble(grid.points.length, 1, grid.points);
  const times = evenTimes(0, duration, 30);
  const [errors, sizes] = [vector(times.length), vector(times.length)];
  times.forEach((t, i) => {
    const potential = noisedMixture(law, schedule, t).logDensity(points);
    const { masses } = gridLaw(
      grid,
      potential.map((value) => -value),
    );
    const [ours, theirs] = [learned.values(points, t).data, exact.values(points, t).data];
    masses.forEach((mass, n) => {
      errors[i] += mass * squared(ours[n] - theirs[n]);
      sizes[i] += mass * squared(theirs[n]);
    });
  });
  return { times, errors, sizes };
}

/** What the learned flow makes of N(0, 1). */
function learnedLaw(
  { distance, duration }: ScoreTrainingParameters,
  learned: DivergentField,
): Pick<
  ScoreTrainingData,
  'points' | 'density' | 'learnedDivergence' | 'exactDivergence' | 'flowLeft' | 'exactFlowLeft'
> {
  const [law, schedule] = [twoModes(distance), ornsteinUhlenbeck()];
  const grid = gridOf(distance);
  const paths = ensemble(grid.points.length, 1, grid.points);
  const start = gaussian({ signalLength: 1 });
  const times = evenTimes(0, duration, Math.ceil(20 * duration));
  const made = (score: DivergentField): Vector =>
    carriedLogDensity(reversedFlow(score, schedule, { duration }), start, { paths, times });
  const { masses } = gridLaw(
    grid,
    law.logDensity(paths).map((value) => -value),
  );
  const [ours, theirs] = [learned, noisedScore(law, schedule)].map(made);
  const byDensity = (values: Vector): Vector => values.map((value) => grid.spacing * exp(value));
  return {
    points: grid.points,
    density: ours.map(exp),
    learnedDivergence: gridDivergence(masses, byDensity(ours)),
    exactDivergence: gridDivergence(masses, byDensity(theirs)),
    flowLeft: leftMass(grid, byDensity(ours), 0),
    exactFlowLeft: leftMass(grid, byDensity(theirs), 0),
  };
}

/** Points that hold the law's mass; none of them at 0. */
const gridOf = (distance: number) => lineGrid({ from: -distance - 6, to: distance + 6, count: 240 });

/** `scoreTraining` of a stored result. */
export const scoreTrainingAgain = rebuilder(
  record({
    distance: number,
    width: count,
    batchSize: count,
    rate: number,
    stepCount: count,
    duration: number,
    drawCount: count,
  }),
  experimentOf,
);
