import { type Ensemble, type Shape, shapeSize, type Vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { type ChainState, type Kernel, type Streams, stateAt } from './kernel.js';
import type { PotentialSchedule } from './potential-schedule.js';

/** Walkers in one stage. */
export interface StageState {
  readonly paths: Ensemble;
  /** U_k, nats, [N]. */
  readonly potential: Vector;
  /** What the move and the next stage read besides, [N · carriedWidth]: gradients, energies. */
  readonly carried: Vector;
}

/** Laws e^{−U_k}/Z_k, k = 0 … T, that walkers are led through, each with a move that leaves it as it is. */
export interface AnnealingStages {
  readonly name: string;
  readonly shape: Shape;
  /** T + 1. */
  readonly length: number;
  /** Numbers that a walker carries besides its path and U. */
  readonly carriedWidth: number;
  /**
   * Walkers at the same paths in stage k.
   * @param from.first number of the first path, for errors
   * @param from.carried by the walkers in stage k − 1; left out where they start
   */
  enter(k: number, paths: Ensemble, from: { readonly first: number; readonly carried?: Vector }): StageState;
  /** A move that leaves e^{−U_k} exactly as it is; changes no argument. */
  move(k: number, state: StageState, streams: Streams): StageState;
  /** Plain data that tells these stages from others. */
  readonly identity: unknown;
  /** How another thread makes the same stages; without, walkers stay in the calling thread. */
  readonly call?: PortableCall<AnnealingStages>;
}

/**
 * The stages of a schedule of potentials, with a kernel that moves walkers in them.
 * @param kernels one exact kernel per potential, or one for all
 * @throws RangeError when a kernel is not exact, kernels differ in reading gradients, or are not one per potential
 */
export function kernelStages(schedule: PotentialSchedule, kernels: Kernel | readonly Kernel[]): AnnealingStages {
  const { name, shape, length, identity, call } = schedule;
  const used = Array.isArray(kernels) ? (kernels as readonly Kernel[]) : undefined;
  const at = (k: number): Kernel => used?.[k] ?? (kernels as Kernel);
  const listed = used ?? [kernels as Kernel];
  checkExact('kernelStages', listed);
  if (used && used.length !== length) {
    throw new RangeError(
      `kernelStages: kernels expects ${length}, one per potential, got ${used.length}; give one kernel for all potentials, or one each`,
    );
  }
  return {
    name: `${at(0).name} through ${name}`,
    shape,
    length,
    carriedWidth: at(0).usesGradient ? shapeSize(shape) : 0,
    enter: (k, paths, { first }) => stageState(stateAt(at(k), schedule.at(k), paths, first)),
    move: (k, { paths, potential, carried }, streams) =>
      stageState(at(k).move({ paths, potential, gradient: carried }, schedule.at(k), streams).state),
    identity: { schedule: identity, kernels: listed.map((kernel) => kernel.identity) },
    ...(call && {
      call: callOf(
        madeStages,
        call,
        listed.map((kernel) => kernel.call),
      ),
    }),
  };
}

function stageState({ paths, potential, gradient }: ChainState): StageState {
  return { paths, potential, carried: gradient };
}

const madeStages = portable(
  'chain/annealing-stages',
  (schedule: PortableCall<PotentialSchedule>, calls: readonly PortableCall<Kernel>[]): AnnealingStages => {
    const kernels = calls.map((call) => perform(call));
    return kernelStages(perform(schedule), kernels.length === 1 ? kernels[0] : kernels);
  },
);

/** Refuses kernels with a bias, which weights and swaps would carry on, and lists of which some kernels read gradients and others none. */
export function checkExact(caller: string, kernels: readonly Kernel[]): void {
  const inexact = kernels.find(({ isExact }) => !isExact);
  if (inexact) {
    throw new RangeError(
      `${caller}: kernels expects exact ones, got ${inexact.name}, whose bias would stay; use adjustedLangevin or randomWalk`,
    );
  }
  if (kernels.some(({ usesGradient }) => usesGradient !== kernels[0].usesGradient)) {
    throw new RangeError(
      `${caller}: kernels expects all to read the gradient or none, got both; use one kind of kernel`,
    );
  }
}
