import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { shardRanges, workerCount } from '../../lib/parallel/index.js';

const settings = ['MICROCANON_WORKERS', 'MICROCANON_THREADS'] as const;
const before = settings.map((name) => process.env[name]);
afterEach(() => {
  settings.forEach((name, i) => {
    if (before[i] === undefined) delete process.env[name];
    else process.env[name] = before[i];
  });
});

test('ranges follow one another, cover every block once and differ in size by at most one', () => {
  for (const [blockCount, shardCount] of [
    [7, 3],
    [8, 2],
    [1, 1],
    [100, 7],
    [3, 8],
  ]) {
    const ranges = shardRanges(blockCount, shardCount);
    assert.equal(ranges.length, Math.min(blockCount, shardCount));
    const blocks = ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
    assert.deepEqual(
      blocks,
      Array.from({ length: blockCount }, (_, block) => block),
    );
    const sizes = ranges.map(({ start, end }) => end - start);
    assert.ok(Math.min(...sizes) >= 1 && Math.max(...sizes) - Math.min(...sizes) <= 1);
  }
  assert.deepEqual(shardRanges(0, 4), []);
});

test('shardRanges refuses counts that are no counts', () => {
  assert.throws(() => shardRanges(-1, 2), /blockCount expects a whole number from 0, got -1/);
  assert.throws(() => shardRanges(4, 0), /shardCount expects a whole number from 1, got 0/);
  assert.throws(() => shardRanges(4, 1.5), /got 1.5/);
});

test('workerCount follows MICROCANON_WORKERS, falls back to the cores, and is 1 without threads', () => {
  process.env.MICROCANON_THREADS = 'on';
  process.env.MICROCANON_WORKERS = '3';
  assert.equal(workerCount(), 3);
  delete process.env.MICROCANON_WORKERS;
  assert.equal(workerCount(), require('node:os').availableParallelism());
  process.env.MICROCANON_WORKERS = '3';
  process.env.MICROCANON_THREADS = 'off';
  assert.equal(workerCount(), 1);
});

test('settings that make no sense are refused by name', () => {
  for (const setting of ['0', '-1', 'two', '1.5', '1000']) {
    process.env.MICROCANON_WORKERS = setting;
    assert.throws(() => workerCount(), {
      name: 'RangeError',
      message: new RegExp(`MICROCANON_WORKERS expects.*"${setting}"`),
    });
  }
  delete process.env.MICROCANON_WORKERS;
  process.env.MICROCANON_THREADS = 'maybe';
  assert.throws(() => workerCount(), /MICROCANON_THREADS expects on or off, got "maybe"/);
});
