/// <reference types="@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops" preserve="true" />
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import {
  displaySymbol,
  type Ensemble,
  ensemble,
  firstNonFinite,
  matrix,
  singlePrecision,
  tableBundle,
  type Vector,
} from '../array/index.js';
import type { Energy, Weights } from './energy.js';
import { listedLabels } from './path-energy.js';
import { loadTensorFlow, type TensorFlow } from './tensor-backend.js';
import { batchEntries } from './tensor-check.js';
import {
  type TensorValues,
  tensorHessianDifference,
  tensorHessianProduct,
  tensorPullback,
} from './tensor-derivative.js';
import { checkTensorValues, componentsOf, gradientFailure } from './tensor-trial.js';
import { checkShapes } from './weights.js';

/** What defines an energy by a TensorFlow.js function. */
export interface TensorEnergyOptions {
  /** d, a whole number of at least 1. */
  readonly signalLength: number;
  /**
   * Φ: takes the paths as a tensor [N, d] and returns one tensor [N, K], or a list of components [N] (or [N, m]).
   * Any N must do, and a path's components must depend on that path alone.
   */
  readonly values: (paths: Tensor2D) => Tensor | readonly Tensor[];
  /** Default 'tensor energy'. */
  readonly name?: string;
  /** K short names; default 'component 1', …. */
  readonly labels?: readonly string[];
}

/** An energy computed by TensorFlow.js. */
export interface TensorEnergy extends Energy {
  /** 'tensorflow' (native), 'wasm' or 'cpu'. */
  readonly backend: string;
  /** 'differences' where TensorFlow.js lacks the second derivative of an operation that Φ uses. */
  readonly hessianProductBy: 'autodiff' | 'differences';
}

/** The name of the TensorFlow.js backend in use, made ready; await it before making tensors of your own. */
export async function tensorBackend(): Promise<string> {
  return (await loadTensorFlow()).getBackend();
}

/**
 * An energy written as a TensorFlow.js function, with its derivatives by automatic differentiation.
 *
 * ```ts
 * const lag2 = await tensorEnergy({
 *   signalLength: 1024,
 *   values: (x) => [x.slice([0, 2]).mul(x.slice([0, 0], [-1, 1022])).sum(1).div(1024)],
 * });
 * ```
 * The tensor's methods are those of `@tensorflow/tfjs`; for its functions, `import * as tf from '@tensorflow/tfjs'` gives
 * the same library with the same backend (native where `tfjs-node-native` loads, else WebAssembly, else plain JavaScript).
 *
 * Paper: any Φ of section 2. The Hessian product is reverse mode over reverse mode: |x| and ReLU have second derivative 0, as
 * almost everywhere. It is by central differences of the pullback (relative error about 10⁻³) where TensorFlow.js has no second
 * derivative, or a wrong one: `elu`, `prod`, average and max pooling, local response normalisation, resizing of images. Without
 * gradient, and so refused: `spectral`, `stridedSlice`, `einsum`, `topk`, dilated convolution, and with WebAssembly `gather` (of an
 * index list) and depthwise convolution; slicing, arithmetic, elementwise functions, sums, maxima, `where`, `matMul`, `conv1d`,
 * `pad` and `concat` all work.
 *
 * What is checked when the energy is made: that a path's components depend on that path alone, and that the gradient is the
 * derivative of the values by differences, on three paths of fixed numbers: in (0.1, 0.9), normal, and eight times normal. Where a
 * component is constant or not finite there, scales from 10⁻⁶ to 10⁶ are tried until it moves. Kinks, jumps, flat steps and
 * rounding, which is measured, refuse nothing. Refused: numbers read out of a tensor (`arraySync`, …) that the values follow,
 * `tf.variable`, a `customGrad` with another gradient, and what TensorFlow.js 4.22 differentiates wrongly: `mirrorPad`, average pooling
 * with 'same' padding, `floorDiv`, casts to whole numbers, a maximum over entries that are always equal, resizing with half-pixel
 * centres; with WebAssembly, max pooling of negative numbers and `dilation2d` too.
 * An order statistic is `x.mul(tf.oneHot(tf.tensor1d(indices, 'int32'), d)).sum(1)` with the index of its entry in each path, found by
 * sorting the rows of `x.arraySync()`: the index is constant almost everywhere, so that this gradient is right.
 * What can slip through: an error below half a percent of the slope, or below rounding; one that shows only at inputs which the
 * trial paths do not reach, such as beyond a threshold of 100; one component hidden among more than 16 by larger neighbours.
 * Accuracy: single precision, sums included: error about 10⁻⁶ of the largest result. Same input, same bits.
 * Workers cannot make it (a function does not travel), so that it runs on the calling thread.
 * @throws TypeError or RangeError when `values` throws, returns other shapes than [N, K] or [N], is not float32, has no gradient or
 * a wrong one, is random, mixes paths, depends on N or on an earlier call; and, from the methods, when a result is not finite
 * Cost: for N = 128, d = 1024, lag 2, WebAssembly on one core, of the order of 1 ms for the values, 5 ms for the pullback,
 * 10 ms for the Hessian product; each transcendental function adds about as much. Making the energy evaluates about 170 paths, the
 * pullback of 70 to 180 and the Hessian product of 30 at most: in time as much as 5 to 15 pullbacks of 128 paths.
 */
