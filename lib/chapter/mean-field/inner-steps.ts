import { type Ensemble, ensemble, type Matrix, matrix, type Vector } from '../../array/index.js';
import {
  arLogDensity,
  autocovarianceModes,
  type Curve,
  energyAlongModes,
  innerStep,
  leastOf,
  type Minimum,
  meanCurve,
} from '../../divergence/index.js';
import { gaussian } from '../../model/index.js';
import { interruptibleRest } from '../../parallel/index.js';
import type { Key } from '../../random/index.js';
import { squared } from '../../special/index.js';
import { mean } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of the mean-field descent with several inner steps, towards the exact mean energy of AR(1). */
export interface InnerStepsParameters {
  /** φ of the true AR(1) model with unit variance. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly ensembleSize: number;
  /** Number of independent ensembles. */
  readonly ensembleCount: number;
  /** Size of eq. (6)'s step, γλ‖α‖², the same for every number of inner steps. */
  readonly stepSize: number;
  /** λ. */
  readonly innerStepSize: number;
  /** The compared numbers m of inner steps; each divides `workCount`. */
  readonly innerStepCounts: readonly number[];
  /** Number of inner steps of a whole descent, equal for all m: evaluations of the Jacobian per path. */
  readonly workCount: number;
}

/** The descent with one number of inner steps; row t belongs to t outer steps, that is m·t inner ones. */
export interface InnerStepDescent {
  readonly innerStepCount: number;
  /** D(q ‖ p), nats per path. */
  readonly divergence: Curve;
  readonly minimum: Minimum;
  /** Divergence of each ensemble, [T + 1, R]. */
  readonly divergences: Matrix;
  /** Variance of the lag-1 energy over an ensemble's paths as a share of that of the start, mean over ensembles. */
  readonly spread: Curve;
}

/** Spread of energies after descents with several inner steps. */
export interface InnerStepsData {
  readonly descents: readonly InnerStepDescent[];
}

/**
 * The mean-field descent with 1, 2, 5 and 10 inner steps, all from the same noise and with equal work.
 *
 * Paper: section 4, "it seems that one inner iteration is sufficient", without numbers. With λ = d/8 one inner step covers a quarter
 * of the distance in lag 1 and half of it in lag 0, and ten steps nearly solve the inner problem.
 * Size: d = 256 and γ a quarter of the paper's, 8 ensembles of 32; in the paper's profile d = 1024 and 8 ensembles of 128.
 */
export function innerSteps(
  changes: Partial<InnerStepsParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<InnerStepsParameters, InnerStepsData, Stage> {
  const signalLength = changes.signalLength ?? (profile === 'paper' ? 1024 : 256);
  const parameters: InnerStepsParameters = {
    coefficient: 0.1,
    signalLength,
    ensembleSize: profile === 'paper' ? 128 : 32,
    ensembleCount: 8,
    stepSize: (10 * signalLength) / 1024,
    innerStepSize: signalLength / 8,
    innerStepCounts: [1, 2, 5, 10],
    workCount: 300,
    ...changes,
  };
  const { innerStepCounts, workCount } = parameters;
  if (innerStepCounts.some((count) => workCount % count !== 0)) {
    throw new RangeError(
      `innerSteps: workCount expects a multiple of each of ${innerStepCounts.join(', ')}, got ${workCount}; take their least common multiple`,
    );
  }
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: InnerStepsParameters,
  seed: number,
): Experiment<InnerStepsParameters, InnerStepsData, Stage> {
  return {
    id: 'inner-steps',
    module: 'chapter/mean-field/inner-steps',
    parameters,
    seed,
    stages: alike(parameters.innerStepCounts.map(stageOf)),
    run: runInnerSteps,
  };
}

type Stage = `${number} inner steps`;
const stageOf = (innerStepCount: number): Stage => `${innerStepCount} inner steps`;

async function runInnerSteps(p: InnerStepsParameters, key: Key, context: RunContext<Stage>): Promise<InnerStepsData> {
  const base = gaussian({ signalLength: p.signalLength });
  const descents: InnerStepDescent[] = [];
  for (const innerStepCount of p.innerStepCounts) {
    descents.push(
      await context.stage(stageOf(innerStepCount), async ({ onProgress }) => {
        const stepCount = p.workCount / innerStepCount;
        const divergences = matrix(stepCount + 1, p.ensembleCount);
        const spreads = matrix(stepCount + 1, p.ensembleCount);
        for (let e = 0; e < p.ensembleCount; e++) {
          // White noise stays white in the orthonormal basis of the modes.
          const start = base.sample(key, p.ensembleSize, e * p.ensembleSize);
          const record = await descent(p, start, innerStepCount, base.logDensity(start));
          for (let t = 0; t <= stepCount; t++) {
            divergences.row(t)[e] = record.divergence[t];
            spreads.row(t)[e] = record.spread[t];
          }
          onProgress?.(e + 1, p.ensembleCount);
        }
        const divergence = meanCurve(divergences);
        return { innerStepCount, divergence, minimum: leastOf(divergence), divergences, spread: meanCurve(spreads) };
      }),
    );
  }
  return { descents };
}

/** Divergence, and spread of energies, of one ensemble after each outer step; the reader may interrupt between two steps. */
async function descent(
  p: InnerStepsParameters,
  start: Ensemble,
  innerStepCount: number,
  logBase: Vector,
): Promise<{ divergence: number[]; spread: number[] }> {
  const { signalLength, coefficient, innerStepSize, ensembleSize } = p;
  const modes = autocovarianceModes(signalLength);
  const target = [(coefficient * (signalLength - 1)) / signalLength, 1];
  const stepSize = p.stepSize / (innerStepSize * (squared(target[0]) + squared(target[1])));
  let paths = ensemble(ensembleSize, signalLength, start.data.slice());
  let lost = 0;
  const rest = interruptibleRest('innerSteps');
  const divergence: number[] = [];
  const variances: number[] = [];
  for (let t = 0; ; t++) {
    const excess = Array.from(logBase, (value, n) => value - arLogDensity(modes, coefficient, paths.path(n)));
    divergence.push(mean(excess) + lost);
    const lagOne = Array.from({ length: ensembleSize }, (_, n) => energyAlongModes(modes, paths.path(n))[0]);
    const centre = mean(lagOne);
    variances.push(mean(lagOne.map((value) => squared(value - centre))));
    if (t === p.workCount / innerStepCount) break;
    const { paths: next, logAbs } = innerStep(paths, { target, stepSize, innerStepSize, innerStepCount });
    lost -= logAbs / ensembleSize;
    paths = next;
    await rest();
  }
  return { divergence, spread: variances.map((value) => value / variances[0]) };
}

/** `innerSteps` of a stored result. */
export const innerStepsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    ensembleSize: count,
    ensembleCount: count,
    stepSize: number,
    innerStepSize: number,
    innerStepCounts: listOf(count),
    workCount: count,
  }),
  experimentOf,
);
