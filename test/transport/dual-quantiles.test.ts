import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  circlePoints,
  type DualTerms,
  dualQuantiles,
  implicitQuantiles,
  type QuantileScheme,
  quantileDivergence,
  quantileSteps,
  wavePotential,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const potential = wavePotential([
  { order: 2, height: 1, phase: 0 },
  { order: 1, height: 0.5, phase: 0.7 },
]);
const start = circlePoints(65);
const moved = (scheme: QuantileScheme, step: number): Float64Array =>
  quantileSteps(scheme, potential, { start, step, stepCount: 1 }).row(1);

function distance(terms: DualTerms, step: number): number {
  const [dual, implicit] = [dualQuantiles(terms), implicitQuantiles].map((scheme) => moved(scheme, step));
  return Math.sqrt(dual.reduce((sum, x, i) => sum + (x - implicit[i]) ** 2, 0) / 65);
}

test('one term of the dual problem is the explicit step', () => {
  // ln(ρ/π) of the even law is V and a constant.
  const expected = start.map((x) => x - 0.03 * potential.slope(x));
  assertClose(moved(dualQuantiles(1), 0.03), expected, 1e-12);
});

test('with the penalty the multiplier meets its own condition, means under ρ and under π tilted by it', () => {
  const step = 0.1;
  const slopes = moved(dualQuantiles(2, { degree: 3 }), step).map((x, i) => (x - start[i]) / step);
  const mean = (f: (x: number, i: number) => number): number => start.reduce((sum, x, i) => sum + f(x, i), 0) / 65;
  // φ = Σ −(2/m) E[φ′ sin mx] cos mx + (2/m) E[φ′ cos mx] sin mx, from the slope at even points.
  const coefficients = [1, 2, 3].map((m) => [
    (-2 / m) * mean((x, i) => slopes[i] * Math.sin(m * x)),
    (2 / m) * mean((x, i) => slopes[i] * Math.cos(m * x)),
  ]);
  const phi = (x: number): number =>
    coefficients.reduce((sum, [c, s], k) => sum + c * Math.cos((k + 1) * x) + s * Math.sin((k + 1) * x), 0);
  const weights = start.map((x) => Math.exp(-potential.value(x) - phi(x)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const m of [1, 2, 3]) {
    const tilted = start.reduce((sum, x, i) => sum + (weights[i] / total) * Math.cos(m * x), 0);
    const underRho = mean((x, i) => Math.cos(m * x) - step * slopes[i] * m * Math.sin(m * x));
    assertClose(underRho, tilted, 1e-10, `order ${m}`);
  }
});

test('on the circle cut dual problems miss the implicit step by O(τ²), O(τ²) and O(τ³)', () => {
  ([1, 2, 3] as const).forEach((terms, i) => {
    const order = Math.log2(distance(terms, 0.004) / distance(terms, 0.002));
    assertClose(order, [2, 2, 3][i], 0.07, `${terms} terms`);
  });
});

test('the penalty keeps long steps stable', () => {
  const options = { start, step: 0.06, stepCount: 5 };
  assert.throws(() => quantileSteps(dualQuantiles(1), potential, options), {
    message: /^quantileSteps: the scheme ‘dual, first term’ has quantile .* behind .*; take steps below 0.06$/,
  });
  for (const terms of [2, 3] as const) {
    const laws = quantileSteps(dualQuantiles(terms), potential, options);
    for (let n = 1; n <= 5; n++) {
      const [before, after] = [laws.row(n - 1), laws.row(n)].map((law) => quantileDivergence(potential, law));
      assert.ok(after < before, `step ${n} of ${terms} terms`);
    }
  }
});

test('the dual problem refuses a degree below 1, and terms that it has not', () => {
  assert.throws(() => dualQuantiles(4 as DualTerms), {
    message: /^dualQuantiles: terms expects 1, 2 or 3, got 4/,
  });
  assert.throws(() => dualQuantiles(2, { degree: 0 }), {
    message: /^dualQuantiles: degree expects a whole number from 1/,
  });
});
