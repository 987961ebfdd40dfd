import { type Ensemble, type Vector, vector } from '../../array/index.js';
import { foldIn, type Key } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { type RegularisedScoresParameters, regularisedScores, trainedScore } from './regularised-scores.js';
import { scoreQuadrature } from './score-quadrature.js';
import { nearestMode, RING_MODES } from './score-ring.js';

/** Those of `regularisedScores`, measured at the end alone. */
export interface ScoreModesParameters extends Omit<RegularisedScoresParameters, 'snapshotSteps'> {
  /** Number of the first training, which decides its data, start and draws. */
  readonly firstTraining: number;
}

/** A training at its end, with the masses of the modes beside its errors. */
export interface ScoreWithModes {
  readonly residualWeight: number;
  /** Number of the training, from 0: those of the same number are pairs. */
  readonly training: number;
  /** See `ScoreMeasures`. */
  readonly error: number;
  readonly residual: number;
  readonly potentialDivergence: number;
  /** D(ρ‖law of the flow), nats. */
  readonly flowDivergence: number;
  /** Mass of the flow's law nearest to each mode of the ring, [5]; a fifth each in the ring. */
  readonly flowMasses: Vector;
  /** Shares of the points that it learned from, [5]. */
  readonly pointShares: Vector;
}

/** What all trainings came to. */
export interface ScoreModesData {
  readonly trainings: readonly ScoreWithModes[];
}

/**
 * More trainings of `regularisedScores`, after its five, with one weight and without: training i is what number i would be there. For a
 * difference that five pairs cannot tell from chance, and for the masses that the learned flows give to the modes.
 */
export function scoreModes(
  changes: Partial<ScoreModesParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<ScoreModesParameters, ScoreModesData> {
  const { firstTraining = 5, ...others } = changes;
  const { snapshotSteps: _, ...training } = regularisedScores({
    ...{ residualWeights: [0, 1], trainingCount: 10 },
    ...others,
  }).parameters;
  const parameters: ScoreModesParameters = { ...training, firstTraining };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: ScoreModesParameters,
  seed: number,
): Experiment<ScoreModesParameters, ScoreModesData> {
  return {
    id: `score-modes-${parameters.pointCount}`,
    module: 'chapter/games/score-modes',
    parameters,
    seed,
    stages: Object.fromEntries(trainingsOf(parameters).map(({ stage }) => [stage, 1])),
    run: runScoreModes,
  };
}

function trainingsOf({ firstTraining, trainingCount, residualWeights }: ScoreModesParameters) {
  return Array.from({ length: trainingCount }, (_, i) =>
    residualWeights.map((residualWeight) => ({
      ...{ training: firstTraining + i, residualWeight },
      stage: `training ${firstTraining + i + 1} of λ = ${residualWeight}`,
    })),
  ).flat();
}

async function runScoreModes(p: ScoreModesParameters, key: Key, context: RunContext): Promise<ScoreModesData> {
  const quadrature = scoreQuadrature();
  const trainings: ScoreWithModes[] = [];
  for (const { training, residualWeight, stage } of trainingsOf(p)) {
    trainings.push(
      await context.stage(stage, async (options) => {
        const { points, potentials } = await trainedScore(
          { ...p, snapshotSteps: [p.stepCount] },
          { residualWeight, key: foldIn(key, training), options },
        );
        const { error, residual, potentialDivergence } = quadrature.measures(potentials[0]);
        const { divergence, masses } = quadrature.flowLaw(potentials[0]);
        return {
          ...{ residualWeight, training, error, residual, potentialDivergence },
          ...{ flowDivergence: divergence, flowMasses: masses, pointShares: sharesOf(points) },
        };
      }),
    );
  }
  return { trainings };
}

function sharesOf(points: Ensemble): Vector {
  const shares = vector(RING_MODES);
  for (let n = 0; n < points.pathCount; n++) shares[nearestMode(points.path(n))] += 1 / points.pathCount;
  return shares;
}

/** `scoreModes` of a stored result. */
export const scoreModesAgain = rebuilder(
  record({
    pointCount: count,
    residualWeights: listOf(number),
    firstTraining: count,
    trainingCount: count,
    width: count,
    batchSize: count,
    rate: number,
    stepCount: count,
  }),
  experimentOf,
);
