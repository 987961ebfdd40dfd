import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { displaySymbol } from '../../lib/array/index.js';
import { encode } from '../../lib/study/encoding.js';
import { type Experiment, keep, printer, type Result, type RunContext, run, stored } from '../../lib/study/index.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { withVariable } from '../environment.js';
import { type SmallData, smallExperiment } from './small-experiment.js';

/** An empty cache and an empty folder of kept results. */
function folders(t: TestContext) {
  const cache = temporaryFolder(t);
  const results = join(temporaryFolder(t), 'results');
  const said: string[] = [];
  const inside = <Outcome>(body: () => Outcome | Promise<Outcome>): Promise<Outcome> =>
    withVariable('MICROCANON_CACHE', cache, () => withVariable('MICROCANON_RESULTS', results, body));
  return {
    results,
    said,
    inside,
    computed: (): Promise<Result<SmallData>> => inside(() => run(smallExperiment(), { onEvent: () => {} })),
    read: () =>
      inside(() =>
        stored(
          smallExperiment(),
          printer((line) => said.push(line)),
        ),
      ),
    emptyCache: () =>
      readdirSync(cache).forEach((name) => {
        renameSync(join(cache, name), join(results, '..', `${name}.away`));
      }),
  };
}

test('nothing is stored before a run; afterwards what this code computed is, and needs no word', async (t) => {
  const { read, said, computed } = folders(t);
  assert.equal(await read(), undefined);
  const result = await computed();
  const found = (await read())!;
  assert.equal(encode(found.data), encode(result.data));
  assert.deepEqual([found.loaded, found.kept], [true, false]);
  assert.deepEqual(said, []);
});

test('a kept result is read when the cache has none, and says date, time, revision and machine', async (t) => {
  const { results, read, said, computed, inside, emptyCache } = folders(t);
  const result = await computed();
  const name = await inside(() => keep(result));
  assert.deepEqual(readdirSync(results), [name]);
  assert.match(name, /^small-[0-9a-f]{16}\.json$/);
  emptyCache();
  const found = (await read())!;
  assert.equal(encode(found.data), encode(result.data));
  assert.deepEqual(found.provenance, result.provenance);
  assert.equal(found.kept, true);
  const { date, revision, machine } = result.provenance;
  assert.equal(said.length, 1);
  assert.match(said[0], /^small: computed .* in \d+\.\d s by revision .* on .*GiB/);
  for (const part of [date, revision, machine]) assert.ok(said[0].includes(part));
  const shown = String((found[displaySymbol]() as Record<string, unknown>)['text/plain']);
  assert.match(shown, /kept with the sources, computed/);
});

test('a kept result of other code counts, one in the cache does not', async (t) => {
  const { results, read, computed, inside, emptyCache } = folders(t);
  const result = await computed();
  const name = await inside(() =>
    keep({ ...result, provenance: { ...result.provenance, code: '0123456789abcdef', revision: 'abc' } }),
  );
  assert.equal((await read())!.kept, false, 'what this code computed comes first');
  emptyCache();
  assert.equal((await read())!.provenance.revision, 'abc');
  // The same file as another folder's cache is not of this code.
  await withVariable('MICROCANON_CACHE', results, () =>
    withVariable('MICROCANON_RESULTS', join(results, 'none'), () => {
      const said: string[] = [];
      assert.equal(
        stored(
          smallExperiment(),
          printer((line) => said.push(line)),
        ),
        undefined,
      );
      assert.deepEqual(said, ['small: the stored result comes from other code (revision abc) and is not used']);
    }),
  );
  assert.ok(readdirSync(results).includes(name));
});

