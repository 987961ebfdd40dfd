import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf, matrix } from '../../lib/array/index.js';
import { energyPotential, type Langevin, langevin, modelPotential } from '../../lib/chain/index.js';
import { autocovariance, type Energy, squaredNorm } from '../../lib/energy/index.js';
import { ar, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { sampleVariance } from '../statistics.js';

test('the gradient of a potential is that of its values, by central differences', () => {
  const signalLength = 16;
  const [path] = [ar([0.4], { signalLength }).sample(key(2), 1)];
  const potentials = [
    modelPotential(ar([0.4, -0.2], { signalLength, variance: 2 })),
    energyPotential(autocovariance({ signalLength }), [3, -2], gaussian({ signalLength, mean: 0.3, deviation: 1.4 })),
    energyPotential(squaredNorm({ signalLength }), [0.7]),
  ];
  for (const potential of potentials) {
    const gradient = potential.gradient(path).path(0);
    for (let i = 0; i < signalLength; i++) {
      const [above, below] = [1e-5, -1e-5].map((by) => {
        const shifted = path.data.slice();
        shifted[i] += by;
        return potential.values(ensemble(1, signalLength, shifted))[0];
      });
      const slope = (above - below) / 2e-5;
      assert.ok(Math.abs(gradient[i] - slope) < 1e-6 * Math.max(1, Math.abs(slope)), `${potential.name}, value ${i}`);
    }
  }
});

test('Langevin on a Gaussian has the variance of its own recursion at every step: v/(1 − h/(2v)) in the end', async () => {
  const [variance, stepSize, stepCount] = [2, 0.5, 30];
  const potential = modelPotential(gaussian({ signalLength: 8, deviation: Math.sqrt(variance) }));
  const start = ensemble(4000, 8);
  const { snapshots, snapshotSteps } = await runAlgorithm(langevin(potential, { stepSize }), start, stepCount, {
    key: key(11),
    snapshotSteps: [1, 3, 30],
  });
  const factor = 1 - stepSize / variance;
  snapshotSteps.forEach((t, i) => {
    const values = snapshots.paths.subarray(i * start.data.length, (i + 1) * start.data.length);
    // x′ = factor·x + √(2h)ξ from x = 0.
    const expected = (variance / (1 - stepSize / (2 * variance))) * (1 - factor ** (2 * t));
    const { value, standardError } = sampleVariance(values);
    assert.ok(
      Math.abs(value - expected) < 4 * standardError,
      `step ${t}: ${value} ± ${standardError}, expected ${expected}`,
    );
  });
});

test('the info of a step is the potential before it and the squared jump', async () => {
  const potential = modelPotential(gaussian({ signalLength: 2 }));
  const start = ensembleOf([
    [1, 2],
    [0, 0],
  ]);
  const algorithm = langevin(potential, { stepSize: 0.1 });
  const { state, info } = algorithm.step(algorithm.init(start, key(1)), key(1), 0);
  const logTwoPi = Math.log(2 * Math.PI);
  assert.ok(Math.abs(info.potential[0] - (2.5 + logTwoPi)) < 1e-12);
  assert.ok(Math.abs(info.potential[1] - logTwoPi) < 1e-12);
  const jump = (state.state.paths[0] - 1) ** 2 + (state.state.paths[1] - 2) ** 2;
  assert.ok(Math.abs(info.squaredJump[0] - jump) < 1e-12);
});

test('a chain that diverges names the path and the step', async () => {
  const potential = energyPotential(squaredNorm({ signalLength: 2 }), [1]);
  const start = ensembleOf([
    [0, 0],
    [1e100, 1],
  ]);
  await assert.rejects(runAlgorithm(langevin(potential, { stepSize: 1e10 }), start, 50), {
    name: 'RangeError',
    message: /^Langevin: path 1 has a value -?Infinity after step \d+, expected finite numbers; take smaller steps$/,
  });
  await assert.rejects(
    runAlgorithm(
      langevin(potential, { stepSize: 1 }),
      ensembleOf([
        [0, 0],
        [1, 1e300],
      ]),
      5,
    ),
    /^RangeError: Langevin: potential expects finite values where chains start, got Infinity at path 1; start where/,
  );
});

test('a checkpoint in a potential of other multipliers, or of another function of the same name, is refused', async (t) => {
  const [signalLength, start] = [4, ensemble(2, 4)];
  const own = (scale: number): Energy => {
    const { recipe: _, ...energy } = squaredNorm({ signalLength });
    return {
      ...energy,
      values: (paths) =>
        matrix(
          paths.pathCount,
          1,
          energy.values(paths).data.map((e) => scale * e),
        ),
    };
  };
  const chain = (energy: Energy, multiplier: number): Langevin =>
    langevin(energyPotential(energy, [multiplier]), { stepSize: 0.01 });
  let resume: unknown;
  const clock = t.mock.method(Date, 'now', () => 1e6 * performance.now());
  await runAlgorithm(chain(own(1), 1), start, 30, {
    onCheckpoint: (checkpoint) => (resume ??= structuredClone(checkpoint)),
  });
  clock.mock.restore();
  assert.ok(resume !== undefined);
  await runAlgorithm(chain(own(1), 1), start, 30, { resume });
  for (const other of [chain(own(1), 2), chain(own(2), 1)]) {
    await assert.rejects(
      runAlgorithm(other, start, 30, { resume }),
      /^RangeError: Langevin: resume expects a checkpoint of this run, with identity/,
    );
  }
});

test('arguments out of range are one clear error', () => {
  const energy = autocovariance({ signalLength: 8 });
  assert.throws(
    () => energyPotential(energy, [1]),
    /^RangeError: energyPotential: multipliers expects 2 finite numbers/,
  );
  assert.throws(() => energyPotential(energy, [1, NaN]), /got \[1, NaN\]/);
  const base = gaussian({ signalLength: 4 });
  assert.throws(() => energyPotential(energy, [1, 1], base), /base expects signal length 8, got 4/);
  for (const stepSize of [0, -1, NaN, Infinity]) {
    assert.throws(() => langevin(modelPotential(base), { stepSize }), /stepSize expects a positive finite number/);
  }
});
