import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf, type Vector, vector } from '../../lib/array/index.js';
import {
  adjustedLangevin,
  doubleWell,
  harmonicSwapAcceptance,
  idealRoundTripRate,
  randomWalk,
  roundTrips,
  swapAcceptances,
  temperedPotential,
  tempering,
} from '../../lib/chain/index.js';
import { gridLaw, leftMass, lineGrid } from '../../lib/grid/index.js';
import { key } from '../../lib/random/index.js';
import { meanEstimate } from '../../lib/statistics/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { checkpointsOf } from './checkpoints.js';
import { bowl, independentDraws } from './independent-draws.js';

test('with independent draws, swaps are taken as the beta law says, and round trips are as many as Syed’s formula says', async () => {
  const [d, chains, stepCount] = [10, 40, 300];
  const betas = [3, 2, 1.5];
  const algorithm = tempering(bowl(d), { inverseTemperatures: betas, kernels: betas.map(independentDraws) });
  const pathCount = chains * betas.length;
  const { records, state } = await runAlgorithm(algorithm, ensemble(pathCount, d), stepCount, { key: key(3) });
  const exact = [1.5, 4 / 3].map((ratio) => harmonicSwapAcceptance({ dimension: d, ratio }));
  const extent = { pathCount, levelCount: betas.length };
  for (const [r, estimate] of swapAcceptances(records.logSwap, extent).entries()) {
    assertWithin(estimate, exact[r], 3.5, `acceptance of pair ${r}`);
  }
  const trips = meanEstimate(roundTrips({ replica: records.replica, ...extent }));
  // Replicas start outward: the first trips come late, by about one of the three levels' times.
  assertClose(trips.value, idealRoundTripRate(exact) * stepCount, 3.5 * trips.standardError + 2);
  for (const [r, beta] of betas.entries()) {
    const squares = Array.from({ length: chains }, (_, chain) => {
      const path = ensemble(pathCount, d, state.paths).path(chain * 3 + r);
      return (beta * path.reduce((sum, value) => sum + value * value, 0)) / d;
    });
    assertWithin(meanEstimate(squares), 1, 3.5, `level ${r}`);
  }
});

const well = doubleWell({ barrier: 8, tilt: 0.3 });
const betas = [1, 0.4, 0.15];
const walks = betas.map((beta) => randomWalk({ deviation: 0.35 / Math.sqrt(beta) }));
const wells = tempering(well, { inverseTemperatures: betas, kernels: walks });

test('copies that start in one well find the weights of both, at every temperature', async () => {
  const grid = lineGrid({ from: -3, to: 3, count: 1201 });
  const heights = well.values(ensemble(1201, 1, grid.points));
  const chains = 160;
  const start = ensemble(chains * 3, 1, vector(chains * 3).fill(1));
  const { state, records } = await runAlgorithm(wells, start, 250, { key: key(4) });
  for (const [r, beta] of betas.entries()) {
    const { masses } = gridLaw(
      grid,
      heights.map((value) => beta * value),
    );
    const left = Array.from({ length: chains }, (_, chain) => (state.paths[3 * chain + r] < 0 ? 1 : 0));
    assertWithin(meanEstimate(left), leftMass(grid, masses, 0), 3.5, `left weight at ${beta}`);
  }
  assert.ok(roundTrips({ replica: records.replica, pathCount: chains * 3, levelCount: 3 }).every((trips) => trips > 0));
  // Row 1 belongs to an even step, which tries the first pair alone.
  assert.ok(!Number.isNaN(records.logSwap[chains * 3]) && Number.isNaN(records.logSwap[chains * 3 + 1]));
});

