import { checkCount, checkIndex } from './check.js';
import { type Displayable, displaySymbol, tableBundle } from './display.js';
import { type Shape, shapeSize, spokenShape } from './shape.js';
import { firstNonFinite, type Vector, vector, vectorOf } from './vector.js';

/** N paths of one shape: the paper's bold x, row n being path x^(n). */
export interface Ensemble extends Displayable {
  /** N. */
  readonly pathCount: number;
  /** d, the numbers of a path. */
  readonly signalLength: number;
  /** Axes of a path; `[d]` for a series. */
  readonly shape: Shape;
  /** Row-major entries, length N · d. */
  readonly data: Vector;
  /**
   * Path n as a view into `data`.
   * @throws RangeError when n is no whole number from 0 to N − 1
   */
  path(n: number): Vector;
}

/**
 * An ensemble over `data` (shared, not copied), or of zeros when it is left out.
 * @param axes d for series, or the shape of a path
 * @throws RangeError when a count is no whole number from 0, or `data` has another length
 */
export function ensemble(pathCount: number, axes: number | Shape, data?: Vector): Ensemble {
  checkCount('ensemble: pathCount', pathCount);
  const isShape = typeof axes === 'object';
  if (!isShape) checkCount('ensemble: signalLength', axes);
  const shape = isShape ? axes : [axes];
  const signalLength = shapeSize(shape);
  const entries = data ?? vector(pathCount * signalLength);
  if (entries.length !== pathCount * signalLength) {
    throw new RangeError(
      `ensemble: data expects ${pathCount} paths of ${signalLength} = ${pathCount * signalLength} numbers, got ${entries.length}`,
    );
  }
  return {
    pathCount,
    signalLength,
    shape,
    data: entries,
    path(n) {
      checkIndex('ensemble.path: n', n, pathCount);
      return entries.subarray(n * signalLength, (n + 1) * signalLength);
    },
    [displaySymbol]: () =>
      tableBundle('ensemble', [
        ['paths', pathCount],
        [shape.length === 1 ? 'signal length' : 'shape', spokenShape(shape)],
        ['mean', mean(entries).toFixed(4)],
        ['standard deviation', Math.sqrt(variance(entries)).toFixed(4)],
      ]),
  };
}

/**
 * An ensemble holding a copy of `paths`.
 * @param paths rows of equal length, finite
 * @throws RangeError when a path is empty, has another length, or holds a number that is not finite
 */
export function ensembleOf(paths: ArrayLike<ArrayLike<number>>): Ensemble {
  const signalLength = paths.length === 0 ? 0 : paths[0].length;
  if (signalLength === 0)
    throw new RangeError('ensembleOf: paths expects at least one path of at least one number, got none');
  const result = ensemble(paths.length, signalLength);
  for (let n = 0; n < paths.length; n++) {
    if (paths[n].length !== signalLength) {
      throw new RangeError(`ensembleOf: path ${n} expects length ${signalLength} like path 0, got ${paths[n].length}`);
    }
    const bad = firstNonFinite(paths[n]);
    if (bad >= 0)
      throw new RangeError(`ensembleOf: path ${n} expects finite numbers, got ${paths[n][bad]} at index ${bad}`);
    result.path(n).set(vectorOf(paths[n]));
  }
  return result;
}

/** All paths in order, as views. */
export function pathsOf(paths: Pick<Ensemble, 'pathCount' | 'path'>): Vector[] {
  return Array.from({ length: paths.pathCount }, (_, n) => paths.path(n));
}

function mean(values: Vector): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

function variance(values: Vector): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) * (values[i] - centre);
  return sum / values.length;
}
