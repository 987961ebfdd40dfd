import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceJacobian } from '../../lib/linear-algebra/index.js';

test('the Jacobian of a map that is no square is that by pencil and paper, to h²', () => {
  // f(a, b) = (ab, sin a, b³), at (0.7, −1.2).
  const [a, b] = [0.7, -1.2];
  const exact = [
    [b, a],
    [Math.cos(a), 0],
    [0, 3 * b * b],
  ];
  for (const step of [undefined, 1e-3]) {
    const jacobian = differenceJacobian(([p, q]) => [p * q, Math.sin(p), q ** 3], [a, b], { step });
    assert.deepEqual([jacobian.rowCount, jacobian.columnCount], [3, 2]);
    // The third derivatives are at most 6, so that h² is the largest error of the difference; rounding adds 1e-16/h.
    const allowed = (step ?? 1e-5) ** 2 + 1e-10;
    for (const [i, row] of exact.entries())
      for (const [j, value] of row.entries()) assert.ok(Math.abs(jacobian.row(i)[j] - value) < allowed, `${i}, ${j}`);
  }
});

test('a map may write over what it gave before, and its argument stays as it is', () => {
  const out = new Float64Array(2);
  const x = Float64Array.of(1, 2);
  const jacobian = differenceJacobian((y) => {
    out[0] = 3 * y[0];
    out[1] = y[0] - y[1];
    y.fill(0);
    return out;
  }, x);
  for (const [i, value] of [3, 0, 1, -1].entries()) assert.ok(Math.abs(jacobian.data[i] - value) < 1e-9);
  assert.deepEqual([...x], [1, 2]);
});

test('a step that is no positive number is refused', () => {
  for (const step of [0, -1, NaN]) {
    assert.throws(
      () => differenceJacobian((y) => y, [1], { step }),
      /differenceJacobian: step expects a number above 0/,
    );
  }
});
