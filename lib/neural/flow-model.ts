import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { displaySymbol, type Ensemble, ensemble, tableBundle, type Vector } from '../array/index.js';
import type { TensorFlow } from '../energy/tensor-backend.js';
import { gaussian, type Model, type Score } from '../model/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { log } from '../special/index.js';
import type { InvertibleFunction, InvertibleMap } from './invertible-map.js';
import { tensorOf } from './tensor-network.js';

/** The law of paths S⁻¹(z), z ~ N(0, I). */
export interface FlowModel extends Model, Score {
  /** S. */
  readonly flow: InvertibleFunction;
}

/**
 * A normalizing flow as a model: draws are noise carried through S⁻¹, and ln ρ(x) = ln N(S(x); 0, I) + ln|det ∂S/∂x|, an energy-based
 * model whose partition function is 1.
 * @throws RangeError when the parameters are not those of the map
 * Cost: of the map per path; the score costs a pullback more.
 */
export function flowModel(map: InvertibleMap, parameters: Vector): FlowModel {
  const flow = map.with(parameters);
  const { signalLength } = map;
  const base = gaussian({ signalLength });
  return {
    name: `flow of ${map.name}`,
    flow,
    signalLength,
    parameters: { 'parameters of the map': map.parameterCount },
    recipe: callOf(madeModel, map.call, flow.parameters),
    sample: (key, pathCount, firstPath = 0) => flow.toPaths(base.sample(key, pathCount, firstPath)),
    logDensity(paths) {
      const { noise, logDeterminants } = flow.toNoise(paths);
      return base.logDensity(noise).map((value, n) => value + logDeterminants[n]);
    },
    score(paths) {
      const { noise } = flow.toNoise(paths);
      const slopes: Ensemble = ensemble(
        paths.pathCount,
        signalLength,
        noise.data.map((value) => -value),
      );
      return flow.pullback(paths, slopes);
    },
    [displaySymbol]: () =>
      tableBundle(`model: flow of ${map.name}`, [
        ['signal length', signalLength],
        ['parameters', map.parameterCount],
      ]),
  };
}

const madeModel = portable(
  'neural/flow-model',
  (call: PortableCall<InvertibleMap>, parameters: Vector): FlowModel => flowModel(perform(call), parameters),
);

/**
 * −ln ρ(x) of a flow, nats, [N]: the terms of the loss that likelihood descends.
 * @param paths [N, d]
 */
export function flowLosses(
  tf: TensorFlow,
  map: InvertibleMap,
  { parameters, paths }: { readonly parameters: Tensor1D; readonly paths: Ensemble },
): Tensor {
  const { noise, logDeterminants } = map.tensors(tf, parameters, tensorOf(tf, paths));
  const constant = 0.5 * map.signalLength * log(2 * Math.PI);
  return noise.square().sum(1).mul(0.5).sub(logDeterminants).add(constant);
}
