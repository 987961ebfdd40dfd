import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { type Ensemble, ensemble, matrix, vector, vectorOf } from '../../lib/array/index.js';
import {
  adjustedLangevin,
  averagedLangevin,
  bivariatePrecision,
  correlatedGaussian,
  diffusionVariance,
  doubleWell,
  gaussianGibbs,
  hamiltonian,
  independentGaussians,
  langevin,
  langevinVariance,
  leapfrogLaw,
  markovChain,
  modelPotential,
  stateAt,
  symmetrisedLangevin,
} from '../../lib/chain/index.js';
import { ar } from '../../lib/model/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose, assertWithin } from '../closeness.js';
import { correlation, sampleMean, sampleVariance } from '../statistics.js';
import { root } from '../support.js';

interface Case<Params> {
  readonly params: Params;
  readonly expected: Readonly<Record<string, number & number[]>>;
}

function firstCase<Params>(name: string): Case<Params> {
  const text = readFileSync(join(root, 'test', 'fixtures', `${name}.json`), 'utf8');
  return (JSON.parse(text) as { cases: Case<Params>[] }).cases[0];
}

/** Paths with independent values of the given variances. */
function drawn(pathCount: number, variances: readonly number[], seed: number): Ensemble {
  const d = variances.length;
  const data = normals(key(seed), pathCount * d).map((z, i) => Math.sqrt(variances[i % d]) * z);
  return ensemble(pathCount, d, data);
}

test('Langevin with plain, averaged and symmetrised steps has the variances of closed forms after 10 steps', async () => {
  const { params, expected } = firstCase<{ variances: number[]; step: number; steps: number; startVariance: number }>(
    'ula-gaussian',
  );
  const { variances, step: stepSize, steps, startVariance } = params;
  const potential = independentGaussians(variances);
  const start = drawn(
    10_000,
    variances.map(() => startVariance),
    1,
  );
  const options = { key: key(12) };
  const ends = {
    unadjusted: await runAlgorithm(langevin(potential, { stepSize }), start, steps, options),
    averagedNoise: await runAlgorithm(averagedLangevin(potential, { stepSize }), start, steps, options),
    symmetrised: await runAlgorithm(markovChain(potential, symmetrisedLangevin({ stepSize })), start, steps, options),
  };
  for (const [name, { state }] of Object.entries(ends)) {
    variances.forEach((variance, i) => {
      const values = state.paths.filter((_, at) => at % variances.length === i);
      assertWithin(sampleVariance(values), expected[name][i], 4, `${name}, variance ${variance}`);
    });
  }
});

test('a Hamiltonian step accepts as its closed form says, e^{−ΔH} has mean 1, and the law stays', async () => {
  const { params, expected } = firstCase<{ dimension: number; variance: number; step: number; leapfrogSteps: number }>(
    'hmc-gaussian',
  );
  const law = Array.from({ length: params.dimension }, () => params.variance);
  const kernel = hamiltonian({ stepSize: params.step, leapfrogCount: params.leapfrogSteps });
  const chain = markovChain(independentGaussians(law), kernel);
  const { records, state } = await runAlgorithm(chain, drawn(4000, law, 2), 1, { key: key(3) });
  const logRatios = records.logAcceptance.subarray(4000);
  assertWithin(sampleMean(logRatios.map((value) => -value)), expected.meanEnergyError, 4);
  assertWithin(sampleVariance(logRatios), expected.varianceEnergyError, 4);
  assertWithin(sampleMean(logRatios.map((value) => Math.min(1, Math.exp(value)))), expected.acceptance, 4);
  assertWithin(sampleMean(logRatios.map(Math.exp)), 1, 4);
  assertWithin(sampleVariance(state.paths), params.variance, 4);
});

test('one leapfrog step is a step of adjusted Langevin, with h = ε²/2', () => {
  const potential = doubleWell({ barrier: 2, tilt: 0.5 });
  const start = ensemble(200, 1, normals(key(4), 200));
  const steps = [hamiltonian({ stepSize: 0.3, leapfrogCount: 1 }), adjustedLangevin({ stepSize: 0.045 })].map(
    (kernel) => kernel.move(stateAt(kernel, potential, start), potential, { key: key(5), first: 0 }),
  );
  // The noise of the one is the momentum of the other.
  assertClose(steps[0].info.logAcceptance, steps[1].info.logAcceptance, 1e-10);
  assertClose(steps[0].state.paths.data, steps[1].state.paths.data, 1e-12);
});

test('masses that are inverse variances make all directions alike', () => {
  const [variances, alike] = [
    [1e-4, 9, 100],
    [1, 1, 1],
  ];
  const ends = [variances, alike].map((law) => {
    const kernel = hamiltonian({ stepSize: 0.7, leapfrogCount: 3, mass: law.map((variance) => 1 / variance) });
    const potential = independentGaussians(law);
    const state = stateAt(kernel, potential, drawn(50, law, 6));
    return kernel
      .move(state, potential, { key: key(7), first: 0 })
      .state.paths.data.map((x, i) => x / Math.sqrt(law[i % 3]));
  });
  assertClose(ends[0], ends[1], 1e-12);
});

