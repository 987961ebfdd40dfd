import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnOf, vectorOf } from '../../lib/array/index.js';
import { adjustedLangevin, symmetrisedLangevin } from '../../lib/chain/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { lineGrid } from '../../lib/grid/index.js';
import { ar, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { meanEstimate } from '../../lib/statistics/index.js';
import {
  contrastiveDivergence,
  dataSet,
  exactGradient,
  exponentialFamily,
  jarzynskiCorrected,
  kernelWalkers,
  langevinWalkers,
  lawOnLine,
  mixtureFamily,
  mixtureWithOdds,
  persistent,
  train,
} from '../../lib/training/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withVariable } from '../environment.js';

const family = mixtureFamily({ separation: 3 });
const truth = mixtureWithOdds({ separation: 3, logOdds: -1 });
const data = lawOnLine(truth, lineGrid({ from: -10, to: 10, count: 201 }));
const problem = langevinWalkers(family, data, { walkerCount: 200, stepSize: 0.05 });

test('the family’s potential, its gradients in x and in z, and its law agree', () => {
  const paths = truth.sample(key(1), 20);
  const at = (z: number) => family.at(vectorOf([z]));
  const { values, gradient } = at(0.7).evaluate(paths);
  const logDensity = family.law(vectorOf([0.7]))!.logDensity(paths);
  // ln Z = ln(√(2π)(1 + e^{−z})).
  const logPartition = 0.5 * Math.log(2 * Math.PI) + Math.log1p(Math.exp(-0.7));
  assertClose(
    values.map((value) => -value - logPartition),
    logDensity,
    1e-12,
  );
  assertClose(
    gradient.data.map((value) => -value),
    family.law(vectorOf([0.7]))!.score(paths).data,
    1e-12,
  );
  const [above, below] = [at(0.7 + 1e-5).values(paths), at(0.7 - 1e-5).values(paths)];
  assertClose(
    family.slopes(paths, vectorOf([0.7])).data,
    above.map((value, n) => (value - below[n]) / 2e-5),
    1e-9,
  );
});

test('Jarzynski’s walkers find the odds within their error; contrastive walkers stay where they were', async () => {
  const course = { parameters: [1], rate: 0.5, stepCount: 60, runCount: 8 };
  const last = async (trainer: Parameters<typeof train>[1]) =>
    meanEstimate((await train(problem, trainer, course, { key: key(5) })).parameters.row(60));
  assertWithin(await last(jarzynskiCorrected()), -1, 3.5);
  const contrastive = await last(contrastiveDivergence({ steps: 1 }));
  assert.ok(Math.abs(contrastive.value - 1) < 0.2, `${contrastive.value}`);
});

test('two workers give the bits of one', async () => {
  const course = { parameters: [1], rate: 0.5, stepCount: 12, runCount: 4 };
  const run = (options = {}) =>
    train(problem, jarzynskiCorrected({ leastShare: 0.9 }), course, { key: key(3), ...options });
  const whole = await withVariable('MICROCANON_WORKERS', '1', run);
  const split = await withVariable('MICROCANON_WORKERS', '2', run);
  assertSameBits(split.parameters.data, whole.parameters.data);
  assertSameBits(split.logPartitions.data, whole.logPartitions.data);
});

test('multipliers of an exponential family rest at the maximum of the likelihood with weights, beside it without', async () => {
  const signalLength = 8;
  const energy = autocovariance({ signalLength });
  const paths = ar([0.5], { signalLength }).sample(key(2), 4000);
  const exponential = exponentialFamily(energy, gaussian({ signalLength }));
  const walkers = langevinWalkers(exponential, dataSet(paths), { walkerCount: 300, stepSize: 0.15 });
  const course = { parameters: [0, 0], rate: 2, stepCount: 150, runCount: 4 };
  const corrected = await train(walkers, jarzynskiCorrected(), course, { key: key(4) });
  const kept = await train(walkers, persistent(), course, { key: key(4) });
  const target = walkers.dataSlopes(vectorOf([0, 0]));
  // The likelihood is largest where the means of the Gaussian law of precision I + 2θ·H meet the data's.
  const precisionMeans = gaussianMeans(signalLength);
  const late = (rows: typeof corrected, k: number) =>
    meanEstimate(
      Float64Array.from({ length: 4 }, (_, run) => {
        const column = columnOf(rows.parameters, 2 * run + k).subarray(100);
        return column.reduce((sum, value) => sum + value, 0) / column.length;
      }),
    );
  const [theta0, theta1] = [late(corrected, 0), late(corrected, 1)];
  const means = precisionMeans(theta0.value, theta1.value);
  assertClose(means, target, 0.02);
  const biased = precisionMeans(late(kept, 0).value, late(kept, 1).value);
  assert.ok(biased[1] < target[1] - 0.03, `${biased[1]} against ${target[1]}`);
});

/** Mean energies, lag 1 then lag 0, of the Gaussian law of precision I + (2/d)(θ₁ I + ½ θ₀ (shift + shiftᵀ)), by its modes. */
function gaussianMeans(d: number): (lagOne: number, lagZero: number) => number[] {
  return (lagOne, lagZero) => {
    let [first, second] = [0, 0];
    for (let j = 1; j <= d; j++) {
      const c = Math.cos((Math.PI * j) / (d + 1));
      const variance = 1 / (1 + (2 / d) * (lagZero + lagOne * c));
      first += (variance * c) / d;
      second += variance / d;
    }
    return [first, second];
  };
}

test('what cannot be drawn from, and what has no exact means, is refused by name', async () => {
  const exponential = exponentialFamily(autocovariance({ signalLength: 4 }), gaussian({ signalLength: 4 }));
  const walkers = langevinWalkers(exponential, dataSet(ar([0.5], { signalLength: 4 }).sample(key(1), 10)), {
    walkerCount: 4,
    stepSize: 0.1,
  });
  const course = { parameters: [1, 0], rate: 1, stepCount: 1 };
  await assert.rejects(
    train(walkers, jarzynskiCorrected(), course),
    /law that can be drawn from, got \[1, 0\].*start from 0/,
  );
  await assert.rejects(train(walkers, exactGradient(), course), /exactGradient: problem expects exact means/);
  await assert.rejects(
    train(walkers, persistent(), { parameters: [0, -1e9], rate: 1, stepCount: 400 }),
    /training|PCD|finite/,
  );
});

test('walkers of an exact kernel have the right weights, and no bias of the step', async () => {
  const walkers = kernelWalkers(family, data, { walkerCount: 4000, kernel: adjustedLangevin({ stepSize: 0.5 }) });
  const way = [1, 0.5, -0.5, 0].map((z) => vectorOf([z]));
  let state = walkers.fromModel(way[0], key(6));
  for (let t = 1; t < way.length; t++) state = walkers.lead(state, { from: way[t - 1], to: way[t] }, key(6 + t));
  // Z_z is proportional to 1 + e^{−z}; E_z r = 1/(1 + e^z). Errors as those of 3000 independent walkers.
  const expected = Math.log(2 / (1 + Math.exp(-1)));
  assertClose(walkers.logPartition(state), expected, 4 * Math.sqrt(0.3 / 3000));
  assertClose(walkers.slopes(state, way[3]), [0.5], 4 * 0.5 * Math.sqrt(1 / 3000));
  const moved = walkers.move(walkers.fromModel(way[0], key(20)), way[0], key(21));
  assertClose(walkers.slopes(moved, way[0]), [1 / (1 + Math.E)], 4 * 0.45 * Math.sqrt(1 / 4000));
  assert.throws(
    () => kernelWalkers(family, data, { walkerCount: 4, kernel: symmetrisedLangevin({ stepSize: 0.1 }) }),
    /kernelWalkers: kernel expects one that leaves.*symmetrised Langevin; take adjustedLangevin/,
  );
});
