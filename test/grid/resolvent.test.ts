import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circleGrid, type NeighbourRates, neighbourResolvent } from '../../lib/grid/index.js';
import { draws, key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

const numbers = (count: number, seed: number): Float64Array => {
  const { uniform } = draws(key(seed));
  return Float64Array.from({ length: count }, () => 0.1 + 3 * uniform());
};

/** f − τAf, by the definition of a generator. */
function plainStep({ up, down }: NeighbourRates, values: Float64Array, step: number): Float64Array {
  const result = values.slice();
  up.forEach((rate, e) => {
    const end = (e + 1) % values.length;
    result[e] -= step * rate * (values[end] - values[e]);
    result[end] -= step * down[e] * (values[e] - values[end]);
  });
  return result;
}

test('an implicit step undoes f − τAf, on lines and on circles', () => {
  for (const n of [3, 4, 17]) {
    for (const edges of [n - 1, n]) {
      const rates = { up: numbers(edges, 1), down: numbers(edges, 2) };
      for (const step of [0, 0.3, 50]) {
        const { backward } = neighbourResolvent(rates, { pointCount: n, step });
        const values = numbers(n, 3);
        const result = plainStep(rates, values, step);
        backward(result);
        assertClose(result, values, 1e-12, `${n} points, ${edges} edges, step ${step}`);
      }
    }
  }
});

test('the step of masses is the adjoint of that of functions', () => {
  for (const edges of [8, 9]) {
    const { backward, forward } = neighbourResolvent(
      { up: numbers(edges, 4), down: numbers(edges, 5) },
      { pointCount: 9, step: 0.7 },
    );
    const [values, masses] = [numbers(9, 6), numbers(9, 7)];
    const [later, moved] = [values.slice(), masses.slice()];
    backward(later);
    forward(moved);
    const mean = (a: Float64Array, b: Float64Array): number => a.reduce((sum, mass, i) => sum + mass * b[i], 0);
    assertClose(mean(masses, later), mean(moved, values), 1e-12);
  }
});

test('masses stay positive and keep their sum with rates and steps of any size', () => {
  const up = Float64Array.from({ length: 64 }, (_, e) => 10 ** (((7 * e) % 13) - 6));
  const down = Float64Array.from({ length: 64 }, (_, e) => 10 ** (((5 * e) % 11) - 5));
  for (const edges of [63, 64]) {
    for (const step of [1e-3, 1, 1e9]) {
      const { forward } = neighbourResolvent(
        { up: up.slice(0, edges), down: down.slice(0, edges) },
        { pointCount: 64, step },
      );
      const masses = Float64Array.from({ length: 64 }, (_, i) => (i === 20 ? 1 : 0));
      forward(masses);
      assert.ok(masses.every((mass) => mass > 0));
      assertClose(
        masses.reduce((sum, mass) => sum + mass, 0),
        1,
        1e-13,
        `${edges} edges, step ${step}`,
      );
    }
  }
});

test('a circle of points goes once round, and wrong sizes are refused', () => {
  const { points, spacing, circumference } = circleGrid({ count: 8 });
  assertClose([points[0], points[7] + spacing, circumference], [0, 2 * Math.PI, 2 * Math.PI], 1e-15);
  assert.throws(() => circleGrid({ count: 2 }), {
    message: /^circleGrid: count expects a whole number from 3 on, got 2; round it, or look for what made it$/,
  });
  assert.throws(() => circleGrid({ circumference: 0, count: 8 }), {
    message: /^circleGrid: circumference expects a positive finite number, got 0; give one above 0$/,
  });
  const rates = { up: numbers(5, 1), down: numbers(5, 2) };
  assert.throws(() => neighbourResolvent(rates, { pointCount: 8, step: 1 }), {
    message: /^neighbourResolvent: rates expect 7 edges for a line of 8 points, 8 for a circle, got 5/,
  });
  assert.throws(() => neighbourResolvent({ ...rates, down: numbers(4, 1) }, { pointCount: 5, step: 1 }), {
    message: /^neighbourResolvent: down expects 5 numbers, got 4/,
  });
});
