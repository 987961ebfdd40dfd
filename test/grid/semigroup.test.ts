import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { langevinGenerator, lineGrid, meansAtTimes } from '../../lib/grid/index.js';
import { assertClose } from '../closeness.js';

test('two states forget their start at the sum of their rates', () => {
  const [up, down] = [0.7, 0.2];
  const times = [0.1, 1, 5];
  const means = meansAtTimes({ up: vectorOf([up]), down: vectorOf([down]) }, vectorOf([0, 1]), times);
  times.forEach((t, i) => {
    const [rest, fading] = [up / (up + down), Math.exp(-(up + down) * t)];
    assertClose(means.row(i), [rest * (1 - fading), rest + (1 - rest) * fading], 1e-8);
  });
});

test('the mean of an Ornstein–Uhlenbeck process fades as e^{−kt}, up to the square of the spacing', () => {
  const [k, times] = [0.8, [0.01, 0.1, 1, 6]];
  const errors = [201, 401].map((count) => {
    const grid = lineGrid({ from: -10, to: 10, count });
    const generator = langevinGenerator(
      grid,
      grid.points.map((x) => 0.5 * k * x * x),
    );
    const means = meansAtTimes(generator, grid.points, times);
    const at = (count - 1) / 2 + (count - 1) / 10;
    return times.map((t, i) => means.row(i)[at] - grid.points[at] * Math.exp(-k * t));
  });
  times.forEach((_, i) => {
    assert.ok(Math.abs(errors[1][i]) < 2e-3);
    assertClose(errors[0][i] / errors[1][i], 4, 0.02, `time ${times[i]}`);
  });
});

test('times that do not rise, and too few values, are refused by name', () => {
  const process = { up: vectorOf([1]), down: vectorOf([1]) };
  assert.throws(() => meansAtTimes(process, vectorOf([0, 1]), [1, 1]), /meansAtTimes: times expects.*got 1 after 1/);
  assert.throws(() => meansAtTimes(process, vectorOf([0]), [1]), /meansAtTimes: values expects 2 numbers, got 1/);
});
