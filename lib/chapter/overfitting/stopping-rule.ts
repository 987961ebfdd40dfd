import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { type Curve, meanCurve, reverseDivergence } from '../../divergence/index.js';
import { autocovariance } from '../../energy/index.js';
import {
  type Flow,
  initialize,
  inverseStep,
  meanFieldDescent,
  regularDescent,
  step,
  stepDeterminant,
} from '../../flow/index.js';
import { ar, gaussian, type Model } from '../../model/index.js';
import { interruptibleRest } from '../../parallel/index.js';
import { type Key, split } from '../../random/index.js';
import { euclideanLength, exp, log } from '../../special/index.js';
import type { Experiment, RunContext } from '../../study/contract.js';
import { count, listOf, number, record } from '../../study/parse.js';
import { currentProfile, type Profile } from '../../study/profile.js';
import { rebuilder } from '../../study/rebuilder.js';
import { alike } from '../../study/work.js';

/** Parameters of descents that stop in the microcanonical set Ω_ε of eq. (1), towards the exact mean energy of AR(1). */
export interface StoppingRuleParameters {
  readonly coefficient: number;
  readonly signalLength: number;
  readonly stepSize: number;
  /** Number of steps after which a descent stops without having arrived. */
  readonly stepCount: number;
  /** ε is chosen so that Ω_ε holds these shares of the true model's paths. */
  readonly shares: readonly number[];
  /** Number of true paths from which ε is estimated. */
  readonly truthPathCount: number;
  /** Number of paths of the regular descent. */
  readonly pathCount: number;
  /** N of the mean field, and its number of ensembles. */
  readonly ensembleSize: number;
  readonly ensembleCount: number;
}

/** A mean with its standard error. */
export interface Estimated {
  readonly value: number;
  readonly standardError: number;
}

/** Descents that stop on their first arrival in Ω_ε: each path, or each ensemble by its mean energy. */
export interface StoppedDescents {
  readonly share: number;
  readonly epsilon: number;
  /** Share of the paths, or ensembles, that arrived. */
  readonly arrived: Estimated;
  /** Steps taken. */
  readonly steps: Estimated;
  /** Share of all paths that lie in Ω_ε when their descent stops. */
  readonly inside: Estimated;
  /** D(q ‖ p) of the stopped paths, nats per path. */
  readonly divergence: Estimated;
  /**
   * Nats per path by which the sum of log-determinants overstates the entropy, because the same path can be reached from
   * several starts in different numbers of steps; NaN where it is only bounded, by ln(T + 1)/N.
   */
  readonly overlap: Estimated;
  /** E_q[p/q] over the stopped paths, which equals p(Ω_ε) = `share` if all paths arrive; NaN for ensembles. */
  readonly support: Estimated;
}

/** Paths that stop in the microcanonical set, and paths after a fixed number of steps. */
export interface StoppingRuleData {
  readonly regular: readonly StoppedDescents[];
  readonly meanField: readonly StoppedDescents[];
  /** Divergence after a fixed number of steps, [T + 1]. */
  readonly fixedRegular: Curve;
  readonly fixedMeanField: Curve;
  /** Share of the paths in each Ω_ε after each step when none stops, [T + 1, shares]. */
  readonly insideRegular: Matrix;
  readonly insideMeanField: Matrix;
}

/**
 * The second stopping rule of section 1, "until x_t reaches the microcanonical set", beside a fixed number of steps.
 *
 * The law of stopped paths has an exact density: the densities of all starts that stop in the same path are added. Starts further
 * back are found by undoing steps (`inverseStep`) until their share is below e^−15. For coupled ensembles this overlap is at most
 * ln(T + 1)/N nats per path, and is left out.
 * Size: 128 paths and 4 ensembles of 128; in the paper's profile 512 paths and 16 ensembles.
 */
