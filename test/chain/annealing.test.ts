import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm, type ShardedAlgorithm } from '../../lib/algorithm/index.js';
import { type Ensemble, ensemble, matrix, vector } from '../../lib/array/index.js';
import {
  adjustedLangevin,
  annealing,
  doubleWell,
  ensemblesEstimate,
  type Kernel,
  kernelStages,
  machineStages,
  modelPotential,
  type Potential,
  potentialOfPaths,
  potentialSchedule,
  randomWalk,
  runAnnealing,
  runJarzynski,
  spinStages,
  temperedPotential,
} from '../../lib/chain/index.js';
import { gridLaw, lineGrid } from '../../lib/grid/index.js';
import { fairSpins, isingTorus, machineLogPartition, restrictedMachine } from '../../lib/lattice/index.js';
import { gaussian } from '../../lib/model/index.js';
import { draws, key, split } from '../../lib/random/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { checkpointsOf } from './checkpoints.js';
import { bowl, independentDraws } from './independent-draws.js';

const steps = (count: number): number[] => Array.from({ length: count + 1 }, (_, k) => k / count);

test('Gaussians with independent draws: ln Z and the share of walkers that count are those of the closed form', async () => {
  const [d, precisions] = [3, [1, 1.4, 2, 3, 4]];
  const schedule = potentialSchedule(precisions.map((precision) => bowl(d, precision)));
  const stages = kernelStages(schedule, precisions.map(independentDraws));
  const start = gaussian({ signalLength: d }).sample(key(1), 4000);
  const { logRatio, effectiveShare } = await runAnnealing(stages, start, {}, { key: key(2) });
  assertWithin(logRatio, -0.5 * d * Math.log(4), 3.5);
  // Each stage multiplies the second moment of a weight by (a′/√(a(2a′ − a)))^d.
  const spread = precisions.slice(1).reduce((product, next, k) => {
    const a = precisions[k];
    return product * (next / Math.sqrt(a * (2 * next - a))) ** d;
  }, 1);
  assertClose(effectiveShare, 1 / spread, 0.03);
});

/** From a normal law to a double well along a straight line of potentials. */
const target = doubleWell({ barrier: 3, tilt: 0.4 });
const between = (share: number): Potential =>
  potentialOfPaths({
    name: 'between',
    shape: [1],
    identity: { between: share },
    evaluate([x], gradient) {
      const excess = x * x - 1;
      gradient[0] = (1 - share) * x + share * (12 * x * excess + 0.4);
      return 0.5 * (1 - share) * x * x + share * (3 * excess * excess + 0.4 * x);
    },
  });
const grid = lineGrid({ from: -4, to: 4, count: 1601 });
const exactRatio =
  gridLaw(grid, target.values(ensemble(1601, 1, grid.points))).logPartition - 0.5 * Math.log(2 * Math.PI);
const noise = gaussian({ signalLength: 1 });
const toWell = potentialSchedule(steps(20).map(between));

const kernels: Record<string, Kernel> = {
  'adjusted Langevin': adjustedLangevin({ stepSize: 0.05 }),
  'random walk': randomWalk({ deviation: 0.5 }),
};
for (const [name, kernel] of Object.entries(kernels)) {
  for (const resampling of [undefined, { ensembleSize: 100, leastShare: 0.9 }]) {
    test(`${name}${resampling ? ' with resampling' : ''}: annealed walkers have the ln Z of a double well by quadrature`, async () => {
      const stages = kernelStages(toWell, kernel);
      const run = await runAnnealing(stages, noise.sample(key(3), 3000), { resampling }, { key: key(4) });
      assertWithin(run.logRatio, exactRatio, 3.5);
      assert.ok(run.logRatio.standardError < 0.03);
      if (resampling) assert.ok(run.effectiveShare > 0.8, `share ${run.effectiveShare}`);
    });
  }
}

test('Jarzynski walkers that are drawn anew keep ln Z right and their share high', async () => {
  const start = noise.sample(key(5), 3000);
  const plain = await runJarzynski(toWell, start, { stepSize: 0.02 }, { key: key(6) });
  const resampling = { ensembleSize: 100, leastShare: 0.8 };
  const redrawn = await runJarzynski(toWell, start, { stepSize: 0.02, resampling }, { key: key(6) });
  for (const { logRatio } of [plain, redrawn]) assertWithin(logRatio, exactRatio, 3.5);
  assert.ok(redrawn.effectiveShare > plain.effectiveShare);
});

test('spins cooled from β = 0 have the ln Z of the 4 × 4 torus at its critical point', async () => {
  const torus = isingTorus({ rows: 4, columns: 4 });
  const critical = 0.5 * Math.log(1 + Math.SQRT2);
  const stages = spinStages(
    torus,
    steps(100).map((share) => share * critical),
  );
  const { logRatio } = await runAnnealing(stages, fairSpins(torus, key(1), 400), {}, { key: key(2) });
  // Enumeration of all 65 536 states.
  assertWithin({ ...logRatio, value: logRatio.value + 16 * Math.LN2 }, 15.521915458755, 3.5);
  assert.ok(logRatio.standardError < 0.04);
});

