import {
  type Performer,
  perPath,
  rowAt,
  runAlgorithm,
  type ShardedAlgorithm,
  type Space,
  shardedAlgorithm,
  turn,
} from '../algorithm/index.js';
import {
  checkCount,
  type Ensemble,
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  shapeOf,
  type Vector,
  vector,
} from '../array/index.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf, evaluatorOf } from '../energy/index.js';
import { callOf, type PortableCall, perform, portable, type Range } from '../parallel/index.js';
import { draws, foldIn, type Key } from '../random/index.js';
import { cos, sin, squared } from '../special/index.js';
import type { DescendOptions } from './descent.js';
import { checkPaths } from './frozen-descent.js';
import type { PathFunctional } from './path-functional.js';
import { type Schedule, schedule } from './schedule.js';

/** How white noise is moved through a slowly changing potential. */
export interface LeapfrogRule {
  /** h in (0, π): the time of a step, in units in which positions and velocities of white noise turn by one radian. */
  readonly timeStep: number;
  /** Steps between two shuffles of the velocities. */
  readonly shuffleEvery: number;
  /** b, whole number from 0: numbers of the bath per value of a path, N(0, 1) at first as velocities are, and shuffled with them. */
  readonly bath: number;
}

function leapfrogSchema({ energy: { signalLength } }: Schedule, { bath }: LeapfrogRule, functionals: number) {
  const held = perPath((1 + bath) * signalLength);
  return {
    state: { paths: perPath(signalLength), velocities: held },
    /** The same velocities, where the step that follows shuffles them. */
    exchanged: { velocities: held },
    /** 1 where a path has a velocity or value that is not finite. */
    passing: { faults: perPath() },
    records: {
      /** ½(‖v‖² − ‖v₀‖²), the bath included, nats. */
      heats: perPath(),
      observations: perPath(functionals),
    },
    snapshots: {},
  };
}

/** The quantities of a leapfrog descent. */
export type LeapfrogSchema = ReturnType<typeof leapfrogSchema>;

/** A leapfrog descent as an algorithm of the runner. */
export type LeapfrogAlgorithm = ShardedAlgorithm<LeapfrogSchema>;

/**
 * Moves white noise with velocities through the potential ½‖x‖² + wₜ·Φ(x), whose weights the schedule changes slowly:
 * x and v turn by h/2 into each other, v −= h Jᵀ(x)wₜ, and both turn by h/2 again.
 *
 * The turns are the exact motion in ½‖x‖², so that white noise stays what it is where w = 0; turns and shears preserve
 * the volume of positions and velocities exactly, whatever Φ: no determinant is needed. Every `shuffleEvery` steps a permutation mixes the velocities of all paths and times with a bath; it preserves
 * volume too, and keeps single modes from heating up. The permutation takes number i to ai + c modulo their count, with a
 * and c drawn anew each time.
 * @param functionals recorded of every path after every step
 */
export function leapfrog(
  plan: Schedule,
  rule: LeapfrogRule,
  functionals: readonly PathFunctional[],
): LeapfrogAlgorithm {
  const { timeStep, shuffleEvery, bath } = rule;
  if (!(timeStep > 0 && timeStep < Math.PI)) {
    throw new RangeError(
      `leapfrog: timeStep expects a number between 0 and π, got ${timeStep}; 0.5 suits most energies`,
    );
  }
  checkCount('leapfrog: shuffleEvery', shuffleEvery, 1);
  checkCount('leapfrog: bath', bath);
  const { energy, weights } = plan;
  return shardedAlgorithm<LeapfrogSchema>({
    name: 'leapfrog descent',
    shape: shapeOf(energy),
    // All paths are mixed, through what is exchanged alone.
    coupling: { kind: 'none', size: 1 },
    cutsEnsembles: true,
    schema: leapfrogSchema(plan, rule, functionals.length),
    identity: {
      energy: energyIdentity(energy),
      ...{ weights: weights.data, rule },
      functionals: functionals.map((functional) => functional.call ?? 'of this thread'),
    },
    call: callFor(plan, rule, functionals),
    perform: (space, range, key) => leapfrogPerformer(plan, rule, functionals, { space, range, key }),
  });
}

interface LeapfrogPlan {
  readonly energy: EnergyRecipe;
  readonly weights: Vector;
  readonly rule: LeapfrogRule;
  readonly functionals: readonly PortableCall<PathFunctional>[];
}

