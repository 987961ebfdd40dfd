import { type Ensemble, ensemble, matrix, type Vector, vector } from '../../array/index.js';
import { type Curve, meanCurve } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import {
  descend,
  type Flow,
  initialize,
  inspect,
  inverseStep,
  meanFieldDescent,
  regularDescent,
} from '../../flow/index.js';
import { forcesOf, largestSize, spectrumEnds, stepBlocks } from '../../flow/step-blocks.js';
import { host } from '../../host/index.js';
import { leadingEigenpairs, type SymmetricOperator } from '../../linear-algebra/index.js';
import { gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of the size of γ∇²L, the matrix that a step subtracts from the identity, through both descents. */
export interface StepContractionParameters {
  /** φ of AR(1), whose exact mean energy is the target. */
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  /** Step numbers at which eigenvalues are computed, from 0 on, in order. */
  readonly watchedSteps: readonly number[];
  /** N: paths of the regular descent, and of one mean-field ensemble. */
  readonly pathCount: number;
  /** Number of ensembles of the mean field; the regular descent has this number times N paths. */
  readonly ensembleCount: number;
  /** Lanczos steps for the ends of one path's spectrum. */
  readonly lanczosSteps: number;
}

/** The largest eigenvalue in size of γ∇²L, through a descent. */
export interface ContractionRecord {
  /** Mean over paths, or over ensembles, with its standard error. */
  readonly size: Curve;
  /** The largest of all paths or ensembles. */
  readonly most: Vector;
  /** The largest of the bounds (2c/d)(|Φ₁ − α₁| + |Φ₂ − α₂| + 2|Φ₁| + 2Φ₂). */
  readonly bound: Vector;
  /** Largest error of a value when the steps are undone one by one, from the last to the first of `steps`. */
  readonly roundTrip: number;
}

/** Largest eigenvalues of steps along both descents. */
export interface StepContractionData {
  readonly regular: ContractionRecord;
  readonly meanField: ContractionRecord;
}

/**
 * How far the step of the AR(0.1) example is from losing its inverse: the condition under which section 3.2 calls it a
 * contractive residual flow, that all eigenvalues of γ∇²L lie below 1 in size, measured through both descents.
 * The mean field's matrix is that of the whole coupled ensemble, [Nd, Nd].
 */
export function stepContraction(
  changes: Partial<StepContractionParameters> = {},
  { seed = 7 }: { readonly seed?: number } = {},
): Experiment<StepContractionParameters, StepContractionData, Stage> {
  const parameters: StepContractionParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    watchedSteps: Array.from({ length: 9 }, (_, i) => 25 * i),
    pathCount: 8,
    ensembleCount: 4,
    lanczosSteps: 24,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: StepContractionParameters,
  seed: number,
): Experiment<StepContractionParameters, StepContractionData, Stage> {
  return {
    id: 'step-contraction',
    module: 'chapter/overfitting/step-contraction',
    parameters,
    seed,
    stages: alike(METHODS),
    run: runStepContraction,
  };
}

const METHODS = ['regular', 'mean-field'] as const;
type Stage = (typeof METHODS)[number];

async function runStepContraction(
  p: StepContractionParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<StepContractionData> {
  const { signalLength, stepSize, pathCount } = p;
  const [pathKey, startKey] = split(key, 2);
  const energy = autocovariance({ signalLength });
  const target = [(p.coefficient * (signalLength - 1)) / signalLength, 1];
  const start = gaussian({ signalLength }).sample(pathKey, pathCount * p.ensembleCount);
  const watch = (
    method: Stage,
    flow: Flow,
    sizesAt: (paths: Ensemble) => ArrayLike<number>,
  ): Promise<ContractionRecord> => context.stage(method, () => watchedDescent(p, flow, start, sizesAt));
  const regular = regularDescent(energy, target, { stepSize });
  const meanField = meanFieldDescent(energy, target, { stepSize, ensembleSize: pathCount });
  return {
    regular: await watch('regular', regular, (paths) =>
      largestSize(spectrumEnds(stepBlocks(regular, paths, 'double'), startKey, p.lanczosSteps)),
    ),
    meanField: await watch('mean-field', meanField, (paths) =>
      ensemblesOf(paths, pathCount).map((one) => {
        const [largest] = leadingEigenpairs(coupledOperator(meanField, one), pathCount * signalLength, 1).values;
        // The other term of the matrix is positive semidefinite, so that its least eigenvalue is at least that of the weighted Hessian.
        return Math.max(largest, hessianBound(meanField, one));
      }),
    ),
  };
}

async function watchedDescent(
  p: StepContractionParameters,
  flow: Flow,
  start: Ensemble,
  sizesAt: (paths: Ensemble) => ArrayLike<number>,
): Promise<ContractionRecord> {
  const { watchedSteps } = p;
  const [most, bound] = [vector(watchedSteps.length), vector(watchedSteps.length)];
  const sizes: ArrayLike<number>[] = [];
  let paths = start;
  let at = 0;
  for (const [i, stepNumber] of watchedSteps.entries()) {
    if (stepNumber > at) paths = (await descend(flow, paths, stepNumber - at)).paths;
    at = stepNumber;
    sizes.push(sizesAt(paths));
    most[i] = Math.max(...Array.from(sizes[i]));
    bound[i] = largestBound(flow, paths);
    await host.turn();
  }
  const samples = matrix(sizes.length, sizes[0].length);
  sizes.forEach((row, i) => {
    samples.row(i).set(row);
  });
  for (; at > watchedSteps[0]; at--) paths = inverseStep(flow, paths);
  const roundTrip = paths.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - start.data[i])), 0);
  return { size: meanCurve(samples), most, bound, roundTrip };
}

