import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { withSettings } from '../../lib/host/index.js';
import { shardRanges, workerCount } from '../../lib/parallel/index.js';

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

test('workerCount follows MICROCANON_WORKERS, falls back to the cores, and is 1 without threads', async () => {
  const counted = (workers: number | undefined, threads: boolean): Promise<number> =>
    withSettings({ workers, threads }, workerCount);
  assert.equal(await counted(3, true), 3);
  assert.equal(await counted(undefined, true), availableParallelism());
  assert.equal(await counted(3, false), 1);
});
