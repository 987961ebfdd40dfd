import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint } from '../../lib/algorithm/index.js';
import { type Ensemble, ensemble, ensembleOf, rowsOf } from '../../lib/array/index.js';
import { autocovariance, type Energy, scatteringMean, squaredNorm, stylized } from '../../lib/energy/index.js';
import {
  descend,
  descendFrozen,
  descendFrozenMeasured,
  frozenSchedule,
  type MeasuredFrozenDescent,
  meanFieldDescent,
  positive,
  type Schedule,
  schedule,
  scheduleFrom,
} from '../../lib/flow/index.js';
import { ar, exponential, gaussian, logDensityOf } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { quartic } from './quartic.js';

const signalLength = 32;
const functional = logDensityOf(ar([0.3], { signalLength }));

/** A schedule of `stepCount` steps from a pilot of 12 paths, and where the pilot went. */
async function pilot(energy: Energy, target: number[], stepSize: number, start: Ensemble, constrained = false) {
  const flow = meanFieldDescent(energy, target, { stepSize, ...(constrained && { constraint: positive }) });
  const descent = await descend(flow, start, 12);
  return { plan: frozenSchedule(descent), end: descent.paths, start };
}

const pilots = {
  autocovariance: () => pilot(autocovariance({ signalLength }), [0.3, 1], 1, noise(1, 12, signalLength)),
  stylized: () =>
    pilot(
      stylized({ signalLength }),
      Array.from({ length: 22 }, () => 0.5),
      1,
      noise(2, 12, signalLength),
    ),
  'positive autocovariance': () =>
    pilot(autocovariance({ signalLength }), [0.3, 0.5], 1, exponential({ signalLength }).sample(key(3), 12), true),
  'scattering mean': () => {
    const energy = scatteringMean({ signalLength: 128 });
    const [target] = rowsOf(energy.values(ar([0.5], { signalLength: 128 }).sample(key(6), 1)));
    return pilot(energy, [...target], 1, noise(4, 12, 128));
  },
  "a reader's energy": () => pilot(quartic(signalLength), [0.2, 0.4], 0.1, noise(5, 12, signalLength)),
};

for (const [name, made] of Object.entries(pilots)) {
  test(`${name}: the paths of the pilot, moved by its frozen weights, go where the pilot went, bit by bit`, async () => {
    const { plan, start, end } = await made();
    const before = start.data.slice();
    assertSameBits((await descendFrozen(plan, start)).paths.data, end.data);
    assertSameBits(start.data, before, 'the paths given');
  });

  test(`${name}: one, two and five workers give the same bits, and a path the same whatever its company`, async () => {
    const { plan, start } = await made();
    const options = { keepPathsAt: [5] };
    const observe = plan.energy.signalLength === signalLength ? [functional] : [];
    const measured = (count: number): Promise<MeasuredFrozenDescent> =>
      withWorkers(count, () => descendFrozenMeasured(plan, start, observe, options));
    const one = numbers(await measured(1));
    for (const count of [2, 5]) assertSameBits(numbers(await measured(count)), one, `${count} workers`);
    const alone = ensemble(1, start.shape, start.path(7));
    assertSameBits((await descendFrozen(plan, alone)).paths.data, (await descendFrozen(plan, start)).paths.path(7));
  });
}

/** All numbers of a measured descent by frozen weights. */
function numbers({ paths, pathsAt, logDeterminants, probeVariances, folds, observations }: MeasuredFrozenDescent) {
  const kept = [...pathsAt.values()].map(({ data }) => data);
  return [
    paths.data,
    ...kept,
    logDeterminants.data,
    probeVariances.data,
    folds.data,
    ...observations.map((o) => o.data),
  ].flatMap((list) => [...list]);
}

test('a descent that goes on from a checkpoint has the bits of one in a piece', async (t) => {
  const { plan, start } = await pilots.stylized();
  const long = schedule(
    plan.energy,
    Array.from({ length: 40 }, (_, i) => plan.weights.row(i % 12).map((w) => w / 4)),
  );
  const checkpoints: Checkpoint[] = [];
  const started = performance.now();
  const clock = t.mock.method(Date, 'now', () => 5000 * (performance.now() - started));
  const whole = await withWorkers(2, () =>
    descendFrozenMeasured(long, start, [functional], {
      onCheckpoint: ({ vectors, ...rest }) => {
        const copies = Object.entries(vectors).map(([field, values]) => [field, values.slice()]);
        checkpoints.push({ ...rest, vectors: Object.fromEntries(copies) });
      },
    }),
  );
  clock.mock.restore();
  assert.ok(checkpoints.length > 0);
  const blank = ensemble(12, signalLength).data.fill(0.5);
  const resumed = await withWorkers(3, () =>
    descendFrozenMeasured(long, ensemble(12, signalLength, blank), [functional], { resume: checkpoints[0] }),
  );
  assertSameBits(numbers(resumed), numbers(whole));
});

test('the log-determinant is that of the Jacobian by differences, for a dense, a banded and a compiled Hessian', async () => {
  for (const name of ['autocovariance', 'stylized', "a reader's energy"] as const) {
    const { plan, start } = await pilots[name]();
    const few = ensemble(2, signalLength, start.data.slice(0, 2 * signalLength));
    const { logDeterminants, folds } = await descendFrozenMeasured(plan, few, []);
    for (let n = 0; n < 2; n++) {
      const { logAbs, sign } = await determinantByDifferences(plan, few.path(n));
      assertClose(logDeterminants.row(12)[n], logAbs, 1e-6, name);
      assert.equal(folds.row(12)[n] % 2 === 0 ? 1 : -1, sign, name);
    }
  }
});