export function stoppingRule(
  changes: Partial<StoppingRuleParameters> = {},
  { seed = 7, profile = currentProfile() }: { readonly seed?: number; readonly profile?: Profile } = {},
): Experiment<StoppingRuleParameters, StoppingRuleData, Stage> {
  const parameters: StoppingRuleParameters = {
    coefficient: 0.1,
    signalLength: 1024,
    stepSize: 10,
    stepCount: 200,
    shares: [0.1, 0.5, 0.9],
    truthPathCount: 4096,
    pathCount: profile === 'paper' ? 512 : 128,
    ensembleSize: 128,
    ensembleCount: profile === 'paper' ? 16 : 4,
    ...changes,
  };
  return experimentOf(parameters, seed);
}

function experimentOf(
  parameters: StoppingRuleParameters,
  seed: number,
): Experiment<StoppingRuleParameters, StoppingRuleData, Stage> {
  return {
    id: 'stopping-rule',
    module: 'chapter/overfitting/stopping-rule',
    parameters,
    seed,
    stages: alike(STAGES),
    run: runStoppingRule,
  };
}

const STAGES = ['radii', 'regular', 'mean-field'] as const;
type Stage = (typeof STAGES)[number];

async function runStoppingRule(
  p: StoppingRuleParameters,
  key: Key,
  context: RunContext<Stage>,
): Promise<StoppingRuleData> {
  const { signalLength, stepSize, stepCount } = p;
  const [truthKey, pathKey, meanFieldKey] = split(key, 3);
  const truth = ar([p.coefficient], { signalLength });
  const base = gaussian({ signalLength });
  const energy = autocovariance({ signalLength });
  const target = [(p.coefficient * (signalLength - 1)) / signalLength, 1];
  const radii = await context.stage('radii', async () => {
    const distances = distancesOf(energy.values(truth.sample(truthKey, p.truthPathCount)), target).sort();
    return p.shares.map((share) => distances[Math.ceil(share * distances.length) - 1]);
  });

  const regular = await context.stage('regular', async () => {
    const orbits = await followed(
      regularDescent(energy, target, { stepSize }),
      base,
      truth,
      base.sample(pathKey, p.pathCount),
      stepCount,
    );
    return {
      stopped: p.shares.map((share, i) => ({ share, ...stoppedPaths(orbits, radii[i], stepCount) })),
      fixed: meanCurve(fixedSteps(orbits, stepCount)),
      inside: insideShares(
        orbits.slice(-stepCount - 1).map(({ distances }) => distances),
        radii,
      ),
    };
  });
  const meanField = await context.stage('mean-field', async (options) => {
    const flow = meanFieldDescent(energy, target, { stepSize, ensembleSize: p.ensembleSize });
    const paths = base.sample(meanFieldKey, p.ensembleSize * p.ensembleCount);
    const keepEnergiesAt = Array.from({ length: stepCount + 1 }, (_, t) => t);
    const result = await reverseDivergence(flow, base, truth, paths, stepCount, { ...options, keepEnergiesAt });
    const energies = keepEnergiesAt.map((t) => result.descent.energiesAt.get(t)!);
    return {
      stopped: p.shares.map((share, i) => ({
        share,
        ...stoppedEnsembles(energies, result.divergences, target, radii[i], p.ensembleSize),
      })),
      fixed: result.divergence,
      inside: insideShares(
        energies.map((rows) => distancesOf(rows, target)),
        radii,
      ),
    };
  });
  return {
    regular: regular.stopped,
    meanField: meanField.stopped,
    fixedRegular: regular.fixed,
    fixedMeanField: meanField.fixed,
    insideRegular: regular.inside,
    insideMeanField: meanField.inside,
  };
}

/** All paths at one number of steps, negative before the start. */
interface OrbitPoint {
  readonly stepNumber: number;
  /** ‖Φ − α‖, ln q₀ and ln p of each path, and ln|det| of the step that follows. */
  readonly distances: Vector;
  readonly logBase: Vector;
  readonly logTruth: Vector;
  readonly logDeterminants: Vector;
}

/** Logarithm of the share of the density below which a start is left out. */
const NEGLIGIBLE = -15;
const MOST_STEPS_BACK = 1000;

