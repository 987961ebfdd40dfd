import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { logistic, logSumExp, softplus } from '../../lib/special/index.js';
import { assertClose } from '../closeness.js';

test('the logistic function is ½ (1 + tanh x/2), keeps its digits far to the left, and adds to 1 with its mirror image', () => {
  for (const x of [-3, -0.2, 0, 0.7, 12]) assertClose(logistic(x), 0.5 * (1 + Math.tanh(x / 2)), 1e-15);
  assertClose(logistic(-700) / Math.exp(-700), 1, 1e-13);
  for (const x of [0.3, 5, 40]) assertClose(logistic(x) + logistic(-x), 1, Number.EPSILON);
  assert.deepEqual([logistic(800), logistic(-800)], [1, 0]);
});

test('softplus(x) − softplus(−x) is x, its derivative the logistic function, and it overflows nowhere', () => {
  for (const x of [-5, 0.1, 3]) {
    assertClose(softplus(x) - softplus(-x), x, 1e-15);
    assertClose((softplus(x + 1e-5) - softplus(x - 1e-5)) / 2e-5, logistic(x), 1e-10);
  }
  assert.equal(softplus(1000), 1000);
  assertClose(softplus(-50) / Math.exp(-50), 1, 1e-14);
});

test('ln Σ exp is that of the plain sum, moves with its numbers, and is −∞ for none', () => {
  const values = [0.3, -1.2, 2];
  const plain = Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
  assertClose(logSumExp(vectorOf(values)), plain, 1e-15);
  assertClose(logSumExp(vectorOf(values.map((value) => value - 900))), plain - 900, 1e-12);
  assert.equal(logSumExp(vectorOf([])), -Infinity);
  assert.equal(logSumExp(vectorOf([-Infinity, -Infinity])), -Infinity);
});
