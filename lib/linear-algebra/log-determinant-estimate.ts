import { denseColumns, type DenseColumns } from './dense-columns';
import { lanczosQuadrature, type LanczosQuadrature } from './lanczos-quadrature';
import type { SymmetricOperator } from './lanczos';
import { addOuter, averageProbes, type ProbeAverage } from './probe-average';

/** How well ln|det(I − A)| is to be known. */
export interface EstimateOptions {
  /** Standard error asked for, nats. It is met on average, not each time; what was met is stated. */
  readonly goal: number;
  /** Relative accuracy of the operator's products, about. */
  readonly rounding: number;
  /** Probes at the most; 16 when left out. */
  readonly mostProbes?: number;
}

/** An operator whose estimate is to start. */
export interface EstimateRequest {
  /** Writes ±1 with equal odds; the same signs for the same number. */
  draw(probeNumber: number, out: Float64Array): void;
  /** 1 where rows and columns are left out, [length]; undefined when none is. */
  readonly kept: Float64Array | undefined;
  /** Probes to take, as the estimate of a similar operator advises; Infinity for the dense matrix, 0 to find out first. */
  readonly effort: number;
}

/** ln|det(I − A)| with its standard error. */
export interface LogDeterminantEstimate {
  readonly value: number;
  /** Of the value; 0 where it is exact. */
  readonly variance: number;
  /** The determinant's sign where it is known, else NaN. */
  readonly sign: number;
  /** Products taken, those that found out what to do included. */
  readonly products: number;
  /** What a similar operator takes: see `EstimateRequest`. */
  readonly effort: number;
}

/**
 * Estimates ln|det(I − A)|, and J(I − A)⁻¹Jᵀ for K rows J, of one symmetric operator after another by products alone.
 *
 * The owner multiplies: while not `done` it hands A · direction and J · direction to `accept`, so that several estimates
 * can share one product of many directions.
 *
 * Method. One probe v of random signs gives v·ln|I − A|·v, whose mean is the log-determinant (Hutchinson 1990), by Lanczos
 * quadrature. Its variance is at most 2(‖F‖² − (tr F)²/order), F = ln|I − A|, which the same quadrature estimates. A lone
 * eigenvalue θ with eigenvector u adds ln|1 − θ|(u·v)² to it in place of ln|1 − θ|: a heavy tail. With two probes or more,
 * each is relieved of that by the eigenvectors that the others found (`averageProbes`; compare XTrace: Epperly, Tropp and
 * Webber, SIAM J. Matrix Anal. Appl. 45, 2024). How many probes there are is decided by other probes, never by those that
 * are averaged. So the mean is right but for the quadrature's error, and sums of very many estimates may be taken.
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
/** Probes that find out what to do have numbers from here on. */
const FIRST_SCOUT = 2 ** 30;

/** Makes an estimator for operators on vectors of a length, with K = rateCount rows. */
export function logDeterminantEstimator(length: number, rateCount: number, options: EstimateOptions): LogDeterminantEstimator {
  const { goal, rounding, mostProbes = MOST_PROBES } = options;
  const quadratures: LanczosQuadrature[] = [];
  const probes: Float64Array[] = [];
  let request: EstimateRequest;
  let order = length;
  let state: 'scouting' | 'probing' | 'columns' | 'done' = 'done';
  let wanted = 0;
  let taken = 0;
  let products = 0;
  let columns: DenseColumns | undefined;
  let estimate: LogDeterminantEstimate;
  let addCoupling: (out: Float64Array) => void;

  function start(asked: EstimateRequest): void {
    request = asked;
    products = 0;
    order = length;
    columns = undefined;
    if (asked.kept) for (let i = 0; i < length; i++) order -= asked.kept[i];
    if (order === 0) finish({ value: 0, variance: 0, sign: 1, effort: 1 }, () => {});
    else if (asked.effort === 0) begin('scouting', 1);
    else measure(asked.effort);
  }

  function measure(effort: number): void {
    if (effort < Infinity) return begin('probing', effort);
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
    if (taken === quadratures.length) {
      quadratures.push(lanczosQuadrature(length, rateCount, { rounding, tolerance: Math.min(1e-5, 1e-3 * goal), notable: goal }));
      probes.push(new Float64Array(length));
    }
    const probe = probes[taken];
    request.draw(state === 'scouting' ? FIRST_SCOUT + wanted + taken : taken, probe);
    restrict(probe);
    quadratures[taken].start(probe, order, wanted > 1);
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
    const quadrature = quadratures[taken];
    quadrature.accept(product, rates);
    if (quadrature.complete) return finishComplete(quadrature);
    if (!quadrature.settled) return;
    if (++taken < wanted) return startProbe();
    const average = averageProbes(quadratures.slice(0, wanted), probes, order);
    const effort = advised(average);
    if (state === 'probing') return finish({ value: average.value, variance: average.variance, sign: NaN, effort }, average.addCoupling);
    if (wanted === 1 && effort > 1) begin('scouting', 2);
    else measure(effort);
  }

  /** Probes for the goal, given what some have shown. */
  function advised({ alone, relieved }: ProbeAverage): number {
    // Going back to one probe, which nothing relieves, needs a wider margin than going on with one.
    if (alone <= (wanted === 1 ? 1 : 0.25) * goal * goal) return 1;
    const needed = Math.max(2, Math.ceil(relieved / (goal * goal)));
    const { steps } = quadratures[0];
    return needed * steps > denseCost(order) ? Infinity : Math.min(needed, mostProbes);
  }

  function finishColumns(dense: DenseColumns): void {
    const { logAbs, sign } = dense.factorise().logDeterminant;
    finish({ value: logAbs, variance: 0, sign, effort: 0 }, dense.addCoupling);
  }

  function finishComplete(quadrature: LanczosQuadrature): void {
    const pairs = quadrature.outstanding();
    const outcome = {
      value: pairs.reduce((sum, { log }) => sum + log, 0),
      variance: quadrature.inaccuracy,
      sign: pairs.reduce((product, { value }) => product * Math.sign(1 - value), 1),
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
    get done() { return state === 'done'; },
    get direction() { return columns ? columns.direction : quadratures[taken].direction; },
    get estimate() { return estimate; },
    addCoupling: (out) => addCoupling(out),
  };
}

/** Products that take as long as the dense matrix of an order, about: measured on the scattering kernels, O(d log d) a product. */
function denseCost(order: number): number {
  return order + 9000 * (order / 1024) ** 2;
}

/** Runs an estimate of one operator given as a function, without rows J. */
export function estimateLogDeterminant(
  apply: SymmetricOperator,
  length: number,
  draw: EstimateRequest['draw'],
  options: EstimateOptions & { readonly kept?: Float64Array; readonly effort?: number },
): LogDeterminantEstimate {
  const estimator = logDeterminantEstimator(length, 0, options);
  const product = new Float64Array(length);
  estimator.start({ draw, kept: options.kept, effort: options.effort ?? 0 });
  while (!estimator.done) {
    apply(estimator.direction, product);
    estimator.accept(product, NOTHING);
  }
  return estimator.estimate;
}

const NOTHING = new Float64Array(0);
