import { type Ensemble, firstNonFinite, type Vector, vector } from '../array/index.js';
import type { RowKeys } from '../compiled/index.js';
import type { PortableCall } from '../parallel/index.js';
import type { Potential } from './potential.js';

/** Chains where they are, with what a kernel needs of the potential there: a step then evaluates only the points that it proposes. */
export interface ChainState {
  /** x, [N, d]. */
  readonly paths: Ensemble;
  /** U(x), nats, [N]. */
  readonly potential: Vector;
  /** ∇U(x), [N · d], in nats per unit of the paths' values; empty where the kernel reads no gradient. */
  readonly gradient: Vector;
}

/** What a reader may plot of a step, a number per chain. */
export interface StepInfo {
  /** Logarithm of Metropolis's ratio, [N]: a proposal is taken with probability min(1, e^that). 0 where all moves are taken. */
  readonly logAcceptance: Vector;
  /** ‖x′ − x‖², [N]: 0 where the proposal was refused. */
  readonly squaredJump: Vector;
}

/**
 * Where the randomness of a step comes from: chain n draws under `foldIn(key, first + n)` and under keys folded from it, with `first` the
 * number of the first of these chains among all, so that no split of the chains changes a bit.
 */
export type Streams = RowKeys;

/**
 * A Markov kernel: one random step of each chain in a potential that is given anew at each step.
 *
 * The potential is an argument and not a part, so that the same kernel serves a chain in one potential (`markovChain`), walkers that are
 * led through many (annealing), and copies at several temperatures (tempering). After a change of potential, or after paths were
 * exchanged, `stateAt` evaluates the state again; in βU the numbers of U may be scaled instead.
 */
export interface Kernel {
  readonly name: string;
  /**
   * Whether a step leaves e^{−U} exactly as it is: the kernels of Metropolis do, Langevin's without acceptance miss by a bias of their
   * step size. Weights of annealing and swaps of tempering are right for exact kernels alone.
   */
  readonly isExact: boolean;
  /** Whether a step reads ∇U: then states carry it. */
  readonly usesGradient: boolean;
  /** Plain data that tells this kernel from others. */
  readonly identity: unknown;
  /** How another thread makes the same kernel. */
  readonly call: PortableCall<Kernel>;
  /**
   * Moves each chain one step; changes no argument.
   * @param state of the same potential, as `stateAt` or an earlier step gave it
   */
  move(
    state: ChainState,
    potential: Potential,
    streams: Streams,
  ): { readonly state: ChainState; readonly info: StepInfo };
}

/**
 * The state of chains at some paths: one evaluation of the potential, with its gradient where the kernel reads it.
 * @param first number of the first path, for the error
 * @throws RangeError when U, or a gradient that is read, is not finite: no kernel leads back from such a point
 */
export function stateAt(kernel: Kernel, potential: Potential, paths: Ensemble, first = 0): ChainState {
  const evaluated = kernel.usesGradient
    ? potential.evaluate(paths)
    : { values: potential.values(paths), gradient: undefined };
  const gradient = evaluated.gradient?.data ?? vector(0);
  checkStart(kernel.name, potential, { values: evaluated.values, gradient, first });
  return { paths, potential: evaluated.values, gradient };
}

/**
 * Refuses a start where U or its gradient is not finite, naming the path.
 * @param at U, [N], and ∇U, [N · d] or empty, where chains start, and the number of the first of these
 */
export function checkStart(
  caller: string,
  { name }: Potential,
  { values, gradient, first }: { readonly values: Vector; readonly gradient: Vector; readonly first: number },
): void {
  const bad = firstNonFinite(values);
  if (bad >= 0) {
    throw new RangeError(
      `${caller}: potential expects finite values where chains start, got ${values[bad]} at path ${first + bad}; ` +
        `start where ${name} is finite`,
    );
  }
  const steep = firstNonFinite(gradient);
  if (steep < 0) return;
  const path = first + Math.floor((steep * values.length) / gradient.length);
  throw new RangeError(
    `${caller}: potential expects a finite gradient where chains start, got ${gradient[steep]} at path ${path}; ` +
      `start where ${name} has one`,
  );
}
