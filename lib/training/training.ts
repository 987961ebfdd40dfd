import {
  type Performer,
  perEnsemble,
  perPath,
  type RunnerOptions,
  rowAt,
  runAlgorithm,
  type ShardedAlgorithm,
  type Space,
  shardedAlgorithm,
} from '../algorithm/index.js';
import {
  checkCount,
  checkLength,
  checkPositive,
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  shapeSize,
  type Vector,
  vectorOf,
} from '../array/index.js';
import { callOf, type PortableCall, perform, portable, type Range } from '../parallel/index.js';
import { foldIn, type Key, key as keyOf } from '../random/index.js';
import type { TrainingProblem } from './problem.js';
import type { Trainer, TrainingState } from './trainer.js';

/** How θ is trained. */
export interface TrainingOptions {
  /** θ before the first step, [K], finite. */
  readonly parameters: ArrayLike<number>;
  /** η > 0: θ′ = θ + η 𝒟, so that η times the number of steps is the time of gradient descent. */
  readonly rate: number;
  /** Whole number from 1. */
  readonly stepCount: number;
  /** Trainings beside each other, each with walkers of its own; 1 when left out. */
  readonly runCount?: number;
}

/** What became of θ. */
export interface Training {
  readonly runCount: number;
  /** θ of each run after each step, [stepCount + 1, runCount · K]. */
  readonly parameters: Matrix;
  /** 𝒟 as the walkers saw it, in the step that led to each row; row 0 is NaN. */
  readonly differences: Matrix;
  /** Share of the walkers that count, [stepCount + 1, runCount]; 1 without weights. */
  readonly effectiveShares: Matrix;
  /** ln(Z_θ/Z) since the start by the walkers' weights, [stepCount + 1, runCount]; 0 without weights. */
  readonly logPartitions: Matrix;
}

type TrainingSchema = ReturnType<typeof schemaOf>;

function schemaOf({ parameterCount: K, shape }: TrainingProblem) {
  return {
    state: { paths: perPath(shapeSize(shape)), logWeights: perPath(), parameters: perEnsemble(K) },
    exchanged: {},
    passing: {},
    records: {
      parameters: perEnsemble(K),
      differences: perEnsemble(K),
      effectiveShares: perEnsemble(),
      logPartitions: perEnsemble(),
    },
    snapshots: {},
  };
}

/**
 * Trains θ by steps θ′ = θ + η 𝒟, 𝒟 by the trainer's walkers.
 *
 * Runs beside each other share nothing but the first θ: their spread is the error of one run. What is drawn depends on key, run and
 * step alone, so that no number of threads changes a bit.
 * @throws RangeError when an option is out of range, and, naming run and step, when θ stops being finite
 * Cost of a step: of the problem's walkers, per run.
 */
export async function train(
  problem: TrainingProblem,
  trainer: Trainer,
  { stepCount, runCount = 1, ...options }: TrainingOptions,
  { key = keyOf(0), ...runner }: Omit<RunnerOptions, 'snapshotSteps'> = {},
): Promise<Training> {
  checkOptions(problem, { stepCount, runCount, ...options });
  const { walkerCount, shape } = problem;
  const start = vectorOf(options.parameters);
  const size = shapeSize(shape);
  const paths = ensemble(runCount * walkerCount, shape);
  for (let run = 0; run < runCount; run++) {
    const walkers = trainer.start(problem, start, foldIn(foldIn(key, 0), run));
    paths.data.set(walkers.paths.data, run * walkerCount * size);
  }
  const algorithm = trainingAlgorithm(problem, trainer, { start, rate: options.rate });
  const { records } = await runAlgorithm(algorithm, paths, stepCount, { ...runner, key: foldIn(key, 1) });
  const rows = (values: Vector): Matrix => matrix(stepCount + 1, values.length / (stepCount + 1), values);
  return {
    runCount,
    parameters: rows(records.parameters),
    differences: rows(records.differences),
    effectiveShares: rows(records.effectiveShares),
    logPartitions: rows(records.logPartitions),
  };
}

/** First parameters and rate. */
interface Course {
  readonly start: Vector;
  readonly rate: number;
}

