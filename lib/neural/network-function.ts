import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { checkParameters, type Layer, type Multilayer } from './multilayer.js';

/** A network's outputs with their derivatives in the first d inputs. */
export interface NetworkDerivatives {
  /** f, [N, m]. */
  readonly values: Ensemble;
  /** ∂ᵢfⱼ, [N, d, m]: entry i m + j of path n. */
  readonly slopes: Ensemble;
  /** Σᵢ ∂²ᵢ fⱼ, [N, m]. */
  readonly laplacian: Ensemble;
}

/**
 * A network with given parameters as a function of paths, in double precision and without TensorFlow.js: the same bits on every
 * machine, in pages and in worker threads.
 */
export interface NetworkFunction {
  readonly network: Multilayer;
  readonly parameters: Vector;
  /** f, [N, m]. Cost: parameterCount multiplications per path. */
  values(inputs: Ensemble): Ensemble;
  /**
   * f and the gradient of Σⱼ wⱼ fⱼ in all inputs, conditions included, [N, d + c], backwards through the layers.
   * Cost: two multiplications per parameter and path.
   * @param weights w, [N, m]
   */
  pullback(inputs: Ensemble, weights: Ensemble): { readonly values: Ensemble; readonly gradient: Ensemble };
  /** f, its Jacobian and Laplacian, forwards through the layers. Cost: d + 2 multiplications per parameter and path. */
  derivatives(inputs: Ensemble): NetworkDerivatives;
}

/**
 * A network with given parameters.
 * @throws RangeError when the parameters are not those of the network; from the methods, when inputs or weights have another width
 */
export function networkFunction(network: Multilayer, parameters: Vector): NetworkFunction {
  checkParameters('networkFunction', network, parameters);
  const { widths, outputs: m, signalLength: d, layers, activation } = network;
  const last = layers.length - 1;
  /** Sums u, outputs h, σ′ and σ″ of each layer, for one path. */
  const [sums, states, slopes, curvatures] = [0, 1, 2, 3].map(() => layers.map(({ outputs }) => vector(outputs)));

  function forward(path: Vector, order: 0 | 1 | 2): Vector {
    let h = path;
    layers.forEach((layer, l) => {
      sums[l].set(parameters.subarray(layer.biases, layer.biases + layer.outputs));
      addProduct(parameters, layer, h, sums[l]);
      if (l === last) return;
      activation.fill(sums[l], states[l], order > 0 ? slopes[l] : undefined, order > 1 ? curvatures[l] : undefined);
      h = states[l];
    });
    return sums[last];
  }

  const errors = widths.map((width) => vector(width));
  function backward(weights: Vector, out: Vector): void {
    errors[last + 1].set(weights);
    for (let l = last; l >= 0; l--) {
      const above = errors[l + 1];
      if (l < last) for (let o = 0; o < above.length; o++) above[o] *= slopes[l][o];
      transposedProduct(parameters, layers[l], above, l === 0 ? out : errors[l]);
    }
  }

  /** Derivatives along coordinate i, and the sum of second derivatives, of each layer's sums. */
  const tangents = layers.map(({ outputs }) => Array.from({ length: d }, () => vector(outputs)));
  const bends = layers.map(({ outputs }) => vector(outputs));
  function propagate(): void {
    layers.forEach((layer, l) => {
      bends[l].fill(0);
      for (let i = 0; i < d; i++) {
        const tangent = tangents[l][i];
        if (l === 0) {
          const from = layer.weights + i * layer.outputs;
          tangent.set(parameters.subarray(from, from + layer.outputs));
        } else {
          tangent.fill(0);
          addProduct(parameters, layer, tangents[l - 1][i], tangent);
        }
      }
      if (l > 0) addProduct(parameters, layer, bends[l - 1], bends[l]);
      if (l < last) activate(l);
    });
  }

  /** From derivatives of the sums of layer l to those of its outputs. */
  function activate(l: number): void {
    const [slope, curvature, bend] = [slopes[l], curvatures[l], bends[l]];
    for (let o = 0; o < bend.length; o++) {
      let square = 0;
      for (let i = 0; i < d; i++) {
        const tangent = tangents[l][i];
        square += tangent[o] * tangent[o];
        tangent[o] *= slope[o];
      }
      bend[o] = slope[o] * bend[o] + curvature[o] * square;
    }
  }

  return {
    network,
    parameters,
    values(inputs) {
      checkWidth('inputs', inputs, widths[0]);
      const values = ensemble(inputs.pathCount, m);
      for (let n = 0; n < inputs.pathCount; n++) values.path(n).set(forward(inputs.path(n), 0));
      return values;
    },
    pullback(inputs, weights) {
      checkWidth('inputs', inputs, widths[0]);
      checkWidth('weights', weights, m);
      const [values, gradient] = [ensemble(inputs.pathCount, m), ensemble(inputs.pathCount, widths[0])];
      for (let n = 0; n < inputs.pathCount; n++) {
        values.path(n).set(forward(inputs.path(n), 1));
        backward(weights.path(n), gradient.path(n));
      }
      return { values, gradient };
    },
    derivatives(inputs) {
      checkWidth('inputs', inputs, widths[0]);
      const count = inputs.pathCount;
      const [values, jacobians, laplacian] = [ensemble(count, m), ensemble(count, [d, m]), ensemble(count, m)];
      for (let n = 0; n < count; n++) {
        values.path(n).set(forward(inputs.path(n), 2));
        propagate();
        for (let i = 0; i < d; i++) jacobians.path(n).set(tangents[last][i], i * m);
        laplacian.path(n).set(bends[last]);
      }
      return { values, slopes: jacobians, laplacian };
    },
  };
}

function checkWidth(name: string, { signalLength }: Ensemble, width: number): void {
  if (signalLength === width) return;
  throw new RangeError(`networkFunction: ${name} expects paths of ${width} numbers, got ${signalLength}`);
}

/** Adds h W to `out`. */
function addProduct(parameters: Vector, { inputs, outputs, weights }: Layer, h: Vector, out: Vector): void {
  for (let i = 0, at = weights; i < inputs; i++, at += outputs) {
    const factor = h[i];
    for (let o = 0; o < outputs; o++) out[o] += factor * parameters[at + o];
  }
}

/** Writes W e to `out`. */
function transposedProduct(parameters: Vector, { inputs, outputs, weights }: Layer, e: Vector, out: Vector): void {
  for (let i = 0, at = weights; i < inputs; i++, at += outputs) {
    let sum = 0;
    for (let o = 0; o < outputs; o++) sum += parameters[at + o] * e[o];
    out[i] = sum;
  }
}
