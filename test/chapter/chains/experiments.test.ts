import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../../lib/algorithm/index.js';
import { ensembleOf, vectorOf } from '../../../lib/array/index.js';
import {
  averagedLangevin,
  leapfrogLaw,
  markovChain,
  randomWalk,
  symmetrisedLangevin,
} from '../../../lib/chain/index.js';
import {
  chainEfficiency,
  lineChains,
  printedBias,
  stepBias,
  stepLaw,
  tiltedWell,
  walkLaw,
} from '../../../lib/chapter/chains/index.js';
import { gridMean } from '../../../lib/grid/index.js';
import { key } from '../../../lib/random/index.js';
import { betaProbability } from '../../../lib/special/index.js';
import { chainMean, meanEstimate } from '../../../lib/statistics/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

const well = tiltedWell();

test('the well’s formulas are its potential’s, and the left well has its weight by quadrature', () => {
  for (const x of [-1.7, -0.2, 0.9, 2.1]) {
    const { values, gradient } = well.potential.evaluate(ensembleOf([[x]]));
    assertClose([well.value(x), well.slope(x)], [values[0], gradient.data[0]], 1e-12);
    assertClose(well.curvature(x), (well.slope(x + 1e-4) - well.slope(x - 1e-4)) / 2e-4, 1e-5);
  }
  assertClose(stepBias('adjusted', tiltedWell(941), 0.01).leftWeight, 0.704185820499765, 1e-7);
});

test('the bias of Langevin steps is that of another program within 1 per cent; adjusted steps have none', () => {
  const known = [
    [0.0025, 0.000149959284011002, 0.703659129521433],
    [0.02, 0.0132693688409068, 0.698076033514195],
    [0.04, 0.0811291204880918, 0.673520508014342],
  ];
  for (const [stepSize, divergence, leftWeight] of known) {
    const bias = stepBias('Langevin', well, stepSize);
    assertClose(bias.divergence / divergence, 1, 0.01);
    assertClose(bias.leftWeight, leftWeight, 1e-4);
    assert.ok(stepBias('adjusted', well, stepSize).totalVariation < 1e-12);
  }
  const printed = printedBias(well, 0.01);
  assertClose([printed.totalVariation, printed.leftWeight], [0.287, 0.449], 1e-3);
});

test('laws of averaged and symmetrised steps on the grid are those of chains of the library', async () => {
  const [stepSize, count] = [0.02, 1500];
  const start = ensembleOf(Array.from({ length: count }, (_, n) => [n < 0.704 * count ? -1 : 1]));
  const square = (x: number): number => x * x;
  const symmetrised = markovChain(well.potential, symmetrisedLangevin({ stepSize: stepSize / 2 }));
  const averaged = averagedLangevin(well.potential, { stepSize });
  for (const [step, chain] of [
    ['symmetrised', () => runAlgorithm(symmetrised, start, 60, { key: key(2) })],
    ['averaged noise', () => runAlgorithm(averaged, start, 60, { key: key(3) })],
  ] as const) {
    const { state } = await chain();
    // Mean squares of both wells are nearly the same: that few walkers have crossed the barrier changes nothing.
    const found = meanEstimate(state.paths.map(square));
    assertWithin(found, gridMean(well.grid, stepLaw(step, well, stepSize), square), 4, step);
  }
});

test('repairs of Langevin steps have divergences of order h⁴, Langevin itself of order h²', () => {
  for (const [step, order] of [
    ['Langevin', 2],
    ['averaged noise', 4],
    ['symmetrised', 4],
  ] as const) {
    const [small, large] = [0.0025, 0.005].map((stepSize) => stepBias(step, well, stepSize).divergence);
    assertClose(Math.log2(large / small), order, 0.25, step);
  }
});

test('random walks on one Gaussian value are taken with probability 2/π arctan(2/s), and many dimensions with 2P(Z > s√d/2)', () => {
  for (const deviation of [0.5, 1, 3]) {
    assertClose(walkLaw(1, deviation).acceptance, (2 / Math.PI) * Math.atan(2 / deviation), 1e-9);
  }
  assertClose(walkLaw(2000, 2.38 / Math.sqrt(2000)).acceptance, 0.234, 5e-4);
  // Twice the probability that U falls, a quadratic form of 100 pairs of normal numbers with eigenvalues (s²/4)(1 ± √(1 + 4/s²)).
  const root = Math.sqrt(1 + 4 / 0.238 ** 2);
  assertClose(walkLaw(100, 0.238).acceptance, 2 * betaProbability((root - 1) / (2 * root), 50, 50), 1e-12);
  assert.throws(() => walkLaw(0.5, 1), /dimension expects a whole number from 1 on, got 0.5/);
  assert.throws(() => walkLaw(1, 0), /deviation expects a positive finite number, got 0/);
});

test('efficiency: acceptances and the walk’s squared jump have their exact values, and E e^{−ΔH} is 1', async (t) => {
  const sizes = {
    dimension: 20,
    chainCount: 60,
    stepCount: 30,
    deviations: [0.3],
    stepSizes: [0.2],
    leapfrogSteps: [0.5],
  };
  const { rows } = await computedData(t, chainEfficiency(sizes));
  const [walk, langevin, trajectory] = rows;
  const law = walkLaw(20, 0.3);
  assertWithin(walk.acceptance, law.acceptance, 4, 'walk');
  assertWithin(walk.squaredJump, law.squaredJump, 4, 'jump');
  const leap = { dimension: 20, variance: 1 };
  const adjusted = leapfrogLaw({ ...leap, stepSize: Math.sqrt(0.4), leapfrogCount: 1 });
  assertWithin(langevin.acceptance, adjusted.acceptance, 4, 'Langevin');
  assert.equal(trajectory.cost, 3);
  assertWithin(trajectory.acceptance, leapfrogLaw({ ...leap, stepSize: 0.5, leapfrogCount: 3 }).acceptance, 4);
  for (const row of [langevin, trajectory]) assertWithin(row.meanRatio, 1, 4, row.kernel);
});

test('chains on the line keep every draw by chain and step', async () => {
  const start = ensembleOf([[-1], [1]]);
  const { draws, acceptances } = await lineChains(well.potential, randomWalk({ deviation: 1.2 }), {
    ...{ start, stepCount: 3000, key: key(5) },
  });
  assert.deepEqual([draws.rowCount, draws.columnCount, acceptances.columnCount], [2, 3000, 3000]);
  assertWithin(
    chainMean(draws),
    gridMean(well.grid, well.target, (x) => x),
    4,
    'mean',
  );
  assertWithin(chainMean(acceptances), 0.390734568871401, 4, 'acceptance');
  // A draw that differs from the one before was taken.
  const row = vectorOf(draws.row(1));
  assert.ok(row.some((x, i) => i > 0 && x === row[i - 1]));
});
