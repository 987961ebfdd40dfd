import { columnOf, type Vector, vector, vectorOf } from '../../array/index.js';
import { gridDivergence, gridLaw, lineGrid } from '../../grid/index.js';
import type { Key } from '../../random/index.js';
import { sum } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';
import { infiniteWalkers, mixtureFamily, pathsOfPoints, type TrainingProblem, train } from '../../training/index.js';
import { modeTrainer, type TrainerName, type TrainerParameters } from './mode-trainers.js';

/** Modes, and how their weights are trained. */
export interface InfiniteTrainingParameters extends TrainerParameters {
  /** a, half the distances of the modes. */
  readonly separations: readonly number[];
  readonly truthLogOdds: number;
  /** h, of the walkers' steps. */
  readonly stepSize: number;
  /** η. */
  readonly rate: number;
  readonly stepCount: number;
  /** Points of the line. */
  readonly pointCount: number;
}

/** One training: what z became, without Monte Carlo error. */
export interface TrainingCurve {
  readonly separation: number;
  readonly trainer: TrainerName;
  /** z after each step. */
  readonly logOdds: Vector;
  /** D(ρ_*‖ρ_z) after each step, nats: the cross-entropy less its least value. */
  readonly divergence: Vector;
  /** 𝒟 as the walkers saw it in the step that led to each row; the first is NaN. */
  readonly differences: Vector;
  /** Share of the walkers that count. */
  readonly effectiveShares: Vector;
}

/** All trainings. */
export interface InfiniteTrainingData {
  readonly curves: readonly TrainingCurve[];
}

const trainers: readonly TrainerName[] = [
  'exact gradient',
  'contrastive',
  'persistent',
  'persistent, walkers of the model',
  'Jarzynski',
];

/** The weights of two modes by four trainers with infinitely many walkers, persistent ones from two starts. */
export function infiniteTraining(
  changes: Partial<InfiniteTrainingParameters> = {},
): Experiment<InfiniteTrainingParameters, InfiniteTrainingData, Stage> {
  return experimentOf({
    separations: [2, 3, 5],
    startLogOdds: 1,
    truthLogOdds: -1,
    stepSize: 0.1,
    rate: 0.5,
    contrastiveSteps: 4,
    stepCount: 400,
    pointCount: 201,
    ...changes,
  });
}

type Stage = `a = ${number}`;

function experimentOf(
  parameters: InfiniteTrainingParameters,
): Experiment<InfiniteTrainingParameters, InfiniteTrainingData, Stage> {
  const stages = alike(parameters.separations.map((a): Stage => `a = ${a}`));
  return {
    id: 'infinite-training',
    module: 'chapter/training/infinite-training',
    parameters,
    seed: 0,
    stages,
    run: runInfinite,
  };
}

/** Share of a mode's tail beyond the grid's ends is far below rounding at this many deviations. */
const TAIL = 7;

async function runInfinite(
  p: InfiniteTrainingParameters,
  _: Key,
  context: RunContext<Stage>,
): Promise<InfiniteTrainingData> {
  const curves: TrainingCurve[] = [];
  for (const separation of p.separations) {
    const modes = modesOnLine(p, separation);
    const parts = await context.stage(`a = ${separation}`, async ({ onProgress }) => {
      const steps = vector(trainers.length);
      const told = (trainer: TrainerName) => (t: number) => {
        steps[trainers.indexOf(trainer)] = t;
        onProgress?.(sum(steps), trainers.length * p.stepCount);
      };
      // Two at a time, since a training of one run keeps one thread busy.
      const halves = [trainers.slice(0, 3), trainers.slice(3)].map(async (half) => {
        const done: TrainingCurve[] = [];
        for (const trainer of half) {
          done.push({ separation, trainer, ...(await trainedCurve(modes, { ...p, trainer }, told(trainer))) });
        }
        return done;
      });
      return (await Promise.all(halves)).flat();
    });
    curves.push(...parts);
  }
  return { curves };
}

async function trainedCurve(
  { problem, divergenceAt }: ModesOnLine,
  { trainer, startLogOdds, rate, stepCount, ...p }: InfiniteTrainingParameters & { readonly trainer: TrainerName },
  onProgress: (step: number) => void,
): Promise<Omit<TrainingCurve, 'separation' | 'trainer'>> {
  const { parameters, differences, effectiveShares } = await train(
    problem,
    modeTrainer(trainer, { ...p, startLogOdds }),
    { parameters: [startLogOdds], rate, stepCount },
    { onProgress },
  );
  const logOdds = columnOf(parameters, 0);
  return {
    logOdds,
    divergence: logOdds.map(divergenceAt),
    differences: columnOf(differences, 0),
    effectiveShares: columnOf(effectiveShares, 0),
  };
}

/** Two modes on the line, whose log-odds z are to be found. */
export interface ModesOnLine {
  /** Walkers of infinite number between the modes. */
  readonly problem: TrainingProblem;
  /** D(ρ_*‖ρ_z), nats. */
  divergenceAt(z: number): number;
}

/** Infinitely many walkers between two modes, and D(ρ_*‖ρ_z) by z. */
export function modesOnLine(
  { truthLogOdds, stepSize, pointCount }: Pick<InfiniteTrainingParameters, 'truthLogOdds' | 'stepSize' | 'pointCount'>,
  separation: number,
): ModesOnLine {
  const grid = lineGrid({ from: -separation - TAIL, to: separation + TAIL, count: pointCount });
  const family = mixtureFamily({ separation });
  const massesAt = (z: number): Vector =>
    gridLaw(grid, family.at(vectorOf([z])).values(pathsOfPoints(grid.points))).masses;
  const data = massesAt(truthLogOdds);
  return {
    problem: infiniteWalkers(family, grid, { data, stepSize }),
    divergenceAt: (z) => gridDivergence(data, massesAt(z)),
  };
}

/** `infiniteTraining` of a stored result. */
export const infiniteTrainingAgain = rebuilder(
  record({
    separations: listOf(number),
    startLogOdds: number,
    truthLogOdds: number,
    stepSize: number,
    rate: number,
    contrastiveSteps: count,
    stepCount: count,
    pointCount: count,
  }),
  experimentOf,
);
