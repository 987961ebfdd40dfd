import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ModuleGraph, moduleGraph } from '../../lib/command/module-graph.js';

const sources: Readonly<Record<string, string>> = {
  'array/index': `export * from './vector.js'; export * from './matrix.js';`,
  'array/vector': `export function vector(n) { return new Float64Array(n); } export const zero = 0, one = 1;`,
  'array/matrix': `import { vector } from './vector.js'; export class Matrix { data = vector(4); }`,
  'energy/index': `export { values as energies } from './energy.js'; export { price } from './price.js';`,
  'energy/energy': `import { vector } from '../array/index.js'; import './setup.js'; export const values = () => vector(3);`,
  'energy/price': `import * as array from '../array/index.js'; export const price = () => array.one;`,
  'energy/setup': `globalThis.ready = true;`,
  // As a compiler may write `export { energies } from '../energy/index.js'`.
  'flow/index': `import { energies } from '../energy/index.js'; export { energies };`,
  'flow/late': `export const load = async () => (await import('../energy/price.js')).price;`,
  'compiled/kernel': `export const kernelName = 'lag-products';`,
  'chapter/study': `import { energies } from '../flow/index.js'; import { readFile } from 'node:fs'; export const run = energies;`,
};

function graphOf(changes: Readonly<Record<string, string>> = {}): ModuleGraph {
  const assets = {
    'compiled/lag-products.wasm': 'aa',
    'compiled/lag-products.single.wasm': 'bb',
    'compiled/other.wasm': 'cc',
  };
  return moduleGraph(new Map(Object.entries({ ...sources, ...changes })), new Map(Object.entries(assets)));
}

test('a module depends on what it imports, by names through index files, not on the rest of a room', () => {
  const graph = graphOf();
  assert.deepEqual(graph.closure('chapter/study'), ['array/vector', 'chapter/study', 'energy/energy', 'energy/setup']);
  assert.deepEqual(graph.closure('array/matrix'), ['array/matrix', 'array/vector']);
});

test('a namespace, and what is loaded late, count whole', () => {
  assert.deepEqual(graphOf().closure('flow/late'), ['array/matrix', 'array/vector', 'energy/price', 'flow/late']);
});

test('a compiled kernel counts for the module beside it that names it, in all its variants', () => {
  const closure = ['compiled/kernel', 'compiled/lag-products.wasm', 'compiled/lag-products.single.wasm'];
  assert.deepEqual(graphOf().closure('compiled/kernel'), closure);
});

test('comments, spaces and modules elsewhere leave a hash; every change of code that a module depends on changes it', () => {
  const hash = (changes?: Readonly<Record<string, string>>): string => graphOf(changes).hash('chapter/study');
  const before = hash();
  assert.match(before, /^[0-9a-f]{16}$/);
  const vector = sources['array/vector'];
  assert.equal(
    hash({ 'array/vector': `// The same.\n/** And more. */\n${vector.replace('return', 'return   ')}` }),
    before,
  );
  assert.equal(hash({ 'energy/price': 'export const price = () => 2;' }), before);
  assert.equal(hash({ 'array/index': `export * from './matrix.js';\nexport * from './vector.js';` }), before);
  for (const [name, text] of Object.entries({
    'array/vector': vector.replace('(n)', '(m)'),
    'energy/setup': 'globalThis.ready = 1;',
    'chapter/study': `${sources['chapter/study']} export const more = 1;`,
  })) {
    assert.notEqual(hash({ [name]: text }), before, name);
  }
  // A new import counts, though nothing else differs.
  assert.notEqual(hash({ 'energy/energy': `import '../array/matrix.js'; ${sources['energy/energy']}` }), before);
});

test('strings keep their spaces and what looks like a comment in them', () => {
  const hash = (text: string): string => moduleGraph(new Map([['a', text]])).hash('a');
  assert.notEqual(hash(`f('a  b')`), hash(`f('a b')`));
  assert.notEqual(hash(`f('// a')`), hash(`f('// b')`));
  assert.equal(hash('f( 1 ) // a'), hash('f(1)'));
});

test('what is no JavaScript is named, and so is a module that is not there', () => {
  assert.throws(() => moduleGraph(new Map([['odd/one', 'let = ']])), /^SyntaxError: odd\/one: /);
  assert.throws(() => graphOf().closure('none'), /closure: name expects a module of the library, got none/);
});
