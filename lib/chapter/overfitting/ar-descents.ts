import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { type ReverseDivergence, reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import { targetEnergy } from '../../expectation/target-energy.js';
import { descend, type Flow, meanFieldDescent, regularDescent } from '../../flow/index.js';
import { ar, gaussian } from '../../model/index.js';
import { type Key, split } from '../../random/index.js';
import type { Experiment, RunContext, StageOptions } from '../../study/contract.js';
import { count, listOf, number, optional, record } from '../../study/parse.js';
import { currentProfile, isSketching, type SketchableOptions } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of the paper's illustrative example: sections 3.1 and 4, Figures 1 and 3. */
export interface ArDescentsParameters {
  /** φ of the true AR(1) model with unit variance. */
  readonly coefficient: number;
  /** d. */
  readonly signalLength: number;
  /** N, paths coupled in a mean-field ensemble. */
  readonly ensembleSize: number;
  /** Number of independent ensembles, for standard errors; the regular descent has this number times N independent paths. */
  readonly ensembleCount: number;
  /** Independent paths of the regular descent, where they are not as many as those of all ensembles: of a sketch. */
  readonly regularPathCount?: number;
  /** Steps from one measurement of the divergence to the next, where not every step is measured: of a sketch. */
  readonly measureEvery?: number;
  /** γ. */
  readonly stepSize: number;
  readonly stepCount: number;
  /** Number of paths over which the target energy is averaged. */
  readonly targetPathCount: number;
  /** Number of paths of the densities in energy space. */
  readonly densityPathCount: number;
  /** Steps at which the regular and the mean-field density are shown. */
  readonly regularSteps: readonly number[];
  readonly meanFieldSteps: readonly number[];
}

/** A two-dimensional Gaussian fitted to energies. */
export interface EnergyLaw {
  /** [K]. */
  readonly mean: Vector;
  /** [K, K]. */
  readonly covariance: Matrix;
  readonly pathCount: number;
  /** Some of the energies themselves, [n, K]. */
  readonly points: Matrix;
}

/** Reverse divergence and its parts through one kind of descent. */
export interface DivergenceRecord
  extends Pick<
    ReverseDivergence,
    'divergence' | 'negativeEntropy' | 'logLikelihood' | 'transportLoss' | 'collapseLoss' | 'minimum'
  > {
  /** Paths that the averages run over. */
  readonly pathCount: number;
  /** The step of least divergence in each group of `ensembleSize` paths: how far the step varies at the paper's size. */
  readonly minimumSteps: readonly number[];
  /** Divergence, and negative entropy, of each group of `ensembleSize` paths, [T + 1, ensembleCount]. */
  readonly groups: Matrix;
  readonly entropyGroups: Matrix;
  readonly meanEnergies: Matrix;
  readonly energyVariances: Matrix;
}

/** Divergence along regular and mean-field descents towards an autoregression. */
export interface ArDescentsData {
  readonly target: Vector;
  readonly targetStandardError: Vector;
  readonly regular: DivergenceRecord;
  readonly meanField: DivergenceRecord;
  readonly truthLaw: EnergyLaw;
  readonly baseLaw: EnergyLaw;
  /** By step. */
  readonly regularLaws: Readonly<Record<string, EnergyLaw>>;
  readonly meanFieldLaws: Readonly<Record<string, EnergyLaw>>;
}

/**
 * The AR(1) example at the paper's size, both descents from the same noise: Figures 1 and 3.
 *
 * Paper: d = 1024, N = 128, γ = 10, target from 10 000 paths, densities from 1024 paths. Beyond it, several independent
 * ensembles are drawn so that every curve has a standard error: 8 in the quick profile, 32 in the paper's. A sketch has one
 * ensemble, 32 paths of the regular descent, and a target from 250 paths; it measures the divergence at every eighth step and
 * interpolates between.
 */
export function arDescents(
  changes: Partial<ArDescentsParameters> = {},
  { seed = 7, profile = currentProfile(), isSketch = isSketching() }: SketchableOptions = {},
): Experiment<ArDescentsParameters, ArDescentsData, Stage> {
  const parameters: ArDescentsParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    ensembleSize: 128,
    ensembleCount: profile === 'paper' ? 32 : 8,
    stepSize: 10,
    stepCount: 200,
    targetPathCount: 10_000,
    densityPathCount: 1024,
    regularSteps: [36, 100],
    meanFieldSteps: [157],
    ...changes,
  };
  return isSketch ? { ...experimentOf(sketchOf(parameters), seed), isSketch } : experimentOf(parameters, seed);
}

/** So few paths that curves follow a number while it is dragged. */
function sketchOf(parameters: ArDescentsParameters): ArDescentsParameters {
  const { targetPathCount, densityPathCount } = parameters;
  return {
    ...parameters,
    ensembleCount: 1,
    regularPathCount: 32,
    measureEvery: 8,
    targetPathCount: Math.min(250, targetPathCount),
    densityPathCount: Math.min(16, densityPathCount),
  };
}

function experimentOf(
  parameters: ArDescentsParameters,
  seed: number,
): Experiment<ArDescentsParameters, ArDescentsData, Stage> {
  return {
    id: 'ar-descents',
    module: 'chapter/overfitting/ar-descents',
    parameters,
    seed,
    stages: workOfStages(parameters),
    run: runArDescents,
  };
}

/** Rough costs per path, in units of a step without measurement: an energy, and a step that measures the divergence. */
const [ENERGY_COST, MEASURED_COST] = [0.5, 2];