/** The orbits of paths through a flow of single paths: T steps forward, and backward while starts have weight. */
async function followed(
  flow: Flow,
  base: Model,
  truth: Model,
  start: Ensemble,
  stepCount: number,
): Promise<OrbitPoint[]> {
  const pointOf = (paths: Ensemble, stepNumber: number): OrbitPoint => {
    const state = initialize(flow, paths);
    return {
      stepNumber,
      distances: distancesOf(state.energies, flow.target),
      logBase: base.logDensity(paths),
      logTruth: truth.logDensity(paths),
      logDeterminants: stepDeterminant(flow, state).logAbs,
    };
  };
  const orbit = [pointOf(start, 0)];
  const rest = interruptibleRest('stoppingRule');
  let state = initialize(flow, start);
  for (let t = 1; t <= stepCount; t++) {
    state = step(flow, state).state;
    orbit.push(pointOf(state.paths, t));
    await rest();
  }
  // Backward, each path is followed while the density of a start there is above the threshold.
  const { pathCount, signalLength } = start;
  const relative = orbit[0].logBase.map((value) => -value);
  let followedPaths = Array.from({ length: pathCount }, (_, n) => n);
  let paths = start;
  for (let s = 1; followedPaths.length > 0; s++) {
    if (s > MOST_STEPS_BACK) {
      throw new RangeError(
        `stoppingRule: starts ${s} steps back still count; take a larger step size or fewer values per path`,
      );
    }
    paths = inverseStep(flow, paths);
    const { distances, logBase, logTruth, logDeterminants } = pointOf(paths, -s);
    const [far, none] = [vector(pathCount).fill(Infinity), (): Vector => vector(pathCount).fill(-Infinity)];
    const point = {
      stepNumber: -s,
      distances: far,
      logBase: none(),
      logTruth: none(),
      logDeterminants: vector(pathCount),
    };
    followedPaths.forEach((n, i) => {
      point.distances[n] = distances[i];
      point.logBase[n] = logBase[i];
      point.logTruth[n] = logTruth[i];
      point.logDeterminants[n] = logDeterminants[i];
      relative[n] -= logDeterminants[i];
    });
    orbit.unshift(point);
    const counting = Array.from(followedPaths.keys()).filter(
      (i) => logBase[i] + relative[followedPaths[i]] >= NEGLIGIBLE,
    );
    const kept = ensemble(counting.length, signalLength);
    counting.forEach((i, row) => {
      kept.path(row).set(paths.path(i));
    });
    followedPaths = counting.map((i) => followedPaths[i]);
    paths = kept;
    await rest();
  }
  return orbit;
}

/** Stops each path on its first arrival in Ω_ε, and adds the densities of all starts that stop in the same path. */
function stoppedPaths(
  orbit: readonly OrbitPoint[],
  epsilon: number,
  stepCount: number,
): Omit<StoppedDescents, 'share'> {
  const start = orbit.findIndex(({ stepNumber }) => stepNumber === 0);
  const pathCount = orbit[start].logBase.length;
  const [steps, arrivals, excess, overlaps] = Array.from({ length: 4 }, () => vector(pathCount));
  for (let n = 0; n < pathCount; n++) {
    let end = start;
    while (end < start + stepCount && orbit[end].distances[n] >= epsilon) end++;
    const arrived = orbit[end].distances[n] < epsilon;
    // Logarithms of the densities that each start contributes to the path in which this one stops.
    const shares: number[] = arrived ? [orbit[end].logBase[n]] : [];
    let own = shares[0];
    let lost = 0;
    for (let i = end - 1; i >= 0 && orbit[i].distances[n] >= epsilon; i--) {
      lost -= orbit[i].logDeterminants[n];
      if (arrived || i === start) shares.push(orbit[i].logBase[n] + lost);
      if (i === start) own = orbit[i].logBase[n] + lost;
    }
    const peak = Math.max(...shares);
    const logDensity = peak + log(shares.reduce((sum, value) => sum + exp(value - peak), 0));
    steps[n] = end - start;
    arrivals[n] = arrived ? 1 : 0;
    excess[n] = logDensity - orbit[end].logTruth[n];
    overlaps[n] = logDensity - own;
  }
  const arrived = estimated(arrivals);
  const support = estimated(excess.map((value) => exp(-value)));
  return {
    epsilon,
    arrived,
    steps: estimated(steps),
    inside: arrived,
    divergence: estimated(excess),
    overlap: estimated(overlaps),
    support,
  };
}

