import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import {
  autocovariance,
  type Energy,
  energyOfPaths,
  scatteringMean,
  squaredNorm,
  stylized,
} from '../../lib/energy/index.js';
import {
  descendFrozenMeasured,
  type FrozenInversion,
  invertFrozen,
  positive,
  type Schedule,
  schedule,
} from '../../lib/flow/index.js';
import { ar, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { pilot } from './brute-force.js';
import { quartic } from './quartic.js';

/** One value per path, and one component: x′ = x − w Φ′(x). */
function ofOneValue(
  name: string,
  value: (x: number) => number,
  slope: (x: number) => number,
  bend: (x: number) => number,
): Energy {
  return energyOfPaths({
    name,
    signalLength: 1,
    labels: [name],
    value: ([x], out) => out.fill(value(x)),
    pullback: ([x], [w], out) => out.fill(w * slope(x)),
    hessianProduct: ([x], [w], [v], out) => out.fill(w * bend(x) * v),
  });
}

const fourthPower = ofOneValue(
  'fourth power',
  (x) => x ** 4 / 4,
  (x) => x ** 3,
  (x) => 3 * x * x,
);
const thirdPower = ofOneValue(
  'third power',
  (x) => x ** 3 / 3,
  (x) => x * x,
  (x) => 2 * x,
);

const cases: Record<string, () => Promise<{ plan: Schedule; allowed: number }>> = {
  autocovariance: async () => ({
    plan: await pilot(autocovariance({ signalLength: 128 }), [0.3, 1], 4, 20),
    allowed: 1e-9,
  }),
  stylized: async () => {
    const energy = stylized({ signalLength: 128 });
    return { plan: await pilot(energy, new Array(22).fill(0.9), 2, 30), allowed: 1e-8 };
  },
  "a reader's energy": async () => ({ plan: await pilot(quartic(16), [0.2, 0.4], 0.02, 10), allowed: 1e-9 }),
  // In single precision.
  'scattering mean': async () => {
    const energy = scatteringMean({ signalLength: 128 });
    const { data } = energy.values(ar([0.5], { signalLength: 128 }).sample(key(6), 1));
    return { plan: await pilot(energy, data, 2, 10), allowed: 2e-3 };
  },
};

for (const [name, made] of Object.entries(cases)) {
  test(`${name}: the way back through a schedule is the way forth, with the same log-determinant`, async () => {
    const { plan, allowed } = await made();
    const start = gaussian({ signalLength: plan.energy.signalLength }).sample(key(8), 6);
    const forth = await descendFrozenMeasured(plan, start, []);
    const back = await invertFrozen(plan, forth.paths);
    assert.deepEqual(back.failures, []);
    assertClose(back.folds, new Array(6).fill(0), 0);
    assertClose(back.paths.data, start.data, allowed, 'paths');
    assertClose(back.logDeterminants, forth.logDeterminants.row(plan.stepCount), 30 * allowed, 'log-determinants');
  });

  test(`${name}: two and three workers give the bits of one`, async () => {
    const { plan } = await made();
    const paths = gaussian({ signalLength: plan.energy.signalLength }).sample(key(9), 5);
    const numbers = ({ paths: x, logDeterminants, newtonSteps }: FrozenInversion) => [
      ...x.data,
      ...logDeterminants,
      ...newtonSteps,
    ];
    const back = (count: number) => withWorkers(count, async () => numbers(await invertFrozen(plan, paths)));
    const one = await back(1);
    for (const count of [2, 3]) assertSameBits(await back(count), one);
  });
}

test('a step that stretches by 2.5, where no fixed point contracts, is inverted by Newton on the same branch', async () => {
  const back = await invertFrozen(schedule(squaredNorm({ signalLength: 3 }), [[-0.75]]), ensembleOf([[5, -2.5, 10]]));
  assertClose(back.paths.data, [2, -1, 4], 1e-13);
  assertClose(back.logDeterminants, [3 * Math.log(2.5)], 1e-13);
  assert.deepEqual([...back.folds, ...back.newtonSteps], [0, 1]);
});

test('a step that turns all paths over is inverted, and said to be folded', async () => {
  const back = await invertFrozen(schedule(squaredNorm({ signalLength: 3 }), [[0.75]]), ensembleOf([[1, -0.5, 2]]));
  assertClose(back.paths.data, [-2, 1, -4], 1e-12);
  assertClose(back.logDeterminants, [3 * Math.log(0.5)], 1e-12);
  assert.deepEqual([...back.folds, ...back.newtonSteps], [1, 1]);
});

test('of the three preimages of x − x³/10 the one is found where the step rises, and beyond its range a folded one', async () => {
  const plan = schedule(fourthPower, [[0.1]]);
  // The rising branch ends at x = √(10/3), y = 1.2172.
  const xs = [0.3, 1, 1.7, -1.8];
  const ys = xs.map((x) => [x - 0.1 * x ** 3]);
  const back = await invertFrozen(plan, ensembleOf(ys));
  assertClose(back.paths.data, xs, 1e-10);
  assertClose(
    back.logDeterminants,
    xs.map((x) => Math.log(1 - 0.3 * x * x)),
    1e-9,
  );
  assertClose(back.folds, [0, 0, 0, 0], 0);
  const beyond = await invertFrozen(plan, ensembleOf([[1.5]]));
  const [x] = beyond.paths.data;
  assertClose(x - 0.1 * x ** 3, 1.5, 1e-12);
  assertClose(beyond.folds, [1], 0);
  assertClose(beyond.logDeterminants, [Math.log(0.3 * x * x - 1)], 1e-10);
});

test('a path that no step leads to is a failure that names step and path and says what was tried; the others have their inverse', async () => {
  // x − x²/4 is at most 1.
  const plan = schedule(thirdPower, [[0.25], [0]]);
  const { failures, logDeterminants, paths } = await invertFrozen(plan, ensembleOf([[0.75], [1.2], [0]]));
  assert.deepEqual(
    failures.map(({ path, stepNumber }) => [path, stepNumber]),
    [[1, 1]],
  );
  assert.match(
    failures[0].message,
    /^frozen weights: step 1 of 2 has no inverse that was found at path 1: the fixed point, damped Newton .* leave a residual of .*; freeze a descent of smaller steps$/,
  );
  assertClose([paths.data[0], paths.data[2]], [1, 0], 1e-9);
  assert.ok(Number.isNaN(logDeterminants[1]));
  assertClose([logDeterminants[0], logDeterminants[2]], [Math.log(0.5), 0], 1e-9);
});

test('a schedule under a constraint is refused, and paths of another length', async () => {
  const energy = autocovariance({ signalLength: 8 });
  await assert.rejects(
    invertFrozen(schedule(energy, [[0, 0]], { constraint: positive }), noise(1, 1, 8)),
    /^TypeError: frozenInverse: schedule expects no constraint, got positive: a step that keeps values in place has no inverse/,
  );
  await assert.rejects(
    invertFrozen(schedule(energy, [[0, 0]]), noise(1, 1, 9)),
    /invertFrozen: schedule \(.*\) expects paths of length 8, got 9/,
  );
});

test('a path that is not finite is said to be so, wherever the number stands, and a tolerance below 0 is refused', async () => {
  const plan = schedule(autocovariance({ signalLength: 8 }), [[0.1, 0.2]]);
  for (const at of [0, 7]) {
    const paths = noise(1, 2, 8);
    paths.path(1)[at] = NaN;
    const { failures } = await invertFrozen(plan, paths);
    assert.deepEqual(
      failures.map(({ message }) => message),
      [`frozen weights: path 1 has the value NaN at ${at}, expected a finite number; leave the path out`],
    );
    assert.ok(Number.isNaN(failures[0].residual));
  }
  for (const tolerance of [-1, NaN, Infinity]) {
    await assert.rejects(invertFrozen(plan, noise(1, 2, 8), { tolerance }), /tolerance expects a finite number from 0/);
  }
});
