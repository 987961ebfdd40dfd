import type { Ensemble, Vector } from '../../array/index.js';
import {
  type FiniteEnsembleLaw,
  finiteEnsembleLaw,
  frozenDivergence,
  gaussNewtonWeighting,
  reverseDivergence,
} from '../../divergence/index.js';
import { autocovariance, type Energy } from '../../energy/index.js';
import {
  descend,
  descendLeapfrog,
  type Flow,
  frozenSchedule,
  gaussNewtonDescent,
  implicitStep,
  invertFrozen,
  meanFieldDescent,
  rampedSchedule,
  regularDescent,
} from '../../flow/index.js';
import { ar, gaussian, logDensityOf, type Model } from '../../model/index.js';
import { foldIn, type Key, split } from '../../random/index.js';
import { type Estimate, estimateAt, meanEstimate } from '../../statistics/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';

/** Parameters of all descents towards AR(1) with the autocovariance energy. */
export interface DescentsOfArParameters {
  readonly coefficient: number;
  readonly signalLength: number;
  /** N of the mean field, and of pilots. */
  readonly ensembleSize: number;
  /** Number of independent ensembles; other descents take as many paths in all. */
  readonly ensembleCount: number;
  /** γ of the paper's descents, and of Gauss–Newton steps. */
  readonly stepSize: number;
  readonly gaussNewtonStepSize: number;
  /** Step counts of leapfrog descents, their paths, runs, bath and time step. */
  readonly leapfrogSteps: readonly number[];
  readonly leapfrogPathCount: number;
  readonly leapfrogRuns: number;
  readonly bath: number;
  readonly timeStep: number;
}

/** One descent: what it costs and how near it comes. */
export interface DescentRow {
  readonly name: string;
  readonly steps: number;
  /** Gradients, Jᵀw or a column of Jᵀ, that a path needs. */
  readonly gradients: number;
  /** Wall time of the run with what it measures, and paths in it. */
  readonly seconds: number;
  readonly pathCount: number;
  /**
   * D(q‖p), nats per path; for leapfrog descents an upper bound. The truth p is the maximum-entropy law of its own energies: these are
   * the nats from maximum entropy, too.
   */
  readonly divergence: Estimate;
  /** What the law of finite ensembles, or its limit and the pilot's noise, gives; absent where there is none. */
  readonly predicted?: number;
}

/** All descents, and the curves of those that were measured step by step. */
export interface DescentsOfArData {
  readonly rows: readonly DescentRow[];
  /** D(q‖p) after each step of the mean-field and of the Gauss–Newton descent, and the laws of both. */
  readonly curves: readonly {
    readonly name: string;
    readonly values: Vector;
    readonly standardErrors: Vector;
    readonly law: Vector;
  }[];
}

/**
 * Every descent of the workbook towards AR(0.1) with the autocovariance energy, from the same white noise: steps, gradients,
 * time and divergence, which is that from maximum entropy, the truth here.
 *
 * Regular, mean-field and Gauss–Newton descents stop at the step that their law calls the best. Fresh paths move by the weights
 * of a Gauss–Newton pilot, or by one implicit step whose weights a pilot of N paths found. Leapfrog descents have a bound only.
 */
