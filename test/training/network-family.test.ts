import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { gridDivergence, gridLaw, lineGrid } from '../../lib/grid/index.js';
import { gaussian } from '../../lib/model/index.js';
import { drawnParameters, multilayer } from '../../lib/neural/index.js';
import { key } from '../../lib/random/index.js';
import {
  dataSet,
  exactGradient,
  infiniteWalkers,
  jarzynskiCorrected,
  langevinWalkers,
  networkFamily,
  pathsOfPoints,
  train,
} from '../../lib/training/index.js';
import { assertClose } from '../closeness.js';

test('slopes in all parameters are differences of the potential', () => {
  const network = multilayer([2, 5, 4, 1]);
  const family = networkFamily(network, { deviation: 2 });
  const theta = drawnParameters(network, key(1));
  const paths = gaussian({ signalLength: 2 }).sample(key(2), 3);
  const slopes = family.slopes(paths, theta);
  assert.equal(slopes.columnCount, network.parameterCount);
  for (let k = 0; k < theta.length; k++) {
    const [above, below] = [1e-5, -1e-5].map((by) => {
      const shifted = theta.slice();
      shifted[k] += by;
      return family.at(shifted).values(paths);
    });
    for (let n = 0; n < 3; n++) assertClose(slopes.row(n)[k], (above[n] - below[n]) / 2e-5, 1e-8, `parameter ${k}`);
  }
});

test('a network learns a law on the line by exact gradients and by Jarzynski’s infinitely many walkers alike', async () => {
  const grid = lineGrid({ from: -6, to: 6, count: 121 });
  const network = multilayer([1, 6, 1]);
  const family = networkFamily(network, { deviation: 2 });
  const data = gridLaw(
    grid,
    grid.points.map((x) => 0.5 * (x - 1) ** 2),
  ).masses;
  const problem = infiniteWalkers(family, grid, { data, stepSize: 0.1 });
  const start = drawnParameters(network, key(3));
  const course = { parameters: start, rate: 0.1, stepCount: 60 };
  const exact = await train(problem, exactGradient(), course);
  const corrected = await train(problem, jarzynskiCorrected(), course);
  assertClose(corrected.parameters.data, exact.parameters.data, 1e-8);
  const points = pathsOfPoints(grid.points);
  const divergenceAt = (theta: Float64Array): number =>
    gridDivergence(data, gridLaw(grid, family.at(theta).values(points)).masses);
  const [before, after] = [divergenceAt(start), divergenceAt(exact.parameters.row(60))];
  assert.ok(after < 0.5 * before, `${before} to ${after}`);
});

test('walkers start from the Gaussian of a silent last layer, and from no other parameters', () => {
  const network = multilayer([2, 3, 1]);
  const family = networkFamily(network, { deviation: 1.5 });
  const walkers = langevinWalkers(family, dataSet(gaussian({ signalLength: 2 }).sample(key(1), 5)), {
    walkerCount: 4,
    stepSize: 0.1,
  });
  const theta = drawnParameters(network, key(4));
  assert.throws(() => walkers.fromModel(theta, key(1)), /law that can be drawn from/);
  const silent = theta.slice();
  silent.fill(0, 9, 12); // after 2·3 weights and 3 biases
  assert.equal(walkers.fromModel(silent, key(1)).paths.pathCount, 4);
  assert.equal(family.law(silent)!.name, gaussian({ signalLength: 2, deviation: 1.5 }).name);
  assert.throws(
    () => networkFamily(network, { deviation: Infinity }),
    /networkFamily: deviation expects a positive finite/,
  );
  assert.equal(vectorOf(silent).length, network.parameterCount);
});
