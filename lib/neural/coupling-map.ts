import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
import { checkCount, checkPositive, type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { exp, tanh } from '../special/index.js';
import { checkMapParameters, checkMapPaths, type InvertibleFunction, type InvertibleMap } from './invertible-map.js';
import { drawnParameters, type Multilayer, multilayer } from './multilayer.js';
import { networkFunction } from './network-function.js';
import { tensorNetwork } from './tensor-network.js';

/** What a coupling map keeps, and how its network looks. */
export interface CouplingOptions {
  /** Places of the numbers of a path that stay as they are: some, but not all. */
  readonly kept: readonly number[];
  /** Units of the hidden layers of its network, from 1. */
  readonly hidden: readonly number[];
  /** The most that a logarithm of a scale is, above 0; 2 when left out. */
  readonly largest?: number;
}

/** How many times smaller than those of other layers the drawn parameters of the last one are: the first map is near the identity. */
const CALM = 0.1;

/**
 * The coupling map of RealNVP (Dinh, Sohl-Dickstein and Bengio 2017): some numbers of a path stay, each of the others becomes
 * z = x e^s + t, where a network computes s and t from those that stay. ln|det| is the sum of s.
 *
 * The inverse is as cheap as the map, whatever the network. s = largest · tanh of the network's output.
 * @param signalLength d, whole number from 2
 * @throws RangeError when places are not whole numbers below d, are the same, or are all or none, or another option is out of range
 * Cost: one evaluation of the network per path, either way.
 */
export function couplingMap(signalLength: number, { kept, hidden, largest = 2 }: CouplingOptions): InvertibleMap {
  checkCount('couplingMap: signalLength', signalLength, 2);
  checkKept(signalLength, kept);
  checkPositive('couplingMap: largest', largest);
  const moved = Array.from({ length: signalLength }, (_, i) => i).filter((i) => !kept.includes(i));
  const network = multilayer([kept.length, ...hidden, 2 * moved.length]);
  const coupling: Coupling = { network, kept: [...kept], moved, largest };
  const map: InvertibleMap = {
    name: 'coupling map',
    ...{ signalLength, parameterCount: network.parameterCount },
    call: callOf(madeMap, signalLength, { kept: [...kept], hidden: [...hidden], largest }),
    drawn(key) {
      const parameters = drawnParameters(network, key);
      const { weights } = network.layers[network.layers.length - 1];
      return parameters.map((value, i) => (i < weights ? value : CALM * value));
    },
    with: (parameters) => functionOf(map, coupling, parameters.slice()),
    tensors(tf, parameters, paths) {
      const pick = (places: readonly number[]): Tensor2D =>
        tf.oneHot(tf.tensor1d([...places], 'int32'), signalLength).toFloat() as Tensor2D;
      const [keep, move] = [pick(kept), pick(moved)];
      const from = paths.matMul(keep, false, true) as Tensor2D;
      const outputs = tensorNetwork(tf, network).values(parameters, from);
      const [raw, shifts] = tf.split(outputs, 2, 1);
      const logScales = raw.tanh().mul(largest);
      const to = paths.matMul(move, false, true).mul(logScales.exp()).add(shifts) as Tensor2D;
      return {
        noise: from.matMul(keep).add(to.matMul(move)) as Tensor2D,
        logDeterminants: logScales.sum(1) as Tensor1D,
      };
    },
  };
  return map;
}

const madeMap = portable('neural/coupling-map', couplingMap);

interface Coupling {
  readonly network: Multilayer;
  readonly kept: readonly number[];
  readonly moved: readonly number[];
  readonly largest: number;
}

function checkKept(signalLength: number, kept: readonly number[]): void {
  const isPlace = (i: number): boolean => Number.isInteger(i) && i >= 0 && i < signalLength;
  const places = new Set(kept);
  if (kept.every(isPlace) && places.size === kept.length && kept.length > 0 && kept.length < signalLength) return;
  throw new RangeError(
    `couplingMap: kept expects some different places from 0 to ${signalLength - 1}, but not all, got [${kept.join(', ')}]; keep every other place`,
  );
}

function functionOf(map: InvertibleMap, coupling: Coupling, parameters: Vector): InvertibleFunction {
  checkMapParameters(map, parameters);
  const { network, kept, moved, largest } = coupling;
  const net = networkFunction(network, parameters);
  const m = moved.length;
  const keptOf = (paths: Ensemble): Ensemble => {
    const result = ensemble(paths.pathCount, kept.length);
    for (let n = 0; n < paths.pathCount; n++) {
      const [from, to] = [paths.path(n), result.path(n)];
      for (let i = 0; i < kept.length; i++) to[i] = from[kept[i]];
    }
    return result;
  };
  return {
    ...{ map, parameters },
    toNoise(paths) {
      checkMapPaths(map, paths);
      const outputs = net.values(keptOf(paths));
      const [noise, logDeterminants] = [ensemble(paths.pathCount, map.signalLength), vector(paths.pathCount)];
      for (let n = 0; n < paths.pathCount; n++) {
        const [x, z, out] = [paths.path(n), noise.path(n), outputs.path(n)];
        z.set(x);
        for (let j = 0; j < m; j++) {
          const logScale = largest * tanh(out[j]);
          z[moved[j]] = x[moved[j]] * exp(logScale) + out[m + j];
          logDeterminants[n] += logScale;
        }
      }
      return { noise, logDeterminants };
    },
    toPaths(noise) {
      checkMapPaths(map, noise);
      const outputs = net.values(keptOf(noise));
      const paths = ensemble(noise.pathCount, map.signalLength);
      for (let n = 0; n < noise.pathCount; n++) {
        const [z, x, out] = [noise.path(n), paths.path(n), outputs.path(n)];
        x.set(z);
        for (let j = 0; j < m; j++) x[moved[j]] = (z[moved[j]] - out[m + j]) * exp(-largest * tanh(out[j]));
      }
      return paths;
    },
    pullback(paths, slopes) {
      checkMapPaths(map, paths, slopes);
      const from = keptOf(paths);
      const outputs = net.values(from);
      const weights = ensemble(paths.pathCount, 2 * m);
      const result = ensemble(paths.pathCount, map.signalLength);
      for (let n = 0; n < paths.pathCount; n++) {
        const [x, g, out] = [paths.path(n), slopes.path(n), outputs.path(n)];
        const [weight, to] = [weights.path(n), result.path(n)];
        to.set(g);
        for (let j = 0; j < m; j++) {
          const bend = tanh(out[j]);
          const scale = exp(largest * bend);
          const slope = g[moved[j]];
          to[moved[j]] = slope * scale;
          weight[j] = (slope * x[moved[j]] * scale + 1) * largest * (1 - bend * bend);
          weight[m + j] = slope;
        }
      }
      const { gradient } = net.pullback(from, weights);
      for (let n = 0; n < paths.pathCount; n++) {
        const [to, more] = [result.path(n), gradient.path(n)];
        for (let i = 0; i < kept.length; i++) to[kept[i]] += more[i];
      }
      return result;
    },
  };
}
