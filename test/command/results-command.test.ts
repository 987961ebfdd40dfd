import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { energyPaths } from '../../lib/chapter/mean-field/index.js';
import { keep, run } from '../../lib/study/index.js';
import { withVariable } from '../environment.js';
import { smallExperiment } from '../study/small-experiment.js';
import { rewrite } from '../study/stored-file.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const commandLine = join(root, 'dist', 'lib', 'command', 'command-line.js');
const tiny = energyPaths({ signalLength: 16, stepCount: 3, pathCount: 2, targetPathCount: 20 });

/** A cache and a folder of kept results, with `microcanon results` on the two. */
function folders(t: TestContext) {
  const [cache, kept] = [temporaryFolder(t), temporaryFolder(t)];
  const inside = <Outcome>(body: () => Promise<Outcome>): Promise<Outcome> =>
    withVariable('MICROCANON_CACHE', cache, () => withVariable('MICROCANON_RESULTS', kept, body));
  const results = (...words: string[]) =>
    spawnSync(process.execPath, [commandLine, 'results', ...words], {
      encoding: 'utf8',
      env: { ...process.env, MICROCANON_CACHE: cache, MICROCANON_RESULTS: kept },
    });
  return { cache, kept, inside, results, compute: () => inside(() => run(tiny, { onEvent: () => {} })) };
}

/** The only file of a folder that a name begins with. */
function fileOf(folder: string, start: string): string {
  const [file, ...others] = readdirSync(folder).filter((name) => name.startsWith(start));
  assert.deepEqual(others, []);
  return file;
}

test('list shows where results come from and whether this code would compute them', async (t) => {
  const { cache, kept, inside, results, compute } = folders(t);
  assert.equal(results().stdout, '0 results\n');
  const result = await compute();
  await inside(async () => keep({ ...result, provenance: { ...result.provenance, code: '0123456789abcdef' } }));
  const { status, stdout } = results('list');
  assert.equal(status, 0);
  const [inResults, , , inCache, parameters, facts, count] = stdout.split('\n').filter((line) => line !== '');
  const file = fileOf(cache, 'energy-paths');
  assert.ok(inResults.endsWith(join(kept, file).split('/').at(-1)!));
  assert.ok(inCache.endsWith(file));
  assert.match(stdout.split('\n')[2], /, other code$/);
  assert.equal(
    parameters,
    '  coefficient 0.2, signalLength 16, stepSize 10, stepCount 3, pathCount 2, targetPathCount 20, seed 7',
  );
  assert.match(facts, /^ {2}20\d\d-\d\d-\d\d, revision \S+, \d\.\d s, \d+ KiB, same code$/);
  assert.equal(count, '2 results');
});

test('check finds files that are damaged, belong to another name, or hold parameters that make no experiment', async (t) => {
  const { cache, results, compute } = folders(t);
  await compute();
  assert.deepEqual([results('check').status, results('check').stdout], [0, '1 checked, all whole\n']);
  const file = fileOf(cache, 'energy-paths');
  const path = join(cache, file);
  const text = readFileSync(path, 'utf8');
  const complaint = (): string => {
    const { status, stdout } = results('check');
    assert.equal(status, 1);
    assert.match(stdout, /1 checked, 1 with a problem\n$/);
    return stdout;
  };
  writeFileSync(path, text.slice(0, 500));
  assert.match(complaint(), /: the file is damaged\n/);
  writeFileSync(path, text);
  rewrite(path, (body) => body.replace('"stepCount":3', '"stepCount":4'));
  assert.match(complaint(), /: the file holds energy-paths-[0-9a-f]{16}\.json\n/);
  writeFileSync(path, text);
  rewrite(path, (body) => body.replace('"stepCount":3', '"stepCount":"3"'));
  assert.match(complaint(), /parameters\.stepCount expects a whole number from 0, got "3"/);
});

test('check computes a result again from its file alone, to the same bits, or says that they are others', async (t) => {
  const { cache, kept, inside, results, compute } = folders(t);
  const result = await compute();
  await inside(async () => keep(result));
  const again = results('check', '--recompute', 'energy-paths');
  assert.deepEqual([again.status, again.stderr.includes('computed in')], [0, true], again.stdout);
  assert.match(again.stdout, /: the same bits\n$/);
  for (const folder of [cache, kept]) {
    const file = join(folder, fileOf(folder, 'energy-paths'));
    rewrite(file, (body) => body.replace('"seed":7', '"seed":8'));
  }
  assert.match(results('check', '--recompute', 'energy-paths').stdout, /makes another|other bits/);
  assert.equal(results('check', '--recompute', 'none').status, 2);
});

test('prune names the files of other code, and removes them when it is told so', async (t) => {
  const { cache, inside, results, compute } = folders(t);
  await compute();
  await inside(() => run(smallExperiment(), { onEvent: () => {} }));
  assert.equal(results('prune').stdout, 'nothing to remove\n');
  const file = fileOf(cache, 'energy-paths');
  const path = join(cache, file);
  rewrite(path, (body) => body.replace(/"code":"[0-9a-f]{16}"/, '"code":"0123456789abcdef"'));
  writeFileSync(join(cache, 'other-0123456789abcdef.checkpoint'), 'half');
  const { stdout } = results('prune');
  assert.match(stdout, new RegExp(`${file}: other code\n`));
  assert.match(stdout, /other-0123456789abcdef\.checkpoint: damaged\n2 files to remove; add --yes to remove them\n$/);
  assert.ok(existsSync(path));
  assert.match(results('prune', '--yes').stdout, /removed 2 files\n$/);
  assert.deepEqual(
    readdirSync(cache).map((name) => name.split('-')[0]),
    ['small'],
    'what a test or a cell has defined stays',
  );
});

test('an option of another action is refused', () => {
  const { status, stderr } = spawnSync(process.execPath, [commandLine, 'results', 'list', '--yes'], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stderr], [2, 'results: option --yes goes with prune, got list; leave it out\n']);
});
