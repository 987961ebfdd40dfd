import { type Matrix, type Vector, vectorOf } from '../../array/index.js';
import {
  type Curve,
  curveAt,
  keptSteps,
  type Minimum,
  type ReverseDivergence,
  reverseDivergence,
  valuesAt,
} from '../../divergence/index.js';
import {
  autocovariance,
  type Energy,
  projectedScatteringCovariance,
  scatteringMean,
  scatteringSpectra,
} from '../../energy/index.js';
import { meanPower } from '../../expectation/mean-power.js';
import { targetEnergy } from '../../expectation/target-energy.js';
import { type Flow, meanFieldDescent, positive, regularDescent } from '../../flow/index.js';
import { type Model, maximumEntropy, positiveAxis } from '../../model/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { squared } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, number, oneOf, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { noiseComponents } from './noise-components.js';
import {
  paperDescent,
  type TableOneCell,
  tableOneCells,
  tableOneEnergies,
  tableOneMethods,
  tableOneModels,
  tableOneTruth,
} from './table-one-cells.js';

/** Parameters of one entry of Table 1: section 5.1. */
export interface TableOneParameters extends TableOneCell {
  /** d, a power of two. */
  readonly signalLength: number;
  /** N: paths of the regular descent, and paths coupled in the mean-field one. */
  readonly ensembleSize: number;
  /** γ. */
  readonly stepSize: number;
  /** T. */
  readonly stepCount: number;
  /** Number of paths of the true model over which the target, and the σ² of the spectra, are averaged. */
  readonly targetPathCount: number;
  /** Number of paths of white noise from which the principal components of the scattering covariance are estimated. */
  readonly noisePathCount: number;
}

/** Reverse divergence through one descent of Table 1, in nats per path. Curves hold the steps of `steps` only. */
export interface TableOneData {
  /** α, [K], and its standard error. */
  readonly target: Vector;
  readonly targetStandardError: Vector;
  /** Steps that curves hold: all up to 1000, else evenly spaced ones; always the best and the last step. */
  readonly steps: Vector;
  readonly divergence: Curve;
  readonly negativeEntropy: Curve;
  readonly logLikelihood: Curve;
  /** Entropy lost up to each step by moving through energy space, and by shrinking onto the target; NaN where only the sum is known. */
  readonly transportLoss: Curve;
  readonly collapseLoss: Curve;
  /** Part of the errors of divergence and entropy that comes from the probes of estimated log-determinants; the errors include it. */
  readonly probeErrors: Vector;
  /**
   * The least divergence of all steps, also of those not in `steps`: the entry of Table 1. As the minimum of many estimates it is
   * biased downwards by a part of its standard error, here and in the paper. Estimates of neighbouring steps come from the same
   * paths and vary together, so that the bias is small where the curve is smooth.
   */
  readonly minimum: Minimum;
  /** Rise of the divergence from its minimum to the last step; the error comes from the spread between paths. */
  readonly rise: { readonly value: number; readonly standardError: number };
}

/** Largest number of steps in a curve. */
const KEPT_STEPS = 1000;

/**
 * One entry of Table 1: the reverse divergence of one model, approximated by one energy and one method, through the descent.
 *
 * Paper: section 5.1; d = 1024, N = 128, target from 10 000 paths; γ and T are those of the authors' code. The base model is
 * that of largest entropy with the true model's support, mean and deviation; CIR descents keep to the positive axis
 * (Appendix B). Both methods of a pair share target and initial paths, so that their difference is sharper than either.
 * The quick profile takes d = 128 and N = 32. A step's Hessian grows as d shrinks, so that with γ = 5 single paths of a regular
 * descent on the spectra diverge. The quick profile therefore takes half the paper's γ and an eighth of its steps. Progress is
 * proportional to γ/d: these steps go half as far as the paper's, which is beyond nearly every minimum. At d = 128 the base model's
 * divergence from the truth is an eighth of that at the paper's size, but the entropy lost by a descent is not: minima come earlier
 * and reduce the divergence less.
 * Deviation: the likelihood of an AR(p) is exact, where the authors' code approximates its first p values.
 */
