import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, matrix } from '../../lib/array/index.js';
import {
  dualAveraging,
  hamiltonian,
  independentGaussians,
  leapfrogLaw,
  markovChain,
  randomWalk,
  symmetrisedLangevin,
  warmUp,
} from '../../lib/chain/index.js';
import { key } from '../../lib/random/index.js';
import { rHat } from '../../lib/statistics/index.js';

test('dual averaging finds the step whose acceptance is wanted, in three rounds from three powers of ten away', () => {
  // An acceptance of e^{−h}: 0.6 at h = ln(1/0.6).
  for (const start of [1e-3, 1, 1e3]) {
    let search = dualAveraging(start, 0.6);
    for (let t = 0; t < 600; t++) {
      search = search.after(Math.exp(-search.stepSize));
      if (t % 200 === 199) search = dualAveraging(search.average, 0.6);
    }
    assert.ok(Math.abs(Math.exp(-search.average) - 0.6) < 0.01, `${search.average}`);
  }
});

test('on N(0, I) the step found has the wanted acceptance by the closed form', () => {
  // One leapfrog step: with more the acceptance rises again near half a turn, and a wanted one may have no step.
  const [dimension, variance, leapfrogCount] = [50, 1, 1];
  const potential = independentGaussians(new Array(dimension).fill(variance));
  const { stepSize } = warmUp(
    potential,
    (step) => hamiltonian({ stepSize: step, leapfrogCount }),
    ensemble(40, dimension),
    { acceptance: 0.574, stepCount: 300, key: key(1) },
  );
  const { acceptance } = leapfrogLaw({ dimension, variance, stepSize, leapfrogCount });
  assert.ok(Math.abs(acceptance - 0.574) < 0.03, `${acceptance}`);
});

test('variances from 1e-4 to 1e4 are found within a fifth, and the frozen kernel then mixes all values alike', async () => {
  const variances = Array.from({ length: 9 }, (_, i) => 10 ** (i - 4));
  const potential = independentGaussians(variances);
  const { kernel, mass, paths, acceptances } = warmUp(
    potential,
    (stepSize, inverse) => hamiltonian({ stepSize, leapfrogCount: 5, mass: inverse }),
    ensemble(50, variances.length),
    { acceptance: 0.8, stepCount: 600, firstStepSize: 0.01, key: key(2) },
  );
  variances.forEach((variance, i) => {
    assert.ok(Math.abs(Math.log(mass[i] * variance)) < 0.2, `variance ${variance}: mass ${mass[i]}`);
  });
  const late = acceptances.subarray(500).reduce((sum, value) => sum + value / 100, 0);
  assert.ok(Math.abs(late - 0.8) < 0.05, `${late}`);
  const steps = Array.from({ length: 200 }, (_, t) => t + 1);
  const run = await runAlgorithm(markovChain(potential, kernel), paths, 200, { key: key(3), snapshotSteps: steps });
  for (const i of [0, 8]) {
    const chains = matrix(50, 200);
    chains.data.forEach((_, at) => {
      const [n, t] = [Math.floor(at / 200), at % 200];
      chains.data[at] = run.snapshots.paths[(t * 50 + n) * 9 + i];
    });
    assert.ok(rHat(chains) < 1.02, `value ${i}: ${rHat(chains)}`);
  }
});

test('the same key gives the same settings', () => {
  const potential = independentGaussians([1, 4]);
  const found = [1, 1, 2].map((seed) =>
    warmUp(potential, (deviation) => randomWalk({ deviation }), ensemble(10, 2), {
      acceptance: 0.3,
      stepCount: 100,
      key: key(seed),
    }),
  );
  assert.equal(found[0].stepSize, found[1].stepSize);
  assert.deepEqual(found[0].mass, found[1].mass);
  assert.notEqual(found[0].stepSize, found[2].stepSize);
});

test('kernels that take every move, short warm-ups, and acceptances outside 0 … 1 are refused', () => {
  const potential = independentGaussians([1]);
  const options = { acceptance: 0.5, stepCount: 50, key: key(1) };
  const walk = (deviation: number) => randomWalk({ deviation });
  assert.throws(
    () => warmUp(potential, (stepSize) => symmetrisedLangevin({ stepSize }), ensemble(4, 1), options),
    /warmUp: family expects kernels that refuse proposals, got symmetrised Langevin/,
  );
  assert.throws(
    () => warmUp(potential, walk, ensemble(4, 1), { ...options, stepCount: 5 }),
    /stepCount expects a whole number from 20 on, got 5/,
  );
  assert.throws(
    () => warmUp(potential, walk, ensemble(4, 1), { ...options, acceptance: 1 }),
    /target expects an acceptance above 0 and below 1, got 1/,
  );
  assert.throws(
    () => warmUp(potential, walk, ensemble(0, 1), options),
    /warmUp: paths expects one or more of 1 values like .*, got 0 of 1; give a start per chain/,
  );
  assert.throws(() => warmUp(potential, walk, ensemble(4, 2), options), /paths expects .*, got 4 of 2/);
  assert.throws(() => dualAveraging(0, 0.5), /start expects a positive finite number, got 0/);
});
