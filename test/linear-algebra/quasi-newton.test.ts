import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Objective, quasiNewtonMinimum } from 'microcanon/linear-algebra';
import { assertClose } from '../closeness.js';

/** Rosenbrock's valley in any number of dimensions: its minimum is 0 at (1, …, 1). */
const valley: Objective = (x, gradient) => {
  let value = 0;
  gradient.fill(0);
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i + 1] - x[i] * x[i], 1 - x[i]];
    value += 100 * a * a + b * b;
    gradient[i] -= 400 * a * x[i] + 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return value;
};

test('finds the floor of a curved valley', () => {
  for (const start of [
    [-1.2, 1],
    [0, 0, 0, 0],
    [3, -2, 1, 2, 5, 1],
  ]) {
    const { point, converged, evaluations } = quasiNewtonMinimum(valley, start);
    assert.ok(converged);
    assert.ok(evaluations < 200, `${evaluations} evaluations`);
    assertClose(
      point,
      start.map(() => 1),
      1e-7,
    );
  }
});

test('a quadratic of spectrum 1e-3 to 1e3 is solved whatever the scale of the start', () => {
  const weights = [1e-3, 1, 30, 1e3];
  const bowl: Objective = (x, gradient) => {
    x.forEach((value, i) => {
      gradient[i] = weights[i] * (value - i);
    });
    return x.reduce((sum, value, i) => sum + 0.5 * weights[i] * (value - i) ** 2, 0);
  };
  for (const scale of [1e-3, 1, 1e4]) {
    const { point, converged } = quasiNewtonMinimum(bowl, [scale, -scale, scale, scale], { gradientTolerance: 1e-10 });
    assert.ok(converged);
    assertClose(point, [0, 1, 2, 3], 1e-6);
  }
});

test('turns back from points where the objective has no value', () => {
  // x − ln x, infinite below 0 and NaN at it; its minimum is at 1.
  const half: Objective = ([x], gradient) => {
    gradient[0] = 1 - 1 / x;
    return x > 0 ? x - Math.log(x) : NaN;
  };
  assertClose(quasiNewtonMinimum(half, [1e-4]).point, [1], 1e-7);
  assertClose(quasiNewtonMinimum(half, [50]).point, [1], 1e-7);
  assert.throws(
    () => quasiNewtonMinimum(half, [-1]),
    /^RangeError: quasiNewtonMinimum: start expects a point where the objective is finite, got NaN/,
  );
});

test('says so when it did not converge, stays where it cannot go on, and leaves the start as it was', () => {
  const start = Float64Array.of(-1.2, 1);
  const stopped = quasiNewtonMinimum(valley, start, { evaluationLimit: 10 });
  assert.equal(stopped.converged, false);
  assert.equal(stopped.evaluations, 10);
  assert.deepEqual([...start], [-1.2, 1]);
  const done = quasiNewtonMinimum(valley, [1, 1]);
  assert.deepEqual([done.evaluations, done.converged], [1, true]);
  const slope: Objective = ([x], gradient) => {
    gradient[0] = -1;
    return -x;
  };
  const falling = quasiNewtonMinimum(slope, [0], { evaluationLimit: 50 });
  assert.equal(falling.converged, false);
});
