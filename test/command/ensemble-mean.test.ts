import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanExchange, pathRanges } from '../../lib/command/benchmark/ensemble-mean.js';
import { runShards } from '../../lib/parallel/index.js';
import * as tasks from '../parallel/pool-tasks.js';

test('path ranges cover every path once', () => {
  for (const [pathCount, shardCount] of [
    [1, 2],
    [16, 2],
    [33, 2],
    [100, 3],
    [1024, 7],
  ]) {
    const ranges = pathRanges(pathCount, shardCount);
    const paths = ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
    assert.deepEqual(
      paths,
      Array.from({ length: pathCount }, (_, n) => n),
    );
  }
});

test('the mean over an ensemble is right and has the same bits for any number of shards, step after step', async () => {
  const pathCount = 75;
  const columnCount = 3;
  const steps = 6;
  // 1/(n + 1) is not a short binary fraction: sums in another order would differ.
  const rows = Float64Array.from({ length: pathCount * columnCount }, (_, i) => 1 / (i + 1));
  const meansBy = async (shardCount: number): Promise<Float64Array[]> => {
    const exchange = meanExchange(pathCount, columnCount);
    const payloads = pathRanges(pathCount, shardCount).map((range) => ({ exchange, range, rows, steps }));
    const outcomes = await runShards(tasks.meansOfScaledRows, payloads);
    for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
    return outcomes[0];
  };
  const alone = await meansBy(1);
  assert.equal(alone.length, steps);
  alone.forEach((mean, step) => {
    for (let k = 0; k < columnCount; k++) {
      let sum = 0;
      for (let n = 0; n < pathCount; n++) sum += rows[n * columnCount + k];
      const expected = ((step + 1) * sum) / pathCount;
      // 75 additions of numbers below one, in another order.
      assert.ok(Math.abs(mean[k] - expected) < 1e-14 * (step + 1), `${mean[k]} against ${expected}`);
    }
  });
  for (const shardCount of [2, 3, 5]) assert.deepEqual(await meansBy(shardCount), alone);
});
