import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';

/** Paths with every value multiplied by a number, [N, d]. */
export function scaledPaths({ pathCount, shape, data }: Ensemble, factor: number): Ensemble {
  return ensemble(
    pathCount,
    shape,
    data.map((value) => factor * value),
  );
}

/** −values. */
export function negated(values: Vector): Vector {
  return values.map((value) => -value);
}

/** The same number for each path, [N]. */
export function forEachPath({ pathCount }: Ensemble, value: number): Vector {
  return vector(pathCount).fill(value);
}
