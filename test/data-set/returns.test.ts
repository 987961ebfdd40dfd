import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, latest, logReturns, series, standardise } from 'microcanon/data-set';

const prices = series({
  name: 'prices',
  source: 'made up',
  dates: ['2020-01-01', '2020-01-02', '2020-01-05'],
  values: [1, Math.E, 1],
});

test('log returns and differences are dated by the later day', () => {
  const returns = logReturns(prices);
  assert.deepEqual(returns.dates, ['2020-01-02', '2020-01-05']);
  assert.deepEqual([...returns.values], [1, -1]);
  assert.deepEqual([...differences(prices).values], [Math.E - 1, 1 - Math.E]);
});

test('log returns undo compound growth', () => {
  const days = Array.from({ length: 28 }, (_, i) => `2021-02-${String(i + 1).padStart(2, '0')}`);
  const grown = series({ name: 'grown', source: 'made up', dates: days, values: days.map((_, i) => 50 * 1.01 ** i) });
  for (const value of logReturns(grown).values) assert.ok(Math.abs(value - 0.009950330853168083) < 1e-14);
});

test('a standardised series has mean 0 and sample variance 1, and its moments lead back', () => {
  const from = series({ ...prices, values: [2, 4, 9] });
  const { series: scaled, mean, standardDeviation } = standardise(from);
  assert.equal(mean, 5);
  assert.ok(Math.abs(standardDeviation - Math.sqrt(13)) < 1e-15);
  const [a, b, c] = scaled.values;
  assert.ok(Math.abs(a + b + c) < 1e-15);
  assert.ok(Math.abs(a * a + b * b + c * c - 2) < 1e-15);
  assert.ok(Math.abs(a * standardDeviation + mean - 2) < 1e-15);
});

test('series that cannot be treated so are one clear error', () => {
  assert.throws(() => logReturns(series({ ...prices, values: [1, 0, 2] })), {
    name: 'RangeError',
    message: 'logReturns: prices expects positive values, got 0 on 2020-01-02; use differences instead',
  });
  assert.throws(
    () => logReturns(series({ ...prices, values: [1, 2, -3] })),
    /prices expects positive values, got -3 on 2020-01-05; use differences instead/,
  );
  // The mean of three times 0.1 is not 0.1 in floating point; growth by a hundredth of a percent is constant but for rounding.
  const grown = logReturns(series({ ...prices, values: [100, 100 * 1.0001, 100 * 1.0001 ** 2] })).values;
  for (const values of [
    [3, 3, 3],
    [0.1, 0.1, 0.1],
    [0.1, 0.2 - 0.1, 0.3 - 0.2],
    [...grown, grown[0]],
    [1e308, -1e308, 1e300],
  ]) {
    assert.throws(
      () => standardise(series({ ...prices, values })),
      /^RangeError: standardise: series expects values that differ by more than rounding, got 3 with mean .*; choose another series$/,
    );
  }
  assert.throws(
    () => differences(latest(prices, 1)),
    /^RangeError: differences: series expects at least two values, got 1; read more$/,
  );
  assert.throws(
    () => latest(prices, 4),
    /^RangeError: latest: count expects a whole number from 1 to 3, got 4; ask for fewer values$/,
  );
});

test('a series needs one finite value for each of its increasing dates', () => {
  assert.throws(
    () => series({ ...prices, values: [1, 2] }),
    /series: values expects 3 numbers like dates, got 2; give one a date/,
  );
  assert.throws(
    () => series({ ...prices, values: [1, Number.NaN, 2] }),
    /series: values expects finite numbers, got NaN on 2020-01-02/,
  );
  assert.throws(
    () => series({ ...prices, values: [1, null as never, 2] }),
    /values expects finite numbers, got null on 2020-01-02/,
  );
  assert.throws(
    () => series({ ...prices, dates: ['1/2/2020', '2/1/2020', '3/1/2020'] }),
    /series: dates expects dates YYYY-MM-DD, got 1\/2\/2020; write them so/,
  );
  assert.throws(
    () => series({ ...prices, dates: ['2020-01-01', '2020-01-01', '2020-01-02'] }),
    /got 2020-01-01 after 2020-01-01/,
  );
});
