import { type DenseColumns, denseColumns } from './dense-columns.js';
import type { SymmetricOperator } from './lanczos.js';
import { type LanczosQuadrature, lanczosQuadrature } from './lanczos-quadrature.js';
import { addOuter, averageProbes, type ProbeAverage, type SettledProbe } from './probe-average.js';

/** How well ln|det(I − A)| is to be known. */
export interface EstimateOptions {
  /** Standard error asked for, nats. It is met on average, not each time; what was met is stated. */
  readonly goal: number;
  /** Relative accuracy of the operator's products, about. */
  readonly rounding: number;
  /** Probes at the most; 16 when left out. */
  readonly mostProbes?: number;
  /** An orthonormal basis to draw the signs in, one in which A is nearly diagonal; that of the entries when left out. */
  readonly basis?: SignBasis;
}

/** An orthonormal basis of vectors. */
export interface SignBasis {
  analyse(vector: Float64Array, coefficients: Float64Array): void;
  synthesise(coefficients: Float64Array, vector: Float64Array): void;
}

/** What an operator takes, as the estimate of a similar one found. */
export interface Effort {
  /** Probes to take; Infinity for the dense matrix. */
  readonly probes: number;
  /** Share of the variance in the bound 2‖ln|I − A|‖² of one probe. */
  readonly share: number;
  /** Variance of one probe, by several. */
  readonly variance: number;
}

/** An operator whose estimate is to start. */
export interface EstimateRequest {
  /** Writes independent signs, ±1 with equal odds; the same for the same number. */
  draw(probeNumber: number, out: Float64Array): void;
  /** 1 where rows and columns are left out, [length]; undefined when none is. */
  readonly kept: Float64Array | undefined;
  /** To find out first when left out. */
  readonly effort?: Effort;
  /** Probes to take at the least, also where one would do; 1 when left out. */
  readonly leastProbes?: number;
}

/** ln|det(I − A)| with its standard error. */
export interface LogDeterminantEstimate {
  readonly value: number;
  /** Of the value; 0 where it is exact. */
  readonly variance: number;
  /** The determinant's sign where it is known, else NaN. */
  readonly sign: number;
  /** Probes that were averaged; 0 where the value is exact. */
  readonly probes: number;
  /** Products taken, those that found out what to do included. */
  readonly products: number;
  /** What a similar operator takes; undefined where that is to be found out again. */
  readonly effort: Effort | undefined;
}

/**
 * Estimates ln|det(I − A)|, and J(I − A)⁻¹Jᵀ for K rows J, of one symmetric operator after another by products alone.
 *
 * The owner multiplies: while not `done` it hands A · direction and J · direction to `accept`, so that several estimates
 * can share one product of many directions.
 *
 * Method. One probe v of random signs gives v·ln|I − A|·v, whose mean is the log-determinant (Hutchinson 1989), by Lanczos
 * quadrature. Its variance is twice the sum of squares of what F = ln|I − A| has off its diagonal: signs are drawn in a basis
 * where that is little. A lone eigenvalue θ with eigenvector u adds ln|1 − θ|(u·v)² to it in place of ln|1 − θ|: a heavy tail.
 * With two probes or more, each is relieved of that by the eigenvectors that the others found (`averageProbes`; compare
 * XTrace: Epperly, Tropp and Webber, SIAM J. Matrix Anal. Appl. 45, 2024). How many probes there are is decided by other
 * probes, never by those that are averaged. So the mean is right but for the quadrature's error, and sums of very many
 * estimates may be taken.
 */
export interface LogDeterminantEstimator {
  start(request: EstimateRequest): void;
  readonly done: boolean;
  readonly direction: Float64Array;
  /** @param product A · direction, [length]; entries left out are put to 0 */
  accept(product: Float64Array, rates: Float64Array): void;
  readonly estimate: LogDeterminantEstimate;
  /** Adds J(I − A)⁻¹Jᵀ, [K, K], estimated from the same products. */
  addCoupling(out: Float64Array): void;
}

const MOST_PROBES = 16;
/** Probes that what was known of the variance counts for beside those that are averaged. */
const MEMORY = 2;
const UNKNOWN: Effort = { probes: 0, share: 1, variance: 0 };
/** Probes that find out what to do have numbers from here on. */
const FIRST_SCOUT = 2 ** 30;

