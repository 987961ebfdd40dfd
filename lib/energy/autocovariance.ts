import { ensemble, matrix, type Vector } from '../array/index.js';
import { lagGram, lagJacobian, lagKernel } from '../compiled/index.js';
import type { Energy } from './energy.js';
import { checkSignalLength, energyOfPaths } from './path-energy.js';
import { checkShapes } from './weights.js';

/** Length of the paths, and the variant of eq. (5). */
export interface AutocovarianceOptions {
  /** d > 1. */
  readonly signalLength: number;
  /**
   * Where the lag-0 sum starts: at x₁ as in eq. (5) (default), or at x₂ as in the authors' code.
   */
  readonly firstSquare?: 1 | 2;
}

/**
 * The autocovariance energy Φ(x) = (Σ_{i≥2} xᵢxᵢ₋₁, Σ xᵢ²)/d: nearly the sufficient statistics of an AR(1) model.
 *
 * Paper: eq. (5). Deviation: divided by d, as in the authors' code; eq. (5) is printed without it. No mean is subtracted.
 * The Hessian does not depend on the path: its band holds 2w₂/d on the diagonal and w₁/d beside it.
 * @throws RangeError when signalLength is no whole number above 1
 * Cost: O(d) for each method.
 */
export function autocovariance({ signalLength, firstSquare = 1 }: AutocovarianceOptions): Energy {
  checkSignalLength('autocovariance', signalLength, 1);
  const d = signalLength;
  const start = firstSquare - 1;
  const lags = { signalLength, linearLags: 1, squareLags: 0, order: [1, 0] };
  const shape = { signalLength, componentCount: 2 };
  const energy = energyOfPaths({
    name: 'autocovariance',
    signalLength: d,
    labels: ['lag 1', 'lag 0'],
    recipe: { module: 'energy', factory: 'autocovariance', arguments: [{ signalLength, firstSquare }] },
    // The sums of the compiled code start at x₁.
    accelerators:
      start === 0
        ? {
            moves: (pathCount) => lagKernel({ ...lags, pathCount }),
            jacobians: () => lagJacobian(lags),
            grams: () => lagGram(lags),
          }
        : undefined,
    value: (x, out) => sumsAt(x, 0, out, 0),
    pullback: (x, weights, out) => applyHessian(x, weights, out, 0),
    hessianProduct: (_path, weights, direction, out) => applyHessian(direction, weights, out, 0),
    bandedHessian: {
      bandwidth: 1,
      fill(_path, weights, band) {
        const diagonal = (2 * weights[1]) / d;
        const side = weights[0] / d;
        for (let i = 0; i < d; i++) {
          band[2 * i] = diagonal;
          band[2 * i + 1] = side;
        }
        band[1] = 0;
        if (start === 1) band[0] = 0;
      },
    },
  });

  return {
    ...energy,
    // Over the rows of all paths: views of single paths would cost more than the sums of short ones.
    values(paths) {
      checkShapes('autocovariance.values', shape, paths);
      const result = matrix(paths.pathCount, 2);
      for (let n = 0; n < paths.pathCount; n++) sumsAt(paths.data, n * d, result.data, 2 * n);
      return result;
    },
    pullback(paths, weights) {
      if ('row' in weights) return energy.pullback(paths, weights);
      checkShapes('autocovariance.pullback', shape, paths, weights);
      const result = ensemble(paths.pathCount, d);
      for (let n = 0; n < paths.pathCount; n++) applyHessian(paths.data, weights, result.data, n * d);
      return result;
    },
  };

  /** Writes Φ of the path that begins at `from` to two places from `to` on. */
  function sumsAt(x: Vector, from: number, out: Vector, to: number): void {
    let product = 0;
    let square = start === 0 ? x[from] * x[from] : 0;
    for (let i = from + 1; i < from + d; i++) {
      product += x[i] * x[i - 1];
      square += x[i] * x[i];
    }
    out[to] = product / d;
    out[to + 1] = square / d;
  }

  // Φ is quadratic, so its gradient at x is its Hessian times x. The path begins at `from`, in `x` and in `out`.
  function applyHessian(x: Vector, weights: Vector, out: Vector, from: number): void {
    const side = weights[0] / d;
    const diagonal = (2 * weights[1]) / d;
    const last = from + d - 1;
    for (let i = from + 1; i < last; i++) out[i] = side * (x[i - 1] + x[i + 1]) + diagonal * x[i];
    out[from] = side * x[from + 1] + (start === 0 ? diagonal * x[from] : 0);
    out[last] = side * x[last - 1] + diagonal * x[last];
  }
}
