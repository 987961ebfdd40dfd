import type { Vector } from '../array/index.js';
import { lagGram, lagJacobian, lagKernel } from '../compiled/index.js';
import type { Energy } from './energy.js';
import { checkSignalLength, energyOfPaths } from './path-energy.js';

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
  return energyOfPaths({
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
    value(x, out) {
      let product = 0;
      let square = start === 0 ? x[0] * x[0] : 0;
      for (let i = 1; i < d; i++) {
        product += x[i] * x[i - 1];
        square += x[i] * x[i];
      }
      out[0] = product / d;
      out[1] = square / d;
    },
    pullback: applyHessian,
    hessianProduct: (_path, weights, direction, out) => applyHessian(direction, weights, out),
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

  // Φ is quadratic, so its gradient at x is its Hessian times x.
  function applyHessian(x: Vector, weights: Vector, out: Vector): void {
    const side = weights[0] / d;
    const diagonal = (2 * weights[1]) / d;
    const last = d - 1;
    for (let i = 1; i < last; i++) out[i] = side * (x[i - 1] + x[i + 1]) + diagonal * x[i];
    out[0] = side * x[1] + (start === 0 ? diagonal * x[0] : 0);
    out[last] = side * x[last - 1] + diagonal * x[last];
  }
}
