import { type Ensemble, ensemble, type Matrix, meanRows, type Vector, vector } from '../array/index.js';
import { partitionEstimate } from '../chain/index.js';
import { type Slopes, workTerm } from '../chain/jarzynski.js';
import { langevinMove } from '../chain/langevin-move.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { draws, type Key } from '../random/index.js';
import type { TrainingData } from './data.js';
import type { PotentialFamily } from './family.js';
import type { ParameterChange, TrainingProblem, Walkers } from './problem.js';

/** How many walkers, and their step. */
export interface LangevinWalkersOptions {
  /** N, from 2. */
  readonly walkerCount: number;
  /** h > 0. */
  readonly stepSize: number;
}

/**
 * N walkers that move by unadjusted Langevin steps in U_θ.
 * @throws RangeError when a number is out of range
 * Cost of a step: a value and a gradient of U_θ and its slopes per walker, twice with weights, and d normal draws.
 */
export function langevinWalkers(
  family: PotentialFamily,
  data: TrainingData,
  { walkerCount, stepSize }: LangevinWalkersOptions,
): TrainingProblem {
  if (!Number.isInteger(walkerCount) || walkerCount < 2) {
    throw new RangeError(`langevinWalkers: walkerCount expects a whole number from 2, got ${walkerCount}`);
  }
  if (!(stepSize > 0 && stepSize < Infinity)) {
    throw new RangeError(`langevinWalkers: stepSize expects a positive finite number, got ${stepSize}`);
  }
  const { parameterCount, shape } = family;
  const slopesAt = (paths: Ensemble, parameters: Vector): Slopes => {
    const { values, gradient } = family.at(parameters).evaluate(paths);
    return { potential: values, gradient: gradient.data };
  };
  return {
    ...weightedWalkers(),
    name: `${family.name}, ${walkerCount} walkers`,
    walkerCount,
    shape,
    parameterCount,
    dataSlopes: (parameters) => data.slopes(family, parameters),
    fromData: (key) => unweighted(data.draw(walkerCount, key)),
    fromModel(parameters, key) {
      const law = family.law(parameters);
      if (law) return unweighted(law.sample(key, walkerCount));
      throw new RangeError(
        `langevinWalkers: parameters expects a law that can be drawn from, got [${parameters.join(', ')}] for ${family.name}; start from 0`,
      );
    },
    move({ paths, logWeights }, parameters, key) {
      const gradient = family.at(parameters).gradient(paths).data;
      return { paths: langevinMove(paths, gradient, { stepSize, key, first: 0 }), logWeights };
    },
    lead({ paths, logWeights }, { from, to }: ParameterChange, key) {
      const old = slopesAt(paths, from);
      const moved = langevinMove(paths, old.gradient, { stepSize, key, first: 0 });
      const now = slopesAt(moved, to);
      const gained = logWeights.map((A, n) => {
        const place = { n, size: paths.signalLength, stepSize };
        return A + workTerm(old, paths.data, moved.data, place) - workTerm(now, moved.data, paths.data, place);
      });
      return { paths: moved, logWeights: gained };
    },
    slopes: (walkers, parameters) => weightedMean(family.slopes(walkers.paths, parameters), walkers.logWeights),
    identity: { walkers: family.identity, data: data.identity, walkerCount, stepSize },
    ...(family.call && data.call && { call: callOf(madeWalkers, family.call, data.call, { walkerCount, stepSize }) }),
  };
}

const madeWalkers = portable(
  'training/langevin-walkers',
  (
    family: PortableCall<PotentialFamily>,
    data: PortableCall<TrainingData>,
    options: LangevinWalkersOptions,
  ): TrainingProblem => langevinWalkers(perform(family), perform(data), options),
);

/** What finitely many walkers say by their weights, whatever they are. */
export function weightedWalkers(): Pick<TrainingProblem, 'effectiveShare' | 'logPartition' | 'redrawn'> {
  return {
    effectiveShare: ({ logWeights }) => partitionEstimate(logWeights).effectiveShare,
    logPartition: ({ logWeights }) => partitionEstimate(logWeights).logRatio.value,
    redrawn: ({ paths, logWeights }, key) => {
      const { weights, logRatio } = partitionEstimate(logWeights);
      const { pathCount, shape } = paths;
      const drawn = ensemble(pathCount, shape);
      ancestors(weights, key).forEach((from, n) => {
        drawn.path(n).set(paths.path(from));
      });
      return { paths: drawn, logWeights: vector(pathCount).fill(logRatio.value) };
    },
  };
}

/** Walkers of weight 1. */
export function unweighted(paths: Ensemble): Walkers {
  return { paths, logWeights: vector(paths.pathCount) };
}

/** Mean of the rows with weights e^A, [K]. */
export function weightedMean(rows: Matrix, logWeights: Vector): Vector {
  const { rowCount, columnCount } = rows;
  const mean = vector(columnCount);
  if (logWeights.every((A) => A === logWeights[0])) {
    meanRows(rows, 0, rowCount, mean);
    return mean;
  }
  const { weights } = partitionEstimate(logWeights);
  for (let n = 0; n < rowCount; n++) for (let k = 0; k < columnCount; k++) mean[k] += weights[n] * rows.row(n)[k];
  return mean;
}

/** Numbers of the walkers drawn by their weights, systematically: one uniform number for all. */
function ancestors(weights: Vector, key: Key): number[] {
  const count = weights.length;
  const offset = draws(key).uniform();
  let [ancestor, cumulated] = [0, weights[0]];
  return Array.from(weights, (_, n) => {
    while (cumulated < (n + offset) / count && ancestor < count - 1) cumulated += weights[++ancestor];
    return ancestor;
  });
}
