import { ensemble, firstNonFinite, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { type Energy, type EnergyRecipe, energyOf } from '../energy/index.js';
import { type PortableCall, perform, type Shard, task } from '../parallel/index.js';
import { type Constraint, positive } from './constraint.js';
import { type Flow, meanFieldDescent, regularDescent } from './flow.js';
import type { PathFunctional } from './path-functional.js';
import type { StepJacobians } from './path-jacobian.js';
import { pathMover } from './path-mover.js';
import { checkFinite, force, inStep, loss, meanRows } from './step.js';
import { collapseDeterminant } from './step-determinant.js';
import { chosenScope, heldJacobian, type ProbeOptions } from './stochastic-jacobian.js';

/** All numbers of a descent, by name, in memory that every shard sees. */
export type DescentBuffers = Readonly<Record<string, Vector>>;

/** What a shard needs of the flow; plain data when the shard is a thread of its own. */
export interface FlowPlan {
  readonly energy: Energy | EnergyRecipe;
  readonly target: Vector;
  readonly stepSize: number;
  readonly lossScale: number;
  /** A constraint in the calling thread; in another, whether it is the positive axis. */
  readonly constraint: Constraint | boolean | undefined;
}

/** A functional in the calling thread, or how to make it in another. */
export type FunctionalPlan = PathFunctional | PortableCall<PathFunctional>;

/** A shard's part of the steps from … to − 1 of a descent: the paths range.start … range.end − 1. */
export interface SegmentPayload {
  readonly flow: FlowPlan;
  readonly ensembleSize: number;
  /** Present when the loss of entropy is measured. */
  readonly functionals: readonly FunctionalPlan[] | undefined;
  readonly probes: ProbeOptions;
  readonly buffers: DescentBuffers;
  readonly keepEnergiesAt: readonly number[];
  readonly range: { readonly start: number; readonly end: number };
  readonly from: number;
  readonly to: number;
}

/**
 * Takes the steps of a segment with the paths of one shard.
 *
 * Shards meet at a barrier once a step. What one writes and others read is kept twice, for even and for odd steps, so
 * that a shard may go on while another still reads. Sums over paths run over the shared rows in the order of the paths,
 * whoever does them: no number depends on how the paths were sharded.
 */
function runSegment(payload: SegmentPayload, shard: Shard): void {
  const { ensembleSize: size, buffers, range, from, to } = payload;
  const flow = flowOf(payload);
  const { energy } = flow;
  const { signalLength, componentCount } = energy;
  const count = range.end - range.start;
  const pathCount = buffers.energies0.length / componentCount;
  const functionals = payload.functionals?.map((plan) => ('evaluate' in plan ? plan : perform(plan)));

  const own = ensemble(
    count,
    signalLength,
    buffers.paths.subarray(range.start * signalLength, range.end * signalLength),
  );
  const energies = [buffers.energies0, buffers.energies1].map((data) => matrix(pathCount, componentCount, data));
  const ownEnergies = energies.map(({ data }) =>
    matrix(count, componentCount, data.subarray(range.start * componentCount, range.end * componentCount)),
  );
  const forces = matrix(count, componentCount);
  const mover = pathMover(flow, own);
  const jacobian = functionals && heldJacobian(flow, mover.derivatives, payload.probes);
  const jacobians = functionals && [0, 1].map((parity) => ownJacobians(buffers, parity, range, componentCount));
  const record = recorder(payload, flow, energies);

  function evaluate(stepNumber: number): void {
    const target = ownEnergies[stepNumber % 2];
    mover.values(target.data);
    // What a functional says of such paths would come before their names.
    if (firstNonFinite(target.data) >= 0) return;
    functionals?.forEach((functional, j) => {
      buffers[`pathObservation${j}`].set(functional.evaluate(own, range.start), stepNumber * pathCount + range.start);
    });
  }

  function advance(t: number): void {
    ownForces(flow, energies[t % 2], size, range.start, forces);
    const { kept } = mover.pull(forces);
    jacobian?.evaluate(own, forces, kept, jacobians![t % 2], { stepNumber: t, firstPath: range.start });
    mover.move();
    // Jacobians and functionals look at the paths themselves.
    if (functionals) mover.store();
    evaluate(t + 1);
  }

  /** Every shard looks at the energies of all paths, so that all name the same one, however many shards there are. */
  function meet(stepNumber: number): void {
    shard.barrier();
    checkFinite(flow, energies[stepNumber % 2], stepNumber);
    record(stepNumber);
  }

  if (from === 0) {
    evaluate(0);
    meet(0);
  }
  for (let t = from; t < to; t++) {
    if (shard.cancelled()) return;
    inStep(flow, t + 1, () => advance(t));
    meet(t + 1);
    shard.report(t + 1 - from);
  }
  mover.store();
}

export const descentSegment = task('flow/descent-segment', runSegment);

function flowOf({ flow: { energy, target, stepSize, lossScale, constraint }, ensembleSize }: SegmentPayload): Flow {
  const options = { stepSize, lossScale, constraint: constraint === true ? positive : constraint || undefined };
  const made = 'factory' in energy ? energyOf(energy) : energy;
  return ensembleSize === 1
    ? regularDescent(made, target, options)
    : meanFieldDescent(made, target, { ...options, ensembleSize });
}

/** Writes c(Φ̄ − α) of the ensemble of each of the shard's paths. */
function ownForces(flow: Flow, energies: Matrix, size: number, first: number, forces: Matrix): void {
  const mean = vector(forces.columnCount);
  let known = -1;
  for (let n = 0; n < forces.rowCount; n++) {
    const e = Math.floor((first + n) / size);
    if (e !== known) meanRows(energies, e * size, size, mean);
    known = e;
    force(flow, mean, forces.row(n));
  }
}

/** Where a shard's paths of a measured descent put their part of a step's Jacobian determinant. */
function ownJacobians(
  buffers: DescentBuffers,
  parity: number,
  range: SegmentPayload['range'],
  componentCount: number,
): StepJacobians {
  const span = (data: Vector, width = 1): Vector => data.subarray(range.start * width, range.end * width);
  return {
    logAbs: span(buffers[`blocks${parity}`]),
    sign: vector(range.end - range.start),
    variances: span(buffers[`variances${parity}`]),
    probes: span(buffers[`probes${parity}`]),
    collapses: span(buffers[`collapses${parity}`]),
    efforts: span(buffers.efforts, 6),
    couplings: span(buffers[`couplings${parity}`], componentCount ** 2),
  };
}

/**
 * Writes row t of the records once all shards have reached it: the first shard the sums over all paths, each those of its
 * own ensembles and paths.
 */
function recorder(payload: SegmentPayload, flow: Flow, energies: readonly Matrix[]): (stepNumber: number) => void {
  const { ensembleSize: size, buffers, range, functionals, keepEnergiesAt } = payload;
  const { componentCount } = flow.energy;
  const pathCount = energies[0].rowCount;
  const ensembleCount = pathCount / size;
  const mean = vector(componentCount);
  const scope = chosenScope(flow, payload.probes);

  function summarise(t: number): void {
    const rows = energies[t % 2];
    let sum = 0;
    for (let e = 0; e < ensembleCount; e++) {
      meanRows(rows, e * size, size, mean);
      sum += loss(flow, mean);
    }
    buffers.losses[t] = sum / ensembleCount;
    const at = t * componentCount;
    const total = buffers.meanEnergies.subarray(at, at + componentCount);
    const spread = buffers.energyVariances.subarray(at, at + componentCount);
    meanRows(rows, 0, pathCount, total);
    spread.fill(0);
    for (let i = 0; i < rows.data.length; i++)
      spread[i % componentCount] += (rows.data[i] - total[i % componentCount]) ** 2;
    for (let k = 0; k < componentCount; k++) spread[k] /= pathCount;
  }

  /** Adds what the last step took to each of the shard's paths. */
  function measurePaths(t: number): void {
    const { pathLosses, [`blocks${(t + 1) % 2}`]: blocks } = buffers;
    for (let n = range.start; n < range.end; n++) {
      pathLosses[t * pathCount + n] = t === 0 ? 0 : pathLosses[(t - 1) * pathCount + n] - blocks[n];
    }
  }

  /** The same for the ensembles whose first path is the shard's. */
  function measureEnsembles(t: number): void {
    const parity = (t + 1) % 2;
    const { collapseLoss, probeVariances } = buffers;
    const [variances, probes, collapses, couplings] = ['variances', 'probes', 'collapses', 'couplings'].map((name) => {
      return buffers[`${name}${parity}`];
    });
    for (let e = Math.ceil(range.start / size); e * size < range.end; e++) {
      const at = t * ensembleCount + e;
      if (t === 0) continue;
      const before = at - ensembleCount;
      const low =
        scope === 'block'
          ? collapseDeterminant(flow, couplings, probes, e * size, size)
          : { logAbs: scope === 'parts' ? collapses[e] : 0, variance: 0 };
      let variance = low.variance;
      for (let n = e * size; n < (e + 1) * size; n++) variance += variances[n];
      collapseLoss[at] = collapseLoss[before] - low.logAbs / size;
      probeVariances[at] = probeVariances[before] + variance / size ** 2;
    }
  }

  return (t) => {
    if (range.start === 0) summarise(t);
    if (functionals) {
      measurePaths(t);
      measureEnsembles(t);
    }
    if (keepEnergiesAt.includes(t)) {
      const [first, last] = [range.start * componentCount, range.end * componentCount];
      buffers[`kept${t}`].set(energies[t % 2].data.subarray(first, last), first);
    }
  };
}