export function descentsOfAr(
  changes: Partial<DescentsOfArParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<DescentsOfArParameters, DescentsOfArData, Stage> {
  const paper = profile === 'paper';
  const parameters: DescentsOfArParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    ensembleSize: 128,
    ensembleCount: paper ? 16 : 4,
    stepSize: 10,
    gaussNewtonStepSize: 0.3,
    leapfrogSteps: paper ? [100, 500, 1000] : [100],
    leapfrogPathCount: 64,
    leapfrogRuns: paper ? 16 : 4,
    bath: paper ? 4 : 1,
    timeStep: 0.5,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

type Stage = 'regular' | 'mean field' | 'Gauss–Newton' | 'fresh paths' | 'implicit step' | `leapfrog, ${number} steps`;

function experimentOf(
  parameters: DescentsOfArParameters,
  seed: number,
): Experiment<DescentsOfArParameters, DescentsOfArData, Stage> {
  const { ensembleSize, ensembleCount, leapfrogSteps, leapfrogPathCount, leapfrogRuns, bath } = parameters;
  const paths = ensembleSize * ensembleCount;
  const leapfrogs = leapfrogSteps.map((steps) => [
    `leapfrog, ${steps} steps`,
    steps * leapfrogPathCount * leapfrogRuns * (2 + bath),
  ]);
  return {
    id: 'descents-of-ar',
    module: 'chapter/gauss-newton/descents-of-ar',
    parameters,
    seed,
    // Work in steps of a path.
    stages: {
      regular: 35 * paths,
      'mean field': 200 * paths,
      'Gauss–Newton': 100 * paths,
      'fresh paths': 20 * paths,
      'implicit step': 20 * paths,
      ...Object.fromEntries(leapfrogs),
    },
    run: runDescentsOfAr,
  };
}

/** Steps after the best of the laws that curves show. */
const AFTER = 8;

interface Setting {
  readonly p: DescentsOfArParameters;
  readonly energy: Energy;
  readonly target: readonly number[];
  readonly base: Model;
  readonly truth: Model;
  readonly start: Ensemble;
}

async function runDescentsOfAr(
  p: DescentsOfArParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<DescentsOfArData> {
  const { signalLength: d, coefficient, ensembleSize: N, ensembleCount } = p;
  const [pathKey, pilotKey, leapfrogKey] = split(key, 3);
  const truth = ar([coefficient], { signalLength: d });
  const base = gaussian({ signalLength: d });
  const energy = autocovariance({ signalLength: d });
  const target = [(coefficient * (d - 1)) / d, 1];
  const start = base.sample(pathKey, N * ensembleCount);
  const setting = { p, energy, target, base, truth, start };
  const lawOf = finiteEnsembleLaw(truth);
  const plain = lawOf({ target, stepSize: p.stepSize, stepCount: 400 });
  const newton = lawOf({ target, stepSize: p.gaussNewtonStepSize, stepCount: 60, weighting: gaussNewtonWeighting });
  const flows = {
    regular: regularDescent(energy, target, { stepSize: p.stepSize }),
    meanField: meanFieldDescent(energy, target, { stepSize: p.stepSize, ensembleSize: N }),
    gaussNewton: gaussNewtonDescent(energy, target, { stepSize: p.gaussNewtonStepSize, ensembleSize: N }),
  };
  const regular = await context.stage('regular', () =>
    coupled(setting, { name: 'regular', flow: flows.regular, law: plain, size: 1 }),
  );
  const meanField = await context.stage('mean field', () =>
    coupled(setting, { name: 'mean field', flow: flows.meanField, law: plain, size: N }),
  );
  const gaussNewton = await context.stage('Gauss–Newton', () =>
    coupled(setting, { name: 'Gauss–Newton', flow: flows.gaussNewton, law: newton, size: N }),
  );
  const fresh = await context.stage('fresh paths', () => freshPaths(setting, newton, base.sample(pilotKey, N)));
  const implicit = await context.stage('implicit step', () => implicitPaths(setting, base.sample(pilotKey, N)));
  const leapfrogs: DescentRow[] = [];
  for (const steps of p.leapfrogSteps) {
    const runKey = foldIn(leapfrogKey, steps);
    leapfrogs.push(await context.stage(`leapfrog, ${steps} steps`, () => leapfrogPaths(setting, steps, runKey)));
  }
  return {
    rows: [regular.row, meanField.row, gaussNewton.row, fresh, implicit, ...leapfrogs],
    curves: [meanField.curve, gaussNewton.curve],
  };
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

interface CoupledDescent {
  readonly name: string;
  readonly flow: Flow;
  readonly law: FiniteEnsembleLaw;
  /** N. */
  readonly size: number;
}

async function coupled(
  { base, truth, start, energy }: Setting,
  { name, flow, law, size }: CoupledDescent,
): Promise<{ row: DescentRow; curve: DescentsOfArData['curves'][number] }> {
  const { stepNumber: steps, divergence: predicted } = law.best(size);
  const started = performance.now();
  const { divergence } = await reverseDivergence(flow, base, truth, start, steps + AFTER);
  const seconds = (secondsSince(started) * steps) / (steps + AFTER);
  return {
    row: {
      ...{ name, steps, seconds, pathCount: start.pathCount, predicted },
      gradients: steps * (flow.gaussNewton ? 1 + energy.componentCount : 1),
      divergence: estimateAt(divergence, steps),
    },
    curve: { name, ...divergence, law: law.divergence(size).slice(0, steps + AFTER + 1) },
  };
}

/** Fresh paths by the weights of a Gauss–Newton pilot. */
async function freshPaths(
  { p, base, truth, start, energy, target }: Setting,
  law: FiniteEnsembleLaw,
  pilotPaths: Ensemble,
): Promise<DescentRow> {
  const steps = law.best(p.ensembleSize).stepNumber + AFTER;
  const flow = gaussNewtonDescent(energy, target, { stepSize: p.gaussNewtonStepSize });
  const plan = frozenSchedule(await descend(flow, pilotPaths, steps));
  const started = performance.now();
  const { divergence } = await frozenDivergence(plan, truth, { base, paths: start });
  return {
    ...{ name: 'Gauss–Newton, frozen, fresh paths', steps, gradients: steps, seconds: secondsSince(started) },
    pathCount: start.pathCount,
    divergence: estimateAt(divergence, steps),
    predicted: law.limit[steps] + energy.componentCount / (2 * p.ensembleSize),
  };
}

/** Fresh paths by the implicit step whose weights a pilot found. */
async function implicitPaths(
  { base, truth, start, energy, target }: Setting,
  pilotPaths: Ensemble,
): Promise<DescentRow> {
  const { inverse, iterations } = implicitStep(energy, target, pilotPaths);
  const started = performance.now();
  const { paths, logDeterminants } = await invertFrozen(inverse, start);
  const [before, after] = [base.logDensity(start), truth.logDensity(paths)];
  return {
    ...{ name: 'implicit, frozen, fresh paths', steps: 1, gradients: iterations, seconds: secondsSince(started) },
    pathCount: start.pathCount,
    divergence: meanEstimate(before.map((value, n) => value + logDeterminants[n] - after[n])),
  };
}

/** Independent runs of a leapfrog descent under the truth's own multipliers. */
async function leapfrogPaths({ p, base, truth, energy }: Setting, steps: number, key: Key): Promise<DescentRow> {
  const { coefficient: rho, signalLength: d, leapfrogPathCount: size, leapfrogRuns, bath, timeStep } = p;
  // −ln p is ½‖x‖² + w·Φ, but for the two ends of a path.
  const weights = [-rho, rho * rho].map((share) => (share * d) / (1 - rho * rho));
  const rule = { timeStep, shuffleEvery: Math.max(1, Math.round(2.5 / timeStep)), bath };
  const bounds: number[] = [];
  const started = performance.now();
  for (let run = 0; run < leapfrogRuns; run++) {
    const [pathKey, velocityKey] = split(foldIn(key, run), 2);
    const start = base.sample(pathKey, size);
    const plan = rampedSchedule(energy, weights, steps);
    const { heats, observations } = await descendLeapfrog(plan, start, [logDensityOf(truth)], {
      ...rule,
      key: velocityKey,
    });
    const before = base.logDensity(start);
    const [heat, after] = [heats.row(steps), observations[0].row(steps)];
    bounds.push(before.reduce((sum, value, n) => sum + value + heat[n] - after[n], 0) / size);
  }
  return {
    ...{ name: `leapfrog, ${steps} steps (bounds)`, steps, gradients: steps, seconds: secondsSince(started) },
    pathCount: size * leapfrogRuns,
    divergence: meanEstimate(bounds),
  };
}

/** `descentsOfAr` of a stored result. */
export const descentsOfArAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    ensembleSize: count,
    ensembleCount: count,
    stepSize: number,
    gaussNewtonStepSize: number,
    leapfrogSteps: listOf(count),
    leapfrogPathCount: count,
    leapfrogRuns: count,
    bath: count,
    timeStep: number,
  }),
  experimentOf,
);
