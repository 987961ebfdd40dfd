import type { Tensor } from '@tensorflow/tfjs-core/dist/tensor';
import { type Vector, vector } from '../array/index.js';
import { draws, key } from '../random/index.js';
import type { TensorFlow } from './tensor-backend.js';

export type Engine = ReturnType<TensorFlow['engine']>;
export type KernelInputs = Parameters<Engine['runKernel']>[1];
export type KernelAttributes = Parameters<Engine['runKernel']>[2];

/** Functions that the engine calls while another function runs. */
export interface Watch {
  /** Runs a kernel by `run` and returns what Φ gets; called for every kernel, those within `customGrad` included. */
  kernel?(
    name: string,
    inputs: KernelInputs,
    attributes: KernelAttributes,
    run: () => Tensor | Tensor[],
  ): Tensor | Tensor[];
  /** Called when the numbers of a tensor are read: `dataSync`, `arraySync`, `data`, `array`, `print`, `buffer`. */
  read?(data: object): void;
  /** Returns the replacement of `tf.customGrad(f)`; `original` is the replaced function. */
  customGradient?(f: unknown, original: (...inputs: Tensor[]) => Tensor): (...inputs: Tensor[]) => Tensor;
}

/**
 * Runs `compute` while TensorFlow.js's engine calls the functions of `watch`; restores the engine's own methods
 * afterwards. TensorFlow.js offers no such hook: a profile has the kernels' names, without their inputs and the reads.
 */
export function watching<T>(tf: TensorFlow, watch: Watch, compute: () => T): T {
  const engine = tf.engine();
  const own = Object.getOwnPropertyDescriptors(engine);
  const { runKernel, readSync, read, customGrad } = engine;
  const methods: Record<string, unknown> = {};
  if (watch.kernel) {
    methods.runKernel = (name: string, inputs: KernelInputs, attributes: KernelAttributes) =>
      watch.kernel!(
        name,
        inputs,
        attributes,
        () => runKernel.call(engine, name, inputs, attributes) as Tensor | Tensor[],
      );
  }
  if (watch.read) {
    const noted = (reader: (data: object) => unknown) => (data: object) => {
      watch.read!(data);
      return reader.call(engine, data);
    };
    methods.readSync = noted(readSync as (data: object) => unknown);
    methods.read = noted(read as (data: object) => unknown);
  }
  if (watch.customGradient) {
    methods.customGrad = (f: Parameters<Engine['customGrad']>[0]) =>
      watch.customGradient!(f, customGrad.call(engine, f) as (...inputs: Tensor[]) => Tensor);
  }
  Object.assign(engine, methods);
  try {
    return compute();
  } finally {
    for (const name of Object.keys(methods)) {
      if (own[name]) Object.defineProperty(engine, name, own[name]);
      else delete (engine as unknown as Record<string, unknown>)[name];
    }
  }
}

/** Kernels whose result in single precision has no rounding of its own. */
const exactKernels = new Set(
  (
    'Abs ArgMax ArgMin BatchToSpaceND BroadcastTo Cast Ceil ClipByValue Concat DepthToSpace Diag ExpandDims Fill Floor GatherNd GatherV2 ' +
    'Identity Max MaxPool MaxPool3D Maximum Min Minimum MirrorPad Neg OneHot OnesLike Pack PadV2 Range Relu Relu6 Reshape ' +
    'ResizeNearestNeighbor Reverse Round Select Sign Slice SpaceToBatchND SplitV Step StridedSlice Tile TopK Transpose Unpack ZerosLike'
  ).split(' '),
);

/** Kernels that add or multiply many numbers, so that their rounding grows with the count. */
const accumulates = /Sum|Mean|Prod|Cum|MatMul|Conv|AvgPool|LRN|Norm|oftmax|Einsum|Bincount/;

/** Numbers in (−1, 1) by their seed, each list drawn once: checks of energies ask for the same few seeds again and again. */
const pools = new Map<number, Vector>();

function poolOf(seed: number): Vector {
  let pool = pools.get(seed);
  if (pool === undefined) {
    const { uniform } = draws(key(seed));
    pool = vector(4099).map(() => 2 * uniform() - 1);
    pools.set(seed, pool);
  }
  return pool;
}

/**
 * Runs `compute` while the result of every kernel that rounds is moved by as much as its rounding may be, at random: by
 * one unit in the last place at most, and √n/4 more after a sum of n terms, whose running totals round as a random
 * walk. The scatter of what comes out is the rounding error of the whole, also where intermediate results cancel
 * (stochastic arithmetic: Vignes 1993). The same seed gives the same numbers.
 */
export function roundedAtRandom<T>(tf: TensorFlow, seed: number, compute: () => T): T {
  const pool = poolOf(seed);
  let place = 0;
  let moving = false;
  const kernel: Watch['kernel'] = (name, inputs, _attributes, run) => {
    const result = run();
    if (moving || exactKernels.has(name)) return result;
    const lengths = Object.values(inputs).flatMap((input) => (input as Tensor | undefined)?.shape ?? []);
    const size = 2 ** -23 * (1 + (accumulates.test(name) ? Math.sqrt(Math.max(0, ...lengths)) / 4 : 0));
    const moved = (tensor: Tensor) => {
      if (tensor.dtype !== 'float32') return tensor;
      const factors = tf.util.getTypedArrayFromDType('float32', tensor.size);
      for (let i = 0; i < factors.length; i++) factors[i] = 1 + size * pool[(place + i) % pool.length];
      place += factors.length;
      moving = true;
      try {
        return tf.mul(tensor, tf.tensor(factors, tensor.shape));
      } finally {
        moving = false;
      }
    };
    return Array.isArray(result) ? result.map(moved) : moved(result);
  };
  return watching(tf, { kernel }, compute);
}

/** Kernels whose result depends on the shape of their input alone. */
const shapeKernels = new Set(['OnesLike', 'ZerosLike']);

/**
 * Which tensors depend on the paths, by the data they hold: a `tf.variable` made from a tensor shares its data without
 * being recorded. One tracker lives through several calls of Φ.
 */
export class PathDependence {
  private call = 0;
  private readonly callOf = new WeakMap<object, number>();
  /** Reads of path-dependent numbers during the latest call. */
  reads = 0;
  /** Whether the latest call used a path-dependent tensor of a call before it. */
  stale = false;

  /** Runs one call of Φ on `paths`. */
  follow<T>(tf: TensorFlow, paths: Tensor, compute: () => T): T {
    this.call += 1;
    this.reads = 0;
    this.stale = false;
    this.callOf.set(paths.dataId, this.call);
    const kernel: Watch['kernel'] = (name, inputs, _attributes, run) => {
      const calls = Object.values(inputs).map((input) =>
        input ? this.callOf.get((input as Tensor).dataId) : undefined,
      );
      this.stale ||= calls.some((call) => call !== undefined && call < this.call);
      const result = run();
      const depends = !shapeKernels.has(name) && calls.includes(this.call);
      if (depends) for (const output of [result].flat()) this.callOf.set(output.dataId, this.call);
      return result;
    };
    const read = (data: object) => {
      if (this.callOf.get(data) === this.call) this.reads += 1;
    };
    return watching(tf, { kernel, read }, compute);
  }

  /** Whether a tensor's numbers were computed from the paths of the latest call. */
  has(tensor: Tensor): boolean {
    return this.callOf.get(tensor.dataId) === this.call;
  }
}
