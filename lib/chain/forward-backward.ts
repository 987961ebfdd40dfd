import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { checkCount, checkPositive, ensemble, firstNonFinite, shapeSize, type Vector, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { entropyStep } from './entropy-step.js';
import { checkStart } from './kernel.js';
import type { LangevinOptions } from './langevin.js';
import { squaredJumps } from './metropolis.js';
import type { Potential } from './potential.js';

/** Step size, and how many particles stand for one law. */
export interface ForwardBackwardOptions extends LangevinOptions {
  /** N ≥ 2: particles that act on each other; the run's paths are one or more ensembles of so many. */
  readonly ensembleSize: number;
}

const own = {};
/** U before the step, nats, and ‖x′ − x‖², the squared length of the step. */
const info = { potential: perPath(), squaredJump: perPath() };

/** Forward-backward particles as an algorithm of the runner. */
export type ForwardBackward = ShardedAlgorithm<PathwiseSchema<typeof own, typeof info>>;

/**
 * Forward-backward on the line: all particles are pushed, t = x − h U′(x), and then take the implicit step of their entropy, `entropyStep`.
 * No noise is drawn: particles spread because they act on each other. Where the push keeps their order, the law in the limit does not
 * depend on h, unlike that of `langevin`; it misses e^{−U} by the number of particles alone.
 *
 * Source: Salim, Korba and Luise (2020), with the entropy estimated by gaps between neighbours.
 * @param potential of one value
 * @throws RangeError when the potential has paths of several values, the step size is not positive and finite, or the ensemble size no
 *   whole number from 2; while it runs, when U is not finite where particles start, two of them start in one place, or, naming
 *   particle and step, a push leads where numbers end
 * Cost of a step: an evaluation of the potential, a sort, and about ten Newton steps of some operations per particle.
 */
export function forwardBackward(
  potential: Potential,
  { stepSize, ensembleSize }: ForwardBackwardOptions,
): ForwardBackward {
  checkPositive('forwardBackward: stepSize', stepSize);
  const { shape, identity, call } = potential;
  if (shapeSize(shape) !== 1) {
    throw new RangeError(
      `forwardBackward: potential expects paths of one value, got [${shape.join(', ')}]; take langevin`,
    );
  }
  checkCount('forwardBackward: ensembleSize', ensembleSize, 2);
  return pathwiseAlgorithm({
    name: 'forward-backward',
    shape,
    coupling: { kind: 'ensembles', size: ensembleSize },
    own,
    info,
    identity: { potential: identity, stepSize },
    ...(call && { call: callOf(madeForwardBackward, call, { stepSize, ensembleSize }) }),
    start: () => ({}),
    move(paths, _, { t, firstPath: first }) {
      const { pathCount, data: old } = paths;
      const { values, gradient } = potential.evaluate(paths);
      if (t === 0) checkStart('forward-backward', potential, { values, gradient: gradient.data, first });
      const pushed = old.map((x, i) => x - stepSize * gradient.data[i]);
      const bad = firstNonFinite(pushed);
      if (bad >= 0) {
        throw new RangeError(
          `forward-backward: path ${first + bad} is pushed to ${pushed[bad]} in step ${t + 1}, expected a finite number; take smaller steps`,
        );
      }
      const moved = vector(pathCount);
      for (let from = 0; from < pathCount; from += ensembleSize) {
        const part = (all: Vector): Vector => all.subarray(from, from + ensembleSize);
        try {
          moveEnsemble(part(old), part(pushed), { stepSize, out: part(moved) });
        } catch (cause) {
          const what = cause instanceof Error ? cause.message : String(cause);
          throw new RangeError(
            `forward-backward: paths ${first + from} to ${first + from + ensembleSize - 1} in step ${t + 1}: ${what}`,
            { cause },
          );
        }
      }
      const squaredJump = squaredJumps(moved, old, pathCount);
      return { paths: ensemble(pathCount, shape, moved), own: {}, info: { potential: values, squaredJump } };
    },
  });
}

/** Each particle keeps its rank among those that are pushed. */
function moveEnsemble(
  old: Vector,
  pushed: Vector,
  { stepSize, out }: { readonly stepSize: number; readonly out: Vector },
): void {
  const ranks = Array.from(pushed.keys()).sort((a, b) => pushed[a] - pushed[b] || a - b);
  const spread = entropyStep(pushed, stepSize, old.slice().sort());
  ranks.forEach((particle, rank) => {
    out[particle] = spread[rank];
  });
}

const madeForwardBackward = portable(
  'chain/forward-backward',
  (potential: PortableCall<Potential>, options: ForwardBackwardOptions): ForwardBackward =>
    forwardBackward(perform(potential), options),
);
