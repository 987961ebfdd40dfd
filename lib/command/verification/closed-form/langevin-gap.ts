import { ensemble, type Vector } from '../../../array/index.js';
import { doubleWell } from '../../../chain/index.js';
import { langevinGap as gapBetween } from '../../../grid/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly barriers: readonly number[];
  readonly tilt: number;
}

/** Height at which a double well is cut off, nats: e⁻⁵⁰ of the mass lies beyond. */
const CUT = 50;

/** Spectral gaps of Langevin dynamics in tilted double wells. */
export const langevinGap: ClosedForm<Parameters> = ({ barriers, tilt }) => ({
  gap: barriers.map((barrier) => {
    const well = doubleWell({ barrier, tilt });
    const potential = (points: Vector): Vector => well.values(ensemble(points.length, 1, points));
    // Where b (x² − 1)² exceeds the cut and twice the tilt's part, U does.
    let far = 1;
    while (barrier * (far * far - 1) * (far * far - 1) < CUT + 2 * Math.abs(tilt) * far) far *= 1.05;
    return gapBetween(potential, { from: -far, to: far }).value;
  }),
});
