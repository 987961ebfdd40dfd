import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, vectorOf } from '../../lib/array/index.js';
import {
  adam,
  drawnParameters,
  fallingRate,
  gradientDescent,
  multilayer,
  type Optimiser,
  regressionTurn,
  type Turn,
  tensorNetwork,
  tensorOf,
  trainNetworks,
} from '../../lib/neural/index.js';
import { interrupt } from '../../lib/parallel/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';

const network = multilayer([1, 8, 1]);
const initial = { net: drawnParameters(network, key(1)) };

/** Fits sin x at 32 points drawn anew at each step. */
function sineTurn(optimiser: Optimiser): Turn<'net'> {
  return {
    name: 'fit',
    moves: ['net'],
    optimiser,
    loss({ tf, parameters, key: own }) {
      const x = tensorOf(tf, ensembleOf(Array.from(normals(own, 32), (value) => [value])));
      return tensorNetwork(tf, network).values(parameters.net, x).sub(x.sin()).square().mean();
    },
  };
}

/** ½ Σ cᵢ (θᵢ − mᵢ)². */
const quadratic = (optimiser: Optimiser): Turn<'theta'> => ({
  name: 'bowl',
  moves: ['theta'],
  optimiser,
  loss: ({ tf, parameters }) =>
    parameters.theta
      .sub(tf.tensor1d([1, -2]))
      .square()
      .mul(tf.tensor1d([0.5, 2]))
      .sum(),
});

test('gradient descent on a quadratic follows its recursion, and its losses are those before each step', async () => {
  const { parameters, losses, snapshots } = await trainNetworks(
    [quadratic(gradientDescent({ rate: 0.1 }))],
    { theta: vectorOf([0, 0]) },
    { stepCount: 20, key: key(1), snapshotSteps: [0, 5] },
  );
  // θ − m shrinks by 1 − 0.1 · (1, 4) per step.
  assertClose(parameters.theta, [1 - 0.9 ** 20, -2 + 2 * 0.6 ** 20], 1e-6);
  assertClose(snapshots[0].parameters.theta, [0, 0], 0);
  assertClose(snapshots[1].parameters.theta, [1 - 0.9 ** 5, -2 + 2 * 0.6 ** 5], 1e-6);
  assertClose(losses.row(0), [8.5], 1e-6);
  assertClose(losses.row(3), [0.5 * 0.9 ** 6 + 8 * 0.6 ** 6], 1e-6);
});

test('Adam moves by its rate while gradients do not change, and by the recursion of Kingma and Ba else', () => {
  const one = adam({ rate: 0.01 });
  let [parameters, state] = [vectorOf([1, 1]), one.start(2)];
  for (let stepNumber = 0; stepNumber < 10; stepNumber++)
    ({ parameters, state } = one.step({ parameters, gradient: vectorOf([3, -0.2]), state, stepNumber }));
  assertClose(parameters, [0.9, 1.1], 1e-8);
  // Gradients 1, −2: m = 0.1, −0.11 over 1 − 0.9² = 0.19; v = 0.001, 0.004999 over 1 − 0.999² = 0.001999.
  let [other, memory] = [vectorOf([0]), one.start(1)];
  [1, -2].forEach((g, stepNumber) => {
    ({ parameters: other, state: memory } = one.step({
      parameters: other,
      gradient: vectorOf([g]),
      state: memory,
      stepNumber,
    }));
  });
  assertClose(other, [-0.01 + (0.01 * 0.11) / 0.19 / Math.sqrt(0.004999 / 0.001999)], 1e-9);
});

test('a falling rate goes from its first to its last value and stays', () => {
  const { at } = fallingRate(0.1, 0.02, 100);
  assertClose([0, 50, 100, 300].map(at), [0.1, 0.06, 0.02, 0.02], 1e-12);
});

test('a training learns, says its loss, and resumed from a checkpoint gives the bits of one piece', async (t) => {
  const optimiser = adam({ rate: fallingRate(0.03, 0.003, 300) });
  const options = { stepCount: 300, key: key(2), snapshotSteps: [100, 300] };
  let checkpoint: { stepNumber: number } | undefined;
  const notes: string[] = [];
  const clock = t.mock.method(Date, 'now', () => 1e5 * performance.now());
  const whole = await trainNetworks([sineTurn(optimiser)], initial, {
    ...options,
    onProgress: (_done, _total, note) => notes.push(note),
    onCheckpoint: (found) => {
      // Kept as it is: the training that goes on must not write into it.
      if (found.stepNumber >= 150) checkpoint ??= found;
    },
  });
  clock.mock.restore();
  assert.match(notes[3], /^loss 0\.\d+/);
  const late = Array.from({ length: 50 }, (_, i) => whole.losses.row(250 + i)[0]);
  // E sin² = (1 − e⁻²)/2 = 0.43 is what the network 0 leaves.
  const left = late.reduce((sum, value) => sum + value / 50, 0);
  assert.ok(left < 0.02, `loss ${left}`);
  assert.ok(checkpoint && checkpoint.stepNumber < 300);
  const resumed = await trainNetworks([sineTurn(optimiser)], initial, { ...options, resume: checkpoint });
  assertSameBits(resumed.parameters.net, whole.parameters.net, 'parameters');
  assertSameBits(resumed.losses.data, whole.losses.data, 'losses');
  assertSameBits(resumed.snapshots[0].parameters.net, whole.snapshots[0].parameters.net, 'snapshot');
  for (const [changes, what] of [
    [{ key: key(3) }, 'key'],
    [{ stepCount: 301 }, 'stepCount'],
  ] as const) {
    await assert.rejects(
      trainNetworks([sineTurn(optimiser)], initial, { ...options, ...changes, resume: checkpoint }),
      new RegExp(`^RangeError: trainNetworks: resume expects a checkpoint of this run, with ${what} `),
    );
  }
  await assert.rejects(
    trainNetworks([sineTurn(adam({ rate: 1 }))], initial, { ...options, resume: checkpoint }),
    /with turns .*start without it$/,
  );
});

