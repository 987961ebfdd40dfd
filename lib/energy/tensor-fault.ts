import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { singlePrecision, type Vector, vector, vectorOf } from '../array/index.js';
import { draws, key, normals } from '../random/index.js';
import { dotOnSupport, probes, refutes, scatter, shakenPoints, wrongSlope } from './slope-comparison.js';
import type { TensorFlow } from './tensor-backend.js';
import type { WrongGradient } from './tensor-check.js';
import { type TensorValues, tensorGradients, tensorPullback, touching } from './tensor-derivative.js';
import {
  type KernelAttributes,
  type KernelInputs,
  PathDependence,
  roundedAtRandom,
  watching,
} from './tensor-engine.js';

/** Advice by operation whose gradient is wrong: the expression to write in its place. */
const advice: Readonly<Record<string, string>> = {
  MirrorPad: 'write the padding as tf.concat of slices and their tf.reverse, in place of tf.mirrorPad',
  AvgPool: "pad first (x.pad) and pool with 'valid', or use tf.conv1d with equal weights",
  AvgPool3D: "pad first (x.pad) and pool with 'valid', or use a convolution with equal weights",
  FloorDiv: 'write it as x.div(y).floor(), whose gradient is 0, as it should be',
  Cast: 'use x.floor() or x.round(), whose gradient is 0, as it should be; or do without whole numbers',
  MaxPool: "take tf.maximum of slices moved against each other, or call tf.setBackend('cpu')",
  Max: 'take the maximum over entries of which no two are always equal',
  customGrad: 'mend the gradFunc given to tf.customGrad; a library function such as tf.losses.… uses tf.customGrad too',
};

/** Length by which the path is moved along a direction, to measure how an operation's inputs change. */
const nudge = 2 ** -6;

/** An operation of Φ as it ran on one path: a function of its real inputs, with its copies. */
interface Operation {
  readonly name: string;
  readonly inputs: readonly Recorded[];
  apply(inputs: Tensor[]): Tensor | Tensor[];
}

interface Recorded {
  readonly values: ReturnType<Tensor['dataSync']>;
  readonly shape: number[];
  readonly dtype: Tensor['dtype'];
  readonly varies: boolean;
}

/**
 * An error that names the component, the entry, both derivatives, the cause and what to do; or undefined where each
 * operation has its right gradient and no dependence on the path is lost between them, so that the gradient is right by
 * the chain rule and the differences spoke of steps too fine for single precision.
 */
export function wrongGradientError(
  tf: TensorFlow,
  components: TensorValues,
  found: WrongGradient,
  label: string | undefined,
): Error | undefined {
  const { component, path, direction, differences, claimed } = found;
  const cause = causeOf(tf, components, found);
  if (cause === undefined) return undefined;
  const support = [...direction.keys()].filter((i) => direction[i] !== 0);
  const [first, last] = [support[0], support[support.length - 1]];
  const single = support.length === 1;
  const place = single
    ? `entry ${first} of a trial path, there ${short(path[first])}`
    : `entries ${first} to ${last} of a trial path, moved together`;
  const size = single ? direction[first] : 1;
  return new TypeError(
    `tensorEnergy: values expects the gradient by TensorFlow.js to be that of its values, but for component ${component + 1}` +
      `${label === undefined ? '' : ` (${label})`} the derivative by ${place}, is ${short(differences / size)} by differences of the values ` +
      `and ${short(claimed / size)} by TensorFlow.js: ${cause}`,
  );
}

function causeOf(
  tf: TensorFlow,
  components: TensorValues,
  { component, path, direction }: WrongGradient,
): string | undefined {
  const { operations, detached } = pathOperations(tf, components, path, component);
  const moved = pathOperations(
    tf,
    components,
    path.map((entry, i) => entry + nudge * direction[i]),
    component,
  ).operations;
  const verdicts = operations.map((operation, n) => ({
    name: operation.name,
    verdict: verdictOn(tf, operation, moved[n]),
  }));
  const wrong = verdicts.find(({ verdict }) => verdict === 'wrong');
  if (wrong?.name === 'customGrad')
    return `the gradient of a tf.customGrad is not that of its value; ${advice.customGrad}`;
  if (wrong) {
    return `TensorFlow.js has a wrong gradient for ${wrong.name} as it is used here; ${advice[wrong.name] ?? 'write this step with other operations'}`;
  }
  const whole = 'compute with tensor operations from the paths to the result';
  if (readsOf(tf, components, path) > 0) {
    return (
      'values reads numbers out of a tensor that depends on the paths (arraySync, dataSync, array, data, print or buffer), and no ' +
      `gradient passes through numbers; ${whole}`
    );
  }
  if (detached)
    return `values takes a tensor that depends on the paths out of the computation, as tf.variable does; ${whole}`;
  const unknown = verdicts.filter(({ verdict }) => verdict === 'unknown').map(({ name }) => name);
  return unknown.length > 0
    ? `one of ${[...new Set(unknown)].join(', ')} may have a wrong gradient; ${whole}, without these`
    : undefined;
}

/** How often Φ reads numbers that depend on the path. */
function readsOf(tf: TensorFlow, components: TensorValues, path: Vector): number {
  const dependence = new PathDependence();
  tf.tidy(() => {
    const x = row(tf, path);
    dependence.follow(tf, x, () => components(x));
  });
  return dependence.reads;
}

