import { type Matrix, matrix, type Vector } from '../../array/index.js';
import { autocovariance } from '../../energy/index.js';
import { targetEnergy } from '../../expectation/target-energy.js';
import { descend, type Flow, meanFieldDescent, regularDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { isSketching, type SketchableOptions } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of Figure 2: how paths move through energy space. */
export interface EnergyPathsParameters {
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  readonly pathCount: number;
  readonly targetPathCount: number;
}

/** Energies of paths along a regular and a mean-field descent. */
export interface EnergyPathsData {
  readonly target: Vector;
  /** Φ of every path, [N, K], at steps 0 … stepCount. */
  readonly regular: readonly Matrix[];
  readonly meanField: readonly Matrix[];
  /** Φ of paths of the true model, [n, K]. */
  readonly truth: Matrix;
}

/**
 * Trajectories of some paths through energy space under both descents: Figure 2, from a computed descent where the paper has a
 * sketch. The model is further from noise than that of the example, so that the trajectories are visible.
 */
export function energyPaths(
  changes: Partial<EnergyPathsParameters> = {},
  { seed = 7, isSketch = isSketching() }: Omit<SketchableOptions, 'profile'> = {},
): Experiment<EnergyPathsParameters, EnergyPathsData, Stage> {
  const parameters: EnergyPathsParameters = {
    coefficient: 0.2,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 120,
    pathCount: 24,
    targetPathCount: 2000,
    ...changes,
  };
  if (!isSketch) return experimentOf(parameters, seed);
  const sketch = { ...parameters, targetPathCount: Math.min(400, parameters.targetPathCount) };
  return { ...experimentOf(sketch, seed), isSketch };
}

function experimentOf(
  parameters: EnergyPathsParameters,
  seed: number,
): Experiment<EnergyPathsParameters, EnergyPathsData, Stage> {
  return {
    id: 'energy-paths',
    module: 'chapter/mean-field/energy-paths',
    parameters,
    seed,
    stages: alike(STAGES),
    run: runEnergyPaths,
  };
}

const STAGES = ['target', 'regular', 'mean-field'] as const;
type Stage = (typeof STAGES)[number];

async function runEnergyPaths(
  p: EnergyPathsParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<EnergyPathsData> {
  const { signalLength } = p;
  const [targetKey, pathKey] = split(key, 2);
  const truth = ar([p.coefficient], { signalLength });
  const energy = autocovariance({ signalLength });
  const steps = Array.from({ length: p.stepCount + 1 }, (_, t) => t);
  const target = await context.stage('target', () => targetEnergy(energy, truth, targetKey, p.targetPathCount));
  const trace = (method: Stage, flow: Flow): Promise<Matrix[]> =>
    context.stage(method, async (options) => {
      const paths = gaussian({ signalLength }).sample(pathKey, p.pathCount);
      const { energiesAt } = await descend(flow, paths, p.stepCount, { ...options, keepEnergiesAt: steps });
      return steps.map((t) => energiesAt.get(t)!);
    });
  const shown = Math.min(400, p.targetPathCount);
  return {
    target: target.mean,
    regular: await trace('regular', regularDescent(energy, target.mean, { stepSize: p.stepSize })),
    meanField: await trace('mean-field', meanFieldDescent(energy, target.mean, { stepSize: p.stepSize })),
    truth: matrix(shown, 2, target.energies.data.slice(0, shown * 2)),
  };
}

/** `energyPaths` of a stored result. */
export const energyPathsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    pathCount: count,
    targetPathCount: count,
  }),
  experimentOf,
);
