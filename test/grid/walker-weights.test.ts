import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { type GridPotential, lineGrid, walkerMeans } from '../../lib/grid/index.js';
import { assertClose } from '../closeness.js';

const grid = lineGrid({ from: -12, to: 12, count: 601 });
const bowl = (precision: number): GridPotential => ({
  values: grid.points.map((x) => 0.5 * precision * x * x),
  slopes: grid.points.map((x) => precision * x),
});

test('one step between two harmonic wells: corrected weights are exact, uncorrected ones have their Gaussian integral', () => {
  const [a, b, h] = [1, 1.8, 0.3];
  const means = walkerMeans(grid, [bowl(a), bowl(b)], { stepSize: h });
  assertClose(means.partitionRatio, Math.sqrt(a / b), 1e-13);
  assertClose(means.meanWeight, Math.sqrt(a / b), 1e-12);
  // After a move in U₀ the walker has variance (1 − ha)²/a + 2h, and the work is (b − a)x²/2.
  const variance = (1 - h * a) ** 2 / a + 2 * h;
  assertClose(means.uncorrectedWeight, 1 / Math.sqrt(1 + (b - a) * variance), 1e-12);
  // The work of the usual order sees the start alone.
  assertClose(means.workThenMoveWeight, Math.sqrt(a / b), 1e-12);
  assertClose([means.plainMean, means.weightedMean, means.targetMean], [0, 0, 0], 1e-13);
});

test('a schedule of one potential, slopes of another length and a step of 0 are refused', () => {
  assert.throws(() => walkerMeans(grid, [bowl(1)], { stepSize: 1 }), /schedule expects two potentials or more, got 1/);
  assert.throws(
    () => walkerMeans(grid, [bowl(1), bowl(1)], { stepSize: 0 }),
    /stepSize expects a positive finite number/,
  );
  const bent = { ...bowl(1), slopes: vector(3) };
  assert.throws(() => walkerMeans(grid, [bowl(1), bent], { stepSize: 1 }), /slopes expect 601 numbers, .* got 3/);
});
