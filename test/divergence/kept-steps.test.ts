import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { curveAt, keptSteps } from '../../lib/divergence/index.js';

test('kept steps are evenly spread, with the last and those asked for, each once and in order', () => {
  assert.deepEqual(keptSteps(4, 10), [0, 1, 2, 3, 4]);
  assert.deepEqual(keptSteps(10, 3), [0, 4, 8, 10]);
  assert.deepEqual(keptSteps(10, 5, [3, 4]), [0, 2, 3, 4, 6, 8, 10]);
  assert.deepEqual(keptSteps(0, 5), [0]);
});

test('a curve at steps has their values and errors', () => {
  const curve = { values: vectorOf([5, 4, 3]), standardErrors: vectorOf([0.5, 0.4, 0.3]) };
  assert.deepEqual(curveAt(curve, [0, 2]), { values: vectorOf([5, 3]), standardErrors: vectorOf([0.5, 0.3]) });
});
