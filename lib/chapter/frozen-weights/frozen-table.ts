import { type Vector, vectorOf } from '../../array/index.js';
import { type Curve, curveAt, frozenDivergence, keptSteps } from '../../divergence/index.js';
import { descend, frozenSchedule } from '../../flow/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, oneOf, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { type TableOneParameters, type TableOneStage, tableOne, tableOneProblem } from '../synthetic/table-one.js';
import { type TableOnePair, tableOneEnergies, tableOneMethods, tableOneModels } from '../synthetic/table-one-cells.js';

/** An entry of Table 1's mean field, and how many fresh paths follow its weights. */
export interface FrozenTableParameters extends TableOneParameters {
  readonly freshPathCount: number;
}

/** Divergence of fresh paths, nats per path; curves hold the steps of `steps` only. */
export interface FrozenTableData {
  readonly steps: Vector;
  readonly divergence: Curve;
  readonly negativeEntropy: Curve;
  /** Standard deviation of a path's summed log-determinants over their probes, after each of the steps, root mean square. */
  readonly probeDeviations: Vector;
}

type Stage = TableOneStage | 'pilot' | 'fresh';

/** Largest number of steps in a curve. */
const KEPT_STEPS = 250;

/**
 * Table 1 with frozen weights: the very ensemble of an entry of Table 1's mean field is the pilot, and fresh paths follow
 * its weights. A projected descent (CIR) is frozen with its constraint: as in the paper, the determinant is that of the
 * values that move.
 */
export function frozenTable(
  pair: TableOnePair,
  changes: Partial<Omit<FrozenTableParameters, keyof TableOnePair>> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<FrozenTableParameters, FrozenTableData, Stage> {
  const { parameters } = tableOne({ ...pair, method: 'mean-field' }, {}, { seed, profile });
  return experimentOf({ ...parameters, freshPathCount: profile === 'paper' ? 256 : 64, ...changes }, seed);
}

function experimentOf(
  parameters: FrozenTableParameters,
  seed: number,
): Experiment<FrozenTableParameters, FrozenTableData, Stage> {
  const { model, energy, freshPathCount, ensembleSize, ...rest } = parameters;
  const { stages, builtOn } = tableOne({ model, energy, method: 'mean-field' }, { ...rest, ensembleSize }, { seed });
  const { descent } = stages;
  return {
    id: `frozen-table-${model}-${energy}`,
    module: 'chapter/frozen-weights/frozen-table',
    parameters,
    seed,
    stages: { ...stages, descent: 0, pilot: 0.3 * descent, fresh: (descent * freshPathCount) / ensembleSize },
    builtOn,
    run: runFrozenTable,
  };
}

async function runFrozenTable(
  p: FrozenTableParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<FrozenTableData> {
  const { truth, base, flow, pathKey } = await tableOneProblem(p, key, context);
  const record = await context.stage('pilot', async (options) => {
    const pilot = await descend(
      { ...flow, ensembleSize: p.ensembleSize },
      base.sample(pathKey, p.ensembleSize),
      p.stepCount,
      options,
    );
    return { means: pilot.meanEnergies };
  });
  const schedule = frozenSchedule({ flow, meanEnergies: record.means, ensembleCount: 1, stepCount: p.stepCount });
  const [freshKey, probeKey] = split(foldIn(pathKey, p.ensembleSize), 2);
  return context.stage('fresh', async (options) => {
    const paths = base.sample(freshKey, p.freshPathCount);
    const { divergence, negativeEntropy, descent } = await frozenDivergence(
      schedule,
      truth,
      { base, paths },
      {
        ...options,
        probeKey,
      },
    );
    const steps = keptSteps(p.stepCount, KEPT_STEPS);
    const deviations = steps.map((t) => {
      const row = descent.probeVariances.row(t);
      return Math.sqrt(row.reduce((sum, value) => sum + value, 0) / row.length);
    });
    return {
      steps: vectorOf(steps),
      divergence: curveAt(divergence, steps),
      negativeEntropy: curveAt(negativeEntropy, steps),
      probeDeviations: vectorOf(deviations),
    };
  });
}

/** `frozenTable` of a stored result. */
export const frozenTableAgain = rebuilder(
  record({
    model: oneOf(tableOneModels),
    energy: oneOf(tableOneEnergies),
    method: oneOf(tableOneMethods),
    signalLength: count,
    ensembleSize: count,
    stepSize: number,
    stepCount: count,
    targetPathCount: count,
    noisePathCount: count,
    freshPathCount: count,
  }),
  experimentOf,
);
