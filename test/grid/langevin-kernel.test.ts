import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { gridLaw, gridMean, langevinKernel, lineGrid, meansAfter, pushed } from '../../lib/grid/index.js';
import { assertClose } from '../closeness.js';

const grid = lineGrid({ from: -8, to: 8, count: 321 });
const stiffness = 0.7;
const stepSize = 0.05;
const kernel = langevinKernel(
  grid,
  grid.points.map((x) => stiffness * x),
  { stepSize },
);

test('each entry of the kernel is the Gaussian density of its step, and each row has mass 1', () => {
  const { first, entries, width } = kernel;
  for (const i of [100, 160, 233]) {
    const x = grid.points[i];
    let mass = 0;
    for (let j = 0; j < width; j++) {
      const y = grid.points[0] + (first[i] + j) * grid.spacing;
      const exponent = -((y - x + stepSize * stiffness * x) ** 2) / (4 * stepSize);
      const density = (grid.spacing * Math.exp(exponent)) / Math.sqrt(4 * Math.PI * stepSize);
      assert.ok(Math.abs(entries[i * width + j] - density) < 1e-13 * (density + 1e-3), `${i}, ${j}`);
      mass += entries[i * width + j];
    }
    assertClose(mass, 1, 1e-14);
  }
});

test('the variance of a law follows (1 − hk)² v + 2h, and functions go the other way', () => {
  let masses = gridLaw(
    grid,
    grid.points.map((x) => (x - 1) ** 2),
  ).masses;
  let [mean, variance] = [1, 0.5];
  for (let t = 0; t < 5; t++) {
    const before = masses;
    masses = pushed(kernel, masses);
    mean *= 1 - stepSize * stiffness;
    variance = variance * (1 - stepSize * stiffness) ** 2 + 2 * stepSize;
    assertClose(
      gridMean(grid, masses, (x) => x),
      mean,
      1e-13,
    );
    assertClose(
      gridMean(grid, masses, (x) => x * x),
      variance + mean * mean,
      1e-12,
    );
    const after = meansAfter(
      kernel,
      grid.points.map((x) => x * x),
    );
    assertClose(
      before.reduce((sum, mass, i) => sum + mass * after[i], 0),
      variance + mean * mean,
      1e-12,
    );
  }
});

test('mass that a step would lead off the grid stays on it, and steps that leave it altogether are refused by name', () => {
  const ends = pushed(kernel, vector(321).fill(1 / 321));
  assertClose(
    ends.reduce((sum, mass) => sum + mass, 0),
    1,
    1e-13,
  );
  const steep = grid.points.map((x) => 1000 * x);
  assert.throws(() => langevinKernel(grid, steep, { stepSize }), /langevinKernel: gradient expects steps that stay/);
  assert.throws(() => langevinKernel(grid, steep, { stepSize: 0 }), /stepSize expects a positive finite number, got 0/);
});
