import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble } from '../../../lib/array/index.js';
import {
  digitsLearning,
  principalWhitening,
  ringLearning,
  wells,
  wellsLearning,
} from '../../../lib/chapter/gradient-flows/index.js';
import { gaussian } from '../../../lib/model/index.js';
import { draws, key } from '../../../lib/random/index.js';
import type { Experiment, RunContext } from '../../../lib/study/contract.js';
import { decode, encode } from '../../../lib/study/encoding.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

/** U of the data, written out. */
const potential = (x: number): number => {
  const bump = (centre: number): number => Math.exp(-((x - centre) ** 2) / 1.28);
  return -4 * bump(-2) + bump(0) - 5 * bump(2) + (x * x) / 8;
};

test('the wells have the masses of their potential, and draws of the data have them too', () => {
  const { masses, rightOf, data } = wells();
  let [left, right] = [0, 0];
  for (let x = 0.0005; x < 12; x += 0.001) {
    right += Math.exp(-potential(x));
    left += Math.exp(-potential(-x));
  }
  assertClose(rightOf(masses), right / (left + right), 2e-3);
  const drawn = data.draw(20000, key(1)).data;
  const share = drawn.filter((x) => x > 0).length / 20000;
  assertWithin({ value: share, standardError: Math.sqrt((0.7 * 0.3) / 20000) }, right / (left + right), 4);
});

test('one dual step finds the wells and their masses, while its walkers stay where the start had them', async (t) => {
  const { rows, right } = await computedData(t, wellsLearning({ walkerCount: 2000, visits: 15, runCount: 2 }));
  assert.deepEqual(
    rows.map(({ method }) => method),
    ['CD-4', 'PCD', 'PCD from data', 'Jarzynski', 'dual, 3 bumps', 'dual, 13 bumps'],
  );
  for (const { energy, walkers } of rows.slice(4)) {
    assert.ok(energy.divergences[0].value < 0.01, 'the energy after a step');
    assertClose(energy.right[0].value, right, 0.03);
    assertClose(walkers.right[0].value, 0.5, 0.01);
  }
  for (const { visits } of rows) assert.ok(visits.every((visit, i) => i === 0 || visit > visits[i - 1]));
});

test('courses on the ring count places, keep the mass of the walkers’ law, and give both methods as many', async (t) => {
  const { dual, persistent } = await computedData(
    t,
    ringLearning({ width: 6, walkerCount: 60, batchSize: 40, stepCount: 2, innerCount: 3, trainingCount: 2 }),
  );
  assert.equal(dual.length, 2);
  for (const [i, { places, mass, energy, draws }] of dual.entries()) {
    // 18 and 3 steps of Adam on 80 paths each, and a visit or more of every walker per proximal step.
    assert.ok(places[0] >= 18 * 80 + 60 && places[1] >= 21 * 80 + 2 * 60);
    // Beyond the points lies 0.2 % of the start.
    assertClose(mass, [0.998, 0.998], 2e-3);
    assert.ok(energy.every(Number.isFinite));
    assert.equal(draws.length, 120);
    const last = persistent[i].places[persistent[i].places.length - 1];
    assert.ok(last <= places[1] && last > places[1] - 80);
  }
});

/** Runs an experiment, its stage from a checkpoint where one is given; checkpoints are texts, as a file has them. */
async function watched<Parameters extends object>(
  { parameters, run }: Experiment<Parameters, unknown>,
  { stage, from }: { readonly stage: string; readonly from?: string },
): Promise<{ readonly data: string; readonly checkpoints: readonly string[] }> {
  const checkpoints: string[] = [];
  const context: Pick<RunContext, 'stage'> = {
    stage: (name, work) =>
      work(
        name === stage
          ? { resume: from && decode(from), onCheckpoint: (checkpoint) => checkpoints.push(encode(checkpoint)) }
          : {},
      ),
  };
  return { data: encode(await run(parameters, key(7), context as RunContext)), checkpoints };
}

test('a training on the ring or on digits that is killed goes on from its last step with the same bits', async () => {
  const small = { width: 4, walkerCount: 40, batchSize: 4, stepCount: 2, innerCount: 2 };
  const ring = ringLearning({ ...small, trainingCount: 1 });
  const digits = digitsLearning({ ...small, heldOutCount: 5, hiddenCount: 2, machineUpdates: 2 });
  for (const [experiment, stage, count] of [
    [ring, 'dual 1', 2],
    [ring, 'PCD 1', 1],
    [digits, 'flow', 2],
  ] as const) {
    const whole = await watched(experiment as Experiment<object, unknown>, { stage });
    assert.ok(whole.checkpoints.length >= count, `${stage}: ${whole.checkpoints.length} checkpoints`);
    for (const [i, from] of whole.checkpoints.entries()) {
      const again = await watched(experiment as Experiment<object, unknown>, { stage, from });
      assert.deepEqual(again.checkpoints, whole.checkpoints.slice(i + 1), `${stage} from checkpoint ${i}`);
      assert.ok(again.data === whole.data, `${stage} from checkpoint ${i}`);
    }
  }
});

