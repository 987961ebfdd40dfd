import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newtonMinimum } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

/** x − ln x, least at 1, with no value at 0 and below. */
const barrier = {
  value: ([x]: Float64Array) => (x > 0 ? x - Math.log(x) : Infinity),
  newton: ([x]: Float64Array) => {
    const [slope, curvature] = [1 - 1 / x, 1 / x ** 2];
    return { step: Float64Array.of(slope / curvature), decrement: slope ** 2 / curvature };
  },
};

test('the minimum is found to rounding from points whose full steps leave the domain, and the start is not changed', () => {
  for (const x of [1e-6, 0.5, 1, 3, 1e4]) {
    const start = Float64Array.of(x);
    const { point, converged } = newtonMinimum(barrier, start);
    assert.ok(converged);
    assertClose(point, [1], 1e-14, `from ${x}`);
    assert.equal(start[0], x);
  }
});

test('a quadratic form takes one step', () => {
  const wanted = [2, -3];
  let steps = 0;
  const { point, converged } = newtonMinimum(
    {
      value: ([x, y]) => (x - 2) ** 2 + 5 * (y + 3) ** 2,
      newton([x, y]) {
        steps++;
        return { step: Float64Array.of(x - 2, y + 3), decrement: 2 * (x - 2) ** 2 + 10 * (y + 3) ** 2 };
      },
    },
    new Float64Array(2),
  );
  assert.ok(converged && steps <= 3);
  assertClose(point, wanted, 1e-15);
});

test('where no step descends, the search says that it has not converged', () => {
  const uphill = { value: ([x]: Float64Array) => x, newton: () => ({ step: Float64Array.of(-1), decrement: 1 }) };
  assert.equal(newtonMinimum(uphill, Float64Array.of(0)).converged, false);
  const undecided = { value: () => 0, newton: () => ({ step: Float64Array.of(NaN), decrement: NaN }) };
  assert.equal(newtonMinimum(undecided, Float64Array.of(0)).converged, false);
});
