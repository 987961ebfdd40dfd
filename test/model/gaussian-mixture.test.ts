import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { gridLaw, gridMean, lineGrid } from '../../lib/grid/index.js';
import { gaussianMixture, modelOf } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';

const line = gaussianMixture([
  { weight: 0.3, mean: [-2] },
  { weight: 0.7, mean: [2], deviation: 0.5 },
]);
const plane = gaussianMixture([
  { weight: 0.25, mean: [-1, 0], deviation: 0.4 },
  { weight: 0.75, mean: [1, 2], deviation: 1.2 },
]);

test('a mixture on the line has mass 1 and the mean of its components', () => {
  const grid = lineGrid({ from: -12, to: 12, count: 1201 });
  const density = line.logDensity(ensembleOf([...grid.points].map((x) => [x])));
  const law = gridLaw(
    grid,
    density.map((value) => -value),
  );
  assert.ok(Math.abs(law.logPartition) < 1e-13);
  assert.ok(Math.abs(gridMean(grid, law.masses, (x) => x) - 0.8) < 1e-13);
});

test('a mixture in the plane has the density of its formula', () => {
  const [x, y] = [0.3, -0.7];
  const part = (weight: number, a: number, b: number, s: number): number =>
    (weight / (2 * Math.PI * s * s)) * Math.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * s * s));
  const expected = Math.log(part(0.25, -1, 0, 0.4) + part(0.75, 1, 2, 1.2));
  assert.ok(Math.abs(plane.logDensity(ensembleOf([[x, y]]))[0] - expected) < 1e-14);
});

test('the score of a mixture is the difference quotient of its log-density', () => {
  const at = [0.4, 0.9];
  const score = plane.score(ensembleOf([at])).data;
  for (const i of [0, 1]) {
    const moved = (step: number): number[] => at.map((value, j) => value + (i === j ? step : 0));
    const [up, down] = plane.logDensity(ensembleOf([moved(1e-5), moved(-1e-5)]));
    assert.ok(Math.abs(score[i] - (up - down) / 2e-5) < 1e-8);
  }
});

test('draws of a mixture have the share and the variance of each component', () => {
  const count = 40_000;
  const { data } = line.sample(key(3), count);
  const left = data.filter((x) => x < 0);
  assert.ok(Math.abs(left.length / count - 0.3) < 4 * Math.sqrt((0.3 * 0.7) / count) + 2e-4);
  const right = data.filter((x) => x > 0.5);
  const variance = right.reduce((sum, x) => sum + (x - 2) ** 2, 0) / right.length;
  assert.ok(Math.abs(variance - 0.25) < 4 * 0.25 * Math.sqrt(2 / right.length) + 3e-3);
});

test('a worker makes the same mixture from its recipe, and far points keep a finite density', () => {
  const again = modelOf(line.recipe);
  const far = ensembleOf([[1e3], [-40]]);
  assert.deepEqual(again.logDensity(far), line.logDensity(far));
  assert.ok(line.logDensity(far).every(Number.isFinite));
  // Where squared distances overflow, the density is 0.
  assert.deepEqual(Array.from(line.logDensity(ensembleOf([[1e200]]))), [-Infinity]);
});

test('a mixture does not follow later changes of the components that it was made of', () => {
  const components = [{ weight: 1, mean: [0] }];
  const law = gaussianMixture(components);
  components[0].mean[0] = 5;
  const origin = ensembleOf([[0]]);
  assert.deepEqual(modelOf(law.recipe).logDensity(origin), law.logDensity(origin));
});

test('weights that do not add to 1, deviations of 0 and means of two dimensions are refused', () => {
  assert.throws(() => gaussianMixture([]), /one Gaussian or more, got none/);
  assert.throws(() => gaussianMixture([{ weight: 0.5, mean: [0] }]), /add to 1, got 0.5/);
  assert.throws(() => gaussianMixture([{ weight: 1, mean: [0], deviation: 0 }]), /positive deviations, got 0 at 0/);
  const two = [
    { weight: 0.5, mean: [0] },
    { weight: 0.5, mean: [0, 1] },
  ];
  assert.throws(() => gaussianMixture(two), /means of 1 numbers like the first, got 2 at 1/);
});
