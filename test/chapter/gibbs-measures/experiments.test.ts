import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import {
  cycleShare,
  entropy,
  exactRow,
  freeEnergy,
  gibbsLaw,
  hopfieldRetrieval,
  inverseTemperatureOf,
  isingTemperatures,
  likelihoodAscent,
} from '../../../lib/chapter/gibbs-measures/index.js';
import { lineGrid } from '../../../lib/grid/index.js';
import { hebbErrorRate, isingTorus, spinLaw } from '../../../lib/lattice/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

test('Ising at several temperatures: chains agree with the law over all states, and so do the exact rows', async (t) => {
  const small = { side: 3, temperatures: [1.5, 2.5, 4], chainCount: 24, burnIn: 100, sweepCount: 400 };
  const { sampled, exact } = await computedData(t, isingTemperatures(small));
  sampled.forEach((row, i) => {
    const law = spinLaw(isingTorus({ rows: 3, columns: 3 }), { inverseTemperature: 1 / row.temperature });
    assertClose(exact[i].energy, law.meanEnergy / 9, 1e-12);
    assertClose(exact[i].energyVariance, law.energyVariance / 9, 1e-12);
    assertClose(exact[i].magnetisation, law.meanAbsoluteMagnetisation, 1e-12);
    assertWithin(row.energy, law.meanEnergy / 9, 4, 'energy');
    assertWithin(row.energyVariance, law.energyVariance / 9, 4, 'variance');
    assertWithin(row.magnetisation, law.meanAbsoluteMagnetisation, 4, 'magnetisation');
  });
  assert.deepEqual(exactRow(isingTorus({ rows: 3, columns: 3 }), 2.5), exact[1]);
});

test('Hopfield: errors are those of the binomial law, cycles need a zero diagonal and all spins at once', async (t) => {
  const small = { sites: 60, patternCounts: [15], memoryCount: 30, cycleSites: 20, cyclePatterns: 6, trialCount: 150 };
  const { rows, cycles } = await computedData(t, hopfieldRetrieval(small));
  for (const { zeroDiagonal, afterOneStep, atTheEnd } of rows) {
    assertWithin(afterOneStep, hebbErrorRate({ sites: 60, patterns: 15, zeroDiagonal }).wrong, 4);
    assert.ok(atTheEnd.value >= 0 && atTheEnd.standardError > 0);
  }
  const [kept, zero, inTurn] = cycles;
  assert.deepEqual([kept.cycles, kept.rises, inTurn.cycles, inTurn.rises], [0, 0, 0, 0]);
  assert.ok(zero.cycles > 0);
  assert.equal(cycleShare(zero).value, zero.cycles / 150);
});

test('free energy exceeds −T ln Z by T times the divergence, and by nothing at the Gibbs law', () => {
  const grid = lineGrid({ from: -8, to: 8, count: 1601 });
  const energy = grid.points.map((x) => 0.5 * x * x);
  const gaussian = (deviation: number) => gibbsLaw(grid, energy, deviation ** -2).masses;
  // U of N(0, 2) at T = 0.5: ½ · 2 − T (½ ln 2πe 2); the Gibbs law is N(0, ½).
  const { value, least, excess } = freeEnergy(grid, energy, gaussian(Math.SQRT2), 0.5);
  assertClose(value, 1 - 0.5 * 0.5 * Math.log(4 * Math.PI * Math.E), 1e-5);
  assertClose(least, -0.25 * Math.log(Math.PI), 1e-9);
  assertClose(excess, 0.5 * (0.5 * (4 - 1 - Math.log(4))), 1e-5);
  assertClose(freeEnergy(grid, energy, gaussian(Math.SQRT1_2), 0.5).excess, 0, 1e-12);
  assertClose(entropy(grid, gaussian(1)), 0.5 * Math.log(2 * Math.PI * Math.E), 1e-9);
});

test('the inverse temperature of a mean: by hand on two levels, of either sign; a mean out of range is refused', () => {
  const levels = lineGrid({ from: 0, to: 1, count: 2 });
  for (const mean of [0.1, 0.5, 0.9]) {
    assertClose(inverseTemperatureOf(levels, levels.points, mean), Math.log((1 - mean) / mean), 1e-9);
  }
  assert.throws(
    () => inverseTemperatureOf(levels, levels.points, 1),
    /inverseTemperatureOf: mean expects a number between 0 and 1, got 1/,
  );
});

test('ascent rises at every step, to couplings whose two-spin law is that of the data', () => {
  const data = ensembleOf([
    [1, 1],
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ]);
  const { likelihoods, slopes, system } = likelihoodAscent(data, { rate: 0.3, stepCount: 200 });
  assert.ok(likelihoods.every((value, step) => step === 0 || value > likelihoods[step - 1] - 1e-14));
  assertClose(likelihoods[0], -2 * Math.LN2, 1e-15);
  // Any law of two spins is a Boltzmann machine: the maximum is minus the entropy of the shares .4, .2, .2, .2.
  assertClose(likelihoods[200], 0.4 * Math.log(0.4) + 0.6 * Math.log(0.2), 1e-10);
  assert.ok(slopes[200] < 1e-5);
  assertClose(spinLaw(system).masses, [0.2, 0.2, 0.2, 0.4], 1e-4);
});
