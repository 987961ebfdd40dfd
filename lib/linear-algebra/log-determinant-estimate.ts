import { type DenseColumns, denseColumns } from './dense-columns.js';
import type { SymmetricOperator } from './lanczos.js';
import type { LanczosQuadrature } from './lanczos-quadrature.js';
import { advisedProbes, type Effort, MOST_PROBES, rememberedVariance, UNKNOWN } from './log-determinant-effort.js';
import { averageProbes } from './probe-average.js';
import { ENTRIES, probeRound, type SignBasis, zeroKept } from './probe-round.js';
import { addOuter } from './vector-arithmetic.js';

/** How well ln|det(I − A)| is to be known. */
export interface EstimateOptions {
  /** Standard error asked for, nats: met on average over operators; each estimate states its own. */
  readonly goal: number;
  /** Relative accuracy of the operator's products. */
  readonly rounding: number;
  /** Probes at the most; 16 when left out. */
  readonly mostProbes?: number;
  /** An orthonormal basis to draw the signs in, one in which A is nearly diagonal; that of the entries when left out. */
  readonly basis?: SignBasis;
}

/** An operator whose estimate is to start. */
export interface EstimateRequest {
  /** Writes independent signs, ±1 with equal odds; the same for the same number. */
  draw(probeNumber: number, out: Float64Array): void;
  /** 1 where rows and columns are left out, [length]; undefined when none is. */
  readonly kept: Float64Array | undefined;
  /** `effort` of a similar operator's estimate; two further probes find it out first when left out. */
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
  /** Products taken, those of the scouting probes included. */
  readonly products: number;
  /** What to request for a similar operator; undefined where it is to be found out again. */
  readonly effort: Effort | undefined;
}

/**
 * Estimates ln|det(I − A)|, and J(I − A)⁻¹Jᵀ for K rows J, of one symmetric operator after another by products alone.
 *
 * The caller multiplies: while not `done` it hands A · direction and J · direction (the rates) to `accept`, so that several
 * estimates can share one product of many directions.
 *
 * Method. One probe v of random signs gives v·ln|I − A|·v, whose mean is the log-determinant (Hutchinson 1989), by Lanczos
 * quadrature. Its variance is twice the sum of the squared off-diagonal entries of ln|I − A| in the basis of the signs. Where
 * an eigenvalue stands out, two probes or more are taken, each deflated by the eigenvectors that the others found (compare
 * XTrace: Epperly, Tropp and Webber, SIAM J. Matrix Anal. Appl. 45, 2024). The number of probes is decided by other probes
 * than those that are averaged. So the mean is right but for the quadrature's error, and sums of very many estimates may be
 * taken.
 * Derivation, states and constants: log-determinant.md.
 */
export interface LogDeterminantEstimator {
  /** Begins the estimate of another matrix; what the last one left is forgotten. */
  start(request: EstimateRequest): void;
  readonly done: boolean;
  /** The unit vector to multiply next. */
  readonly direction: Float64Array;
  /**
   * @param product A · direction, [length]; entries left out are put to 0
   * @param rates J · direction, [K]
   * @throws RangeError when the product is not finite
   */
  accept(product: Float64Array, rates: Float64Array): void;
  /** The result, once done. */
  readonly estimate: LogDeterminantEstimate;
  /** Adds J(I − A)⁻¹Jᵀ, [K, K], estimated from the same products; once done. */
  addCoupling(out: Float64Array): void;
}

/**
 * What the products are taken for. 'scouting': two probes that only find out the effort. 'probing': the probes that are
 * averaged. 'columns': unit vectors, for the dense matrix. 'done': the estimate is there.
 */
type State = 'scouting' | 'probing' | 'columns' | 'done';

/** Probes that find out the effort: the fewest that can deflate each other and show the diagonal of ln|I − A|. */
const SCOUTS = 2;

/** Scouting probes have numbers from here on, far beyond those of averaged probes, so that their signs are independent. */
const FIRST_SCOUT = 2 ** 30;

