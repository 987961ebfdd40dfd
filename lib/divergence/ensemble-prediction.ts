import { checkLength, checkPositive, type Vector, vector } from '../array/index.js';
import { exp, log } from '../special/index.js';

/** What a mean-field descent of any energy tells of other ensemble sizes, per step, [T + 1], nats per path. */
export interface MeanFieldRecord {
  /** Reverse divergence of ensembles of N paths. */
  readonly divergence: ArrayLike<number>;
  /** Entropy lost by collapse, per path of an ensemble of N: −(1/N) Σ ln|det(I_K − (c/N) Σ J M⁻¹Jᵀ)|. */
  readonly collapse: ArrayLike<number>;
  /** N ≥ 2. */
  readonly ensembleSize: number;
  /** K. */
  readonly componentCount: number;
}

/** Bounds of a quantity at every step, [T + 1]. */
export interface Bounds {
  readonly low: Vector;
  readonly high: Vector;
}

/**
 * The divergence of ensembles of M paths from one run with ensembles of N, for any energy.
 *
 * Collapse costs an ensemble L nats, whatever its size, to first order in 1/N: L = N · collapse. What it gives back is
 * D = ½ tr(I − C⁻¹MCMᵀ), because the ensemble's mean energy then varies less: D_N = D∞ + (L − D)/N. Each of the K energies
 * gives back ½(1 − e^{−2lₖ}), where Σ lₖ = L. The sum is concave in the lₖ: least, ½(1 − e^{−2L}), where one energy
 * collapses alone, and largest, (K/2)(1 − e^{−2L/K}), where all collapse alike. So
 * D_M = D_N + (L − D)(1/M − 1/N) lies between two numbers that one run gives.
 * @param ensembleSize M from 1 to Infinity: 1 is the regular descent, Infinity the limit of many paths
 * @throws RangeError when sizes or lengths are out of range
 */
export function divergenceOfSize(record: MeanFieldRecord, ensembleSize: number): Bounds {
  const { divergence, ensembleSize: size } = record;
  const { low: least, high: most } = fluctuationReturn(record);
  if (!(ensembleSize >= 1)) {
    throw new RangeError(`divergenceOfSize: ensembleSize expects a number from 1 to Infinity, got ${ensembleSize}`);
  }
  const factor = 1 / ensembleSize - 1 / size;
  const ends = [least, most].map((given) =>
    given.map((value, t) => divergence[t] + factor * (size * record.collapse[t] - value)),
  );
  return {
    low: ends[0].map((value, t) => Math.min(value, ends[1][t])),
    high: ends[0].map((value, t) => Math.max(value, ends[1][t])),
  };
}

/** Bounds of D, the nats that an ensemble gets back because its mean energy varies less: see `divergenceOfSize`. */
export function fluctuationReturn({ divergence, collapse, ensembleSize, componentCount: K }: MeanFieldRecord): Bounds {
  const name = 'fluctuationReturn';
  checkLength(`${name}: collapse`, collapse, divergence.length);
  if (!(Number.isInteger(ensembleSize) && ensembleSize >= 2)) {
    throw new RangeError(`${name}: ensembleSize expects a whole number from 2, got ${ensembleSize}`);
  }
  if (!(Number.isInteger(K) && K >= 1)) {
    throw new RangeError(`${name}: componentCount expects a whole number from 1, got ${K}`);
  }
  const [low, high] = [vector(collapse.length), vector(collapse.length)];
  for (let t = 0; t < collapse.length; t++) {
    // Estimates of no collapse at all may come out below 0.
    const loss = Math.max(0, ensembleSize * collapse[t]);
    low[t] = 0.5 * (1 - exp(-2 * loss));
    high[t] = 0.5 * K * (1 - exp((-2 * loss) / K));
  }
  return { low, high };
}

/** What the stopping formula needs to know before a run. */
export interface StoppingSetting {
  /** κₖ, [K], above 0: the shares of its distance to the target by which a step reduces each energy's mean. */
  readonly rates: ArrayLike<number>;
  /** D₀ of the base model from the true one, above 0, nats per path. */
  readonly start: number;
  /** D∞ at the end of the descent of infinitely many paths, nats per path; 0 when left out. */
  readonly floor?: number;
  /** N. */
  readonly ensembleSize: number;
}

/**
 * The best step and the least divergence of a mean-field descent before it is run.
 *
 * D∞ falls by the slowest rate, as D₀e^{−2κ₁t}, and collapse costs (1/N) Σ κₖ per step, so that they balance at
 * t* = ln(2κ₁N D₀/Σκₖ)/2κ₁. Holds where most of D₀ lies in the slowest energy and the target is close.
 * @returns a real number of steps, from 0 on, and nats per path
 * @throws RangeError when a rate, the start or the size is not positive and finite, or the floor not finite
 */
export function stoppingStep({ rates, start, floor = 0, ensembleSize }: StoppingSetting): {
  readonly stepNumber: number;
  readonly divergence: number;
} {
  const kappas = Array.from(rates);
  const given = { start, ensembleSize, 'least of the rates': Math.min(...kappas), 'largest rate': Math.max(...kappas) };
  for (const [name, value] of Object.entries(given)) checkPositive(`stoppingStep: ${name}`, value);
  if (!Number.isFinite(floor)) throw new RangeError(`stoppingStep: floor expects a finite number, got ${floor}`);
  const slowest = Math.min(...kappas);
  const sum = kappas.reduce((total, kappa) => total + kappa, 0);
  const stepNumber = Math.max(0, log((2 * slowest * ensembleSize * start) / sum) / (2 * slowest));
  const returned = kappas.reduce((total, kappa) => total + 0.5 * (1 - exp(-2 * kappa * stepNumber)), 0);
  const divergence = floor + start * exp(-2 * slowest * stepNumber) + (sum * stepNumber - returned) / ensembleSize;
  return { stepNumber, divergence };
}
