import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf } from '../../lib/array/index.js';
import { covarianceWords, gramSolver } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

const labels = ['first', 'second', 'third'];

test('systems are solved, whatever the units of the components', () => {
  for (const unit of [1, 1e-6]) {
    const gram = matrixOf([
      [2, 0.5 * unit, 0.1],
      [0.5 * unit, 3 * unit * unit, 0.2 * unit],
      [0.1, 0.2 * unit, 1],
    ]);
    const solution = [1, -2 / unit, 0.5];
    const b = Float64Array.from(solution, (_, k) => gram.row(k).reduce((sum, g, l) => sum + g * solution[l], 0));
    gramSolver(gram, { labels, caller: 'test', ridge: 0 }).solve(b);
    assertClose(b, solution, 1e-9 / unit);
  }
});

test('the ridge is added to the unit diagonal', () => {
  const b = Float64Array.of(1, 1);
  const gram = matrixOf([
    [4, 0],
    [0, 9],
  ]);
  gramSolver(gram, { labels: ['a', 'b'], caller: 'test', ridge: 1 }).solve(b);
  assertClose(b, [1 / 8, 1 / 18], 1e-15);
});

test('a gradient that others make up, or that vanishes, is named', () => {
  const dependent = matrixOf([
    [1, 0, 1],
    [0, 1, 1],
    [1, 1, 2],
  ]);
  assert.throws(
    () => gramSolver(dependent, { labels, caller: 'test' }),
    /^RangeError: test: G expects full rank, got third, whose gradient is a combination of those of first, second; leave/,
  );
  const vanishing = matrixOf([
    [1, 0],
    [0, 0],
  ]);
  assert.throws(
    () => gramSolver(vanishing, { labels, caller: 'test' }),
    /^RangeError: test: G expects full rank, got no gradient of second at any path; leave the component out$/,
  );
});

test('a matrix that is not finite is not said to lack rank, and a covariance is called by its name', () => {
  const holed = matrixOf([
    [1, NaN],
    [NaN, 1],
  ]);
  assert.throws(
    () => gramSolver(holed, { labels, caller: 'test' }),
    /^RangeError: test: G expects finite numbers, got NaN for first and second; look for/,
  );
  const singular = matrixOf([
    [1, 1],
    [1, 1],
  ]);
  assert.throws(
    () => gramSolver(singular, { labels, caller: 'test', words: covarianceWords }),
    /^RangeError: test: C expects full rank, got second, whose variation is a combination of those of first/,
  );
});
