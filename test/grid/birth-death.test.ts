import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { passageTimes, relaxationRates } from '../../lib/grid/index.js';
import { assertClose } from '../closeness.js';

test('constant rates a up and b down on n points relax at a + b − 2√(ab) cos(πk/n), k = 1 … n − 1', () => {
  for (const [a, b, n] of [
    [1, 1, 2],
    [1, 1, 40],
    [0.3, 2, 25],
  ]) {
    const rates = relaxationRates({ up: vector(n - 1).fill(a), down: vector(n - 1).fill(b) }, n - 1);
    const expected = rates.map((_, k) => a + b - 2 * Math.sqrt(a * b) * Math.cos((Math.PI * (k + 1)) / n));
    assertClose(rates, expected, 1e-13, `${n} points`);
  }
});

test('a gap thirty orders of magnitude below the rates keeps its digits', () => {
  // Differences of neighbours have the matrix [[1 + ε, 1], [1, 1 + ε]] up to signs: eigenvalues ε and 2 + ε.
  const tiny = 1e-30;
  const [gap, fast] = relaxationRates({ up: Float64Array.of(tiny, 1), down: Float64Array.of(1, tiny) }, 2);
  assertClose(gap / tiny, 1, 1e-15);
  assertClose(fast, 2, 1e-15);
});

test('a symmetric walk that its lower end reflects passes from i to i + 1 in the mean time i + 1', () => {
  const times = passageTimes({ up: vector(6).fill(1), down: vector(6).fill(1) });
  assertClose(times, [1, 2, 3, 4, 5, 6], 1e-15);
});

test('rates that are not positive, of another number, and counts out of range are refused', () => {
  const rates = { up: vector(3).fill(1), down: vector(3).fill(1) };
  assert.throws(() => relaxationRates(rates, 4), /relaxationRates: count expects a whole number from 1 to 3, got 4/);
  assert.throws(
    () => relaxationRates({ ...rates, down: vector(2) }),
    /down expects 3 rates, as many as up and at least 1, got 2/,
  );
  assert.throws(
    () => passageTimes({ ...rates, up: Float64Array.of(1, 0, 1) }),
    /passageTimes: rates expect positive finite numbers, got 0 beside point 1/,
  );
});
