import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix } from '../../../lib/array/index.js';
import { determinantCost } from '../../../lib/chapter/determinant/index.js';
import { timedStep } from '../../../lib/chapter/log-determinant/estimate-cost.js';
import {
  calibratePath,
  denseStepTime,
  estimateCost,
  kinkedPath,
  probeCalibration,
  stepSpectra,
} from '../../../lib/chapter/log-determinant/index.js';
import { tableOneEnergies } from '../../../lib/chapter/synthetic/index.js';
import { autocovariance, scatteringMean } from '../../../lib/energy/index.js';
import {
  denseJacobian,
  initialize,
  meanFieldDescent,
  regularDescent,
  spectrumEnds,
  stepBlocks,
  stepDeterminant,
} from '../../../lib/flow/index.js';
import { gaussian } from '../../../lib/model/index.js';
import { key, normals } from '../../../lib/random/index.js';
import { powerLaw } from '../../../lib/statistics/index.js';
import { morlet } from '../../../lib/wavelet/index.js';
import { assertClose } from '../../closeness.js';
import { sampleMean, sampleVariance } from '../../statistics.js';
import { computed } from '../computed.js';

test('a power law is found, with the standard error of a least-squares slope', () => {
  const { exponent, standardError, factor } = powerLaw([1, 2, 4, 8], [3, 3 / 4, 3 / 16, 3 / 64]);
  assertClose([exponent, standardError, factor], [-2, 0, 3], 1e-9);
  // Logarithms 0, 1, 0 at 0, 1, 2: slope 0, squared residuals 2/3 on one degree of freedom, spread 2.
  const bent = powerLaw([1, Math.E, Math.E ** 2], [1, Math.E, 1]);
  assertClose([bent.exponent, bent.standardError], [0, Math.sqrt(1 / 3)], 1e-12);
  assert.throws(() => powerLaw([1, 2], [1, 0]), /powerLaw: points expect positive finite numbers, got 0/);
  assert.throws(() => powerLaw([1], [1]), /at least two numbers each, as many of both, got 1 and 1/);
});

test('a kinked path has the share asked for of its least coefficient, and no other way there is shorter', () => {
  const d = 32;
  const [filter] = morlet({ length: d, scales: 1 }).bandPass;
  const path = normals(key(3), d);
  // u(t) = Σ over frequencies and times, straight from the definition.
  const coefficient = (x: ArrayLike<number>, t: number): [number, number] => {
    let [re, im] = [0, 0];
    for (let s = 0; s < d; s++) {
      for (let m = 0; m < d; m++) {
        const angle = (2 * Math.PI * m * (t - s)) / d;
        re += (x[s] * filter[m] * Math.cos(angle)) / d;
        im += (x[s] * filter[m] * Math.sin(angle)) / d;
      }
    }
    return [re, im];
  };
  const { path: moved, modulus, time } = kinkedPath(path, filter, 0.25);
  const moduli = Array.from({ length: d }, (_, t) => Math.hypot(...coefficient(path, t)));
  assert.equal(time, moduli.indexOf(Math.min(...moduli)));
  assertClose(modulus, 0.25 * moduli[time], 1e-12);
  const [before, after] = [coefficient(path, time), coefficient(moved, time)];
  assertClose(after, [0.25 * before[0], 0.25 * before[1]], 1e-12);
  // The shortest change is a combination of the two rows: u(t) of any path that both rows do not see leaves it alone.
  const change = path.map((value, s) => value - moved[s]);
  const other = normals(key(4), d);
  const unseen = other.map((value, s) => value - kinkedPathOf(other, time)[s]);
  function kinkedPathOf(x: ArrayLike<number>, t: number): number[] {
    const rows = [0, 1].map((part) => Array.from({ length: d }, (_, s) => coefficient(unit(s), t)[part]));
    const gram = rows.map((a) => rows.map((b) => inner(a, b)));
    const seen = rows.map((a) => inner(a, x));
    const determinant = gram[0][0] * gram[1][1] - gram[0][1] ** 2;
    const p = (gram[1][1] * seen[0] - gram[0][1] * seen[1]) / determinant;
    const q = (gram[0][0] * seen[1] - gram[0][1] * seen[0]) / determinant;
    return rows[0].map((value, s) => p * value + q * rows[1][s]);
  }
  function unit(at: number): number[] {
    return Array.from({ length: d }, (_, s) => (s === at ? 1 : 0));
  }
  assertClose(inner(change, unseen), 0, 1e-12);
  assertClose(Array.from(kinkedPath(path, filter, 1).path), Array.from(path), 1e-12);
});

