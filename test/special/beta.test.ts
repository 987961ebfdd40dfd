import assert from 'node:assert/strict';
import { test } from 'node:test';
import { betaProbability, betaQuantile } from '../../lib/special/index.js';

// x, a, b, I_x(a, b): by mpmath 1.4.1 at 40 digits.
const known: readonly (readonly [number, number, number, number])[] = [
  [0.3, 2, 5, 0.57982499999999998],
  [0.5, 50, 50, 0.5],
  [0.4436, 50, 50, 0.12949308095916288],
  [0.9, 0.5, 0.5, 0.79516723530086657],
  [0.001, 0.2, 3, 0.33145851609891531],
  [0.25, 400.5, 1100.2, 0.068183833487885318],
  [0.999, 3, 0.01, 0.052718975674526034],
];

test('probabilities of the beta law are those of mpmath to 12 digits, and quantiles invert them', () => {
  for (const [x, a, b, expected] of known) {
    assert.ok(Math.abs(betaProbability(x, a, b) / expected - 1) < 2e-12, `I_${x}(${a}, ${b})`);
    assert.ok(Math.abs(betaQuantile(expected, a, b) / x - 1) < 2e-12, `quantile of ${a}, ${b}`);
  }
});

test('the beta law of exponents 1, 1 is uniform, and both sides of one law add to 1', () => {
  for (const x of [0, 1e-5, 0.2, 0.77, 1]) {
    assert.ok(Math.abs(betaProbability(x, 1, 1) - x) < 1e-15);
    assert.ok(Math.abs(betaProbability(x, 3.2, 0.4) + betaProbability(1 - x, 0.4, 3.2) - 1) < 1e-14);
  }
});

test('numbers outside 0 … 1 and exponents that are not positive are refused', () => {
  assert.throws(() => betaProbability(1.1, 1, 1), /betaProbability: x expects a number from 0 to 1, got 1.1/);
  assert.throws(() => betaQuantile(NaN, 1, 1), /betaQuantile: p expects a number from 0 to 1, got NaN/);
  assert.throws(() => betaQuantile(0.5, 0, 1), /positive finite numbers, got 0 and 1/);
});
