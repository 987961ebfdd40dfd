import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridLaw, gridMean, lineGrid, movedLaw, stationaryLaw, totalVariation } from '../../lib/grid/index.js';
import { proximalKernel } from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const grid = lineGrid({ from: -9, to: 9, count: 181 });
const wells = grid.points.map((x) => (x * x - 1) ** 2 / 2);
const options = { step: 0.3, temperature: 0.4 };

test('for V = ½kx² the kernel, its value and the law that it keeps are closed forms', () => {
  const [k, { step, temperature }] = [1.7, options];
  const { transition, values, law } = proximalKernel(
    grid,
    grid.points.map((x) => (k / 2) * x * x),
    options,
  );
  for (const i of [60, 90, 115]) {
    const y = grid.points[i];
    const mean = gridMean(grid, transition.row(i), (x) => x);
    assertClose(mean, y / (1 + k * step), 1e-10);
    assertClose(
      gridMean(grid, transition.row(i), (x) => (x - mean) ** 2),
      (2 * temperature * step) / (1 + k * step),
      1e-10,
    );
    assertClose(values[i], (k * y * y) / (2 * (1 + k * step)) + temperature * Math.log(1 + k * step), 1e-10);
  }
  const variance = gridMean(grid, law, (x) => x * x);
  assertClose(variance, ((temperature / k) * (1 + k * step)) / (1 + (k * step) / 2), 1e-10);
});

test('the law of a double well that the kernel keeps is the one that elimination finds, and is reversible', () => {
  const narrow = lineGrid({ from: -4, to: 4, count: 81 });
  const doubleWell = narrow.points.map((x) => (x * x - 1) ** 2 / 2);
  const { transition, law } = proximalKernel(narrow, doubleWell, options);
  assertClose(law, stationaryLaw(transition), 1e-12);
  assertClose(movedLaw(transition, law), law, 1e-14);
  for (const [i, j] of [
    [30, 49],
    [36, 51],
  ]) {
    const [there, back] = [law[i] * transition.row(i)[j], law[j] * transition.row(j)[i]];
    assertClose(there / back, 1, 1e-10);
  }
});

test('values of a long step are those of two short ones in a row', () => {
  const half = { ...options, step: options.step / 2 };
  const twice = proximalKernel(grid, proximalKernel(grid, wells, half).values, half).values;
  const once = proximalKernel(grid, wells, options).values;
  // Away from the ends, where paths of the second step would leave the grid.
  assertClose(twice.subarray(40, 141), once.subarray(40, 141), 1e-9);
});

test('the kept law comes to e^{−V/β} at first order in the step', () => {
  const gibbs = gridLaw(
    grid,
    wells.map((value) => value / options.temperature),
  ).masses;
  const [wide, narrow] = [0.02, 0.01].map((step) =>
    totalVariation(proximalKernel(grid, wells, { ...options, step }).law, gibbs),
  );
  assertClose(wide / narrow, 2, 0.1);
  assert.ok(narrow < 0.02);
});

test('wrong numbers are refused', () => {
  assert.throws(() => proximalKernel(grid, wells.subarray(1), options), /proximalKernel: potential/);
  assert.throws(
    () => proximalKernel(grid, wells, { ...options, step: 0 }),
    /proximalKernel: step expects a positive finite number, got 0/,
  );
  assert.throws(
    () => proximalKernel(grid, wells, { ...options, step: 1e-4 }),
    /proximalKernel: step and temperature expect noise .* take a longer step or more points/,
  );
  for (const wrong of [NaN, -Infinity]) {
    const message = new RegExp(
      `proximalKernel: potential expects numbers or \\+∞, one of them finite, got ${wrong} at `,
    );
    const broken = wells.map((value, i) => (i === 3 ? wrong : value));
    assert.throws(() => proximalKernel(grid, broken, options), message);
  }
  assert.throws(
    () =>
      proximalKernel(
        grid,
        wells.map(() => Infinity),
        options,
      ),
    /proximalKernel: potential expects .* got none that is finite/,
  );
});
