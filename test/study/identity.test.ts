import assert from 'node:assert/strict';
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { differences, readSeries, sp500Returns } from '../../lib/data-set/index.js';
import { codeHashes } from '../../lib/host/code-hashes.js';
import { codeOf } from '../../lib/study/identity.js';
import { type Experiment, keep, type Result, run, type StudyEvent, stored } from '../../lib/study/index.js';
import { input } from '../../lib/study/input.js';
import { resolveInput } from '../../lib/study/input-source.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { withVariable } from '../environment.js';
import { smallExperiment } from './small-experiment.js';

/** The sum of some numbers, which are no parameters. */
function sum(numbers: readonly number[]): Experiment<object, number, 'sum', 'numbers'> {
  return {
    id: 'sum',
    module: 'array/vector',
    parameters: {},
    seed: 7,
    stages: { sum: 1 },
    inputs: { numbers: input(numbers) },
    run: (_, __, context) =>
      context.stage('sum', async () => context.input('numbers').reduce((total, value) => total + value, 0)),
  };
}

/** Runs in an empty cache, with an empty folder of kept results. */
function place(t: TestContext) {
  const [cache, results] = [temporaryFolder(t), temporaryFolder(t)];
  const heard: StudyEvent[] = [];
  const inside = <Outcome>(body: () => Outcome | Promise<Outcome>): Promise<Outcome> =>
    withVariable('MICROCANON_CACHE', cache, () => withVariable('MICROCANON_RESULTS', results, body));
  return {
    cache,
    results,
    heard,
    inside,
    run: <P extends object, D, S extends string, I extends string>(one: Experiment<P, D, S, I>): Promise<Result<D>> =>
      inside(() => run(one, { onEvent: (event) => heard.push(event) })),
  };
}

test('a result of other inputs is computed again, though parameters, seed and code are the same', async (t) => {
  const { run, heard } = place(t);
  assert.equal((await run(sum([1, 2]))).data, 3);
  assert.equal((await run(sum([1, 2]))).loaded, true);
  const other = await run(sum([1, 3]));
  assert.deepEqual([other.loaded, other.data], [false, 4]);
  const [complaint] = heard.filter(({ kind }) => kind === 'other-result');
  assert.equal('difference' in complaint && complaint.difference, 'other inputs');
});

test('an experiment built on a result that has other data now is computed again', async (t) => {
  const { run, heard, inside } = place(t);
  const built: Experiment<object, number, 'double'> = {
    id: 'double',
    parameters: {},
    seed: 7,
    stages: { double: 1 },
    builtOn: [{ experiment: sum([1, 2]), work: 1 }],
    run: (_, __, context) => context.stage('double', async () => 2 * context.result(sum([1, 2])).data),
  };
  assert.equal((await run(built)).data, 6);
  assert.equal((await run(built)).loaded, true);
  // Other inputs under the same name: its file is written anew, the experiment built on it does not change.
  const other = { ...sum([1, 2]), run: async () => 5 };
  await inside(() =>
    import('../../lib/study/index.js').then((study) => study.run(other, { fresh: true, onEvent: () => {} })),
  );
  const again = await run(built);
  assert.deepEqual([again.loaded, again.data], [false, 10]);
  assert.ok(heard.some((event) => event.kind === 'other-result' && event.difference === 'other inputs'));
});

