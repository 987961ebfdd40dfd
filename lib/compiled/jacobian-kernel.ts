import type { Vector } from '../array/index.js';

/** Contributions of N paths to the Jacobian determinant of a step (Appendix A), one row per path. */
export interface PathJacobians {
  /** ln|det M|, M = I − Σₖ wₖ∇²Φₖ(x), [N]. */
  readonly logAbs: Vector;
  /** The sign of det M, [N]. */
  readonly sign: Vector;
  /** J M⁻¹Jᵀ, [N, K, K]. */
  readonly couplings: Vector;
}

/** Jacobians compiled for speed. The numbers of a path depend on that path and its weights alone, to the bit. */
export interface JacobianKernel {
  /**
   * @param paths x, [N, d] row-major
   * @param weights w, [N, K] row-major
   * @param out is written
   */
  /** Writes blocks and couplings of the step of every path. */
  evaluate(paths: Vector, weights: Vector, out: PathJacobians): void;
}
