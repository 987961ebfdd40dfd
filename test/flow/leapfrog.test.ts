import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autocovariance } from '../../lib/energy/index.js';
import { descendLeapfrog, leapfrog, rampedSchedule } from '../../lib/flow/index.js';
import { ar, gaussian, logDensityOf } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { eliminate } from '../linear-algebra/reference.js';
import { quartic } from './quartic.js';

test('positions and velocities of all paths keep their volume exactly, shuffles and a bath included', () => {
  const [d, bath] = [4, 1];
  const energy = quartic(d);
  const plan = rampedSchedule(energy, [3, -2], 5);
  const algorithm = leapfrog(plan, { timeStep: 0.7, shuffleEvery: 2, bath }, []);
  const start = algorithm.init(noise(1, 2, d), key(2));
  const advanced = (values: Float64Array): number[] => {
    const velocities = values.slice(2 * d);
    let state = { ...start, state: { paths: values.slice(0, 2 * d), velocities }, exchanged: { velocities } };
    for (let t = 0; t < 5; t++) state = algorithm.step(state, key(2), t).state as typeof state;
    return [...state.state.paths, ...state.state.velocities];
  };
  const at = Float64Array.of(...start.state.paths, ...start.state.velocities);
  const h = 1e-5;
  const columns = Array.from(at, (_, j) => {
    const [ahead, behind] = [h, -h].map((change) => advanced(at.map((value, i) => (i === j ? value + change : value))));
    return ahead.map((value, i) => (value - behind[i]) / (2 * h));
  });
  assertClose(eliminate(columns).logAbs, 0, 1e-7);
});

const signalLength = 256;
const truth = ar([0.1], { signalLength });
/** −ln p of AR(0.1) is that of white noise plus w·Φ, but for the ends of a path. */
const weights = [(-0.1 * signalLength) / 0.99, (0.01 * signalLength) / 0.99];

test('slow steps bound the divergence from AR(0.1) far below that of noise, by less the slower they are', async () => {
  const energy = autocovariance({ signalLength });
  const base = gaussian({ signalLength });
  const paths = base.sample(key(3), 64);
  const start = base.logDensity(paths);
  const [slow, fast] = await Promise.all(
    [400, 30].map(async (stepCount) => {
      const rule = { timeStep: 0.5, shuffleEvery: 5, bath: 2 };
      const plan = rampedSchedule(energy, weights, stepCount);
      const { heats, observations } = await descendLeapfrog(plan, paths, [logDensityOf(truth)], {
        ...rule,
        key: key(4),
      });
      const bounds = start.map((value, n) => value + heats.row(stepCount)[n] - observations[0].row(stepCount)[n]);
      return bounds.reduce((sum, value) => sum + value, 0) / bounds.length;
    }),
  );
  // White noise: -½ · 255 · ln(1 − 0.01) = 1.28 nats.
  assert.ok(slow > -0.1 && slow < 0.2 && fast < 0.6 && slow < fast, `${slow} and ${fast} nats`);
});

test('one worker and three give the same bits', async () => {
  const energy = autocovariance({ signalLength });
  const plan = rampedSchedule(energy, weights, 12);
  const run = (count: number) =>
    withWorkers(count, () =>
      descendLeapfrog(plan, noise(5, 7, signalLength), [], {
        ...{ timeStep: 0.5, shuffleEvery: 3, bath: 1 },
        key: key(6),
      }),
    );
  const [one, three] = [await run(1), await run(3)];
  assertSameBits(three.paths.data, one.paths.data);
  assertSameBits(three.heats.data, one.heats.data);
});

test('arguments out of range are refused', () => {
  const plan = rampedSchedule(quartic(4), [1, 1], 2);
  assert.throws(
    () => leapfrog(plan, { timeStep: 4, shuffleEvery: 1, bath: 0 }, []),
    /timeStep expects a number between 0 and π/,
  );
  assert.throws(
    () => leapfrog(plan, { timeStep: 1, shuffleEvery: 0, bath: 0 }, []),
    /shuffleEvery expects a whole number from 1/,
  );
  assert.throws(() => leapfrog(plan, { timeStep: 1, shuffleEvery: 1, bath: -1 }, []), /bath expects a whole number/);
  assert.throws(() => rampedSchedule(quartic(4), [1, 1], 0), /stepCount expects a whole number from 1/);
});

test('paths that leave every bound stop the descent by step and path, on any number of workers', async () => {
  // e^{+w Σ x²} with w far above ½ has no integral: values grow by a factor at every step.
  const plan = rampedSchedule(autocovariance({ signalLength: 4 }), [0, -1e6], 200);
  const rule = { timeStep: 0.5, shuffleEvery: 500, bath: 0, key: key(6) };
  for (const count of [1, 2]) {
    await assert.rejects(
      withWorkers(count, () => descendLeapfrog(plan, noise(5, 3, 4), [], rule)),
      /leapfrog descent: path 0 or its velocity is not finite after step \d+; take a shorter timeStep/,
    );
  }
  const holed = noise(5, 3, 4);
  holed.path(2)[1] = NaN;
  await assert.rejects(
    descendLeapfrog(plan, holed, [], rule),
    /path 2 or its velocity is not finite after step 0; start from finite paths/,
  );
});