/** Makes an estimator for operators on vectors of a length, with K = rateCount rows. */
export function logDeterminantEstimator(
  length: number,
  rateCount: number,
  options: EstimateOptions,
): LogDeterminantEstimator {
  const { goal, rounding, mostProbes = MOST_PROBES, basis = ENTRIES } = options;
  const probes: SettledProbe[] = [];
  let request: EstimateRequest;
  let order = length;
  let state: 'scouting' | 'probing' | 'columns' | 'done' = 'done';
  let wanted = 0;
  let taken = 0;
  let known: Effort = UNKNOWN;
  let products = 0;
  let columns: DenseColumns | undefined;
  let estimate: LogDeterminantEstimate;
  let addCoupling: (out: Float64Array) => void;

  function start(asked: EstimateRequest): void {
    request = asked;
    products = 0;
    known = UNKNOWN;
    order = length;
    columns = undefined;
    if (asked.kept) for (let i = 0; i < length; i++) order -= asked.kept[i];
    if (order === 0) finish({ value: 0, variance: 0, sign: 1, probes: 0, effort: asked.effort }, () => {});
    else if (asked.effort === undefined) begin('scouting', 2);
    else measure(asked.effort);
  }

  function measure(effort: Effort): void {
    known = effort;
    if (effort.probes < Infinity) return begin('probing', Math.max(effort.probes, request.leastProbes ?? 1));
    state = 'columns';
    columns = denseColumns(length, rateCount, request.kept);
  }

  function begin(next: 'scouting' | 'probing', count: number): void {
    state = next;
    wanted = count;
    taken = 0;
    startProbe();
  }

  function startProbe(): void {
    if (taken === probes.length) {
      const tolerance = Math.min(1e-5, 1e-3 * goal);
      const quadrature = lanczosQuadrature(length, rateCount, { rounding, tolerance, notable: goal });
      probes.push({ quadrature, probe: new Float64Array(length), signs: new Float64Array(length) });
    }
    const { quadrature, probe, signs } = probes[taken];
    request.draw(state === 'scouting' ? FIRST_SCOUT + taken : taken, signs);
    basis.synthesise(signs, probe);
    restrict(probe);
    quadrature.start(probe, order, wanted > 1);
  }

  function restrict(v: Float64Array): void {
    const { kept } = request;
    if (kept) for (let i = 0; i < length; i++) if (kept[i] === 1) v[i] = 0;
  }

  function accept(product: Float64Array, rates: Float64Array): void {
    products++;
    restrict(product);
    if (columns) {
      columns.accept(product, rates);
      if (columns.complete) finishColumns(columns);
      return;
    }
    const { quadrature } = probes[taken];
    quadrature.accept(product, rates);
    if (quadrature.complete) return finishComplete(quadrature);
    if (!quadrature.settled) return;
    if (++taken < wanted) return startProbe();
    const average = averageProbes(probes.slice(0, wanted), order, known.share, basis.analyse);
    const { value, relieved, inaccuracy } = average;
    // A probe that happens to see little of a large eigenvalue is wrong and knows nothing of it: others speak up for it.
    const memory = known === UNKNOWN ? 0 : MEMORY;
    const variance = (memory * known.variance + wanted * relieved) / (memory + wanted);
    const effort = { probes: advised(average), share: average.share, variance };
    if (state === 'scouting') return measure(effort);
    finish({ value, variance: variance / wanted + inaccuracy, sign: NaN, probes: wanted, effort }, average.addCoupling);
  }

  /** Probes for the goal, given what some have shown. */
  function advised({ alone, relieved }: ProbeAverage): number {
    if (alone <= goal * goal) return 1;
    const needed = Math.max(2, Math.ceil(relieved / (goal * goal)));
    return needed * probes[0].quadrature.steps > denseCost(order) ? Infinity : Math.min(needed, mostProbes);
  }

  function finishColumns(dense: DenseColumns): void {
    const { logAbs, sign } = dense.factorise().logDeterminant;
    finish({ value: logAbs, variance: 0, sign, probes: 0, effort: undefined }, dense.addCoupling);
  }

  function finishComplete(quadrature: LanczosQuadrature): void {
    const pairs = quadrature.outstanding();
    const outcome = {
      value: pairs.reduce((sum, { log }) => sum + log, 0),
      variance: quadrature.inaccuracy,
      sign: pairs.reduce((product, { value }) => product * Math.sign(1 - value), 1),
      probes: 0,
      effort: request.effort,
    };
    finish(outcome, (out) => pairs.forEach(({ rates, value }) => addOuter(out, rates, rates, 1 / (1 - value))));
  }

  function finish(outcome: Omit<LogDeterminantEstimate, 'products'>, coupling: (out: Float64Array) => void): void {
    estimate = { ...outcome, products };
    addCoupling = coupling;
    state = 'done';
  }

  return {
    start,
    accept,
    get done() {
      return state === 'done';
    },
    get direction() {
      return columns ? columns.direction : probes[taken].quadrature.direction;
    },
    get estimate() {
      return estimate;
    },
    addCoupling: (out) => addCoupling(out),
  };
}

/** The basis of the entries themselves. */
const ENTRIES: SignBasis = {
  analyse: (vector, coefficients) => coefficients.set(vector),
  synthesise: (coefficients, vector) => vector.set(coefficients),
};

/** Products that take as long as the dense matrix of an order, about; measured with the scattering energies' kernels. */
function denseCost(order: number): number {
  return order + 9000 * (order / 1024) ** 2;
}

/** Runs an estimate of one operator given as a function, without rows J. */
export function estimateLogDeterminant(
  apply: SymmetricOperator,
  length: number,
  draw: EstimateRequest['draw'],
  options: EstimateOptions & Pick<EstimateRequest, 'effort'> & { readonly kept?: Float64Array },
): LogDeterminantEstimate {
  const estimator = logDeterminantEstimator(length, 0, options);
  const product = new Float64Array(length);
  estimator.start({ draw, kept: options.kept, effort: options.effort });
  while (!estimator.done) {
    apply(estimator.direction, product);
    estimator.accept(product, NOTHING);
  }
  return estimator.estimate;
}

const NOTHING = new Float64Array(0);
