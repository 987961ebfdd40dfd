import { displaySymbol, type Ensemble, ensemble, tableBundle, type Vector, vector } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { foldIn, type Key } from '../random/index.js';
import type { Law, Model, Score } from './model.js';

/** How paths are drawn: each under a key of its own, or from standard normal numbers, which come in rows in a fraction of the time. */
export type PathDraw =
  | {
      /** Fills `out` with a path drawn under `key`. */
      draw(key: Key, out: Vector): void;
    }
  | {
      /** Turns d independent standard normal numbers, in place, into a path. */
      fromNormals(path: Vector): void;
    };

/** What defines a model path by path. */
export type PathModel = PathDensity & PathDraw;

/** A law of paths with its log-density, path by path. */
export interface PathDensity extends Pick<Law, 'name' | 'signalLength' | 'parameters' | 'recipe'> {
  /** ln p of one path; `n` is the path's number, for errors. */
  logDensity(path: Vector, n: number): number;
}

/** Turns a one-path law into a model of ensembles, with its arguments checked. */
export function modelOfPaths<Extra extends object>(path: PathModel, extra: Extra): Model & Extra {
  const { name, signalLength, parameters, recipe } = path;
  return {
    ...extra,
    name,
    signalLength,
    parameters,
    recipe,
    sample(key, pathCount, firstPath = 0) {
      if (!Number.isInteger(pathCount) || pathCount < 1) {
        throw new RangeError(`${name}.sample: pathCount expects a whole number from 1, got ${pathCount}`);
      }
      const result = ensemble(pathCount, signalLength);
      if ('draw' in path) {
        for (let n = 0; n < pathCount; n++) path.draw(foldIn(key, firstPath + n), result.path(n));
      } else {
        normalRows({ key, first: firstPath }, { rowCount: pathCount, length: signalLength }, result.data);
        for (let n = 0; n < pathCount; n++) path.fromNormals(result.path(n));
      }
      return result;
    },
    logDensity(paths, firstPath = 0) {
      checkPaths(`${name}.logDensity`, paths, signalLength);
      const result = vector(paths.pathCount);
      for (let n = 0; n < paths.pathCount; n++) result[n] = path.logDensity(paths.path(n), firstPath + n);
      return result;
    },
    [displaySymbol]: () =>
      tableBundle(`model: ${name}`, [
        ['signal length', signalLength],
        ...Object.entries(parameters).map(
          ([label, value]) => [label, typeof value === 'number' ? round(value) : value.map(round).join(', ')] as const,
        ),
      ]),
  };
}

/**
 * The score of a one-path law, with its argument checked.
 * @param write writes ∇ ln p of one path
 */
export function scoreOfPaths(
  { name, signalLength }: Pick<Law, 'name' | 'signalLength'>,
  write: (path: Vector, out: Vector) => void,
): Score['score'] {
  return (paths) => {
    checkPaths(`${name}.score`, paths, signalLength);
    const result = ensemble(paths.pathCount, signalLength);
    for (let n = 0; n < paths.pathCount; n++) write(paths.path(n), result.path(n));
    return result;
  };
}

/**
 * The score of a law of independent values, with its argument checked.
 * @param write writes the derivative of ln p at each value; all paths come in one call, since a view of a short path costs more than its arithmetic
 */
export function scoreOfValues(
  { name, signalLength }: Pick<Law, 'name' | 'signalLength'>,
  write: (values: Vector, out: Vector) => void,
): Score['score'] {
  return (paths) => {
    checkPaths(`${name}.score`, paths, signalLength);
    const result = ensemble(paths.pathCount, signalLength);
    write(paths.data, result.data);
    return result;
  };
}

function checkPaths(method: string, paths: Ensemble, signalLength: number): void {
  if (paths.signalLength === signalLength) return;
  throw new RangeError(`${method}: model expects signal length ${signalLength}, got ${paths.signalLength}`);
}

function round(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Refuses a signal length that is no positive whole number. */
export function checkLength(factory: string, signalLength: number): void {
  if (!Number.isInteger(signalLength) || signalLength < 1) {
    throw new RangeError(`${factory}: signalLength expects a whole number from 1, got ${signalLength}`);
  }
}
