import { checkCount, checkLength, type Matrix } from '../../array/index.js';
import { pairsOf } from '../../figure/ellipse.js';
import type { Trajectory } from './principle.js';

/**
 * Energies of all paths by step, each [N, 2], as one trajectory per path.
 * @throws RangeError when there is no step, or steps differ in their number of paths
 */
export function trajectories(energiesByStep: readonly Matrix[]): Trajectory[] {
  checkCount('trajectories: number of steps', energiesByStep.length, 1);
  for (const { data } of energiesByStep)
    checkLength('trajectories: energies of a step', data, energiesByStep[0].data.length);
  const steps = energiesByStep.map(pairsOf);
  return steps[0].map((_, n) => steps.map((pairs) => pairs[n]));
}
