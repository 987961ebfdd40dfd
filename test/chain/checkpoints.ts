import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { runAlgorithm, type ShardedAlgorithm } from '../../lib/algorithm/index.js';
import type { Ensemble } from '../../lib/array/index.js';
import { key } from '../../lib/random/index.js';

/** Checkpoints, one or more, of a run under key 7 and a clock that runs fast; vectors are copied, since the run goes on to change them. */
export async function checkpointsOf(
  t: TestContext,
  { algorithm, start, stepCount }: { algorithm: ShardedAlgorithm; start: Ensemble; stepCount: number },
): Promise<unknown[]> {
  const checkpoints: unknown[] = [];
  const clock = t.mock.method(Date, 'now', () => 1e6 * performance.now());
  await runAlgorithm(algorithm, start, stepCount, {
    key: key(7),
    onCheckpoint: (checkpoint) => {
      const copies = Object.entries(checkpoint.vectors).map(([name, values]) => [name, values.slice()]);
      checkpoints.push({ ...checkpoint, vectors: Object.fromEntries(copies) });
    },
  });
  clock.mock.restore();
  assert.ok(checkpoints.length > 0, `${algorithm.name}: no checkpoint`);
  return checkpoints;
}
