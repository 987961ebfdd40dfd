import { type Vector, vectorOf } from '../../array/index.js';
import { divergenceOfSize, type FiniteEnsembleLaw, finiteEnsembleLaw } from '../../divergence/index.js';
import { hypot } from '../../special/index.js';
import type { Result } from '../../study/contract.js';
import {
  paperDescent,
  type TableOneCell,
  type TableOneData,
  type TableOneModel,
  type TableOnePair,
  tableOneTruth,
} from '../synthetic/index.js';

/** Finds the stored result of a cell of Table 1 at the paper's size. */
export type CellLookup = (cell: TableOneCell) => TableOneData | undefined;

/** Models of Table 1 that the law in closed form holds for. */
export const autoregressions = ['ar-0.1', 'ar-0.2-0.1', 'ar-0.1-0.2-0.1'] as const satisfies readonly TableOneModel[];

/** N of the stored mean-field descents. */
export const STORED_SIZE = 128;

/** A lookup among results. */
export function cellLookup(results: readonly Result<TableOneData>[]): CellLookup {
  const found = new Map(
    results.map(({ parameters, data }) => {
      const { model, energy, method } = parameters as TableOneCell;
      return [`${model} ${energy} ${method}`, data] as const;
    }),
  );
  return ({ model, energy, method }) => found.get(`${model} ${energy} ${method}`);
}

/** Makes laws of a model of Table 1's autocovariance column, without a simulation. Cost: O(d²) once. */
function lawsOf(
  model: (typeof autoregressions)[number],
): (options: { readonly target?: ArrayLike<number>; readonly stepCount?: number }) => FiniteEnsembleLaw {
  const truth = tableOneTruth(model);
  const [, first] = 'autocovariance' in truth ? truth.autocovariance(1) : [1, 0];
  const exact = vectorOf([((truth.signalLength - 1) * first) / truth.signalLength, 1]);
  const cell = paperDescent({ model, energy: 'autocovariance' });
  const lawTowards = finiteEnsembleLaw(truth);
  return ({ target = exact, stepCount = cell.stepCount }) => lawTowards({ target, stepSize: cell.stepSize, stepCount });
}

/** The law of a cell of Table 1's autocovariance column, without a simulation; towards a given target, else the exact one. */
export function tableOneLaw(
  model: (typeof autoregressions)[number],
  options: { readonly target?: ArrayLike<number>; readonly stepCount?: number } = {},
): FiniteEnsembleLaw {
  return lawsOf(model)(options);
}

/** A stored curve beside its law. */
export interface CellLaw {
  readonly model: (typeof autoregressions)[number];
  readonly method: TableOneCell['method'];
  readonly data: TableOneData;
  /** At the steps of the data. */
  readonly law: Vector;
  /** The largest distance of the curve from the law, in standard errors, and its step. */
  readonly largest: { readonly distance: number; readonly stepNumber: number };
  readonly best: { readonly stepNumber: number; readonly divergence: number };
}

/** The six stored curves of the autocovariance column, each beside the law towards its own target. */
export function cellLaws(lookup: CellLookup): CellLaw[] {
  return autoregressions.flatMap((model) => {
    const runs = (['regular', 'mean-field'] as const).flatMap((method) => {
      const data = lookup({ model, energy: 'autocovariance', method });
      return data === undefined ? [] : [{ method, data }];
    });
    if (runs.length === 0) return [];
    const lawTowards = lawsOf(model);
    return runs.map(({ method, data }) => {
      const size = method === 'regular' ? 1 : STORED_SIZE;
      const whole = lawTowards({ target: data.target });
      const curve = whole.divergence(size);
      const law = data.steps.map((t) => curve[t]);
      const { values, standardErrors } = data.divergence;
      let at = 0;
      const distances = law.map((value, i) => Math.abs(values[i] - value) / standardErrors[i]);
      for (let i = 0; i < distances.length; i++) if (distances[i] > distances[at]) at = i;
      const largest = { distance: distances[at], stepNumber: data.steps[at] };
      return { model, method, data, law, largest, best: whole.best(size) };
    });
  });
}

