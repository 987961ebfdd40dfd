import { checkCount, type Ensemble, type Vector, vector, vectorOf } from '../array/index.js';
import { draws, foldIn, type Key } from '../random/index.js';
import { log, squared } from '../special/index.js';

/** Statistics that a trading desk asks for, in the order of `deskLabels`. */
export interface DeskStatistics {
  readonly values: Vector;
  readonly standardErrors: Vector;
}

/** Lags of the squares' autocorrelation, short and long, and of the leverage. */
const LAGS = 20;
const SHORT = [1, 2, 3, 4, 5];
const LONG = [16, 17, 18, 19, 20];

/** The share of values that count as the tail for Hill's estimator. */
const TAIL = 0.05;

/** Resamples of the bootstrap. */
const RESAMPLES = 200;

/** Labels of the desk statistics, in their order. */
export const deskLabels: readonly string[] = [
  'kurtosis',
  'tail index (Hill, largest 5 % by size)',
  'autocorrelation, lag 1',
  'squares’ autocorrelation, lags 1 to 5',
  'squares’ autocorrelation, lags 16 to 20',
  'share of it left at lags 16 to 20',
  'leverage, lags 1 to 5',
];

/**
 * Statistics of all paths taken together: of a law, not of a path's length.
 *
 * Kurtosis E x⁴/(E x²)²; Hill's estimate of the tail index from the largest 5 % of |x|; means over lags of the
 * autocorrelations of squares; the leverage, the correlation of x_t with x²_{t+k}. Means of values are taken as 0, as
 * standardised series have it.
 * @throws RangeError when there is no path, or paths have no more than 20 values
 * @returns NaN where a statistic has no value; standard errors are from 200 bootstrap resamples of whole paths, as if
 *   these were independent: the paths of a mean field are so only nearly
 * Cost: some 60 operations per value, a sort of the values, and 200 passes over the largest tenth.
 */
export function deskOfPaths(paths: Ensemble, key: Key): DeskStatistics {
  checkCount('deskOfPaths: pathCount', paths.pathCount, 1);
  checkCount('deskOfPaths: signalLength', paths.signalLength, LAGS + 1);
  const pieces = Array.from({ length: paths.pathCount }, (_, n) => pieceOf(paths.path(n), 0, paths.signalLength));
  return bootstrapped(pieces, key);
}

/**
 * The same of one series, with errors from resampled blocks of consecutive values (a block bootstrap): products over a
 * lag belong to the block of their earlier value, so that blocks are joined nowhere.
 * @param blockLength long against the memory of the squares; a rest shorter than a block is left out of the errors only
 * @throws RangeError when the series has no two blocks, or no more than 20 values
 */
export function deskOfSeries(series: Vector, blockLength: number, key: Key): DeskStatistics {
  checkCount('deskOfSeries: blockLength', blockLength, 1);
  checkCount('deskOfSeries: length of series', series.length, Math.max(2 * blockLength, LAGS + 1));
  const blockCount = Math.floor(series.length / blockLength);
  const pieces = Array.from({ length: blockCount }, (_, b) => pieceOf(series, b * blockLength, (b + 1) * blockLength));
  const whole = [pieceOf(series, 0, series.length)];
  return { values: deskOf(whole, [1], largestOf(whole)), standardErrors: bootstrapped(pieces, key).standardErrors };
}

/** Sums over the values of a stretch, and its largest values. */
interface Piece {
  readonly count: number;
  readonly second: number;
  readonly fourth: number;
  readonly lagOne: number;
  /** Σ x_t² x²_{t+k} and how many terms, k = 1 … 20. */
  readonly squares: Vector;
  readonly terms: Vector;
  /** Σ x_t x²_{t+k}, k = 1 … 20. */
  readonly leverage: Vector;
  /** |x|. */
  readonly sizes: Vector;
}

function pieceOf(x: Vector, from: number, to: number): Piece {
  let [second, fourth, lagOne] = [0, 0, 0];
  const [squares, terms, leverage] = [vector(LAGS + 1), vector(LAGS + 1), vector(LAGS + 1)];
  for (let t = from; t < to; t++) {
    const square = x[t] * x[t];
    second += square;
    fourth += square * square;
    if (t + 1 < x.length) lagOne += x[t] * x[t + 1];
    for (let k = 1; k <= LAGS && t + k < x.length; k++) {
      const later = x[t + k] * x[t + k];
      squares[k] += square * later;
      leverage[k] += x[t] * later;
      terms[k]++;
    }
  }
  return { count: to - from, second, fourth, lagOne, squares, terms, leverage, sizes: x.slice(from, to).map(Math.abs) };
}

