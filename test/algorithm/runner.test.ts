import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Checkpoint,
  pathwiseAlgorithm,
  perPath,
  runAlgorithm,
  runAtOnce,
  type ShardedAlgorithm,
} from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf, type Vector } from '../../lib/array/index.js';
import { langevin, modelPotential } from '../../lib/chain/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { descentAlgorithm, meanFieldDescent } from '../../lib/flow/index.js';
import { ar } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertSameBits } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { stopsSoon } from '../interruption.js';

const signalLength = 64;
const truth = ar([0.5], { signalLength });
const paths = truth.sample(key(3), 12);

/** Algorithms of each kind: paths that exchange their energies, and paths by themselves. */
const algorithms: Record<string, ShardedAlgorithm> = {
  descent: descentAlgorithm(
    meanFieldDescent(autocovariance({ signalLength }), [0.3, 1], { stepSize: 2, ensembleSize: 4 }),
  ),
  chain: langevin(modelPotential(truth), { stepSize: 0.05 }),
};

/** Halves every value: its numbers are known in advance. */
const halving = pathwiseAlgorithm({
  name: 'halving',
  shape: [2],
  own: { count: perPath() },
  info: { first: perPath() },
  identity: 'halving',
  start: ({ pathCount }) => ({ count: new Float64Array(pathCount) }),
  move({ pathCount, data }, { count }, { t, firstPath }) {
    const halves = ensemble(
      pathCount,
      2,
      data.map((value) => value / 2),
    );
    const first = Float64Array.from({ length: pathCount }, (_, n) => 100 * t + firstPath + n);
    return { paths: halves, own: { count: count.map((value) => value + 1) }, info: { first } };
  },
});

const numbers = (vectors: Readonly<Record<string, Vector>>): Vector =>
  Float64Array.from(Object.values(vectors).flatMap((values) => [...values]));

/** Checkpoints of a run under a clock that runs a thousand times as fast, so that they are many. */
async function checkpointsOf(t: TestContext, algorithm: ShardedAlgorithm, stepCount: number): Promise<Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  const started = performance.now();
  const clock = t.mock.method(Date, 'now', () => 50_000 * (performance.now() - started));
  await runAlgorithm(algorithm, paths, stepCount, {
    key: key(5),
    onCheckpoint: (checkpoint) => {
      const copies = Object.entries(checkpoint.vectors).map(([name, values]) => [name, values.slice()]);
      checkpoints.push({ ...checkpoint, vectors: Object.fromEntries(copies) });
    },
  });
  clock.mock.restore();
  return checkpoints;
}

test('a pathwise algorithm records its info in row t and keeps snapshots of the steps asked for', async () => {
  const start = ensembleOf([
    [8, 16],
    [24, 32],
    [40, 48],
  ]);
  const { state, records, snapshots } = await runAlgorithm(halving, start, 3, { snapshotSteps: [0, 2] });
  assert.deepEqual([...state.paths], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...state.count], [3, 3, 3]);
  assert.deepEqual([...records.first], [NaN, NaN, NaN, 0, 1, 2, 100, 101, 102, 200, 201, 202]);
  assert.deepEqual([...snapshots.paths], [8, 16, 24, 32, 40, 48, 2, 4, 6, 8, 10, 12]);
});

