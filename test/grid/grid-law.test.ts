import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { gridDivergence, gridLaw, gridMean, leftMass, lineGrid, totalVariation } from '../../lib/grid/index.js';

const grid = lineGrid({ from: -10, to: 10, count: 401 });
const normal = gridLaw(
  grid,
  grid.points.map((x) => 0.5 * x * x),
);

test('the law of ½ x² on a grid has the partition function √(2π), mean 0, variance 1 and half of its mass left of 0', () => {
  assert.ok(Math.abs(normal.logPartition - 0.5 * Math.log(2 * Math.PI)) < 1e-14);
  assert.ok(Math.abs(gridMean(grid, normal.masses, (x) => x)) < 1e-14);
  assert.ok(Math.abs(gridMean(grid, normal.masses, (x) => x * x) - 1) < 1e-13);
  assert.ok(Math.abs(leftMass(grid, normal.masses, 0) - 0.5) < 1e-14);
});

test('the divergence of two normal laws of unit variance on a grid is half the squared distance of their means', () => {
  const moved = gridLaw(
    grid,
    grid.points.map((x) => 0.5 * (x - 1.5) ** 2),
  );
  assert.ok(Math.abs(gridDivergence(normal.masses, moved.masses) - 1.125) < 1e-13);
  assert.equal(gridDivergence(normal.masses, normal.masses), 0);
});

test('total variation is 1 for laws that share no point and 0 for equal ones', () => {
  assert.equal(totalVariation(vector(2).fill(0.5), vector(2).fill(0.5)), 0);
  assert.equal(totalVariation(Float64Array.of(1, 0), Float64Array.of(0, 1)), 1);
});

test('points with an infinite potential have no mass', () => {
  const half = gridLaw(
    grid,
    grid.points.map((x) => (x < 0 ? Infinity : x)),
  );
  assert.equal(leftMass(grid, half.masses, -0.01), 0);
});

test('a grid of one point, ends out of order, and a potential of another length or without a finite value are refused', () => {
  assert.throws(() => lineGrid({ from: 0, to: 1, count: 1 }), /count expects a whole number from 2 on, got 1/);
  assert.throws(() => lineGrid({ from: 1, to: 0, count: 5 }), /in order, got 1 and 0/);
  assert.throws(() => gridLaw(grid, vector(3)), /401 numbers, one per point, got 3/);
  assert.throws(() => gridLaw(grid, vector(401).fill(Infinity)), /none that is finite/);
  assert.throws(() => gridLaw(grid, vector(401).fill(NaN)), /NaN at -10/);
  assert.throws(() => totalVariation(vector(1), vector(2)), /totalVariation: q expects 1 numbers, got 2/);
  assert.throws(() => gridMean(grid, vector(3), (x) => x), /gridMean: masses expects 401 numbers, got 3/);
  assert.throws(() => leftMass(grid, vector(3), 0), /leftMass: masses expects 401 numbers, got 3/);
  assert.throws(() => gridDivergence(vector(3), vector(4)), /3 masses, as many as p, got 4/);
});
