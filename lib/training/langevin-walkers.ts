import { checkPositive, type Ensemble, type Vector } from '../array/index.js';
import { type Slopes, workTerm } from '../chain/jarzynski.js';
import { langevinMove } from '../chain/langevin-move.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import type { TrainingData } from './data.js';
import type { PotentialFamily } from './family.js';
import type { ParameterChange, TrainingProblem } from './problem.js';
import { standingWalkers } from './weighted-walkers.js';

/** How many walkers, and their step. */
export interface LangevinWalkersOptions {
  /** N, from 2. */
  readonly walkerCount: number;
  /** h > 0. */
  readonly stepSize: number;
}

/**
 * N walkers that move by unadjusted Langevin steps in U_θ.
 * @throws RangeError when a number is out of range
 * Cost of a step: a value and a gradient of U_θ and its slopes per walker, and d normal draws.
 */
export function langevinWalkers(
  family: PotentialFamily,
  data: TrainingData,
  { walkerCount, stepSize }: LangevinWalkersOptions,
): TrainingProblem {
  const standing = standingWalkers(family, data, { walkerCount, caller: 'langevinWalkers' });
  checkPositive('langevinWalkers: stepSize', stepSize);
  // U_θ where walkers arrived is what they leave with in the next step: one evaluation per step serves both.
  const arrivals = new WeakMap<Ensemble, { readonly parameters: Vector; readonly slopes: Slopes }>();
  const slopesAt = (paths: Ensemble, parameters: Vector): Slopes => {
    const arrived = arrivals.get(paths);
    if (arrived?.parameters.every((value, k) => value === parameters[k])) return arrived.slopes;
    const { values, gradient } = family.at(parameters).evaluate(paths);
    const slopes = { potential: values, gradient: gradient.data };
    arrivals.set(paths, { parameters, slopes });
    return slopes;
  };
  return {
    ...standing,
    name: `${family.name}, ${walkerCount} walkers`,
    move({ paths, logWeights }, parameters, key) {
      const gradient = family.at(parameters).gradient(paths).data;
      return { paths: langevinMove(paths, gradient, { stepSize, key, first: 0 }), logWeights };
    },
    lead({ paths, logWeights }, { from, to }: ParameterChange, key) {
      const old = slopesAt(paths, from);
      const moved = langevinMove(paths, old.gradient, { stepSize, key, first: 0 });
      const now = slopesAt(moved, to);
      const size = paths.signalLength;
      const gained = logWeights.slice();
      for (let n = 0; n < gained.length; n++) {
        const place = { n, size, stepSize };
        gained[n] =
          gained[n] + workTerm(old, paths.data, moved.data, place) - workTerm(now, moved.data, paths.data, place);
      }
      return { paths: moved, logWeights: gained };
    },
    identity: { walkers: family.identity, data: data.identity, walkerCount, stepSize },
    ...(family.call && data.call && { call: callOf(madeWalkers, family.call, data.call, { walkerCount, stepSize }) }),
  };
}

const madeWalkers = portable(
  'training/langevin-walkers',
  (
    family: PortableCall<PotentialFamily>,
    data: PortableCall<TrainingData>,
    options: LangevinWalkersOptions,
  ): TrainingProblem => langevinWalkers(perform(family), perform(data), options),
);