/** What a stored mean-field run says of the regular descent of the same energy, at one step. Nats per path. */
export interface RegularPrediction extends TableOnePair {
  readonly stepNumber: number;
  /** Bounds from the mean-field run alone. */
  readonly low: number;
  readonly high: number;
  readonly regular: number;
  /** Of the regular and of the mean-field divergence. */
  readonly standardError: number;
  readonly meanFieldError: number;
  /** Whether the regular number lies between the bounds, within two standard errors of both runs. */
  readonly holds: boolean;
}

/**
 * The regular descent predicted from the mean-field run, at the last step of both or the one asked for. Both start from the same
 * paths, so that the errors, taken as independent, are too large.
 */
export function regularPrediction(
  lookup: CellLookup,
  pair: TableOnePair,
  step?: number,
): RegularPrediction | undefined {
  const [meanField, regular] = (['mean-field', 'regular'] as const).map((method) => lookup({ ...pair, method }));
  if (!meanField || !regular) return undefined;
  const common = Array.from(meanField.steps).filter((t) => regular.steps.includes(t));
  const stepNumber = step ?? common[common.length - 1];
  const [i, j] = [meanField.steps.indexOf(stepNumber), regular.steps.indexOf(stepNumber)];
  if (i < 0 || j < 0) {
    throw new RangeError(`regularPrediction: step expects one that both runs hold, got ${stepNumber}; leave it out`);
  }
  const { low, high } = divergenceOfSize(recordOf(meanField), 1);
  const value = regular.divergence.values[j];
  const standardError = regular.divergence.standardErrors[j];
  const meanFieldError = meanField.divergence.standardErrors[i];
  const slack = 2 * hypot(standardError, meanFieldError);
  const holds = value >= low[i] - slack && value <= high[i] + slack;
  return { ...pair, stepNumber, low: low[i], high: high[i], regular: value, standardError, meanFieldError, holds };
}

/** A stored mean-field run extrapolated to infinitely many paths. Nats per path. */
export interface ManyPathsLimit extends TableOnePair {
  /** The step at which the stored ensembles are best, and their divergence there. */
  readonly stepNumber: number;
  readonly stored: number;
  readonly standardError: number;
  /** Bounds of the limit at the same step. */
  readonly low: number;
  readonly high: number;
  /** The least limit at any step: ensembles of infinitely many paths may go on for longer. Half the sum of its bounds. */
  readonly least: number;
  readonly leastStep: number;
  /** Of the least: the run's and half the distance of the bounds, together. */
  readonly leastError: number;
  /** Bounds after the last step, and the run's error there. */
  readonly last: { readonly low: number; readonly high: number; readonly standardError: number };
}

/** N → ∞ from one stored run of N = 128. */
export function manyPathsLimit(lookup: CellLookup, pair: TableOnePair): ManyPathsLimit | undefined {
  const data = lookup({ ...pair, method: 'mean-field' });
  if (data === undefined) return undefined;
  const { low, high } = divergenceOfSize(recordOf(data), Infinity);
  const { stepNumber, value, standardError } = data.minimum;
  const at = data.steps.indexOf(stepNumber);
  const middle = low.map((bound, i) => (bound + high[i]) / 2);
  let best = 0;
  for (let i = 0; i < middle.length; i++) if (middle[i] < middle[best]) best = i;
  return {
    ...pair,
    stepNumber,
    stored: value,
    standardError,
    low: low[at],
    high: high[at],
    least: middle[best],
    leastStep: data.steps[best],
    last: {
      low: low[low.length - 1],
      high: high[high.length - 1],
      standardError: data.divergence.standardErrors[low.length - 1],
    },
    leastError: hypot(data.divergence.standardErrors[best], (high[best] - low[best]) / 2),
  };
}

function recordOf(data: TableOneData) {
  return {
    divergence: data.divergence.values,
    collapse: data.collapseLoss.values,
    ensembleSize: STORED_SIZE,
    componentCount: data.target.length,
  };
}
