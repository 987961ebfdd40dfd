import {
  type PathwiseSchema,
  pathwiseAlgorithm,
  perPath,
  type RunnerOptions,
  runAlgorithm,
  type ShardedAlgorithm,
} from '../algorithm/index.js';
import { type Ensemble, ensemble, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import type { AnnealingStages } from './annealing-stages.js';
import {
  checkLogWeights,
  checkResampling,
  type Resampling,
  redrawn,
  type WalkerOptions,
  type WeightedRun,
  weightedRun,
} from './resampling.js';

function ownOf(carriedWidth: number) {
  return {
    /** A: minus the work so far. */
    logWeight: perPath(),
    /** U of the stage that the walker is in, and what it carries. */
    potential: perPath(),
    carried: perPath(carriedWidth),
  };
}

/** A after the step. */
const info = { logWeights: perPath() };

/** Annealed importance sampling as an algorithm of the runner. */
export type Annealing = ShardedAlgorithm<PathwiseSchema<ReturnType<typeof ownOf>, typeof info>>;

/**
 * Annealed importance sampling: walkers that start from e^{−U₀}/Z₀ are led through stages, A′ = A + U_k(x) − U_{k+1}(x) and then a move that
 * leaves e^{−U_{k+1}} as it is. −A is the work that is done on a walker: E e^{A_k} = Z_k/Z₀ and E f e^{A_k}/E e^{A_k} = E_{U_k} f at every k,
 * however few the stages.
 * Source: Neal (2001), Jarzynski (1997); with resampling Del Moral, Doucet and Jasra (2006).
 * The records hold A after each step; row 0, to which no step led, is NaN. A run takes at most T steps.
 * @param stages e^{−U₀} … e^{−U_T} with their moves; `kernelStages` makes them of potentials
 * @throws RangeError when resampling is out of range; while it runs, when it is longer than the stages, or a weight is not finite
 * Cost of a step: an evaluation per walker and that of the move.
 */
export function annealing(stages: AnnealingStages, { resampling }: WalkerOptions = {}): Annealing {
  const { name, shape, identity, call, carriedWidth } = stages;
  if (resampling) checkResampling('annealing', resampling);
  return pathwiseAlgorithm({
    name: 'annealing',
    shape,
    ...(resampling && { coupling: { kind: 'ensembles', size: resampling.ensembleSize } }),
    own: ownOf(carriedWidth),
    info,
    identity: { stages: identity, resampling },
    ...(call && { call: callOf(madeAnnealing, call, resampling) }),
    start(paths, _, firstPath) {
      const { potential, carried } = stages.enter(0, paths, { first: firstPath });
      return { logWeight: vector(paths.pathCount), potential, carried };
    },
    move(paths, own, { key, t, firstPath }) {
      if (t + 1 >= stages.length) {
        throw new RangeError(
          `annealing: stages expects one for step ${t + 1}, got ${stages.length} of ${name}; take fewer steps`,
        );
      }
      const stepKey = foldIn(key, t);
      const walkers = resampling ? redrawn({ paths, own }, resampling, { key: stepKey, firstPath }) : { paths, own };
      const entered = stages.enter(t + 1, walkers.paths, { first: firstPath, carried: walkers.own.carried });
      const logWeight = walkers.own.logWeight.map((a, n) => a + walkers.own.potential[n] - entered.potential[n]);
      checkLogWeights('annealing', logWeight, { stepNumber: t + 1, first: firstPath, advice: 'take more stages' });
      const { paths: moved, potential, carried } = stages.move(t + 1, entered, { key: stepKey, first: firstPath });
      return { paths: moved, own: { logWeight, potential, carried }, info: { logWeights: logWeight } };
    },
  });
}

const madeAnnealing = portable(
  'chain/annealing',
  (stages: PortableCall<AnnealingStages>, resampling: Resampling | undefined): Annealing =>
    annealing(perform(stages), resampling && { resampling }),
);

/**
 * Leads walkers through all stages.
 * @param paths drawn from e^{−U₀}/Z₀, [N, d]; not changed
 * @returns ln(Z_T/Z₀) with its standard error, and the weighted walkers
 */
export async function runAnnealing(
  stages: AnnealingStages,
  paths: Ensemble,
  options: WalkerOptions = {},
  runner: Omit<RunnerOptions, 'snapshotSteps'> = {},
): Promise<WeightedRun> {
  const { state } = await runAlgorithm(annealing(stages, options), paths, stages.length - 1, runner);
  return weightedRun(ensemble(paths.pathCount, paths.shape, state.paths), state.logWeight, options);
}