test('ends of the spectrum of autocovariance blocks are those of a tridiagonal Toeplitz matrix', () => {
  const [d, N, target] = [48, 3, [0.5, 2]];
  const energy = autocovariance({ signalLength: d });
  const flow = meanFieldDescent(energy, target, { stepSize: 3 });
  const paths = gaussian({ signalLength: d }).sample(key(5), N);
  let [lag, power] = [0, 0];
  for (let n = 0; n < N; n++) {
    const x = paths.path(n);
    for (let i = 0; i < d; i++) {
      power += (x[i] * x[i]) / d / N;
      if (i > 0) lag += (x[i] * x[i - 1]) / d / N;
    }
  }
  const c = 3 / (0.5 ** 2 + 2 ** 2);
  const [w1, w2] = [c * (lag - 0.5), c * (power - 2)];
  const eigenvalue = (k: number): number => (2 * w2 + 2 * w1 * Math.cos((k * Math.PI) / (d + 1))) / d;
  const expected = [eigenvalue(1), eigenvalue(d)].sort((a, b) => a - b);
  for (const { smallest, largest } of spectrumEnds(stepBlocks(flow, paths), key(6), d)) {
    assertClose([smallest, largest], expected, 1e-12);
  }
});

test('the block of a path by itself is the Jacobian of its step, from differences', () => {
  const d = 32;
  const energy = scatteringMean({ signalLength: d, firstScales: 2, secondScales: 2 });
  const target = [0.4, 0.3, 0.2, 0.1, 0.2, 0.1];
  const flow = regularDescent(energy, target, { stepSize: 2 });
  const path = gaussian({ signalLength: d }).sample(key(8), 1);
  const scale = 2 / target.reduce((sum, value) => sum + value * value, 0);
  const gradient = (x: Float64Array): Float64Array => {
    const one = ensemble(1, d, x);
    const weights = energy
      .values(one)
      .row(0)
      .map((value, k) => scale * (value - target[k]));
    return energy.pullback(one, weights).data;
  };
  const block = stepBlocks(flow, path, 'double').block(0);
  for (const j of [0, 7, 31]) {
    const nudged = (by: number): Float64Array => gradient(path.data.map((value, i) => (i === j ? value + by : value)));
    const [up, down] = [nudged(1e-5), nudged(-1e-5)];
    assertClose(
      Array.from(block.row(j)),
      Array.from(up, (value, i) => (value - down[i]) / 2e-5),
      2e-6,
    );
  }
});

test("calibration of pairs, a on the diagonal and b beside it: the exact value, a probe's deviation, means that are right", () => {
  const [d, a, b] = [32, 0.1, 0.3];
  const block = matrix(d, d);
  for (let i = 0; i < d; i++) [block.row(i)[i], block.row(i)[i ^ 1]] = [a, b];
  const found = calibratePath(block, key(2), { keyCount: 400, goal: 0.05 });
  assertClose(found.exact, (d / 2) * Math.log((1 - a) ** 2 - b ** 2), 1e-12);
  // ln(I − A) of a pair has ½ ln((1 − a − b)/(1 − a + b)) beside its diagonal, twice.
  const beside = 0.5 * Math.log((1 - a - b) / (1 - a + b));
  assertClose(found.probeDeviation, Math.sqrt(2 * d) * Math.abs(beside), 1e-12);
  assertClose(Math.abs(found.eigenvalue), a + b, 1e-12);
  const spread = sampleVariance(found.probes);
  assertClose(spread.value, found.probeDeviation ** 2, 4 * spread.standardError);
  const mean = sampleMean(found.probes);
  assertClose(mean.value, found.exact, 4 * mean.standardError);
  const estimates = sampleMean(found.estimates);
  assertClose(estimates.value, found.exact, 4 * estimates.standardError + 1e-9);
});

test('the cost of estimates: an entry a size, dense and estimated values agree, factors are a part of the whole', async (t) => {
  const { data } = await computed(
    t,
    estimateCost({
      denseLengths: [128],
      probeLengths: [128, 256],
      sizes: [2],
      scales: [
        [1, 1],
        [2, 3],
      ],
      signalLength: 128,
      ensembleSize: 4,
      denseSize: 4,
      rounds: 2,
    }),
  );
  const [dense, probes, longer] = data.byLength;
  const entries = data.byLength.map(({ method, signalLength }) => [method, signalLength]);
  assert.deepEqual(entries, [
    ['dense', 128],
    ['probes', 128],
    ['probes', 256],
  ]);
  assertClose(probes.logAbs, dense.logAbs, 5 * probes.standardError);
  assert.ok(dense.factorisation > 0 && dense.factorisation < dense.seconds);
  assert.ok(longer.seconds > 0 && longer.standardError > 0);
  assert.deepEqual(
    data.bySize.map(({ ensembleSize, componentCount }) => [ensembleSize, componentCount]),
    [[2, 28]],
  );
  assert.deepEqual(
    data.byComponents.map(({ componentCount }) => componentCount),
    [2, 8],
  );
});

