import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../../lib/array/index.js';
import {
  cellLaws,
  manyPathsLimit,
  regularPrediction,
  tableOneLaw,
} from '../../../lib/chapter/mean-field-limit/index.js';
import type { TableOneCell, TableOneData } from '../../../lib/chapter/synthetic/index.js';

/** A result of 128 mean-field paths, or of regular ones, whose divergence and collapse are functions of the step. */
function made(divergence: (t: number) => number, collapse: (t: number) => number, target = [0.1, 1]): TableOneData {
  const steps = [0, 1, 2, 5, 10, 20, 40];
  const curve = (values: number[]) => ({ values: vectorOf(values), standardErrors: vectorOf(values.map(() => 0.1)) });
  const values = steps.map(divergence);
  const least = values.indexOf(Math.min(...values));
  const unused = curve(values);
  return {
    target: vectorOf(target),
    targetStandardError: vectorOf(target.map(() => 0)),
    steps: vectorOf(steps),
    divergence: curve(values),
    negativeEntropy: unused,
    logLikelihood: unused,
    transportLoss: unused,
    collapseLoss: curve(steps.map(collapse)),
    probeErrors: vectorOf(values.map(() => 0)),
    minimum: { stepNumber: steps[least], value: values[least], standardError: 0.1 },
    rise: { value: 0, standardError: 0 },
  };
}

// One energy with rate 0.05 and another with rate 0.1: g(t) = Σ κt − ½(1 − e^{−2κt}).
const collapseOf = (t: number): number => 0.15 * t;
const excessOf = (t: number): number => collapseOf(t) - 0.5 * (2 - Math.exp(-0.1 * t) - Math.exp(-0.2 * t));
const limitOf = (t: number): number => 5 * Math.exp(-0.1 * t) + 0.2;
const stored = (cell: TableOneCell): TableOneData | undefined =>
  cell.model !== 'ar-0.1'
    ? undefined
    : cell.method === 'regular'
      ? made(
          (t) => limitOf(t) + excessOf(t),
          () => NaN,
        )
      : made(
          (t) => limitOf(t) + excessOf(t) / 128,
          (t) => collapseOf(t) / 128,
        );

test('the regular descent lies between the bounds of the mean-field run, and the limit of many paths, too', () => {
  const pair = { model: 'ar-0.1', energy: 'scattering-mean' } as const;
  for (const step of [5, 20, undefined]) {
    const found = regularPrediction(stored, pair, step)!;
    assert.equal(found.stepNumber, step ?? 40);
    assert.ok(found.low <= found.regular && found.regular <= found.high && found.holds);
  }
  const limit = manyPathsLimit(stored, pair)!;
  assert.equal(limit.stepNumber, 40);
  assert.ok(limit.low <= limitOf(40) && limitOf(40) <= limit.high);
  assert.ok(limit.last.low <= limitOf(40) && limit.high - limit.low < 1 / 128);
  assert.equal(regularPrediction(stored, { ...pair, model: 'cir-0.5' }), undefined);
  assert.equal(manyPathsLimit(stored, { ...pair, model: 'cir-0.5' }), undefined);
  assert.throws(() => regularPrediction(stored, pair, 3), /step expects one that both runs hold, got 3/);
});

test('a regular run that the bounds exclude is told', () => {
  const pair = { model: 'ar-0.1', energy: 'scattering-mean' } as const;
  const shifted = (cell: TableOneCell): TableOneData | undefined =>
    cell.method === 'regular'
      ? made(
          (t) => limitOf(t) + excessOf(t) + 2,
          () => NaN,
        )
      : stored(cell);
  assert.equal(regularPrediction(shifted, pair)!.holds, false);
});

test('curves are held against the law of their own size and target, at their largest distance', () => {
  const law = tableOneLaw('ar-0.1', { target: [0.11, 0.99], stepCount: 250 });
  const lookup = ({ model, method }: TableOneCell): TableOneData | undefined => {
    if (model !== 'ar-0.1') return undefined;
    const curve = law.divergence(method === 'regular' ? 1 : 128);
    return made(
      (t) => curve[t] + (t === 20 ? 0.3 : 0),
      () => 0,
      [0.11, 0.99],
    );
  };
  const found = cellLaws(lookup);
  assert.deepEqual(
    found.map(({ method, largest }) => [method, largest.stepNumber, Math.round(10 * largest.distance)]),
    [
      ['regular', 20, 30],
      ['mean-field', 20, 30],
    ],
  );
  // Towards the exact target: the least divergences of the reference recursion.
  const exact = tableOneLaw('ar-0.1');
  assert.deepEqual([exact.best(1).stepNumber, exact.best(128).stepNumber], [35, 157]);
});
