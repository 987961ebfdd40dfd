import { type Vector, vector } from '../../array/index.js';
import { foldIn, type Key } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, oneOf, record, text } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';
import { divergenceByQuadrature, divergenceOfDraws, drawnShares, sharesByQuadrature } from './measures.js';
import { modelNamed } from './models.js';
import { type TargetName, targetNamed, targetNames } from './targets.js';

/** Parameters of a row of the table. */
export interface TableRowParameters {
  /** See `generativeModels`. */
  readonly model: string;
  readonly target: TargetName;
  /** Share of the full number of training steps, above 0. */
  readonly effort: number;
  /** Trainings from nothing, each under a key of its own. */
  readonly trainingCount: number;
  /** Draws of each trained model. */
  readonly drawCount: number;
}

/** What one training came to. */
export interface TrainedMeasures {
  /** D(ρ_*‖ρ_θ) by quadrature, nats; NaN without a density. */
  readonly divergence: number;
  /** D(ρ_*‖kernel density of the draws), nats. */
  readonly drawsDivergence: number;
  /** Share of the draws at each mode, [J]. */
  readonly drawnShares: Vector;
  /** Share of the density's mass at each mode, [J]; empty where it is not known cheaply. */
  readonly lawShares: Vector;
  readonly trainingSeconds: number;
  readonly drawingSeconds: number;
}

/** A row of the table. */
export interface TableRowData {
  readonly parameterCount: number;
  readonly besideCount: number;
  readonly trainings: readonly TrainedMeasures[];
}

/**
 * Trains a model on a target, several times, and measures what it has learned. Seconds are those of the machine that computes.
 * @throws RangeError when there is no such model
 */
export function tableRow(
  model: string,
  target: TargetName,
  { seed = 7, ...changes }: { readonly seed?: number } & Partial<Omit<TableRowParameters, 'model' | 'target'>> = {},
): TableRow {
  modelNamed(model);
  return experimentOf({ model, target, effort: 1, trainingCount: 5, drawCount: 1000, ...changes }, seed);
}

/** A row as an experiment. */
export type TableRow = Experiment<TableRowParameters, TableRowData, Stage>;
type Stage = `training ${number}`;
const stageOf = (training: number): Stage => `training ${training + 1}`;

function experimentOf(parameters: TableRowParameters, seed: number): TableRow {
  const { model, target, trainingCount } = parameters;
  return {
    id: `one-table-${target}-${model}`,
    module: 'chapter/one-table/table-row',
    parameters,
    seed,
    stages: alike(Array.from({ length: trainingCount }, (_, i) => stageOf(i))),
    run: runTableRow,
  };
}

async function runTableRow(p: TableRowParameters, key: Key, context: RunContext<Stage>): Promise<TableRowData> {
  const outcomes: (TrainedMeasures & Pick<TableRowData, 'parameterCount' | 'besideCount'>)[] = [];
  for (let i = 0; i < p.trainingCount; i++) {
    outcomes.push(await context.stage(stageOf(i), ({ onProgress }) => trainedMeasures(p, foldIn(key, i), onProgress)));
  }
  const [{ parameterCount, besideCount }] = outcomes;
  return {
    parameterCount,
    besideCount,
    trainings: outcomes.map(({ parameterCount: _, besideCount: __, ...measures }) => measures),
  };
}

async function trainedMeasures(
  p: TableRowParameters,
  key: Key,
  onProgress?: (done: number, total: number, note?: string) => void,
): Promise<TrainedMeasures & Pick<TableRowData, 'parameterCount' | 'besideCount'>> {
  const target = targetNamed(p.target);
  const start = Date.now();
  const trained = await modelNamed(p.model).train(target, { key: foldIn(key, 0), effort: p.effort, onProgress });
  const middle = Date.now();
  const draws = await trained.sample(foldIn(key, 1), p.drawCount);
  const end = Date.now();
  const { logDensity, isDensityCheap, parameterCount, besideCount } = trained;
  return {
    ...{ parameterCount, besideCount },
    divergence: logDensity ? await divergenceByQuadrature(target, logDensity) : Number.NaN,
    drawsDivergence: divergenceOfDraws(target, draws),
    drawnShares: drawnShares(target, draws),
    lawShares: logDensity && isDensityCheap ? await sharesByQuadrature(target, logDensity) : vector(0),
    trainingSeconds: (middle - start) / 1000,
    drawingSeconds: (end - middle) / 1000,
  };
}

/** `tableRow` of a stored result. */
export const tableRowAgain = rebuilder(
  record({ model: text, target: oneOf(targetNames), effort: number, trainingCount: count, drawCount: count }),
  experimentOf,
);
