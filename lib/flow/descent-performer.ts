import { type Performer, rowAt, type Space } from '../algorithm/index.js';
import {
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  meanRows,
  shapeOf,
  type Vector,
  vector,
} from '../array/index.js';
import type { Range } from '../parallel/index.js';
import type { DescentMeasure, DescentSchema } from './descent-algorithm.js';
import { descentRecorder } from './descent-recorder.js';
import type { Flow } from './flow.js';
import { gaussNewtonCoupling } from './gauss-newton-coupling.js';
import { gaussNewtonShard } from './gauss-newton-shard.js';
import { isMeasured } from './measured-steps.js';
import type { StepJacobians } from './path-jacobian.js';
import { pathMover } from './path-mover.js';
import { addOwnForce, checkFinite, force, inStep } from './step.js';
import { heldJacobian } from './stochastic-jacobian.js';

/**
 * Moves the paths of one shard of a descent, in place. Shards exchange the energies of their paths. Sums over paths run
 * over the shared rows in the order of the paths, so that no number depends on how the paths were sharded.
 */
export function descentPerformer(
  flow: Flow,
  measure: DescentMeasure,
  space: Space<DescentSchema>,
  range: Range,
): Performer {
  const { functionals, probes, measureEvery = 1 } = measure;
  const { signalLength, componentCount } = flow.energy;
  const { pathCount, ensembleSize } = space;
  const count = range.end - range.start;
  const span = (data: Vector, width: number): Vector => data.subarray(range.start * width, range.end * width);
  const own = ensemble(count, shapeOf(flow.energy), span(space.state.paths, signalLength));
  const energies = space.exchanged.map((values) => matrix(pathCount, componentCount, values.energies));
  const targets = space.exchanged.map((values) => span(values.energies, componentCount));
  const forces = matrix(count, componentCount);
  const mover = pathMover(flow, own);
  const jacobian = functionals && heldJacobian(flow, mover.derivatives, probes);
  const jacobians =
    functionals && space.passing.map((values) => ownJacobians(values, space.state.efforts, range, componentCount));
  const newton = flow.gaussNewton && gaussNewtonShard(flow, space, range);
  const coupling = newton && functionals && gaussNewtonCoupling(flow, ensembleSize);
  const record = descentRecorder(flow, measure, space, range);

  const isDue = (t: number): boolean => functionals !== undefined && isMeasured(measureEvery, t, space.lastStep);

  function evaluate(t: number): void {
    const target = targets[t % 2];
    mover.values(target);
    // Stop here: `checkFinite` reports the diverged path by number, where a functional would throw a less useful error
    // first.
    if (firstNonFinite(target) >= 0) return;
    if (newton) {
      mover.store();
      newton.evaluate(t, own.data);
    }
    if (isDue(t)) observe(t);
  }

  function observe(t: number): void {
    // Functionals read the paths themselves.
    mover.store();
    functionals?.forEach((functional, j) => {
      rowAt(space.records.observations, space, t).set(
        functional.evaluate(own, range.start),
        j * pathCount + range.start,
      );
    });
  }

  function move(t: number): void {
    const [before, after] = [t % 2, (t + 1) % 2];
    if (newton) newton.writeForces(t, forces);
    else ownForces(flow, energies[before], ensembleSize, range.start, forces);
    const { kept } = mover.pull(forces);
    if (isDue(t)) {
      // Jacobians read the paths themselves, which `observe` has stored.
      jacobian?.evaluate(own, forces, kept, jacobians![after], { stepNumber: t, firstPath: range.start });
      coupling?.(own, range.start, (e) => newton!.force(t, e), jacobians![after]);
    } else if (jacobians) repeat(jacobians[before], jacobians[after]);
    mover.move();
    evaluate(t + 1);
  }

  return {
    begin: () => evaluate(0),
    advance: (t) => inStep(flow, t + 1, () => move(t)),
    /** Every shard checks the energies of all paths, so that all name the same path, however many shards there are. */
    record(t) {
      checkFinite(flow, energies[t % 2], t);
      record(t);
      newton?.record(t);
    },
    save: () => mover.store(),
  };
}

/** Writes the force on each of the shard's paths: c(Φ̄ − α) of its ensemble, and its own part. */
function ownForces(flow: Flow, energies: Matrix, size: number, first: number, forces: Matrix): void {
  const mean = vector(forces.columnCount);
  let known = -1;
  for (let n = 0; n < forces.rowCount; n++) {
    const e = Math.floor((first + n) / size);
    if (e !== known) meanRows(energies, e * size, size, mean);
    known = e;
    force(flow, mean, forces.row(n));
    if (flow.own) addOwnForce(flow, energies, { path: first + n, ensembleSize: size }, forces.row(n));
  }
}

/** Takes the contributions of the step before, in which they were measured, for those of a step. */
function repeat(before: StepJacobians, after: StepJacobians): void {
  for (const part of ['logAbs', 'variances', 'probes', 'collapses', 'couplings'] as const)
    after[part].set(before[part]);
}

/** Storage for the contributions of a shard's paths to the Jacobian determinant of a step. */
function ownJacobians(
  { blocks, variances, probes, collapses, couplings }: Space<DescentSchema>['passing'][0],
  efforts: Vector,
  { start, end }: Range,
  componentCount: number,
): StepJacobians {
  const span = (data: Vector, width = 1): Vector => data.subarray(start * width, end * width);
  return {
    logAbs: span(blocks),
    sign: vector(end - start),
    variances: span(variances),
    probes: span(probes),
    collapses: span(collapses),
    efforts: span(efforts, 6),
    couplings: span(couplings, componentCount * componentCount),
  };
}