/** ln q − ln p of every path after a fixed number of steps, [T + 1, N]. */
function fixedSteps(orbit: readonly OrbitPoint[], stepCount: number): Matrix {
  const forward = orbit.slice(-stepCount - 1);
  const result = matrix(stepCount + 1, forward[0].logBase.length);
  for (let n = 0; n < result.columnCount; n++) {
    let logDensity = forward[0].logBase[n];
    forward.forEach((point, t) => {
      result.row(t)[n] = logDensity - point.logTruth[n];
      logDensity -= point.logDeterminants[n];
    });
  }
  return result;
}

/** Stops each ensemble when its mean energy first lies in Ω_ε. */
function stoppedEnsembles(
  energies: readonly Matrix[],
  divergences: Matrix,
  target: readonly number[],
  epsilon: number,
  size: number,
): Omit<StoppedDescents, 'share'> {
  const ensembleCount = divergences.columnCount;
  const [steps, arrivals, excess] = Array.from({ length: 3 }, () => vector(ensembleCount));
  const inside = vector(ensembleCount * size);
  for (let e = 0; e < ensembleCount; e++) {
    const rowsAt = (t: number): number[][] =>
      Array.from({ length: size }, (_, n) => Array.from(energies[t].row(e * size + n)));
    const meanDistance = (t: number): number =>
      euclideanLength(target.map((aim, k) => rowsAt(t).reduce((sum, row) => sum + row[k], 0) / size - aim));
    let t = 0;
    while (t < energies.length - 1 && meanDistance(t) >= epsilon) t++;
    steps[e] = t;
    arrivals[e] = meanDistance(t) < epsilon ? 1 : 0;
    excess[e] = divergences.row(t)[e];
    rowsAt(t).forEach((row, n) => {
      inside[e * size + n] = euclideanLength(row.map((value, k) => value - target[k])) < epsilon ? 1 : 0;
    });
  }
  return {
    epsilon,
    arrived: estimated(arrivals),
    steps: estimated(steps),
    inside: estimated(inside),
    divergence: estimated(excess),
    overlap: unknown,
    support: unknown,
  };
}

const unknown: Estimated = { value: NaN, standardError: NaN };

/** Share of the paths within each radius, by step. */
function insideShares(distances: readonly Vector[], radii: readonly number[]): Matrix {
  const shares = matrix(distances.length, radii.length);
  distances.forEach((row, t) => {
    radii.forEach((epsilon, i) => {
      shares.row(t)[i] = row.filter((value) => value < epsilon).length / row.length;
    });
  });
  return shares;
}

/** ‖Φ − α‖ of each path. */
function distancesOf(energies: Matrix, target: ArrayLike<number>): Vector {
  return vector(energies.rowCount).map((_, n) => euclideanLength(energies.row(n).map((value, k) => value - target[k])));
}

/** Mean of independent values, with its standard error. */
function estimated(values: Vector): Estimated {
  const one = meanCurve(matrix(1, values.length, values));
  return { value: one.values[0], standardError: one.standardErrors[0] };
}

/** `stoppingRule` of a stored result. */
export const stoppingRuleAgain = rebuilder(
  record({
    coefficient: number,
    signalLength: count,
    stepSize: number,
    stepCount: count,
    shares: listOf(number),
    truthPathCount: count,
    pathCount: count,
    ensembleSize: count,
    ensembleCount: count,
  }),
  experimentOf,
);
