import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFrom } from '../../lib/array/index.js';

interface Tree {
  readonly label: string;
  readonly branches: readonly Tree[];
}

const leaf = (label: string): Tree => ({ label, branches: [] });
const fork = (...branches: Tree[]): Tree => ({ label: 'fork', branches });

const recipeOf = (factory: string, ...given: unknown[]) => ({ module: 'tree', factory, arguments: given });
const made = (recipe: ReturnType<typeof recipeOf>): Tree => makeFrom<Tree>('tree', { leaf, fork }, recipe);

test('recipes among the arguments are made first, at any depth', () => {
  const recipe = recipeOf('fork', recipeOf('leaf', 'a'), recipeOf('fork', recipeOf('leaf', 'b')));
  assert.deepEqual(made(structuredClone(recipe)), fork(leaf('a'), fork(leaf('b'))));
});

test('an unknown factory and a recipe of another table are one error that names both and what to do', () => {
  const message =
    (factory: string, module: string) =>
    (error: Error): boolean =>
      error instanceof RangeError &&
      error.message ===
        `tree recipe: factory expects one of leaf, fork, got ${factory} of ${module}; add the factory to lib/tree/registry.ts`;
  assert.throws(() => made(recipeOf('root')), message('root', 'tree'));
  assert.throws(() => made(recipeOf('toString')), message('toString', 'tree'));
  assert.throws(() => made({ ...recipeOf('leaf', 'a'), module: 'house' }), message('leaf', 'house'));
  assert.throws(() => made(recipeOf('fork', recipeOf('root'))), message('root', 'tree'));
});
