import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { libraryGraph } from '../../lib/command/code-hashes.js';
import { codeHashes } from '../../lib/host/code-hashes.js';
import { root } from '../support.js';
import { temporaryFolder } from './temporary-folder.js';

const tableOne = 'chapter/synthetic/table-one';

test('Table 1 depends on energies, descents and their kernels, on no reader of series, no figure and no other chapter', () => {
  const graph = libraryGraph(root);
  const closure = graph.closure(tableOne);
  for (const needed of [
    'chapter/synthetic/noise-components',
    'energy/registry',
    'energy/scattering-spectra',
    'flow/descent-algorithm',
    'algorithm/segment',
    'expectation/target-energy',
    'random/threefry',
    'compiled/scattering-mean.single.wasm',
    'compiled/second-moments.wasm',
  ]) {
    assert.ok(closure.includes(needed), needed);
  }
  const rooms = new Set(closure.map((name) => name.split('/')[0]));
  for (const other of ['data-set', 'figure', 'jupyter', 'site', 'command', 'cell']) assert.ok(!rooms.has(other), other);
  assert.deepEqual(
    closure.filter((name) => /^chapter\/markets/.test(name)),
    [],
  );
  assert.equal(graph.hash(tableOne), codeHashes().modules[tableOne], 'the build has written the same');

  // A module is known to use a kernel by the kernel's name, so that a kernel which no module names would be in no hash.
  const used = new Set(Object.keys(codeHashes().modules).flatMap((name) => graph.closure(name)));
  const unused = readdirSync(join(root, 'dist', 'lib', 'compiled')).filter(
    (file) => file.endsWith('.wasm') && !used.has(`compiled/${file}`),
  );
  assert.deepEqual(
    unused.filter((file) => !file.startsWith('fourier.')),
    [],
    'fourier alone is for a test',
  );
});

test('in a copy of the library, other words leave the hash of Table 1, other numbers do not', (t) => {
  const copy = temporaryFolder(t);
  mkdirSync(join(copy, 'dist', 'lib'), { recursive: true });
  cpSync(join(root, 'lib'), join(copy, 'lib'), { recursive: true });
  cpSync(join(root, 'dist', 'lib', 'compiled'), join(copy, 'dist', 'lib', 'compiled'), { recursive: true });
  const before = codeHashes().modules[tableOne];
  const change = (path: string, edit: (text: string) => string): void => {
    const file = join(copy, 'lib', path);
    const text = readFileSync(file, 'utf8');
    assert.notEqual(edit(text), text, path);
    writeFileSync(file, edit(text));
  };
  change('energy/autocovariance.ts', (text) => text.replace('/**', '/** In other words: '));
  change('data-set/ecb.ts', (text) => `${text}\nexport const more = 1;\n`);
  assert.equal(libraryGraph(copy).hash(tableOne), before);
  change('random/threefry.ts', (text) => `${text}\nexport const more = 1;\n`);
  assert.notEqual(libraryGraph(copy).hash(tableOne), before);
});