/** Makes an estimator for operators on vectors of a length, with K = rateCount rows. */
export function logDeterminantEstimator(
  length: number,
  rateCount: number,
  options: EstimateOptions,
): LogDeterminantEstimator {
  const { goal, rounding, mostProbes = MOST_PROBES, basis = ENTRIES } = options;
  const round = probeRound(length, rateCount, { goal, rounding, basis });
  let request: EstimateRequest;
  let order = length;
  let state: State = 'done';
  let known: Effort = UNKNOWN;
  let products = 0;
  let columns: DenseColumns | undefined;
  let estimate: LogDeterminantEstimate;
  let addCoupling: (out: Float64Array) => void;

  function start(asked: EstimateRequest): void {
    request = asked;
    products = 0;
    known = UNKNOWN;
    columns = undefined;
    order = length;
    if (asked.kept) for (let i = 0; i < length; i++) order -= asked.kept[i];
    if (order === 0) finish({ value: 0, variance: 0, sign: 1, probes: 0, effort: asked.effort }, () => {});
    else if (asked.effort === undefined) startRound('scouting', FIRST_SCOUT, SCOUTS);
    else startMeasuring(asked.effort);
  }

  function startMeasuring(effort: Effort): void {
    known = effort;
    if (effort.probes < Infinity) {
      startRound('probing', 0, Math.max(effort.probes, request.leastProbes ?? 1));
    } else {
      state = 'columns';
      columns = denseColumns(length, rateCount, request.kept);
    }
  }

  function startRound(next: State, firstNumber: number, count: number): void {
    state = next;
    round.start({ draw: request.draw, firstNumber, count, kept: request.kept, order });
  }

  function accept(product: Float64Array, rates: Float64Array): void {
    products++;
    zeroKept(product, request.kept);
    if (columns) {
      columns.accept(product, rates);
      if (columns.complete) finishColumns(columns);
      return;
    }
    const exact = round.accept(product, rates);
    if (exact) finishExact(exact);
    else if (round.complete) finishRound();
  }

  /** Averages the probes of a round: into the effort of the next round, or into the estimate. */
  function finishRound(): void {
    const { settled } = round;
    const count = settled.length;
    const average = averageProbes(settled, order, known.share, basis.analyse);
    const variance = rememberedVariance(known, average, count);
    const probes = advisedProbes(average, goal, mostProbes, settled[0].quadrature.steps, order);
    const effort = { probes, share: average.share, variance };
    if (state === 'scouting') {
      startMeasuring(effort);
      return;
    }
    const { value, inaccuracy } = average;
    finish({ value, variance: variance / count + inaccuracy, sign: NaN, probes: count, effort }, average.addCoupling);
  }

  function finishColumns(dense: DenseColumns): void {
    const { logAbs, sign } = dense.factorise().logDeterminant;
    finish({ value: logAbs, variance: 0, sign, probes: 0, effort: undefined }, dense.addCoupling);
  }

  /** Ends with the sum over all eigenvalues, which a quadrature of as many steps as the order has found. */
  function finishExact(quadrature: LanczosQuadrature): void {
    const pairs = quadrature.foundPairs();
    const outcome = {
      value: pairs.reduce((sum, { log }) => sum + log, 0),
      variance: quadrature.inaccuracy,
      sign: pairs.reduce((product, { value }) => product * Math.sign(1 - value), 1),
      probes: 0,
      effort: request.effort,
    };
    finish(outcome, (out) => {
      for (const { rates, value } of pairs) addOuter(out, rates, rates, 1 / (1 - value));
    });
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
      return columns ? columns.direction : round.direction;
    },
    get estimate() {
      return estimate;
    },
    addCoupling: (out) => addCoupling(out),
  };
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
  const noRates = new Float64Array(0);
  estimator.start({ draw, kept: options.kept, effort: options.effort });
  while (!estimator.done) {
    apply(estimator.direction, product);
    estimator.accept(product, noRates);
  }
  return estimator.estimate;
}
