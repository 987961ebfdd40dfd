import { type Vector, vector } from '../array/index.js';
import { lagGram, lagJacobian, lagKernel } from '../compiled/index.js';
import type { Energy } from './energy.js';
import { checkSignalLength, energyOfPaths } from './path-energy.js';

/** Length of the paths and number of lags of the stylized features. */
export interface StylizedOptions {
  /** d > squareLags. */
  readonly signalLength: number;
  /** Largest lag of the squares' autocovariance; the paper's 20 when left out. */
  readonly squareLags?: number;
}

/**
 * Stylized features of financial returns: variance, autocovariance at lag 1, and autocovariance of the squares at
 * lags 1 to 20, all as sums divided by d with no mean subtracted; K = 22.
 *
 * Paper: section 5.2.
 * @throws RangeError when signalLength is no whole number above squareLags, or squareLags none from 1
 * Cost: O(d · squareLags) for each method. The weighted Hessian is a band of width squareLags.
 */
export function stylized({ signalLength, squareLags = 20 }: StylizedOptions): Energy {
  if (!Number.isInteger(squareLags) || squareLags < 1) {
    throw new RangeError(`stylized: squareLags expects a whole number from 1, got ${squareLags}`);
  }
  checkSignalLength('stylized', signalLength, squareLags);
  const d = signalLength;
  const lags = { signalLength, linearLags: 1, squareLags };
  // Scratch buffers: every call overwrites them before it reads them (not re-entrant).
  const squares = vector(d);
  const changes = vector(d);
  const pull = vector(d);
  const pullOfChanges = vector(d);

  function square(x: Vector): void {
    for (let i = 0; i < d; i++) squares[i] = x[i] * x[i];
  }

  /** Writes Σ_l w_{1+l} (s_{i−l} + s_{i+l}) for every i. */
  function pullAround(weights: Vector, s: Vector, out: Vector): void {
    out.fill(0);
    for (let lag = 1; lag <= squareLags; lag++) {
      const weight = weights[1 + lag];
      if (weight === 0) continue;
      for (let i = lag; i < d; i++) {
        out[i] += weight * s[i - lag];
        out[i - lag] += weight * s[i];
      }
    }
  }

  return energyOfPaths({
    name: 'stylized features',
    signalLength: d,
    labels: ['variance', 'lag 1', ...Array.from({ length: squareLags }, (_, l) => `squares, lag ${l + 1}`)],
    recipe: { module: 'energy', factory: 'stylized', arguments: [{ signalLength, squareLags }] },
    accelerators: {
      moves: (pathCount) => lagKernel({ ...lags, pathCount }),
      jacobians: () => lagJacobian(lags),
      grams: () => lagGram(lags),
    },
    value(x, out) {
      square(x);
      let variance = 0;
      let product = 0;
      for (let i = 0; i < d; i++) {
        variance += squares[i];
        if (i > 0) product += x[i] * x[i - 1];
      }
      out[0] = variance / d;
      out[1] = product / d;
      for (let lag = 1; lag <= squareLags; lag++) {
        let sum = 0;
        for (let i = lag; i < d; i++) sum += squares[i] * squares[i - lag];
        out[1 + lag] = sum / d;
      }
    },
    pullback(x, weights, out) {
      square(x);
      pullAround(weights, squares, pull);
      for (let i = 0; i < d; i++) {
        const before = i > 0 ? x[i - 1] : 0;
        const after = i < d - 1 ? x[i + 1] : 0;
        out[i] = (2 * x[i] * (weights[0] + pull[i]) + weights[1] * (before + after)) / d;
      }
    },
    hessianProduct(x, weights, v, out) {
      square(x);
      pullAround(weights, squares, pull);
      for (let i = 0; i < d; i++) changes[i] = 2 * x[i] * v[i];
      pullAround(weights, changes, pullOfChanges);
      for (let i = 0; i < d; i++) {
        const before = i > 0 ? v[i - 1] : 0;
        const after = i < d - 1 ? v[i + 1] : 0;
        const own = 2 * v[i] * (weights[0] + pull[i]);
        out[i] = (own + 2 * x[i] * pullOfChanges[i] + weights[1] * (before + after)) / d;
      }
    },
    bandedHessian: {
      bandwidth: squareLags,
      fill(x, weights, band) {
        square(x);
        pullAround(weights, squares, pull);
        for (let i = 0; i < d; i++) {
          const row = i * (squareLags + 1);
          band[row] = (2 * (weights[0] + pull[i])) / d;
          for (let lag = 1; lag <= squareLags; lag++) {
            const mixed = i >= lag ? 4 * weights[1 + lag] * x[i] * x[i - lag] : 0;
            band[row + lag] = (mixed + (lag === 1 && i > 0 ? weights[1] : 0)) / d;
          }
        }
      },
    },
  });
}
