import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { threadId } from 'node:worker_threads';
import { sharedVector } from '../../lib/array/index.js';
import { settings, withSettings } from '../../lib/host/index.js';
import { Interrupted, interrupt, runShards, task } from '../../lib/parallel/index.js';
import { withVariable } from '../environment.js';
import * as tasks from './pool-tasks.js';

test('outcomes come in the order of the payloads', async () => {
  assert.deepEqual(await runShards(tasks.double, [3, 1, 2]), [6, 2, 4]);
  assert.deepEqual(await runShards(tasks.double, []), []);
});

test('each shard has a thread of its own, and the next run finds it warm', async () => {
  const first = await runShards(tasks.threadAndShard, [null, null]);
  const second = await runShards(tasks.threadAndShard, [null, null]);
  const threads = (shards: { thread: number }[]): number[] => shards.map(({ thread }) => thread).sort();
  assert.equal(new Set(threads(first)).size, 2);
  assert.ok(!threads(first).includes(0), 'the main thread has number 0');
  for (const thread of threads(second)) assert.ok(thread <= 3, 'at most three threads were ever asked for at a time');
});

test('a barrier lets no shard pass before all have arrived', async () => {
  const shardCount = 3;
  const values = sharedVector(shardCount);
  const rounds = 200;
  const outcomes = await runShards(tasks.sumOverBarriers, Array(shardCount).fill({ values, rounds }));
  const expected = Array.from({ length: rounds }, (_, round) => (round + 1) * 6);
  for (const sums of outcomes) assert.deepEqual(sums, expected);
});

test('two runs at a time do not disturb each other', async () => {
  const run = (): Promise<number[][]> =>
    runShards(tasks.sumOverBarriers, Array(2).fill({ values: sharedVector(2), rounds: 20 }));
  const [a, b] = await Promise.all([run(), run()]);
  assert.deepEqual(a, b);
});

test('the error of a shard ends the run with its class, message and stack, and releases the others from their barrier', async () => {
  const failing = runShards(tasks.failAtShard, Array(3).fill({ failing: 1, error: 'range' }));
  await assert.rejects(failing, (error: Error) => {
    assert.ok(error instanceof RangeError);
    assert.equal(error.message, 'odd number');
    assert.match(error.stack!, /failAtShard.*pool-tasks/);
    return true;
  });
  await assert.rejects(runShards(tasks.failAtShard, [{ failing: 0, error: 'named' }]), {
    name: 'OddNumber',
    message: 'odd number',
  });
  await assert.rejects(runShards(tasks.failAtShard, [{ failing: 0, error: 'uncaught' }]), /a bare string/);
});

test('a shard whose thread dies ends the run, and the pool works on', async () => {
  await assert.rejects(
    runShards(tasks.failAtShard, Array(2).fill({ failing: 0, error: 'exit' })),
    /thread ended by itself with code 3/,
  );
  assert.deepEqual(await runShards(tasks.double, [1, 2, 3]), [2, 4, 6]);
});

test('a shard that returns while others wait at a barrier is an error, not a deadlock', async () => {
  await assert.rejects(
    runShards(tasks.returnEarly, [1, 1]),
    /expects all 2 shards to arrive, but another has returned/,
  );
});

test('payloads, outcomes and tasks that cannot work are refused with a reason', async () => {
  await assert.rejects(runShards(tasks.double, [1, (() => 1) as never]), /could not be cloned/);
  await assert.rejects(runShards(tasks.outcomeThatCannotTravel, [1]), /could not be cloned/);
  const double = { run: (payload: number) => 2 * payload };
  await assert.rejects(
    runShards({ ...double, name: 'parallel/shard' }, [1]),
    /no function has the name parallel\/shard in this thread; declare .* top level of parallel\/shard/,
  );
  await assert.rejects(runShards({ ...double, name: '/no/such/module' }, [1]), /Cannot find module/);
  assert.throws(() => task(tasks.double.name, double.run), /got .*#double twice/);
  assert.deepEqual(await runShards(tasks.double, [1, 2]), [2, 4]);
});

test('an interrupt rejects at once and ends threads that do not stop by themselves', async () => {
  const running = sharedVector(1);
  const run = runShards(tasks.spinForever, [{ running }, { running }]);
  while (running[0] === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const start = performance.now();
  interrupt();
  await assert.rejects(run, Interrupted);
  assert.ok(performance.now() - start < 400, 'answered within 0.4 s');
  // Threads have 0.3 s to stop and then are ended; the counter stands still afterwards.
  await new Promise((resolve) => setTimeout(resolve, 700));
  const ticks = running[0];
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(running[0], ticks);
  assert.deepEqual(await runShards(tasks.double, [1, 2]), [2, 4]);
});

test('a shard that looks at cancelled() leaves early and its thread stays', async () => {
  const identify = async (): Promise<number> => (await runShards(tasks.threadAndShard, [null]))[0].thread;
  const thread = await identify();
  const ticks = sharedVector(1);
  const run = runShards(tasks.spinUntilCancelled, [{ ticks }]);
  while (ticks[0] === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  interrupt();
  await assert.rejects(run, { name: 'Interrupted' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await identify(), thread);
});

test('progress is the sum over the shards, grows, and ends with all of it', async () => {
  const seen: number[] = [];
  await runShards(tasks.report, [50, 50], { onProgress: (done) => void seen.push(done) });
  assert.equal(seen.at(-1), 100);
  assert.ok(seen.length >= 3, `some values on the way, got ${seen}`);
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
});

test('threads have the settings of the thread that starts the run', async () => {
  const read = (): Promise<unknown[]> => runShards(tasks.readSettings, [null]);
  const here = settings();
  assert.deepEqual(await read(), [here]);
  assert.deepEqual(await withSettings({ profile: 'paper', simd: false }, read), [
    { ...here, profile: 'paper', simd: false },
  ]);
  assert.deepEqual(await read(), [here]);
});

test('without threads one shard runs in the calling thread and more are refused', async () => {
  const run = (shardCount: number): Promise<unknown[]> =>
    withVariable('MICROCANON_THREADS', 'off', () => runShards(tasks.threadAndShard, Array(shardCount).fill(null)));
  assert.deepEqual(await run(1), [{ index: 0, count: 1, thread: threadId }]);
  await assert.rejects(run(2), /at most 1 where worker threads are off, got 2/);
  const sums = await withVariable('MICROCANON_THREADS', 'off', () =>
    runShards(tasks.sumOverBarriers, [{ values: sharedVector(1), rounds: 3 }]),
  );
  assert.deepEqual(sums, [[1, 2, 3]]);
  const failing = withVariable('MICROCANON_THREADS', 'off', () =>
    runShards(tasks.failAtShard, [{ failing: 0, error: 'range' }]),
  );
  await assert.rejects(failing, RangeError);
});

test('idle threads keep no process alive', () => {
  const double = `require(${JSON.stringify(join(__dirname, 'pool-tasks.js'))}).double`;
  const script = `require('microcanon/parallel').runShards(${double}, [1, 2]).then((all) => console.log(all.join()))`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    timeout: 10_000,
    cwd: __dirname,
  });
  assert.equal(stdout, '2,4\n');
  assert.equal(status, 0);
});
