import { type Vector, vector } from '../../array/index.js';
import { lineGrid } from '../../grid/index.js';
import { foldIn, type Key } from '../../random/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { langevinWalkers, lawOnLine, mixtureFamily, mixtureWithOdds, train } from '../../training/index.js';
import { modeTrainer, type TrainerName, type TrainerParameters } from './mode-trainers.js';

/** Modes, walkers, and how weights are trained by them. */
export interface WalkerTrainingParameters extends TrainerParameters {
  readonly separations: readonly number[];
  readonly truthLogOdds: number;
  /** N of a run. */
  readonly walkerCount: number;
  /** Runs under keys of their own. */
  readonly runCount: number;
  readonly stepSize: number;
  readonly rate: number;
  readonly stepCount: number;
}

/** z by runs under several keys. */
export interface WalkerRow {
  readonly separation: number;
  readonly trainer: TrainerName;
  /** z after the last step: mean over the runs, with the error of that mean. */
  readonly logOdds: Estimate;
  /** Mean z over the runs after each step, and its error. */
  readonly curve: { readonly values: Vector; readonly standardErrors: Vector };
  /** Smallest share of walkers that counted, over steps and runs. */
  readonly leastShare: number;
}

/** All trainings. */
export interface WalkerTrainingData {
  readonly rows: readonly WalkerRow[];
}

const trainers = ['contrastive', 'persistent', 'Jarzynski'] as const;

/** The weights of two modes by trainers with finitely many walkers; the data are endless, so that walkers are the only error. */
export function walkerTraining(
  changes: Partial<WalkerTrainingParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<WalkerTrainingParameters, WalkerTrainingData, Stage> {
  const parameters: WalkerTrainingParameters = {
    separations: [2, 3, 5],
    startLogOdds: 1,
    truthLogOdds: -1,
    walkerCount: 1000,
    runCount: 8,
    stepSize: 0.1,
    rate: 0.5,
    contrastiveSteps: 4,
    stepCount: 100,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = `${(typeof trainers)[number]}, a = ${number}`;

function experimentOf(
  parameters: WalkerTrainingParameters,
  seed: number,
): Experiment<WalkerTrainingParameters, WalkerTrainingData, Stage> {
  const stages = {} as Record<Stage, number>;
  for (const a of parameters.separations) {
    for (const trainer of trainers) {
      stages[`${trainer}, a = ${a}`] = trainer === 'contrastive' ? parameters.contrastiveSteps : 1;
    }
  }
  return {
    id: 'walker-training',
    module: 'chapter/training/walker-training',
    parameters,
    seed,
    stages,
    run: runWalkers,
  };
}

async function runWalkers(
  p: WalkerTrainingParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<WalkerTrainingData> {
  const rows: WalkerRow[] = [];
  for (const [i, separation] of p.separations.entries()) {
    const grid = lineGrid({ from: -separation - 7, to: separation + 7, count: 241 });
    const data = lawOnLine(mixtureWithOdds({ separation, logOdds: p.truthLogOdds }), grid);
    const problem = langevinWalkers(mixtureFamily({ separation }), data, p);
    for (const [j, trainer] of trainers.entries()) {
      const runKey = foldIn(foldIn(key, i), j);
      const course = { ...p, parameters: [p.startLogOdds] };
      const row = await context.stage(`${trainer}, a = ${separation}`, async (options) => {
        const { parameters, effectiveShares } = await train(problem, modeTrainer(trainer, p), course, {
          ...options,
          key: runKey,
        });
        const [values, standardErrors] = [vector(p.stepCount + 1), vector(p.stepCount + 1)];
        for (let t = 0; t <= p.stepCount; t++) {
          const { value, standardError } = meanEstimate(parameters.row(t));
          values[t] = value;
          standardErrors[t] = standardError;
        }
        return {
          logOdds: meanEstimate(parameters.row(p.stepCount)),
          curve: { values, standardErrors },
          leastShare: effectiveShares.data.reduce((least, share) => Math.min(least, share), 1),
        };
      });
      rows.push({ separation, trainer, ...row });
    }
  }
  return { rows };
}

/** `walkerTraining` of a stored result. */
export const walkerTrainingAgain = rebuilder(
  record({
    separations: listOf(number),
    startLogOdds: number,
    truthLogOdds: number,
    walkerCount: count,
    runCount: count,
    stepSize: number,
    rate: number,
    contrastiveSteps: count,
    stepCount: count,
  }),
  experimentOf,
);
