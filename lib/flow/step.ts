import { type Ensemble, ensemble, type Matrix, matrix, meanRows, type Vector, vector } from '../array/index.js';
import { gramEvaluator, triangleSize } from '../energy/index.js';
import { squared } from '../special/index.js';
import { checkShape, ensembleSizeFor, type Flow, type StepRule } from './flow.js';
import { gramPathsOf } from './gauss-newton.js';
import { type GaussNewtonForce, gaussNewtonForce, meanGram } from './gauss-newton-force.js';

/** What the next step needs: the paths and their energies. */
export interface FlowState {
  readonly paths: Ensemble;
  /** Φ(x), [N, K]. */
  readonly energies: Matrix;
  /** Steps taken so far. */
  readonly stepNumber: number;
}

/** What a reader may plot of a state. */
export interface StepInfo {
  /** Mean energy of each ensemble, [R, K]. */
  readonly meanEnergies: Matrix;
  /** ‖Φ̄ − α‖²/(2·scale) of each ensemble, eq. (2): the regular loss where an ensemble is one path. */
  readonly losses: Vector;
}

/**
 * The state before the first step.
 * @throws RangeError naming the first path whose energy is not finite
 */
export function initialize(flow: Flow, paths: Ensemble): FlowState {
  checkShape(flow, paths);
  ensembleSizeFor(flow, paths.pathCount);
  const energies = flow.energy.values(paths);
  checkFinite(flow, energies, 0);
  return { paths, energies, stepNumber: 0 };
}

/** The mean energies and losses of a state. */
export function inspect(flow: Flow, state: FlowState): StepInfo {
  const size = ensembleSizeFor(flow, state.paths.pathCount);
  const meanEnergies = matrix(state.paths.pathCount / size, flow.energy.componentCount);
  const losses = vector(meanEnergies.rowCount);
  for (let e = 0; e < meanEnergies.rowCount; e++) {
    meanRows(state.energies, e * size, size, meanEnergies.row(e));
    losses[e] = loss(flow, meanEnergies.row(e));
  }
  return { meanEnergies, losses };
}

/**
 * Moves every path once.
 * @throws RangeError naming step and path when a path is no longer finite
 */
export function step(flow: Flow, state: FlowState): { readonly state: FlowState; readonly info: StepInfo } {
  const info = inspect(flow, state);
  const forces = pathForces(flow, info.meanEnergies, state.paths);
  const stepNumber = state.stepNumber + 1;
  const next = inStep(flow, stepNumber, () => {
    const { paths } = moved(flow, state.paths, forces);
    return { paths, energies: flow.energy.values(paths), stepNumber };
  });
  checkFinite(flow, next.energies, stepNumber);
  return { state: next, info };
}

/** Adds the step's number to an error of an energy or a functional, whose own message names path and reason. */
export function inStep<Outcome>(flow: Pick<Flow, 'name'>, stepNumber: number, work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`${flow.name}, step ${stepNumber}: ${error.message}`, { cause: error });
  }
}

/** The paths after a step under forces w, and the components that kept their values where the flow has a constraint. */
export function moved(flow: Flow, paths: Ensemble, forces: Matrix): { paths: Ensemble; kept?: Ensemble } {
  const next = flow.energy.pullback(paths, forces);
  const kept = flow.constraint && ensemble(paths.pathCount, paths.shape);
  takeStep(flow, paths.data, next.data, kept?.data);
  return { paths: next, kept };
}

/**
 * Replaces a gradient by the values after the step; writes 1 into `kept` where the constraint keeps a value, else 0.
 */
export function takeStep(
  { constraint }: Pick<StepRule, 'constraint'>,
  values: Vector,
  gradient: Vector,
  kept: Vector | undefined,
): void {
  if (constraint === undefined) {
    for (let i = 0; i < values.length; i++) gradient[i] = values[i] - gradient[i];
    return;
  }
  for (let i = 0; i < values.length; i++) {
    const update = values[i] - gradient[i];
    const moves = constraint.admits(update);
    gradient[i] = moves ? update : values[i];
    kept![i] = moves ? 0 : 1;
  }
}