export function tableOne(
  cell: TableOneCell,
  changes: Partial<Omit<TableOneParameters, keyof TableOneCell>> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<TableOneParameters, TableOneData, Stage> {
  const [{ model, energy, method }] = tableOneCells(cell);
  const { stepSize, stepCount } = paperDescent(cell);
  const small = profile === 'quick';
  const parameters: TableOneParameters = {
    model,
    energy,
    method,
    signalLength: small ? 128 : 1024,
    ensembleSize: small ? 32 : 128,
    stepSize: small ? stepSize / 2 : stepSize,
    stepCount: small ? Math.ceil(stepCount / 8) : stepCount,
    targetPathCount: small ? 2000 : 10_000,
    noisePathCount: 100_000,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: TableOneParameters,
  seed: number,
): Experiment<TableOneParameters, TableOneData, Stage> {
  const { model, energy, method } = parameters;
  return {
    id: `table-1-${model}-${energy}-${method}`,
    module: 'chapter/synthetic/table-one',
    parameters,
    seed,
    ...workOf(parameters),
    run: runTableOne,
  };
}

/** Rough costs of a path at d = 1024, in microseconds on one core: a value, and a measured step towards an AR and a CIR model. */
const COSTS: Readonly<Record<TableOneCell['energy'], readonly [number, number, number]>> = {
  autocovariance: [10, 10, 250],
  'scattering-mean': [60, 600, 850],
  'scattering-covariance': [400, 2200, 2400],
  'scattering-spectra': [150, 750, 1000],
};

/** Stages of an entry's run. */
export type TableOneStage = 'power' | 'target' | 'descent';

type Stage = TableOneStage;

/** Work of the stages and of the principal components, for the estimate of the time left. */
function workOf(
  p: TableOneParameters,
): Pick<Experiment<TableOneParameters, TableOneData, Stage>, 'stages' | 'builtOn'> {
  const { model, energy, signalLength, ensembleSize, stepCount, targetPathCount } = p;
  const [value, towardsAr, towardsCir] = COSTS[energy];
  const valuesOf = (pathCount: number): number => (value * pathCount * signalLength) / 1024;
  const step = model.startsWith('cir') ? towardsCir : towardsAr;
  return {
    stages: {
      power: energy === 'scattering-spectra' ? valuesOf(targetPathCount) : 0,
      target: valuesOf(targetPathCount),
      descent: (step * ensembleSize * stepCount * signalLength) / 1024,
    },
    ...(energy === 'scattering-covariance' && {
      builtOn: [{ experiment: componentsOf(p), work: valuesOf(p.noisePathCount) }],
    }),
  };
}

/** The principal components that the scattering covariance is projected on. */
function componentsOf({ signalLength, noisePathCount }: TableOneParameters) {
  return noiseComponents({ signalLength, pathCount: noisePathCount });
}

/** What an entry's descent is made of: a pair's energy and target come from stages of the run. */
export async function tableOneProblem(p: TableOneParameters, key: Key, context: RunContext<Stage>) {
  const pairKey = foldIn(foldIn(key, tableOneModels.indexOf(p.model)), tableOneEnergies.indexOf(p.energy));
  const [targetKey, pathKey, probeKey] = split(pairKey, 3);
  const truth = tableOneTruth(p.model, p.signalLength);
  const energy = await energyOf(p, truth, targetKey, context);
  const target = await context.stage('target', async () => {
    const { mean, standardError } = await targetEnergy(energy, truth, targetKey, p.targetPathCount);
    return { mean, standardError };
  });
  const base = maximumEntropy(truth.marginal, p);
  const constraint = truth.marginal.support === positiveAxis ? positive : undefined;
  const { stepSize, ensembleSize } = p;
  const flow: Flow =
    p.method === 'regular'
      ? regularDescent(energy, target.mean, { stepSize, constraint })
      : meanFieldDescent(energy, target.mean, { stepSize, constraint, ensembleSize });
  return { truth, base, flow, target, pathKey, probeKey };
}

async function runTableOne(p: TableOneParameters, key: Key, context: RunContext<Stage>): Promise<TableOneData> {
  const { truth, base, flow, target, pathKey, probeKey } = await tableOneProblem(p, key, context);
  return context.stage('descent', async (options) => {
    const paths = base.sample(pathKey, p.ensembleSize);
    const result = await reverseDivergence(flow, base, truth, paths, p.stepCount, { ...options, probeKey });
    return { target: target.mean, targetStandardError: target.standardError, ...recordOf(result) };
  });
}

const SCALES = 7;

/** The energy of a pair; its σ² or principal components, if it has any, are estimated first. */
async function energyOf(p: TableOneParameters, truth: Model, key: Key, context: RunContext<Stage>): Promise<Energy> {
  const { signalLength } = p;
  switch (p.energy) {
    case 'autocovariance':
      return autocovariance({ signalLength });
    case 'scattering-mean':
      return scatteringMean({ signalLength });
    case 'scattering-covariance': {
      return projectedScatteringCovariance(context.result(componentsOf(p)).data.projection, { signalLength });
    }
    case 'scattering-spectra': {
      const sigma2 = await context.stage('power', () => meanPower(truth, key, p.targetPathCount, SCALES));
      return scatteringSpectra({ signalLength, scales: SCALES, sigma2 });
    }
  }
}

/** The part of a measured descent that a result holds. */
function recordOf(result: ReverseDivergence): Omit<TableOneData, 'target' | 'targetStandardError'> {
  const { divergence, negativeEntropy, logLikelihood, transportLoss, collapseLoss, probeErrors, minimum } = result;
  const last = divergence.values.length - 1;
  const steps = keptSteps(last, KEPT_STEPS, [minimum.stepNumber]);
  return {
    steps: vectorOf(steps),
    divergence: curveAt(divergence, steps),
    negativeEntropy: curveAt(negativeEntropy, steps),
    logLikelihood: curveAt(logLikelihood, steps),
    transportLoss: curveAt(transportLoss, steps),
    collapseLoss: curveAt(collapseLoss, steps),
    probeErrors: valuesAt(probeErrors, steps),
    minimum,
    rise: {
      value: divergence.values[last] - minimum.value,
      standardError: changeError(result, minimum.stepNumber, last),
    },
  };
}

/** Standard error of the change of the divergence between two steps, from the changes of single ensembles, or of one's paths. */
function changeError({ divergences, ensembleCount, descent }: ReverseDivergence, from: number, to: number): number {
  const { pathLosses, pathObservations } = descent;
  const change = (records: Matrix): Vector => records.row(to).map((value, i) => value - records.row(from)[i]);
  const [losses, densities] = [change(pathLosses), change(pathObservations[0])];
  const changes = ensembleCount > 1 ? change(divergences) : losses.map((loss, n) => loss - densities[n]);
  const mean = changes.reduce((sum, value) => sum + value, 0) / changes.length;
  const squares = changes.reduce((sum, value) => sum + squared(value - mean), 0);
  return Math.sqrt(squares / (changes.length - 1) / changes.length);
}

/** `tableOne` of a stored result. */
export const tableOneAgain = rebuilder(
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
  }),
  experimentOf,
);
