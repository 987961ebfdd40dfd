import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autocovariance } from '../../lib/energy/index.js';
import { descendMeasured, meanFieldDescent, type PathFunctional, regularDescent } from '../../lib/flow/index.js';
import { ar, logDensityOf } from '../../lib/model/index.js';
import { assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';

const signalLength = 64;
const stepCount = 43;
const functional = logDensityOf(ar([0.3], { signalLength }));
const energy = autocovariance({ signalLength });
const paths = noise(1, 12, signalLength);
const flows = {
  regular: regularDescent(energy, [0.3, 1], { stepSize: 0.6 }),
  'mean-field': meanFieldDescent(energy, [0.3, 1], { stepSize: 0.6, ensembleSize: 6 }),
};

for (const [name, flow] of Object.entries(flows)) {
  test(`a ${name} descent measured at every fifth step moves the same paths and interpolates its losses`, async () => {
    const whole = await descendMeasured(flow, paths, stepCount, [functional]);
    const sketch = await descendMeasured(flow, paths, stepCount, [functional], { measureEvery: 5 });
    assertSameBits(sketch.paths.data, whole.paths.data, 'paths');
    assertSameBits(sketch.meanEnergies.data, whole.meanEnergies.data, 'mean energies');
    for (const t of [0, 5, 40, 42, 43]) {
      assertSameBits(
        sketch.pathObservations[0].row(t),
        whole.pathObservations[0].row(t),
        `observations after ${t} steps`,
      );
    }
    const parts = ['pathLosses', 'entropyLoss', 'transportLoss', 'collapseLoss'] as const;
    for (const [got, expected] of [
      ...parts.map((part) => [sketch[part].data, whole[part].data]),
      [sketch.observations[0].data, whole.observations[0].data],
    ]) {
      const range = Math.max(...expected) - Math.min(...expected);
      assert.ok(range > 0);
      for (let i = 0; i < got.length; i++) assert.ok(Math.abs(got[i] - expected[i]) < 2e-3 * range, `entry ${i}`);
    }
  });
}

test('steps between measurements cost no functional', async () => {
  let calls = 0;
  const counted: PathFunctional = {
    evaluate(ensemble, first) {
      calls++;
      return functional.evaluate(ensemble, first);
    },
  };
  await descendMeasured(flows.regular, paths, 40, [counted], { measureEvery: 10 });
  // After 0, 10, 20, 30, 39 and 40 steps.
  assert.equal(calls, 6);
});

test('a sketch has the same bits for any number of workers', async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((count) =>
      withWorkers(count, () => descendMeasured(flows['mean-field'], paths, 12, [functional], { measureEvery: 5 })),
    ),
  );
  assertSameBits(one.entropyLoss.data, two.entropyLoss.data, 'losses');
  assertSameBits(one.pathObservations[0].data, two.pathObservations[0].data, 'observations');
});

test('a number of steps between measurements that is none is refused', () =>
  assert.rejects(
    descendMeasured(flows.regular, paths, 3, [], { measureEvery: 0 }),
    /descendMeasured: measureEvery expects .*got 0/,
  ));
