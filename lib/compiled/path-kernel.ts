import type { Vector } from '../array/index.js';

/**
 * An energy compiled for speed: it holds N paths in its own layout, moves them along the energy's gradients and
 * evaluates them. One thread uses one kernel; shards of an ensemble have a kernel each.
 * The numbers of a path depend on that path and its weights alone, to the bit: not on how paths are cut into kernels.
 */
export interface PathKernel {
  /** N. */
  readonly pathCount: number;
  /** d. */
  readonly signalLength: number;
  /** K. */
  readonly componentCount: number;
  /** Copies paths in, [N, d] row-major. */
  load(paths: Vector): void;
  /** Writes Φ of every path, [N, K] row-major. Costs a copy after `load` (which evaluates) or `move`. */
  values(out: Vector): void;
  /**
   * x ← x − Σₖ wₖ∇Φₖ(x) for every path, by one K-vector of weights for all or by a row per path, [N, K]; then
   * evaluates.
   */
  move(weights: Vector): void;
  /** Copies paths out, [N, d] row-major. */
  store(paths: Vector): void;
}