test('the dense blocks that are timed are full: elimination has no zeros to skip', () => {
  const { flow, paths } = timedStep(key(7), 64, 2, [4, 6]);
  const block = stepBlocks(flow, paths, 'double').block(0);
  assert.equal(block.data.filter((entry) => entry === 0).length, 0);
});

test('the time of dense blocks at another size: products by d², elimination by d³, both by N, from the longest block', () => {
  const entry = (method: 'dense' | 'probes', signalLength: number, seconds: number, factorisation: number) => ({
    method,
    signalLength,
    ensembleSize: 4,
    componentCount: 28,
    seconds,
    factorisation,
    logAbs: 0,
    standardError: 0,
    probes: 0,
  });
  const byLength = [entry('dense', 64, 9, 8), entry('dense', 512, 5, 3), entry('probes', 4096, 7, 0)];
  const { products, elimination } = denseStepTime({ byLength, bySize: [], byComponents: [] }, 128, 1024);
  assert.deepEqual([products, elimination], [2 * 32 * 4, 3 * 32 * 8]);
  const none = { byLength: byLength.slice(2), bySize: [], byComponents: [] };
  assert.throws(
    () => denseStepTime(none, 128, 1024),
    /denseStepTime: cost expects a dense block among byLength, got none/,
  );
});

test('the banded blocks whose cost is measured give the determinant that dense ones give', async (t) => {
  const { data } = await computed(
    t,
    determinantCost({ lengths: [16, 32], sizes: [1, 3], signalLength: 16, ensembleSize: 2, rounds: 1 }),
  );
  const sizes = [...data.byLength, ...data.bySize].map(({ signalLength, ensembleSize }) => [
    signalLength,
    ensembleSize,
  ]);
  assert.deepEqual(sizes, [
    [16, 2],
    [32, 2],
    [16, 1],
    [16, 3],
  ]);
  for (const { signalLength, ensembleSize, logAbs, seconds, medianSeconds } of [...data.byLength, ...data.bySize]) {
    const flow = meanFieldDescent(autocovariance({ signalLength }), [0.1, 1], { stepSize: 10 });
    const state = initialize(flow, gaussian({ signalLength }).sample(key(7), ensembleSize));
    assertClose(logAbs, stepDeterminant(flow, state, denseJacobian).logAbs[0], 1e-10);
    assert.ok(seconds > 0 && seconds <= medianSeconds);
  }
});

test('spectra of steps: ends and all eigenvalues, in order, of four energies, and a watched descent', async (t) => {
  const { data } = await computed(
    t,
    stepSpectra({
      signalLength: 128,
      watchedLength: 64,
      lengths: [128, 256],
      extremePathCount: 3,
      laterStep: 2,
      pathCount: 5,
      watchedSteps: [0, 2],
      lanczosSteps: 30,
      targetPathCount: 100,
    }),
  );
  const looked = data.extremes.map(({ energy, signalLength }) => [energy, signalLength]);
  assert.deepEqual(
    looked,
    tableOneEnergies.flatMap((name) => [
      [name, 128],
      [name, 256],
    ]),
  );
  for (const { smallest, largest, typical } of data.extremes) {
    assert.ok(smallest < 0 && largest > 0 && typical > 0 && typical <= Math.max(-smallest, largest));
  }
  for (const { values } of data.spectra) {
    assert.equal(values.length, 128);
    for (let i = 1; i < 128; i++) assert.ok(values[i] <= values[i - 1]);
  }
  assert.deepEqual(
    data.watched.map(({ stepNumber, largest }) => [stepNumber, largest.length]),
    [
      [0, 5],
      [2, 5],
    ],
  );
});

test('the kinked path has the eigenvalue asked for, and paths and couplings are estimated within their errors', async (t) => {
  const { data } = await computed(
    t,
    probeCalibration({
      signalLength: 128,
      kinkEigenvalue: 2.5,
      keyCount: 60,
      coupledLength: 128,
      ensembleSizes: [2],
      coupledKeyCount: 12,
      targetPathCount: 100,
    }),
  );
  const [smooth, kinked] = data.paths;
  assert.ok(Math.abs(Math.abs(kinked.eigenvalue) - 2.5) < 0.1, `got ${kinked.eigenvalue}`);
  assert.ok(Math.abs(smooth.eigenvalue) < 0.2);
  assert.ok(kinked.probeDeviation > 5 * smooth.probeDeviation);
  for (const { estimates, exact } of data.paths) {
    const mean = sampleMean(estimates);
    assertClose(mean.value, exact, 4 * mean.standardError);
  }
  const [{ corrected, exact }] = data.couplings;
  const mean = sampleMean(corrected);
  assertClose(mean.value, exact, 4.5 * mean.standardError);
});

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
}