/** The largest values of all pieces in decreasing order, with the number of the piece that each belongs to. */
interface Largest {
  readonly sizes: Vector;
  readonly owners: readonly number[];
}

/**
 * Length of that list over the tail's count: a resample may repeat values, and must still find enough distinct ones in
 * it.
 */
function largestOf(pieces: readonly Piece[]): Largest {
  const all = pieces.flatMap(({ sizes }, owner) => Array.from(sizes, (size): [number, number] => [size, owner]));
  all.sort((a, b) => b[0] - a[0]);
  const taken = all.slice(0, Math.ceil(4 * TAIL * all.length) + 1);
  return { sizes: vectorOf(taken.map(([size]) => size)), owners: taken.map(([, owner]) => owner) };
}

function bootstrapped(pieces: readonly Piece[], key: Key): DeskStatistics {
  const largest = largestOf(pieces);
  const values = deskOf(
    pieces,
    pieces.map(() => 1),
    largest,
  );
  const resamples = Array.from({ length: RESAMPLES }, (_, r) => {
    const { uniform } = draws(foldIn(key, r));
    const weights = pieces.map(() => 0);
    for (let i = 0; i < pieces.length; i++) weights[Math.floor(uniform() * pieces.length)]++;
    return deskOf(pieces, weights, largest);
  });
  const deviation = (i: number): number => {
    const mean = resamples.reduce((sum, resample) => sum + resample[i] / RESAMPLES, 0);
    return Math.sqrt(resamples.reduce((sum, resample) => sum + squared(resample[i] - mean), 0) / (RESAMPLES - 1));
  };
  return { values, standardErrors: values.map((_, i) => deviation(i)) };
}

/** The statistics of pieces, given how many times each piece is taken. */
function deskOf(pieces: readonly Piece[], weights: readonly number[], largest: Largest): Vector {
  const total = (part: (piece: Piece) => number): number => {
    let sum = 0;
    for (let i = 0; i < pieces.length; i++) if (weights[i] > 0) sum += weights[i] * part(pieces[i]);
    return sum;
  };
  const count = total((piece) => piece.count);
  const second = total((piece) => piece.second) / count;
  const fourth = total((piece) => piece.fourth) / count;
  // Squares that are all equal have no autocorrelation.
  const spread = fourth > (1 + 1e-9) * (second * second) ? fourth - second * second : NaN;
  const meanOver = (lags: readonly number[], at: (k: number) => number): number =>
    lags.reduce((sum, k) => sum + at(k) / lags.length, 0);
  const terms = (k: number): number => total((piece) => piece.terms[k]);
  const ofSquares = (k: number): number => (total((piece) => piece.squares[k]) / terms(k) - second * second) / spread;
  const leverage = (k: number): number => total((piece) => piece.leverage[k]) / terms(k) / Math.sqrt(second * spread);
  const [short, long] = [meanOver(SHORT, ofSquares), meanOver(LONG, ofSquares)];
  const lagOne = total((piece) => piece.lagOne) / terms(1) / second;
  return vectorOf([
    fourth / (second * second),
    hill(weights, largest, count),
    lagOne,
    short,
    long,
    long / short,
    meanOver(SHORT, leverage),
  ]);
}

/**
 * Hill's estimate: one over the mean of ln(|x|/threshold) over the tail, the threshold being the next value below it.
 */
function hill(weights: readonly number[], { sizes, owners }: Largest, count: number): number {
  const wanted = Math.max(1, Math.floor(TAIL * count));
  let [taken, sum] = [0, 0];
  for (let i = 0; i < sizes.length; i++) {
    const weight = weights[owners[i]];
    if (taken > 0 && taken + weight > wanted) {
      const excess = sum - taken * log(sizes[i]);
      // A tail of equal values has no tail index: its mean logarithm is 0.
      return excess > 1e-9 * taken ? taken / excess : NaN;
    }
    taken += weight;
    sum += weight * log(sizes[i]);
  }
  return NaN;
}
