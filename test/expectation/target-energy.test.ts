import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autocovariance } from '../../lib/energy/index.js';
import { targetEnergy } from '../../lib/expectation/index.js';
import { ar } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { quartic } from '../flow/quartic.js';

const signalLength = 40;
const energy = autocovariance({ signalLength });
const truth = ar([0.5], { signalLength });

test('the target energy of an AR(1) is its autocovariance, (d − 1)φ/d and 1, within standard errors', async () => {
  const { mean, standardError } = await targetEnergy(energy, truth, key(7), 3000);
  assertWithin({ value: mean[0], standardError: standardError[0] }, (39 / 40) * 0.5, 4);
  assertWithin({ value: mean[1], standardError: standardError[1] }, 1, 4);
  // Var of Σxᵢ²/d is (2/d²) Σᵢⱼ ρ²^|i−j|.
  let sum = 0;
  for (let i = 0; i < 40; i++) for (let j = 0; j < 40; j++) sum += 0.25 ** Math.abs(i - j);
  assertClose(standardError[1] / Math.sqrt((2 * sum) / 1600 / 3000), 1, 0.1);
});

test("its energies are those of the model's paths, with the same bits for any number of workers", async () => {
  const expected = energy.values(truth.sample(key(7), 130));
  for (const count of [1, 2, 3]) {
    const { energies, mean } = await withWorkers(count, () => targetEnergy(energy, truth, key(7), 130));
    assertSameBits(energies.data, expected.data);
    const first = Array.from({ length: 130 }, (_, n) => expected.row(n)[0]);
    assertClose(mean[0], first.reduce((sum, value) => sum + value, 0) / 130, 1e-15);
  }
});

test('too few paths for a standard error, and an energy that workers cannot make, are refused', async () => {
  for (const count of [0, 1, 2.5]) {
    await assert.rejects(
      targetEnergy(energy, truth, key(7), count),
      new RegExp(`^RangeError: targetEnergy: pathCount expects a whole number from 2, got ${count}`),
    );
  }
  await assert.rejects(
    targetEnergy(quartic(signalLength), truth, key(7), 10),
    /^TypeError: targetEnergy: energy expects one of the library's, got quartic; average its values yourself/,
  );
});
