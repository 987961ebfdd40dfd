import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core/dist/tensor';
import { type Ensemble, singlePrecision } from '../array/index.js';
import type { TensorFlow } from '../energy/tensor-backend.js';
import type { ActivationTensors } from './activation.js';
import type { Multilayer } from './multilayer.js';

/** A network's outputs with their derivatives along one direction per path. */
export interface TensorDirectional {
  /** f, [N, m]. */
  readonly values: Tensor2D;
  /** v·∇f, [N, m]. */
  readonly slopes: Tensor2D;
  /** vᵀ∇²f v, [N, m]. */
  readonly curvatures: Tensor2D;
}

/** A network of one output with its derivatives. */
export interface TensorPotential {
  /** [N]. */
  readonly values: Tensor1D;
  /** [N, d]. */
  readonly gradient: Tensor2D;
  /** Σᵢ ∂²ᵢ, [N]. */
  readonly laplacian: Tensor1D;
}

/** A potential that changes with its conditions, such as a time. */
export interface EvolvingTensorPotential extends TensorPotential {
  /** Derivatives in the conditions, [N, c]. */
  readonly rates: Tensor2D;
}

/** A network of d outputs with the trace of its Jacobian. */
export interface TensorField {
  /** [N, d]. */
  readonly values: Tensor2D;
  /** Σᵢ ∂ᵢfᵢ, [N]. */
  readonly divergence: Tensor1D;
}

/**
 * A network as a function of tensors, for losses: parameters [parameterCount], inputs [N, d + c], conditions last.
 *
 * Derivatives in x are propagated forward through the layers together with the values. A gradient in the parameters of a loss that
 * contains them is then one of first order: those of second order fail in TensorFlow.js for sums with broadcasting, and are wrong
 * without a word for some functions.
 */
export interface TensorNetwork {
  /** f, [N, m]. Cost: one matrix product per layer. */
  values(parameters: Tensor1D, inputs: Tensor2D): Tensor2D;
  /** f with v·∇f and vᵀ∇²f v, v [N, d]. Cost: three matrix products per layer. */
  along(parameters: Tensor1D, inputs: Tensor2D, directions: Tensor2D): TensorDirectional;
  /**
   * f, ∇f and Δf of a network with one output. Cost: d + 2 matrix products per layer.
   * @throws RangeError when the network has another number of outputs
   */
  potential(parameters: Tensor1D, inputs: Tensor2D): TensorPotential;
  /**
   * The same with the derivatives in the conditions: ∂ₜf beside ∇f and Δf, what a Hamilton–Jacobi equation asks for. Cost: d + c + 2 matrix
   * products per layer.
   * @throws RangeError when the network has another number of outputs
   */
  evolvingPotential(parameters: Tensor1D, inputs: Tensor2D): EvolvingTensorPotential;
  /**
   * f and ∇f of a network with one output, backwards through the layers. Cost: two matrix products per layer.
   * @throws RangeError when the network has another number of outputs
   */
  slope(parameters: Tensor1D, inputs: Tensor2D): Pick<TensorPotential, 'values' | 'gradient'>;
  /**
   * f and its divergence, of a network with d outputs. Cost: d + 1 matrix products per layer.
   * @throws RangeError when the network has another number of outputs
   */
  field(parameters: Tensor1D, inputs: Tensor2D): TensorField;
}

/** Paths [N, d] as a tensor, in single precision. */
export function tensorOf(tf: TensorFlow, { pathCount, signalLength, data }: Ensemble): Tensor2D {
  return tf.tensor2d(singlePrecision(data), [pathCount, signalLength]);
}

/** Values, first derivatives along r directions, and the sum of the second ones. */
interface Propagated {
  readonly values: Tensor2D;
  /** [r, N, m]. */
  readonly slopes: Tensor3D;
  /** [N, m]; undefined when not asked for, and for a network without hidden layer, where it is 0. */
  readonly curvatures?: Tensor2D;
}

/** W and b of each layer. One split has one concatenation for a gradient, where slices would each have a padding. */
function partsOf({ layers, parameterCount, widths }: Multilayer, parameters: Tensor1D): readonly Part[] {
  if (parameters.size !== parameterCount) {
    throw new RangeError(
      `tensorNetwork: parameters expects ${parameterCount} numbers, those of a network ${widths.join('-')}, got ${parameters.size}; take those of this network`,
    );
  }
  const all = parameters.split(layers.flatMap(({ inputs, outputs }) => [inputs * outputs, outputs]));
  return layers.map(({ inputs, outputs }, l) => ({
    weights: all[2 * l].reshape([inputs, outputs]) as Tensor2D,
    biases: all[2 * l + 1],
  }));
}

interface Part {
  readonly weights: Tensor2D;
  readonly biases: Tensor;
}

function checkInputs({ widths }: Multilayer, inputs: Tensor2D): void {
  if (inputs.rank === 2 && inputs.shape[1] === widths[0]) return;
  throw new RangeError(
    `tensorNetwork: inputs expects a tensor [N, ${widths[0]}], got [${inputs.shape.join(', ')}]; give a row per path`,
  );
}

interface Propagation {
  readonly parameters: Tensor1D;
  readonly inputs: Tensor2D;
  /** [r, N, d], or [r, N, d + c] where some of them are conditions. */
  readonly directions: Tensor3D;
  /** Along how many of them, the first ones, second derivatives are asked for. */
  readonly curved: number;
}

