import { type Ensemble, ensemble, type Vector } from '../array/index.js';

/** Points of the line as paths of one value, [N, 1]. */
export function lineEnsemble(points: Vector): Ensemble {
  return ensemble(points.length, 1, points);
}