test('swaps keep values and gradients with their paths and their temperature', async () => {
  const kernels = betas.map((beta) => adjustedLangevin({ stepSize: 0.02 / beta }));
  const algorithm = tempering(well, { inverseTemperatures: betas, kernels });
  const { state } = await runAlgorithm(algorithm, ensemble(6, 1, vector(6).fill(1)), 50, { key: key(4) });
  for (let n = 0; n < 6; n++) {
    const { values, gradient } = temperedPotential(well, betas[n % 3]).evaluate(ensembleOf([[state.paths[n]]]));
    assertClose(state.potential[n], values[0], 1e-12, `value of path ${n}`);
    assertClose(state.gradient[n], gradient.data[0], 1e-11, `gradient of path ${n}`);
  }
});

test('any number of workers gives the same bits, and a run goes on from a checkpoint to them', async (t) => {
  const start = ensemble(12, 1, vector(12).fill(1));
  const bits = ({ state, records }: { state: { paths: Vector }; records: Record<string, Vector> }): Vector[] => [
    state.paths,
    ...Object.values(records),
  ];
  const whole = bits(await withWorkers(1, () => runAlgorithm(wells, start, 40, { key: key(7) })));
  const shared = bits(await withWorkers(3, () => runAlgorithm(wells, start, 40, { key: key(7) })));
  for (const [i, values] of shared.entries()) assertSameBits(values, whole[i]);
  const checkpoints = await checkpointsOf(t, { algorithm: wells, start, stepCount: 40 });
  const resumed = bits(await runAlgorithm(wells, start, 40, { key: key(7), resume: checkpoints[0] }));
  for (const [i, values] of resumed.entries()) assertSameBits(values, whole[i]);
});

test('round trips are counted from the coldest level to the hottest and back', () => {
  // One chain of two levels, whose replicas change places in every second row; row 0 is not read.
  const replica = Float64Array.of(NaN, NaN, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0);
  assertClose(roundTrips({ replica, pathCount: 2, levelCount: 2 }), [2], 0);
});

test('temperatures out of order, kernels with a bias and in wrong number are refused', () => {
  const kernels = randomWalk({ deviation: 1 });
  const made = (changes: object) => () => tempering(well, { inverseTemperatures: [1, 0.5], kernels, ...changes });
  assert.throws(
    made({ inverseTemperatures: [1] }),
    /two or more positive numbers, each below the one before, got \[1\]/,
  );
  assert.throws(made({ inverseTemperatures: [0.5, 1] }), /got \[0.5, 1\]; list the law that is sought first/);
  assert.throws(made({ inverseTemperatures: [1, 0] }), /tempering: inverseTemperatures expects/);
  assert.throws(made({ kernels: [kernels] }), /kernels expects 2, one per level, got 1/);
  assert.throws(made({ kernels: { ...kernels, isExact: false } }), /exact ones, got random walk, whose bias/);
  assert.throws(
    made({ kernels: [kernels, adjustedLangevin({ stepSize: 1 })] }),
    /expects all to read the gradient or none/,
  );
  assert.throws(() => temperedPotential(well, 0), /inverseTemperature expects a positive finite number, got 0/);
  assert.throws(
    () => roundTrips({ replica: vector(5), pathCount: 2, levelCount: 2 }),
    /rows of 2 numbers, chains of 2, got 5/,
  );
  assert.throws(
    () => harmonicSwapAcceptance({ dimension: 1, ratio: 0.5 }),
    /ratio expects a finite number from 1, got 0.5/,
  );
  assert.throws(() => harmonicSwapAcceptance({ dimension: 0, ratio: 2 }), /dimension expects a positive finite number/);
});

test('a start without a finite potential names the path in the run, not in its level', async () => {
  const algorithm = tempering(doubleWell({ barrier: 1 }), {
    inverseTemperatures: [1, 0.5],
    kernels: adjustedLangevin({ stepSize: 0.1 }),
  });
  await assert.rejects(
    runAlgorithm(algorithm, ensembleOf([[0], [0], [0], [0], [1e200], [0]]), 1),
    /^RangeError: parallel tempering: potential expects finite values where chains start, got Infinity at path 4;/,
  );
});
