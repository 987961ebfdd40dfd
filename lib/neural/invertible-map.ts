import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { type Ensemble, firstNonFinite, type Vector } from '../array/index.js';
import type { TensorFlow } from '../energy/tensor-backend.js';
import type { PortableCall } from '../parallel/index.js';
import type { Key } from '../random/index.js';

/** Paths as noise, with what the map does to volumes. */
export interface Normalised {
  /** z = S(x), [N, d]. */
  readonly noise: Ensemble;
  /** ln|det ∂z/∂x|, [N]. */
  readonly logDeterminants: Vector;
}

/** The same as tensors. */
export interface NormalisedTensors {
  /** [N, d]. */
  readonly noise: Tensor2D;
  /** [N]. */
  readonly logDeterminants: Tensor1D;
}

/** An invertible map with given parameters, in double precision and without TensorFlow.js. */
export interface InvertibleFunction {
  readonly map: InvertibleMap;
  readonly parameters: Vector;
  /** z = S(x) and ln|det ∂z/∂x|. */
  toNoise(paths: Ensemble): Normalised;
  /** x = S⁻¹(z), [N, d]. */
  toPaths(noise: Ensemble): Ensemble;
  /**
   * Gradient in x of h(S(x)) + ln|det ∂z/∂x|, [N, d].
   * @param slopes ∇h at z = S(x), [N, d]
   */
  pullback(paths: Ensemble, slopes: Ensemble): Ensemble;
}

/**
 * The form of an invertible map S from paths to noise, whose determinant costs no more than the map; its parameters are a vector apart
 * from it.
 */
export interface InvertibleMap {
  readonly name: string;
  /** d. */
  readonly signalLength: number;
  readonly parameterCount: number;
  /** How another thread makes the same map. */
  readonly call: PortableCall<InvertibleMap>;
  /** Parameters to start training from. */
  drawn(key: Key): Vector;
  /**
   * The map of some parameters.
   * @throws RangeError when they are not the map's; from its methods, when paths have another length
   */
  with(parameters: Vector): InvertibleFunction;
  /** S and ln|det| as tensors, for losses; their gradient in the parameters is of first order. */
  tensors(tf: TensorFlow, parameters: Tensor1D, paths: Tensor2D): NormalisedTensors;
}

/** Refuses parameters that are not those of a map. */
export function checkMapParameters({ name, parameterCount }: Omit<InvertibleMap, 'tensors'>, parameters: Vector): void {
  const bad = firstNonFinite(parameters);
  if (parameters.length === parameterCount && bad < 0) return;
  const got = bad < 0 ? `${parameters.length}` : `${parameters[bad]} at index ${bad}`;
  throw new RangeError(
    `${name}: parameters expects ${parameterCount} finite numbers, got ${got}; take those of this map`,
  );
}

/** Refuses paths of another length than a map's. */
export function checkMapPaths(
  { name, signalLength }: Omit<InvertibleMap, 'tensors'>,
  ...all: readonly Ensemble[]
): void {
  const wrong = all.find((one) => one.signalLength !== signalLength);
  if (wrong)
    throw new RangeError(
      `${name}: paths expects paths of ${signalLength} numbers, got ${wrong.signalLength}; take paths of that length`,
    );
}
