import type { Displayable, Ensemble, Matrix, Shape, Vector } from '../array/index.js';
import type { DerivativeKernel, GramKernel, JacobianKernel, PathKernel, Precision } from '../compiled/index.js';
import type { EnergyRecipe } from './registry.js';

/** Weights w of the components: one K-vector for all paths, or a row per path, [N, K]. */
export type Weights = Vector | Matrix;

/** The weighted Hessian Σₖ wₖ∇²Φₖ of a path as a symmetric band. */
export interface BandedHessian {
  /** Largest |i − j| with a non-zero entry. */
  readonly bandwidth: number;
  /**
   * Writes the lower band: `band[i * (bandwidth + 1) + l]` = entry (i, i − l) for l = 0 … bandwidth (zero where i < l).
   */
  fill(path: Vector, weights: Vector, band: Vector): void;
}

/**
 * Compiled code that does the same as an energy's methods, faster. The methods are the reference in double precision.
 */
export interface Accelerators {
  /** Moves `pathCount` paths along gradients and evaluates them. */
  readonly moves?: (pathCount: number) => PathKernel;
  /** Evaluates the Jacobian blocks and couplings of a step. */
  readonly jacobians?: () => JacobianKernel;
  /** Evaluates the Gram matrices of the gradients. */
  readonly grams?: () => GramKernel;
  /** Evaluates values and first two derivatives at `pathCount` paths; in single precision when left out. */
  readonly derivatives?: (pathCount: number, precision?: Precision) => DerivativeKernel;
}

/**
 * An energy Φ: a map from paths of length d to K numbers, with its derivatives.
 * Methods take whole ensembles; cost statements are per path.
 */
export interface Energy extends Displayable {
  readonly name: string;
  /** d, how many numbers the paths that it takes have. */
  readonly signalLength: number;
  /** Axes of these paths; `[signalLength]` when left out. */
  readonly shape?: Shape;
  /** K. */
  readonly componentCount: number;
  /** A short name for each component. */
  readonly labels: readonly string[];
  /** Φ(x), [N, K]. */
  values(paths: Ensemble): Matrix;
  /** Jᵀw = Σₖ wₖ∇Φₖ(x), [N, d]. */
  pullback(paths: Ensemble, weights: Weights): Ensemble;
  /** (Σₖ wₖ∇²Φₖ(x)) v, [N, d]. */
  hessianProduct(paths: Ensemble, weights: Weights, directions: Ensemble): Ensemble;
  /** Present when the weighted Hessian is a band. */
  readonly bandedHessian?: BandedHessian;
  /** Compiled code for this energy, where there is any; `evaluatorOf` decides when it is used. */
  readonly accelerators?: Accelerators;
  /** Present when workers can make this energy themselves. */
  readonly recipe?: EnergyRecipe;
}
