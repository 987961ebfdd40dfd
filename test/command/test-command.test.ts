import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

/** A package of this name with its own compiled tests, so that the runner can be watched from outside. */
function runTests(t: TestContext, files: Record<string, string>, ...patterns: string[]) {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'microcanon', version: '0.0.0', exports: { './package.json': './package.json' } }),
  );
  for (const [name, body] of Object.entries(files)) {
    const file = join(folder, 'dist', 'test', `${name}.test.js`);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `const { test } = require('node:test'); ${body}`);
  }
  const compiled = join('dist', 'lib', 'command');
  mkdirSync(join(folder, compiled), { recursive: true });
  for (const name of [
    'command.js',
    'suggestion.js',
    'test-command.js',
    'test-files.js',
    '../site/command-error.js',
    '../host/node/library-folder.js',
  ]) {
    cpSync(join(root, compiled, name), join(folder, compiled, name));
  }
  const script = join(folder, 'run.js');
  writeFileSync(
    script,
    "require('./dist/lib/command/test-command.js').testCommand.run({ options: {}, operands: process.argv.slice(2) }).then((code) => (process.exitCode = code))",
  );
  // The variable would make the inner runner report to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [script, ...patterns], { cwd: folder, encoding: 'utf8', env });
}

const passing = (name: string) => `test('${name}', () => {});`;

test('all files run, long ones first and those that measure short times last, and one summary closes the output', (t) => {
  const { status, stdout } = runTests(t, {
    'energy/a': passing('second') + passing('third'),
    'jupyter/b': passing('first'),
    'parallel/pool': passing('fourth'),
  });
  assert.equal(status, 0);
  assert.match(stdout, /^1\.\.4\n# tests 4\n# suites 0\n# pass 4\n# fail 0\n/m);
  assert.deepEqual(stdout.match(/^ok \d+ - .*$/gm), ['ok 1 - first', 'ok 2 - second', 'ok 3 - third', 'ok 4 - fourth']);
});

test('a failing test, a skipped one and a file that does not load are counted, and the exit code says so', (t) => {
  const { status, stdout } = runTests(t, {
    'energy/a': "test('fails', () => { throw new Error('no'); }); test('later', (t) => t.skip('no Python'));",
    'energy/b': "require('./absent');",
  });
  assert.equal(status, 1);
  assert.match(stdout, /^# tests 3\n# suites 0\n# pass 0\n# fail 2\n# cancelled 0\n# skipped 1\n/m);
});

test('files of a room share a process unless they change it; one that does not load fails under its name, and the others run', (t) => {
  const telling = (name: string) => `test('${name}', () => console.log('${name} in', require('node:process').pid));`;
  const { status, stdout } = runTests(t, {
    'model/a': telling('a'),
    'model/b': "require('./absent');",
    'model/c': `${telling('c')} test('fails', () => { throw new Error('no'); });`,
    'model/d': `${telling('d')} process.env.OWN = '1';`,
    'energy/e': telling('e'),
    'jupyter/f': telling('f'),
    'jupyter/g': telling('g'),
  });
  assert.equal(status, 1);
  const [a, c, d, e, f, g] = [...'acdefg'].map((name) => new RegExp(`^# ${name} in (\\d+)$`, 'm').exec(stdout)?.[1]);
  assert.ok(a !== undefined && a === c && d !== undefined && d !== a, stdout);
  assert.ok(e === a && f !== undefined && f !== g, 'small rooms share one process, kernels none');
  assert.match(stdout, /^not ok \d+ - .*model.b\.test\.js$/m);
  assert.match(stdout, /^not ok \d+ - fails\n {2}---\n(?: {2}.*\n)*? {2}location: '.*model.c\.test\.js:1:\d+'/m);
  assert.match(stdout, /^# tests 8\n# suites 0\n# pass 6\n# fail 2\n/m);
});

test('after many files the summary names those whose tests took longest', (t) => {
  const files = Object.fromEntries(Array.from('abcdefghi', (name) => [`energy/${name}`, passing(name)]));
  const slow = { 'energy/slow': "test('slow', () => new Promise((done) => setTimeout(done, 300)));" };
  const { stdout } = runTests(t, { ...files, ...slow });
  const named = stdout.match(/^# [\d.]+ s in .*$/gm)!;
  assert.deepEqual([named.length, named[0]], [8, `# 0.3 s in ${join('energy', 'slow.test.js')}`]);
});

test('a pattern chooses files, as a path of the source too', (t) => {
  const files = { 'energy/a': passing('first'), 'jupyter/b': passing('second') };
  assert.deepEqual(runTests(t, files, 'energy').stdout.match(/^ok .*$/gm), ['ok 1 - first']);
  assert.deepEqual(runTests(t, files, 'test/jupyter/b.test.ts').stdout.match(/^ok .*$/gm), ['ok 1 - second']);
});