const madeLeapfrog = portable('flow/leapfrog', ({ energy: recipe, weights, rule, functionals }: LeapfrogPlan) => {
  const energy = energyOf(recipe);
  const rows = matrix(weights.length / energy.componentCount, energy.componentCount, weights);
  return leapfrog(
    schedule(energy, rows),
    rule,
    functionals.map((call) => perform(call)),
  );
});

function callFor(
  { energy: { recipe }, weights }: Schedule,
  rule: LeapfrogRule,
  functionals: readonly PathFunctional[],
): PortableCall<LeapfrogAlgorithm> | undefined {
  const calls = functionals.flatMap(({ call }) => call ?? []);
  if (recipe === undefined || calls.length !== functionals.length) return undefined;
  return callOf(madeLeapfrog, { energy: recipe, weights: weights.data, rule, functionals: calls });
}

interface Place {
  readonly space: Space<LeapfrogSchema>;
  readonly range: Range;
  readonly key: Key;
}

function leapfrogPerformer(
  { energy, weights }: Schedule,
  { timeStep, shuffleEvery, bath }: LeapfrogRule,
  functionals: readonly PathFunctional[],
  { space, range, key }: Place,
): Performer {
  const { signalLength: d } = energy;
  const count = range.end - range.start;
  const width = (1 + bath) * d;
  const part = (values: Vector, size: number): Vector => values.subarray(range.start * size, range.end * size);
  const own = ensemble(count, shapeOf(energy), part(space.state.paths, d));
  const velocities = part(space.state.velocities, width);
  const kernel = evaluatorOf(energy).derivatives(count);
  const force = vector(count * d);

  const [along, across] = [cos(timeStep / 2), sin(timeStep / 2)];

  function turnHalf(): void {
    for (let n = 0; n < count; n++) {
      for (let i = 0; i < d; i++) {
        const [x, v] = [own.data[n * d + i], velocities[n * width + i]];
        own.data[n * d + i] = along * x + across * v;
        velocities[n * width + i] = along * v - across * x;
      }
    }
  }

  function kick(t: number): void {
    kernel.load(own.data);
    kernel.pullback(weights.row(t), force);
    for (let n = 0; n < count; n++) {
      for (let i = 0; i < d; i++) velocities[n * width + i] -= timeStep * force[n * d + i];
    }
  }

  function shuffle(t: number): void {
    const { velocities: all } = turn(space.exchanged, t);
    const from = permutation(foldIn(key, t + 1), all.length);
    for (let i = 0; i < velocities.length; i++) velocities[i] = all[from(range.start * width + i)];
  }

  const kinetic = (n: number): number => {
    let sum = 0;
    for (let i = n * width; i < (n + 1) * width; i++) sum += squared(velocities[i]);
    return sum / 2;
  };
  /** Each path's velocities before the first step, from the key and the path's number. */
  const drawn = (n: number) => draws(foldIn(foldIn(key, 0), range.start + n));
  const first = vector(count);
  for (let n = 0; n < count; n++) {
    const { normal } = drawn(n);
    for (let i = 0; i < width; i++) first[n] += squared(normal()) / 2;
  }

  const faults = faultWatch(space, range);

  return {
    begin() {
      for (let n = 0; n < count; n++) {
        const { normal } = drawn(n);
        for (let i = 0; i < width; i++) velocities[n * width + i] = normal();
      }
      part(space.exchanged[0].velocities, width).set(velocities);
      faults.observe(0, own.data, velocities);
    },
    advance(t) {
      if (t > 0 && t % shuffleEvery === 0) shuffle(t);
      turnHalf();
      kick(t);
      turnHalf();
      if ((t + 1) % shuffleEvery === 0) part(turn(space.exchanged, t + 1).velocities, width).set(velocities);
      faults.observe(t + 1, own.data, velocities);
    },
    record(t) {
      faults.check(t);
      const heats = part(rowAt(space.records.heats, space, t), 1);
      for (let n = 0; n < count; n++) heats[n] = kinetic(n) - first[n];
      functionals.forEach((functional, j) => {
        rowAt(space.records.observations, space, t).set(
          functional.evaluate(own, range.start),
          j * space.pathCount + range.start,
        );
      });
    },
    save() {},
  };
}

