import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { singlePrecision, vector } from '../array';
import type { TensorFlow } from './tensor-backend';
import { tensorHessianProduct, tensorPullback, type TensorValues } from './tensor-derivative';

/** What a trial evaluation tells of Φ. */
export type TensorTrial = {
  readonly componentCount: number;
  readonly hessianProductBy: 'autodiff' | 'differences';
};

/** Checks what Φ returned for `pathCount` paths, and puts it side by side as one [N, K] tensor. */
export function componentsOf(tf: TensorFlow, returned: Tensor | readonly Tensor[], pathCount: number): Tensor2D {
  const pieces: readonly Tensor[] = Array.isArray(returned) ? returned : [returned];
  const wanted = `[${pathCount}] or [${pathCount}, K] for ${pathCount} paths`;
  if (pieces.length === 0) throw new TypeError(`tensorEnergy: values expects at least one tensor ${wanted}, got an empty list`);
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
      throw new TypeError(`tensorEnergy: values expects float32, got ${dtype}, which has no gradient; keep to real numbers`);
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
 * Evaluates Φ and its derivatives on three small ensembles, and refuses a Φ that they show not to be an energy: one that
 * throws, has no gradient, is random, mixes the paths, or depends on their number.
 */
export function checkTensorValues(tf: TensorFlow, components: TensorValues, signalLength: number): TensorTrial {
  return tf.tidy((): TensorTrial => {
    const some = trialPaths(tf, [0, 1, 2], signalLength);
    const first = evaluate(() => components(some));
    const [, componentCount] = first.shape;
    const lastRow = [...first.dataSync()].slice(-componentCount);
    const compare = (paths: Tensor2D, problem: string) => {
      const row = [...evaluate(() => components(paths)).dataSync()].slice(-componentCount);
      if (row.length === componentCount && row.every((value, k) => close(value, lastRow[k]))) return;
      throw new RangeError(
        `tensorEnergy: values expects a path's components to depend on that path alone, but ${problem}: ` +
          `got [${row.map(short)}], before [${lastRow.map(short)}]`,
      );
    };
    compare(some, 'the same paths gave other numbers the second time; draw random numbers outside, once');
    compare(trialPaths(tf, [3, 4, 2], signalLength), 'path 2 changed when paths 0 and 1 did; reduce over axis 1, never over axis 0');
    compare(trialPaths(tf, [2], signalLength), 'a path alone gave other numbers than among three; do not use the path count');

    const weights = tf.ones([1, componentCount]) as Tensor2D;
    try {
      tensorPullback(tf, components, some, weights).dataSync();
    } catch (error) {
      throw gradientFailure(error, 'tensorEnergy', tf.getBackend());
    }
    try {
      tensorHessianProduct(tf, components, some, weights, some).dataSync();
      return { componentCount, hessianProductBy: 'autodiff' };
    } catch {
      return { componentCount, hessianProductBy: 'differences' };
    }
  });
}

/** Rows of numbers in (0.1, 0.9), spread evenly, so that roots and logarithms are defined; seeds name the rows. */
function trialPaths(tf: TensorFlow, seeds: readonly number[], signalLength: number): Tensor2D {
  const entries = vector(seeds.length * signalLength);
  seeds.forEach((seed, n) => {
    for (let i = 0; i < signalLength; i++) {
      entries[n * signalLength + i] = 0.1 + 0.8 * (((i + 1) * 0.6180339887 + seed * 0.4142135624 + seed * i * 0.324717957) % 1);
    }
  });
  return tf.tensor2d(singlePrecision(entries), [seeds.length, signalLength]);
}

/** Equal up to the rounding of single precision; two numbers that are not finite count as equal, the trial says nothing then. */
function close(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  return Math.abs(a - b) <= 1e-4 * Math.max(Math.abs(a), Math.abs(b), 1e-2);
}

function short(value: number): string {
  return value.toPrecision(4);
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
        'write Φ with others, such as slice, mul, matMul, sum',
      { cause: error },
    );
  }
  const kernel = /Kernel '(\w+)' not registered for backend/.exec(message)?.[1];
  if (kernel) {
    return new TypeError(
      `${where}: expects operations that the ${backend} backend has, but a gradient needs ${kernel}; ` +
        "write Φ with others, or call tf.setBackend('cpu')",
      { cause: error },
    );
  }
  return explained(error, `${where}: expects TensorFlow.js to compute it`);
}

/** Keeps this module's own errors, and puts a foreign one into a sentence. */
function explained(error: unknown, sentence: string): unknown {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('tensorEnergy:') ? error : new TypeError(`${sentence}, got: ${message}`, { cause: error });
}
