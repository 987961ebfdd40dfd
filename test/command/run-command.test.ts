import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const program = join(root, 'dist', 'lib', 'command', 'command-line.js');

interface Folders {
  readonly cache: string;
  readonly results: string;
}

function environment({ cache, results }: Folders): NodeJS.ProcessEnv {
  return { ...process.env, MICROCANON_CACHE: cache, MICROCANON_RESULTS: results, MICROCANON_PROFILE: '' };
}

function microcanon(folders: Folders, ...words: string[]) {
  return spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    env: environment(folders),
    timeout: 120_000,
  });
}

const picked = ['run', 'table-1', '--model', 'ar-0.1', '--energy', 'autocovariance'];

test('run prints a line a part, with the paper’s number at its size only, and keeps results when asked to', (t) => {
  const folders = { cache: temporaryFolder(t), results: temporaryFolder(t) };
  const quick = microcanon(folders, ...picked, '--profile', 'quick');
  assert.equal(quick.status, 0, quick.stderr);
  const [headings, ...lines] = quick.stdout.trimEnd().split('\n');
  assert.match(headings, /^model +energy +method +least, nats per path +step +paper +difference, s\.e\. +time$/);
  assert.equal(lines.length, 2);
  assert.match(lines[0], /^ar-0\.1 +autocovariance +regular +\d+\.\d\d ± \d\.\d\d +\d+ +– +– +[\d.]+ s$/);
  assert.deepEqual(readdirSync(folders.results), []);

  const paper = microcanon(folders, ...picked, '--store');
  assert.equal(paper.status, 0, paper.stderr);
  assert.match(paper.stdout, /regular +2\.\d\d ± 0\.\d\d +\d\d +2\.76 +[−+]\d\.\d/);
  assert.match(paper.stdout, /mean-field +0\.\d\d ± 0\.\d\d +1\d\d +0\.09 +[−+]\d\.\d/);
  assert.equal(readdirSync(folders.results).length, 2);
  for (const name of readdirSync(folders.results)) {
    assert.match(name, /^table-1-ar-0\.1-autocovariance-(regular|mean-field)-[0-9a-f]{16}\.json$/);
    assert.ok(readFileSync(join(folders.results, name)).length < 200_000);
  }

  const again = microcanon(folders, ...picked, '--method', 'regular');
  assert.match(again.stderr, /^table-1: 1 loaded$/m);
  const missing = microcanon({ ...folders, cache: temporaryFolder(t) }, ...picked, '--missing');
  assert.equal(missing.stdout, '');
  assert.match(missing.stderr, /computed 20\d\d-.* by revision/);
});

test('run, killed in the middle of a part, goes on from its checkpoint; other parts are left alone', async (t) => {
  const folders = { cache: temporaryFolder(t), results: temporaryFolder(t) };
  const words = [...picked, '--method', 'regular'];
  // A clock that runs fast: checkpoints, which are seconds apart, come every few steps.
  const hurried = `
    const begun = performance.now();
    Date.now = () => 1.7e12 + 50 * (performance.now() - begun);
    require(${JSON.stringify(program)}).main(${JSON.stringify(words)});`;
  const child = spawn(process.execPath, ['-e', hurried], { env: environment(folders), stdio: 'ignore' });
  const reached = () =>
    readdirSync(folders.cache).some(
      (name) => name.endsWith('.checkpoint') && readFileSync(join(folders.cache, name), 'utf8').includes('"running"'),
    );
  for (let wait = 0; wait < 6000 && child.exitCode === null && !reached(); wait++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.match(readdirSync(folders.cache).join(), /^table-1-ar-0\.1-autocovariance-regular-[0-9a-f]{16}\.checkpoint$/);

  const other = microcanon(folders, ...picked, '--profile', 'quick', '--method', 'mean-field');
  assert.equal(other.status, 0);
  assert.equal(readdirSync(folders.cache).length, 2, 'the checkpoint of the one and the result of the other');

  const resumed = microcanon(folders, ...words);
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.match(resumed.stderr, /regular: goes on from a checkpoint after [\d.]+ s of work/);
  // Independent of this code: the paper has 2.76 nats from one ensemble; both errors together are 0.23.
  const [, value] = /regular +(\d+\.\d\d) ±/.exec(resumed.stdout)!;
  assert.ok(Math.abs(Number(value) - 2.76) < 4 * 0.23);
});
