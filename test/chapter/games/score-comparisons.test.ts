import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../../lib/array/index.js';
import {
  type MeasuredScore,
  pairDifferences,
  scoreComparisons,
  scoreCurves,
} from '../../../lib/chapter/games/index.js';
import { assertClose } from '../../closeness.js';

const trained = (training: number, residualWeight: number, errors: number[], seconds: number): MeasuredScore => ({
  ...{ training, residualWeight, seconds, errors: vectorOf(errors), flowDivergence: 0 },
  residuals: vectorOf([]),
  potentialDivergences: vectorOf([]),
});
// The second training with λ = 1 stands before the first: pairs go by number.
const trainings = [
  trained(0, 0, [4, 1], 10),
  trained(1, 1, [6, 4], 30),
  trained(1, 0, [8, 3], 10),
  trained(0, 1, [2, 1.5], 20),
];
const data = { trainings, exactFlowDivergence: 0 };

test('differences are those of pairs, with the error of their mean', () => {
  const [plain, withEquation] = scoreComparisons(data, ({ errors }) => errors[1]);
  assertClose([plain.mean.value, withEquation.mean.value], [2, 2.75], 1e-14);
  assertClose([plain.difference.value, plain.difference.standardError], [0, 0], 0);
  // 0.5 and 1: deviation √(2 · 0.25²) = 0.3536, over √2.
  assertClose([withEquation.difference.value, withEquation.difference.standardError], [0.75, 0.25], 1e-14);
});

test('differences go by the number of the pair, and want both of each', () => {
  assertClose(
    pairDifferences(trainings, 1, ({ errors }) => errors[1]),
    [0.5, 1],
    1e-14,
  );
  assert.throws(
    () => pairDifferences(trainings.slice(1), 1, ({ errors }) => errors[1]),
    /^RangeError: pairDifferences: trainings expects the same numbers with λ = 1 and without, got 0, 1 and 1; /,
  );
});

test('curves are means of snapshots, and times are relative to those of the pair', () => {
  const [, { residualWeight, points, relativeTime }] = scoreCurves(data, ({ errors }) => errors, [100, 200]);
  assertClose([residualWeight, points[0].step, points[0].value, points[1].value], [1, 100, 4, 2.75], 1e-14);
  assertClose([relativeTime.value, relativeTime.standardError], [2.5, 0.5], 1e-14);
});