/** What tells of paths that are no longer finite: each shard writes its own, and checks all, so that all shards name the same path. */
function faultWatch(space: Space<LeapfrogSchema>, { start, end }: Range) {
  const hasNumbers = (values: Vector, n: number): boolean => {
    const width = values.length / (end - start);
    return firstNonFinite(values.subarray(n * width, (n + 1) * width)) < 0;
  };
  return {
    observe(t: number, paths: Vector, velocities: Vector): void {
      const { faults } = turn(space.passing, t);
      for (let n = 0; n < end - start; n++)
        faults[start + n] = hasNumbers(paths, n) && hasNumbers(velocities, n) ? 0 : 1;
    },
    check(t: number): void {
      const path = turn(space.passing, t).faults.findIndex((fault) => fault > 0);
      if (path < 0) return;
      throw new RangeError(
        `leapfrog descent: path ${path} or its velocity is not finite after step ${t}; ` +
          `${t === 0 ? 'start from finite paths' : 'take a shorter timeStep, or weights of a law with a density'}`,
      );
    },
  };
}

/** A permutation of 0 … size − 1: i ↦ ai + c modulo size, a without a common factor with the size. */
function permutation(key: Key, size: number): (i: number) => number {
  const { uniform } = draws(key);
  let factor = 1 + Math.floor(uniform() * (size - 1));
  while (commonFactor(factor, size) > 1) factor = 1 + (factor % (size - 1));
  const shift = Math.floor(uniform() * size);
  return (i) => (factor * i + shift) % size;
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}

/** Paths after a leapfrog descent, and what it recorded; rows belong to the state after 0 … T steps. */
export interface LeapfrogDescent {
  readonly paths: Ensemble;
  /** ½(‖v‖² − ‖v₀‖²) of each path, the bath included, nats, [T + 1, N]. */
  readonly heats: Matrix;
  /** The functionals asked for, path by path, [T + 1, N]. */
  readonly observations: readonly Matrix[];
}

/** The rule, the key of velocities and shuffles, and how the run is watched and resumed. */
export interface LeapfrogOptions extends LeapfrogRule, Pick<DescendOptions, 'resume' | 'onCheckpoint' | 'onProgress'> {
  readonly key: Key;
}

/**
 * Runs a leapfrog descent of white noise: one step for each row of the schedule.
 *
 * Volume is preserved, so the entropy of positions and velocities together stays that of the start, and for any law p
 *
 *   D(q‖p) ≤ E[ln q₀(x₀) + heat − ln p(x)],
 *
 * where the bound is the divergence of positions and velocities together from p and N(0, I). `observations` of ln p give it
 * without a determinant.
 * @param paths x₀, [N, d], white noise; not changed
 * @throws RangeError when the paths have another shape than the schedule's energy, the rule is out of range, or a path or velocity is
 *   no longer finite, by step and path
 * Cost of a step: one evaluation and one pullback per path. Memory: 3(1 + bath) times the paths.
 */
export async function descendLeapfrog(
  plan: Schedule,
  paths: Ensemble,
  functionals: readonly PathFunctional[],
  { timeStep, shuffleEvery, bath, ...options }: LeapfrogOptions,
): Promise<LeapfrogDescent> {
  checkPaths('descendLeapfrog', plan, paths);
  const { pathCount } = paths;
  const rule = { timeStep, shuffleEvery, bath };
  const space = await runAlgorithm(leapfrog(plan, rule, functionals), paths, plan.stepCount, options);
  const rows = plan.stepCount + 1;
  return {
    paths: ensemble(pathCount, shapeOf(plan.energy), space.state.paths),
    heats: matrix(rows, pathCount, space.records.heats),
    observations: functionals.map((_, j) => {
      const own = matrix(rows, pathCount);
      for (let t = 0; t < rows; t++) {
        const at = (t * functionals.length + j) * pathCount;
        own.row(t).set(space.records.observations.subarray(at, at + pathCount));
      }
      return own;
    }),
  };
}

/**
 * A schedule that switches weights on slowly: wₜ = s² (3 − 2s) w, s = (t + ½)/T.
 * @param weights w of the last step, [K]: θ of the law exp(−½‖x‖² − w·Φ)/Z that slow steps lead to
 * @throws RangeError as `schedule`, and when the step count is no whole number from 1
 */
export function rampedSchedule(energy: Energy, weights: ArrayLike<number>, stepCount: number): Schedule {
  checkCount('rampedSchedule: stepCount', stepCount, 1);
  const rows = Array.from({ length: stepCount }, (_, t) => {
    const s = (t + 0.5) / stepCount;
    return Array.from(weights, (weight) => s * s * (3 - 2 * s) * weight);
  });
  return schedule(energy, rows, { name: 'weights switched on slowly' });
}
