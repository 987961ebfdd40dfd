import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { partitionEstimate } from '../../chain/index.js';
import { exactStatistics, freeEnergies, machineLogPartition } from '../../lattice/index.js';
import { draws, foldIn, type Key, split } from '../../random/index.js';
import { logistic, squared } from '../../special/index.js';
import { type Estimate, mean, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  contrastiveDivergence,
  exactGradient,
  jarzynskiCorrected,
  ledWalkers,
  machineOfParameters,
  machineWalkers,
  parametersOfMachine,
  persistent,
  type Trainer,
  train,
} from '../../training/index.js';
import type { TrainerName } from './mode-trainers.js';

/** A restricted Boltzmann machine, its data, and how it is trained. */
export interface MachineTrainingParameters {
  readonly visibleCount: number;
  readonly hiddenCount: number;
  /** Standard deviation of the weights of the machine that the data are drawn from. */
  readonly weightDeviation: number;
  /** States in the data. */
  readonly stateCount: number;
  readonly walkerCount: number;
  readonly runCount: number;
  readonly rate: number;
  readonly stepCount: number;
  /** Walkers, and steps from 0 to the trained parameters, of the partition function. */
  readonly ledCount: number;
  readonly ledSteps: number;
}

/** The likelihood that a trainer reached, exactly. */
export interface MachineRow {
  readonly trainer: TrainerName;
  /** Steps at which the likelihood was computed. */
  readonly steps: Vector;
  /** Mean log-likelihood per state, nats: over the runs, with the error of the mean; 0 for the exact gradient. */
  readonly logLikelihood: { readonly values: Vector; readonly standardErrors: Vector };
}

/** ln Z of the trained machine in three ways. */
export interface MachinePartition {
  readonly exact: number;
  /** By fresh walkers from independent units. */
  readonly led: Estimate;
  /** Their effective share. */
  readonly effectiveShare: number;
  /** Of the machines that Jarzynski's walkers trained: ln Z by these walkers less the exact one, over the runs. */
  readonly trainedMiss: Estimate;
  /** What this miss is to first order: −η/N · tr Cov_θ(∂_θU) added over the steps, N times the walkers' effective share. */
  readonly feedback: number;
}

/** What training of a machine gave. */
export interface MachineTrainingData {
  readonly rows: readonly MachineRow[];
  readonly partition: MachinePartition;
}

const trainers: readonly (readonly [TrainerName, Trainer])[] = [
  ['exact gradient', exactGradient()],
  ['contrastive', contrastiveDivergence({ steps: 1 })],
  ['persistent', persistent()],
  ['Jarzynski', jarzynskiCorrected()],
];

