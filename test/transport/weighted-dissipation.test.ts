import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weightedDissipation } from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

/** F(s) = D(N(0, s²)‖N(0, 1)) = ½(s² − 1) − ln s. */
const divergence = { slope: (s: number) => s - 1 / s, curvature: (s: number) => 1 + 1 / s ** 2 };
const spring = { slope: (x: number) => x, curvature: () => 1 };

test('the path of a spring decays at the rate (√(1 + 4εk) − 1)/2ε, with errors of second order in the step', () => {
  for (const epsilon of [0.5, 0.1, 0.02]) {
    const rate = (Math.sqrt(1 + 4 * epsilon) - 1) / (2 * epsilon);
    const errors = [2000, 4000].map((stepCount) => {
      const x = weightedDissipation(spring, { start: 2, epsilon, duration: 20, stepCount });
      return x[stepCount / 20] - 2 * Math.exp(-rate);
    });
    assertClose(errors[1], 0, 1e-5);
    assertClose(errors[0] / errors[1], 4, 0.05);
  }
});

test('no other path costs less: small departures with a free end raise the weighted sum', () => {
  const [epsilon, duration, stepCount] = [0.3, 3, 3000];
  const h = duration / stepCount;
  const best = weightedDissipation(divergence, { start: 3, epsilon, duration, stepCount });
  const cost = (x: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < stepCount; i++) {
      const [middle, speed] = [(x[i] + x[i + 1]) / 2, (x[i + 1] - x[i]) / h];
      const F = 0.5 * (middle ** 2 - 1) - Math.log(middle);
      sum += h * Math.exp((-(i + 0.5) * h) / epsilon) * (0.5 * speed ** 2 + F / epsilon);
    }
    return sum;
  };
  for (const shape of [(t: number) => t, (t: number) => Math.sin(t), (t: number) => t * Math.exp(-t)]) {
    for (const size of [-0.02, 0.02]) {
      assert.ok(cost(best.map((x, i) => x + size * shape(i * h))) > cost(best));
    }
  }
});

test('as ε falls the path of normal laws becomes the gradient flow s² = 1 + (s₀² − 1)e^{−2t}', () => {
  const misses = [0.1, 0.05, 0.025].map((epsilon) => {
    const s = weightedDissipation(divergence, { start: 3, epsilon, duration: 6, stepCount: 6000 });
    return s[1000] - Math.sqrt(1 + 8 * Math.exp(-2));
  });
  assert.ok(misses.every((miss) => Math.abs(miss) < 0.2));
  assert.ok(misses[0] / misses[1] > 1.6 && misses[1] / misses[2] > 1.7, misses.join());
});

test('steps that are too long, and options out of range, are refused by name', () => {
  const options = { start: 1, epsilon: 0.1, duration: 1, stepCount: 100 };
  assert.throws(() => weightedDissipation(spring, { ...options, epsilon: 0 }), /weightedDissipation: epsilon expects/);
  assert.throws(() => weightedDissipation(spring, { ...options, stepCount: 2 }), /steps of at most 2ε/);
  assert.throws(() => weightedDissipation(spring, { ...options, start: NaN }), /start expects a finite number/);
  assert.throws(
    () => weightedDissipation({ slope: () => NaN, curvature: () => 1 }, options),
    /weightedDissipation: Newton's method does not converge/,
  );
});
