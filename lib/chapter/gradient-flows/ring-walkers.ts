import { ensemble, type Vector, vector } from '../../array/index.js';
import type { Potential } from '../../chain/index.js';
import { host } from '../../host/index.js';
import { adam, drawnParameters, fallingRate } from '../../neural/index.js';
import { foldIn, split } from '../../random/index.js';
import { log } from '../../special/index.js';
import type { StageOptions } from '../../study/contract.js';
import { dataSet, langevinWalkers, networkFamily, persistent, type TrainingState } from '../../training/index.js';
import { divergenceByQuadrature, type Target } from '../one-table/index.js';
import {
  appended,
  emptyCourse,
  finished,
  type Lists,
  type RingCourse,
  type RingSetting,
  totalOf,
} from './ring-course.js';

/** How persistent walkers learn the ring. */
export interface PersistentParameters {
  readonly batchSize: number;
  readonly persistentRate: number;
  readonly langevinStep: number;
}

/** What a course of persistent walkers goes on from. */
interface PersistentCheckpoint {
  readonly stepNumber: number;
  readonly parameters: Vector;
  readonly optimiser: readonly Vector[];
  readonly walkers: Vector;
  readonly logWeights: Vector;
  readonly course: Lists;
}

/** Updates between two checkpoints, and points of a course. */
const [REST, POINTS] = [32, 16];

/** A training by persistent walkers until so many places are used; checkpoints go on with the same bits. */
export async function persistentCourse(
  { p, target, network, key }: RingSetting<PersistentParameters>,
  { places, resume, onProgress, onCheckpoint }: StageOptions & { readonly places: number },
): Promise<RingCourse> {
  const [startKey, walkerKey, dataKey, moveKey] = split(key, 4);
  const family = networkFamily(network, { deviation: target.base.components[0].deviation });
  const perUpdate = 2 * p.batchSize;
  const updates = Math.floor(places / perUpdate);
  const optimiser = adam({ rate: fallingRate(p.persistentRate, p.persistentRate / 10, updates) });
  const trainer = persistent();
  // The study hands out what this function gave to `onCheckpoint`, in a run of the same code with the same parameters.
  const before = resume as PersistentCheckpoint | undefined;
  // The last layer starts from 0, so that the family starts from the base, whose draws the walkers are.
  const parameters =
    before?.parameters ?? drawnParameters(network, startKey).fill(0, network.layers[network.layers.length - 1].weights);
  let own = before?.optimiser ?? optimiser.start(parameters.length);
  let state: TrainingState = {
    parameters,
    walkers: {
      paths: before ? ensemble(p.batchSize, 2, before.walkers) : target.base.sample(walkerKey, p.batchSize),
      logWeights: before?.logWeights ?? vector(p.batchSize),
    },
  };
  let course = before?.course ?? emptyCourse();
  for (let t = before?.stepNumber ?? 0; t < updates; t++) {
    const data = dataSet(target.law.sample(foldIn(dataKey, t), p.batchSize));
    const problem = langevinWalkers(family, data, { walkerCount: p.batchSize, stepSize: p.langevinStep });
    state = trainer.step(problem, state, {
      key: foldIn(moveKey, t),
      learn(from, difference) {
        const gradient = difference.map((value) => -value);
        const moved = optimiser.step({ parameters: from, gradient, state: own, stepNumber: t });
        own = moved.state;
        return moved.parameters;
      },
    });
    const stepNumber = t + 1;
    if (stepNumber === updates || stepNumber % Math.max(1, Math.floor(updates / POINTS)) === 0) {
      const energy = await energyDivergence(target, family.at(state.parameters));
      course = appended(course, { places: stepNumber * perUpdate, energy });
    }
    if (stepNumber % REST !== 0) continue;
    onProgress?.(stepNumber, updates);
    const { paths, logWeights } = state.walkers;
    onCheckpoint?.({
      ...{ stepNumber, parameters: state.parameters, optimiser: own, walkers: paths.data, logWeights, course },
    } satisfies PersistentCheckpoint);
    await host.turn();
  }
  return finished(course, state.walkers.paths);
}

/** D(target‖e^{−U}/Z), nats. */
async function energyDivergence(target: Target, potential: Potential): Promise<number> {
  const atPoints = potential.values(target.points);
  const logPartition = log(
    totalOf(
      target,
      atPoints.map((value) => -value),
    ),
  );
  return divergenceByQuadrature(target, async (paths) => potential.values(paths).map((value) => -value - logPartition));
}
