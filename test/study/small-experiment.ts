import type { Matrix, Vector } from '../../lib/array/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { targetEnergy } from '../../lib/expectation/index.js';
import { descendMeasured, meanFieldDescent } from '../../lib/flow/index.js';
import { ar, gaussian, logDensityOf } from '../../lib/model/index.js';
import { split } from '../../lib/random/index.js';
import type { Experiment } from '../../lib/study/index.js';

export interface SmallParameters {
  readonly signalLength: number;
  readonly stepCount: number;
}

export interface SmallData {
  readonly target: Vector;
  readonly paths: Vector;
  readonly losses: Vector;
  readonly collapse: Matrix;
}

export interface Watch {
  /** Told the name of a stage whose work is done now rather than taken from a checkpoint. */
  readonly onWork?: (stage: string) => void;
  /** Told when a checkpoint of the descent has been written. */
  readonly onCheckpoint?: () => void;
}

/** An experiment of a fraction of a second with two stages: a target, and a descent that writes checkpoints. */
export function smallExperiment(
  changes: Partial<SmallParameters> = {},
  { onWork = () => {}, onCheckpoint = () => {} }: Watch = {},
  seed = 7,
): Experiment<SmallParameters, SmallData, 'target' | 'descent'> {
  const parameters = { signalLength: 24, stepCount: 60, ...changes };
  return {
    id: 'small',
    parameters,
    seed,
    stages: { target: 1, descent: 1 },
    async run({ signalLength, stepCount }, key, context) {
      const [targetKey, pathKey] = split(key, 2);
      const truth = ar([0.3], { signalLength });
      const energy = autocovariance({ signalLength });
      const target = await context.stage('target', async () => {
        onWork('target');
        return (await targetEnergy(energy, truth, targetKey, 50)).mean;
      });
      return context.stage('descent', async (options) => {
        onWork('descent');
        const flow = meanFieldDescent(energy, target, { stepSize: 1, ensembleSize: 4 });
        const functional = logDensityOf(truth);
        const descent = await descendMeasured(
          flow,
          gaussian({ signalLength }).sample(pathKey, 8),
          stepCount,
          [functional],
          {
            ...options,
            onCheckpoint(checkpoint) {
              options.onCheckpoint?.(checkpoint);
              onCheckpoint();
            },
          },
        );
        return { target, paths: descent.paths.data, losses: descent.losses, collapse: descent.collapseLoss };
      });
    },
  };
}