test('a sweep of Gibbs over two values of correlation r keeps their law and has correlation r² in time', async () => {
  const [r, count] = [0.8, 20_000];
  const noise = normals(key(8), 2 * count);
  const start = ensemble(
    count,
    2,
    noise.map((z, i) => (i % 2 === 0 ? z : r * noise[i - 1] + Math.sqrt(1 - r * r) * z)),
  );
  const { state } = await runAlgorithm(gaussianGibbs(bivariatePrecision(r)), start, 1, { key: key(9) });
  const column = (data: Float64Array, at: number): Float64Array => data.filter((_, i) => i % 2 === at);
  const correlations = [
    [correlation(column(state.paths, 0), column(state.paths, 1)), r],
    [correlation(column(start.data, 1), column(state.paths, 1)), r * r],
    // The first value is drawn given the second one of before.
    [correlation(column(start.data, 0), column(state.paths, 0)), r * r],
  ];
  for (const [got, expected] of correlations) {
    assertWithin({ value: got, standardError: (1 - expected * expected) / Math.sqrt(count) }, expected, 4);
  }
  assertWithin(sampleVariance(column(state.paths, 0)), 1, 4);
});

test('potentials of Gaussian values have the values and gradients of the models with that law', () => {
  const [phi, d] = [0.6, 5];
  const model = modelPotential(ar([phi], { signalLength: d, variance: 1 }));
  const precision = vector(d * d);
  for (let i = 0; i < d; i++) {
    precision[i * d + i] = (i === 0 || i === d - 1 ? 1 : 1 + phi * phi) / (1 - phi * phi);
    if (i > 0) precision[i * d + i - 1] = -phi / (1 - phi * phi);
    if (i < d - 1) precision[i * d + i + 1] = -phi / (1 - phi * phi);
  }
  const potential = correlatedGaussian(matrix(d, d, precision));
  const paths = ensemble(2, d, normals(key(10), 2 * d));
  assertClose(potential.gradient(paths).data, model.gradient(paths).data, 1e-12);
  const [ours, theirs] = [potential.values(paths), model.values(paths)];
  assert.ok(Math.abs(ours[0] - ours[1] - (theirs[0] - theirs[1])) < 1e-12);
});

test('variances pass into those of continuous time as the step goes to 0, and unstable steps have no limit', () => {
  const exact = diffusionVariance({ variance: 2, stepSize: 1 }).after(1, 9);
  const fine = langevinVariance({ variance: 2, stepSize: 1e-5 }).after(1e5, 9);
  assert.ok(Math.abs(exact - (2 + 7 * Math.exp(-1))) < 1e-14 && Math.abs(fine - exact) < 1e-4);
  assert.equal(langevinVariance({ variance: 1, stepSize: 2 }).limit, Infinity);
  assert.equal(leapfrogLaw({ dimension: 3, variance: 1, stepSize: 2.5, leapfrogCount: 400 }).acceptance, 0);
});

test('settings out of range are one clear error', () => {
  assert.throws(
    () => hamiltonian({ stepSize: -1, leapfrogCount: 2 }),
    /stepSize expects a positive finite number, got -1/,
  );
  assert.throws(
    () => hamiltonian({ stepSize: 1, leapfrogCount: 0 }),
    /leapfrogCount expects a whole number from 1 on, got 0/,
  );
  assert.throws(
    () => hamiltonian({ stepSize: 1, leapfrogCount: 1, mass: [1, 0] }),
    /mass expects a positive finite number/,
  );
  const law = independentGaussians([1, 1]);
  const kernel = hamiltonian({ stepSize: 1, leapfrogCount: 1, mass: [1] });
  const state = stateAt(kernel, law, ensemble(1, 2));
  assert.throws(
    () => kernel.move(state, law, { key: key(1), first: 0 }),
    /mass expects 2 numbers, one per value of a path, got 1/,
  );
  assert.throws(() => averagedLangevin(law, { stepSize: NaN }), /averagedLangevin: stepSize expects a positive finite/);
  assert.throws(() => symmetrisedLangevin({ stepSize: 0 }), /symmetrisedLangevin: stepSize expects a positive finite/);
  assert.throws(() => independentGaussians([1, -2]), /variances expects positive finite numbers, got -2 at 1/);
  assert.throws(
    () => correlatedGaussian(matrix(2, 2, vectorOf([1, 2, 2, 1]))),
    /correlatedGaussian: precision expects a positive definite matrix, got the pivot -3 at 1: .* no constant normalises it/,
  );
  assert.throws(() => bivariatePrecision(1), /correlation expects a number between −1 and 1, got 1/);
  assert.throws(
    () =>
      gaussianGibbs(
        matrix(
          2,
          2,
          vector(4).map((_, i) => i),
        ),
      ),
    /precision expects a symmetric matrix/,
  );
  assert.throws(
    () => leapfrogLaw({ dimension: 0, variance: 1, stepSize: 1, leapfrogCount: 1 }),
    /dimension expects a whole/,
  );
});
