import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol } from 'microcanon/array';
import { latest, logReturns, sp500, standardise } from 'microcanon/data-set';
import { toDataFrame } from 'microcanon/figure';

test('the index has 5105 trading days from 3 January 2000 to 17 April 2020, as its source prints them', () => {
  const { dates, values } = sp500();
  assert.equal(dates.length, 5105);
  assert.equal(values.length, 5105);
  assert.deepEqual([dates[0], values[0]], ['2000-01-03', 1455.219971]);
  assert.deepEqual([dates[5104], values[5104]], ['2020-04-17', 2874.560059]);
});

test('it gives the 4096 returns that the target needs, equal to those computed with another package', () => {
  const returns = latest(logReturns(sp500()), 4096);
  assert.equal(returns.values.length, 4096);
  assert.equal(returns.dates[0], '2004-01-09');
  const { series, mean, standardDeviation } = standardise(returns);
  // scipy on the same table, printed with 12 digits.
  assert.ok(Math.abs(mean - 0.000227535228224) < 1e-14);
  assert.ok(Math.abs(standardDeviation - 0.0122252990567) < 1e-12);
  const expected = [-0.74884640469, 0.371993692393, -0.455895680985, 0.657066463286, 0.0920169650085];
  expected.forEach((value, i) => {
    assert.ok(Math.abs(series.values[i] - value) < 1e-11, `return ${i}: ${series.values[i]}`);
  });
  assert.ok(Math.abs(series.values[4095] - 2.14419269022) < 1e-11);
});

test('a series shows itself as a short table and becomes a data frame of dates and values', () => {
  const index = latest(sp500(), 3);
  const bundle = index[displaySymbol]() as Record<string, string>;
  assert.match(bundle['text/plain'], /S&P 500[\s\S]*values +3[\s\S]*last date +2020-04-17/);
  const frame = toDataFrame(index);
  assert.deepEqual(frame.columns, ['date', 'value']);
  assert.deepEqual(frame.shape, [3, 2]);
  assert.deepEqual((frame.values as unknown[][])[2], ['2020-04-17', 2874.560059]);
});
