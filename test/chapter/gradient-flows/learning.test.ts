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
import { key } from '../../../lib/random/index.js';
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
