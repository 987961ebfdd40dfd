import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf } from '../../../lib/array/index.js';
import {
  circleHeat,
  comparedGames,
  gridQuantiles,
  normalMasses,
  scaledCircleGame,
} from '../../../lib/chapter/games/index.js';
import { circleGrid, gridDivergence, gridLaw, lineGrid } from '../../../lib/grid/index.js';
import { normalQuantile } from '../../../lib/special/index.js';
import { assertClose } from '../../closeness.js';

test('heat takes each wave of the circle by its own factor', () => {
  const { points } = circleGrid({ count: 16 });
  const values = points.map((x) => 2 + Math.cos(x) - 3 * Math.sin(4 * x));
  const expected = points.map((x) => 2 + Math.exp(-0.35) * Math.cos(x) - 3 * Math.exp(-16 * 0.35) * Math.sin(4 * x));
  assertClose(circleHeat(values, 0.7), expected, 1e-14);
});

test('scaling meets both conditions of the game on the circle, and its value is the least cost', () => {
  const grid = circleGrid({ count: 32 });
  const [start, target] = [(x: number) => -2 * Math.cos(x), (x: number) => -Math.sin(2 * x)].map(
    (potential) => gridLaw(grid, grid.points.map(potential)).masses,
  );
  const [noise, duration] = [0.8, 1.5];
  const { end, value, totalCost } = scaledCircleGame({ start, target, noise, duration });
  // The law of the paths from the start, by Doob's transform with η = (π/ρ_T)^{1/σ²} at the end.
  const eta = end.map((mass, i) => (target[i] / mass) ** (1 / noise ** 2));
  const before = circleHeat(eta, noise ** 2 * duration);
  const reached = circleHeat(
    start.map((mass, i) => mass / before[i]),
    noise ** 2 * duration,
  ).map((mass, i) => mass * eta[i]);
  assertClose(reached, end, 1e-12, 'law');
  assertClose(
    value,
    before.map((density) => -(noise ** 2) * Math.log(density)),
    1e-10,
    'value',
  );
  assert.ok(totalCost > gridDivergence(end, target) && totalCost < gridDivergence(start, target));
});

test('quantiles on a grid are those of the law', () => {
  const grid = lineGrid({ from: -9, to: 9, count: 361 });
  const laws = matrixOf([normalMasses(grid, { mean: 0, variance: 1 }), normalMasses(grid, { mean: 1, variance: 4 })]);
  const shares = [0.05, 0.3, 0.5, 0.9];
  const quantiles = gridQuantiles(grid, laws, shares);
  shares.forEach((share, m) => {
    const z = normalQuantile(share);
    assertClose(quantiles.row(m), [z, 1 + 2 * z], 1e-3, `share ${share}`);
  });
});

test('laws that a grid does not hold, shares out of range, and circles without noise are refused', () => {
  const grid = lineGrid({ from: -5, to: 5, count: 41 });
  const masses = normalMasses(grid, { mean: 0, variance: 1 });
  assert.throws(() => normalMasses(grid, { mean: 20, variance: 1 }), /normalMasses: grid expects points that hold/);
  assert.throws(() => normalMasses(grid, { mean: 0, variance: -1 }), /normalMasses: variance expects/);
  for (const shares of [[0, 0.5], [0.5, 0.4], [NaN]]) {
    assert.throws(() => gridQuantiles(grid, matrixOf([masses]), shares), /gridQuantiles: shares expect rising numbers/);
  }
  const even = { start: Float64Array.of(0.5, 0.5), target: Float64Array.of(0.5, 0.5) };
  assert.throws(
    () => scaledCircleGame({ ...even, noise: 0, duration: 1 }),
    /scaledCircleGame: noise expects a positive/,
  );
  assert.throws(() => circleHeat(even.start, -1), /circleHeat: variance expects a finite number from 0, got -1/);
});

test('errors of the compared games fall from grid to grid, and their masses are kept', () => {
  for (const { name, order, at } of comparedGames()) {
    const [coarse, fine] = [0, 1].map(at);
    for (const error of ['costError', 'lawError', 'valueError'] as const) {
      assert.ok(fine[error] < coarse[error] / (order === 2 ? 2.5 : 1.5), `${name}: ${error}`);
    }
    assert.ok(fine.massError < 1e-12 && fine.leastMass > 0, name);
  }
});
