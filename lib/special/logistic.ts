import type { Vector } from '../array/index.js';
import { exp } from './elementary/exponential.js';
import { log, log1p } from './elementary/logarithm.js';

/** The logistic function 1/(1 + e^{−x}), to its last digits for every x and without overflow. */
export function logistic(x: number): number {
  const small = exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/** ln(1 + eˣ), whose derivative is the logistic function, without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}

/** ln Σ e^{xᵢ}, without overflow; −∞ for no numbers and where all are −∞. */
export function logSumExp(values: Vector): number {
  const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (Math.abs(largest) === Infinity) return largest;
  return largest + log(values.reduce((sum, value) => sum + exp(value - largest), 0));
}