/** Training of a restricted Boltzmann machine small enough for an exact likelihood, and its partition function. */
export function machineTraining(
  changes: Partial<MachineTrainingParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<MachineTrainingParameters, MachineTrainingData, Stage> {
  const parameters: MachineTrainingParameters = {
    visibleCount: 12,
    hiddenCount: 6,
    weightDeviation: 1.5,
    stateCount: 300,
    walkerCount: 300,
    runCount: 3,
    rate: 0.5,
    stepCount: 200,
    ledCount: 1000,
    ledSteps: 200,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = TrainerName | 'partition function';

function experimentOf(
  parameters: MachineTrainingParameters,
  seed: number,
): Experiment<MachineTrainingParameters, MachineTrainingData, Stage> {
  const { runCount, stepCount, walkerCount, stateCount, ledCount, ledSteps } = parameters;
  const perRun = stepCount * (walkerCount + stateCount);
  const stages = {
    'exact gradient': stepCount * stateCount,
    contrastive: runCount * perRun,
    persistent: runCount * perRun,
    Jarzynski: 2 * runCount * perRun,
    'partition function': 2 * ledCount * ledSteps,
  } as Record<Stage, number>;
  return {
    id: 'machine-training',
    module: 'chapter/training/machine-training',
    parameters,
    seed,
    stages,
    run: runMachine,
  };
}

async function runMachine(
  p: MachineTrainingParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<MachineTrainingData> {
  const [machineKey, dataKey, startKey, trainKey, ledKey] = split(key, 5);
  const problemOf = (data: Ensemble, walkerCount: number) =>
    machineWalkers(data, { hiddenCount: p.hiddenCount, walkerCount });
  const truth = randomParameters(p, machineKey, p.weightDeviation);
  const data = problemOf(ensemble(1, p.visibleCount), p.stateCount).fromModel(truth, dataKey).paths;
  const problem = problemOf(data, p.walkerCount);
  const start = randomParameters(p, startKey, 0.1);
  const logPartition = (theta: Vector): number => machineLogPartition(machineOfParameters(theta, p));
  const likelihood = (theta: Vector): number =>
    -mean(freeEnergies(machineOfParameters(theta, p), data)) - logPartition(theta);
  const rows: MachineRow[] = [];
  let trained = start;
  let corrected = { trainedMiss: { value: NaN, standardError: NaN }, feedback: NaN };
  for (const [i, [name, trainer]] of trainers.entries()) {
    const runCount = name === 'exact gradient' ? 1 : p.runCount;
    const course = { parameters: start, rate: p.rate, stepCount: p.stepCount, runCount };
    const { row, last, misses, feedback } = await context.stage(name, async (options) => {
      const { parameters, logPartitions, effectiveShares } = await train(problem, trainer, course, {
        ...options,
        key: foldIn(trainKey, i),
      });
      const ends = runsOf(parameters.row(p.stepCount), runCount);
      return {
        row: likelihoodRow(parameters, runCount, likelihood),
        last: ends[0],
        misses: ends.map(
          (theta, run) => logPartition(start) + logPartitions.row(p.stepCount)[run] - logPartition(theta),
        ),
        feedback: name === 'Jarzynski' ? (-p.rate / p.walkerCount) * feedbackSum(parameters, effectiveShares, p) : NaN,
      };
    });
    rows.push({ trainer: name, ...row });
    if (name === 'exact gradient') trained = last;
    if (name === 'Jarzynski') corrected = { trainedMiss: meanEstimate(misses), feedback };
  }
  const partition = await context.stage('partition function', async () => {
    const line = matrix(p.ledSteps + 1, trained.length);
    for (let t = 0; t <= p.ledSteps; t++) line.row(t).set(trained.map((value) => (value * t) / p.ledSteps));
    const { logRatio, effectiveShare } = ledWalkers(problemOf(data, p.ledCount), line, ledKey);
    const value = logRatio.value + (p.visibleCount + p.hiddenCount) * Math.LN2;
    return { led: { value, standardError: logRatio.standardError }, effectiveShare, exact: logPartition(trained) };
  });
  return { rows, partition: { ...partition, ...corrected } };
}

/** Steps between two likelihoods. */
const EVERY = 8;

function likelihoodRow(
  parameters: Matrix,
  runCount: number,
  likelihood: (theta: Vector) => number,
): Omit<MachineRow, 'trainer'> {
  const size = Math.floor((parameters.rowCount - 1) / EVERY) + 1;
  const steps = vector(size).map((_, i) => i * EVERY);
  const [values, standardErrors] = [vector(size), vector(size)];
  steps.forEach((t, i) => {
    const reached = runsOf(parameters.row(t), runCount).map(likelihood);
    const estimate = runCount > 1 ? meanEstimate(reached) : { value: reached[0], standardError: 0 };
    values[i] = estimate.value;
    standardErrors[i] = estimate.standardError;
  });
  return { steps, logLikelihood: { values, standardErrors } };
}

/** A row of parameters cut by run. */
function runsOf(row: Vector, runCount: number): Vector[] {
  const K = row.length / runCount;
  return Array.from({ length: runCount }, (_, run) => row.slice(run * K, (run + 1) * K));
}

/** tr Cov_θ(∂_θU) of the first run over the walkers' share that counts, added over the steps. */
function feedbackSum(parameters: Matrix, shares: Matrix, p: MachineTrainingParameters): number {
  let total = 0;
  for (let t = 0; t < p.stepCount; t += EVERY) {
    const [theta] = runsOf(parameters.row(t), p.runCount);
    total += (EVERY * slopeVariance(theta, p)) / shares.row(t)[0];
  }
  return total;
}

/** Sum of the variances of ∂F/∂θ under the machine, over all visible states. */
function slopeVariance(theta: Vector, { visibleCount: V, hiddenCount: H }: MachineTrainingParameters): number {
  const machine = machineOfParameters(theta, { visibleCount: V, hiddenCount: H });
  const { weights } = machine;
  const states = ensemble(2 ** V, V);
  for (let s = 0; s < 2 ** V; s++) for (let i = 0; i < V; i++) states.data[s * V + i] = (s >>> i) & 1;
  const { weights: masses } = partitionEstimate(freeEnergies(machine, states).map((energy) => -energy));
  // Slopes are vᵢ, σⱼ and vᵢσⱼ: the sum of their squares is V₁ + (1 + V₁) Σ σⱼ², V₁ the number of units that are 1.
  let squares = 0;
  for (let s = 0; s < 2 ** V; s++) {
    let ones = 0;
    for (let i = 0; i < V; i++) ones += states.data[s * V + i];
    let hidden = 0;
    for (let j = 0; j < H; j++) {
      let input = machine.hiddenBias[j];
      for (let i = 0; i < V; i++) input += states.data[s * V + i] * weights.data[i * H + j];
      hidden += squared(logistic(input));
    }
    squares += masses[s] * (ones + (1 + ones) * hidden);
  }
  return squares - parametersOfMachine(exactStatistics(machine)).reduce((sum, mean) => sum + mean * mean, 0);
}

/** Normal weights, and the biases with which flipping all units changes no energy. */
function randomParameters(
  { visibleCount: V, hiddenCount: H }: MachineTrainingParameters,
  key: Key,
  deviation: number,
): Vector {
  const { normal } = draws(key);
  const theta = vector(V + H + V * H);
  for (let i = 0; i < V; i++) {
    for (let j = 0; j < H; j++) {
      const weight = deviation * normal();
      theta[V + H + i * H + j] = weight;
      theta[i] -= 0.5 * weight;
      theta[V + j] -= 0.5 * weight;
    }
  }
  return theta;
}

/** `machineTraining` of a stored result. */
export const machineTrainingAgain = rebuilder(
  record({
    visibleCount: count,
    hiddenCount: count,
    weightDeviation: number,
    stateCount: count,
    walkerCount: count,
    runCount: count,
    rate: number,
    stepCount: count,
    ledCount: count,
    ledSteps: count,
  }),
  experimentOf,
);
