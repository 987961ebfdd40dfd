import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeOf, UnwritableError } from '../../lib/host/index.js';
import { complaintOf, writingInto } from '../../lib/host/node/place.js';
import { keep, printer, run, runAll } from '../../lib/study/index.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { withVariable } from '../environment.js';
import { smallExperiment } from '../study/small-experiment.js';

/** A place that nobody can write, root either: a file stands where a folder should. */
function blocked(folder: string): string {
  writeFileSync(join(folder, 'file'), 'in the way');
  return join(folder, 'file', 'cache');
}

test('a cache that cannot be written costs a sentence with the folder and its variable, not the result', async (t) => {
  const folder = temporaryFolder(t);
  const place = blocked(folder);
  await withVariable('MICROCANON_CACHE', place, async () => {
    const said: string[] = [];
    const result = await run(smallExperiment(), { onEvent: printer((line) => said.push(line)) });
    assert.equal(result.data.losses.length, 61);
    const sentences = said.filter((line) => line.includes(place));
    assert.deepEqual(sentences, [
      `small: what is computed is kept until this process ends, no longer: ${place} cannot be written (ENOTDIR); set MICROCANON_CACHE to a folder that can be written`,
    ]);
    assert.match(said[said.length - 1], /^small: computed in/);
    const again = await run(smallExperiment(), { onEvent: () => {} });
    assert.equal(again.loaded, true, 'within the process it is kept');
    assert.deepEqual(again.data.losses, result.data.losses);
    const afresh = await run(smallExperiment(), { fresh: true, onEvent: () => {} });
    assert.equal(afresh.loaded, false);
  });
  assert.deepEqual(readdirSync(folder), ['file']);
});

test('a set of experiments says it once', async (t) => {
  const place = blocked(temporaryFolder(t));
  await withVariable('MICROCANON_CACHE', place, async () => {
    const said: string[] = [];
    const results = await runAll([smallExperiment(), smallExperiment({}, {}, 8)], {
      title: 'two',
      onEvent: printer((line) => said.push(line)),
    });
    assert.equal(results.length, 2);
    assert.equal(said.filter((line) => line.includes('MICROCANON_CACHE')).length, 1);
  });
});

test('a cache that is lost in the middle of a run does not end it; what can be written again is', async (t) => {
  const folder = join(temporaryFolder(t), 'cache');
  const said: string[] = [];
  await withVariable('MICROCANON_CACHE', folder, async () => {
    let lost = 0;
    const onWork = (stage: string): void => {
      if (stage !== 'descent') return;
      lost++;
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'in the way');
    };
    const result = await run(smallExperiment({}, { onWork }), { onEvent: printer((line) => said.push(line)) });
    assert.deepEqual([lost, result.data.losses.length], [1, 61]);
    assert.match(
      said[0],
      /^small: what is computed is kept until this process ends, no longer: .*cache cannot be written \(E[A-Z]+\); set MICROCANON_CACHE/,
    );
    assert.equal(said.length, 2);
    rmSync(folder);
    mkdirSync(folder);
    await run(smallExperiment(), { fresh: true, onEvent: () => {} });
    assert.equal(readdirSync(folder).length, 1);
  });
});

test('a full disk is told by its code', { skip: process.platform !== 'linux' && 'only Linux has /dev/full' }, (t) => {
  const place = { folder: temporaryFolder(t), variable: 'MICROCANON_CACHE' };
  assert.throws(() => writingInto(place, () => writeFileSync('/dev/full', 'x')), {
    name: 'UnwritableError',
    message: `${place.folder} cannot be written (ENOSPC); set MICROCANON_CACHE to a folder that can be written`,
  });
  assert.throws(
    () =>
      writingInto(place, () => {
        throw new TypeError('another');
      }),
    TypeError,
  );
});

test('results kept with the sources name their own variable; a place is tried without leaving anything', async (t) => {
  const folder = temporaryFolder(t);
  const result = await withVariable('MICROCANON_CACHE', join(folder, 'cache'), () =>
    run(smallExperiment(), { onEvent: () => {} }),
  );
  await withVariable('MICROCANON_RESULTS', blocked(folder), () => {
    assert.throws(
      () => keep(result),
      (error: Error) => error instanceof UnwritableError && /set MICROCANON_RESULTS to/.test(error.message),
    );
    assert.match(complaintOf(placeOf('results')) ?? '', /cannot be written \(ENOTDIR\); set MICROCANON_RESULTS/);
  });
  await withVariable('MICROCANON_CACHE', join(folder, 'new'), () =>
    assert.equal(complaintOf(placeOf('cache')), undefined),
  );
  assert.deepEqual(readdirSync(join(folder, 'new')), []);
  await withVariable('MICROCANON_SITE', 'elsewhere', () =>
    assert.equal(placeOf('site').folder, join(process.cwd(), 'elsewhere')),
  );
});
