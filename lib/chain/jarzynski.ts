import {
  type PathwiseSchema,
  pathwiseAlgorithm,
  perPath,
  type RunnerOptions,
  runAlgorithm,
  type ShardedAlgorithm,
} from '../algorithm/index.js';
import { checkPositive, type Ensemble, ensemble, shapeSize, type Vector, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import { checkStart } from './kernel.js';
import { langevinMove } from './langevin-move.js';
import type { PotentialSchedule } from './potential-schedule.js';
import {
  checkLogWeights,
  checkResampling,
  redrawn,
  type WalkerOptions,
  type WeightedRun,
  weightedRun,
} from './resampling.js';

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

/** Step size of walkers, and when they are drawn anew. */
export interface JarzynskiOptions extends WalkerOptions {
  /** h > 0. */
  readonly stepSize: number;
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
 * @throws RangeError when the step size is not positive and finite; while it runs, when it is longer than the schedule, and, naming walker and
 *   step, when U₀ or its gradient is not finite where a walker starts, or a weight stops being finite
 * Cost of a step: a value and a gradient per walker, as unadjusted Langevin.
 */
export function jarzynski(schedule: PotentialSchedule, { stepSize, resampling }: JarzynskiOptions): Jarzynski {
  if (resampling) checkResampling('jarzynski', resampling);
  checkPositive('jarzynski: stepSize', stepSize);
  const { shape, identity, call } = schedule;
  const size = shapeSize(shape);
  return pathwiseAlgorithm({
    name: 'Jarzynski walkers',
    shape,
    ...(resampling && { coupling: { kind: 'ensembles', size: resampling.ensembleSize } }),
    own: ownOf(size),
    info,
    identity: { schedule: identity, stepSize, ...(resampling && { resampling }) },
    ...(call && { call: callOf(madeWalkers, call, { stepSize, ...(resampling && { resampling }) }) }),
    start(paths, _, first) {
      const { values, gradient } = schedule.at(0).evaluate(paths);
      checkStart('Jarzynski walkers', schedule.at(0), { values, gradient: gradient.data, first });
      return { logWeight: vector(paths.pathCount), potential: values, gradient: gradient.data };
    },
    move(current, before, { key, t, firstPath }) {
      if (t + 1 >= schedule.length) {
        throw new RangeError(
          `Jarzynski walkers: schedule expects a potential for step ${t + 1}, got ${schedule.length}; take fewer steps`,
        );
      }
      const stepKey = foldIn(key, t);
      const walkers = { paths: current, own: before };
      const { paths, own } = resampling ? redrawn(walkers, resampling, { key: stepKey, firstPath }) : walkers;
      const { logWeight, potential, gradient } = own;
      const moved = langevinMove(paths, gradient, { stepSize, key: stepKey, first: firstPath });
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
      const at = { stepNumber: t + 1, first: firstPath, advice: 'take smaller steps' };
      checkLogWeights('Jarzynski walkers', weights, at);
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
  (schedule: PortableCall<PotentialSchedule>, options: JarzynskiOptions): Jarzynski =>
    jarzynski(perform(schedule), options),
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

/**
 * Leads walkers through a whole schedule.
 * @param paths drawn from e^{−U₀}/Z₀, [N, d]; not changed
 * @returns ln(Z_T/Z₀) with its standard error, and the weighted walkers
 */
export async function runJarzynski(
  schedule: PotentialSchedule,
  paths: Ensemble,
  options: JarzynskiOptions,
  runner: Omit<RunnerOptions, 'snapshotSteps'> = {},
): Promise<WeightedRun> {
  const { state } = await runAlgorithm(jarzynski(schedule, options), paths, schedule.length - 1, runner);
  return weightedRun(ensemble(paths.pathCount, paths.shape, state.paths), state.logWeight, options);
}
