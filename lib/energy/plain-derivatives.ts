import { type Ensemble, ensemble, type Matrix, matrix, shapeOf, vector } from '../array/index.js';
import { checkedDerivatives, type DerivativeKernel, ROUNDING } from '../compiled/index.js';
import type { Energy } from './energy.js';

/** Paths per group for a reader's own energy: a call of TensorFlow.js costs more than the arithmetic of one path. */
const WIDTH = 8;

/**
 * The derivatives of any energy in the shape of a compiled kernel, in double precision.
 * Cost: that of the energy's methods; the first Hessian product after `load` costs K pullbacks more, which give J.
 */
export function plainDerivatives(energy: Energy, pathCount: number): DerivativeKernel {
  const { signalLength, componentCount } = energy;
  const shape = shapeOf(energy);
  const width = energy.recipe ? 1 : WIDTH;
  const groups = Array.from({ length: Math.ceil(pathCount / width) }, (_, g) => {
    const count = Math.min(width, pathCount - g * width);
    const gradients: Ensemble[] = [];
    return {
      first: g * width,
      paths: ensemble(count, shape),
      weights: matrix(count, componentCount),
      gradients,
    };
  });
  let energies: Matrix;
  const held = ensemble(pathCount, shape);

  /** ∇Φₖ of the paths of a group, one ensemble per component. */
  function gradientsOf(group: (typeof groups)[number]): Ensemble[] {
    for (let k = group.gradients.length; k < componentCount; k++) {
      const unit = vector(componentCount);
      unit[k] = 1;
      group.gradients.push(energy.pullback(group.paths, unit));
    }
    return group.gradients;
  }

  return checkedDerivatives('plainDerivatives', {
    pathCount,
    signalLength,
    componentCount,
    width,
    rounding: ROUNDING.double,
    load(paths) {
      held.data.set(paths);
      for (const { first, paths: own, gradients } of groups) {
        own.data.set(paths.subarray(first * signalLength, first * signalLength + own.data.length));
        gradients.length = 0;
      }
      energies = energy.values(held);
    },
    values: (out) => out.set(energies.data),
    pullback(weights, out) {
      const shared = weights.length === componentCount;
      for (const group of groups) {
        for (let n = 0; n < group.paths.pathCount; n++) {
          const at = shared ? 0 : (group.first + n) * componentCount;
          group.weights.row(n).set(weights.subarray(at, at + componentCount));
        }
      }
      out.set(energy.pullback(held, shared ? weights : matrix(pathCount, componentCount, weights)).data);
    },
    hessianProduct(g, directions, c, out, rates) {
      const group = groups[g];
      const size = group.paths.data.length;
      const own = ensemble(group.paths.pathCount, shape, directions.subarray(0, size));
      const product = energy.hessianProduct(group.paths, group.weights, own);
      gradientsOf(group).forEach((gradients, k) => {
        for (let n = 0; n < own.pathCount; n++) {
          const [gradient, direction, row] = [gradients.path(n), own.path(n), product.path(n)];
          let rate = 0;
          for (let i = 0; i < signalLength; i++) rate += gradient[i] * direction[i];
          rates[n * componentCount + k] = rate;
          if (c !== 0) for (let i = 0; i < signalLength; i++) row[i] += c * rate * gradient[i];
        }
      });
      out.set(product.data);
    },
  });
}
