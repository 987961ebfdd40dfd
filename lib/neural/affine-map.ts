import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { checkCount, type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { exp } from '../special/index.js';
import { checkMapParameters, checkMapPaths, type InvertibleFunction, type InvertibleMap } from './invertible-map.js';

/**
 * The affine map z = A x + b with a lower triangular A of positive diagonal: with noise N(0, I) the laws of paths are all Gaussian laws,
 * each once, and ln|det| is the sum of the logarithms on the diagonal.
 *
 * Parameters: logarithms of the diagonal of A [d], b [d], the entries of A below the diagonal row by row [d(d − 1)/2].
 * @throws RangeError when the signal length is no whole number from 1
 * Cost: d² multiplications per path.
 */
export function affineMap(signalLength: number): InvertibleMap {
  checkCount('affineMap: signalLength', signalLength, 1);
  const d = signalLength;
  const parameterCount = 2 * d + (d * (d - 1)) / 2;
  const map: InvertibleMap = {
    name: 'affine map',
    ...{ signalLength, parameterCount },
    call: callOf(madeMap, signalLength),
    drawn: () => vector(parameterCount),
    with: (parameters) => functionOf(map, parameters.slice()),
    tensors(tf, parameters, paths) {
      const [logScales, shifts, below] = parameters.split(
        d > 1 ? [d, d, parameterCount - 2 * d] : [d, d],
      ) as Tensor1D[];
      let noise = paths.mul(logScales.exp()).add(shifts);
      if (d > 1) {
        const places = tf.oneHot(tf.tensor1d(placesBelow(d), 'int32'), d * d).toFloat();
        const lower = below.reshape([1, below.size]).matMul(places).reshape([d, d]) as Tensor2D;
        noise = noise.add(paths.matMul(lower, false, true));
      }
      return { noise: noise as Tensor2D, logDeterminants: logScales.sum().mul(tf.ones([paths.shape[0]])) as Tensor1D };
    },
  };
  return map;
}

const madeMap = portable('neural/affine-map', affineMap);

/** Places of the entries below the diagonal in a matrix [d, d], row by row. */
function placesBelow(d: number): number[] {
  const all = Array.from({ length: d * d }, (_, place) => place);
  return all.filter((place) => place % d < Math.floor(place / d));
}

function functionOf(map: InvertibleMap, parameters: Vector): InvertibleFunction {
  checkMapParameters(map, parameters);
  const d = map.signalLength;
  const scales = parameters.subarray(0, d).map((value) => exp(value));
  const logDeterminant = parameters.subarray(0, d).reduce((sum, value) => sum + value, 0);
  const shifts = parameters.subarray(d, 2 * d);
  /** A_ij for j < i. */
  const below = (i: number, j: number): number => parameters[2 * d + (i * (i - 1)) / 2 + j];
  const each = (paths: Ensemble, write: (path: Vector, out: Vector) => void): Ensemble => {
    checkMapPaths(map, paths);
    const result = ensemble(paths.pathCount, d);
    for (let n = 0; n < paths.pathCount; n++) write(paths.path(n), result.path(n));
    return result;
  };
  return {
    ...{ map, parameters },
    toNoise: (paths) => ({
      noise: each(paths, (x, z) => {
        for (let i = 0; i < d; i++) {
          z[i] = scales[i] * x[i] + shifts[i];
          for (let j = 0; j < i; j++) z[i] += below(i, j) * x[j];
        }
      }),
      logDeterminants: vector(paths.pathCount).fill(logDeterminant),
    }),
    toPaths: (noise) =>
      each(noise, (z, x) => {
        for (let i = 0; i < d; i++) {
          let rest = z[i] - shifts[i];
          for (let j = 0; j < i; j++) rest -= below(i, j) * x[j];
          x[i] = rest / scales[i];
        }
      }),
    pullback: (paths, slopes) => {
      checkMapPaths(map, paths);
      return each(slopes, (g, out) => {
        for (let j = 0; j < d; j++) {
          out[j] = scales[j] * g[j];
          for (let i = j + 1; i < d; i++) out[j] += below(i, j) * g[i];
        }
      });
    },
  };
}
