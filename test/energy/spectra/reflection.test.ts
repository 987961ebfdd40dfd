import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector, vectorOf } from '../../../lib/array/index.js';
import { addFolded, reflect } from '../../../lib/energy/spectra/reflection.js';
import { assertStage } from './stage.js';

test('a reflected signal runs forth and back, its last value twice in a row', () => {
  const out = vector(6).fill(NaN);
  reflect(vectorOf([1, 2, 3]), out);
  assert.deepEqual([...out], [1, 2, 3, 3, 2, 1]);
});

test('folding adds both places of a value to what is there', () => {
  const out = vectorOf([100, 200, 300]);
  addFolded(vectorOf([1, 2, 3, 4, 5, 6]), out);
  assert.deepEqual([...out], [107, 207, 307]);
});

test('folding is the pullback of reflection', () => {
  assertStage(
    {
      apply(x) {
        const out = vector(10);
        reflect(x, out);
        return out;
      },
      pullback(_x, slopes) {
        const out = vector(5);
        addFolded(slopes, out);
        return out;
      },
    },
    { from: 5, to: 10 },
  );
});
