import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

// Stand-ins that write down that they ran: the compiler leaves a command line behind, npm the installed packages.
const compiler = `
const fs = require('node:fs'), path = require('node:path');
const root = process.argv[process.argv.indexOf('-p') + 1];
fs.appendFileSync(path.join(root, 'log'), 'compiled\\n');
if (fs.existsSync(path.join(root, 'broken'))) process.exit(2);
fs.mkdirSync(path.join(root, 'dist/lib/command'), { recursive: true });
fs.writeFileSync(path.join(root, 'dist/tsconfig.tsbuildinfo'), '');
fs.writeFileSync(path.join(root, 'dist/lib/command/code-hashes.js'), 'exports.writeCodeHashes = () => {};');
fs.writeFileSync(path.join(root, 'dist/lib/command/command-line.js'),
  'exports.main = (words) => require("node:fs").appendFileSync(' + JSON.stringify(path.join(root, 'log')) + ', "ran " + words.join(" ") + "\\\\n");');
`;
const npm = `
const fs = require('node:fs'), path = require('node:path');
fs.appendFileSync('log', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
fs.writeFileSync('node_modules/typescript/bin/tsc', fs.readFileSync('tsc-source'));
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

/** A checkout that holds the bootstrap and stand-ins; `steps` runs a command and tells what happened since the last. */
function checkout(t: TestContext) {
  const folder = temporaryFolder(t);
  const write = (name: string, content: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  mkdirSync(join(folder, 'lib', 'command'), { recursive: true });
  cpSync(join(root, 'lib', 'command', 'bootstrap.cjs'), join(folder, 'lib', 'command', 'bootstrap.cjs'));
  write('npm-cli.js', npm);
  write('tsc-source', compiler);
  write('tsconfig.json', '{}');
  write('test/a.test.ts', '');
  const lock = (version: string) =>
    write(
      'package-lock.json',
      JSON.stringify({
        packages: { '': {}, 'node_modules/one': { version }, 'node_modules/perhaps': { version: '1', optional: true } },
      }),
    );
  lock('1.0.0');
  const steps = (...words: string[]) => {
    rmSync(join(folder, 'log'), { force: true });
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'lib', 'command', 'bootstrap.cjs'), ...words],
      {
        encoding: 'utf8',
        env: { ...process.env, npm_execpath: join(folder, 'npm-cli.js') },
      },
    );
    return {
      status,
      stderr,
      log: existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : [],
    };
  };
  return { folder, write, lock, steps };
}

test('a fresh checkout installs, compiles and runs; the next command only runs', (t) => {
  const { steps } = checkout(t);
  const first = steps('workbook', '--only', '03');
  assert.deepEqual(first.log, ['npm ci', 'compiled', 'ran workbook --only 03']);
  assert.match(first.stderr, /running npm ci[^]*compiling/);
  assert.deepEqual(steps('test').log, ['ran test']);
  assert.deepEqual(steps('build').log, []);
});

test('a changed, new or removed source compiles again', (t) => {
  const { folder, write, steps } = checkout(t);
  steps('build');
  for (const change of [
    () => write('test/a.test.ts', '// changed'),
    () => write('lib/new.ts', ''),
    () => rmSync(join(folder, 'lib', 'new.ts')),
  ]) {
    change();
    assert.deepEqual(steps('build').log, ['compiled']);
    assert.deepEqual(steps('build').log, []);
  }
});

test('another version in package-lock.json installs again', (t) => {
  const { lock, steps } = checkout(t);
  steps('build');
  lock('1.0.1');
  assert.deepEqual(steps('build').log, ['npm ci', 'compiled']);
});

test('a build that was killed is done again, without trusting what the compiler remembers', (t) => {
  const { folder, write, steps } = checkout(t);
  steps('build');
  rmSync(join(folder, 'dist', '.compiled'));
  write('dist/.compiling', '');
  write('dist/tsconfig.tsbuildinfo', 'from the killed build');
  assert.deepEqual(steps('test').log, ['compiled', 'ran test']);
  assert.equal(readFileSync(join(folder, 'dist', 'tsconfig.tsbuildinfo'), 'utf8'), '');
});

test('a compile error ends the command, until it is corrected', (t) => {
  const { folder, write, steps } = checkout(t);
  write('broken', '');
  const { status, log, stderr } = steps('test');
  assert.equal(status, 1);
  assert.deepEqual(log, ['npm ci', 'compiled']);
  assert.match(stderr, /compilation failed/);
  rmSync(join(folder, 'broken'));
  assert.deepEqual(steps('test').log, ['compiled', 'ran test']);
});

test('compiled tests whose source is gone are removed', (t) => {
  const { folder, write, steps } = checkout(t);
  for (const extension of ['js', 'js.map', 'd.ts']) write(`dist/test/gone.test.${extension}`, '');
  write('dist/lib/compiled/kernel.wasm', '');
  steps('build');
  assert.ok(!existsSync(join(folder, 'dist', 'test', 'gone.test.js')));
  assert.ok(existsSync(join(folder, 'dist', 'lib', 'compiled', 'kernel.wasm')));
});

test('npm’s own installation never fails for want of the compiler or for a compile error', (t) => {
  const { write, steps } = checkout(t);
  const { status, stderr, log } = steps('prepare');
  assert.equal(status, 0);
  assert.deepEqual(log, []);
  assert.match(stderr, /not compiled: typescript/);
  steps('build');
  for (const name of ['@types/node', 'assemblyscript']) write(`node_modules/${name}/package.json`, '{}');
  write('broken', '');
  write('lib/new.ts', '');
  assert.equal(steps('prepare').status, 0);
});