const [visible, hidden] = [8, 5];
const { normal } = draws(key(12));
const machine = restrictedMachine({
  visibleBias: vector(visible).map(() => 0.5 * normal()),
  hiddenBias: vector(hidden).map(() => 0.5 * normal()),
  weights: matrix(visible, hidden, vector(visible * hidden).map(normal)),
});

/** Fair units 0 and 1. */
function fairUnits(count: number): Ensemble {
  const { uniform } = draws(key(9));
  return ensemble(
    count,
    visible,
    vector(count * visible).map(() => (uniform() < 0.5 ? 0 : 1)),
  );
}

test('a restricted Boltzmann machine whose energy grows from 0 has its enumerated ln Z', async () => {
  const { logRatio } = await runAnnealing(machineStages(machine, steps(40)), fairUnits(400), {}, { key: key(3) });
  assertWithin(
    { ...logRatio, value: logRatio.value + (visible + hidden) * Math.LN2 },
    machineLogPartition(machine),
    3.5,
  );
});

const resampling = { ensembleSize: 6, leastShare: 0.95 };
const tempered = potentialSchedule(
  steps(30).map((share) => temperedPotential(doubleWell({ barrier: 2 }), 0.5 + 0.5 * share)),
);
const runs: Record<string, readonly [ShardedAlgorithm, Ensemble]> = {
  'kernel stages': [annealing(kernelStages(tempered, kernels['adjusted Langevin'])), noise.sample(key(1), 24)],
  'kernels with resampling': [
    annealing(
      kernelStages(
        tempered,
        steps(30).map(() => kernels['random walk']),
      ),
      {
        resampling,
      },
    ),
    noise.sample(key(1), 24),
  ],
  'spins with resampling': [
    annealing(spinStages(isingTorus({ rows: 3, columns: 3 }), steps(30)), { resampling }),
    fairSpins(isingTorus({ rows: 3, columns: 3 }), key(1), 24),
  ],
  'a machine': [annealing(machineStages(machine, steps(30))), fairUnits(24)],
};
for (const [name, [algorithm, start]] of Object.entries(runs)) {
  test(`${name}: any number of workers gives the same bits, and a run goes on from a checkpoint to them`, async (t) => {
    const bits = async (workers: number, resume?: unknown) => {
      const { state, records } = await withWorkers(workers, () =>
        runAlgorithm(algorithm, start, 30, { key: key(7), ...(resume !== undefined && { resume }) }),
      );
      return [state.paths, ...Object.values(records)];
    };
    const whole = await bits(1);
    const [first] = await checkpointsOf(t, { algorithm, start, stepCount: 30 });
    for (const other of [await bits(3), await bits(1, first)]) {
      for (const [i, values] of other.entries()) assertSameBits(values, whole[i]);
    }
  });
}

test('the error of walkers that were drawn anew is that of ensembles, not of walkers', () => {
  // Two ensembles of mean weight 1 and 3: ln 2, and the spread of two numbers.
  const logWeights = Float64Array.of(0, 0, Math.log(3), Math.log(3));
  const { logRatio } = ensemblesEstimate(logWeights, { ensembleSize: 2 });
  assertClose(logRatio.value, Math.LN2, 1e-15);
  assertClose(logRatio.standardError, 0.5, 1e-15);
});

test('kernels with a bias, stages out of range and too few ensembles are one clear error', async () => {
  const walk = kernels['random walk'];
  assert.throws(() => kernelStages(toWell, { ...walk, isExact: false }), /exact ones, got random walk, whose bias/);
  assert.throws(() => kernelStages(toWell, [walk]), /kernels expects 21, one per potential, got 1/);
  assert.throws(
    () => spinStages(isingTorus({ rows: 2, columns: 2 }), [0]),
    /two or more finite numbers, got 1 of them/,
  );
  assert.throws(() => machineStages(machine, [0, NaN]), /machineStages: factors expects .* got NaN at 1/);
  const stages = kernelStages(toWell, walk);
  assert.throws(
    () => annealing(stages, { resampling: { ensembleSize: 1 } }),
    /annealing: resampling.ensembleSize expects .*got 1/,
  );
  assert.throws(
    () => annealing(stages, { resampling: { ensembleSize: 2, leastShare: 2 } }),
    /resampling.leastShare expects a number from 0 to 1, got 2/,
  );
  await assert.rejects(
    runAlgorithm(annealing(stages), noise.sample(split(key(1), 1)[0], 4), 21),
    /annealing: stages expects one for step 21, got 21 of .*; take fewer steps/,
  );
  assert.throws(() => ensemblesEstimate(vector(4), { ensembleSize: 4 }), /two or more ensembles of 4, got 4 walkers/);
  const wall = potentialSchedule([
    modelPotential(noise),
    potentialOfPaths({ name: 'wall', shape: [1], identity: 'wall', evaluate: () => Infinity }),
  ]);
  await assert.rejects(
    runAnnealing(kernelStages(wall, walk), noise.sample(key(1), 4)),
    /potential expects finite values where chains start, got Infinity at path 0/,
  );
});
