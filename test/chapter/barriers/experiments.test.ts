import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble } from '../../../lib/array/index.js';
import {
  annealedPartitions,
  modeGaps,
  moments,
  steeredWells,
  stiffening,
  temperedWells,
  wellGaps,
} from '../../../lib/chapter/barriers/index.js';
import { isingTorus, spinLaw } from '../../../lib/lattice/index.js';
import { key } from '../../../lib/random/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

test('gaps are those of other methods, and a passage takes two relaxation times as the barrier grows', () => {
  // Sinc collocation outside of this library.
  const expected = [0.454546602017143, 0.0248464650588755, 0.00457495111003311];
  for (const [i, { gap, kramers, passage }] of wellGaps([2, 6, 8]).entries()) {
    assertClose(gap / expected[i], 1, 1e-8);
    assert.ok(Math.abs(kramers / gap - 1) < 0.6 / [2, 6, 8][i]);
    assert.ok(Math.abs(passage * gap - 2) < 0.4);
  }
  // Finite volumes outside of this library, for log-odds 1 between the modes.
  const weight = 1 / (1 + Math.E);
  const modes = modeGaps([1, 3, 5], weight).map(({ gap }) => gap);
  for (const [i, gap] of [0.5285, 0.01587, 1.0038e-5].entries()) assertClose(modes[i] / gap, 1, 2e-4);
});

test('tempered chains find the weight of the left well; chains at one temperature do not', async (t) => {
  const small = { chainCount: 30, stepCount: 300, interval: 10, inverseTemperatures: [1, 0.4, 0.15] };
  const { exactLeft, alone, tempered, acceptances, roundTripRate, idealRate, steps } = await computedData(
    t,
    temperedWells(small),
  );
  // Adaptive quadrature outside of this library.
  assertClose(exactLeft, 0.68636170133834, 1e-9);
  assertWithin(tempered.later, exactLeft, 3.5);
  assert.ok(alone.later.value < 0.1);
  assertClose([steps[0], steps[30], alone.values[0], tempered.values[0]], [0, 300, 0, 0], 0);
  assert.equal(acceptances.length, 2);
  assert.ok(roundTripRate.value > 0.3 * idealRate && roundTripRate.value < idealRate);
});

test('annealed partition functions of a small torus and a small machine are those of enumeration', async (t) => {
  const small = { side: 3, visibleCount: 4, hiddenCount: 3, walkerCount: 300 };
  const { ising, machine } = await computedData(
    t,
    annealedPartitions({ ...small, isingStages: [5, 40], machineStages: [30] }),
  );
  const inverseTemperature = 0.5 * Math.log(1 + Math.SQRT2);
  const { logPartition } = spinLaw(isingTorus({ rows: 3, columns: 3 }), { inverseTemperature });
  assertClose(ising.exact, logPartition, 1e-10);
  for (const { rows, exact } of [ising, machine]) {
    for (const row of rows) assertWithin(row.logPartition, exact, 3.5, `${row.stageCount} stages`);
  }
  assert.ok(ising.rows[1].effectiveShare > ising.rows[0].effectiveShare);
});

test('work on a stiffened well gives ΔF = (d/2) ln 4 from one way and from both, and its mean lies above', async (t) => {
  const { exact, rows } = await computedData(t, stiffening({ dimension: 4, stageCounts: [1, 6], walkerCount: 1500 }));
  assertClose(exact, 2 * Math.log(4), 1e-15);
  for (const { jarzynski, bennett, meanForward, meanBackward } of rows) {
    assertWithin(jarzynski, exact, 3.5, 'Jarzynski');
    assertWithin(bennett, exact, 3.5, 'Bennett');
    assert.ok(meanForward.value > exact && -meanBackward.value < exact);
    assert.ok(bennett.standardError < jarzynski.standardError);
  }
  // Sudden stiffening: the work is 1.5 ‖x‖² under N(0, I), of mean 1.5 d.
  assertWithin(rows[0].meanForward, 6, 3.5);
});

test('mean-field descent meets the weights of both wells in as many steps for a high barrier as for a low one', async () => {
  const wells = [2, 12].map((barrier) => steeredWells({ barrier, tilt: 0.5 }, { key: key(3), pathCount: 400 }));
  const runs = await Promise.all(wells);
  for (const { left, exactLeft } of runs) assert.ok(Math.abs(left.value - exactLeft) < 0.05);
  assert.ok(Math.abs(runs[0].stepCount - runs[1].stepCount) < 10 && runs[0].stepCount < 120);
  assert.ok(runs[1].between.value > 10 * runs[1].exactBetween);
});

test('the derivatives of the moments are difference quotients', () => {
  const energy = moments();
  const weights = Float64Array.of(0.3, -1, 0.5, 2);
  const start = [-1.3, -0.2, 0.4, 1.1];
  const along = (by: number): number[] =>
    start.map((x) => [1, 2, 3, 4].reduce((sum, power, k) => sum + weights[k] * (x + by) ** power, 0));
  const [above, at, below] = [along(1e-4), along(0), along(-1e-4)];
  const paths = ensemble(4, 1, Float64Array.from(start));
  const ones = ensemble(4, 1, new Float64Array(4).fill(1));
  assertClose(
    energy.pullback(paths, weights).data,
    above.map((value, n) => (value - below[n]) / 2e-4),
    1e-6,
  );
  assertClose(
    energy.hessianProduct(paths, weights, ones).data,
    above.map((value, n) => (value - 2 * at[n] + below[n]) / 1e-8),
    1e-5,
  );
  assertClose(energy.values(paths).row(0), [-1.3, 1.69, -2.197, 2.8561], 1e-12);
});
