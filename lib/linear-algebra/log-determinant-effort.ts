import { squared } from '../special/index.js';

/** How an operator's log-determinant is estimated, as the estimate of a similar operator found: its memory between steps. */
export interface Effort {
  /** Probes to take; Infinity for the dense matrix. */
  readonly probes: number;
  /** Variance of one probe as a share of its bound 2‖ln|I − A|‖². */
  readonly share: number;
  /** Variance of one probe, as several probes have shown it, nats². */
  readonly variance: number;
}

/** Effort of an operator of which nothing is known: the variance is taken for its bound. */
export const UNKNOWN: Effort = { probes: 0, share: 1, variance: 0 };

/** Probes at the most where the caller names no other number: a standard error a quarter of that of one probe. */
export const MOST_PROBES = 16;

/** Weight, in probes, of the variance that earlier estimates showed beside that of the present ones. */
const MEMORY = 2;

/** What probes of one operator have shown about the variance of one probe. */
export interface ShownVariance {
  /** Variance of one probe without deflation, with cautious weights. */
  readonly varianceAlone: number;
  /** Variance of one probe with the others' eigenvectors deflated. */
  readonly varianceDeflated: number;
  /** Variance of one probe as a share of its bound. */
  readonly share: number;
}

/**
 * Variance of one probe, nats²: the weighted mean of what `count` probes show and of what earlier estimates showed.
 *
 * A probe nearly orthogonal to the eigenvector of a large eigenvalue underestimates its own variance. Probes of earlier,
 * similar operators are independent of it and correct it on average.
 */
export function rememberedVariance(known: Effort, shown: ShownVariance, count: number): number {
  const memory = known === UNKNOWN ? 0 : MEMORY;
  return (memory * known.variance + count * shown.varianceDeflated) / (memory + count);
}

/**
 * Number of probes for a goal; Infinity where the dense matrix is cheaper than that many probes.
 * @param goal standard error of the log-determinant, nats
 * @param stepsPerProbe products that a probe takes
 */
export function advisedProbes(
  { varianceAlone, varianceDeflated }: ShownVariance,
  goal: number,
  mostProbes: number,
  stepsPerProbe: number,
  order: number,
): number {
  if (varianceAlone <= goal * goal) return 1;
  const needed = Math.max(2, Math.ceil(varianceDeflated / (goal * goal)));
  return needed * stepsPerProbe > denseCost(order) ? Infinity : Math.min(needed, mostProbes);
}

/**
 * Cost of the dense matrix of an order in products: `order` products of unit vectors, and a factorisation O(order³) where a
 * product is about O(order). 9000 was measured at order 1024 with the compiled kernels of the scattering energies.
 */
function denseCost(order: number): number {
  return order + 9000 * squared(order / 1024);
}