export async function tensorEnergy({
  signalLength,
  values,
  name = 'tensor energy',
  labels,
}: TensorEnergyOptions): Promise<TensorEnergy> {
  if (!Number.isInteger(signalLength) || signalLength < 1) {
    throw new RangeError(`tensorEnergy: signalLength expects a whole number above 0, got ${signalLength}`);
  }
  if (typeof values !== 'function') {
    throw new TypeError(
      `tensorEnergy: values expects a function of a [N, ${signalLength}] tensor, got ${typeof values}`,
    );
  }
  const tf = await loadTensorFlow();
  const components: TensorValues = (paths) => componentsOf(tf, values(paths), paths.shape[0]);
  const { componentCount, hessianProductBy } = await checkTensorValues(tf, components, signalLength, labels);
  if (labels && labels.length !== componentCount) {
    throw new RangeError(`tensorEnergy: labels expects ${componentCount} names, one a component, got ${labels.length}`);
  }
  return new AutodiffEnergy(tf, components, name, signalLength, labels ?? numbered(componentCount), hessianProductBy);
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, k) => `component ${k + 1}`);
}

class AutodiffEnergy implements TensorEnergy {
  readonly backend: string;
  readonly componentCount: number;

  constructor(
    private readonly tf: TensorFlow,
    private readonly components: TensorValues,
    readonly name: string,
    readonly signalLength: number,
    readonly labels: readonly string[],
    readonly hessianProductBy: 'autodiff' | 'differences',
  ) {
    this.backend = tf.getBackend();
    this.componentCount = labels.length;
  }

  values(paths: Ensemble) {
    checkShapes(`${this.name}.values`, this, paths);
    const result = matrix(paths.pathCount, this.componentCount);
    this.fill('values', paths, result.data, (x) => this.components(x));
    return result;
  }

  pullback(paths: Ensemble, weights: Weights) {
    checkShapes(`${this.name}.pullback`, this, paths, weights);
    const result = ensemble(paths.pathCount, this.signalLength);
    this.fill('pullback', paths, result.data, (x, from, to) =>
      tensorPullback(this.tf, this.components, x, this.weightRows(weights, from, to)),
    );
    return result;
  }

  hessianProduct(paths: Ensemble, weights: Weights, directions: Ensemble) {
    checkShapes(`${this.name}.hessianProduct`, this, paths, weights, directions);
    const product = this.hessianProductBy === 'autodiff' ? tensorHessianProduct : tensorHessianDifference;
    const result = ensemble(paths.pathCount, this.signalLength);
    this.fill('hessianProduct', paths, result.data, (x, from, to) =>
      product(
        this.tf,
        this.components,
        x,
        this.weightRows(weights, from, to),
        this.rows(directions.data, this.signalLength, from, to),
      ),
    );
    return result;
  }

  [displaySymbol]() {
    const { labels } = this;
    return tableBundle(`energy: ${this.name}`, [
      ['signal length', this.signalLength],
      ['components', this.componentCount],
      ['labels', listedLabels(labels)],
      ['computed by', `TensorFlow.js, ${this.backend} backend, single precision`],
      [
        'Hessian product',
        this.hessianProductBy === 'autodiff' ? 'automatic differentiation' : 'differences of the pullback',
      ],
    ]);
  }

  /** Evaluates batch after batch of paths into `out`, and leaves no tensor behind. */
  private fill(
    method: string,
    paths: Ensemble,
    out: Vector,
    evaluate: (x: Tensor2D, from: number, to: number) => Tensor2D,
  ): void {
    const { pathCount, signalLength } = paths;
    const batch = Math.max(1, Math.floor(batchEntries / signalLength));
    const rowLength = out.length / Math.max(1, pathCount);
    for (let from = 0; from < pathCount; from += batch) {
      const to = Math.min(pathCount, from + batch);
      try {
        this.tf.tidy(() =>
          out.set(evaluate(this.rows(paths.data, signalLength, from, to), from, to).dataSync(), from * rowLength),
        );
      } catch (error) {
        throw gradientFailure(error, `${this.name}.${method}`, this.tf.getBackend());
      }
      const bad = firstNonFinite(out.subarray(from * rowLength, to * rowLength)) + from * rowLength;
      if (bad >= from * rowLength) {
        const input =
          firstNonFinite(paths.path(Math.floor(bad / rowLength))) < 0 ? 'a finite path' : 'a path that is not finite';
        throw new RangeError(
          `${this.name}.${method}: expects finite numbers, got ${out[bad]} at entry ${bad % rowLength} for path ` +
            `${Math.floor(bad / rowLength)}, ${input}; keep the paths where Φ and its derivatives are finite in single precision`,
        );
      }
    }
  }

  private rows(data: Vector, columnCount: number, from: number, to: number): Tensor2D {
    return this.tf.tensor2d(singlePrecision(data.subarray(from * columnCount, to * columnCount)), [
      to - from,
      columnCount,
    ]);
  }

  /** Weights [to − from, K], or [1, K] where all paths share them. */
  private weightRows(weights: Weights, from: number, to: number): Tensor2D {
    return 'row' in weights
      ? this.rows(weights.data, this.componentCount, from, to)
      : this.rows(weights, this.componentCount, 0, 1);
  }
}
