import type { Ensemble, Shape, Vector } from '../array/index.js';
import type { PortableCall } from '../parallel/index.js';
import type { Key } from '../random/index.js';

/** Walkers that stand for a law: values, and ln of a weight each. Infinitely many are one row: see `infiniteWalkers`. */
export interface Walkers {
  readonly paths: Ensemble;
  /** A, [N]. */
  readonly logWeights: Vector;
}

/**
 * A family of laws, the data that it is trained on, and the walkers that stand for its means: what every trainer asks for, whatever
 * the walkers are. All functions are pure.
 */
export interface TrainingProblem {
  readonly name: string;
  /** N. */
  readonly walkerCount: number;
  /** Axes of the values that a walker is. */
  readonly shape: Shape;
  /** K. */
  readonly parameterCount: number;
  /** E_* ∂_θU: the mean slopes of the data, [K]. */
  dataSlopes(parameters: Vector): Vector;
  /** E_θ ∂_θU without walkers, [K], where the partition function is known. */
  readonly modelSlopes?: (parameters: Vector) => Vector;
  /** Walkers at the data, of weight 1. */
  fromData(key: Key): Walkers;
  /**
   * Walkers of the law of θ, of weight 1.
   * @throws RangeError where it cannot be drawn from
   */
  fromModel(parameters: Vector, key: Key): Walkers;
  /** A step of the walkers in U_θ; weights stay. */
  move(walkers: Walkers, parameters: Vector, key: Key): Walkers;
  /** A step while θ becomes θ′: weights take the work, so that weighted means of θ′ are exact where those of θ were. */
  lead(walkers: Walkers, change: ParameterChange, key: Key): Walkers;
  /** Weighted mean of ∂_θU over the walkers, [K]. */
  slopes(walkers: Walkers, parameters: Vector): Vector;
  /** (Σ e^A)²/(N Σ e^{2A}), from 0 to 1. */
  effectiveShare(walkers: Walkers): number;
  /** ln of the mean weight: ln(Z_θ/Z) since the walkers had weight 1. */
  logPartition(walkers: Walkers): number;
  /** The walkers drawn anew by their weights, all of the mean weight then. */
  redrawn(walkers: Walkers, key: Key): Walkers;
  /** Plain data that tells this problem from others. */
  readonly identity: unknown;
  /** How another thread makes the same problem; without, training stays in the calling thread. */
  readonly call?: PortableCall<TrainingProblem>;
}

/** θ before a step and after it. */
export interface ParameterChange {
  readonly from: Vector;
  readonly to: Vector;
}
