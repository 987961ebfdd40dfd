import { type PathwiseSchema, pathwiseAlgorithm, runAlgorithm, type ShardedAlgorithm } from '../algorithm/index.js';
import { checkCount, type Ensemble, ensemble, firstNonFinite, type Vector, vector, vectorOf } from '../array/index.js';
import { normalRows } from '../compiled/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn, type Key } from '../random/index.js';
import { hypot } from '../special/index.js';
import type { Diffusion } from './diffusion.js';

const nothing = {};

/** A diffusion's steps as an algorithm of the runner. */
export type DiffusionSteps = ShardedAlgorithm<PathwiseSchema<typeof nothing, typeof nothing>>;

/** Paths where a step starts, and what it draws. */
interface StepStart {
  readonly paths: Ensemble;
  readonly from: number;
  readonly to: number;
  /** Standard normal numbers, one per value of the paths; undefined where the diffusion has no noise in this step. */
  readonly normals: Vector | undefined;
}

/** A rule that takes one step of a diffusion. */
export interface Integrator {
  readonly name: string;
  /** g at a step's ends to that of its noise. */
  volatility(from: number, to: number): number;
  move(diffusion: Diffusion, start: StepStart): Ensemble;
}

/** X′ = X + h b(X, t) + √h g(t) ξ: laws are right to first order in h. */
export const eulerMaruyama: Integrator = {
  name: 'Euler–Maruyama',
  volatility: (from) => from,
  move: (diffusion, start) => moved(diffusion, start, diffusion.drift.values(start.paths, start.from).data),
};

/**
 * Heun's rule: the mean of the drift at X and at the end of an Euler–Maruyama step with the same noise. Laws are right to second order
 * in h, as long as the noise does not depend on X.
 */
export const heun: Integrator = {
  name: 'Heun',
  volatility: (from, to) => Math.SQRT1_2 * hypot(from, to),
  move(diffusion, start) {
    const first = diffusion.drift.values(start.paths, start.from).data;
    const second = diffusion.drift.values(moved(diffusion, start, first), start.to).data;
    return moved(
      diffusion,
      start,
      first.map((value, i) => 0.5 * (value + second[i])),
    );
  },
};

/** The rules that another thread finds by their names: steps by a rule of its own stay in the calling thread. */
const integrators: readonly Integrator[] = [eulerMaruyama, heun];

/** x + h b + √h g ξ; the noise comes multiplied by g. */
function moved({ shape }: Diffusion, { paths, from, to, normals }: StepStart, drift: Vector): Ensemble {
  const h = to - from;
  const spread = Math.sqrt(h);
  const data = paths.data.map((value, i) => value + h * drift[i] + (normals ? spread * normals[i] : 0));
  return ensemble(paths.pathCount, shape, data);
}

/**
 * A diffusion in steps between given times, one process per path. The noise of path n at step t depends on the key, n and t alone: no
 * number of workers changes it.
 * @param times t₀ < t₁ < …, two or more; as many steps can be taken as there are gaps
 * @throws RangeError when the times are not finite and increasing; while it runs, when more steps are asked for than there are gaps
 * Cost of a step: one evaluation of the drift, or two with Heun's rule, and d normal draws per path where there is noise.
 */
export function diffusionSteps(diffusion: Diffusion, integrator: Integrator, times: ArrayLike<number>): DiffusionSteps {
  const grid = vectorOf(times);
  const wrong = grid.findIndex((time, i) => firstNonFinite([time]) >= 0 || (i > 0 && !(time > grid[i - 1])));
  if (grid.length < 2 || wrong >= 0) {
    const got = wrong >= 0 ? `${grid[wrong]} at ${wrong}` : `${grid.length} of them`;
    throw new RangeError(
      `diffusionSteps: times expects two or more finite numbers in increasing order, got ${got}; make them by evenTimes`,
    );
  }
  const { name, shape, identity, call } = diffusion;
  return pathwiseAlgorithm({
    name: `${integrator.name} steps of ${name}`,
    shape,
    own: nothing,
    info: nothing,
    identity: { diffusion: identity, integrator: integrator.name, times: grid },
    ...(call && integrators.includes(integrator) && { call: callOf(madeSteps, call, integrator.name, grid) }),
    start: () => ({}),
    move(paths, _, { key, t, firstPath }) {
      if (t + 1 >= grid.length) {
        throw new RangeError(`diffusionSteps: times holds ${grid.length - 1} steps, got asked for step ${t + 1}`);
      }
      const [from, to] = [grid[t], grid[t + 1]];
      const volatility = integrator.volatility(diffusion.volatility(from), diffusion.volatility(to));
      const size = { rowCount: paths.pathCount, length: paths.signalLength };
      const normals =
        volatility > 0
          ? normalRows({ key: foldIn(key, t), first: firstPath }, size).map((value) => volatility * value)
          : undefined;
      return { paths: integrator.move(diffusion, { paths, from, to, normals }), own: {}, info: {} };
    },
  });
}

const madeSteps = portable(
  'transport/integrator',
  (diffusion: PortableCall<Diffusion>, integrator: string, times: Vector): DiffusionSteps =>
    diffusionSteps(perform(diffusion), integrators.find(({ name }) => name === integrator)!, times),
);

/**
 * Evenly spaced times from `from` to `to`, [stepCount + 1].
 * @throws RangeError when the ends are not finite and in order, or the step count no whole number from 1
 */
export function evenTimes(from: number, to: number, stepCount: number): Vector {
  checkCount('evenTimes: stepCount', stepCount, 1);
  if (!(from < to && Number.isFinite(to - from))) {
    throw new RangeError(
      `evenTimes: from and to expect finite numbers in order, got ${from} and ${to}; exchange them where they run backwards`,
    );
  }
  return vector(stepCount + 1).map((_, i) => from + ((to - from) * i) / stepCount);
}

/** How paths are moved by a diffusion. */
export interface DiffuseOptions {
  /** t₀ < t₁ < …, see `diffusionSteps`. */
  readonly times: ArrayLike<number>;
  /** Heun's rule when left out. */
  readonly integrator?: Integrator;
  /** Draws the noise; needed where there is any. */
  readonly key?: Key;
  readonly onProgress?: (stepNumber: number, stepCount: number) => void;
}

/**
 * Moves paths along a diffusion to the last of the times, spread over worker threads.
 * @param paths at the first of the times, [N, d]; not changed
 * @returns the paths at the last of the times
 * @throws as `diffusionSteps` and `runAlgorithm` do
 */
export async function diffuse(
  diffusion: Diffusion,
  paths: Ensemble,
  { times, integrator = heun, key, onProgress }: DiffuseOptions,
): Promise<Ensemble> {
  const steps = diffusionSteps(diffusion, integrator, times);
  const { state } = await runAlgorithm(steps, paths, times.length - 1, { key, onProgress });
  return ensemble(paths.pathCount, paths.shape, state.paths);
}
