import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { displaySymbol } from '../../lib/array/index.js';
import { encode } from '../../lib/study/encoding.js';
import { keep, type Result, run, stored } from '../../lib/study/index.js';
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
    computed: (): Promise<Result<SmallData>> => inside(() => run(smallExperiment(), { say: () => {} })),
    read: () => inside(() => stored(smallExperiment(), (line) => said.push(line))),
    emptyCache: () =>
      readdirSync(cache).forEach((name) => renameSync(join(cache, name), join(results, '..', `${name}.away`))),
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
        stored(smallExperiment(), (line) => said.push(line)),
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
    keep({ ...(await run(smallExperiment({ stepCount: 5 }), { say: () => {} })) }),
  );
  renameSync(join(results, other), path);
  assert.equal(await read(), undefined);
  assert.match(said.pop()!, /is damaged and is not used/);
});

test('an experiment builds on another’s result: stored where there is one, else computed, and once', async (t) => {
  const { inside } = folders(t);
  const said: string[] = [];
  const built = { id: 'built', parameters: { times: 2 }, seed: 7, stageCount: 1 };
  const work = (fresh: boolean) =>
    inside(() =>
      run(
        {
          ...built,
          run: async ({ times }, _, context) => {
            const { data } = await context.result(smallExperiment());
            return context.stage('sum', async () => times * data.losses[0]);
          },
        },
        { fresh, say: (line) => said.push(line) },
      ),
    );
  const first = await work(false);
  const direct = await inside(() => run(smallExperiment(), { say: () => {} }));
  assert.equal(direct.loaded, true);
  assert.equal(first.data, 2 * direct.data.losses[0]);
  assert.deepEqual(first.provenance.builtOn, { small: direct.provenance.revision });
  assert.equal(direct.provenance.builtOn, undefined);
  assert.match(said.join('\n'), /^small: computed in .*\nbuilt: computed in .*$/);
  await work(true);
  assert.match(said.slice(2).join('\n'), /^built: computed in .*$/, 'the second time it is there');
});

test('stages say how long they took, and progress counts their work', async (t) => {
  const { inside } = folders(t);
  const shares: number[] = [];
  const experiment = { ...smallExperiment(), stageWork: { target: 1, descent: 3 } };
  const { provenance } = await inside(() =>
    run(experiment, { say: () => {}, onProgress: (share) => shares.push(share) }),
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
