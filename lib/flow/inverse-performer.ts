import { type Performer, rowAt, type Space } from '../algorithm/index.js';
import { ensemble, matrix, shapeOf, type Vector, vector } from '../array/index.js';
import { evaluatorOf } from '../energy/index.js';
import type { Range } from '../parallel/index.js';
import { EFFORT_NUMBERS } from './efforts.js';
import type { InverseSchema, InverseSearch } from './frozen-inverse.js';
import { frozenKind } from './frozen-performer.js';
import { type Occasion, pathJacobians } from './path-jacobian.js';
import type { ProbeOptions } from './probed-jacobian.js';
import type { Schedule } from './schedule.js';
import { stepEquation } from './step-equation.js';
import { invertStep } from './step-inverse.js';
import { heldJacobian } from './stochastic-jacobian.js';

/** Brings the paths of one shard back through a schedule, one step and one path at a time. */
export function inversePerformer(
  plan: Schedule,
  { firstPath = 0, tolerance, ...probes }: InverseSearch,
  space: Space<InverseSchema>,
  range: Range,
): Performer {
  const { energy, weights, stepCount } = plan;
  const { signalLength } = energy;
  const { state, records } = space;
  const equation = stepEquation(energy, tolerance);
  const determinant = equation.factorises ? undefined : estimator(plan, probes);
  const before = vector(signalLength);

  /** Adds numbers of path n to the records of t steps gone back. */
  function add(t: number, n: number, numbers: readonly (readonly [Vector, number])[]): void {
    for (const [rows, added] of numbers) rowAt(rows, space, t)[n] = rowAt(rows, space, t - 1)[n] + added;
  }

  function goBack(n: number, t: number): void {
    const { logDeterminants, probeVariances, folds, newtonSteps } = records;
    const path = state.paths.subarray(n * signalLength, (n + 1) * signalLength);
    const stepNumber = stepCount - t;
    const row = weights.row(stepNumber - 1);
    const { found, way, negativeCount, residual, logDeterminant } =
      state.failedStep[n] > 0
        ? { found: false, way: 0, negativeCount: NaN, residual: state.residual[n], logDeterminant: undefined }
        : invertStep(equation, row, path, before);
    if (!found) {
      if (state.failedStep[n] === 0) [state.failedStep[n], state.residual[n]] = [stepNumber, residual];
      add(
        t + 1,
        n,
        [logDeterminants, probeVariances, folds, newtonSteps].map((rows) => [rows, NaN]),
      );
      return;
    }
    path.set(before);
    const efforts = state.efforts.subarray(n * EFFORT_NUMBERS, (n + 1) * EFFORT_NUMBERS);
    const { logAbs, variance } = logDeterminant
      ? { logAbs: logDeterminant.logAbs, variance: 0 }
      : determinant!(path, row, efforts, { stepNumber: stepNumber - 1, firstPath: firstPath + n });
    add(t + 1, n, [
      [logDeterminants, logAbs],
      [probeVariances, variance],
      [folds, negativeCount > 0 ? 1 : 0],
      [newtonSteps, way > 0 ? 1 : 0],
    ]);
  }

  return {
    begin() {},
    advance(t) {
      for (let n = range.start; n < range.end; n++) goBack(n, t);
    },
    record() {},
    save() {},
  };
}

/** Estimates ln|det M| of one path at a time, from the probes that the path of that number has on its way forth. */
function estimator(plan: Schedule, probes: ProbeOptions) {
  const { energy } = plan;
  const kernel = evaluatorOf(energy).derivatives(1);
  const { evaluate } = heldJacobian(frozenKind(plan), kernel, probes);
  const own = pathJacobians(1, 0);
  return (x: Vector, weights: Vector, efforts: Vector, occasion: Occasion) => {
    const path = ensemble(1, shapeOf(energy), x);
    kernel.load(x);
    kernel.pullback(weights, vector(x.length));
    evaluate(path, matrix(1, weights.length, weights), undefined, { ...own, efforts }, occasion);
    return { logAbs: own.logAbs[0], variance: own.variances[0] };
  };
}
