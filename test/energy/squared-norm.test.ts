import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, vectorOf } from '../../lib/array/index.js';
import { squaredNorm } from '../../lib/energy/index.js';
import { assertBand, assertDerivatives } from './derivatives.js';

test('the squared norm of (3, −4) is 25, its gradient (6, −8) and its Hessian twice the identity', () => {
  const energy = squaredNorm({ signalLength: 2 });
  const x = ensembleOf([[3, -4]]);
  const one = vectorOf([1]);
  assert.deepEqual([...energy.values(x).data], [25]);
  assert.deepEqual([...energy.pullback(x, one).data], [6, -8]);
  assert.deepEqual([...energy.hessianProduct(x, one, ensembleOf([[1, 5]])).data], [2, 10]);
});

for (const signalLength of [1, 2, 9]) {
  test(`the squared norm of length ${signalLength}: derivatives and band match differences and unit vectors`, () => {
    assertDerivatives(squaredNorm({ signalLength }));
    assertBand(squaredNorm({ signalLength }));
  });
}

test('a signal of no length is refused', () => {
  assert.throws(
    () => squaredNorm({ signalLength: 0 }),
    /^RangeError: squaredNorm: signalLength expects a whole number above the longest lag 0, got 0/,
  );
});