test('whitened paths have mean 0, variance 1 along leading directions and in the mean of the others', () => {
  const z = gaussian({ signalLength: 5 }).sample(key(2), 300);
  const images = ensemble(
    300,
    5,
    z.data.map((value, i) => 3 + (1 + (i % 5)) * value + (i % 5 > 0 ? z.data[i - 1] : 0)),
  );
  const { whitened, coloured, logDeterminant } = principalWhitening(images, 2);
  const white = whitened(images);
  const second = (l: number): number => {
    let sum = 0;
    for (let n = 0; n < 300; n++) sum += white.path(n)[l] ** 2 / 300;
    return sum;
  };
  assertClose([second(0), second(1), second(2) + second(3) + second(4)], [1, 1, 3], 1e-10);
  assertClose(coloured(white).data, images.data, 1e-10);
  // The determinant by the images of unit vectors.
  const corners = coloured(
    ensemble(
      6,
      5,
      Float64Array.from({ length: 30 }, (_, i) => (i >= 5 && (i - 5) % 6 === 0 ? 1 : 0)),
    ),
  );
  const gram = Array.from({ length: 5 }, (_, l) =>
    Math.sqrt(corners.path(l + 1).reduce((sum, value, i) => sum + (value - corners.path(0)[i]) ** 2, 0)),
  );
  assertClose(logDeterminant, -gram.reduce((sum, length) => sum + Math.log(length), 0), 1e-10);
});

test('digits start from the Gaussian of their principal components, and the machine beside has the exact ln Z', async (t) => {
  const { steps, heldOut, gains, images, machine } = await computedData(
    t,
    digitsLearning({
      ...{ width: 4, walkerCount: 40, batchSize: 20, stepCount: 1, innerCount: 1, heldOutCount: 20 },
      ...{ hiddenCount: 3, machineUpdates: 3 },
    }),
  );
  assert.deepEqual(steps, [0, 1]);
  assertClose(gains[1].value, heldOut[1].value - heldOut[0].value, 1e-9);
  assert.ok(images.data.data.every((grey) => grey >= 0 && grey <= 16));
  assertWithin(machine.logPartition.annealed, machine.logPartition.exact, 4);
});

test('the flow of the wells is that of Langevin paths, and ends at the data', () => {
  const { flow, masses, rightOf, divergence, base } = wells();
  const [early, late] = [0, 1].map((row) => flow([0.5, 2000]).row(row));
  assertClose(divergence(late), 0, 1e-9);
  // Langevin steps of 0.005 from the same start; their bias is far below the error.
  const slope = (x: number): number => (potential(x + 1e-5) - potential(x - 1e-5)) / 2e-5;
  const paths = base.sample(key(11), 4000).data;
  const { normal } = draws(key(12));
  for (let step = 0; step < 100; step++)
    for (let n = 0; n < paths.length; n++) paths[n] += -0.005 * slope(paths[n]) + Math.sqrt(0.01) * normal();
  const share = paths.filter((x) => x > 0).length / paths.length;
  assertWithin({ value: share, standardError: Math.sqrt(0.25 / paths.length) }, rightOf(early), 3);
  assertClose(
    masses.reduce((sum, mass) => sum + mass, 0),
    1,
    1e-12,
  );
  assertClose(
    early.reduce((sum, mass) => sum + mass, 0),
    1,
    1e-9,
  );
});

test('a law that is even on both sides has half its mass right of 0', () => {
  const { points, massesOf, base, rightOf } = wells();
  assertClose(rightOf(massesOf(base.logDensity(points).map((value) => -value))), 0.5, 1e-12);
});

test('whitening refuses directions in which nothing varies, and numbers of latents that are none', () => {
  const images = gaussian({ signalLength: 3 }).sample(key(3), 20);
  for (let n = 0; n < 20; n++) images.path(n)[2] = 1;
  assert.throws(() => principalWhitening(images, 2), /images expect variance in all 3 directions/);
  assert.throws(() => principalWhitening(images, 3), /latents expects a number below 3, got 3/);
  assert.throws(() => principalWhitening(images, 0.5), /latents expects a whole number from 0/);
  const { whitened } = principalWhitening(images, 1);
  assert.throws(() => whitened(ensemble(1, 2)), /paths expects 3 numbers each, got 2/);
});

test('experiments refuse parameters out of range before they run', () => {
  assert.throws(() => ringLearning({ stepCount: 0 }), /ringLearning: stepCount expects a whole number from 1/);
  assert.throws(() => ringLearning({ step: -1 }), /ringLearning: step expects a positive finite number, got -1/);
  assert.throws(() => digitsLearning({ walkerCount: 5 }), /digitsLearning: walkerCount expects a whole number from 16/);
  assert.throws(() => wellsLearning({ runCount: 1 }), /wellsLearning: runCount expects a whole number from 2/);
});
