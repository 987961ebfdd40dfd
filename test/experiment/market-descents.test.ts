import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ensembleOf } from 'microcanon/array';
import { sp500Returns } from 'microcanon/data-set';
import { stylized } from 'microcanon/energy';
import { determinantCost, marketDescents, run } from 'microcanon/experiment';

const cache = mkdtempSync(join(tmpdir(), 'microcanon-market-'));
process.env.MICROCANON_CACHE = cache;
after(() => rmSync(cache, { recursive: true }));
const quiet = { say: () => {} };
const returns = sp500Returns().values;

test('market paths: the regular ones all come near the target, the mean-field ones on average, and vary', async () => {
  const { data } = await run(marketDescents('S&P 500', returns, { pathCount: 8, stepCount: 300, signalLength: 512 }), quiet);
  const squares = Array.from({ length: 20 }, (_, l) => l + 2);
  for (const k of squares) {
    // 300 steps bring the squares near; variance and lag 1 take thousands.
    for (const { meanEnergy } of [data.regular, data.meanField]) {
      assert.ok(Math.abs(meanEnergy[k] / data.target[k] - 1) < 0.05, `${data.labels[k]}: ${meanEnergy[k]} of ${data.target[k]}`);
    }
    assert.ok(data.regular.energyVariance[k] < 1e-3 * data.meanField.energyVariance[k], data.labels[k]);
  }
  assert.equal(data.regular.losses.length, 301);
  assert.equal(data.blockCount, 8);
});

test('what a result says of its paths is true of the paths that it keeps', async () => {
  const { data } = await run(marketDescents('S&P 500', returns, { pathCount: 5, stepCount: 20, signalLength: 256 }), quiet);
  const { paths, meanEnergy, values } = data.meanField;
  assert.deepEqual([paths.rowCount, paths.columnCount, values.columnCount], [5, 256, 5]);
  const kept = ensembleOf(Array.from({ length: 5 }, (_, n) => paths.row(n)));
  const energies = stylized({ signalLength: 256 }).values(kept);
  for (let k = 0; k < meanEnergy.length; k++) {
    let mean = 0;
    for (let n = 0; n < 5; n++) mean += energies.row(n)[k] / 5;
    assert.ok(Math.abs(mean - meanEnergy[k]) < 1e-12 * Math.max(1, Math.abs(mean)), data.labels[k]);
  }
});

test('a result keeps 64 paths at most', async () => {
  const { data } = await run(marketDescents('S&P 500', returns, { pathCount: 66, stepCount: 1, signalLength: 32 }), quiet);
  assert.deepEqual([data.regular.paths.rowCount, data.regular.values.columnCount], [64, 66]);
});

test('returns that are not finite, or fewer than a path is long, are one clear error', () => {
  assert.throws(() => marketDescents('x', Float64Array.of(0, NaN)), {
    message: 'marketDescents: returns expects finite numbers, got NaN at index 1',
  });
  assert.throws(() => marketDescents('x', new Float64Array(100)), {
    message: 'marketDescents: returns expects at least the signal length 1024, got 100; shorten the paths',
  });
});

test('the methods whose cost is compared give one determinant', async () => {
  const small = { denseLengths: [16, 32], bandedLengths: [16, 32], sizes: [1, 3], rounds: 1 };
  const { byLength, bySize } = (await run(determinantCost(small), quiet)).data;
  assert.equal(byLength.length + bySize.length, 8);
  for (const dense of [...byLength, ...bySize].filter(({ method }) => method === 'dense')) {
    const same = [...byLength, ...bySize].find((entry) => {
      return entry.method === 'banded' && entry.signalLength === dense.signalLength && entry.ensembleSize === dense.ensembleSize;
    })!;
    assert.ok(Math.abs(dense.logAbs - same.logAbs) < 1e-10, `d = ${dense.signalLength}, N = ${dense.ensembleSize}`);
    assert.ok(same.seconds > 0 && same.seconds <= same.medianSeconds);
  }
});
