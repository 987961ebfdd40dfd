import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { singlePrecision, vector } from '../array/index.js';
import type { TensorFlow } from './tensor-backend.js';
import { hessianHolds, wrongGradients } from './tensor-check.js';
import { type TensorValues, tensorHessianProduct, tensorPullback } from './tensor-derivative.js';
import { type KernelAttributes, PathDependence, roundedAtRandom, type Watch, watching } from './tensor-engine.js';
import { wrongGradientError } from './tensor-fault.js';

/** The result of a trial evaluation of Φ. */
export type TensorTrial = {
  readonly componentCount: number;
  readonly hessianProductBy: 'autodiff' | 'differences';
};

/** Checks what Φ returned for `pathCount` paths, and puts it side by side as one [N, K] tensor. */
export function componentsOf(tf: TensorFlow, returned: Tensor | readonly Tensor[], pathCount: number): Tensor2D {
  const pieces: readonly Tensor[] = Array.isArray(returned) ? returned : [returned];
  const wanted = `[${pathCount}] or [${pathCount}, K] for ${pathCount} paths`;
  if (pieces.length === 0)
    throw new TypeError(`tensorEnergy: values expects at least one tensor ${wanted}, got an empty list`);
  const columns = pieces.map((piece) => {
    if (!(piece instanceof tf.Tensor)) {
      throw new TypeError(
        `tensorEnergy: values expects to return a tensor or a list of tensors, got ${describe(piece)}; return the tensor itself, not its data or a promise`,
      );
    }
    const { shape, dtype } = piece;
    if (shape.length < 1 || shape.length > 2 || shape[0] !== pathCount || shape[1] === 0) {
      throw new RangeError(
        `tensorEnergy: values expects ${wanted}, got [${shape.join(', ')}]; reduce over the path's axis only, as in x.sum(1)`,
      );
    }
    if (dtype !== 'float32') {
      throw new TypeError(
        `tensorEnergy: values expects float32, got ${dtype}, which has no gradient; keep to real numbers`,
      );
    }
    return piece.reshape([pathCount, shape[1] ?? 1]) as Tensor2D;
  });
  return columns.length === 1 ? columns[0] : tf.concat(columns, 1);
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return value instanceof Promise ? 'a Promise' : `an object of ${value.constructor?.name ?? 'no class'}`;
}

/**
 * Evaluates Φ and its derivatives on small ensembles, and refuses a Φ that they show not to be an energy: one that
 * throws, has no gradient or a wrong one, is random, keeps what an earlier call computed, mixes the paths, or depends
 * on their number. Between calls other tasks run, so that what Φ left to a promise arrives.
 */
export async function checkTensorValues(
  tf: TensorFlow,
  components: TensorValues,
  signalLength: number,
  labels: readonly string[] = [],
): Promise<TensorTrial> {
  const componentCount = await checkPathsAlone(tf, components, signalLength);
  const guarded = <T>(compute: () => T): T => {
    try {
      return compute();
    } catch (error) {
      throw gradientFailure(error, 'tensorEnergy', tf.getBackend());
    }
  };
  const some = () => trialPaths(tf, [0, 1, 2], signalLength);
  const weights = () => tf.ones([1, componentCount]) as Tensor2D;
  guarded(() => tf.tidy(() => tensorPullback(tf, components, some(), weights()).dataSync()));
  guarded(() => {
    for (const wrong of wrongGradients(tf, components, signalLength, componentCount)) {
      const error = wrongGradientError(tf, components, wrong, labels[wrong.component]);
      if (error) throw error;
    }
  });
  try {
    tf.tidy(() => tensorHessianProduct(tf, components, some(), weights(), some()).dataSync());
    const holds = hessianHolds(tf, components, signalLength, componentCount);
    return { componentCount, hessianProductBy: holds ? 'autodiff' : 'differences' };
  } catch {
    return { componentCount, hessianProductBy: 'differences' };
  }
}

/**
 * Uses of kernels that corrupt TensorFlow.js's memory or read uninitialised memory, so that they must not run even
 * once.
 */
const unsafe: readonly {
  kernels: RegExp;
  backend: RegExp;
  when(attributes: KernelAttributes): boolean;
  problem: string;
}[] = [
  {
    kernels: /^Cum(sum|prod)$/,
    backend: /./,
    when: (attributes) => Number(attributes?.axis) < 0,
    problem:
      'counts the axis from the end, which TensorFlow.js does not understand there; count it from the front, as in x.cumsum(1)',
  },
  {
    kernels: /^GatherV2$/,
    backend: /^wasm$/,
    when: (attributes) => Number(attributes?.batchDims) !== 0,
    problem:
      'gives other numbers than the entries asked for on the wasm backend when batchDims is not 0; multiply by tf.oneHot of the indices and sum',
  },
  {
    kernels: /^Conv3D$/,
    backend: /^wasm$/,
    when: () => true,
    problem:
      "has a gradient on the wasm backend that reads memory which nothing set; use tf.conv2d, or call tf.setBackend('cpu')",
  },
];

/** Runs a first call of Φ and stops before a kernel of that list. */
function stoppingAtHarm<T>(tf: TensorFlow, compute: () => T): T {
  const kernel: Watch['kernel'] = (name, _inputs, attributes, run) => {
    const found = unsafe.find(
      ({ kernels, backend, when }) => kernels.test(name) && backend.test(tf.getBackend()) && when(attributes),
    );
    if (found)
      throw new TypeError(
        `tensorEnergy: values expects operations that TensorFlow.js computes, but ${name} ${found.problem}`,
      );
    return run();
  };
  return watching(tf, { kernel }, compute);
}

