import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, type Vector } from '../../lib/array/index.js';
import { meanFieldLangevin } from '../../lib/chain/index.js';
import { autocovariance, squaredNorm } from '../../lib/energy/index.js';
import { descend, meanFieldDescent, regularDescent } from '../../lib/flow/index.js';
import { gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { sampleMean, sampleVariance } from '../statistics.js';

test('without noise and restoring force it is the descent, regular or mean-field', async () => {
  const signalLength = 32;
  const energy = autocovariance({ signalLength });
  const start = gaussian({ signalLength }).sample(key(3), 12);
  const target = [0.4, 1];
  for (const ensembleSize of [1, 4]) {
    const options = { stepSize: 2, lossScale: 1 };
    const flow =
      ensembleSize === 1
        ? regularDescent(energy, target, options)
        : meanFieldDescent(energy, target, { ...options, ensembleSize });
    const descent = await descend(flow, start, 30);
    const noiseless = meanFieldLangevin(energy, target, { strength: 20, temperature: 0, stepSize: 0.1, ensembleSize });
    const { state, records } = await runAlgorithm(noiseless, start, 30);
    // Descents take single steps in a compiled kernel, which adds in another order.
    assertClose(state.paths, descent.paths.data, 1e-9);
    assertClose(records.meanEnergies, descent.meanEnergies.data, 1e-9);
  }
});

test('many paths of one value follow the variance of the limit at every step', async () => {
  const [strength, temperature, stepSize, target, pathCount] = [1, 0.1, 0.05, 1, 20_000];
  const base = gaussian({ signalLength: 1, deviation: 2 });
  const noisy = meanFieldLangevin(squaredNorm({ signalLength: 1 }), [target], {
    strength,
    temperature,
    stepSize,
    ensembleSize: pathCount,
    base,
  });
  const start = base.sample(key(4), pathCount);
  const { records, snapshots } = await runAlgorithm(noisy, start, 200, { key: key(9), snapshotSteps: [200] });
  let variance = sampleVariance(start.data).value;
  for (let t = 0; t <= 200; t++) {
    // The mean energy is held, so that its error is below that of 20 000 independent squares.
    assertClose(records.meanEnergies[t], variance, 4 * Math.sqrt((2 * variance * variance) / pathCount), `step ${t}`);
    const factor = 1 - stepSize * (2 * strength * (variance - target) + temperature / 4);
    variance = factor * factor * variance + 2 * temperature * stepSize;
  }
  assert.equal(snapshots.paths.length, pathCount);
  assertClose(sampleMean(snapshots.paths).value, 0, 0.05);
});

/** E x² of the density exp(−U) over the square |x| ≤ 5 of one or two coupled values, by sums. */
function secondMoment(potential: (x: readonly number[]) => number, count: 1 | 2): number {
  const points = Array.from({ length: 401 }, (_, i) => (i - 200) / 40);
  let [mass, moment] = [0, 0];
  for (const x of points) {
    for (const y of count === 1 ? [0] : points) {
      const weight = Math.exp(-potential(count === 1 ? [x] : [x, y]));
      mass += weight;
      moment += weight * x * x;
    }
  }
  return moment / mass;
}

for (const count of [1, 2] as const) {
  test(`ensembles of ${count} have the law q₀ exp(−(Nc/2τ)(mean x² − α)²), by quadrature`, async () => {
    const [strength, temperature, target, stepSize] = [1, 0.5, 1.5, 0.01];
    const base = gaussian({ signalLength: 1 });
    const exact = secondMoment((x) => {
      const squares = x.reduce((sum, value) => sum + value * value, 0);
      return squares / 2 + ((count * strength) / (2 * temperature)) * (squares / count - target) ** 2;
    }, count);
    const noisy = meanFieldLangevin(squaredNorm({ signalLength: 1 }), [target], {
      ...{ strength, temperature, stepSize, base },
      ensembleSize: count,
    });
    // Four units of time, in which squares forget their start by a factor e⁻⁸ or more.
    const { state } = await runAlgorithm(noisy, base.sample(key(2), 12_000), 400, { key: key(6) });
    const { value, standardError } = sampleMean(state.paths.map((x) => x * x));
    // The bias of the step, of order h, is below 0.01 here.
    assert.ok(Math.abs(value - exact) < 4 * standardError + 0.01, `${value} ± ${standardError}, exact ${exact}`);
  });
}

test('any number of workers gives the same bits, and init and step give them too', async () => {
  const signalLength = 16;
  const noisy = meanFieldLangevin(autocovariance({ signalLength }), [0.3, 1], {
    ...{ strength: 5, temperature: 0.2, stepSize: 0.05, ensembleSize: 6 },
    base: gaussian({ signalLength }),
  });
  const start = gaussian({ signalLength }).sample(key(1), 12);
  const runs: Vector[] = [];
  for (const count of [1, 2, 3]) {
    runs.push((await withWorkers(count, () => runAlgorithm(noisy, start, 9, { key: key(5) }))).state.paths);
  }
  for (const paths of runs.slice(1)) assertSameBits(paths, runs[0]);
  let state = noisy.init(start, key(5));
  for (let t = 0; t < 9; t++) state = noisy.step(state, key(5), t).state;
  assertSameBits(state.state.paths, runs[0]);
});

test('a run goes on from a checkpoint to the same bits, and a checkpoint of another one is refused', async (t) => {
  const signalLength = 8;
  const energy = autocovariance({ signalLength });
  const options = { strength: 5, temperature: 0.2, stepSize: 0.05, ensembleSize: 6, base: gaussian({ signalLength }) };
  const noisy = meanFieldLangevin(energy, [0.3, 1], options);
  const start = gaussian({ signalLength }).sample(key(1), 12);
  let resume: unknown;
  const clock = t.mock.method(Date, 'now', () => 1e6 * performance.now());
  const whole = await runAlgorithm(noisy, start, 40, {
    key: key(5),
    // The vectors of a checkpoint are those of the run, which goes on to change them.
    onCheckpoint: (checkpoint) => {
      const copies = Object.entries(checkpoint.vectors).map(([name, values]) => [name, values.slice()]);
      resume ??= { ...checkpoint, vectors: Object.fromEntries(copies) };
    },
  });
  clock.mock.restore();
  const resumed = await runAlgorithm(noisy, ensemble(12, signalLength), 40, { key: key(5), resume });
  assertSameBits(resumed.state.paths, whole.state.paths);
  assertSameBits(resumed.records.meanEnergies, whole.records.meanEnergies);
  const other = meanFieldLangevin(energy, [0.3, 1], { ...options, temperature: 0.3 });
  await assert.rejects(runAlgorithm(other, start, 40, { key: key(5), resume }), /with identity/);
});

test('arguments out of range, and paths that run away, are one clear error', async () => {
  const energy = squaredNorm({ signalLength: 2 });
  const options = { strength: 1, temperature: 1, stepSize: 0.1, ensembleSize: 2 };
  const made = (target: number[], changes: object) => () =>
    meanFieldLangevin(energy, target, { ...options, ...changes });
  assert.throws(made([1, 2], {}), /^RangeError: meanFieldLangevin: target expects 1 entries, one per component/);
  assert.throws(made([NaN], {}), /target expects finite numbers, got NaN for squared norm/);
  assert.throws(made([1], { strength: -1 }), /strength expects a finite number from 0, got -1/);
  assert.throws(made([1], { temperature: Infinity }), /temperature expects a finite number from 0/);
  assert.throws(made([1], { stepSize: 0 }), /stepSize expects a positive finite number/);
  assert.throws(made([1], { ensembleSize: 1.5 }), /ensembleSize expects a whole number from 1/);
  assert.throws(made([1], { base: gaussian({ signalLength: 3 }) }), /base expects signal length 2, got 3/);
  await assert.rejects(
    runAlgorithm(made([1], { stepSize: 50 })(), gaussian({ signalLength: 2 }).sample(key(1), 4), 60),
    /^RangeError: mean-field Langevin: path \d has energy .* after step \d+, expected a finite number; take smaller steps$/,
  );
});
