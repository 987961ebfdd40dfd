import {
  type PathwiseSchema,
  pathwiseAlgorithm,
  perPath,
  type RunnerOptions,
  runAlgorithm,
  type ShardedAlgorithm,
} from '../algorithm/index.js';
import { type Ensemble, ensemble, shapeSize, type Vector, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import { exp, log } from '../special/index.js';
import type { Estimate } from '../statistics/index.js';
import { langevinMove } from './langevin-move.js';
import type { PotentialSchedule } from './potential-schedule.js';

const info = { logWeights: perPath() };

/** Walkers with Jarzynski's weights as an algorithm of the runner. */
export type Jarzynski = ShardedAlgorithm<PathwiseSchema<ReturnType<typeof ownOf>, typeof info>>;

function ownOf(signalLength: number) {
  return {
    /** A, U and ∇U at the walker, of the potential that it moves in next. */
    logWeight: perPath(),
    potential: perPath(),
    gradient: perPath(signalLength),
  };
}

/**
 * Langevin walkers that are led through a schedule of potentials, with weights that make averages exact for any step size.
 *
 * x′ = x − h ∇U_k(x) + √(2h) ξ and A′ = A − a_{k+1}(x′, x) + a_k(x, x′), a_k(x, y) = U_k(x) + ½ (y − x)·∇U_k(x) + (h/4) ‖∇U_k(x)‖². For
 * walkers that start from e^{−U₀}/Z₀ with A = 0, E e^{A_k} = Z_k/Z₀ and E f e^{A_k}/E e^{A_k} = E_{U_k} f at every k: no bias of the step,
 * no time to equilibrate. Source: Jarzynski (1997); in this form Carbone, Hua, Coste and Vanden-Eijnden (arXiv 2305.19414). Take no
 * reference values from that paper's public code, which moves walkers in place and uses the new point twice in the weights.
 * The records hold A after each step; row 0, to which no step led, is NaN.
 * @param schedule U₀ … U_T; a run takes T steps
 * @throws RangeError when the step size is not positive and finite; while it runs, when it is longer than the schedule
 * Cost of a step: a value and a gradient per walker, as unadjusted Langevin.
 */
export function jarzynski(schedule: PotentialSchedule, { stepSize }: { readonly stepSize: number }): Jarzynski {
  if (!(stepSize > 0 && stepSize < Infinity)) {
    throw new RangeError(`jarzynski: stepSize expects a positive finite number, got ${stepSize}`);
  }
  const { shape, identity, call } = schedule;
  const size = shapeSize(shape);
  return pathwiseAlgorithm({
    name: 'Jarzynski walkers',
    shape,
    own: ownOf(size),
    info,
    identity: { schedule: identity, stepSize },
    ...(call && { call: callOf(madeWalkers, call, stepSize) }),
    start(paths) {
      const { values, gradient } = schedule.at(0).evaluate(paths);
      return { logWeight: vector(paths.pathCount), potential: values, gradient: gradient.data };
    },
    move(paths, { logWeight, potential, gradient }, { key, t, firstPath }) {
      if (t + 1 >= schedule.length) {
        throw new RangeError(
          `Jarzynski walkers: schedule expects a potential for step ${t + 1}, got ${schedule.length}; take fewer steps`,
        );
      }
      const moved = langevinMove(paths, gradient, { stepSize, key: foldIn(key, t), first: firstPath });
      const { values, gradient: next } = schedule.at(t + 1).evaluate(moved);
      const slopes = next.data;
      const [old, now] = [
        { potential, gradient },
        { potential: values, gradient: slopes },
      ];
      const weights = logWeight.map((weight, n) => {
        const place = { n, size, stepSize };
        return weight + workTerm(old, paths.data, moved.data, place) - workTerm(now, moved.data, paths.data, place);
      });
      return {
        paths: moved,
        own: { logWeight: weights, potential: values, gradient: slopes },
        info: { logWeights: weights },
      };
    },
  });
}

const madeWalkers = portable(
  'chain/jarzynski',
  (schedule: PortableCall<PotentialSchedule>, stepSize: number): Jarzynski =>
    jarzynski(perform(schedule), { stepSize }),
);

/** U at some walkers, [N], and ∇U, [N, d]. */
export interface Slopes {
  readonly potential: Vector;
  readonly gradient: Vector;
}

/** a(x, y) = U(x) + ½ (y − x)·∇U(x) + (h/4) ‖∇U(x)‖² of walker n. */
export function workTerm(
  { potential, gradient }: Slopes,
  x: Vector,
  y: Vector,
  { n, size, stepSize }: { readonly n: number; readonly size: number; readonly stepSize: number },
): number {
  let sum = 0;
  for (let i = n * size; i < (n + 1) * size; i++) {
    sum += gradient[i] * (0.5 * (y[i] - x[i]) + 0.25 * stepSize * gradient[i]);
  }
  return potential[n] + sum;
}

/** What weighted walkers say of the last potential of their schedule. */
export interface PartitionEstimate {
  /** ln(Z_T/Z₀) with its standard error, by the spread of the weights: ln of their mean. */
  readonly logRatio: Estimate;
  /** (Σ e^A)²/(N Σ e^{2A}): the share of walkers that count; an estimate with a share near 1/N says nothing. */
  readonly effectiveShare: number;
  /** e^A/Σ e^A, [N]. */
  readonly weights: Vector;
}

/**
 * ln(Z_T/Z₀) from log-weights. The mean of e^A is without bias; its logarithm is too small by half the square of the standard error.
 * @param logWeights A, [N], N from 2; −∞ for walkers of no weight
 * @throws RangeError when there are fewer than two, one is NaN or +∞, or all are −∞
 */
export function partitionEstimate(logWeights: Vector): PartitionEstimate {
  const count = logWeights.length;
  if (count < 2)
    throw new RangeError(`partitionEstimate: logWeights expects two or more, got ${count}; take more walkers`);
  const bad = logWeights.findIndex((value) => !(value < Infinity));
  if (bad >= 0) {
    throw new RangeError(
      `partitionEstimate: logWeights expects finite numbers, got ${logWeights[bad]} for walker ${bad}; take smaller steps`,
    );
  }
  const largest = logWeights.reduce((most, value) => Math.max(most, value), -Infinity);
  if (largest === -Infinity) {
    throw new RangeError(
      'partitionEstimate: logWeights expects some weight, got -Infinity for every walker; take smaller steps',
    );
  }
  const shares = logWeights.map((value) => exp(value - largest));
  const total = shares.reduce((sum, value) => sum + value, 0);
  const squares = shares.reduce((sum, value) => sum + value * value, 0);
  const mean = total / count;
  const variance = (squares / count - mean * mean) / (count - 1);
  return {
    logRatio: { value: largest + log(mean), standardError: Math.sqrt(Math.max(0, variance)) / mean },
    effectiveShare: (total * total) / (count * squares),
    weights: shares.map((value) => value / total),
  };
}

/** Walkers at the end of a schedule. */
export interface JarzynskiRun extends PartitionEstimate {
  readonly paths: Ensemble;
  readonly logWeights: Vector;
}

/**
 * Leads walkers through a whole schedule.
 * @param paths drawn from e^{−U₀}/Z₀, [N, d]; not changed
 */
export async function runJarzynski(
  schedule: PotentialSchedule,
  paths: Ensemble,
  { stepSize }: { readonly stepSize: number },
  runner: Omit<RunnerOptions, 'snapshotSteps'> = {},
): Promise<JarzynskiRun> {
  const { state } = await runAlgorithm(jarzynski(schedule, { stepSize }), paths, schedule.length - 1, runner);
  const logWeights = state.logWeight.slice();
  return {
    ...partitionEstimate(logWeights),
    paths: ensemble(paths.pathCount, paths.shape, state.paths),
    logWeights,
  };
}
