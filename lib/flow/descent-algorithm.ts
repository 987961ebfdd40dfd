import { perEnsemble, perPath, perRun, type ShardedAlgorithm, shardedAlgorithm } from '../algorithm/index.js';
import { matrix, shapeOf, type Vector } from '../array/index.js';
import { type EnergyRecipe, energyIdentity, energyOf, triangleSize } from '../energy/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { positive } from './constraint.js';
import { descentPerformer } from './descent-performer.js';
import { type Flow, type GaussNewtonRule, meanFieldDescent, regularDescent } from './flow.js';
import { gaussNewtonDescent, gramPathsOf } from './gauss-newton.js';
import { joinedDescent, singleTargetDescent } from './joined-descent.js';
import type { PathFunctional } from './path-functional.js';
import { chosenScope, type ProbeOptions } from './stochastic-jacobian.js';

/** What a descent is made from besides its flow. */
export interface DescentMeasure {
  /** Present when the loss of entropy is measured: what is recorded of every path besides, such as a log-density. */
  readonly functionals?: readonly PathFunctional[];
  readonly probes: ProbeOptions;
  /** Steps from one measurement to the next, from 1: what was measured last is repeated between. 1 when left out. */
  readonly measureEvery?: number;
}

/** The quantities of a descent. Those of a descent that is not measured have width 0. */
export type DescentSchema = ReturnType<typeof descentSchema>;

/** A descent as an algorithm of the runner. */
export type DescentAlgorithm = ShardedAlgorithm<DescentSchema>;

function descentSchema(
  { energy: { signalLength, componentCount }, gaussNewton, ensembleSize = 1 }: Flow,
  functionals: number | undefined,
  scope: string,
) {
  const measured = functionals === undefined ? 0 : 1;
  const gramCount = gaussNewton ? gramPathsOf(gaussNewton, ensembleSize) : 0;
  return {
    state: {
      paths: perPath(signalLength),
      /** Efforts of the estimates of each path's log-determinants, kept from step to step: see `StepJacobians`. */
      efforts: perPath(6 * measured),
    },
    exchanged: {
      energies: perPath(componentCount),
      /** Gram matrices of the paths that enter G: lower triangles. */
      grams: perEnsemble(gramCount * triangleSize(componentCount)),
    },
    /** Contribution of each path to the Jacobian determinant of the last step: see `StepJacobians`. */
    passing: {
      blocks: perPath(measured),
      variances: perPath(measured),
      probes: perPath(measured),
      collapses: perPath(scope === 'parts' ? measured : 0),
      couplings: perPath(scope === 'block' ? measured * (componentCount * componentCount) : 0),
    },
    records: {
      losses: perRun(),
      meanEnergies: perRun(componentCount),
      energyVariances: perRun(componentCount),
      /** Of the Gauss–Newton step that follows: its weights, kept where paths share them, and its size. */
      weights: perEnsemble(gaussNewton && ensembleSize > 1 ? componentCount : 0),
      stepSizes: perEnsemble(gaussNewton ? 1 : 0),
      /**
       * Cumulative, per ensemble: −ln|det| of the K × K factor over N, and the variance of the whole loss over its
       * probes.
       */
      collapseLoss: perEnsemble(measured),
      probeVariances: perEnsemble(measured),
      /** Cumulative, per path: −ln|det| of the path's own block. */
      pathLosses: perPath(measured),
      /** Functionals, one after the other in each row, of all paths. */
      observations: perPath(functionals ?? 0),
    },
    snapshots: { energies: perPath(componentCount) },
  };
}

/**
 * A descent as an algorithm: what `descend` runs, and what other loops can run.
 *
 * Its `init` and `step` give the bits of `descend`: energies of long paths are evaluated by compiled kernels in single
 * precision, where `initialize` and `step` of this room evaluate in double precision.
 * @param flow with its ensemble size
 * @throws RangeError when the ensemble size is left open
 */
