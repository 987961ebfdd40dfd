import { checkPositive, ensemble, vector } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { callOf, portable } from '../parallel/index.js';
import type { Kernel } from './kernel.js';
import type { LangevinOptions } from './langevin.js';
import { squaredJumps } from './metropolis.js';
import { resolvent } from './resolvent.js';

/**
 * The symmetrised Langevin step: half of it explicit, half implicit, y = x − h ∇U(x) + √(4h) ξ and x′ + h ∇U(x′) = y, so that it goes 2h
 * forward in time; h > 0 in the squared unit of the paths' values. Its law is exact for Gaussian potentials at any h; elsewhere it has a bias of order h².
 * Every move is taken: the info's `logAcceptance` is 0.
 * @throws RangeError when the step size is not positive and finite; at a step, what `resolvent` throws
 * Cost of a step: that of `resolvent`, an evaluation of the potential, and d draws per chain.
 */
export function symmetrisedLangevin({ stepSize }: LangevinOptions): Kernel {
  checkPositive('symmetrisedLangevin: stepSize', stepSize);
  return {
    name: 'symmetrised Langevin',
    isExact: false,
    usesGradient: true,
    identity: { symmetrisedLangevin: { stepSize } },
    call: callOf(madeSymmetrised, { stepSize }),
    move({ paths: old, gradient: slope }, potential, streams) {
      const { pathCount, shape, signalLength: d } = old;
      const pushed = normalRows(streams, { rowCount: pathCount, length: d });
      const spread = Math.sqrt(4 * stepSize);
      for (let i = 0; i < pushed.length; i++) pushed[i] = old.data[i] - stepSize * slope[i] + spread * pushed[i];
      const paths = resolvent(potential, ensemble(pathCount, shape, pushed), stepSize);
      const { values, gradient } = potential.evaluate(paths);
      const squaredJump = squaredJumps(paths.data, old.data, pathCount);
      return {
        state: { paths, potential: values, gradient: gradient.data },
        info: { logAcceptance: vector(pathCount), squaredJump },
      };
    },
  };
}

const madeSymmetrised = portable('chain/symmetrised-langevin', symmetrisedLangevin);
