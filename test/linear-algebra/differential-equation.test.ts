import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solveDifferentialEquation } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

test('an oscillator and a decay have their exact values at the times asked for', () => {
  const times = [0, 0.3, 2, 10];
  const values = solveDifferentialEquation(
    (_, [x, v], out) => {
      out[0] = v;
      out[1] = -x;
    },
    Float64Array.of(1, 0),
    times,
  );
  for (const [i, t] of times.entries()) assertClose(values[i], [Math.cos(t), -Math.sin(t)], 1e-8, `t = ${t}`);
});

test('fast and slow parts together keep the tolerance', () => {
  const [, end] = solveDifferentialEquation(
    (_, [fast, slow], out) => {
      out[0] = -2000 * (fast - slow);
      out[1] = -slow;
    },
    Float64Array.of(0, 1),
    [0, 1],
    { tolerance: 1e-9 },
  );
  assertClose(end, [(Math.exp(-1) * 2000) / 1999, Math.exp(-1)], 1e-7);
});

test('a solution that blows up is one clear error', () => {
  assert.throws(
    () => solveDifferentialEquation((_, [y], out) => out.fill(y * y), Float64Array.of(1), [0, 2]),
    /^RangeError: solveDifferentialEquation: /,
  );
});
