import type { Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { singlePrecision, type Vector, vector, vectorOf } from '../array/index.js';
import { type Draws, draws, key, signs } from '../random/index.js';
import {
  type ClaimedSlopes,
  dotOnSupport,
  probes,
  scatter,
  shakenPoints,
  type WrongSlope,
  wrongSlope,
} from './slope-comparison.js';
import type { TensorFlow } from './tensor-backend.js';
import { type TensorValues, tensorHessianProduct, tensorPullback } from './tensor-derivative.js';
import { roundedAtRandom } from './tensor-engine.js';

/** Entries of the tensor that one call handles: bounds memory, and keeps intermediate results near the cache. */
export const batchEntries = 2 ** 17;

/** A path at which the derivatives are checked. */
export interface CheckPath {
  readonly path: Vector;
  readonly scale: number;
}

/** A component whose gradient is not that of its values. */
export interface WrongGradient extends WrongSlope {
  readonly component: number;
  readonly path: Vector;
}

/** Runs of Φ that measure rounding. */
const repeats = 6;

/** Evaluates a tensor function of rows in batches; the result's rows are in double precision. */
function rowsOf(
  tf: TensorFlow,
  rows: readonly Vector[],
  evaluate: (x: Tensor2D, from: number, to: number) => Tensor2D,
): Vector[] {
  const result: Vector[] = [];
  const batch = Math.max(1, Math.floor(batchEntries / rows[0].length));
  for (let from = 0; from < rows.length; from += batch) {
    const to = Math.min(rows.length, from + batch);
    tf.tidy(() => {
      const computed = evaluate(matrixOf(tf, rows.slice(from, to)), from, to);
      const data = computed.dataSync();
      const width = computed.shape[1];
      for (let n = 0; n < to - from; n++) result.push(vectorOf(data.subarray(n * width, (n + 1) * width)));
    });
  }
  return result;
}

function matrixOf(tf: TensorFlow, rows: readonly Vector[]): Tensor2D {
  const entries = singlePrecision(vector(rows.length * rows[0].length));
  rows.forEach((row, n) => {
    entries.set(row, n * row.length);
  });
  return tf.tensor2d(entries, [rows.length, rows[0].length]);
}

/** A path of numbers around 0 with standard deviation `scale`. */
function signedPath(random: Draws, signalLength: number, scale: number): CheckPath {
  return { path: vector(signalLength).map(() => Math.fround(scale * random.normal())), scale };
}

/** A path of numbers between 0.1 and 0.9 times `scale`, where roots and logarithms are defined. */
function positivePath(random: Draws, signalLength: number, scale: number): CheckPath {
  return { path: vector(signalLength).map(() => Math.fround(scale * (0.1 + 0.8 * random.uniform()))), scale };
}

/**
 * Components whose gradient differences of its values refute, one per path at most.
 *
 * Paths: numbers in (0.1, 0.9), normal numbers, eight times normal numbers. Where a component is constant or not finite on all
 * of them, the paths of 10⁻², 10⁻⁴, 10⁻⁶, 10², 10⁴, 10⁶ times these numbers are tried until it is not.
 * Cost: per path, 44 values, and a pullback for each component, 16 at most.
 */
export function* wrongGradients(
  tf: TensorFlow,
  components: TensorValues,
  signalLength: number,
  componentCount: number,
): Generator<WrongGradient> {
  const random = draws(key(1));
  const scales = [1e-2, 1e-4, 1e-6, 1e2, 1e4, 1e6];
  const standard = [
    positivePath(random, signalLength, 1),
    signedPath(random, signalLength, 1),
    signedPath(random, signalLength, 8),
  ];
  const other = scales.flatMap((scale) => [
    positivePath(random, signalLength, scale),
    signedPath(random, signalLength, scale),
  ]);
  let unseen = Array.from({ length: componentCount }, (_, k) => k);
  for (const [n, check] of [...standard, ...other].entries()) {
    if (n >= standard.length && unseen.length === 0) return;
    const { wrong, moved } = wrongAt(tf, components, check, componentCount, random);
    if (wrong) yield wrong;
    unseen = unseen.filter((k) => !moved(k));
  }
}

function wrongAt(
  tf: TensorFlow,
  components: TensorValues,
  { path, scale }: CheckPath,
  componentCount: number,
  random: Draws,
) {
  const values = (points: readonly Vector[]) => rowsOf(tf, points, components);
  const center = values([path])[0];
  const shaken = roundedAtRandom(tf, 1, () => values(shakenPoints(path, repeats)));
  const rounding = scatter(center, shaken);
  const directions = probes(path.length, scale, () => random.uniform());
  const shifted = values([path.map((entry, i) => entry + directions[0][i] / 8)])[0];
  const change = center.map((value, k) => Math.abs(shifted[k] - value));
  const size = change.map((moved, k) => moved || Math.abs(center[k]) || 1);

  // Each group of components has one pullback: with 16 components at most, each has its own.
  const groupCount = Math.min(componentCount, 16);
  const groups = Array.from({ length: groupCount }, (_, g) =>
    Array.from({ length: Math.ceil((componentCount - g) / groupCount) }, (_, j) => g + j * groupCount).filter((k) =>
      Number.isFinite(center[k]),
    ),
  );
  const look = (members: readonly (readonly number[])[]) => {
    const sign = signs(key(2), componentCount);
    const weights = members.map((group) => {
      const row = vector(componentCount);
      for (const k of group) row[k] = group.length === 1 ? 1 : sign[k] / size[k];
      return row;
    });
    const combine = (row: Vector, weigh = (w: number, value: number) => w * value) =>
      vector(members.length).map((_, g) => members[g].reduce((sum, k) => sum + weigh(weights[g][k], row[k]), 0));
    const slopes = rowsOf(
      tf,
      members.map(() => path),
      (x, from, to) => tensorPullback(tf, components, x, matrixOf(tf, weights.slice(from, to))),
    );
    const map: ClaimedSlopes = {
      point: path,
      center: combine(center),
      rounding: combine(rounding, (w, error) => Math.abs(w) * error),
      tolerance: 5e-3,
      values: (points) => values(points).map((row) => combine(row)),
      slopes: (along) => along.map((v) => vector(members.length).map((_, g) => dotOnSupport(slopes[g], v))),
    };
    const wrong = wrongSlope(map, directions);
    return { wrong, slopes };
  };

  const { wrong, slopes } = look(groups);
  const single = wrong && groups[wrong.output].length > 1 ? look(groups[wrong.output].map((k) => [k])).wrong : wrong;
  const component =
    single &&
    wrong &&
    (groups[wrong.output].length > 1 ? groups[wrong.output][single.output] : groups[wrong.output][0]);
  return {
    wrong: single && component !== undefined ? { ...single, component, path } : undefined,
    moved: (k: number) =>
      Number.isFinite(change[k]) &&
      (change[k] > rounding[k] || slopes[k % groupCount].some((entry) => entry !== 0 && Number.isFinite(entry))),
  };
}

/**
 * Whether the Hessian product by automatic differentiation is the derivative of the pullback, as far as differences tell, on a
 * positive and a signed path, for two weightings of the components at most. Cost: per path, 31 pullbacks for each weighting.
 */
export function hessianHolds(
  tf: TensorFlow,
  components: TensorValues,
  signalLength: number,
  componentCount: number,
): boolean {
  const random = draws(key(3));
  const groupCount = Math.min(componentCount, 2);
  return [positivePath(random, signalLength, 1), signedPath(random, signalLength, 1)].every(({ path, scale }) => {
    const [size] = rowsOf(tf, [path], components).map((row) => row.map((value) => Math.abs(value) || 1));
    const weights = Array.from({ length: groupCount }, (_, g) =>
      vector(componentCount).map((_, k) => (k % groupCount === g && Number.isFinite(size[k]) ? 1 / size[k] : 0)),
    );
    const directions = probes(signalLength, scale, () => random.uniform()).slice(0, 2);
    const against = probes(signalLength, 1, () => random.uniform());
    const fold = (rows: readonly Vector[]): Vector[] =>
      Array.from({ length: rows.length / groupCount }, (_, n) =>
        vector(groupCount * against.length).map((_, m) =>
          dotOnSupport(rows[n * groupCount + (m % groupCount)], against[Math.floor(m / groupCount)]),
        ),
      );
    const spread = (points: readonly Vector[]) => points.flatMap((point) => weights.map(() => point));
    const weightRows = (from: number, to: number) =>
      matrixOf(
        tf,
        Array.from({ length: to - from }, (_, n) => weights[(from + n) % groupCount]),
      );
    const pullbacks = (points: readonly Vector[]) =>
      fold(rowsOf(tf, spread(points), (x, from, to) => tensorPullback(tf, components, x, weightRows(from, to))));
    const center = pullbacks([path])[0];
    return !wrongSlope(
      {
        point: path,
        center,
        rounding: scatter(
          center,
          roundedAtRandom(tf, 2, () => pullbacks(shakenPoints(path, repeats))),
        ),
        tolerance: 1e-2,
        values: pullbacks,
        slopes: (along) =>
          fold(
            rowsOf(tf, spread(along.map(() => path)), (x, from, to) =>
              tensorHessianProduct(
                tf,
                components,
                x,
                weightRows(from, to),
                matrixOf(tf, spread(along).slice(from, to)),
              ),
            ),
          ),
      },
      directions,
    );
  });
}
