import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviationEstimate,
  differenceEstimate,
  estimateAt,
  geometricMean,
  mean,
  meanEstimate,
  quantile,
  ratioEstimate,
  rootMeanSquare,
  shareEstimate,
  standardDeviation,
  sum,
  variance,
} from '../../lib/statistics/index.js';

const close = (found: number, expected: number): void =>
  assert.ok(Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${found}, not ${expected}`);

test('moments of 1 … n have their closed forms', () => {
  for (const n of [2, 5, 40]) {
    const values = Float64Array.from({ length: n }, (_, i) => i + 1);
    close(sum(values), (n * (n + 1)) / 2);
    close(mean(values), (n + 1) / 2);
    close(variance(values), (n * (n + 1)) / 12);
    close(standardDeviation(values), Math.sqrt((n * (n + 1)) / 12));
    close(rootMeanSquare(values), Math.sqrt(((n + 1) * (2 * n + 1)) / 6));
  }
  close(geometricMean([1, 10, 100]), 10);
  assert.equal(sum([]), 0);
});

test('a shift moves the mean alone, a factor scales it and the deviation', () => {
  const values = [0.3, -1.2, 4, 2.5];
  const moved = values.map((value) => 3 * value + 7);
  close(mean(moved), 3 * mean(values) + 7);
  close(standardDeviation(moved), 3 * standardDeviation(values));
});

test('quantiles are linear between sorted values, as type 7 has them', () => {
  const values = [40, 10, 30, 20];
  close(quantile(values, 0), 10);
  close(quantile(values, 1), 40);
  close(quantile(values, 0.5), 25);
  close(quantile(values, 0.1), 13);
  close(quantile([5], 0.3), 5);
  assert.deepEqual(values, [40, 10, 30, 20]);
});

test('standard errors of means, deviations and shares have their closed forms', () => {
  const values = [1, 2, 3, 4, 5];
  assert.deepEqual(meanEstimate(values), { value: 3, standardError: Math.sqrt(2.5) / Math.sqrt(5) });
  close(deviationEstimate(values).standardError, Math.sqrt(2.5 / 8));
  assert.deepEqual(shareEstimate(20, 100), { value: 0.2, standardError: 0.04 });
  assert.equal(shareEstimate(0, 10).standardError, 0);
});

test('errors of differences and ratios add as squares', () => {
  const [above, below] = [
    { value: 12, standardError: 3 },
    { value: 4, standardError: 4 },
  ];
  assert.deepEqual(differenceEstimate(above, below), { value: 8, standardError: 5 });
  close(ratioEstimate(above, below).value, 3);
  close(ratioEstimate(above, below).standardError, 3 * Math.hypot(0.25, 1));
  close(ratioEstimate({ value: -12, standardError: 3 }, below).standardError, 3 * Math.hypot(0.25, 1));
});

test('an entry of a curve is an estimate', () => {
  assert.deepEqual(estimateAt({ values: [1, 2], standardErrors: [0.1, 0.2] }, 1), { value: 2, standardError: 0.2 });
  assert.deepEqual(estimateAt({ values: [1, 2], standardErrors: [0.1, 0.2] }, -2), { value: 1, standardError: 0.1 });
  assert.throws(() => estimateAt({ values: [1, 2], standardErrors: [0.1, 0.2] }, -3), RangeError);
});

test('bad input is one clear error', () => {
  const wrong: [() => unknown, string][] = [
    [() => mean([]), 'mean: values expects at least 1 number, got 0; give more'],
    [() => variance([1]), 'variance: values expects at least 2 numbers, got 1; give more'],
    [() => meanEstimate([1]), 'variance: values expects at least 2 numbers, got 1; give more'],
    [() => quantile([1], 1.5), 'quantile: probability expects a number from 0 to 1, got 1.5; give a share'],
    [() => geometricMean([1, 0]), 'geometricMean: values[1] expects a positive number, got 0; leave it out'],
    [() => shareEstimate(3, 2), 'shareEstimate: count expects a number from 0 to 2, got 3; count among all events'],
    [
      () => ratioEstimate({ value: 1, standardError: 0 }, { value: 0, standardError: 1 }),
      'ratioEstimate: values expect numbers other than 0, got 1 and 0',
    ],
  ];
  for (const [make, message] of wrong) assert.throws(make, { name: 'RangeError', message });
});
