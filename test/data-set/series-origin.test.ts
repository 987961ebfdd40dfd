import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  dayFirst,
  differences,
  latest,
  logReturns,
  marketNames,
  marketSeries,
  readSeries,
  series,
  sp500,
  sp500Returns,
  standardise,
} from '../../lib/data-set/index.js';
import { originalValues } from '../../lib/data-set/original-series.js';
import { originOf } from '../../lib/data-set/series-origin.js';
import { temporaryFolder } from '../command/temporary-folder.js';

const text = 'day;price\n01.02.2020;1,5\n02.02.2020;2,5\n03.02.2020;2,25\n04.02.2020;4,75\n05.02.2020;4,5\n';

test('a series of a file, and what is made from it, says how its numbers come about, and is found again', (t) => {
  const path = join(temporaryFolder(t), 'prices.csv');
  writeFileSync(path, text);
  const reading = { dateColumn: 'day', valueColumn: 'price', decimalMark: ',', dates: dayFirst };
  const prices = readSeries(path, { ...reading, name: 'prices' });
  const steps: readonly (readonly [object[], typeof prices])[] = [
    [[], prices],
    [[{ kind: 'log returns' }], logReturns(prices)],
    [[{ kind: 'differences' }, { kind: 'latest', count: 3 }], latest(differences(prices), 3)],
    [[{ kind: 'log returns' }, { kind: 'standardised' }], standardise(logReturns(prices)).series],
  ];
  for (const [taken, { values }] of steps) {
    const origin = originOf(values)!;
    assert.deepEqual(origin, { kind: 'file', path, reading: { ...reading, dates: 'DD.MM.YYYY' }, steps: taken });
    // As plain data, such as a result's file holds.
    assert.deepEqual(originalValues(JSON.parse(JSON.stringify(origin))), values);
  }
});

test('copies, series of the reader’s own and dates of the reader’s own notation have no origin', (t) => {
  const path = join(temporaryFolder(t), 'prices.csv');
  writeFileSync(path, text.replaceAll('.', '_'));
  const dates = { name: 'own', parse: (date: string) => dayFirst.parse(date.replaceAll('_', '.')) };
  const own = readSeries(path, { dateColumn: 'day', valueColumn: 'price', decimalMark: ',', dates });
  assert.equal(own.values.length, 5);
  assert.equal(originOf(own.values), undefined);
  assert.equal(originOf(differences(own).values), undefined);
  const returns = sp500Returns();
  assert.equal(originOf(returns.values.slice()), undefined);
  assert.equal(originOf(series({ ...returns }).values), undefined);
});

test('returns of the S&P 500’s prices are found again, on whatever machine', () => {
  const returns = logReturns(sp500());
  const origin = originOf(returns.values)!;
  assert.deepEqual(origin, { kind: 'series', name: 'sp500-prices', steps: [{ kind: 'log returns' }] });
  assert.deepEqual(originalValues(JSON.parse(JSON.stringify(origin))), returns.values);
});

test('the markets are found again by their names', () => {
  assert.deepEqual(originOf(sp500Returns().values), { kind: 'series', name: 'sp500' });
  for (const name of marketNames) {
    const { values } = marketSeries(name).returns;
    assert.deepEqual(originOf(values), { kind: 'series', name });
    assert.deepEqual(originalValues({ kind: 'series', name }), values);
  }
});
