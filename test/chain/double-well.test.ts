import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { doubleWell } from '../../lib/chain/index.js';
import { perform } from '../../lib/parallel/index.js';

test('two wells of even height lie at −1 and 1, with the barrier between them', () => {
  const { values, gradient } = doubleWell({ barrier: 3 }).evaluate(ensembleOf([[-1], [0], [1]]));
  assert.deepEqual([...values], [0, 3, 0]);
  assert.deepEqual([...gradient.data].map(Math.abs), [0, 0, 0]);
});

test('the gradient of a tilted double well is its difference quotient, here and in a worker', () => {
  const well = doubleWell({ barrier: 2, tilt: 0.5 });
  const again = perform(well.call!);
  for (const x of [-1.4, -0.2, 0.9]) {
    const [up, down] = well.values(ensembleOf([[x + 1e-6], [x - 1e-6]]));
    assert.ok(Math.abs(again.gradient(ensembleOf([[x]])).data[0] - (up - down) / 2e-6) < 1e-8);
  }
});

test('a barrier of 0 and a tilt that is no number are refused', () => {
  assert.throws(() => doubleWell({ barrier: 0 }), /barrier expects a positive finite number, got 0/);
  assert.throws(() => doubleWell({ barrier: 1, tilt: NaN }), /tilt expects a finite number, got NaN/);
});
