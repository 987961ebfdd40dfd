import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { checkCount, type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { dot } from '../linear-algebra/index.js';
import { callOf, portable } from '../parallel/index.js';
import { draws } from '../random/index.js';
import { exp, log, log1p, tanh } from '../special/index.js';
import { checkMapParameters, checkMapPaths, type InvertibleFunction, type InvertibleMap } from './invertible-map.js';

/**
 * The planar map z = x + u tanh(w·x + b) of Rezende and Mohamed (2015), with the determinant 1 + (u·w)(1 − tanh²).
 *
 * It is invertible where u·w > −1. Its parameters are w [d], a free vector v [d] and b [1]; u is v, moved along w so that
 * u·w = ln(1 + e^{v·w}) − 1. The inverse solves one increasing equation for w·x + b.
 * @throws RangeError when the signal length is no whole number from 1; from `with`, when w is 0
 * Cost: 2 d multiplications and one tanh per path; of the inverse some twenty.
 */
export function planarMap(signalLength: number): InvertibleMap {
  checkCount('planarMap: signalLength', signalLength, 1);
  const d = signalLength;
  const parameterCount = 2 * d + 1;
  const map: InvertibleMap = {
    name: 'planar map',
    ...{ signalLength, parameterCount },
    call: callOf(madeMap, signalLength),
    drawn(key) {
      const { normal } = draws(key);
      const deviation = 1 / Math.sqrt(d);
      return vector(parameterCount).map((_, i) => (i < 2 * d ? deviation : 1) * normal());
    },
    with: (parameters) => functionOf(map, parameters.slice()),
    tensors(_, parameters, paths) {
      const [w, v, b] = parameters.split([d, d, 1]) as Tensor1D[];
      const product = w.mul(v).sum();
      const least = product.softplus();
      const u = v.add(w.mul(least.sub(1).sub(product).div(w.square().sum())));
      const bend = paths
        .matMul(w.reshape([d, 1]))
        .add(b)
        .tanh();
      const square = bend.square();
      return {
        noise: paths.add(bend.mul(u)) as Tensor2D,
        // 1 + (least − 1)(1 − square), without its cancellation where the determinant is small.
        logDeterminants: square.add(square.neg().add(1).mul(least)).log().reshape([paths.shape[0]]),
      };
    },
  };
  return map;
}

const madeMap = portable('neural/planar-map', planarMap);

/** Halvings and Newton steps that any double is found within. */
const ROUNDS = 200;

/**
 * The a with a + m tanh a = sum, m > −1, by Newton's method between bounds that each step tightens.
 * @param least 1 + m
 */
function foundSum(sum: number, least: number): number {
  const m = least - 1;
  let [low, high] = [sum - Math.abs(m), sum + Math.abs(m)];
  let a = sum;
  for (let round = 0; round < ROUNDS; round++) {
    const bend = tanh(a);
    const miss = a + m * bend - sum;
    if (miss === 0) return a;
    if (miss > 0) high = a;
    else low = a;
    const square = bend * bend;
    const newton = a - miss / (square + (1 - square) * least);
    const next = newton > low && newton < high ? newton : 0.5 * (low + high);
    if (next === a || !(low < high)) return a;
    a = next;
  }
  return a;
}

function functionOf(map: InvertibleMap, parameters: Vector): InvertibleFunction {
  checkMapParameters(map, parameters);
  const d = map.signalLength;
  const [w, v, b] = [parameters.subarray(0, d), parameters.subarray(d, 2 * d), parameters[2 * d]];
  const length = dot(w, w);
  if (!(length > 0))
    throw new RangeError(`planarMap: parameters expects w other than 0, got ${length}; draw them anew`);
  const product = dot(w, v);
  /** 1 + u·w: the least determinant of all points where it is below 1. */
  const least = Math.max(product, 0) + log1p(exp(-Math.abs(product)));
  const u = v.map((value, i) => value + (w[i] * (least - 1 - product)) / length);
  return {
    ...{ map, parameters },
    toNoise(paths) {
      checkMapPaths(map, paths);
      const [noise, logDeterminants] = [ensemble(paths.pathCount, d), vector(paths.pathCount)];
      for (let n = 0; n < paths.pathCount; n++) {
        const x = paths.path(n);
        const bend = tanh(dot(w, x) + b);
        addMultiple(noise.path(n), x, { u, by: bend });
        logDeterminants[n] = log(bend * bend + (1 - bend * bend) * least);
      }
      return { noise, logDeterminants };
    },
    toPaths(noise) {
      checkMapPaths(map, noise);
      const paths = ensemble(noise.pathCount, d);
      for (let n = 0; n < noise.pathCount; n++) {
        const z = noise.path(n);
        addMultiple(paths.path(n), z, { u, by: -tanh(foundSum(dot(w, z) + b, least)) });
      }
      return paths;
    },
    pullback(paths, slopes) {
      checkMapPaths(map, paths, slopes);
      const result: Ensemble = ensemble(paths.pathCount, d);
      for (let n = 0; n < paths.pathCount; n++) {
        const g = slopes.path(n);
        const bend = tanh(dot(w, paths.path(n)) + b);
        const slope = 1 - bend * bend;
        const determinant = bend * bend + slope * least;
        const along = dot(u, g) * slope - (2 * (least - 1) * bend * slope) / determinant;
        addMultiple(result.path(n), g, { u: w, by: along });
      }
      return result;
    },
  };
}

/** Writes x + by · u. */
function addMultiple(out: Vector, x: Vector, { u, by }: { readonly u: Vector; readonly by: number }): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i] + by * u[i];
}
