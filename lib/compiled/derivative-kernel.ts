import type { Vector } from '../array/index.js';

/** Precision of a kernel's numbers: 'single' is right to about 1e-5, 'double' takes twice the time. */
export type Precision = 'single' | 'double';

/** Relative accuracy of Hessian products by precision. */
export const ROUNDING: Readonly<Record<Precision, number>> = { single: 1e-5, double: 1e-12 };

/**
 * An energy and its first two derivatives compiled for speed, at N paths that it holds. One thread uses one kernel;
 * shards of an ensemble have a kernel each. The numbers of a path depend on that path, its weights and its direction
 * alone, to the bit: not on how paths are cut into kernels.
 *
 * Calls come in order: `load`, then `values` and `pullback`, then, for the paths of that load and the weights of that
 * pullback, any Hessian products. After another `load` weights must be pulled back again, even the same ones. Any other
 * order, and arguments of the wrong length, throw a RangeError.
 */
export interface DerivativeKernel {
  /** N. */
  readonly pathCount: number;
  /** d. */
  readonly signalLength: number;
  /** K. */
  readonly componentCount: number;
  /** Paths evaluated together, one per lane: group g holds paths g·width … min((g + 1)·width, N) − 1. */
  readonly width: number;
  /** Relative accuracy of Hessian products. */
  readonly rounding: number;
  /** Copies paths in, [N, d] row-major, and evaluates them, keeping what the derivatives need. */
  load(paths: Vector): void;
  /** Writes Φ of every path, [N, K]. */
  values(out: Vector): void;
  /**
   * Writes Jᵀw, [N, d], by one K-vector of weights for all paths or by a row per path, [N, K]. Keeps what Hessian
   * products with these weights need.
   */
  pullback(weights: Vector, out: Vector): void;
  /**
   * For the paths of one group: writes (Σₖ wₖ∇²Φₖ + c JᵀJ) v, with the weights w of the last pullback, and Jv.
   * c = 0 gives the Hessian product alone; c > 0 adds the Gauss-Newton term of a squared loss, at no cost.
   * @param directions v, [width, d] row-major; rows beyond the last path of the last group are ignored, and not written
   * @param out [width, d]
   * @param rates Jv, [width, K]
   */
  hessianProduct(group: number, directions: Vector, c: number, out: Vector, rates: Vector): void;
}
