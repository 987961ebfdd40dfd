import type { Vector } from '../../array/index.js';
import { type Curve, reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { targetEnergy } from '../../expectation/target-energy.js';
import { meanFieldDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, optional, record } from '../../study/parse.js';
import { currentProfile, isSketching, type SketchableOptions } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of Figure 4: the mean-field descent by ensemble size. */
export interface EnsembleSizesParameters {
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly stepCount: number;
  readonly targetPathCount: number;
  /** The sizes N; each divides pathCount or is larger. */
  readonly sizes: readonly number[];
  /** Number of paths per size, in pathCount / N independent ensembles; a size that is larger has one ensemble. */
  readonly pathCount: number;
  /** Steps from one measurement of the divergence to the next, where not every step is measured: of a sketch. */
  readonly measureEvery?: number;
}

/** Divergence by ensemble size. */
export interface EnsembleSizesData {
  readonly target: Vector;
  /** Reverse divergence through the descent, one per size. */
  readonly curves: readonly { readonly size: number; readonly ensembleCount: number; readonly divergence: Curve }[];
}

/**
 * Reverse divergence through the mean-field descent for ensembles of 1 to 128 paths: Figure 4.
 *
 * Paper: 128 paths per size. This experiment takes four times as many (sixteen in the paper's profile), so that the largest size
 * has several ensembles too, and therefore a standard error. A sketch has one ensemble of each size, several where these are at most
 * eight paths; it measures the divergence at every eighth step and interpolates between.
 */
export function ensembleSizes(
  changes: Partial<EnsembleSizesParameters> = {},
  { seed = 7, profile = currentProfile(), isSketch = isSketching() }: SketchableOptions = {},
): Experiment<EnsembleSizesParameters, EnsembleSizesData, Stage> {
  const parameters: EnsembleSizesParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 200,
    targetPathCount: 10_000,
    sizes: [1, 2, 4, 8, 16, 32, 64, 128],
    pathCount: profile === 'paper' ? 2048 : 512,
    ...changes,
  };
  return isSketch ? { ...experimentOf(sketchOf(parameters), seed), isSketch } : experimentOf(parameters, seed);
}

/** So few paths and measurements that curves follow a number while it is dragged. */
function sketchOf(parameters: EnsembleSizesParameters): EnsembleSizesParameters {
  return {
    ...parameters,
    targetPathCount: Math.min(250, parameters.targetPathCount),
    pathCount: 8,
    measureEvery: 8,
  };
}

function experimentOf(
  parameters: EnsembleSizesParameters,
  seed: number,
): Experiment<EnsembleSizesParameters, EnsembleSizesData, Stage> {
  const stages = alike(['target', ...parameters.sizes.map(stageOf)]);
  return {
    id: 'ensemble-sizes',
    module: 'chapter/mean-field/ensemble-sizes',
    parameters,
    seed,
    stages,
    run: runEnsembleSizes,
  };
}

type Stage = 'target' | `size ${number}`;
const stageOf = (size: number): Stage => `size ${size}`;

async function runEnsembleSizes(
  p: EnsembleSizesParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<EnsembleSizesData> {
  const { signalLength } = p;
  const [targetKey, pathKey] = split(key, 2);
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const target = await context.stage('target', async () => {
    const { mean } = await targetEnergy(energy, truth, targetKey, p.targetPathCount);
    return mean;
  });
  const curves: EnsembleSizesData['curves'][number][] = [];
  for (const size of p.sizes) {
    curves.push(
      await context.stage(stageOf(size), async (stageOptions) => {
        const options = { ...stageOptions, measureEvery: p.measureEvery };
        const flow = meanFieldDescent(energy, target, { stepSize: p.stepSize, ensembleSize: size });
        const paths = base.sample(pathKey, Math.max(size, p.pathCount));
        const { divergence, ensembleCount } = await reverseDivergence(flow, base, truth, paths, p.stepCount, options);
        return { size, ensembleCount, divergence };
      }),
    );
  }
  return { target, curves };
}

/** `ensembleSizes` of a stored result. */
export const ensembleSizesAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    targetPathCount: count,
    sizes: listOf(count),
    pathCount: count,
    measureEvery: optional(count),
  }),
  experimentOf,
);
