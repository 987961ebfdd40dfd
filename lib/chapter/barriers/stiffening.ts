import { ensemble, type Vector } from '../../array/index.js';
import {
  adjustedLangevin,
  bennettRatio,
  independentGaussians,
  kernelStages,
  partitionEstimate,
  potentialSchedule,
  runAnnealing,
} from '../../chain/index.js';
import { foldIn, type Key, normals, split } from '../../random/index.js';
import { log } from '../../special/index.js';
import { type Estimate, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of a well that is stiffened and softened. */
export interface StiffeningParameters {
  /** Values of a path. */
  readonly dimension: number;
  /** a of ½ a‖x‖² at the end; 1 at the start. */
  readonly stiffness: number;
  /** Numbers of stages; 1 is sudden. */
  readonly stageCounts: readonly number[];
  readonly walkerCount: number;
  /** h of the adjusted Langevin moves at stiffness 1; at a it is divided by a. */
  readonly stepSize: number;
}

/** Work in both directions, nats. */
export interface StiffeningRow {
  readonly stageCount: number;
  /** On the way to the stiff well, [N]. */
  readonly forward: Vector;
  /** On the way back, [N]. */
  readonly backward: Vector;
  readonly meanForward: Estimate;
  readonly meanBackward: Estimate;
  /** ΔF by Jarzynski's equality, from the way forth alone. */
  readonly jarzynski: Estimate;
  /** ΔF by Bennett's ratio, from both. */
  readonly bennett: Estimate;
}

/** Work by number of stages. */
export interface StiffeningData {
  /** ΔF = (d/2) ln a, nats. */
  readonly exact: number;
  readonly rows: readonly StiffeningRow[];
}

type Stage = `${number} stages`;

/** A harmonic well that is stiffened in stages, and softened again: work in both directions. */
export function stiffening(
  changes: Partial<StiffeningParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<StiffeningParameters, StiffeningData, Stage> {
  const parameters: StiffeningParameters = {
    dimension: 8,
    stiffness: 4,
    stageCounts: [1, 4, 16],
    walkerCount: 4000,
    stepSize: 0.4,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: StiffeningParameters,
  seed: number,
): Experiment<StiffeningParameters, StiffeningData, Stage> {
  const stages = Object.fromEntries(
    parameters.stageCounts.map((stageCount) => [`${stageCount} stages`, stageCount]),
  ) as Record<Stage, number>;
  return { id: 'stiffening', module: 'chapter/barriers/stiffening', parameters, seed, stages, run: runStiffening };
}

async function runStiffening(p: StiffeningParameters, key: Key, context: RunContext<Stage>): Promise<StiffeningData> {
  const rows: StiffeningRow[] = [];
  for (const stageCount of p.stageCounts) {
    const ways = await context.stage(`${stageCount} stages`, async () => {
      const forth = Array.from({ length: stageCount + 1 }, (_, k) => 1 + ((p.stiffness - 1) * k) / stageCount);
      const [one, other] = split(foldIn(key, stageCount), 2);
      return {
        forward: await workThrough(forth, p, one),
        backward: await workThrough(forth.slice().reverse(), p, other),
      };
    });
    const { forward, backward } = ways;
    const { value, standardError } = partitionEstimate(forward.map((work) => -work)).logRatio;
    rows.push({
      stageCount,
      forward,
      backward,
      meanForward: meanEstimate(forward),
      meanBackward: meanEstimate(backward),
      jarzynski: { value: -value, standardError },
      bennett: bennettRatio(forward, backward),
    });
  }
  return { exact: 0.5 * p.dimension * log(p.stiffness), rows };
}

/** Work on walkers that start at rest in the first well and are led through all. */
async function workThrough(
  stiffnesses: readonly number[],
  { dimension, walkerCount, stepSize }: StiffeningParameters,
  key: Key,
): Promise<Vector> {
  const [startKey, walkKey] = split(key, 2);
  const wells = stiffnesses.map((a) => independentGaussians(new Array<number>(dimension).fill(1 / a)));
  const kernels = stiffnesses.map((a) => adjustedLangevin({ stepSize: stepSize / a }));
  const deviation = 1 / Math.sqrt(stiffnesses[0]);
  const start = normals(startKey, walkerCount * dimension).map((z) => deviation * z);
  const stages = kernelStages(potentialSchedule(wells), kernels);
  const { logWeights } = await runAnnealing(stages, ensemble(walkerCount, dimension, start), {}, { key: walkKey });
  return logWeights.map((weight) => -weight);
}

/** `stiffening` of a stored result. */
export const stiffeningAgain = rebuilder(
  record({
    dimension: count,
    stiffness: number,
    stageCounts: listOf(count),
    walkerCount: count,
    stepSize: number,
  }),
  experimentOf,
);