/**
 * The force on each path, that of its ensemble, [N, K]: c(Φ̄ − α), or that of a Gauss–Newton step.
 * @throws RangeError naming components when the G of a Gauss–Newton step has not full rank
 */
export function pathForces(flow: Flow, meanEnergies: Matrix, paths: Ensemble): Matrix {
  const { pathCount } = paths;
  const size = pathCount / meanEnergies.rowCount;
  const forces = matrix(pathCount, flow.energy.componentCount);
  if (flow.gaussNewton) {
    const found = gaussNewtonForces(flow, meanEnergies, paths);
    for (let n = 0; n < pathCount; n++) forces.row(n).set(found[Math.floor(n / size)].weights);
    return forces;
  }
  const own = flow.own && flow.energy.values(paths);
  for (let n = 0; n < pathCount; n++) {
    const row = forces.row(n);
    force(flow, meanEnergies.row(Math.floor(n / size)), row);
    if (own) addOwnForce(flow, own, { path: n, ensembleSize: size }, row);
  }
  return forces;
}

/** The force of a Gauss–Newton step on each ensemble. Cost: that of a Gram matrix for each path that enters G. */
export function gaussNewtonForces(flow: Flow, meanEnergies: Matrix, paths: Ensemble): GaussNewtonForce[] {
  const { signalLength, data } = paths;
  const size = paths.pathCount / meanEnergies.rowCount;
  const count = gramPathsOf(flow.gaussNewton!, size);
  const evaluate = gramEvaluator(flow.energy);
  const grams = vector(count * triangleSize(flow.energy.componentCount));
  return Array.from({ length: meanEnergies.rowCount }, (_, e) => {
    evaluate(data.subarray(e * size * signalLength, (e * size + count) * signalLength), count, grams);
    return gaussNewtonForce(flow, meanEnergies.row(e), meanGram(flow, size, grams, 0));
  });
}

/** Writes c(Φ̄ − α), the weights of the pullback. */
export function force(flow: Flow, meanEnergy: Vector, out: Vector): void {
  const scale = flow.stepSize / flow.lossScale;
  for (let k = 0; k < out.length; k++) out[k] = scale * (meanEnergy[k] - flow.target[k]);
}

/**
 * Adds cλ((Φ − αₙ) − (Φ̄ − ᾱ)) to the force on path n, and c(α − ᾱ) where its ensemble's mean target is not the flow's.
 * @param energies Φ of all paths, [N, K]
 */
export function addOwnForce(
  flow: Flow,
  energies: Matrix,
  { path: n, ensembleSize: size }: { readonly path: number; readonly ensembleSize: number },
  out: Vector,
): void {
  const { share, targets } = flow.own!;
  const scale = flow.stepSize / flow.lossScale;
  const first = n - (n % size);
  const meanEnergy = vector(out.length);
  const meanTarget = flow.target.slice();
  meanRows(energies, first, size, meanEnergy);
  if (targets) meanRows(targets, first, size, meanTarget);
  for (let k = 0; k < out.length; k++) {
    const target = targets ? targets.data[n * out.length + k] : flow.target[k];
    const own = energies.data[n * out.length + k] - target - (meanEnergy[k] - meanTarget[k]);
    out[k] += scale * (flow.target[k] - meanTarget[k] + share * own);
  }
}

export function loss(flow: Flow, meanEnergy: Vector): number {
  let sum = 0;
  for (let k = 0; k < meanEnergy.length; k++) sum += squared(meanEnergy[k] - flow.target[k]);
  return sum / (2 * flow.lossScale);
}

/** Stops at the first path whose energy is not finite. */
export function checkFinite(flow: Flow, energies: Matrix, stepNumber: number): void {
  for (let i = 0; i < energies.data.length; i++) {
    if (!Number.isFinite(energies.data[i])) {
      const path = Math.floor(i / energies.columnCount);
      const remedy = stepNumber === 0 ? 'start from finite paths' : `take a step size below ${flow.stepSize}`;
      throw new RangeError(
        `${flow.name}: path ${path} has energy ${energies.data[i]} (${flow.energy.labels[i % energies.columnCount]}) after ` +
          `step ${stepNumber}, expected a finite number; ${remedy}`,
      );
    }
  }
}
