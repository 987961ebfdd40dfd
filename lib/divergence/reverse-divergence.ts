import {
  checkCount,
  type Displayable,
  displaySymbol,
  type Ensemble,
  type Matrix,
  matrix,
  tableBundle,
  type Vector,
  vector,
} from '../array/index.js';
import { type DescendOptions, descendMeasured, type Flow, type MeasuredDescent } from '../flow/index.js';
import { logDensityOf, type Model } from '../model/index.js';
import { euclideanLength, squared } from '../special/index.js';

/** A quantity after each step with its standard error, nats per path, [T + 1]. */
export interface Curve {
  readonly values: Vector;
  readonly standardErrors: Vector;
}

/** The least value of a curve. */
export interface Minimum {
  readonly stepNumber: number;
  readonly value: number;
  readonly standardError: number;
}

/** Reverse Kullback-Leibler divergence D(q_t ‖ p) through a descent, with its parts. All in nats per path. */
export interface ReverseDivergence extends Displayable {
  /** Independent ensembles R that the averages run over, and paths in each. */
  readonly ensembleCount: number;
  readonly ensembleSize: number;
  /** D(q_t ‖ p) = −H(q_t) − E[ln p]. */
  readonly divergence: Curve;
  /** −H(q_t). */
  readonly negativeEntropy: Curve;
  /** E[ln p] under q_t. */
  readonly logLikelihood: Curve;
  /** Entropy lost so far. */
  readonly entropyLoss: Curve;
  /**
   * Its parts (Appendix A): by moving through energy space, and by shrinking onto the target. NaN where only their sum
   * is known (see `descendMeasured`).
   */
  readonly transportLoss: Curve;
  readonly collapseLoss: Curve;
  /** The part of the standard errors of entropy and divergence that comes from probes of log-determinants, [T + 1]. */
  readonly probeErrors: Vector;
  readonly minimum: Minimum;
  /** The divergence, and the negative entropy, of each ensemble, [T + 1, R]. */
  readonly divergences: Matrix;
  readonly negativeEntropies: Matrix;
  readonly descent: MeasuredDescent;
}

/**
 * The reverse divergence of a flow's law from the true model after every step.
 *
 * Paper: section 3.2. −H(q_t) is the average of ln q₀(x₀) minus the log-determinants so far, so its first value is a
 * sample average too, not the closed form; this is what the paper's code does and what makes the parts' errors cancel.
 *
 * Standard errors come from the spread between independent ensembles (between paths, for the regular descent). A single
 * coupled ensemble has no such spread: there they come from the spread between its paths, as if these were independent.
 * Such errors are right before the first step and too large later, because the mean field reduces the spread between
 * ensembles:
 *
 * | AR(0.1), autocovariance, d = 1024, N = 128 | stated error over the spread between ensembles |
 * |---|---|
 * | divergence at the start | 1.1 |
 * | divergence halfway | 3.7 |
 * | divergence at its minimum | 1.4 |
 * | negative entropy and log-likelihood at that minimum | 90: bounds only |
 *
 * Losses of entropy, which differ between ensembles but hardly within one, get NaN. For these draw several ensembles:
 * `ensembleSize: 128` with 8 · 128 paths. Both kinds of spread contain the noise of probes.
 * @param base q₀, the law of `paths`
 * @param truth p
 * @param paths x₀, [N, d], drawn from `base`
 * @param stepCount T, whole number from 1
 * @throws RangeError when paths, flow and models differ in signal length, and what `descend` throws
 * Cost: that of `descendMeasured`.
 */
