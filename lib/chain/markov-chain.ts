import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { firstNonFinite, shapeSize } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import { type ChainState, type Kernel, stateAt } from './kernel.js';
import type { Potential } from './potential.js';

function ownOf(gradientWidth: number) {
  return {
    /** U and ∇U at the chain. */
    potential: perPath(),
    gradient: perPath(gradientWidth),
  };
}

/** U after the step, nats; ln of Metropolis's ratio; ‖x′ − x‖². */
const info = { potential: perPath(), logAcceptance: perPath(), squaredJump: perPath() };

/** A Markov chain as an algorithm of the runner. */
export type MarkovChain = ShardedAlgorithm<PathwiseSchema<ReturnType<typeof ownOf>, typeof info>>;

/**
 * Chains of a kernel in one potential, one per path.
 *
 * Row t of the records is about step t: U after it, ln of the acceptance ratio, and the squared jump; row 0, to which no step led, is
 * NaN. The draws of chain n at step t depend on the key, n and t alone: no number of workers changes them.
 * @throws RangeError while it runs, naming chain and step, when U is not finite where a chain starts, or stops being finite
 * Cost of a step: that of the kernel.
 */
export function markovChain(potential: Potential, kernel: Kernel): MarkovChain {
  const { shape, identity, call } = potential;
  const size = shapeSize(shape);
  return pathwiseAlgorithm({
    name: kernel.name,
    shape,
    own: ownOf(kernel.usesGradient ? size : 0),
    info,
    identity: { potential: identity, kernel: kernel.identity },
    ...(call && { call: callOf(madeChain, call, kernel.call) }),
    start(paths, _, firstPath) {
      const { potential: values, gradient } = stateAt(kernel, potential, paths, firstPath);
      return { potential: values, gradient };
    },
    move(paths, own, { key, t, firstPath }) {
      const streams = { key: foldIn(key, t), first: firstPath };
      const { state, info: step } = kernel.move({ paths, ...own }, potential, streams);
      checkState(kernel, state, { t, firstPath });
      const { potential: values, gradient } = state;
      return { paths: state.paths, own: { potential: values, gradient }, info: { ...step, potential: values } };
    },
  });
}

const madeChain = portable(
  'chain/markov-chain',
  (potential: PortableCall<Potential>, kernel: PortableCall<Kernel>): MarkovChain =>
    markovChain(perform(potential), perform(kernel)),
);

/** Refuses a potential that is not finite where a chain went: no later step would be right. */
function checkState(
  { name }: Kernel,
  { potential }: ChainState,
  { t, firstPath }: { readonly t: number; readonly firstPath: number },
): void {
  const bad = firstNonFinite(potential);
  if (bad < 0) return;
  throw new RangeError(
    `${name}: path ${firstPath + bad} has potential ${potential[bad]} after step ${t + 1}, expected a finite number; ` +
      'take smaller steps',
  );
}
