import { type Ensemble, ensemble, type Matrix, meanRows, type Vector, vector, weightedRowSum } from '../array/index.js';
import { type PartitionEstimate, partitionEstimate, systematicAncestors } from '../chain/index.js';
import type { TrainingData } from './data.js';
import type { PotentialFamily } from './family.js';
import type { TrainingProblem, Walkers } from './problem.js';

/** What a problem of walkers in U_θ has, however they move. */
export type StandingWalkers = Omit<TrainingProblem, 'name' | 'move' | 'lead' | 'identity' | 'call'>;

/**
 * N walkers in U_θ, which start from data or from a law that can be drawn from, with weighted means.
 * @param caller for errors
 * @throws RangeError when the count is no whole number from 2
 */
export function standingWalkers(
  family: PotentialFamily,
  data: TrainingData,
  { walkerCount, caller }: { readonly walkerCount: number; readonly caller: string },
): StandingWalkers {
  if (!Number.isInteger(walkerCount) || walkerCount < 2) {
    throw new RangeError(`${caller}: walkerCount expects a whole number from 2, got ${walkerCount}; take more walkers`);
  }
  const { parameterCount, shape } = family;
  return {
    ...weightedWalkers(),
    walkerCount,
    shape,
    parameterCount,
    dataSlopes: (parameters) => data.slopes(family, parameters),
    fromData: (key) => unweighted(data.draw(walkerCount, key)),
    fromModel(parameters, key) {
      const law = family.law(parameters);
      if (law) return unweighted(law.sample(key, walkerCount));
      throw new RangeError(
        `${caller}: parameters expects a law that can be drawn from, got [${parameters.join(', ')}] for ${family.name}; start from 0`,
      );
    },
    slopes: (walkers, parameters) => weightedMean(family.slopes(walkers.paths, parameters), walkers.logWeights),
  };
}

/** What finitely many walkers say by their weights, whatever they are. */
export function weightedWalkers(): Pick<TrainingProblem, 'effectiveShare' | 'logPartition' | 'redrawn'> {
  return {
    effectiveShare: ({ logWeights }) => estimateOf(logWeights).effectiveShare,
    logPartition: ({ logWeights }) => estimateOf(logWeights).logRatio.value,
    redrawn: ({ paths, logWeights }, key) => {
      const { weights, logRatio } = estimateOf(logWeights);
      const { pathCount, shape } = paths;
      const drawn = ensemble(pathCount, shape);
      systematicAncestors(weights, key).forEach((from, n) => {
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
function weightedMean(rows: Matrix, logWeights: Vector): Vector {
  const shares = sharesOf(logWeights);
  if (shares) return weightedRowSum(rows, shares);
  const mean = vector(rows.columnCount);
  meanRows(rows, 0, rows.rowCount, mean);
  return mean;
}

/** Shares of walkers with weights e^A in a mean, [N], which add to 1; undefined where all weights are equal. */
export function sharesOf(logWeights: Vector): Vector | undefined {
  return logWeights.every((A) => A === logWeights[0]) ? undefined : estimateOf(logWeights).weights;
}

const estimates = new WeakMap<Vector, PartitionEstimate>();

/**
 * What log-weights say, computed once for each vector of them, since a step asks for shares, effective share and partition function.
 * Trainers make new vectors and change none.
 */
function estimateOf(logWeights: Vector): PartitionEstimate {
  const known = estimates.get(logWeights) ?? partitionEstimate(logWeights);
  estimates.set(logWeights, known);
  return known;
}
