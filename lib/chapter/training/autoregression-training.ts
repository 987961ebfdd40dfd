import { columnOf, type Matrix, matrix, type Vector, vector, vectorOf } from '../../array/index.js';
import { adjustedLangevin } from '../../chain/index.js';
import { autocovarianceModes, canonicalSpectrum } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { ar, gaussian } from '../../model/index.js';
import { foldIn, type Key } from '../../random/index.js';
import { type Estimate, mean, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import {
  exponentialFamily,
  jarzynskiCorrected,
  kernelWalkers,
  langevinWalkers,
  lawWithMeans,
  persistent,
  train,
} from '../../training/index.js';

/** AR(1), its autocovariance family, and walkers. */
export interface AutoregressionParameters {
  /** φ. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  readonly rate: number;
  /** Steps of Jarzynski's walkers, which start from θ = 0. */
  readonly stepCount: number;
  /** Steps of persistent walkers, which start where θ should rest. */
  readonly restingStepCount: number;
  readonly walkerCount: number;
  readonly runCount: number;
}

/** The precision matrix of U_θ: its diagonal less 1, and its entry beside the diagonal. */
export interface PrecisionPair {
  readonly diagonal: number;
  readonly beside: number;
}

/** Where training of the multipliers of an autocovariance rests. */
export interface AutoregressionData {
  /** The largest likelihood. */
  readonly maximumLikelihood: PrecisionPair;
  /** Where the unadjusted chain's own law has the data's energies. */
  readonly biasedRest: PrecisionPair;
  readonly persistent: Readonly<Record<keyof PrecisionPair, Estimate>>;
  /** Persistent walkers whose steps are accepted or refused by Metropolis's rule. */
  readonly adjusted: Readonly<Record<keyof PrecisionPair, Estimate>>;
  readonly jarzynski: Readonly<Record<keyof PrecisionPair, Estimate>>;
}

/** Persistent and Jarzynski-corrected training of an exponential family whose law, and whose chain's law, are Gaussian. */
export function autoregressionTraining(
  changes: Partial<AutoregressionParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<AutoregressionParameters, AutoregressionData, Stage> {
  const parameters: AutoregressionParameters = {
    coefficient: 0.6,
    signalLength: 64,
    stepSize: 0.05,
    rate: 4,
    stepCount: 700,
    restingStepCount: 400,
    walkerCount: 128,
    runCount: 4,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = 'persistent' | 'adjusted' | 'Jarzynski';

function experimentOf(
  parameters: AutoregressionParameters,
  seed: number,
): Experiment<AutoregressionParameters, AutoregressionData, Stage> {
  return {
    id: 'autoregression-training',
    module: 'chapter/training/autoregression-training',
    parameters,
    seed,
    stages: { persistent: 4, adjusted: 8, Jarzynski: 10 },
    run: runAutoregression,
  };
}

async function runAutoregression(
  p: AutoregressionParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<AutoregressionData> {
  const { signalLength, stepSize } = p;
  const target = vectorOf([(p.coefficient * (signalLength - 1)) / signalLength, 1]);
  const family = exponentialFamily(autocovariance({ signalLength }), gaussian({ signalLength }));
  const data = lawWithMeans(ar([p.coefficient], { signalLength }), target);
  const { walkerCount } = p;
  const plain = langevinWalkers(family, data, p);
  const exact = kernelWalkers(family, data, { walkerCount, kernel: adjustedLangevin({ stepSize }) });
  const likeliest = canonicalSpectrum(components(signalLength), { target }).multipliers;
  // Persistent walkers start where they should rest; Jarzynski's at θ = 0, whose law can be drawn from.
  const rest = async (name: Stage, i: number) =>
    context.stage(name, async (options) => {
      const isWeighted = name === 'Jarzynski';
      const stepCount = isWeighted ? p.stepCount : p.restingStepCount;
      const { parameters } = await train(
        name === 'adjusted' ? exact : plain,
        isWeighted ? jarzynskiCorrected() : persistent(),
        { ...p, stepCount, parameters: isWeighted ? [0, 0] : likeliest },
        { ...options, key: foldIn(key, i) },
      );
      return lateMeans(parameters, { ...p, stepCount });
    });
  return {
    maximumLikelihood: pairOf(likeliest, signalLength),
    biasedRest: pairOf(biasedMultipliers(target, signalLength, stepSize), signalLength),
    persistent: await rest('persistent', 0),
    adjusted: await rest('adjusted', 2),
    jarzynski: await rest('Jarzynski', 1),
  };
}

/** cos ωⱼ and 1 by mode. */
function components(d: number): Matrix {
  const { cosines } = autocovarianceModes(d);
  return matrix(
    2,
    d,
    vector(2 * d).map((_, i) => (i < d ? cosines[i] : 1)),
  );
}

/** θ of the energy, lag 1 then lag 0, as entries of the precision matrix I + …. */
function pairOf(theta: ArrayLike<number>, d: number): PrecisionPair {
  return { diagonal: (2 * theta[1]) / d, beside: theta[0] / d };
}

/** Mean over the second half of the steps by run, then over the runs. */
function lateMeans(
  parameters: Matrix,
  { runCount, signalLength: d, stepCount }: AutoregressionParameters,
): Record<keyof PrecisionPair, Estimate> {
  const late = Array.from({ length: runCount }, (_, run) =>
    pairOf(
      [0, 1].map((k) => mean(columnOf(parameters, 2 * run + k).subarray(Math.floor(stepCount / 2)))),
      d,
    ),
  );
  return {
    diagonal: meanEstimate(late.map(({ diagonal }) => diagonal)),
    beside: meanEstimate(late.map(({ beside }) => beside)),
  };
}

/**
 * The multipliers at which the law of unadjusted Langevin steps, with variance 1/(λ(1 − hλ/2)) along a mode of precision λ, has the
 * target's energies; by Newton's method from the multipliers of the largest likelihood.
 */
function biasedMultipliers(target: Vector, d: number, stepSize: number): Vector {
  const { cosines } = autocovarianceModes(d);
  const theta = vectorOf(canonicalSpectrum(components(d), { target }).multipliers);
  for (let round = 0; round < 60; round++) {
    const miss = target.map((value) => -value);
    let [first, mixed, second] = [0, 0, 0];
    for (let j = 0; j < d; j++) {
      const precision = 1 + (2 / d) * (theta[0] * cosines[j] + theta[1]);
      const variance = 1 / (precision * (1 - 0.5 * stepSize * precision));
      const slope = (-(1 - stepSize * precision) * variance * variance * 2) / (d * d);
      miss[0] += (cosines[j] * variance) / d;
      miss[1] += variance / d;
      first += cosines[j] * cosines[j] * slope;
      mixed += cosines[j] * slope;
      second += slope;
    }
    const determinant = first * second - mixed * mixed;
    const step = [
      (second * miss[0] - mixed * miss[1]) / determinant,
      (first * miss[1] - mixed * miss[0]) / determinant,
    ];
    theta[0] -= step[0];
    theta[1] -= step[1];
    if (Math.abs(step[0]) + Math.abs(step[1]) < 1e-12) break;
  }
  return theta;
}

/** `autoregressionTraining` of a stored result. */
export const autoregressionTrainingAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    rate: number,
    stepCount: count,
    restingStepCount: count,
    walkerCount: count,
    runCount: count,
  }),
  experimentOf,
);
