import { type Ensemble, ensemble, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { LayerPass } from './layer-pass.js';
import { checkParameters, type Multilayer } from './multilayer.js';

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
  /**
   * The gradient of Σⱼ wⱼ fⱼ of each path in all parameters, [N, parameterCount], backwards through the layers.
   * Cost: three multiplications per parameter and path.
   * @param weights w, [N, m]
   */
  parameterSlopes(inputs: Ensemble, weights: Ensemble): Matrix;
  /**
   * Second derivatives of Σⱼ wⱼ fⱼ of each path in the coordinates that are no conditions, row by row, [N, d²].
   * Cost: d multiplications per parameter and path, and ½d² per hidden unit.
   */
  hessians(inputs: Ensemble, weights: Ensemble): Matrix;
  /** f, its Jacobian and Laplacian, forwards through the layers. Cost: d + 2 multiplications per parameter and path. */
  derivatives(inputs: Ensemble): NetworkDerivatives;
}

/**
 * A network with given parameters.
 * @throws RangeError when the parameters are not those of the network; from the methods, when inputs or weights have another width
 */
export function networkFunction(network: Multilayer, parameters: Vector): NetworkFunction {
  checkParameters('networkFunction', network, parameters);
  const { widths, outputs: m, signalLength: d } = network;
  const pass = new LayerPass(network, parameters);
  return {
    network,
    parameters,
    values(inputs) {
      checkWidth('inputs', inputs, widths[0]);
      const values = ensemble(inputs.pathCount, m);
      for (let n = 0; n < inputs.pathCount; n++) values.path(n).set(pass.forward(inputs.path(n), 0));
      return values;
    },
    pullback(inputs, weights) {
      checkWidth('inputs', inputs, widths[0]);
      checkWidth('weights', weights, m);
      const [values, gradient] = [ensemble(inputs.pathCount, m), ensemble(inputs.pathCount, widths[0])];
      for (let n = 0; n < inputs.pathCount; n++) {
        values.path(n).set(pass.forward(inputs.path(n), 1));
        pass.backward(weights.path(n), gradient.path(n));
      }
      return { values, gradient };
    },
    parameterSlopes(inputs, weights) {
      checkWidth('inputs', inputs, widths[0]);
      checkWidth('weights', weights, m);
      const slopes = matrix(inputs.pathCount, parameters.length);
      const gradient = vector(widths[0]);
      for (let n = 0; n < inputs.pathCount; n++) {
        pass.forward(inputs.path(n), 1);
        pass.backward(weights.path(n), gradient);
        pass.parameterSlopes(inputs.path(n), slopes.row(n));
      }
      return slopes;
    },
    hessians(inputs, weights) {
      checkWidth('inputs', inputs, widths[0]);
      checkWidth('weights', weights, m);
      const hessians = matrix(inputs.pathCount, d * d);
      const gradient = vector(widths[0]);
      for (let n = 0; n < inputs.pathCount; n++) {
        pass.forward(inputs.path(n), 2);
        pass.backward(weights.path(n), gradient);
        pass.hessian(hessians.row(n));
      }
      return hessians;
    },
    derivatives(inputs) {
      checkWidth('inputs', inputs, widths[0]);
      const count = inputs.pathCount;
      const [values, jacobians, laplacian] = [ensemble(count, m), ensemble(count, [d, m]), ensemble(count, m)];
      for (let n = 0; n < count; n++) {
        values.path(n).set(pass.forward(inputs.path(n), 2));
        pass.propagate();
        for (let i = 0; i < d; i++) jacobians.path(n).set(pass.slopesAlong(i), i * m);
        laplacian.path(n).set(pass.laplacian());
      }
      return { values, slopes: jacobians, laplacian };
    },
  };
}

function checkWidth(name: string, { signalLength }: Ensemble, width: number): void {
  if (signalLength === width) return;
  throw new RangeError(
    `networkFunction: ${name} expects paths of ${width} numbers, got ${signalLength}; take paths of that length`,
  );
}
