import { type Ensemble, ensemble, type Matrix, matrix, shapeOf, vector } from '../array/index.js';
import { checkedDerivatives, type DerivativeKernel, ROUNDING } from '../compiled/index.js';
import type { Energy } from './energy.js';

/** Paths per group for a reader's own energy: a call of TensorFlow.js costs more than the arithmetic of one path. */
const WIDTH = 8;

/** Paths that one call of the energy takes. */
interface PathGroup {
  readonly paths: Ensemble;
  readonly weights: Matrix;
  /** ∇Φₖ of the paths, one ensemble for each of the first components: those computed since the paths were loaded. */
  readonly gradients: Ensemble[];
}

/**
 * The derivatives of any energy in the shape of a compiled kernel, in double precision.
 * Cost: that of the energy's methods; the first Hessian product after `load` costs K pullbacks more, which give J.
 */
export function plainDerivatives(energy: Energy, pathCount: number): DerivativeKernel {
  const { signalLength, componentCount } = energy;
  const shape = shapeOf(energy);
  const width = energy.recipe ? 1 : WIDTH;
  let energies: Matrix;
  const held = ensemble(pathCount, shape);
  const rows = matrix(pathCount, componentCount);
  /** Groups whose Hessian products were asked for, by number: their paths and weights are views of those held. */
  const groups: PathGroup[] = [];

  function groupAt(g: number): PathGroup {
    const first = g * width;
    const last = Math.min(first + width, pathCount);
    groups[g] ??= {
      paths: ensemble(last - first, shape, held.data.subarray(first * signalLength, last * signalLength)),
      weights: matrix(last - first, componentCount, rows.data.subarray(first * componentCount, last * componentCount)),
      gradients: [],
    };
    return groups[g];
  }

  /** ∇Φₖ of the paths of a group, one ensemble per component. */
  function gradientsOf(group: PathGroup): Ensemble[] {
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
      for (const group of groups) if (group) group.gradients.length = 0;
      energies = energy.values(held);
    },
    values: (out) => out.set(energies.data),
    pullback(weights, out) {
      const shared = weights.length === componentCount;
      if (shared) for (let i = 0; i < rows.data.length; i++) rows.data[i] = weights[i % componentCount];
      else rows.data.set(weights);
      out.set(energy.pullback(held, shared ? weights : rows).data);
    },
    hessianProduct(g, directions, c, out, rates) {
      const group = groupAt(g);
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