/** The operations of Φ on one path that depend on it, as the gradient sees them. */
function pathOperations(tf: TensorFlow, components: TensorValues, path: Vector, component: number) {
  const operations: Operation[] = [];
  const dependence = new PathDependence();
  const known = new Set<number>();
  let detached = false;
  let within = false;
  const recorded = (tensor: Tensor): Recorded => {
    const { shape, dtype } = tensor;
    detached ||= dependence.has(tensor) && !known.has(tensor.id);
    return { values: tensor.dataSync(), shape, dtype, varies: dtype === 'float32' && dependence.has(tensor) };
  };
  const made = <T extends Tensor | Tensor[]>(outputs: T): T => {
    for (const { id } of [outputs].flat()) known.add(id);
    return outputs;
  };
  const kernel = (name: string, inputs: KernelInputs, attributes: KernelAttributes, run: () => Tensor | Tensor[]) => {
    if (within) return run();
    const names = Object.keys(inputs).filter((input) => inputs[input]);
    const apply = (tensors: Tensor[]) => {
      const given = Array.isArray(inputs) ? tensors : Object.fromEntries(names.map((input, i) => [input, tensors[i]]));
      return tf.engine().runKernel(name, given as KernelInputs, attributes) as Tensor | Tensor[];
    };
    operations.push({ name, inputs: names.map((input) => recorded(inputs[input] as Tensor)), apply });
    return made(run());
  };
  const customGradient =
    (_f: unknown, original: (...inputs: Tensor[]) => Tensor) =>
    (...inputs: Tensor[]) => {
      operations.push({ name: 'customGrad', inputs: inputs.map(recorded), apply: (tensors) => original(...tensors) });
      const outer = within;
      within = true;
      try {
        return made(original(...inputs));
      } finally {
        within = outer;
      }
    };
  tf.tidy(() => {
    const x = row(tf, path);
    const forward = (t: Tensor2D) =>
      dependence.follow(tf, made(t), () => watching(tf, { kernel, customGradient }, () => components(t)));
    const componentCount = components(x).shape[1];
    const weights = vector(componentCount);
    weights[component] = 1;
    tensorPullback(tf, forward, x, row(tf, weights));
  });
  return { operations: operations.filter(({ inputs }) => inputs.some(({ varies }) => varies)), detached };
}

function row(tf: TensorFlow, entries: Vector): Tensor2D {
  return tf.tensor2d(singlePrecision(entries), [1, entries.length]);
}

/**
 * What differences say of an operation's own gradient, at the inputs with which Φ ran it.
 * @param moved the operation as it ran on the path moved a little: how its inputs change where the energy's gradient is
 *   wrong
 */
function verdictOn(
  tf: TensorFlow,
  { name, inputs, apply }: Operation,
  moved: Operation | undefined,
): 'right' | 'wrong' | 'unknown' {
  const point = varyingEntries(inputs);
  const scales = vectorOf(
    inputs.flatMap(({ varies, values }) =>
      varies ? Array.from(values as ArrayLike<number>, () => rootMeanSquare(values) || 1) : [],
    ),
  );
  const factors: Tensor[] = [];
  /** The operation's results times fixed numbers, summed, as a function of its varying inputs. */
  const total = (tensors: readonly Tensor[]): Tensor => {
    let next = 0;
    const all = inputs.map(({ values, shape, dtype, varies }) =>
      varies ? tensors[next++] : tf.tensor(values as never, shape, dtype),
    );
    const parts = [apply(all)].flat().map((part) => part.toFloat());
    parts.forEach(({ size, shape }, i) => {
      factors[i] ??= tf.keep(tf.tensor(singlePrecision(normals(key(i), size)), shape));
    });
    return tf.addN(parts.map((part, i) => part.mul(factors[i]).sum()));
  };
  const at = (entries: Vector): Tensor[] => {
    let from = 0;
    return inputs.flatMap(({ values, shape, varies }) => {
      if (!varies) return [];
      from += values.length;
      return [tf.tensor(singlePrecision(entries.subarray(from - values.length, from)), shape)];
    });
  };
  const values = (points: readonly Vector[]) =>
    points.map((entries) => vectorOf(tf.tidy(() => total(at(entries)).dataSync())));
  try {
    const reaching = (tensors: Tensor[]) => tensors.reduce(touching, total(tensors));
    const gradient = vectorOf(
      tf.tidy(() => tensorGradients(tf, reaching, at(point)).flatMap((part) => [...part.dataSync()])),
    );
    const center = values([point])[0];
    const random = draws(key(7));
    const map = {
      point,
      center,
      rounding: scatter(
        center,
        roundedAtRandom(tf, 3, () => values(shakenPoints(point, 4))),
      ),
      tolerance: 5e-3,
      values,
      slopes: (directions: readonly Vector[]) => directions.map((v) => vectorOf([dotOnSupport(gradient, v)])),
    };
    const there = moved?.name === name ? varyingEntries(moved.inputs) : point;
    const tangent =
      there.length === point.length ? there.map((entry, i) => (entry - point[i]) / nudge) : vector(point.length);
    const moves = (v: Vector) => v.some((entry) => entry !== 0) && v.every(Number.isFinite);
    if (moves(tangent) && refutes(map, tangent)) return 'wrong';
    const directions = probes(point.length, 1, () => random.uniform()).map((v) =>
      v.map((entry, i) => entry * scales[i]),
    );
    return wrongSlope(map, directions.filter(moves)) ? 'wrong' : 'right';
  } catch {
    return 'unknown';
  } finally {
    for (const tensor of factors) tensor.dispose();
  }
}

function varyingEntries(inputs: readonly Recorded[]): Vector {
  return vectorOf(inputs.flatMap(({ varies, values }) => (varies ? Array.from(values as ArrayLike<number>) : [])));
}

function rootMeanSquare(values: ArrayLike<number | string>): number {
  return Math.sqrt(Array.from(values, Number).reduce((sum, value) => sum + value * value, 0) / values.length);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
