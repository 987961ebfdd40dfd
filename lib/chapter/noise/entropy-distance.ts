import { runAlgorithm } from '../../algorithm/index.js';
import { matrix, type Vector } from '../../array/index.js';
import { jarzynskiTraining, scoreMatching } from '../../chain/index.js';
import { autocovariance, type Energy, scatteringMean } from '../../energy/index.js';
import { targetEnergy } from '../../expectation/target-energy.js';
import { type Flow, meanFieldDescent, regularDescent } from '../../flow/index.js';
import { covarianceWords, gramSolver } from '../../linear-algebra/index.js';
import { ar, gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import type { Estimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, oneOf, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  covarianceOf,
  type ExactPartition,
  exactPartition,
  type FreshWalkers,
  freshWalkers,
  lateMean,
} from './canonical-walkers.js';
import { type DistanceRecord, descentDistances } from './descent-distances.js';

const energyNames = ['autocovariance', 'scattering-mean'] as const;
/** Energies whose law of largest entropy is trained. */
export type DistanceEnergy = (typeof energyNames)[number];

/** Parameters of the distance of descents from the law of largest entropy. */
export interface EntropyDistanceParameters {
  readonly energy: DistanceEnergy;
  /** φ of the true model AR(1). */
  readonly coefficient: number;
  readonly signalLength: number;
  /** γ. */
  readonly stepSize: number;
  readonly stepCount: number;
  /** N of the mean-field ensembles, and their number; as many paths go through the regular descent. */
  readonly ensembleSize: number;
  readonly ensembleCount: number;
  readonly targetPathCount: number;
  /** Paths of the true model that score matching sees. */
  readonly scorePathCount: number;
  readonly walkerCount: number;
  /** h of the walkers, their steps, and those in which the multipliers rise to those of score matching. */
  readonly walkerStep: number;
  readonly walkerSteps: number;
  readonly rampSteps: number;
  /** Fresh walkers, h and steps of theirs: θ rises to the trained multipliers in a straight line. */
  readonly freshCount: number;
  readonly freshStep: number;
  readonly freshSteps: number;
}

/** The law of largest entropy as walkers found it, and how far two descents end from it. */
export interface EntropyDistanceData {
  readonly target: Vector;
  /** θ by score matching, by linear response, and at the end of training, [K]. */
  readonly scoreMultipliers: Vector;
  readonly linearMultipliers: Vector;
  readonly multipliers: Vector;
  /** θ, ln Z and effective share of the training walkers after each step. */
  readonly training: { readonly logPartitions: Vector; readonly effectiveShares: Vector };
  readonly fresh: FreshWalkers;
  /** Of the trained multipliers; NaN where there is no closed form. */
  readonly exact: ExactPartition;
  /** D(q_θ ‖ q₀) = −θ·α − ln Z: nats from white noise, the least that these energies cost. */
  readonly canonicalDivergence: Estimate;
  readonly regular: DistanceRecord;
  readonly meanField: DistanceRecord;
}

/** Sizes that fit a notebook, by energy. */
const SMALL: Readonly<Record<DistanceEnergy, Partial<EntropyDistanceParameters>>> = {
  autocovariance: {},
  'scattering-mean': {
    signalLength: 128,
    stepCount: 120,
    ensembleSize: 16,
    ensembleCount: 4,
    walkerCount: 64,
    walkerSteps: 300,
    rampSteps: 150,
    freshStep: 0.03,
  },
};

/**
 * How many nats two descents end from the law of largest entropy with their energies, for AR(1) and either of two energies.
 *
 * θ is trained by walkers with Jarzynski's weights: for the autocovariance from the multipliers of score matching on, for the scattering
 * mean, whose score-matching multipliers lie tens of nats off, from those of linear response, C⁻¹(E_{q₀}Φ − α). Fresh walkers give ln Z
 * without bias. The autocovariance has ln Z in closed form beside it.
 */
export function entropyDistance(
  energy: DistanceEnergy,
  changes: Partial<EntropyDistanceParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<EntropyDistanceParameters, EntropyDistanceData, Stage> {
  const parameters: EntropyDistanceParameters = {
    energy,
    coefficient: 0.1,
    signalLength: 64,
    stepSize: 0.6,
    stepCount: 250,
    ensembleSize: 32,
    ensembleCount: 8,
    targetPathCount: 10_000,
    scorePathCount: 1000,
    walkerCount: 128,
    walkerStep: 0.05,
    walkerSteps: 600,
    rampSteps: 200,
    freshCount: 128,
    freshStep: 0.05,
    freshSteps: 200,
    ...SMALL[energy],
    ...changes,
  };
  return experimentOf(parameters, seed);
}

/** The sizes that take minutes. */
export function largeDistances(): Experiment<EntropyDistanceParameters, EntropyDistanceData, Stage>[] {
  return [
    entropyDistance('autocovariance', {
      signalLength: 256,
      stepSize: 2.5,
      walkerSteps: 1200,
      rampSteps: 500,
      freshCount: 256,
      freshStep: 0.03,
      freshSteps: 400,
    }),
    entropyDistance('scattering-mean', {
      signalLength: 256,
      stepSize: 1.25,
      stepCount: 300,
      ensembleSize: 32,
      ensembleCount: 4,
      walkerCount: 96,
      walkerStep: 0.03,
      walkerSteps: 1000,
      rampSteps: 400,
      freshCount: 192,
      freshStep: 0.02,
      freshSteps: 600,
    }),
    entropyDistance('scattering-mean', {
      signalLength: 1024,
      stepSize: 5,
      stepCount: 250,
      ensembleSize: 48,
      ensembleCount: 2,
      walkerCount: 48,
      walkerStep: 0.03,
      walkerSteps: 800,
      rampSteps: 300,
      freshCount: 64,
      freshStep: 0.012,
      freshSteps: 700,
    }),
  ];
}

function experimentOf(
  parameters: EntropyDistanceParameters,
  seed: number,
): Experiment<EntropyDistanceParameters, EntropyDistanceData, Stage> {
  const { walkerCount, walkerSteps, freshCount, freshSteps, stepCount, ensembleCount, ensembleSize } = parameters;
  const walkers = walkerCount * walkerSteps;
  // A measured step takes as long as four of walkers.
  const descent = 4 * stepCount * ensembleCount * ensembleSize;
  return {
    id: 'entropy-distance',
    module: 'chapter/noise/entropy-distance',
    parameters,
    seed,
    stages: {
      target: 0.01 * walkers,
      training: walkers,
      fresh: freshCount * freshSteps,
      regular: descent,
      'mean-field': descent,
    },
    run: runEntropyDistance,
  };
}

type Stage = 'target' | 'training' | 'fresh' | 'regular' | 'mean-field';

async function runEntropyDistance(
  p: EntropyDistanceParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<EntropyDistanceData> {
  const { signalLength, walkerStep: stepSize, walkerCount } = p;
  const [targetKey, pathKey, scoreKey, walkerKey, freshKey, baseKey] = split(key, 6);
  const energy = energyNamed(p.energy, signalLength);
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const { target, covariance, scoreMultipliers, linearMultipliers } = await context.stage('target', async () => {
    const { mean, energies } = await targetEnergy(energy, truth, targetKey, p.targetPathCount);
    const white = await targetEnergy(energy, base, baseKey, p.targetPathCount);
    const known = truth.sample(scoreKey, p.scorePathCount);
    const { multipliers: scoreMultipliers } = scoreMatching(energy, known, { base, key: scoreKey });
    const covariance = covarianceOf(energies, mean);
    const linearMultipliers = white.mean.map((value, k) => value - mean[k]);
    gramSolver(covariance, { labels: energy.labels, caller: 'entropyDistance', words: covarianceWords }).solve(
      linearMultipliers,
    );
    return { target: mean, covariance, scoreMultipliers, linearMultipliers };
  });
  const start = p.energy === 'autocovariance' ? scoreMultipliers : linearMultipliers;
  const [drawKey, moveKey] = split(walkerKey, 2);
  const { theta, training } = await context.stage('training', async (options) => {
    const algorithm = jarzynskiTraining(energy, target, {
      ...{ base, covariance, start, rampSteps: p.rampSteps, stepSize, walkerCount },
    });
    const walkers = base.sample(drawKey, walkerCount);
    const { records } = await runAlgorithm(algorithm, walkers, p.walkerSteps, { ...options, key: moveKey });
    const { logPartitions, effectiveShares } = records;
    const rows = matrix(p.walkerSteps + 1, energy.componentCount, records.multipliers);
    return { theta: lateMean(rows, p.rampSteps), training: { logPartitions, effectiveShares } };
  });
  const fresh = await context.stage('fresh', (options) =>
    freshWalkers(energy, { ...p, theta, target, key: freshKey }, options),
  );
  const exact = p.energy === 'autocovariance' ? exactPartition(signalLength, theta, target) : undefined;
  const logPartition = exact ? { value: exact.logPartition, standardError: 0 } : fresh.logPartition;
  const follow = (stage: 'regular' | 'mean-field', flow: Flow): Promise<DistanceRecord> =>
    context.stage(stage, (options) =>
      descentDistances(
        flow,
        {
          theta,
          logPartition,
          coefficient: p.coefficient,
          stepCount: p.stepCount,
          key: pathKey,
          pathCount: p.ensembleSize * p.ensembleCount,
        },
        options,
      ),
    );
  const cost = theta.reduce((sum, value, k) => sum - value * target[k], 0);
  return {
    target,
    scoreMultipliers,
    linearMultipliers,
    multipliers: theta,
    training,
    fresh,
    exact: exact ?? { logPartition: NaN, largest: NaN },
    canonicalDivergence: { value: cost - logPartition.value, standardError: logPartition.standardError },
    regular: await follow('regular', regularDescent(energy, target, { stepSize: p.stepSize })),
    meanField: await follow(
      'mean-field',
      meanFieldDescent(energy, target, { stepSize: p.stepSize, ensembleSize: p.ensembleSize }),
    ),
  };
}

function energyNamed(name: DistanceEnergy, signalLength: number): Energy {
  return name === 'autocovariance' ? autocovariance({ signalLength }) : scatteringMean({ signalLength });
}

/** `entropyDistance` of a stored result. */
export const entropyDistanceAgain = rebuilder(
  record({
    energy: oneOf(energyNames),
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    ensembleSize: count,
    ensembleCount: count,
    targetPathCount: count,
    scorePathCount: count,
    walkerCount: count,
    walkerStep: number,
    walkerSteps: count,
    rampSteps: count,
    freshCount: count,
    freshStep: number,
    freshSteps: count,
  }),
  experimentOf,
);
