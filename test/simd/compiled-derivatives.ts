import { ensemble, matrix, vector, type Ensemble, type Matrix, type Vector } from '../../lib/array';
import type { Energy } from '../../lib/energy';
import type { DerivativeKernel } from '../../lib/simd';
import { unit } from '../energy/derivatives';

export interface Derivatives {
  readonly values: Matrix;
  readonly pullback: Ensemble;
  readonly hessianProduct: Ensemble;
  /** Jv, [N, K]. */
  readonly rates: Matrix;
}

/** All that a kernel gives for some paths, weights and directions; what it must ignore is not a number. */
export function evaluated(
  kernel: DerivativeKernel, paths: Ensemble, weights: Vector, directions: Ensemble, c: number,
): Derivatives {
  const { pathCount, signalLength, componentCount } = kernel;
  const [values, pullback] = [matrix(pathCount, componentCount), ensemble(pathCount, signalLength)];
  kernel.load(paths.data);
  kernel.values(values.data);
  kernel.pullback(weights, pullback.data);
  return { values, pullback, ...alongDirections(kernel, directions, c) };
}

/** Hessian products and rates of all groups. */
export function alongDirections(
  kernel: DerivativeKernel, directions: Ensemble, c: number,
): Pick<Derivatives, 'hessianProduct' | 'rates'> {
  const { pathCount, signalLength, componentCount, width } = kernel;
  const [hessianProduct, rates] = [ensemble(pathCount, signalLength), matrix(pathCount, componentCount)];
  for (let group = 0; group * width < pathCount; group++) {
    const count = Math.min(width, pathCount - group * width);
    const [given, out] = [vector(width * signalLength).fill(NaN), vector(width * signalLength)];
    const changes = vector(width * componentCount);
    for (let n = 0; n < count; n++) given.set(directions.path(group * width + n), n * signalLength);
    kernel.hessianProduct(group, given, c, out, changes);
    hessianProduct.data.set(out.subarray(0, count * signalLength), group * width * signalLength);
    rates.data.set(changes.subarray(0, count * componentCount), group * width * componentCount);
  }
  return { hessianProduct, rates };
}

/** The same from the energy's own methods: Jv from gradients of single components, c JᵀJv from a pullback of it. */
export function expectedDerivatives(
  energy: Energy, paths: Ensemble, weights: Vector, directions: Ensemble, c: number,
): Derivatives {
  const { componentCount } = energy;
  const { pathCount, signalLength } = paths;
  const given = weights.length === componentCount ? weights : matrix(pathCount, componentCount, weights);
  const rates = matrix(pathCount, componentCount);
  for (let k = 0; k < componentCount; k++) {
    const gradient = energy.pullback(paths, unit(componentCount, k));
    for (let n = 0; n < pathCount; n++) {
      rates.row(n)[k] = gradient.path(n).reduce((sum, slope, t) => sum + slope * directions.path(n)[t], 0);
    }
  }
  const curvature = energy.hessianProduct(paths, given, directions);
  const further = energy.pullback(paths, matrix(pathCount, componentCount, rates.data.map((rate) => c * rate)));
  return {
    values: energy.values(paths),
    pullback: energy.pullback(paths, given),
    hessianProduct: ensemble(pathCount, signalLength, curvature.data.map((value, i) => value + further.data[i])),
    rates,
  };
}
