import { type Ensemble, type Vector, vectorOf } from '../../array/index.js';
import { adam, fallingRate, trainNetworks } from '../../neural/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import type { Experiment, RunContext, StageOptions } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { noisedPotential, type TimePotential } from '../../transport/index.js';
import { learnedPotential, scoreNetwork, startOfScore } from './score-network.js';
import { type ScoreQuadrature, scoreQuadrature } from './score-quadrature.js';
import { ringNoising, ringOfFive } from './score-ring.js';
import { scoreTurn } from './score-turn.js';

/** Parameters of scores that are learned with and without the game's equation. */
export interface RegularisedScoresParameters {
  /** Points of the ring that there are to learn from. */
  readonly pointCount: number;
  /** λ of each training, 0 or above. */
  readonly residualWeights: readonly number[];
  /** Trainings with each λ: training i has data, start and draws of its own, which are the same for every λ. */
  readonly trainingCount: number;
  /** Units of each of two hidden layers. */
  readonly width: number;
  readonly batchSize: number;
  /** Adam's rate at the start; it falls to a hundredth. */
  readonly rate: number;
  readonly stepCount: number;
  /** Steps after which the potential is measured, in order; the last is `stepCount`. */
  readonly snapshotSteps: readonly number[];
}

/** A training, measured after each of the snapshot steps, and by its flow at the end. */
export interface MeasuredScore {
  readonly residualWeight: number;
  /** Number of the training, from 0: those of the same number are pairs. */
  readonly training: number;
  /** See `ScoreMeasures`, [snapshots]. */
  readonly errors: Vector;
  readonly residuals: Vector;
  readonly potentialDivergences: Vector;
  /** D(ρ‖law of the flow), nats, at the end. */
  readonly flowDivergence: number;
  /** Of the training, on the machine that computed it. */
  readonly seconds: number;
}

/** What all trainings came to. */
export interface RegularisedScoresData {
  readonly trainings: readonly MeasuredScore[];
  /** D(ρ‖law of the flow) with the exact score: what the start from N(0, I) costs, nats. */
  readonly exactFlowDivergence: number;
}

/** Trains potentials of the noised ring from the same points with each λ, and measures them against the exact one. */
export function regularisedScores(
  changes: Partial<RegularisedScoresParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): RegularisedScores {
  const { stepCount = 1500 } = changes;
  const parameters: RegularisedScoresParameters = {
    pointCount: 50,
    residualWeights: [0, 0.3, 1, 3, 10],
    trainingCount: 5,
    width: 48,
    batchSize: 128,
    rate: 0.002,
    stepCount,
    snapshotSteps: [0.1, 0.2, 0.4, 0.7, 1].map((share) => Math.ceil(share * stepCount)),
    ...changes,
  };
  return experimentOf(parameters, seed);
}

/** Trainings of scores as an experiment. */
export type RegularisedScores = Experiment<RegularisedScoresParameters, RegularisedScoresData, Stage>;
type Stage = 'exact' | `training ${number} of λ = ${number}`;
const stageOf = (training: number, residualWeight: number): Stage =>
  `training ${training + 1} of λ = ${residualWeight}`;

function experimentOf(parameters: RegularisedScoresParameters, seed: number): RegularisedScores {
  const stages: Partial<Record<Stage, number>> = { exact: 0.1 };
  for (const { training, residualWeight } of trainingsOf(parameters)) {
    stages[stageOf(training, residualWeight)] = residualWeight === 0 ? 2 : 3;
  }
  return {
    id: `regularised-scores-${parameters.pointCount}`,
    module: 'chapter/games/regularised-scores',
    parameters,
    seed,
    stages: stages as Record<Stage, number>,
    run: runRegularisedScores,
  };
}

type Training = Pick<MeasuredScore, 'training' | 'residualWeight'>;

function trainingsOf({ trainingCount, residualWeights }: RegularisedScoresParameters): Training[] {
  return Array.from({ length: trainingCount }, (_, training) =>
    residualWeights.map((residualWeight) => ({ training, residualWeight })),
  ).flat();
}

async function runRegularisedScores(
  p: RegularisedScoresParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<RegularisedScoresData> {
  const quadrature = scoreQuadrature();
  const exactFlowDivergence = await context.stage('exact', async () =>
    quadrature.flowDivergence(noisedPotential(ringOfFive(), ringNoising)),
  );
  const trainings: MeasuredScore[] = [];
  for (const { training, residualWeight } of trainingsOf(p)) {
    trainings.push(
      await context.stage(stageOf(training, residualWeight), async (options) => {
        const measured = await measuredTraining(p, { residualWeight, key: foldIn(key, training), quadrature, options });
        return { residualWeight, training, ...measured };
      }),
    );
  }
  return { trainings, exactFlowDivergence };
}

interface TrainingContext {
  readonly residualWeight: number;
  readonly key: Key;
  readonly quadrature: ScoreQuadrature;
  readonly options: StageOptions;
}

async function measuredTraining(
  p: RegularisedScoresParameters,
  { quadrature, ...training }: TrainingContext,
): Promise<Omit<MeasuredScore, keyof Training>> {
  const { potentials, seconds } = await trainedScore(p, training);
  const measures = potentials.map(quadrature.measures);
  return {
    errors: vectorOf(measures.map(({ error }) => error)),
    residuals: vectorOf(measures.map(({ residual }) => residual)),
    potentialDivergences: vectorOf(measures.map(({ potentialDivergence }) => potentialDivergence)),
    flowDivergence: quadrature.flowDivergence(potentials[potentials.length - 1]),
    seconds,
  };
}

/** What a training learned. */
export interface TrainedScore {
  /** The points of the ring that it learned from. */
  readonly points: Ensemble;
  /** After each of the snapshot steps. */
  readonly potentials: readonly TimePotential[];
  readonly seconds: number;
}

/** One training of `regularisedScores`; its key decides data, start and draws, whatever the weight of the equation. */
export async function trainedScore(
  { pointCount, width, batchSize, rate, stepCount, snapshotSteps }: RegularisedScoresParameters,
  { residualWeight, key, options }: Omit<TrainingContext, 'quadrature'>,
): Promise<TrainedScore> {
  const [dataKey, startKey, trainKey] = split(key, 3);
  const network = scoreNetwork(width);
  const points = ringOfFive().sample(dataKey, pointCount);
  const optimiser = adam({ rate: fallingRate(rate, rate / 100, stepCount) });
  const turn = scoreTurn(network, { points, batchSize, residualWeight, optimiser });
  const began = performance.now();
  const { snapshots } = await trainNetworks(
    [turn],
    { potential: startOfScore(network, startKey) },
    { stepCount, key: trainKey, snapshotSteps, ...options },
  );
  const seconds = (performance.now() - began) / 1000;
  const potentials = snapshots.map(({ parameters }) => learnedPotential({ width }, parameters.potential));
  return { points, potentials, seconds };
}

/** `regularisedScores` of a stored result. */
export const regularisedScoresAgain = rebuilder(
  record({
    pointCount: count,
    residualWeights: listOf(number),
    trainingCount: count,
    width: count,
    batchSize: count,
    rate: number,
    stepCount: count,
    snapshotSteps: listOf(count),
  }),
  experimentOf,
);
