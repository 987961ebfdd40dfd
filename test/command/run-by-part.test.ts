import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const program = join(root, 'dist', 'lib', 'command', 'command-line.js');
const two = ['table-1', '--profile', 'quick', '--model', 'ar-0.1', '--energy', 'autocovariance'];

/** One machine: `microcanon` with an empty cache of its own and no result kept with the sources. */
function machine(t: TestContext) {
  const [cache, results, work] = [temporaryFolder(t), temporaryFolder(t), temporaryFolder(t)];
  const microcanon = (words: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, [program, ...words], {
      encoding: 'utf8',
      env: { ...process.env, MICROCANON_CACHE: cache, MICROCANON_RESULTS: results, ...variables },
      timeout: 120_000,
    });
  return { cache, microcanon, at: (name: string) => join(work, name) };
}

test('run --list names every part once, in the order of their numbers, and runs none', (t) => {
  const { cache, microcanon } = machine(t);
  const { status, stdout, stderr } = microcanon(['run', 'table-1', '--list']);
  assert.equal(status, 0, stderr);
  const { experiment, profile, parts } = JSON.parse(stdout);
  assert.deepEqual([experiment, profile, parts.length], ['table-1', 'paper', 40]);
  assert.deepEqual(
    parts.map(({ part }: { part: number }) => part),
    Array.from({ length: 40 }, (_, i) => i),
  );
  for (const { id, parameters, builtOn, stored, cost } of parts) {
    assert.equal(id, `table-1-${parameters.model}-${parameters.energy}-${parameters.method}`);
    assert.equal(parameters.signalLength, 1024);
    assert.equal(builtOn.length, parameters.energy === 'scattering-covariance' ? 1 : 0);
    assert.equal(stored, false);
    assert.ok(cost.work > 0);
  }
  assert.equal(new Set(parts.map(({ file }: { file: string }) => file)).size, 40);
  const needed = JSON.parse(microcanon(['run', 'table-1', '--list', '--dependencies']).stdout).parts;
  assert.deepEqual(
    needed.map(({ parameters }: { parameters: { signalLength: number } }) => parameters.signalLength),
    [1024],
  );
  assert.deepEqual(readdirSync(cache), []);
});

test('run --part writes the bytes of the cache into the output, and takes its number from the task of an array', (t) => {
  const { cache, microcanon, at } = machine(t);
  const run = microcanon(['run', ...two, '--part', 'array', '--output', at('one')], { SLURM_ARRAY_TASK_ID: '1' });
  assert.equal(run.status, 0, run.stderr);
  const [file, ...others] = readdirSync(cache);
  assert.deepEqual(others, []);
  assert.match(file, /autocovariance-mean-field-/);
  assert.equal(readFileSync(at('one'), 'utf8'), readFileSync(join(cache, file), 'utf8'));
});

test('run refuses what names no part, and a part whose dependencies are absent', (t) => {
  const { cache, microcanon, at } = machine(t);
  mkdirSync(at('folder'));
  const covariance = ['table-1', '--profile', 'quick', '--energy', 'scattering-covariance'];
  for (const [words, complaint, variables] of [
    [[...two, '--part', '2'], /option --part expects a whole number from 0 to 1, got '2'/],
    [[...two, '--part=-1'], /option --part expects a whole number from 0 to 1, got '-1'/],
    [[...two, '--part', 'array'], /expects one of SLURM_ARRAY_TASK_ID, .* in the environment, got none/],
    [
      [...two, '--part', 'array'],
      /variable SLURM_ARRAY_TASK_ID expects .* 0 to 1, got '9'/,
      { SLURM_ARRAY_TASK_ID: '9' },
    ],
    [[...two, '--output', at('x')], /option --output expects one part, got 2; add --part I/],
    [[...two, '--part', '0', '--output', at('none/x')], /folder that exists, .*; make the folder/],
    [[...two, '--part', '0', '--output', at('folder')], /option --output expects a file, got the folder/],
    [[...two, '--list', '--part', '0'], /options --list and --part exclude each other/],
    [
      [...covariance, '--part', '0'],
      /covariance-regular expects the result of .* in the cache, got none; first run microcanon run table-1 --energy scattering-covariance --profile quick --dependencies/,
    ],
  ] as readonly [string[], RegExp, Record<string, string>?][]) {
    const { status, stderr, stdout } = microcanon(['run', ...words], variables);
    assert.deepEqual([status, stdout], [2, ''], stderr);
    assert.match(stderr, complaint);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  }
  assert.deepEqual(readdirSync(cache), []);
});

test('results merge takes all parts of a list into the cache, and none while one is missing, damaged or foreign', (t) => {
  const [node, home] = [machine(t), machine(t)];
  const outputs = ['0', '1'].map((part) => {
    const run = node.microcanon(['run', ...two, '--part', part, '--output', node.at(part)]);
    assert.equal(run.status, 0, run.stderr);
    return node.at(part);
  });
  const list = home.at('list.json');
  writeFileSync(list, home.microcanon(['run', ...two, '--list']).stdout);
  const merge = (...words: string[]) => home.microcanon(['results', 'merge', ...words]);

  const missing = merge('--parts', list, outputs[0]);
  assert.equal(missing.status, 1);
  assert.match(missing.stdout, /^missing: part 1, table-1-ar-0\.1-autocovariance-mean-field$/m);
  const all = merge(...outputs);
  assert.match(all.stdout, /^nothing is merged of table-1, profile quick: 38 problems$/m);

  const damaged = home.at('damaged');
  writeFileSync(damaged, readFileSync(outputs[1], 'utf8').slice(0, -9));
  assert.match(merge('--parts', list, outputs[0], damaged).stdout, /damaged: the file is damaged$/m);
  assert.match(merge('--parts', list, outputs[0], home.at('nowhere')).stdout, /nowhere: there is no such file$/m);

  const other = { ...JSON.parse(readFileSync(list, 'utf8')) };
  const changed = home.at('changed.json');
  const withCode = (code: string) => other.parts.map((part: object) => ({ ...part, code }));
  writeFileSync(changed, JSON.stringify({ ...other, parts: withCode('0123456789abcdef') }));
  assert.match(merge('--parts', changed, ...outputs).stdout, /0: it was computed by other code$/m);
  writeFileSync(changed, JSON.stringify({ ...other, parts: other.parts.slice(0, 1) }));
  assert.match(merge('--parts', changed, ...outputs).stdout, /mean-field with these parameters is no part of table-1/);
  writeFileSync(changed, '{}');
  assert.match(merge('--parts', changed, ...outputs).stderr, /option --parts expects a file that run --list printed/);
  assert.equal(merge().status, 2);
  assert.deepEqual(readdirSync(home.cache), []);

  const whole = merge('--parts', list, ...outputs);
  assert.equal(whole.status, 0, whole.stdout);
  assert.match(whole.stdout, /^all 2 parts of table-1, profile quick are whole and lie in /);
  assert.deepEqual(readdirSync(home.cache).sort(), readdirSync(node.cache).sort());
  assert.match(home.microcanon(['run', ...two]).stderr, /^table-1: 2 loaded$/m);
});
