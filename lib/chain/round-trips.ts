import { matrix, type Vector, vector } from '../array/index.js';
import { exp } from '../special/index.js';
import { type Estimate, meanEstimate } from '../statistics/index.js';

/** Which replicas were where in a run of parallel tempering. */
export interface ReplicaRecord {
  /** Replica at each path's level after each step, [T + 1, N]; row 0 is not read. */
  readonly replica: Vector;
  /** N. */
  readonly pathCount: number;
  /** Levels per chain. */
  readonly levelCount: number;
}

/**
 * Round trips of each chain's replicas from the coldest level to the hottest one and back, [chains].
 * @throws RangeError when the record does not hold whole rows of whole chains
 */
export function roundTrips({ replica, pathCount, levelCount }: ReplicaRecord): Vector {
  if (pathCount < 1 || pathCount % levelCount !== 0 || replica.length % pathCount !== 0) {
    throw new RangeError(
      `roundTrips: replica expects rows of ${pathCount} numbers, chains of ${levelCount}, got ${replica.length} numbers; record every chain at every step`,
    );
  }
  const rows = matrix(replica.length / pathCount, pathCount, replica);
  const trips = vector(pathCount / levelCount);
  for (let chain = 0; chain < trips.length; chain++) {
    /** End at which each replica was last: −1 the coldest, 1 the hottest after the coldest, 0 neither. */
    const last = vector(levelCount);
    const cold = chain * levelCount;
    for (let t = 1; t < rows.rowCount; t++) {
      const row = rows.row(t);
      const [coldest, hottest] = [row[cold], row[cold + levelCount - 1]];
      if (last[coldest] === 1) trips[chain]++;
      last[coldest] = -1;
      if (last[hottest] === -1) last[hottest] = 1;
    }
  }
  return trips;
}

/**
 * Round trips per step that alternating swaps make where copies forget their energies between two swaps: 1/(2 + 2 Σ r/(1 − r)), r the share of
 * refused swaps of each pair of neighbours. Chains that stay in a well make fewer. Source: Syed et al. (2022), corollary 2.
 * @param acceptances share of taken swaps of each pair, [levels − 1], each above 0
 */
export function idealRoundTripRate(acceptances: ArrayLike<number>): number {
  const barrier = Array.from(acceptances).reduce((sum, share) => sum + (1 - share) / share, 0);
  return 1 / (2 + 2 * barrier);
}

/**
 * Mean acceptance of swaps between each level and the next one, over steps and chains: the mean of min(1, ratio) with the standard error of
 * the chains' means.
 * @param logSwap record of `tempering`, [T + 1, N]; NaN where no swap was tried
 * @returns one estimate per pair, [levels − 1]
 */
export function swapAcceptances(
  logSwap: Vector,
  { pathCount, levelCount }: Omit<ReplicaRecord, 'replica'>,
): Estimate[] {
  const chains = pathCount / levelCount;
  return Array.from({ length: levelCount - 1 }, (_, r) => {
    const means = vector(chains).map((_value, chain) => {
      let [sum, tries] = [0, 0];
      for (let k = chain * levelCount + r; k < logSwap.length; k += pathCount) {
        if (Number.isNaN(logSwap[k])) continue;
        sum += exp(Math.min(0, logSwap[k]));
        tries++;
      }
      return sum / tries;
    });
    return meanEstimate(means);
  });
}
