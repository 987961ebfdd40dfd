import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { checkPositive, ensemble, shapeSize } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import { checkStart } from './kernel.js';
import type { LangevinOptions } from './langevin.js';
import { squaredJumps } from './metropolis.js';
import type { Potential } from './potential.js';

function ownOf(signalLength: number) {
  /** The noise that the step before has drawn. */
  return { noise: perPath(signalLength) };
}

/** U before the step, nats, and ‖x′ − x‖², the squared length of the step. */
const info = { potential: perPath(), squaredJump: perPath() };

/** Langevin with averaged noise as an algorithm of the runner. */
export type AveragedLangevin = ShardedAlgorithm<PathwiseSchema<ReturnType<typeof ownOf>, typeof info>>;

/**
 * Langevin with noise averaged over two steps: x_{t+1} = x_t − h ∇U(x_t) + √(2h) (ξ_t + ξ_{t+1})/2. Each step draws once; its noise is the
 * mean of two draws, one of which the step before has used too.
 * Source: Leimkuhler and Matthews (2013). The bias of its law is of order h² in general and 0 for Gaussian potentials, at the cost of
 * `langevin`. It is no kernel: what moves is the point together with its noise.
 * @throws RangeError when the step size is not positive and finite; while it runs, naming path and step, when U is not finite where a chain
 *   starts, or a path stops being finite
 * Cost of a step: a value and a gradient of the potential and d normal draws per path.
 */
export function averagedLangevin(potential: Potential, { stepSize }: LangevinOptions): AveragedLangevin {
  checkPositive('averagedLangevin: stepSize', stepSize);
  const { shape, identity, call } = potential;
  const size = shapeSize(shape);
  return pathwiseAlgorithm({
    name: 'Langevin with averaged noise',
    shape,
    own: ownOf(size),
    info,
    identity: { potential: identity, stepSize },
    ...(call && { call: callOf(madeAveraged, call, stepSize) }),
    start: ({ pathCount }, key, first) => ({
      noise: normalRows({ key: foldIn(key, 0), first }, { rowCount: pathCount, length: size }),
    }),
    move({ pathCount, data: old, ...paths }, { noise }, { key, t, firstPath: first }) {
      const next = normalRows({ key: foldIn(key, t + 1), first }, { rowCount: pathCount, length: size });
      const { values, gradient } = potential.evaluate({ pathCount, data: old, ...paths });
      if (t === 0) checkStart('Langevin with averaged noise', potential, { values, gradient: gradient.data, first });
      const spread = Math.sqrt(0.5 * stepSize);
      const data = old.map((x, i) => x - stepSize * gradient.data[i] + spread * (noise[i] + next[i]));
      const squaredJump = squaredJumps(data, old, pathCount);
      return {
        paths: ensemble(pathCount, shape, data),
        own: { noise: next },
        info: { potential: values, squaredJump },
      };
    },
  });
}

const madeAveraged = portable(
  'chain/averaged-langevin',
  (potential: PortableCall<Potential>, stepSize: number): AveragedLangevin =>
    averagedLangevin(perform(potential), { stepSize }),
);
