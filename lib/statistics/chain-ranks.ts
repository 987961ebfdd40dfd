import { firstNonFinite, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { normalQuantile } from '../special/index.js';

/** Chains shorter than this cannot be judged: each half needs two draws. */
const LEAST_DRAWS = 4;

/** Throws unless there are chains [chainCount, drawCount] of at least four finite draws each, or as many as asked for. */
export function checkChains(
  name: string,
  chains: Matrix,
  { leastChains = 1, leastDraws = LEAST_DRAWS }: { readonly leastChains?: number; readonly leastDraws?: number } = {},
): void {
  const { rowCount, columnCount, data } = chains;
  if (rowCount < leastChains || columnCount < leastDraws) {
    throw new RangeError(
      `${name}: chains expect at least ${leastChains} ${leastChains === 1 ? 'row' : 'rows'} of ${leastDraws} draws, ` +
        `one row per chain, got ${rowCount} of ${columnCount}; run longer`,
    );
  }
  const bad = firstNonFinite(data);
  if (bad >= 0) {
    throw new RangeError(
      `${name}: chains expect finite draws, got ${data[bad]} at draw ${bad % columnCount} of chain ` +
        `${Math.floor(bad / columnCount)}; leave the chain out`,
    );
  }
}

/** First and last half of every chain as chains of their own; the middle draw of an odd number is left out. */
export function splitChains({ rowCount, columnCount, data }: Matrix): Matrix {
  const half = Math.floor(columnCount / 2);
  const result = matrix(2 * rowCount, half);
  for (let c = 0; c < rowCount; c++) {
    const from = c * columnCount;
    result.row(2 * c).set(data.subarray(from, from + half));
    result.row(2 * c + 1).set(data.subarray(from + columnCount - half, from + columnCount));
  }
  return result;
}

/**
 * Draws replaced by normal scores of their ranks r among all S draws, Φ⁻¹((r − ⅜)/(S + ¼)) (Blom 1958); equal draws share the mean of
 * their ranks.
 */
export function rankScores({ rowCount, columnCount, data }: Matrix): Matrix {
  const count = data.length;
  const order = Array.from(data.keys()).sort((a, b) => data[a] - data[b]);
  const scores: Vector = vector(count);
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && data[order[to]] === data[order[from]]) to++;
    // Ranks count from 1: equal draws at places from … to − 1 have ranks from + 1 … to.
    const score = normalQuantile(((from + 1 + to) / 2 - 0.375) / (count + 0.25));
    for (let i = from; i < to; i++) scores[order[i]] = score;
  }
  return matrix(rowCount, columnCount, scores);
}
