import { type PathwiseSchema, pathwiseAlgorithm, perPath, type ShardedAlgorithm } from '../algorithm/index.js';
import { ensemble, shapeSize, type Vector, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { draws, foldIn, type Key } from '../random/index.js';
import { log } from '../special/index.js';
import { checkExact } from './annealing-stages.js';
import { checkStart, type Kernel, stateAt } from './kernel.js';
import type { Potential } from './potential.js';
import { temperedPotential } from './tempered.js';

function ownOf(gradientWidth: number) {
  return {
    /** βU and β∇U at the path, with the β of its level. */
    potential: perPath(),
    gradient: perPath(gradientWidth),
    /** Number of the replica that is at this level, by its level at the start. */
    replica: perPath(),
  };
}

/**
 * Of each level: the replica there after the step; ln of Metropolis's ratio and squared jump of its move; ln of the ratio of the swap with
 * the next level, NaN where none was tried in this step.
 */
const info = { replica: perPath(), logAcceptance: perPath(), squaredJump: perPath(), logSwap: perPath() };

/** Parallel tempering as an algorithm of the runner. */
export type Tempering = ShardedAlgorithm<PathwiseSchema<ReturnType<typeof ownOf>, typeof info>>;

/** Temperatures and moves of parallel tempering. */
export interface TemperingOptions {
  /** β₀ > β₁ > … > 0: of the law that is sought first, of the hottest copy last. */
  readonly inverseTemperatures: ArrayLike<number>;
  /** What moves the copies of each level: one exact kernel per level, or one for all. */
  readonly kernels: Kernel | readonly Kernel[];
}

/** What moves the copies at one temperature. */
interface Level {
  readonly beta: number;
  readonly potential: Potential;
  readonly kernel: Kernel;
}

/**
 * Parallel tempering: copies of a chain at several temperatures, which exchange their paths. The copies of one chain are an ensemble, whose
 * path r is at the level of βᵣ.
 *
 * In a step each copy moves by the kernel of its level; then neighbours i, j exchange their paths with probability
 * min(1, e^{(βᵢ − βⱼ)(Uᵢ − Uⱼ)}), which leaves the product of e^{−βᵣU} as it is. Levels 0 1, 2 3, … try it in even steps, levels 1 2, 3 4, … in
 * odd ones, so that a replica whose swaps are taken goes on in one direction: Okabe et al. (2001), Syed et al. (2022).
 * Source: Geyer (1991), Hukushima and Nemoto (1996).
 * The draws of a chain at step t depend on the key, t, the level and the number of the chain alone.
 * @throws RangeError when the inverse temperatures are not positive and falling, kernels are not exact, differ in reading gradients, or are
 *   not one per level; while it runs, when U is not finite where a chain starts
 * Cost of a step: that of the kernels.
 */
export function tempering(potential: Potential, options: TemperingOptions): Tempering {
  const levels = levelsOf(potential, options);
  const { shape, identity, call } = potential;
  const size = levels.length;
  const { usesGradient } = levels[0].kernel;
  const width = shapeSize(shape);
  const betas = levels.map(({ beta }) => beta);
  const kernels = levels.map(({ kernel }) => kernel);
  const gradientWidth = usesGradient ? width : 0;
  return pathwiseAlgorithm({
    name: 'parallel tempering',
    shape,
    coupling: { kind: 'ensembles', size },
    own: ownOf(gradientWidth),
    info,
    identity: { potential: identity, inverseTemperatures: betas, kernels: kernels.map((kernel) => kernel.identity) },
    ...(call && {
      call: callOf(
        madeTempering,
        call,
        betas,
        kernels.map((kernel) => kernel.call),
      ),
    }),
    start(paths, _, firstPath) {
      const { pathCount, data } = paths;
      // Levels number their own paths only: an error names the path in the run.
      checkStart('parallel tempering', potential, {
        values: potential.values(paths),
        gradient: usesGradient ? potential.gradient(paths).data : vector(0),
        first: firstPath,
      });
      const [values, gradient] = [vector(pathCount), vector(pathCount * gradientWidth)];
      for (const [r, level] of levels.entries()) {
        const place = { r, size };
        const copies = ensemble(pathCount / size, shape, ofLevel(data, { ...place, width }));
        const state = stateAt(level.kernel, level.potential, copies, firstPath);
        toLevel(values, state.potential, { ...place, width: 1 });
        toLevel(gradient, state.gradient, { ...place, width: gradientWidth });
      }
      return { potential: values, gradient, replica: values.map((_value, n) => n % size) };
    },
    move({ pathCount, data }, own, { key, t, firstPath }) {
      const [stepKey, first] = [foldIn(key, t), firstPath / size];
      const next = { data: vector(data.length), ...blank(pathCount, gradientWidth), replica: own.replica.slice() };
      const [logAcceptance, squaredJump] = [vector(pathCount), vector(pathCount)];
      for (const [r, { kernel, potential: at }] of levels.entries()) {
        const [one, whole, slope] = [1, width, gradientWidth].map((each) => ({ r, size, width: each }));
        const before = {
          paths: ensemble(pathCount / size, shape, ofLevel(data, whole)),
          potential: ofLevel(own.potential, one),
          gradient: ofLevel(own.gradient, slope),
        };
        const { state, info: step } = kernel.move(before, at, { key: foldIn(stepKey, r), first });
        toLevel(next.data, state.paths.data, whole);
        toLevel(next.potential, state.potential, one);
        toLevel(next.gradient, state.gradient, slope);
        toLevel(logAcceptance, step.logAcceptance, one);
        toLevel(squaredJump, step.squaredJump, one);
      }
      const logSwap = exchange(next, betas, { key: foldIn(stepKey, size), t, first });
      const { data: moved, ...rest } = next;
      return {
        paths: ensemble(pathCount, shape, moved),
        own: rest,
        info: { replica: rest.replica, logAcceptance, squaredJump, logSwap },
      };
    },
  });
}

const madeTempering = portable(
  'chain/tempering',
  (
    potential: PortableCall<Potential>,
    inverseTemperatures: readonly number[],
    kernels: readonly PortableCall<Kernel>[],
  ): Tempering => tempering(perform(potential), { inverseTemperatures, kernels: kernels.map((call) => perform(call)) }),
);

function levelsOf(potential: Potential, { inverseTemperatures, kernels }: TemperingOptions): Level[] {
  const betas = Array.from(inverseTemperatures);
  const used = Array.isArray(kernels) ? (kernels as readonly Kernel[]) : betas.map(() => kernels as Kernel);
  const wrong = betas.findIndex((beta, r) => !(beta > 0 && beta < (r === 0 ? Infinity : betas[r - 1])));
  if (betas.length < 2 || wrong >= 0) {
    throw new RangeError(
      'tempering: inverseTemperatures expects two or more positive numbers, each below the one before, got ' +
        `[${betas.join(', ')}]; list the law that is sought first and the hottest copy last`,
    );
  }
  if (used.length !== betas.length) {
    throw new RangeError(
      `tempering: kernels expects ${betas.length}, one per level, got ${used.length}; give one kernel for all levels, or one each`,
    );
  }
  checkExact('tempering', used);
  return betas.map((beta, r) => ({ beta, potential: temperedPotential(potential, beta), kernel: used[r] }));
}

/** Which rows of a vector belong to a level: every `size`-th row of `width` numbers, from row r. */
interface Rows {
  readonly r: number;
  readonly size: number;
  readonly width: number;
}

function ofLevel(values: Vector, { r, size, width }: Rows): Vector {
  const rows = vector(values.length / size);
  for (let to = 0, from = r * width; to < rows.length; to += width, from += size * width) {
    rows.set(values.subarray(from, from + width), to);
  }
  return rows;
}

function toLevel(values: Vector, rows: Vector, { r, size, width }: Rows): void {
  for (let from = 0, to = r * width; from < rows.length; from += width, to += size * width) {
    values.set(rows.subarray(from, from + width), to);
  }
}

function blank(pathCount: number, gradientWidth: number): { readonly potential: Vector; readonly gradient: Vector } {
  return { potential: vector(pathCount), gradient: vector(pathCount * gradientWidth) };
}

/** All levels of some chains, after their moves. */
interface Levels {
  readonly data: Vector;
  readonly potential: Vector;
  readonly gradient: Vector;
  readonly replica: Vector;
}

/** Exchanges paths of neighbouring levels in place. @returns ln of the ratio of each swap at the colder level, NaN where none was tried */
function exchange(
  levels: Levels,
  betas: readonly number[],
  { key, t, first }: { readonly key: Key; readonly t: number; readonly first: number },
): Vector {
  const size = betas.length;
  const { potential } = levels;
  const logSwap = vector(potential.length).fill(NaN);
  for (let chain = 0; chain < potential.length / size; chain++) {
    const { uniform } = draws(foldIn(key, first + chain));
    for (let r = t % 2; r + 1 < size; r += 2) {
      const [i, j] = [chain * size + r, chain * size + r + 1];
      logSwap[i] = (betas[r] - betas[r + 1]) * (potential[i] / betas[r] - potential[j] / betas[r + 1]);
      if (log(uniform()) >= logSwap[i]) continue;
      const ratio = betas[r] / betas[r + 1];
      for (const values of Object.values(levels)) swapRows(values, values.length / potential.length, i);
      for (const values of [potential, levels.gradient])
        scaleRows(values, ratio, { i, width: values.length / potential.length });
    }
  }
  return logSwap;
}

/** Exchanges rows i and i + 1. */
function swapRows(values: Vector, width: number, i: number): void {
  for (let k = i * width; k < (i + 1) * width; k++) [values[k], values[k + width]] = [values[k + width], values[k]];
}

/** Row i times the ratio, row i + 1 divided by it. */
function scaleRows(values: Vector, ratio: number, { i, width }: { readonly i: number; readonly width: number }): void {
  for (let k = i * width; k < (i + 1) * width; k++) {
    values[k] *= ratio;
    values[k + width] /= ratio;
  }
}
