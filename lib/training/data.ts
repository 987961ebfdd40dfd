import {
  type Ensemble,
  ensemble,
  meanRows,
  type Shape,
  type Vector,
  vector,
  vectorOf,
  weightedRowSum,
} from '../array/index.js';
import type { LineGrid } from '../grid/index.js';
import { type ModelRecipe, modelOf } from '../model/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';
import { draws, type Key } from '../random/index.js';
import { exp } from '../special/index.js';
import { type DrawnModel, type PotentialFamily, pathsOfPoints } from './family.js';

/** What a family is trained on: mean slopes, and paths to start walkers from. */
export interface TrainingData {
  readonly name: string;
  /** E_* ∂_θU, [K]. */
  slopes(family: PotentialFamily, parameters: Vector): Vector;
  /** Paths drawn from the data, with replacement, [count, d]. */
  draw(count: number, key: Key): Ensemble;
  /** Plain data that tells these data from others. */
  readonly identity: unknown;
  /** How another thread makes the same data; without, training stays in the calling thread. */
  readonly call?: PortableCall<TrainingData>;
}

/**
 * A finite set of paths.
 * @param paths [n, d], n from 1
 * @throws RangeError when there is none
 */
export function dataSet(paths: Ensemble): TrainingData {
  const { pathCount, shape, data } = paths;
  if (pathCount < 1) throw new RangeError('dataSet: paths expects one path or more, got none');
  return {
    name: `${pathCount} paths`,
    slopes(family, parameters) {
      const result = vector(family.parameterCount);
      meanRows(family.slopes(paths, parameters), 0, pathCount, result);
      return result;
    },
    draw(count, key) {
      const { uniform } = draws(key);
      const result = ensemble(count, shape);
      for (let n = 0; n < count; n++) result.path(n).set(paths.path(Math.floor(pathCount * uniform())));
      return result;
    },
    identity: { dataSet: data },
    call: callOf(madeSet, data, shape),
  };
}

const madeSet = portable(
  'training/data#set',
  (data: Vector, shape: Shape): TrainingData =>
    dataSet(ensemble(data.length / shape.reduce((a, b) => a * b, 1), shape, data)),
);

/**
 * Endlessly many data of a law on the line: mean slopes by sums over a grid, so that walkers are the only source of error.
 * @param law of one-value paths
 * @param grid wide and fine enough for the law
 * @throws RangeError when the law has longer paths
 */
export function lawOnLine(law: DrawnModel, grid: LineGrid): TrainingData {
  if (law.signalLength !== 1) {
    throw new RangeError(
      `lawOnLine: law expects paths of one value, got ${law.signalLength}; use dataSet or lawWithMeans for longer paths`,
    );
  }
  const points = pathsOfPoints(grid.points);
  const density = law.logDensity(points).map((value) => exp(value));
  const total = density.reduce((sum, value) => sum + value, 0);
  const masses = density.map((value) => value / total);
  return {
    name: `endlessly many paths of ${law.name}`,
    slopes: (family, parameters) => weightedRowSum(family.slopes(points, parameters), masses),
    draw: (count, key) => law.sample(key, count),
    identity: { law: law.recipe, points: grid.points },
    call: callOf(madeLaw, law.recipe, grid),
  };
}

const madeLaw = portable(
  'training/data#law',
  (law: ModelRecipe, grid: LineGrid): TrainingData => lawOnLine(modelOf(law) as DrawnModel, grid),
);

/**
 * Endlessly many paths of a law whose mean slopes are known: for exponential families, whose slopes are their energies whatever θ is.
 * @param means E_* Φ, [K]
 */
export function lawWithMeans(law: DrawnModel, means: ArrayLike<number>): TrainingData {
  const known = vectorOf(means);
  return {
    name: `endlessly many paths of ${law.name}`,
    slopes: () => known,
    draw: (count, key) => law.sample(key, count),
    identity: { law: law.recipe, means: known },
    call: callOf(madeLawWithMeans, law.recipe, known),
  };
}

const madeLawWithMeans = portable(
  'training/data#means',
  (law: ModelRecipe, means: Vector): TrainingData => lawWithMeans(modelOf(law) as DrawnModel, means),
);
