import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, vector } from '../../lib/array/index.js';
import { doubleWell, kramersRate, wellPoints } from '../../lib/chain/index.js';
import {
  gridLaw,
  langevinGap,
  langevinGenerator,
  lineGrid,
  passageTimes,
  relaxationRates,
} from '../../lib/grid/index.js';
import { assertClose } from '../closeness.js';

const square = (points: Float64Array): Float64Array => points.map((x) => 0.5 * x * x);

test('the generator of ½ x² relaxes at the rates 1, 2, 3 of the Ornstein–Uhlenbeck process, up to the squared spacing', () => {
  const grid = lineGrid({ from: -9, to: 9, count: 601 });
  const rates = relaxationRates(langevinGenerator(grid, square(grid.points)), 3);
  for (const [k, rate] of rates.entries()) assertClose(rate, k + 1, 2 * grid.spacing ** 2 * (k + 1));
});

test('extrapolated, the gap of ½ x² is 1, and its stated error covers the difference', () => {
  const { value, error } = langevinGap(square, { from: -9, to: 9 });
  assertClose(value, 1, 1e-9);
  assert.ok(error < 1e-7 && Math.abs(value - 1) <= error + 1e-11);
});

test('rates are reversible with respect to the law on the grid', () => {
  const grid = lineGrid({ from: -2, to: 2, count: 41 });
  const potential = grid.points.map((x) => 2 * (x * x - 1) ** 2 + 0.5 * x);
  const { masses } = gridLaw(grid, potential);
  const { up, down } = langevinGenerator(grid, potential);
  for (let i = 0; i < up.length; i++) assertClose((masses[i] * up[i]) / (masses[i + 1] * down[i]), 1, 1e-13);
});

test('from −1 to 1 over an even barrier the mean passage takes 2/gap, as the barrier grows', () => {
  const grid = lineGrid({ from: -2, to: 2, count: 2001 });
  const excess = [6, 12].map((barrier) => {
    const process = langevinGenerator(
      grid,
      grid.points.map((x) => barrier * (x * x - 1) ** 2),
    );
    const time = passageTimes(process)
      .slice(500, 1500)
      .reduce((sum, value) => sum + value, 0);
    return time * relaxationRates(process)[0] - 2;
  });
  assert.ok(Math.abs(excess[0]) < 0.05 && Math.abs(excess[1]) < Math.abs(excess[0]) / 5, `${excess}`);
});

test('Kramers’ two rates of b (x² − 1)² are √32 b/π e^{−b}, and come nearer to the gap as b grows', () => {
  const distances = [4, 16].map((barrier) => {
    const { left, saddle, right } = wellPoints({ barrier });
    const rate = kramersRate(left, saddle) + kramersRate(right, saddle);
    assertClose(rate / ((Math.sqrt(32) * barrier * Math.exp(-barrier)) / Math.PI), 1, 1e-12);
    const well = doubleWell({ barrier });
    const gap = langevinGap((points) => well.values(ensemble(points.length, 1, points)), { from: -2.2, to: 2.2 });
    return Math.abs(rate / gap.value - 1);
  });
  // The relative error is of order 1/b: a quarter at four times the barrier.
  assertClose(distances[0] / distances[1], 4, 1.2);
});

test('the flat points of a tilted double well have slope 0, and its height and curvature', () => {
  const [barrier, tilt] = [3, 1.5];
  const { left, saddle, right } = wellPoints({ barrier, tilt });
  assert.ok(left.at < -1 && saddle.at > 0 && right.at > saddle.at && right.at < 1);
  for (const { at, height, curvature } of [left, saddle, right]) {
    assertClose(4 * barrier * at * (at * at - 1) + tilt, 0, 1e-13);
    assertClose(height, barrier * (at * at - 1) ** 2 + tilt * at, 1e-14);
    assertClose(curvature, 12 * barrier * at * at - 4 * barrier, 1e-13);
  }
});

test('potentials of another length or with infinite values, one well, and a saddle in place of a well are refused', () => {
  const grid = lineGrid({ from: 0, to: 1, count: 3 });
  assert.throws(() => langevinGenerator(grid, vector(2)), /potential expects 3 numbers, one per point, got 2/);
  assert.throws(
    () => langevinGenerator(grid, Float64Array.of(0, Infinity, 0)),
    /potential expects finite numbers, got Infinity at 0.5; take a smaller range/,
  );
  assert.throws(() => wellPoints({ barrier: 1, tilt: 2 }), /tilt expects less than 1.53\d* in size, got 2/);
  assert.throws(() => wellPoints({ barrier: -1 }), /wellPoints: barrier expects a positive finite number, got -1/);
  const { left, saddle } = wellPoints({ barrier: 1 });
  assert.throws(() => kramersRate(saddle, left), /kramersRate: curvatures expect a positive one of the well/);
});
