import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  differences,
  fetchSeries,
  type MarketName,
  marketNames,
  marketSeries,
  riksbank,
  usTreasuryYield,
} from 'microcanon/data-set';
import { useFolder } from '../environment.js';

const folder = mkdtempSync(join(tmpdir(), 'microcanon-markets-'));
useFolder('fetched', folder);
after(() => rmSync(folder, { recursive: true }));

test('every market has as many standardised returns as the paper takes, wherever they come from', () => {
  for (const name of marketNames) {
    const { values } = marketSeries(name).returns;
    assert.equal(values.length, name.startsWith('eur') ? 2048 : 4096, name);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const power = values.reduce((sum, value) => sum + value * value, 0) / (values.length - 1);
    assert.ok(Math.abs(mean) < 1e-12 && Math.abs(power - 1) < 1e-9, name);
  }
});

test('what stands in for EUR rates ends where the USD series begins, and says so with what to run', () => {
  const [eur, usd] = [marketSeries('eur-5'), marketSeries('usd-5')];
  assert.deepEqual([eur.isPapers, usd.isPapers, marketSeries('sp500').isPapers], [false, true, true]);
  const all = differences(usTreasuryYield(5)).dates;
  assert.equal(usd.returns.dates[4095], all[all.length - 1]);
  assert.equal(all.indexOf(usd.returns.dates[0]), all.indexOf(eur.returns.dates[2047]) + 1);
  assert.match(eur.note, /stands in for EUR bonds of 5 years/);
  assert.equal(eur.advice, 'npx microcanon data fetch riksbank EMGVB5Y');
});

test('a fetched series takes its place', async () => {
  const day = (t: number): string => new Date(Date.UTC(2000, 0, 3) + t * 86_400_000).toISOString().slice(0, 10);
  const text = JSON.stringify(Array.from({ length: 3000 }, (_, t) => ({ date: day(t), value: 4 + Math.sin(t * t) })));
  await fetchSeries(riksbank, 'EMGVB10Y', { text });
  const found = marketSeries('eur-10');
  assert.deepEqual([found.isPapers, found.advice, found.returns.dates[2047]], [true, '', day(2999)]);
  assert.match(found.note, /Sveriges riksbank, EMGVB10Y/);
});

test('a fetched series that is damaged, or too short, is not silently replaced by what stands in', async () => {
  const text = JSON.stringify([
    { date: '2000-01-03', value: 5 },
    { date: '2000-01-04', value: 6 },
  ]);
  const { path } = await fetchSeries(riksbank, 'EMGVB5Y', { text });
  assert.throws(() => marketSeries('eur-5'), {
    name: 'RangeError',
    message:
      `marketSeries: ${path} expects 2049 values or more, got 2; ` +
      'run npx microcanon data fetch riksbank EMGVB5Y, or remove the file',
  });
  writeFileSync(path, readFileSync(path, 'utf8').replace('2000-01-04', '2000-01-05'));
  assert.throws(() => marketSeries('eur-5'), { name: 'DamagedSeriesError', message: /its checksum differs/ });
  rmSync(path);
  assert.equal(marketSeries('eur-5').isPapers, false);
});

test('another name is one clear error', () => {
  assert.throws(() => marketSeries('gold' as MarketName), {
    message: 'marketSeries: name expects one of sp500, eur-5, eur-10, usd-5, usd-10, got gold; choose one of them',
  });
});
