import { squared } from '../../special/index.js';

/**
 * What a target costs that is wrong: nats per path by which an AR(1) model with the wrong mean energies differs from the true one, of
 * variance 1, to second order of the error δ. It is ½ δᵀC⁻¹δ with C the covariance of the two energies by Bartlett's formula, exact
 * to leading order in 1/d.
 * @param bias δ: error of the autocovariance at lag 1, and of the variance
 * @param model φ, within (−1, 1), and d
 */
export function biasCost(
  [atOne, atZero]: readonly [number, number],
  { coefficient: phi, signalLength }: { readonly coefficient: number; readonly signalLength: number },
): number {
  const square = squared(phi);
  const rest = 1 - square;
  // Sums over all lags k of γ(k)² + γ(k + 1)γ(k − 1), of 2γ(k)γ(k + 1) and of 2γ(k)², where γ(k) = φ^|k|.
  const one = (1 + square) / rest + square + (2 * square) / rest;
  const both = (4 * phi) / rest;
  const zero = (2 * (1 + square)) / rest;
  const form = zero * squared(atOne) - 2 * both * atOne * atZero + one * squared(atZero);
  return (signalLength * form) / (2 * (one * zero - squared(both)));
}