function propagated(network: Multilayer, { parameters, inputs, directions, curved }: Propagation): Propagated {
  checkInputs(network, inputs);
  const { layers, widths, activation } = network;
  const [r, N, given] = directions.shape;
  const rows: [number, number][] = [
    [0, 0],
    [0, 0],
    [0, widths[0] - given],
  ];
  const padded = given === widths[0] ? directions : directions.pad(rows);
  let tangents = padded.reshape([r * N, widths[0]]) as Tensor2D;
  let values = inputs;
  let curvatures: Tensor2D | undefined;
  for (const [l, { weights, biases }] of partsOf(network, parameters).entries()) {
    const sums = values.matMul(weights).add(biases) as Tensor2D;
    const across = curvatures?.matMul(weights) as Tensor2D | undefined;
    const width = layers[l].outputs;
    const along = tangents.matMul(weights).reshape([r, N, width]) as Tensor3D;
    if (l === layers.length - 1) return { values: sums, slopes: along, curvatures: across };
    const unit = activation.tensors(sums);
    const slopes = unit.slopes();
    values = unit.values;
    tangents = along.mul(slopes).reshape([r * N, width]) as Tensor2D;
    if (curved === 0) continue;
    const bending = curved === r ? along : along.slice(0, curved);
    const bent = unit.curvatures().mul(bending.square().sum(0)) as Tensor2D;
    curvatures = across ? (bent.add(across.mul(slopes)) as Tensor2D) : bent;
  }
  throw new RangeError('tensorNetwork: a network has one layer at least');
}

function checkOutputs({ outputs }: Multilayer, method: string, wanted: number): void {
  if (outputs === wanted) return;
  throw new RangeError(
    `tensorNetwork: ${method} expects a network with ${wanted} outputs, got ${outputs}; make it by multilayer with that last width`,
  );
}

/** Values of a network with one output and their gradients in its paths, passed backwards through the layers. */
function backwards(
  tf: TensorFlow,
  network: Multilayer,
  { parameters, inputs }: { readonly parameters: Tensor1D; readonly inputs: Tensor2D },
): { values: Tensor1D; gradient: Tensor2D } {
  checkInputs(network, inputs);
  const { layers, signalLength: d, activation } = network;
  const parts = partsOf(network, parameters);
  const units: ActivationTensors[] = [];
  let [values, sums] = [inputs, inputs];
  for (const [l, { weights, biases }] of parts.entries()) {
    sums = values.matMul(weights).add(biases) as Tensor2D;
    if (l === layers.length - 1) break;
    units.push(activation.tensors(sums));
    values = units[l].values;
  }
  let errors = tf.onesLike(sums);
  for (let l = layers.length - 1; l > 0; l--) {
    errors = errors.matMul(parts[l].weights, false, true).mul(units[l - 1].slopes()) as Tensor2D;
  }
  const gradient = errors.matMul(parts[0].weights, false, true) as Tensor2D;
  return { values: sums.reshape([inputs.shape[0]]), gradient: gradient.slice([0, 0], [-1, d]) as Tensor2D };
}

/** A network as a function of tensors. */
export function tensorNetwork(tf: TensorFlow, network: Multilayer): TensorNetwork {
  const { layers, signalLength: d, conditions: c, outputs, activation } = network;
  const unitDirections = (count: number, among = d): Tensor3D =>
    tf.eye(among).reshape([among, 1, among]).tile([1, count, 1]);
  return {
    values(parameters, inputs) {
      checkInputs(network, inputs);
      return partsOf(network, parameters).reduce((values, { weights, biases }, l) => {
        const sums = values.matMul(weights).add(biases) as Tensor2D;
        return l === layers.length - 1 ? sums : activation.tensors(sums).values;
      }, inputs);
    },
    along(parameters, inputs, along) {
      const [N] = inputs.shape;
      const directions = along.reshape([1, N, d]) as Tensor3D;
      const found = propagated(network, { parameters, inputs, directions, curved: 1 });
      const slopes = found.slopes.reshape([N, outputs]) as Tensor2D;
      return { values: found.values, slopes, curvatures: found.curvatures ?? tf.zerosLike(slopes) };
    },
    potential(parameters, inputs) {
      checkOutputs(network, 'potential', 1);
      const [N] = inputs.shape;
      const found = propagated(network, { parameters, inputs, directions: unitDirections(N), curved: d });
      const values = found.values.reshape([N]) as Tensor1D;
      return {
        values,
        gradient: found.slopes.reshape([d, N]).transpose(),
        laplacian: found.curvatures ? found.curvatures.reshape([N]) : tf.zerosLike(values),
      };
    },
    evolvingPotential(parameters, inputs) {
      checkOutputs(network, 'evolvingPotential', 1);
      const [N] = inputs.shape;
      const found = propagated(network, { parameters, inputs, directions: unitDirections(N, d + c), curved: d });
      const values = found.values.reshape([N]) as Tensor1D;
      const slopes = found.slopes.reshape([d + c, N]).transpose() as Tensor2D;
      return {
        values,
        gradient: slopes.slice([0, 0], [N, d]),
        rates: slopes.slice([0, d], [N, c]),
        laplacian: found.curvatures ? found.curvatures.reshape([N]) : tf.zerosLike(values),
      };
    },
    slope(parameters, inputs) {
      checkOutputs(network, 'slope', 1);
      return backwards(tf, network, { parameters, inputs });
    },
    field(parameters, inputs) {
      checkOutputs(network, 'field', d);
      const directions = unitDirections(inputs.shape[0]);
      const found = propagated(network, { parameters, inputs, directions, curved: 0 });
      return { values: found.values, divergence: found.slopes.mul(tf.eye(d).reshape([d, 1, d])).sum([0, 2]) };
    },
  };
}