/**
 * Whether each path's components depend on that path alone, and on nothing that an earlier call computed. Returns K.
 */
async function checkPathsAlone(tf: TensorFlow, components: TensorValues, signalLength: number): Promise<number> {
  const dependence = new PathDependence();
  const rowsAt = (seeds: readonly number[], run: <T>(compute: () => T) => T = (compute) => compute()): number[][] =>
    tf.tidy(() => {
      const paths = trialPaths(tf, seeds, signalLength);
      const values = run(() => evaluate(() => dependence.follow(tf, paths, () => components(paths))));
      const data = [...values.dataSync()];
      return seeds.map((_, n) => data.slice(n * values.shape[1], (n + 1) * values.shape[1]));
    });
  const first = rowsAt([0, 1, 2], (compute) => stoppingAtHarm(tf, compute));
  const readsAtFirst = dependence.reads;
  const again =
    'the same paths gave other numbers the second time; draw random numbers outside, once, and keep nothing between calls';
  const [one, two] = [first, rowsAt([0, 1, 2])].map((rows) => rows.flat());
  const at = one.findIndex((value, i) => !close(value, two[i], 0));
  if (at >= 0) throw notAlone(again, [two[at]], [one[at]]);
  const shaken = [1, 2, 3, 4].map((seed) => rowsAt([0, 1, 2], (compute) => roundedAtRandom(tf, seed, compute)));
  const rounding = first.map((row, n) =>
    row.map((value, k) => Math.max(...shaken.map((rows) => Math.abs(rows[n][k] - value)))),
  );
  const compare = (seeds: readonly number[], problem: string) => {
    for (const [n, row] of rowsAt(seeds).entries()) {
      const expected = first[seeds[n]] as number[] | undefined;
      if (
        !expected ||
        (row.length === expected.length && row.every((value, k) => close(value, expected[k], rounding[seeds[n]][k])))
      )
        continue;
      throw notAlone(problem, row, expected);
    }
  };
  await nextTask();
  compare([3, 1, 4], 'path 1 changed when the paths around it did; reduce over axis 1, never over axis 0');
  if (dependence.stale || (readsAtFirst > 0 && dependence.reads === 0)) {
    throw new TypeError(
      'tensorEnergy: values expects to compute from its argument alone, but uses what its first call computed or read from other paths; ' +
        'compute it anew in each call, or outside from data of your own',
    );
  }
  await nextTask();
  compare([0, 1, 2], again);
  compare([2, 3, 0], 'paths 0 and 2 changed when the paths around them did; reduce over axis 1, never over axis 0');
  for (const n of [0, 1, 2])
    compare([n], 'a path alone gave other numbers than among three; do not use the path count');
  return first[0].length;
}

function notAlone(problem: string, got: readonly number[], before: readonly number[]): RangeError {
  return new RangeError(
    `tensorEnergy: values expects a path's components to depend on that path alone, but ${problem}: got ${list(got)}, before ${list(before)}`,
  );
}

/** Resolves when the promises and timers that are due have run. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Rows of numbers in (0.1, 0.9), spread evenly, so that roots and logarithms are defined; seeds name the rows. */
function trialPaths(tf: TensorFlow, seeds: readonly number[], signalLength: number): Tensor2D {
  const entries = vector(seeds.length * signalLength);
  seeds.forEach((seed, n) => {
    for (let i = 0; i < signalLength; i++) {
      entries[n * signalLength + i] =
        0.1 + 0.8 * (((i + 1) * 0.6180339887 + seed * 0.4142135624 + seed * i * 0.324717957) % 1);
    }
  });
  return tf.tensor2d(singlePrecision(entries), [seeds.length, signalLength]);
}

/** Equal up to rounding; two numbers that are not finite count as equal, since such a trial proves nothing. */
function close(a: number, b: number, rounding: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  return !(Math.abs(a - b) > 1e-4 * Math.max(Math.abs(a), Math.abs(b)) + 50 * rounding);
}

function list(values: readonly number[]): string {
  const shown = values.slice(0, 6).map((value) => value.toPrecision(4));
  return `[${shown.join(', ')}${values.length > 6 ? ', …' : ''}]`;
}

function evaluate<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw explained(error, 'tensorEnergy: values expects to run on a [N, d] tensor');
  }
}

/** An error that says which operation TensorFlow.js cannot differentiate, where that is what its message means. */
export function gradientFailure(error: unknown, where: string, backend: string): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const operation = /gradient function not found for (\w+)/.exec(message)?.[1];
  if (operation) {
    return new TypeError(
      `${where}: expects operations with a gradient, but TensorFlow.js has none for ${operation}; ` +
        'write it with others, such as slice, mul, matMul, sum',
      { cause: error },
    );
  }
  const kernel = /Kernel '(\w+)' not registered for backend/.exec(message)?.[1];
  if (kernel) {
    return new TypeError(
      `${where}: expects operations that the ${backend} backend has, but a gradient needs ${kernel}; ` +
        "write it with others, or call tf.setBackend('cpu')",
      { cause: error },
    );
  }
  return explained(error, `${where}: expects TensorFlow.js to compute it`);
}

/** Returns this module's own errors as they are, and wraps other errors in a sentence. */
function explained(error: unknown, sentence: string): unknown {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('tensorEnergy:') ? error : new TypeError(`${sentence}, got: ${message}`, { cause: error });
}
