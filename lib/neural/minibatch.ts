import { checkCount, type Ensemble, ensemble } from '../array/index.js';
import { draws, type Key } from '../random/index.js';

/**
 * Paths drawn from an ensemble with replacement, uniformly.
 * @param pathCount of the result, from 1
 * @throws RangeError when the ensemble is empty, or the count no whole number from 1
 */
export function minibatch(paths: Ensemble, key: Key, pathCount: number): Ensemble {
  checkCount('minibatch: pathCount', pathCount, 1);
  checkCount('minibatch: paths', paths.pathCount, 1);
  const { uniform } = draws(key);
  const result = ensemble(pathCount, paths.shape);
  for (let n = 0; n < pathCount; n++) result.path(n).set(paths.path(Math.floor(uniform() * paths.pathCount)));
  return result;
}