/** Training as an algorithm of the runner: the walkers of a run are an ensemble. */
function trainingAlgorithm(
  problem: TrainingProblem,
  trainer: Trainer,
  course: Course,
): ShardedAlgorithm<TrainingSchema> {
  return shardedAlgorithm({
    name: `${trainer.name} training`,
    shape: problem.shape,
    coupling: { kind: 'ensembles', size: problem.walkerCount },
    cutsEnsembles: false,
    schema: schemaOf(problem),
    identity: { problem: problem.identity, trainer: trainer.identity, ...course },
    ...(problem.call && { call: callOf(madeTraining, problem.call, trainer.call, course) }),
    perform: (space, range, key) => trainingPerformer({ problem, trainer, course }, space, range, key),
  });
}

const madeTraining = portable(
  'training/training',
  (
    problem: PortableCall<TrainingProblem>,
    trainer: PortableCall<Trainer>,
    course: Course,
  ): ShardedAlgorithm<TrainingSchema> => trainingAlgorithm(perform(problem), perform(trainer), course),
);

function trainingPerformer(
  {
    problem,
    trainer,
    course,
  }: { readonly problem: TrainingProblem; readonly trainer: Trainer; readonly course: Course },
  space: Space<TrainingSchema>,
  range: Range,
  key: Key,
): Performer {
  const { walkerCount, shape, parameterCount: K } = problem;
  const size = walkerCount * shapeSize(shape);
  const [firstRun, endRun] = [range.start / walkerCount, range.end / walkerCount];
  const part = (values: Vector, run: number, width: number): Vector => values.subarray(run * width, (run + 1) * width);
  const states: (TrainingState & { readonly difference: Vector })[] = [];
  for (let run = firstRun; run < endRun; run++) {
    states.push({
      parameters: part(space.state.parameters, run, K).slice(),
      walkers: {
        paths: ensemble(walkerCount, shape, part(space.state.paths, run, size).slice()),
        logWeights: part(space.state.logWeights, run, walkerCount).slice(),
      },
      difference: vectorOf(course.start).fill(NaN),
    });
  }
  return {
    begin() {
      states.forEach((state, i) => {
        states[i] = { ...state, parameters: course.start };
      });
    },
    advance(t) {
      states.forEach((state, i) => {
        const stepKey = foldIn(foldIn(key, t), firstRun + i);
        const learn = (theta: Vector, difference: Vector): Vector =>
          theta.map((value, k) => value + course.rate * difference[k]);
        states[i] = trainer.step(problem, state, { key: stepKey, learn });
        if (firstNonFinite(states[i].parameters) < 0) return;
        throw new RangeError(
          `${trainer.name} training: run ${firstRun + i} has parameters [${states[i].parameters.join(', ')}] after step ${t + 1}, ` +
            'expected finite numbers; take a lower rate or smaller steps',
        );
      });
    },
    record(t) {
      const { records } = space;
      states.forEach(({ parameters, difference, walkers }, i) => {
        const run = firstRun + i;
        part(rowAt(records.parameters, space, t), run, K).set(parameters);
        part(rowAt(records.differences, space, t), run, K).set(difference);
        rowAt(records.effectiveShares, space, t)[run] = problem.effectiveShare(walkers);
        rowAt(records.logPartitions, space, t)[run] = problem.logPartition(walkers);
      });
    },
    save() {
      states.forEach(({ parameters, walkers: { paths, logWeights } }, i) => {
        const run = firstRun + i;
        part(space.state.parameters, run, K).set(parameters);
        part(space.state.paths, run, size).set(paths.data);
        part(space.state.logWeights, run, walkerCount).set(logWeights);
      });
    },
  };
}

function checkOptions(
  { parameterCount }: TrainingProblem,
  { parameters, rate, stepCount, runCount }: Required<TrainingOptions>,
): void {
  checkLength('train: parameters', parameters, parameterCount);
  const bad = firstNonFinite(parameters);
  if (bad >= 0)
    throw new RangeError(`train: parameters expects finite numbers, got ${parameters[bad]} at ${bad}; start from 0`);
  checkPositive('train: rate', rate);
  checkCount('train: stepCount', stepCount, 1);
  checkCount('train: runCount', runCount, 1);
}
