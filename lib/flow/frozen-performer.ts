import { type Performer, rowAt, type Space, turn } from '../algorithm/index.js';
import { ensemble, firstNonFinite, matrix, shapeOf, type Vector, vector } from '../array/index.js';
import { evaluatorOf } from '../energy/index.js';
import type { Range } from '../parallel/index.js';
import type { DescentMeasure } from './descent-algorithm.js';
import { EFFORT_NUMBERS } from './efforts.js';
import type { StepKind } from './flow.js';
import type { FrozenSchema } from './frozen-descent.js';
import { pathJacobians, type StepJacobians } from './path-jacobian.js';
import { pathMover } from './path-mover.js';
import type { Schedule } from './schedule.js';
import { inStep } from './step.js';
import { heldJacobian } from './stochastic-jacobian.js';

/** The kind of a schedule's steps: their weights are given numbers. */
export function frozenKind({ energy }: Pick<Schedule, 'energy'>): StepKind {
  return { energy, stepSize: 0, lossScale: 1, ensembleSize: Infinity };
}

/** Moves the paths of one shard of a descent by frozen weights, in place. */
export function frozenPerformer(
  plan: Schedule,
  { functionals, probes }: DescentMeasure,
  space: Space<FrozenSchema>,
  range: Range,
): Performer {
  const { energy, weights, stepCount } = plan;
  const { signalLength, componentCount } = energy;
  const { pathCount, records } = space;
  const count = range.end - range.start;
  const own = ensemble(
    count,
    shapeOf(energy),
    space.state.paths.subarray(range.start * signalLength, range.end * signalLength),
  );
  const mover = pathMover(plan, own);
  const jacobian = functionals && heldJacobian(frozenKind(plan), mover.derivatives, probes);
  const jacobians = functionals && ownJacobians(plan, space, range);
  const forces = matrix(count, componentCount);
  const energies = vector(count * componentCount);
  const ownPart = (values: Vector, t: number): Vector => rowAt(values, space, t).subarray(range.start, range.end);

  function observe(t: number): void {
    mover.values(energies);
    const faults = turn(space.passing, t).faults.subarray(range.start, range.end);
    for (let n = 0; n < count; n++) {
      faults[n] = 1 + firstNonFinite(energies.subarray(n * componentCount, (n + 1) * componentCount));
    }
    // Stop here: `record` reports the diverged path by number, where a functional would throw a less useful error first.
    if (faults.some((fault) => fault > 0)) return;
    functionals?.forEach((functional, j) => {
      rowAt(records.observations, space, t).set(functional.evaluate(own, range.start), j * pathCount + range.start);
    });
  }

  /** Every shard checks all paths, so that all name the same path, however many shards there are. */
  function checkFaults(t: number): void {
    const { faults } = turn(space.passing, t);
    const path = faults.findIndex((fault) => fault > 0);
    if (path < 0) return;
    throw new RangeError(
      `${plan.name}: path ${path} has no finite energy (${energy.labels[faults[path] - 1]}) after step ${t}; ` +
        `${t === 0 ? 'start from finite paths' : 'freeze a descent of smaller steps'}`,
    );
  }

  /** Adds what step t did to the records of the shard's paths. */
  function add(t: number, { logAbs, sign, variances }: StepJacobians): void {
    const { logDeterminants, probeVariances, folds } = records;
    for (const [rows, added] of [
      [logDeterminants, logAbs],
      [probeVariances, variances],
      [folds, sign.map((value) => (1 - value) / 2)],
    ]) {
      const [before, now] = [ownPart(rows, t - 1), ownPart(rows, t)];
      for (let n = 0; n < count; n++) now[n] = before[n] + added[n];
    }
  }

  function move(t: number): void {
    if (t >= stepCount) throw new RangeError(`schedule has ${stepCount} steps; record a longer pilot`);
    for (let n = 0; n < count; n++) forces.row(n).set(weights.row(t));
    const { kept } = mover.pull(forces);
    if (jacobian && jacobians) {
      jacobian.evaluate(own, forces, kept, jacobians, { stepNumber: t, firstPath: range.start });
      add(t + 1, jacobians);
    }
    mover.move();
    // Jacobians and functionals read the paths themselves.
    if (functionals) mover.store();
    observe(t + 1);
  }

  return {
    begin: () => observe(0),
    advance: (t) => inStep(plan, t + 1, () => move(t)),
    record(t) {
      checkFaults(t);
      const at = space.snapshotSteps.indexOf(t);
      if (at < 0) return;
      mover.store();
      space.snapshots.paths.set(own.data, (at * pathCount + range.start) * signalLength);
    },
    save: () => mover.store(),
  };
}

/** Storage for the Jacobians of a shard's paths at a step; without couplings where no exact method writes any. */
function ownJacobians({ energy }: Schedule, { state }: Space<FrozenSchema>, { start, end }: Range): StepJacobians {
  const writes = evaluatorOf(energy).hasStructure;
  return {
    ...pathJacobians(end - start, writes ? energy.componentCount : 0),
    efforts: state.efforts.subarray(start * EFFORT_NUMBERS, end * EFFORT_NUMBERS),
  };
}