for (const [name, algorithm] of Object.entries(algorithms)) {
  test(`a ${name} gives the same bits for any number of workers, and those of init and step by themselves`, async () => {
    const runs: Awaited<ReturnType<typeof runAlgorithm>>[] = [];
    for (const count of [1, 2, 3]) {
      runs.push(await withWorkers(count, () => runAlgorithm(algorithm, paths, 7, { key: key(5) })));
    }
    for (const run of runs.slice(1)) {
      assertSameBits(run.state.paths, runs[0].state.paths);
      assertSameBits(numbers(run.records), numbers(runs[0].records));
    }
    let state = algorithm.init(paths, key(5));
    const before = numbers(state.state);
    for (let t = 0; t < 7; t++) state = algorithm.step(state, key(5), t).state;
    assertSameBits(state.state.paths, runs[0].state.paths);
    assertSameBits(numbers(algorithm.init(paths, key(5)).state), before);
  });

  test(`a ${name} resumes from a checkpoint with the bits of an unbroken run, in another number of workers`, async (t) => {
    const checkpoints = await withWorkers(2, () => checkpointsOf(t, algorithm, 40));
    assert.ok(checkpoints.length >= 2, `${checkpoints.length} checkpoints`);
    const unbroken = await withWorkers(2, () => runAlgorithm(algorithm, paths, 40, { key: key(5) }));
    for (const resume of [checkpoints[0], checkpoints[checkpoints.length - 1]]) {
      const blank = ensemble(12, signalLength);
      const resumed = await withWorkers(3, () => runAlgorithm(algorithm, blank, 40, { key: key(5), resume }));
      assertSameBits(resumed.state.paths, unbroken.state.paths);
      assertSameBits(numbers(resumed.records), numbers(unbroken.records));
    }
  });

  test(`a ${name} refuses a checkpoint of another run and says in what they differ`, async (t) => {
    const [resume] = await withWorkers(1, () => checkpointsOf(t, algorithm, 40));
    const attempts: [RegExp, () => Promise<unknown>][] = [
      [
        /with stepCount 41, got 40; start without it$/,
        () => runAlgorithm(algorithm, paths, 41, { key: key(5), resume }),
      ],
      [/with key .*6.*, got .*5/, () => runAlgorithm(algorithm, paths, 40, { key: key(6), resume })],
      [/with pathCount 4, got 12/, () => runAlgorithm(algorithm, truth.sample(key(3), 4), 40, { key: key(5), resume })],
      [
        /with snapshotSteps \[1\], got \[\]/,
        () => runAlgorithm(algorithm, paths, 40, { key: key(5), resume, snapshotSteps: [1] }),
      ],
      [
        /expects a checkpoint of this run, with state\.paths 768 numbers, got 3/,
        () => {
          const vectors = { ...resume.vectors, 'state.paths': new Float64Array(3) };
          return runAlgorithm(algorithm, paths, 40, { key: key(5), resume: { ...resume, vectors } });
        },
      ],
    ];
    for (const [message, attempt] of attempts) await assert.rejects(attempt, { name: 'RangeError', message });
  });

  test(`a ${name} stops within half a second of an interrupt`, async () => {
    await stopsSoon(withWorkers(2, () => runAlgorithm(algorithm, paths, 400_000, { key: key(5) })));
  });
}

test('a checkpoint of one algorithm is refused by another', async (t) => {
  const [resume] = await checkpointsOf(t, algorithms.descent, 40);
  await assert.rejects(runAlgorithm(algorithms.chain, paths, 40, { key: key(5), resume }), {
    name: 'RangeError',
    message: /^Langevin: resume expects a checkpoint of this run, with algorithm Langevin, got mean-field descent/,
  });
});

test('paths that an algorithm cannot take are one clear error', async () => {
  const [{ descent }] = [algorithms];
  await assert.rejects(runAlgorithm(descent, truth.sample(key(1), 6), 3), {
    message: 'mean-field descent: paths expect a multiple of 4 coupled together, got 6',
  });
  await assert.rejects(runAlgorithm(descent, ensemble(4, 32), 3), {
    message: 'mean-field descent: paths expect signal length 64, got 32',
  });
  await assert.rejects(runAlgorithm(descent, paths, 0), {
    message: 'mean-field descent: stepCount expects a whole number from 1, got 0',
  });
  await assert.rejects(runAlgorithm(descent, paths, 3, { snapshotSteps: [4] }), {
    message: 'mean-field descent: snapshotSteps expects whole numbers from 0 to the step count 3, got 4',
  });
});

for (const [name, algorithm] of Object.entries(algorithms)) {
  test(`${name}: a run at once, in the calling thread, has the bits of a run by the runner`, async () => {
    const { state, records } = runAtOnce(algorithm, paths, 9, key(5));
    const run = await withWorkers(2, () => runAlgorithm(algorithm, paths, 9, { key: key(5) }));
    assertSameBits(state.paths, run.state.paths);
    for (const [field, values] of Object.entries(records)) assertSameBits(values, run.records[field], field);
  });
}
