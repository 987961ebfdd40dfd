import { displaySymbol, matrix, tableBundle, vector, type Displayable, type Ensemble, type Matrix, type Vector } from '../array';
import { descendMeasured, type DescendOptions, type Flow, type MeasuredDescent, type PathFunctional } from '../flow';
import type { Model } from '../model';

/** A quantity after each step with its standard error, nats a path, [T + 1]. */
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

/** Reverse Kullback-Leibler divergence D(q_t ‖ p) through a descent, with its parts. All in nats a path. */
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
  /** Entropy lost so far by moving through energy space, and by shrinking onto the target; exact (Appendix A). */
  readonly transportLoss: Curve;
  readonly collapseLoss: Curve;
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
 * coupled ensemble has no such spread: its divergence then gets √(2 D/N), right when q is near p, and its parts get NaN.
 * Draw several ensembles, `ensembleSize: 128` with 8 · 128 paths, for errors of all parts.
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
  const { ensembleCount, ensembleSize, transportLoss, collapseLoss, observations } = descent;
  const rows = stepCount + 1;
  const entropy = matrix(rows, ensembleCount);
  const divergences = matrix(rows, ensembleCount);
  for (let e = 0; e < ensembleCount; e++) {
    let first = 0;
    for (let n = e * ensembleSize; n < (e + 1) * ensembleSize; n++) first += start[n];
    for (let t = 0; t < rows; t++) {
      entropy.row(t)[e] = first / ensembleSize + transportLoss.row(t)[e] + collapseLoss.row(t)[e];
      divergences.row(t)[e] = entropy.row(t)[e] - observations[0].row(t)[e];
    }
  }
  const divergence = curve(divergences);
  if (ensembleCount === 1) {
    for (let t = 0; t < rows; t++) divergence.standardErrors[t] = Math.sqrt((2 * Math.max(divergence.values[t], 0)) / ensembleSize);
  }
  const minimum = leastOf(divergence);
  return {
    ensembleCount,
    ensembleSize,
    divergence,
    negativeEntropy: curve(entropy),
    logLikelihood: curve(observations[0]),
    transportLoss: curve(transportLoss),
    collapseLoss: curve(collapseLoss),
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

/** ln p as a functional that a descent can record. */
function logDensityOf(model: Model): PathFunctional {
  return { recipe: model.recipe, method: 'logDensity', evaluate: (paths) => model.logDensity(paths) };
}

/** Mean over the columns of each row, with the standard error of that mean (NaN for one column). */
export function curve(samples: Matrix): Curve {
  const { rowCount, columnCount } = samples;
  const values = vector(rowCount);
  const standardErrors = vector(rowCount);
  for (let t = 0; t < rowCount; t++) {
    const row = samples.row(t);
    let sum = 0;
    for (let e = 0; e < columnCount; e++) sum += row[e];
    values[t] = sum / columnCount;
    let squares = 0;
    for (let e = 0; e < columnCount; e++) squares += (row[e] - values[t]) ** 2;
    standardErrors[t] = Math.sqrt(squares / (columnCount - 1) / columnCount);
  }
  return { values, standardErrors };
}

/** Where a curve is least. Taking a minimum biases it down by a part of its standard error. */
export function leastOf({ values, standardErrors }: Curve): Minimum {
  let stepNumber = 0;
  for (let t = 1; t < values.length; t++) if (values[t] < values[stepNumber]) stepNumber = t;
  return { stepNumber, value: values[stepNumber], standardError: standardErrors[stepNumber] };
}

function inNats({ values, standardErrors }: Curve, t: number): string {
  return `${values[t].toFixed(3)} ± ${standardErrors[t].toFixed(3)} nats`;
}
