import { type Matrix, matrix, type Vector, vectorOf } from '../../array/index.js';
import { type Curve, curveAt, reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { descend, type Flow, meanFieldDescent, regularDescent, singleTargetDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import { hypot } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';
import { type Information, referenceInformation } from './reference-information.js';

/** Parameters of descents towards reference paths. */
export interface SingleTargetsParameters {
  /** φ of the true AR(1) model with unit variance, which references are drawn from. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  /** N paths, and as many references. */
  readonly pathCount: number;
  /** Steps between two at which energies are compared with those of references. */
  readonly stride: number;
}

/** Three descents of the same noise towards the same references. Nats per path. */
export interface SingleTargetsData {
  /** Mean energy of the references. */
  readonly target: Vector;
  /** Steps of the curves, [S]. */
  readonly steps: Vector;
  /** Each path towards its own reference's energies: divergence of the path given its reference. */
  readonly givenReference: Curve;
  /** What a path knows of its reference: a lower bound, see `referenceInformation`. */
  readonly information: Curve;
  /** Divergence of the path whatever its reference: the first less the second, an upper bound. */
  readonly single: Curve;
  /** All towards the references' mean energy: one by one, and together as one ensemble. */
  readonly averageRegular: Curve;
  readonly averageMeanField: Curve;
}

/**
 * Descents towards the energies of single reference paths and towards their average, as they are used for maps of the sky, with
 * exact determinants.
 */
export function singleTargets(
  changes: Partial<SingleTargetsParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<SingleTargetsParameters, SingleTargetsData, Stage> {
  const parameters: SingleTargetsParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 200,
    pathCount: 512,
    stride: 5,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: SingleTargetsParameters,
  seed: number,
): Experiment<SingleTargetsParameters, SingleTargetsData, Stage> {
  return {
    id: 'single-targets',
    module: 'chapter/mean-field-limit/single-targets',
    parameters,
    seed,
    stages: alike(STAGES),
    run: runSingleTargets,
  };
}

const STAGES = ['single', 'information', 'average, regular', 'average, mean field'] as const;
type Stage = (typeof STAGES)[number];

async function runSingleTargets(
  p: SingleTargetsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<SingleTargetsData> {
  const { signalLength, stepSize, stepCount, pathCount, stride } = p;
  const [referenceKey, pathKey] = split(key, 2);
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const references = energy.values(truth.sample(referenceKey, pathCount));
  const target = meanOf(references);
  const steps = Array.from({ length: Math.floor(stepCount / stride) + 1 }, (_, i) => i * stride);
  const start = base.sample(pathKey, pathCount);
  const measure = (stage: Stage, flow: Flow): Promise<Curve> =>
    context.stage(stage, async (options) => {
      const { divergence } = await reverseDivergence(flow, base, truth, start, stepCount, options);
      return curveAt(divergence, steps);
    });
  const flow = singleTargetDescent(energy, references, { stepSize });
  const single = await measure('single', flow);
  const information = await context.stage('information', async ({ onProgress }) => {
    const found: Information[] = [];
    for (let paths = start; ; ) {
      found.push(referenceInformation(flow, paths, references, steps[found.length]));
      onProgress?.(found.length, steps.length);
      if (found.length === steps.length) return found;
      paths = (await descend(flow, paths, stride)).paths;
    }
  });
  const regular = await measure('average, regular', regularDescent(energy, target, { stepSize }));
  const meanField = await measure('average, mean field', meanFieldDescent(energy, target, { stepSize }));
  const common: Curve = {
    values: vectorOf(information.map(({ value }) => value)),
    standardErrors: vectorOf(information.map(({ standardError }) => standardError)),
  };
  return {
    target,
    steps: vectorOf(steps),
    givenReference: single,
    information: common,
    single: {
      values: single.values.map((value, i) => value - common.values[i]),
      standardErrors: single.standardErrors.map((error, i) => hypot(error, common.standardErrors[i])),
    },
    averageRegular: regular,
    averageMeanField: meanField,
  };
}

function meanOf(rows: Matrix): Vector {
  const sum = matrix(1, rows.columnCount).data;
  for (let i = 0; i < rows.data.length; i++) sum[i % sum.length] += rows.data[i] / rows.rowCount;
  return sum;
}

/** `singleTargets` of a stored result. */
export const singleTargetsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    pathCount: count,
    stride: count,
  }),
  experimentOf,
);
