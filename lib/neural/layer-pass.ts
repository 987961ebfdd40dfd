import { type Vector, vector } from '../array/index.js';
import type { Layer, Multilayer } from './multilayer.js';

/** The way of one path through a network's layers, forwards and backwards, in vectors that the next path uses again. */
export class LayerPass {
  private readonly last: number;
  /** Sums u, outputs h, σ′ and σ″ of each layer. */
  private readonly sums: Vector[];
  private readonly states: Vector[];
  private readonly slopes: Vector[];
  private readonly curvatures: Vector[];
  /** Derivatives of a weighted output in the inputs of each layer, and in the outputs of the last. */
  private readonly errors: Vector[];
  /** First derivatives along each coordinate, and sums of second ones, of each layer's sums, then of its outputs. */
  private readonly tangents: Vector[][];
  private readonly bends: Vector[];

  constructor(
    private readonly network: Multilayer,
    private readonly parameters: Vector,
  ) {
    const { layers, widths, signalLength } = network;
    const perLayer = (): Vector[] => layers.map(({ outputs }) => vector(outputs));
    this.last = layers.length - 1;
    [this.sums, this.states, this.slopes, this.curvatures, this.bends] = [0, 1, 2, 3, 4].map(perLayer);
    this.errors = widths.map((width) => vector(width));
    this.tangents = layers.map(({ outputs }) => Array.from({ length: signalLength }, () => vector(outputs)));
  }

  /** The outputs of a path. Slopes and curvatures of the units are computed for what follows: up to the given order. */
  forward(path: Vector, order: 0 | 1 | 2): Vector {
    const { layers, activation } = this.network;
    let h = path;
    for (const [l, layer] of layers.entries()) {
      const sums = this.sums[l];
      sums.set(this.parameters.subarray(layer.biases, layer.biases + layer.outputs));
      addProduct(this.parameters, layer, h, sums);
      if (l === this.last) break;
      const [slopes, curvatures] = [order > 0 ? this.slopes[l] : undefined, order > 1 ? this.curvatures[l] : undefined];
      activation.fill(sums, this.states[l], slopes, curvatures);
      h = this.states[l];
    }
    return this.sums[this.last];
  }

  /** After `forward` of order 1: writes the gradient of the weighted outputs in all inputs to `out`. */
  backward(weights: Vector, out: Vector): void {
    this.errors[this.last + 1].set(weights);
    for (let l = this.last; l >= 0; l--) {
      const above = this.errors[l + 1];
      if (l < this.last) for (let o = 0; o < above.length; o++) above[o] *= this.slopes[l][o];
      transposedProduct(this.parameters, this.network.layers[l], above, l === 0 ? out : this.errors[l]);
    }
  }

  /** After `backward` for the same path: writes the gradient of the weighted outputs in all parameters to `out`. */
  parameterSlopes(path: Vector, out: Vector): void {
    for (const [l, { inputs, outputs, weights, biases }] of this.network.layers.entries()) {
      const h = l === 0 ? path : this.states[l - 1];
      const error = this.errors[l + 1];
      for (let i = 0, at = weights; i < inputs; i++, at += outputs) {
        for (let o = 0; o < outputs; o++) out[at + o] = h[i] * error[o];
      }
      out.set(error, biases);
    }
  }

  /** After `forward` of order 2: derivatives in the coordinates that are no conditions. */
  propagate(): void {
    const { layers, signalLength } = this.network;
    for (const [l, layer] of layers.entries()) {
      this.bends[l].fill(0);
      for (let i = 0; i < signalLength; i++) this.advanceTangent(l, i);
      if (l > 0) addProduct(this.parameters, layer, this.bends[l - 1], this.bends[l]);
      if (l < this.last) this.activate(l);
    }
  }

  /**
   * After `forward` of order 2 and `backward` for the same path: writes second derivatives of the weighted outputs in the coordinates
   * that are no conditions to `out`, row by row. They are Σ σ″ a Jᵢ Jⱼ over the hidden units, J the derivatives of a unit's sum, a the
   * derivative of the weighted outputs in its output.
   */
  hessian(out: Vector): void {
    const { layers, signalLength: d } = this.network;
    out.fill(0);
    for (let l = 0; l < this.last; l++) {
      const [tangents, slopes] = [this.tangents[l], this.slopes[l]];
      transposedProduct(this.parameters, layers[l + 1], this.errors[l + 2], this.bends[l]);
      for (let o = 0; o < slopes.length; o++) this.bends[l][o] *= this.curvatures[l][o];
      for (let i = 0; i < d; i++) this.advanceTangent(l, i);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) out[i * d + j] += weightedDot(this.bends[l], tangents[i], tangents[j]);
      }
      for (const tangent of tangents) for (let o = 0; o < slopes.length; o++) tangent[o] *= slopes[o];
    }
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) out[j * d + i] = out[i * d + j];
  }

  /** After `propagate`: ∂ᵢ of the outputs. */
  slopesAlong(i: number): Vector {
    return this.tangents[this.last][i];
  }

  /** After `propagate`: Σᵢ ∂²ᵢ of the outputs. */
  laplacian(): Vector {
    return this.bends[this.last];
  }

  /** Derivatives of the sums of layer l along coordinate i from those of the outputs below. */
  private advanceTangent(l: number, i: number): void {
    const layer = this.network.layers[l];
    const tangent = this.tangents[l][i];
    if (l === 0) {
      const from = layer.weights + i * layer.outputs;
      tangent.set(this.parameters.subarray(from, from + layer.outputs));
    } else {
      tangent.fill(0);
      addProduct(this.parameters, layer, this.tangents[l - 1][i], tangent);
    }
  }

  /** From derivatives of the sums of layer l to those of its outputs. */
  private activate(l: number): void {
    const [slope, curvature, bend, tangents] = [this.slopes[l], this.curvatures[l], this.bends[l], this.tangents[l]];
    for (let o = 0; o < bend.length; o++) {
      let square = 0;
      for (const tangent of tangents) {
        square += tangent[o] * tangent[o];
        tangent[o] *= slope[o];
      }
      bend[o] = slope[o] * bend[o] + curvature[o] * square;
    }
  }
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

/** Σ cₒ aₒ bₒ. */
function weightedDot(c: Vector, a: Vector, b: Vector): number {
  let sum = 0;
  for (let o = 0; o < c.length; o++) sum += c[o] * a[o] * b[o];
  return sum;
}