test('a checkpoint of other code or inputs is refused with the reason', async (t) => {
  const { run, heard, cache, inside } = place(t);
  const stopped = (numbers: readonly number[]): Experiment<object, number, 'first' | 'last', 'numbers'> => ({
    ...sum(numbers),
    stages: { first: 1, last: 1 },
    run: async (_, __, context) => {
      await context.stage('first', async () => 1);
      throw new Error('stopped');
    },
  });
  const reasons = (): string[] => heard.flatMap((event) => (event.kind === 'refused-checkpoint' ? [event.reason] : []));
  await assert.rejects(run(stopped([1])), /stopped/);
  assert.match(readdirSync(cache).join(' '), /sum-[0-9a-f]{16}\.checkpoint/);
  await assert.rejects(run(stopped([1])), /stopped/);
  assert.deepEqual([reasons(), heard.at(-1)!.kind], [[], 'resumed']);
  await assert.rejects(run(stopped([2])), /stopped/);
  assert.deepEqual(reasons(), ['other inputs']);
  await assert.rejects(run({ ...stopped([2]), module: 'array/matrix' }), /stopped/);
  assert.deepEqual(reasons(), ['other inputs', 'other code']);
  await assert.rejects(
    inside(() => run({ ...stopped([2]), stages: { last: 1 } as never })),
    /first/,
  );
});

test('numbers that were handed over are found again beside the result, in the cache and with the sources', async (t) => {
  const { run, cache, results, inside } = place(t);
  const result = await run(sum([0.1, -2]));
  const reference = result.inputs!.numbers;
  assert.deepEqual([reference.source, reference.length], [{ kind: 'values' }, 2]);
  assert.deepEqual([...(await inside(() => resolveInput('numbers', reference))).values], [0.1, -2]);
  await inside(() => keep(result));
  const [file] = readdirSync(results).filter((name) => name.startsWith('input-'));
  assert.equal(file, `input-${reference.hash}.json`);
  renameSync(join(cache, file), join(cache, 'away'));
  await inside(() => assert.throws(() => resolveInput('numbers', reference), /input numbers: .* is absent; compute/));
  await inside(() => {
    assert.equal(resolveInput('numbers', reference, { folder: results, variable: '' }).values[1], -2);
  });
  assert.ok((await inside(() => stored(sum([0.1, -2]), () => {})))!.loaded);
});

test('a series is found by its name, and refused when it has other numbers now', () => {
  const { reference } = input(sp500Returns().values);
  assert.deepEqual([reference.source, reference.length], [{ kind: 'series', name: 'sp500' }, 4096]);
  assert.deepEqual(resolveInput('returns', reference).values, sp500Returns().values);
  assert.throws(
    () => resolveInput('returns', { ...reference, hash: '0123456789abcdef' }),
    /input returns: series sp500 expects the numbers with the hash 0123456789abcdef, got [0-9a-f]{16}/,
  );
  assert.throws(
    () => resolveInput('x', { ...reference, source: { kind: 'series', name: 'dax' } }),
    /originalValues: name/,
  );
});

test('the code of an experiment is that of its module, or of the whole library and its own text', () => {
  const { modules } = codeHashes();
  assert.equal(codeOf(sum([1])), modules['array/vector']);
  assert.throws(() => codeOf({ ...sum([1]), module: 'array/none' }), /sum: module expects a path in lib/);
  const free = smallExperiment();
  assert.equal(codeOf(free), codeOf(smallExperiment()));
  assert.notEqual(codeOf(free), codeOf({ ...free, run: async () => ({}) as never }));
});

test('a series of a file is found again by its path, and refused when the file has other numbers now', async (t) => {
  const { run } = place(t);
  const path = join(temporaryFolder(t), 'own.csv');
  writeFileSync(path, 'date,value\n2020-01-01,1\n2020-01-02,3\n2020-01-03,4\n');
  const own = readSeries(path, { dateColumn: 'date', valueColumn: 'value' });
  const result = await run({ ...sum([]), inputs: { numbers: input(differences(own).values) } });
  assert.equal(result.data, 3);
  const again = await run({ ...sum([]), inputs: { numbers: input(differences(own).values) } });
  assert.equal(again.loaded, true);
  const reference = again.inputs!.numbers;
  assert.equal(reference.source.kind, 'file');
  assert.deepEqual([...resolveInput('numbers', reference).values], [2, 1]);
  writeFileSync(path, 'date,value\n2020-01-01,1\n2020-01-02,3\n2020-01-03,5\n');
  assert.throws(
    () => resolveInput('numbers', reference),
    /input numbers: .*own\.csv expects the numbers with the hash/,
  );
});
