import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { lineGame, normalGame } from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

/** Edges of n cells of one width within ±reach, and their masses by the midpoint rule. */
function cellsOf(density: (x: number) => number, { reach, count }: { reach: number; count: number }) {
  const width = (2 * reach) / count;
  const edges = vectorOf(Array.from({ length: count + 1 }, (_, i) => -reach + i * width));
  const heights = Array.from({ length: count }, (_, i) => density(edges[i] + width / 2));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return { edges, masses: vectorOf(heights.map((height) => height / total)) };
}

const bell = (x: number, mean: number, variance: number): number =>
  Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

test('from a normal law the game on the line is the closed game, to second order in the width of the cells', () => {
  const start = { mean: 0.5, variance: 4 };
  const target = { mean: -0.5, variance: 1.5 };
  const closed = normalGame({ start, target, noise: 0, duration: 0.8 });
  const errors = [150, 300, 600].map((count) => {
    const cells = cellsOf((x) => bell(x, start.mean, start.variance), { reach: 14, count });
    const game = lineGame({ ...cells, target, duration: 0.8 });
    return [
      game.transportCost - (closed.fluctuationCost + closed.meanCost),
      game.terminalCost - closed.terminalCost,
      // Straight ways at constant speed: x + T v(x, 0).
      game.ends[count / 2] - 0.8 * closed.velocity(0, 0),
    ].map(Math.abs);
  });
  assert.ok(errors[2].every((error) => error < 3e-4));
  const ratios = errors[1].map((error, i) => errors[2][i] / error);
  assertClose(ratios, [0.25, 0.25, 0.25], 0.02);
});

test('at the optimum what a cell would gain by moving is 0: the optimality of the value at the end', () => {
  const density = (x: number): number => 0.3 * bell(x, -2, 1) + 0.7 * bell(x, 2, 1);
  const [count, duration] = [800, 5];
  const { edges, masses } = cellsOf(density, { reach: 8, count });
  const { ends, transportCost, terminalCost } = lineGame({ edges, masses, target: { mean: 0, variance: 1 }, duration });
  // −v at the end is the slope of ln ρ_T/π: both by differences.
  for (const i of [150, 300, 400, 500, 620]) {
    const logDensity = (j: number): number => Math.log(masses[j] / (ends[j + 1] - ends[j]));
    const slope = (logDensity(i) - logDensity(i - 1)) / ((ends[i + 1] - ends[i - 1]) / 2) + ends[i];
    assertClose((edges[i] - ends[i]) / duration, slope, 3e-3, `edge ${i}`);
  }
  // No other increasing map costs less.
  const cost = (at: (i: number) => number): number => {
    let sum = 0.5 * Math.log(2 * Math.PI);
    masses.forEach((mass, i) => {
      const square = (j: number): number => (at(j) - edges[j]) ** 2 / (2 * duration) + 0.5 * at(j) ** 2;
      sum += mass * (Math.log(mass / (at(i + 1) - at(i))) + (square(i) + square(i + 1)) / 2);
    });
    return sum;
  };
  assertClose(
    transportCost + terminalCost,
    cost((i) => ends[i]),
    1e-12,
  );
  for (const by of [-1e-2, 1e-2]) {
    assert.ok(cost((i) => ends[i] + by) > transportCost + terminalCost);
    assert.ok(cost((i) => (1 + by) * ends[i]) > transportCost + terminalCost);
    assert.ok(cost((i) => ends[i] + by * Math.sin(ends[i])) > transportCost + terminalCost);
  }
});

test('cells without width or mass, and times below 0, are refused', () => {
  const given = {
    edges: vectorOf([0, 1, 2]),
    masses: vectorOf([0.5, 0.5]),
    target: { mean: 0, variance: 1 },
    duration: 1,
  };
  assert.throws(
    () => lineGame({ ...given, edges: vectorOf([0, 2, 1]) }),
    /lineGame: edges and masses expect increasing/,
  );
  assert.throws(
    () => lineGame({ ...given, masses: vectorOf([1, 0]) }),
    /with positive mass between, got 0 between 1 and 2/,
  );
  assert.throws(() => lineGame({ ...given, masses: vectorOf([1]) }), /lineGame: masses/);
  assert.throws(() => lineGame({ ...given, masses: vectorOf([1, 1]) }), /lineGame: masses expect the sum 1, got 2/);
  assert.throws(
    () => lineGame({ ...given, edges: vectorOf([-Infinity, 1, 2]) }),
    /with positive mass between, got 0.5 between -Infinity and 1/,
  );
  assert.throws(
    () => lineGame({ ...given, target: { mean: NaN, variance: 1 } }),
    /lineGame: target expects a finite mean, got NaN/,
  );
  assert.throws(
    () => lineGame({ ...given, duration: -1 }),
    /lineGame: .*duration.* expects a positive finite number, got -1/,
  );
});
