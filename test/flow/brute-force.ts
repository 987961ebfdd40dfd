import { type Ensemble, ensemble } from '../../lib/array/index.js';
import type { Energy } from '../../lib/energy/index.js';
import {
  descend,
  type Flow,
  frozenSchedule,
  initialize,
  meanFieldDescent,
  type Schedule,
  step,
} from '../../lib/flow/index.js';
import { noise } from '../energy/derivatives.js';
import { eliminate } from '../linear-algebra/reference.js';

/** ln|det| and sign of the Jacobian of one step of a whole ensemble, by central differences of every coordinate. */
export function bruteForce(flow: Flow, paths: Ensemble): { logAbs: number; sign: number } {
  const { pathCount, signalLength, data } = paths;
  const h = 1e-5;
  const columns = Array.from(data, (_, j) => {
    const [ahead, behind] = [h, -h].map((change) => {
      const shifted = data.slice();
      shifted[j] += change;
      return step(flow, initialize(flow, ensemble(pathCount, signalLength, shifted))).state.paths.data;
    });
    return Array.from(ahead, (value, i) => (value - behind[i]) / (2 * h));
  });
  return eliminate(columns);
}

/** The weights of a short mean-field descent of 16 paths of noise. */
export async function pilot(
  energy: Energy,
  target: ArrayLike<number>,
  stepSize: number,
  stepCount: number,
): Promise<Schedule> {
  const start = noise(3, 16, energy.signalLength);
  return frozenSchedule(await descend(meanFieldDescent(energy, target, { stepSize }), start, stepCount));
}