test('a regression turn learns the weighted least-squares line', async () => {
  const line = multilayer([2, 1], { conditions: 1 });
  const paths = ensembleOf([[-1], [0], [2], [1]]);
  const times = vectorOf([0, 1, 1, 0.5]);
  const targets = [1, -1, 0.5, 2];
  const factors = vectorOf([1, 0.5, 2, 1.5]);
  const turn = regressionTurn(line, {
    batch: () => ({
      ...{ paths, conditions: [times], factors },
      wanted: ensembleOf(targets.map((y, n) => [factors[n] * y])),
    }),
    optimiser: adam({ rate: fallingRate(0.1, 1e-4, 600) }),
  });
  const { parameters, losses } = await trainNetworks(
    [turn],
    { field: vectorOf([0, 0, 0]) },
    { stepCount: 600, key: key(1) },
  );
  // From the parameters 0 the loss is the mean of (c y)².
  assertClose(losses.row(0), [(1 + 0.25 + 1 + 9) / 4], 1e-6);
  // Normal equations: residuals times c² are orthogonal to path, time and 1.
  const [slope, growth, height] = parameters.field;
  const residuals = targets.map((y, n) => {
    return factors[n] ** 2 * (slope * paths.data[n] + growth * times[n] + height - y);
  });
  for (const column of [paths.data, times, [1, 1, 1, 1]])
    assertClose(
      residuals.reduce((sum, residual, n) => sum + residual * column[n], 0),
      0,
      1e-3,
    );
});

test('turns come one after the other: alternating play of ωψ keeps to an ellipse', async () => {
  const rate = 0.2;
  const play = (name: string, moves: 'omega' | 'psi', sign: number): Turn<'omega' | 'psi'> => ({
    name,
    moves: [moves],
    optimiser: gradientDescent({ rate }),
    loss: ({ parameters: { omega, psi } }) => omega.mul(psi).mul(sign).sum(),
  });
  const start = { omega: vectorOf([0.3]), psi: vectorOf([0.5]) };
  const { parameters } = await trainNetworks([play('critic', 'omega', 1), play('maker', 'psi', -1)], start, {
    stepCount: 7,
    key: key(1),
  });
  let [omega, psi] = [0.3, 0.5];
  for (let t = 0; t < 7; t++) {
    omega -= rate * psi;
    psi += rate * omega;
  }
  assertClose([parameters.omega[0], parameters.psi[0]], [omega, psi], 1e-6);
});

test('a loss that diverges names turn and step', async () => {
  await assert.rejects(
    trainNetworks(
      [quadratic(gradientDescent({ rate: 100 }))],
      { theta: vectorOf([0, 0]) },
      { stepCount: 200, key: key(1) },
    ),
    /^RangeError: trainNetworks: (loss|gradient) of bowl (in theta )?is -?(Infinity|NaN) at step \d+, expected finite numbers; lower the rate of gradient descent$/,
  );
});

test('an interrupt ends a training between two steps', async () => {
  const long = trainNetworks([sineTurn(adam({ rate: 0.01 }))], initial, { stepCount: 1_000_000, key: key(1) });
  setTimeout(interrupt, 100);
  await assert.rejects(long, /^Interrupted: trainNetworks: interrupted after step \d+$/);
});

test('wrong arguments are one clear error', async () => {
  const turn = sineTurn(adam({ rate: 0.01 }));
  const short = { stepCount: 2, key: key(1) };
  assert.throws(() => adam({ rate: 0 }), /^RangeError: adam: rate expects a positive finite number, got 0/);
  assert.throws(() => adam({ rate: 1, meanMemory: 1 }), /meanMemory expects a number in \[0, 1\), got 1/);
  assert.throws(() => fallingRate(1, NaN, 3), /fallingRate: last expects a positive finite number, got NaN/);
  await assert.rejects(
    trainNetworks([turn], initial, { ...short, stepCount: 0 }),
    /stepCount expects a whole number from 1 on, got 0/,
  );
  await assert.rejects(trainNetworks([], initial, short), /turns expects one at least/);
  await assert.rejects(
    trainNetworks([turn], { net: vectorOf([NaN]) }, short),
    /initial\.net expects finite numbers, got NaN at 0/,
  );
  await assert.rejects(
    trainNetworks([{ ...turn, moves: [] }], initial, short),
    /turn fit expects to move some of the parameters net, got none/,
  );
  await assert.rejects(
    trainNetworks([turn], initial, { ...short, snapshotSteps: [3] }),
    /snapshotSteps expects whole numbers from 0 to 2, got 3/,
  );
  const wide: Turn<'net'> = { ...turn, loss: ({ parameters }) => parameters.net.square() };
  await assert.rejects(
    trainNetworks([wide], initial, short),
    /loss of fit expects a tensor of one number, got shape \[25\]; take its mean/,
  );
  const blind: Turn<'net'> = { ...turn, loss: ({ tf }) => tf.scalar(1) };
  await assert.rejects(
    trainNetworks([blind], initial, short),
    /^TypeError: trainNetworks: loss of fit: expects TensorFlow.js to compute it/,
  );
});
