import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { checkPositive } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import { checkStart } from './kernel.js';
import { langevinMove } from './langevin-move.js';
import { squaredJumps } from './metropolis.js';
import type { Potential } from './potential.js';

const own = {};
/** U before the step, nats, and ‖x′ − x‖², the squared length of the step. */
const info = { potential: perPath(), squaredJump: perPath() };

/** Unadjusted Langevin as an algorithm of the runner. */
export type Langevin = ShardedAlgorithm<PathwiseSchema<typeof own, typeof info>>;

/** Step size of Langevin chains. */
export interface LangevinOptions {
  /** h > 0, in the squared unit of the paths' values. */
  readonly stepSize: number;
}

/**
 * Unadjusted Langevin: x′ = x − h ∇U(x) + √(2h) ξ with ξ ~ N(0, I), one chain per path.
 *
 * Source: Roberts and Tweedie (1996), with their h twice ours. The chain's own law differs from exp(−U) by a bias of order h: for
 * U = ½ x²/v its variance is v/(1 − h/(2v)).
 * The noise of path n at step t depends on the key, n and t alone: no number of workers changes it.
 * @throws RangeError when the step size is not positive and finite; while it runs, naming path and step, when U is not finite where a chain
 *   starts, or a path stops being finite
 * Cost of a step: a value and a gradient of the potential and d normal draws per path.
 */
export function langevin(potential: Potential, { stepSize }: LangevinOptions): Langevin {
  checkPositive('langevin: stepSize', stepSize);
  const { shape, identity, call } = potential;
  return pathwiseAlgorithm({
    name: 'Langevin',
    shape,
    own,
    info,
    identity: { potential: identity, stepSize },
    call: call && callOf(madeLangevin, call, stepSize),
    start: () => ({}),
    move(paths, _, { key, t, firstPath }) {
      const { values, gradient } = potential.evaluate(paths);
      if (t === 0) checkStart('Langevin', potential, { values, gradient: gradient.data, first: firstPath });
      const next = langevinMove(paths, gradient.data, { stepSize, key: foldIn(key, t), first: firstPath });
      const squaredJump = squaredJumps(next.data, paths.data, paths.pathCount);
      return { paths: next, own: {}, info: { potential: values, squaredJump } };
    },
  });
}

const madeLangevin = portable(
  'chain/langevin',
  (potential: PortableCall<Potential>, stepSize: number): Langevin => langevin(perform(potential), { stepSize }),
);
