import { checkCount, type Ensemble, ensemble, firstNonFinite, type Vector, vector } from '../array/index.js';
import { firstUniform, foldIn, type Key } from '../random/index.js';
import { type PartitionEstimate, partitionEstimate } from './partition-estimate.js';

/** When walkers are drawn anew by their weights. */
export interface Resampling {
  /** Walkers that are drawn among each other, from 2. The error of an estimate comes from several such ensembles. */
  readonly ensembleSize: number;
  /** An ensemble is drawn anew when its effective share falls below this; ½ when left out. */
  readonly leastShare?: number;
}

/** What may be said of weighted walkers. */
export interface WalkerOptions {
  /** When walkers are drawn anew by their weights; never when left out. */
  readonly resampling?: Resampling;
}

/** Refuses ensembles of one and shares out of range. */
export function checkResampling(caller: string, { ensembleSize, leastShare = 0.5 }: Resampling): void {
  checkCount(`${caller}: resampling.ensembleSize`, ensembleSize, 2);
  if (leastShare >= 0 && leastShare <= 1) return;
  throw new RangeError(
    `${caller}: resampling.leastShare expects a number from 0 to 1, got ${leastShare}; take 0.5, or 1 to redraw at every step`,
  );
}

/**
 * Refuses a log-weight that is not finite: the walker has left the range of numbers, and no average would be right.
 * @param at.first number of the first of these walkers
 * @param at.advice what to do, for the error
 */
export function checkLogWeights(
  caller: string,
  logWeights: Vector,
  { stepNumber, first = 0, advice }: { readonly stepNumber: number; readonly first?: number; readonly advice: string },
): void {
  const bad = firstNonFinite(logWeights);
  if (bad < 0) return;
  throw new RangeError(
    `${caller}: walker ${first + bad} has log-weight ${logWeights[bad]} after step ${stepNumber}, expected a finite number; ${advice}`,
  );
}

/**
 * Which walker each new one copies, drawn systematically by the weights: walker n copies the first one whose cumulated weight reaches
 * (n + u)/N with one uniform number u for all, so that copies differ from N times the weight by less than 1.
 * @param weights positive or 0, sum 1, [N]
 * @param key draws u
 */
export function systematicAncestors(weights: Vector, key: Key): number[] {
  const count = weights.length;
  const offset = firstUniform(key);
  let [ancestor, cumulated] = [0, weights[0]];
  return Array.from({ length: count }, (_, n) => {
    while (cumulated < (n + offset) / count && ancestor < count - 1) cumulated += weights[++ancestor];
    return ancestor;
  });
}

/** Weighted walkers, with what they need for their next step: rows per walker. */
export interface Walkers<Own extends Readonly<Record<string, Vector>>> {
  readonly paths: Ensemble;
  readonly own: Own & { readonly logWeight: Vector };
}

/**
 * Walkers with those ensembles drawn anew whose effective share is too small. The log-weight of a new walker is ln of its ensemble's mean
 * weight, so that means of e^A stay what they are on average. Changes no argument.
 * @param key of the step
 * @param firstPath number of the first walker in the whole run
 */
export function redrawn<Own extends Readonly<Record<string, Vector>>>(
  walkers: Walkers<Own>,
  { ensembleSize, leastShare = 0.5 }: Resampling,
  { key, firstPath }: { readonly key: Key; readonly firstPath: number },
): Walkers<Own> {
  const { paths, own } = walkers;
  const { logWeight } = own;
  const ancestors = Array.from(logWeight, (_, n) => n);
  const logWeights = logWeight.slice();
  for (let start = 0; start < logWeight.length; start += ensembleSize) {
    const end = start + ensembleSize;
    const { weights, effectiveShare, logRatio } = partitionEstimate(logWeight.slice(start, end));
    if (effectiveShare >= leastShare) continue;
    const stream = foldIn(foldIn(key, RESAMPLING), (firstPath + start) / ensembleSize);
    for (const [n, ancestor] of systematicAncestors(weights, stream).entries()) {
      ancestors[start + n] = start + ancestor;
    }
    logWeights.fill(logRatio.value, start, end);
  }
  const copied = Object.entries(own).map(([name, values]) => [name, rowsOf(values, ancestors)]);
  return {
    paths: ensemble(paths.pathCount, paths.shape, rowsOf(paths.data, ancestors)),
    own: { ...Object.fromEntries(copied), logWeight: logWeights },
  };
}

/** Number of the stream of resampling under the key of a step; walkers have the numbers below. */
const RESAMPLING = 0xffffffff;

function rowsOf(values: Vector, ancestors: readonly number[]): Vector {
  const width = values.length / ancestors.length;
  const rows = vector(values.length);
  for (const [n, ancestor] of ancestors.entries()) {
    rows.set(values.subarray(ancestor * width, (ancestor + 1) * width), n * width);
  }
  return rows;
}

/**
 * ln(Z_T/Z₀) from log-weights of several ensembles within which walkers were drawn anew: of the mean over all walkers, with the standard
 * error of the ensembles' means, which are independent.
 * @param logWeights A, [N], ensembles one after the other
 * @returns as `partitionEstimate`, with the weights of all walkers
 * @throws RangeError when there are fewer than two ensembles
 */
export function ensemblesEstimate(logWeights: Vector, { ensembleSize }: Resampling): PartitionEstimate {
  const count = logWeights.length / ensembleSize;
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(
      `ensemblesEstimate: logWeights expects two or more ensembles of ${ensembleSize}, got ${logWeights.length} walkers; take more`,
    );
  }
  const means = vector(count).map(
    (_, e) => partitionEstimate(logWeights.slice(e * ensembleSize, (e + 1) * ensembleSize)).logRatio.value,
  );
  return { ...partitionEstimate(logWeights), logRatio: partitionEstimate(means).logRatio };
}

/** Weighted walkers at the end of a run. */
export interface WeightedRun extends PartitionEstimate {
  readonly paths: Ensemble;
  /** A at the end, [N]. */
  readonly logWeights: Vector;
}

/** What the walkers at the end of a run say: with resampling, by the spread of ensembles; else of walkers. */
export function weightedRun(paths: Ensemble, last: Vector, { resampling }: WalkerOptions): WeightedRun {
  const logWeights = last.slice();
  const estimate = resampling ? ensemblesEstimate(logWeights, resampling) : partitionEstimate(logWeights);
  return { ...estimate, paths, logWeights };
}