/**
 * The largest of the bounds on γ∇²L over paths or ensembles: that of the weighted Hessian, and c times the largest row sum
 * of JJᵀ, (4/d)(Φ₂ + |Φ₁|).
 */
function largestBound(flow: Flow, paths: Ensemble): number {
  const rows = (4 * flow.stepSize) / flow.lossScale / paths.signalLength;
  return Math.max(
    ...ensemblesOf(paths, flow.ensembleSize ?? paths.pathCount).map((one) => {
      const [lagOne, lagZero] = inspect(flow, initialize(flow, one)).meanEnergies.row(0);
      return hessianBound(flow, one) + rows * (Math.abs(lagOne) + lagZero);
    }),
  );
}

/** The largest size of an eigenvalue (2/d)(w₂ + w₁ cos θ) of Σ wₖ∇²Φₖ, for the force w on one ensemble. */
function hessianBound(flow: Flow, paths: Ensemble): number {
  const [first, second] = forcesOf(flow, paths).row(0);
  return (2 / paths.signalLength) * (Math.abs(first) + Math.abs(second));
}

/** v ↦ γ∇²L v for one coupled ensemble: (Σ wₖ∇²Φₖ) vₙ + (c/N) Jₙᵀ Σ Jₘvₘ on each path n. */
function coupledOperator(flow: Flow, paths: Ensemble): SymmetricOperator {
  const { energy } = flow;
  const { pathCount, signalLength } = paths;
  const c = flow.stepSize / flow.lossScale;
  const weights = forcesOf(flow, paths);
  const gradients = Array.from({ length: energy.componentCount }, (_, k) => {
    const unit = vector(energy.componentCount);
    unit[k] = 1;
    return energy.pullback(paths, unit).data;
  });
  return (v, out) => {
    out.set(energy.hessianProduct(paths, weights, ensemble(pathCount, signalLength, v)).data);
    for (const gradient of gradients) {
      let rate = 0;
      for (let i = 0; i < v.length; i++) rate += gradient[i] * v[i];
      for (let i = 0; i < v.length; i++) out[i] += (c / pathCount) * rate * gradient[i];
    }
  };
}

/** Consecutive groups of `size` paths. */
function ensemblesOf({ pathCount, signalLength, data }: Ensemble, size: number): Ensemble[] {
  const width = size * signalLength;
  return Array.from({ length: pathCount / size }, (_, e) =>
    ensemble(size, signalLength, data.slice(e * width, (e + 1) * width)),
  );
}

/** `stepContraction` of a stored result. */
export const stepContractionAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    watchedSteps: listOf(count),
    pathCount: count,
    ensembleCount: count,
    lanczosSteps: count,
  }),
  experimentOf,
);
