import { type Kernel, stateAt } from '../chain/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import type { TrainingData } from './data.js';
import type { PotentialFamily } from './family.js';
import type { TrainingProblem } from './problem.js';
import { standingWalkers } from './weighted-walkers.js';

/** How many walkers, and what moves them. */
export interface KernelWalkersOptions {
  /** N, from 2. */
  readonly walkerCount: number;
  /** A kernel that leaves e^{−U} exactly as it is, such as `adjustedLangevin`. */
  readonly kernel: Kernel;
}

/**
 * N walkers that move by an exact Markov kernel: contrastive and persistent training then have no bias of a step size. Weights take the
 * plain work U_θ(x) − U_θ′(x) before the step under θ′, as in annealed importance sampling.
 * @throws RangeError when the count is no whole number from 2, or the kernel is not exact: its weights would be wrong, and
 *   `langevinWalkers` has the right ones for Langevin steps
 * Cost of a step: of the kernel, and an evaluation of U_θ where it starts.
 */
export function kernelWalkers(
  family: PotentialFamily,
  data: TrainingData,
  { walkerCount, kernel }: KernelWalkersOptions,
): TrainingProblem {
  if (!kernel.isExact) {
    throw new RangeError(
      `kernelWalkers: kernel expects one that leaves e^{−U} as it is, got ${kernel.name}; take adjustedLangevin, or langevinWalkers`,
    );
  }
  return {
    ...standingWalkers(family, data, { walkerCount, caller: 'kernelWalkers' }),
    name: `${family.name}, ${walkerCount} walkers by ${kernel.name}`,
    move({ paths, logWeights }, parameters, key) {
      const potential = family.at(parameters);
      const { state } = kernel.move(stateAt(kernel, potential, paths), potential, { key, first: 0 });
      return { paths: state.paths, logWeights };
    },
    lead({ paths, logWeights }, { from, to }, key) {
      const [before, potential] = [family.at(from).values(paths), family.at(to)];
      const here = stateAt(kernel, potential, paths);
      const { state } = kernel.move(here, potential, { key, first: 0 });
      return { paths: state.paths, logWeights: logWeights.map((A, n) => A + before[n] - here.potential[n]) };
    },
    identity: { walkers: family.identity, data: data.identity, walkerCount, kernel: kernel.identity },
    ...(family.call && data.call && { call: callOf(madeWalkers, walkerCount, [family.call, data.call, kernel.call]) }),
  };
}

const madeWalkers = portable(
  'training/kernel-walkers',
  (
    walkerCount: number,
    [family, data, kernel]: readonly [PortableCall<PotentialFamily>, PortableCall<TrainingData>, PortableCall<Kernel>],
  ): TrainingProblem => kernelWalkers(perform(family), perform(data), { walkerCount, kernel: perform(kernel) }),
);