/** ln|det| of the Jacobian of all steps by central differences of the path's way, and plain elimination. */
async function determinantByDifferences(plan: Schedule, path: ArrayLike<number>) {
  const d = path.length;
  const h = 1e-5;
  const shifts = Array.from({ length: 2 * d }, (_, j) =>
    Array.from(path, (value, i) => value + (i === j % d ? (j < d ? h : -h) : 0)),
  );
  const { paths } = await descendFrozen(plan, ensembleOf(shifts));
  const a = Array.from({ length: d }, (_, j) =>
    Array.from(paths.path(j), (value, i) => (value - paths.path(j + d)[i]) / (2 * h)),
  );
  let [logAbs, sign] = [0, 1];
  for (let j = 0; j < d; j++) {
    const best = a.slice(j).reduce((at, row, i) => (Math.abs(row[j]) > Math.abs(a[at][j]) ? i + j : at), j);
    if (best !== j) {
      [a[j], a[best]] = [a[best], a[j]];
      sign = -sign;
    }
    logAbs += Math.log(Math.abs(a[j][j]));
    sign *= Math.sign(a[j][j]);
    for (let i = j + 1; i < d; i++) {
      const factor = a[i][j] / a[j][j];
      for (let k = j; k < d; k++) a[i][k] -= factor * a[j][k];
    }
  }
  return { logAbs, sign };
}

test('a step of Φ = ‖x‖² multiplies a path by 1 − 2w, and by a negative number where it folds', async () => {
  const plan = schedule(squaredNorm({ signalLength: 3 }), [[0.2], [0.75], [-0.5]]);
  const { paths, logDeterminants, folds } = await descendFrozenMeasured(plan, ensembleOf([[1, -2, 4]]), []);
  assertClose(paths.data, [-0.6, 1.2, -2.4], 1e-14);
  assertClose(logDeterminants.data, [0, Math.log(0.6 ** 3), Math.log(0.3 ** 3), Math.log(0.6 ** 3)], 1e-13);
  assertClose(folds.data, [0, 0, 1, 1], 0);
});

test('estimated log-determinants agree with those of dense blocks within their stated errors', async () => {
  const { plan, start } = await pilots['scattering mean']();
  const dense: Energy = { ...plan.energy, recipe: undefined, accelerators: undefined };
  const estimated = await descendFrozenMeasured(plan, start, [], { probeKey: key(5) });
  assert.ok(estimated.probeVariances.row(12).every((variance) => variance > 0));
  let square = 0;
  for (let n = 0; n < 2; n++) {
    const { logAbs } = await determinantByDifferences(schedule(dense, plan.weights), start.path(n));
    square += (estimated.logDeterminants.row(12)[n] - logAbs) ** 2 / estimated.probeVariances.row(12)[n];
  }
  assert.ok(square < 9, `squared standard errors: ${square}`);
});

test('a schedule is stored as plain data and read again for the same energy alone', async () => {
  const { plan } = await pilots['positive autocovariance']();
  const record = JSON.parse(JSON.stringify(plan.record));
  const again = scheduleFrom(record, autocovariance({ signalLength }));
  assertSameBits(again.weights.data, plan.weights.data);
  assert.equal(again.constraint, positive);
  const refusal = /^RangeError: scheduleFrom: energy expects the one that the schedule was recorded with/;
  assert.throws(() => scheduleFrom(record, autocovariance({ signalLength: 64 })), refusal);
  assert.throws(() => scheduleFrom(record, stylized({ signalLength })), refusal);
});

test('schedules and paths that do not fit each other are refused, each by one error', async () => {
  const energy = autocovariance({ signalLength });
  assert.throws(() => schedule(energy, []), /schedule: weights expect a row per step, got none/);
  assert.throws(
    () => schedule(stylized({ signalLength }), [[1, 2]]),
    /schedule: weights expect 22 numbers per step.*got 2 in step 1; the schedule belongs to another energy/,
  );
  assert.throws(
    () =>
      schedule(energy, [
        [0, 0],
        [0, NaN],
      ]),
    /weights expect finite numbers, got NaN for .* in step 2/,
  );
  const several = await descend(
    meanFieldDescent(energy, [0.3, 1], { stepSize: 1, ensembleSize: 4 }),
    noise(1, 12, signalLength),
    3,
  );
  assert.throws(() => frozenSchedule(several), /frozenSchedule: pilot expects one ensemble, got 3/);
  const { plan } = await pilots.autocovariance();
  await assert.rejects(
    descendFrozen(plan, noise(1, 2, 40)),
    /descendFrozen: schedule \(.*\) expects paths of length 32, got 40; record a pilot of such paths/,
  );
  await assert.rejects(
    descendFrozen(plan, noise(1, 2, signalLength), { stepCount: 13 }),
    /at most the schedule's 12, got 13/,
  );
});

test('of several paths that diverge in the same step the first is named, for any number of workers', async () => {
  const plan = schedule(squaredNorm({ signalLength: 2 }), new Array(600).fill([-4]));
  const paths = gaussian({ signalLength: 2 }).sample(key(1), 6);
  paths.path(4)[0] = paths.path(5)[0] = 1e100;
  for (const count of [1, 2, 3]) {
    await assert.rejects(
      withWorkers(count, () => descendFrozen(plan, paths)),
      /^RangeError: frozen weights: path 4 has no finite energy \(squared norm\) after step \d+; freeze a descent of smaller steps/,
    );
  }
});
