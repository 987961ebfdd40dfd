import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findBuildTools } from '../../lib/command/native/build-tools.js';
import { fetchLibrary, hasLibrary, wheel } from '../../lib/command/native/tensorflow-library.js';
import { tryNative } from '../../lib/command/native/trial.js';
import { nativeCommand } from '../../lib/command/native-command.js';
import { pythonWith } from '../python.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

/** An executable shell script. */
function script(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

/** For one test, a folder that alone is on the PATH. */
function onlyOnPath(t: TestContext): string {
  const { PATH } = process.env;
  t.after(() => (process.env.PATH = PATH));
  const folder = temporaryFolder(t);
  process.env.PATH = folder;
  return folder;
}

test('without a compiler, without pip, without Node’s headers, native says what to install', (t) => {
  const [programs, elsewhere] = [onlyOnPath(t), temporaryFolder(t)];
  const environment = join(elsewhere, '.venv');
  assert.throws(() => findBuildTools(environment), {
    name: 'CommandError',
    message: /^native: expects a C\+\+ compiler, got none of g\+\+, clang\+\+; install g\+\+ \(/,
  });
  script(programs, 'g++', 'echo 12.2');
  script(programs, 'python3', 'exit 1');
  assert.throws(() => findBuildTools(environment), {
    message: /^native: expects a Python 3 with pip, got none; install it \(.*python3-pip\), or run `npm run lab/,
  });
  script(programs, 'python3', 'echo 3');
  const headers = join(elsewhere, 'include', 'node');
  mkdirSync(headers, { recursive: true });
  const node = join(elsewhere, 'bin', 'node');
  writeFileSync(join(headers, 'node_api.h'), '');
  assert.deepEqual(findBuildTools(environment, node), { compiler: 'g++', python: 'python3', headers });
});

test('native leaves other systems alone, and says so', async (t) => {
  const own = Object.getOwnPropertyDescriptor(process, 'platform')!;
  t.after(() => Object.defineProperty(process, 'platform', own));
  Object.defineProperty(process, 'platform', { ...own, value: 'win32' });
  await assert.rejects(nativeCommand.run({ options: {}, operands: [] }), {
    name: 'CommandError',
    message: `native: expects Linux on x64, got win32 on ${process.arch}; TensorFlow.js computes by WebAssembly here`,
  });
});

test('of a wheel that pip has checked by its hash, the library and its headers in C stay, and nothing else', (t) => {
  const python = pythonWith(t, 'zipfile');
  if (python === undefined) return;
  const folder = temporaryFolder(t);
  const names = [
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/include/tensorflow/c/c_api.h',
    'tensorflow/include/tsl/platform/ctstring_internal.h',
    'tensorflow/include/tensorflow/cc/ops.h',
    'tensorflow/python/lib/other.so',
  ];
  const write =
    'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n  for n in sys.argv[2:]: z.writestr(n, n)';
  execFileSync(python, ['-c', write, join(folder, 'some.whl'), ...names]);
  // In pip's place: keeps its arguments and the requirements, and copies the wheel into the folder that follows --dest.
  const pip = `echo "$@" > ${folder}/words; for w in "$@"; do case "$last" in --requirement) cp "$w" ${folder}/asked;; --dest) cp ${folder}/some.whl "$w";; esac; last=$w; done`;
  const program = script(folder, 'python', `if [ "$1" = -m ]; then ${pip}; else exec ${python} "$@"; fi`);
  const place = join(folder, 'deps');
  assert.equal(hasLibrary(place), false);
  fetchLibrary(program, place);
  assert.equal(hasLibrary(place), true);
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.deepEqual(files.map(({ name }) => name).sort(), [
    'c_api.h',
    'ctstring_internal.h',
    'libtensorflow_cc.so.2',
    'libtensorflow_framework.so.2',
  ]);
  assert.match(readFileSync(join(folder, 'words'), 'utf8'), /--no-deps --only-binary=:all: .*--require-hashes/);
  assert.equal(
    readFileSync(join(folder, 'asked'), 'utf8'),
    `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
  );
  assert.deepEqual(readdirSync(folder).sort(), ['asked', 'deps', 'python', 'some.whl', 'words']);

  const failing = script(folder, 'failing', 'exit 1');
  assert.throws(() => fetchLibrary(failing, place), { message: /^native: pip could not fetch tensorflow-cpu 2\.15/ });
  assert.equal(hasLibrary(place), true);
});

test('the trial names the library’s version, or why it does not compute', () => {
  const report = tryNative(root);
  if ('version' in report) assert.match(report.version, /^2\.\d+\.\d+/);
  else assert.match(report.failure, /tfjs-node-native|tfjs_binding\.node/);
  const elsewhere = tryNative(join(root, 'dist'));
  assert.deepEqual(Object.keys(elsewhere), Object.keys(report));
});
