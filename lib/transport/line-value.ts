import { type Ensemble, type Vector, vector } from '../array/index.js';
import type { LineGrid } from '../grid/index.js';
import { exp, log, squared } from '../special/index.js';
import { lineEnsemble } from './line-ensemble.js';
import { checkAllPositive } from './number-check.js';
import type { PointGameOptions } from './point-game.js';
import type { ValueFunction } from './potential-game.js';

/** What ends a game on the line, and how it is integrated. */
export interface LineValueOptions extends PointGameOptions {
  /** Points that hold what is integrated. */
  readonly grid: LineGrid;
}

/**
 * U of a game on the line with mobility σ² from its values at the end, by Cole and Hopf: e^{−U} solves the heat equation, so that
 * U(x, t) = −ln E e^{−U_T(x + σ√(T − t) Z)}, an integral on a grid. Its derivatives are those of the law of the end given x.
 * @param atEnd U_T at each path, [N, 1]
 * @throws RangeError when an option is not positive and finite; by methods where the noise that is left is finer than the grid
 * Cost: the grid's points per path.
 */
export function lineValue(
  atEnd: (paths: Ensemble) => Vector,
  { duration, noise, grid }: LineValueOptions,
): ValueFunction {
  checkAllPositive('lineValue', { duration, noise });
  const { points, spacing } = grid;
  const ends = atEnd(lineEnsemble(points));
  const weights = vector(points.length);

  /** ln of the integral, mean and variance of the end given x. */
  function given(x: number, variance: number): readonly [number, number, number] {
    let largest = -Infinity;
    for (let i = 0; i < weights.length; i++) {
      weights[i] = -ends[i] - (0.5 * squared(points[i] - x)) / variance;
      largest = Math.max(largest, weights[i]);
    }
    let [mass, first, second] = [0, 0, 0];
    for (let i = 0; i < weights.length; i++) {
      const weight = exp(weights[i] - largest);
      const beside = points[i] - x;
      mass += weight;
      first += weight * beside;
      second += weight * squared(beside);
    }
    const mean = first / mass;
    const scale = log((spacing * mass) / Math.sqrt(2 * Math.PI * variance));
    return [largest + scale, mean, second / mass - squared(mean)];
  }
  function varianceAt(t: number): number {
    const variance = squared(noise) * (duration - t);
    if (variance >= squared(spacing)) return variance;
    throw new RangeError(
      `lineValue: t expects noise of at least the grid's spacing ${spacing} until the end, got ${Math.sqrt(Math.max(variance, 0))} at ` +
        `${t}; take an earlier time or more points`,
    );
  }
  const each = (
    paths: Ensemble,
    t: number,
    of: (found: readonly [number, number, number], variance: number) => number,
  ) => {
    const variance = varianceAt(t);
    return paths.data.map((x) => of(given(x, variance), variance));
  };
  return {
    values: (paths, t) => (t === duration ? atEnd(paths) : each(paths, t, ([logMass]) => -logMass)),
    gradient: (paths, t) => lineEnsemble(each(paths, t, ([, beside], variance) => -beside / variance)),
    laplacian: (paths, t) => each(paths, t, ([, , spread], variance) => (1 - spread / variance) / variance),
  };
}