function workOfStages(p: ArDescentsParameters) {
  const pathCount = p.ensembleSize * p.ensembleCount;
  const measured = (paths: number): number => MEASURED_COST * paths * p.stepCount;
  const density = (steps: readonly number[]): number => p.densityPathCount * Math.max(1, ...steps);
  return {
    target: ENERGY_COST * p.targetPathCount,
    'regular densities': density(p.regularSteps),
    'regular divergence': measured(p.regularPathCount ?? pathCount),
    'mean-field divergence': measured(pathCount),
    'mean-field densities': density(p.meanFieldSteps),
  };
}

type Method = 'regular' | 'mean-field';
type Stage = keyof ReturnType<typeof workOfStages>;

async function runArDescents(p: ArDescentsParameters, key: Key, context: RunContext<Stage>): Promise<ArDescentsData> {
  const { signalLength } = p;
  const [targetKey, pathKey, densityKey] = split(key, 3);
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const target = await context.stage('target', () => targetEnergy(energy, truth, targetKey, p.targetPathCount));
  const regular = regularDescent(energy, target.mean, { stepSize: p.stepSize });
  const meanField = meanFieldDescent(energy, target.mean, { stepSize: p.stepSize, ensembleSize: p.ensembleSize });

  const all = p.ensembleSize * p.ensembleCount;
  const measure = (flow: Flow, name: Method, pathCount = all): Promise<DivergenceRecord> =>
    context.stage(`${name} divergence`, async (stageOptions) => {
      const options = { ...stageOptions, measureEvery: p.measureEvery };
      const paths = base.sample(pathKey, pathCount);
      const groupCount = pathCount === all ? p.ensembleCount : 1;
      return divergenceRecord(await reverseDivergence(flow, base, truth, paths, p.stepCount, options), groupCount);
    });
  const density = (flow: Flow, name: Method, steps: readonly number[]): Promise<Record<string, EnergyLaw>> =>
    context.stage(`${name} densities`, (options) =>
      laws(flow, base.sample(densityKey, p.densityPathCount), steps, options),
    );

  const regularLaws = await density(regular, 'regular', [0, ...p.regularSteps]);
  return {
    target: target.mean,
    targetStandardError: target.standardError,
    regular: await measure(regular, 'regular', p.regularPathCount),
    meanField: await measure(meanField, 'mean-field'),
    truthLaw: energyLaw(target.energies),
    baseLaw: regularLaws[0],
    regularLaws,
    // As in the paper, all paths of a density are one ensemble.
    meanFieldLaws: await density(
      meanFieldDescent(energy, target.mean, { stepSize: p.stepSize }),
      'mean-field',
      p.meanFieldSteps,
    ),
  };
}

async function laws(
  flow: Flow,
  paths: Parameters<typeof descend>[1],
  steps: readonly number[],
  options: StageOptions,
): Promise<Record<string, EnergyLaw>> {
  const { energiesAt } = await descend(flow, paths, Math.max(...steps), { ...options, keepEnergiesAt: steps });
  return Object.fromEntries([...energiesAt].map(([step, energies]) => [step, energyLaw(energies)]));
}

/** Number of points of a law for the scatter of a figure. */
const POINTS = 128;

/** The Gaussian with the mean and covariance of the rows of energies, [N, K]. */
export function energyLaw(energies: Matrix): EnergyLaw {
  const { rowCount, columnCount } = energies;
  const mean = vector(columnCount);
  const covariance = matrix(columnCount, columnCount);
  for (let n = 0; n < rowCount; n++) for (let k = 0; k < columnCount; k++) mean[k] += energies.row(n)[k] / rowCount;
  for (let n = 0; n < rowCount; n++) {
    const row = energies.row(n);
    for (let k = 0; k < columnCount; k++) {
      for (let j = 0; j < columnCount; j++)
        covariance.row(k)[j] += ((row[k] - mean[k]) * (row[j] - mean[j])) / (rowCount - 1);
    }
  }
  const pointCount = Math.min(POINTS, rowCount);
  return {
    mean,
    covariance,
    pathCount: rowCount,
    points: matrix(pointCount, columnCount, energies.data.slice(0, pointCount * columnCount)),
  };
}

function divergenceRecord(result: ReverseDivergence, groupCount: number): DivergenceRecord {
  const { descent, divergence, negativeEntropy, logLikelihood, transportLoss, collapseLoss, minimum } = result;
  const groups = groupMeans(result.divergences, groupCount);
  const minimumSteps = Array.from({ length: groupCount }, (_, g) => {
    let least = 0;
    for (let t = 1; t < groups.rowCount; t++) if (groups.row(t)[g] < groups.row(least)[g]) least = t;
    return least;
  });
  const { meanEnergies, energyVariances } = descent;
  return {
    divergence,
    negativeEntropy,
    logLikelihood,
    transportLoss,
    collapseLoss,
    minimum,
    pathCount: result.ensembleCount * result.ensembleSize,
    minimumSteps,
    groups,
    entropyGroups: groupMeans(result.negativeEntropies, groupCount),
    meanEnergies,
    energyVariances,
  };
}

/** A quantity of every ensemble, [T + 1, R], averaged over groups of consecutive ensembles, [T + 1, groupCount]. */
function groupMeans(ensembles: Matrix, groupCount: number): Matrix {
  const width = ensembles.columnCount / groupCount;
  const groups = matrix(ensembles.rowCount, groupCount);
  for (let t = 0; t < groups.rowCount; t++) {
    for (let e = 0; e < ensembles.columnCount; e++) groups.row(t)[Math.floor(e / width)] += ensembles.row(t)[e] / width;
  }
  return groups;
}

/** `arDescents` of a stored result. */
export const arDescentsAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    ensembleSize: count,
    ensembleCount: count,
    regularPathCount: optional(count),
    measureEvery: optional(count),
    stepSize: number,
    stepCount: count,
    targetPathCount: count,
    densityPathCount: count,
    regularSteps: listOf(count),
    meanFieldSteps: listOf(count),
  }),
  experimentOf,
);
