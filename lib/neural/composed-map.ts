import type { Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { type Ensemble, type Vector, vector } from '../array/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import {
  checkMapParameters,
  checkMapPaths,
  type InvertibleFunction,
  type InvertibleMap,
  type Normalised,
} from './invertible-map.js';

/**
 * Several maps one after the other: the first is applied to paths, the last gives the noise. ln|det| is the sum of theirs, each where the
 * path has got to.
 * @param maps one or more, of one signal length
 * @throws RangeError when there is none, or their signal lengths differ
 */
export function composedMap(maps: readonly InvertibleMap[]): InvertibleMap {
  if (maps.length === 0) throw new RangeError('composedMap: maps expects one or more, got none');
  const { signalLength } = maps[0];
  const other = maps.find((one) => one.signalLength !== signalLength);
  if (other) {
    throw new RangeError(
      `composedMap: maps expects one signal length, ${signalLength} as of the first, got ${other.signalLength}; make all for the same paths`,
    );
  }
  const sizes = maps.map(({ parameterCount }) => parameterCount);
  const map: InvertibleMap = {
    name: `${maps.length} maps, first ${maps[0].name}`,
    signalLength,
    parameterCount: sizes.reduce((sum, size) => sum + size, 0),
    call: callOf(
      madeMap,
      maps.map(({ call }) => call),
    ),
    drawn: (key) => joined(maps.map((one, l) => one.drawn(foldIn(key, l)))),
    with: (parameters) => functionOf(map, maps, parameters),
    tensors(tf, parameters, paths) {
      // A split into one part has no gradient in TensorFlow.js.
      const parts = maps.length > 1 ? (parameters.split(sizes) as Tensor1D[]) : [parameters];
      let noise = paths;
      let logDeterminants: Tensor1D = tf.zeros([paths.shape[0]]);
      for (const [l, one] of maps.entries()) {
        const found = one.tensors(tf, parts[l], noise);
        noise = found.noise;
        logDeterminants = logDeterminants.add(found.logDeterminants);
      }
      return { noise, logDeterminants };
    },
  };
  return map;
}

const madeMap = portable(
  'neural/composed-map',
  (calls: readonly PortableCall<InvertibleMap>[]): InvertibleMap => composedMap(calls.map((call) => perform(call))),
);

function joined(parts: readonly Vector[]): Vector {
  const all = vector(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function functionOf(map: InvertibleMap, maps: readonly InvertibleMap[], parameters: Vector): InvertibleFunction {
  checkMapParameters(map, parameters);
  let at = 0;
  const functions = maps.map((one) => {
    at += one.parameterCount;
    return one.with(parameters.subarray(at - one.parameterCount, at));
  });
  return {
    map,
    parameters: parameters.slice(),
    toNoise(paths) {
      checkMapPaths(map, paths);
      const logDeterminants = vector(paths.pathCount);
      let noise = paths;
      for (const one of functions) {
        const found: Normalised = one.toNoise(noise);
        noise = found.noise;
        for (let n = 0; n < logDeterminants.length; n++) logDeterminants[n] += found.logDeterminants[n];
      }
      return { noise, logDeterminants };
    },
    toPaths: (noise) => functions.reduceRight((values, one) => one.toPaths(values), noise),
    pullback(paths, slopes) {
      checkMapPaths(map, paths, slopes);
      const states: Ensemble[] = [paths];
      for (const one of functions.slice(0, -1)) states.push(one.toNoise(states[states.length - 1]).noise);
      return functions.reduceRight((values, one, l) => one.pullback(states[l], values), slopes);
    },
  };
}