export async function reverseDivergence(
  flow: Flow,
  base: Model,
  truth: Model,
  paths: Ensemble,
  stepCount: number,
  options: DescendOptions = {},
): Promise<ReverseDivergence> {
  const start = base.logDensity(paths);
  const descent = await descendMeasured(flow, paths, stepCount, [logDensityOf(truth)], options);
  const { ensembleCount, ensembleSize, entropyLoss, transportLoss, collapseLoss, pathLosses, probeErrors } = descent;
  const [logDensities] = descent.observations;
  const rows = stepCount + 1;
  const entropy = matrix(rows, ensembleCount);
  const divergences = matrix(rows, ensembleCount);
  for (let e = 0; e < ensembleCount; e++) {
    let first = 0;
    for (let n = e * ensembleSize; n < (e + 1) * ensembleSize; n++) first += start[n];
    for (let t = 0; t < rows; t++) {
      entropy.row(t)[e] = first / ensembleSize + entropyLoss.row(t)[e];
      divergences.row(t)[e] = entropy.row(t)[e] - logDensities.row(t)[e];
    }
  }
  const [divergence, negativeEntropy, logLikelihood] = [divergences, entropy, logDensities].map(meanCurve);
  const [lost, transport, collapse] = [entropyLoss, transportLoss, collapseLoss].map(meanCurve);
  if (ensembleCount === 1) {
    const perPath = (entryOf: (t: number, n: number) => number): Vector => spreadOfPaths(rows, ensembleSize, entryOf);
    const [{ data: losses }, { data: densities }] = [pathLosses, descent.pathObservations[0]];
    const at = (t: number, n: number): number => t * ensembleSize + n;
    divergence.standardErrors.set(perPath((t, n) => start[n] + losses[at(t, n)] - densities[at(t, n)]));
    negativeEntropy.standardErrors.set(perPath((t, n) => start[n] + losses[at(t, n)]));
    logLikelihood.standardErrors.set(perPath((t, n) => densities[at(t, n)]));
  }
  const minimum = leastOf(divergence);
  return {
    ensembleCount,
    ensembleSize,
    divergence,
    negativeEntropy,
    logLikelihood,
    entropyLoss: lost,
    transportLoss: transport,
    collapseLoss: collapse,
    probeErrors: meanErrors(probeErrors),
    minimum,
    divergences,
    negativeEntropies: entropy,
    descent,
    [displaySymbol]: () =>
      tableBundle(`reverse divergence, ${flow.name} of ${flow.energy.name} towards ${truth.name}`, [
        ['paths', `${ensembleCount} × ${ensembleSize}`],
        ['at the start', inNats(divergence, 0)],
        ['least', `${inNats(divergence, minimum.stepNumber)}, after step ${minimum.stepNumber}`],
        [`after step ${stepCount}`, inNats(divergence, stepCount)],
      ]),
  };
}

/** Mean over the columns of each row, with the standard error of that mean (NaN for one column). */
export function meanCurve(samples: Matrix): Curve {
  const { rowCount, columnCount } = samples;
  const values = vector(rowCount);
  const standardErrors = vector(rowCount);
  for (let t = 0; t < rowCount; t++) {
    const row = samples.row(t);
    let sum = 0;
    for (let e = 0; e < columnCount; e++) sum += row[e];
    values[t] = sum / columnCount;
    let squares = 0;
    for (let e = 0; e < columnCount; e++) squares += squared(row[e] - values[t]);
    standardErrors[t] = Math.sqrt(squares / (columnCount - 1) / columnCount);
  }
  return { values, standardErrors };
}

/** Standard error of a mean over N paths from their spread, at every step. */
function spreadOfPaths(rowCount: number, pathCount: number, entryOf: (t: number, n: number) => number): Vector {
  const samples = matrix(rowCount, pathCount);
  for (let t = 0; t < rowCount; t++) {
    const row = samples.row(t);
    for (let n = 0; n < pathCount; n++) row[n] = entryOf(t, n);
  }
  return meanCurve(samples).standardErrors;
}

/** Standard error of the mean over independent ensembles, [T + 1], from that of each, [T + 1, R]. */
function meanErrors(errors: Matrix): Vector {
  const result = vector(errors.rowCount);
  for (let t = 0; t < errors.rowCount; t++) result[t] = euclideanLength(errors.row(t)) / errors.columnCount;
  return result;
}

/**
 * The least value of a curve. The minimum of noisy values is too small by a part of their standard error.
 * @throws RangeError when the curve is empty or holds NaN
 */
export function leastOf({ values, standardErrors }: Curve): Minimum {
  checkCount('leastOf: length of the curve', values.length, 1);
  const bad = values.findIndex(Number.isNaN);
  if (bad >= 0) throw new RangeError(`leastOf: curve expects numbers, got NaN at step ${bad}; look for what made it`);
  let stepNumber = 0;
  for (let t = 1; t < values.length; t++) if (values[t] < values[stepNumber]) stepNumber = t;
  return { stepNumber, value: values[stepNumber], standardError: standardErrors[stepNumber] };
}

function inNats({ values, standardErrors }: Curve, t: number): string {
  return `${values[t].toFixed(3)} ± ${standardErrors[t].toFixed(3)} nats`;
}
