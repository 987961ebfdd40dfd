import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint } from 'microcanon/study';
import { root } from '../support.js';
import { engineProgram } from './engine-program.js';

/** Node of a major version, from its package in the registry; undefined where that cannot be had. */
function nodeOf(major: number): string | undefined {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(root, 'dist', 'engines', String(major));
  const program = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const words = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--prefix',
    folder,
    `${name}@${major}`,
  ];
  spawnSync('npm', words, { cwd: folder, encoding: 'utf8', timeout: 240_000, shell: process.platform === 'win32' });
  return existsSync(program) ? program : undefined;
}

const script = `(${engineProgram})((room) => require('microcanon/' + room)).then(console.log)`;

function fingerprints(node: string, workers: number): Record<string, string> {
  const { stdout, stderr } = spawnSync(node, ['-e', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, MICROCANON_WORKERS: String(workers) },
  });
  assert.ok(stdout.startsWith('{'), stderr);
  return JSON.parse(stdout);
}

const expected = fingerprints(process.execPath, 1);

test('a fingerprint changes with the last bit, and with nothing else', () => {
  const data = { a: Float64Array.of(1, 2), b: [3, 'c'] };
  assert.match(fingerprint(data), /^[0-9a-f]{16}$/);
  assert.equal(fingerprint({ a: Float64Array.of(1, 2), b: [3, 'c'] }), fingerprint(data));
  assert.notEqual(fingerprint({ ...data, a: Float64Array.of(1, 2 + 2 ** -51) }), fingerprint(data));
});

for (const major of [20, 22, 24]) {
  test(`Node ${major} computes the same bits, on one worker and on two`, (t) => {
    const node = nodeOf(major);
    assert.ok(node !== undefined || !process.env.CI, `Node ${major} expects its package from the registry`);
    if (node === undefined) return t.skip(`the package of Node ${major} cannot be had`);
    for (const workers of [1, 2]) assert.deepEqual(fingerprints(node, workers), expected, `${workers} workers`);
  });
}