test('a kept file that is damaged, or stands under another name, is reported and not used', async (t) => {
  const { results, read, said, computed, inside, emptyCache } = folders(t);
  const name = await inside(async () => keep(await computed()));
  emptyCache();
  const path = join(results, name);
  const text = readFileSync(path, 'utf8');
  for (const damaged of [text.slice(0, 400), '', text.replace(/"\$vector":"./, '"$vector":"_')]) {
    writeFileSync(path, damaged);
    assert.equal(await read(), undefined);
    assert.equal(said.pop(), `small: the file ${name} in data/results is damaged and is not used`);
  }
  const other = await inside(async () =>
    keep({ ...(await run(smallExperiment({ stepCount: 5 }), { onEvent: () => {} })) }),
  );
  renameSync(join(results, other), path);
  assert.equal(await read(), undefined);
  assert.match(said.pop()!, /is damaged and is not used/);
});

test('an experiment builds on another’s result: stored where there is one, else computed, and once', async (t) => {
  const { inside } = folders(t);
  const said: string[] = [];
  const built: Experiment<{ readonly times: number }, number, 'sum'> = {
    id: 'built',
    parameters: { times: 2 },
    seed: 7,
    stages: { sum: 1 },
    builtOn: [{ experiment: smallExperiment(), work: 3 }],
    run: ({ times }, _, context) =>
      context.stage('sum', async () => times * context.result(smallExperiment()).data.losses[0]),
  };
  const work = (fresh: boolean) => inside(() => run(built, { fresh, onEvent: printer((line) => said.push(line)) }));
  const first = await work(false);
  const direct = await inside(() => run(smallExperiment(), { onEvent: () => {} }));
  assert.equal(direct.loaded, true);
  assert.equal(first.data, 2 * direct.data.losses[0]);
  const [[file, source]] = Object.entries(first.provenance.builtOn!);
  assert.match(file, /^small-[0-9a-f]{16}\.json$/);
  assert.equal(source.revision, direct.provenance.revision);
  assert.equal(direct.provenance.builtOn, undefined);
  assert.match(said.join('\n'), /^small: computed in .*\nbuilt: computed in .*$/);
  await work(true);
  assert.match(said.slice(2).join('\n'), /^built: computed in .*$/, 'the second time it is there');
});

test('stages say how long they took, and progress counts their work', async (t) => {
  const { inside } = folders(t);
  const shares: number[] = [];
  const experiment = { ...smallExperiment(), stages: { target: 1, descent: 3 } };
  const { provenance } = await inside(() =>
    run(experiment, { onEvent: () => {}, onProgress: (share) => shares.push(share) }),
  );
  assert.deepEqual(Object.keys(provenance.stageSeconds!), ['target', 'descent']);
  assert.ok(Object.values(provenance.stageSeconds!).every((seconds) => seconds > 0));
  assert.equal(shares[0], 0.25);
  assert.equal(shares.at(-1), 1);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
});

test('the result that another experiment waits for moves its bar, by the share of its work', async (t) => {
  const { inside } = folders(t);
  const shares: number[] = [];
  const built: Experiment<object, number, 'sum'> = {
    id: 'built',
    parameters: {},
    seed: 7,
    stages: { sum: 1 },
    builtOn: [{ experiment: smallExperiment(), work: 4 }],
    run: (_, __, context) => context.stage('sum', async () => context.result(smallExperiment()).data.losses[0]),
  };
  await inside(() => run(built, { onEvent: () => {}, onProgress: (share) => shares.push(share) }));
  // Two stages of equal work, 4 of 5 parts in all, and the one of its own.
  assert.equal(shares[0], 0.4);
  assert.deepEqual([shares.includes(0.8), shares.at(-1)], [true, 1]);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
});

test('a stage or a result that the experiment does not declare is refused', async (t) => {
  const { inside } = folders(t);
  const undeclared = {
    ...smallExperiment(),
    run: (_: unknown, __: unknown, context: RunContext) => context.stage('descnt', async () => 0),
  };
  const options = { onEvent: () => {}, onProgress: () => {} };
  await assert.rejects(
    inside(() => run(undeclared, options)),
    /^RangeError: small: stage expects one of those declared, target, descent, got descnt; declare it/,
  );
  const unbuilt = {
    ...smallExperiment(),
    run: async (_: unknown, __: unknown, context: RunContext) => context.result(smallExperiment({ stepCount: 9 })).data,
  };
  await assert.rejects(
    inside(() => run(unbuilt, options)),
    /^RangeError: small: result expects an experiment that it is built on, got small; list it/,
  );
});