export function descentAlgorithm(flow: Flow, measure: DescentMeasure = { probes: {} }): DescentAlgorithm {
  const { name, energy, target, stepSize, lossScale, ensembleSize, constraint, gaussNewton, own } = flow;
  if (ensembleSize === undefined) {
    throw new RangeError(
      'descentAlgorithm: flow expects an ensemble size, got none; write meanFieldDescent(…, { ensembleSize })',
    );
  }
  const { functionals, probes, measureEvery } = measure;
  const scope = functionals ? chosenScope(flow, probes) : 'block';
  const call = callFor(flow, measure);
  return shardedAlgorithm({
    name,
    shape: shapeOf(energy),
    coupling: { kind: ensembleSize === 1 ? 'none' : 'ensembles', size: ensembleSize },
    cutsEnsembles: true,
    schema: descentSchema(flow, functionals?.length, scope),
    identity: {
      energy: energyIdentity(energy),
      ...{ target, stepSize, lossScale, ensembleSize, probes },
      constraint: constraint?.name,
      ...(gaussNewton && { gaussNewton }),
      ...(own && { own: { share: own.share, targets: own.targets?.data } }),
      functionals: functionals?.map((functional) => functional.call ?? 'of this thread'),
      ...(measureEvery !== undefined && { measureEvery }),
    },
    call,
    perform: (space, range) => descentPerformer(flow, measure, space, range),
  });
}

/** A flow and what is measured of it, as plain data. */
interface DescentPlan {
  readonly energy: EnergyRecipe;
  readonly target: Vector;
  readonly stepSize: number;
  readonly lossScale: number;
  readonly ensembleSize: number;
  /** Whether paths are kept on the positive axis: the one constraint that other threads know. */
  readonly positive: boolean;
  readonly gaussNewton: GaussNewtonRule | undefined;
  readonly ownShare: number | undefined;
  /** One target a path, one after the other. */
  readonly ownTargets: Vector | undefined;
  readonly functionals: readonly PortableCall<PathFunctional>[] | undefined;
  readonly probes: ProbeOptions;
  readonly measureEvery: number | undefined;
}

const madeDescent = portable('flow/descent-algorithm', (plan: DescentPlan): DescentAlgorithm => {
  return descentAlgorithm(plannedFlow(plan), {
    functionals: plan.functionals?.map((call) => perform(call)),
    probes: plan.probes,
    measureEvery: plan.measureEvery,
  });
});

function plannedFlow({ energy: recipe, target, ensembleSize, gaussNewton, ...plan }: DescentPlan): Flow {
  const { stepSize, lossScale } = plan;
  const energy = energyOf(recipe);
  if (gaussNewton) return gaussNewtonDescent(energy, target, { stepSize, lossScale, ensembleSize, ...gaussNewton });
  const options = { stepSize, lossScale, ...(plan.positive && { constraint: positive }) };
  if (plan.ownTargets) {
    const rowCount = plan.ownTargets.length / target.length;
    return singleTargetDescent(energy, matrix(rowCount, target.length, plan.ownTargets), options);
  }
  if (plan.ownShare !== undefined) {
    return joinedDescent(energy, target, { ...options, ensembleSize, ownShare: plan.ownShare });
  }
  return ensembleSize === 1
    ? regularDescent(energy, target, options)
    : meanFieldDescent(energy, target, { ...options, ensembleSize });
}

/**
 * How another thread makes a descent; undefined where the energy, a functional or the constraint is the reader's own.
 */
function callFor(
  flow: Flow,
  { functionals, probes, measureEvery }: DescentMeasure,
): PortableCall<DescentAlgorithm> | undefined {
  const { recipe } = flow.energy;
  const calls = functionals?.flatMap(({ call }) => call ?? []);
  const known = flow.constraint === undefined || flow.constraint === positive;
  if (recipe === undefined || !known || calls?.length !== functionals?.length) return undefined;
  const { target, stepSize, lossScale, ensembleSize, gaussNewton, own } = flow;
  return callOf(madeDescent, {
    energy: recipe,
    ...{ target, stepSize, lossScale, probes, gaussNewton },
    ownShare: own?.share,
    ownTargets: own?.targets?.data,
    ensembleSize: ensembleSize!,
    positive: flow.constraint === positive,
    functionals: calls,
    measureEvery,
  });
}
