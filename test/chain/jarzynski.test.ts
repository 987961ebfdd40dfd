import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm, type ShardedAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf, type Matrix, matrix, matrixOf, type Vector } from '../../lib/array/index.js';
import {
  doubleWell,
  jarzynski,
  jarzynskiTraining,
  modelPotential,
  multiplierSchedule,
  type Potential,
  partitionEstimate,
  potentialSchedule,
  runJarzynski,
  scoreMatching,
} from '../../lib/chain/index.js';
import { alongModes, canonicalSpectrum } from '../../lib/divergence/index.js';
import { autocovariance, scatteringMean } from '../../lib/energy/index.js';
import { gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { checkpointsOf } from './checkpoints.js';

/** stiffness x²/2 + cosine cos(frequency x) + tilt x of one value. */
function wavy(stiffness: number, cosine: number, frequency: number, tilt: number): Potential {
  const value = (x: number): number => (stiffness * x * x) / 2 + cosine * Math.cos(frequency * x) + tilt * x;
  const slope = (x: number): number => stiffness * x - cosine * frequency * Math.sin(frequency * x) + tilt;
  const values: Potential['values'] = ({ data }) => data.map(value);
  const gradient: Potential['gradient'] = ({ pathCount, data }) => ensemble(pathCount, 1, data.map(slope));
  return {
    name: 'wavy',
    shape: [1],
    identity: [stiffness, cosine, frequency, tilt],
    values,
    gradient,
    evaluate: (paths) => ({ values: values(paths), gradient: gradient(paths) }),
  };
}

test('weights have the mean Z_T/Z₀ and the effective share of exact quadrature, for small steps and large ones', async () => {
  // Computed independently of this library by quadrature of densities: (stiffness, cosine, tilt) of each potential, frequency 3.
  const potentials = [0, 1, 2, 3, 4].map((k) => wavy(1 + 0.3 * k, 0.15 * k, 3, 0.2 * k));
  const [ratio, mean] = [0.822308214026346, -0.456647158622963];
  const start = gaussian({ signalLength: 1 }).sample(key(8), 40_000);
  for (const [stepSize, share] of [
    [0.05, 0.66400512291813],
    [0.4, 0.280777775398315],
  ]) {
    const schedule = potentialSchedule(potentials);
    const { logRatio, effectiveShare, weights, paths } = await runJarzynski(
      schedule,
      start,
      { stepSize },
      { key: key(2) },
    );
    assertWithin(logRatio, Math.log(ratio), 3.5, `ln Z, step ${stepSize}`);
    assertClose(effectiveShare, share, 0.05 * share, `share, step ${stepSize}`);
    const got = weights.reduce((sum, weight, n) => sum + weight * paths.data[n], 0);
    assertClose(got, mean, 5 * Math.sqrt(0.5 / (40_000 * share)), `weighted mean, step ${stepSize}`);
  }
});

test('a potential that does not change leaves the weights’ mean at 1', async () => {
  const model = modelPotential(gaussian({ signalLength: 3 }));
  const start = gaussian({ signalLength: 3 }).sample(key(1), 5000);
  const { logRatio } = await runJarzynski(
    potentialSchedule([model, model, model, model]),
    start,
    { stepSize: 0.3 },
    { key: key(4) },
  );
  assertWithin(logRatio, 0, 3.5);
});

const d = 24;
const modes: Matrix = matrix(
  2,
  d,
  Float64Array.from({ length: 2 * d }, (_, i) => (i < d ? Math.cos((Math.PI * (i + 1)) / (d + 1)) : 1)),
);
const target = [(0.5 * (d - 1)) / d, 1];
const energy = autocovariance({ signalLength: d });
const base = gaussian({ signalLength: d });

/** Cov Φ under AR(1): (2/d²) Σ a(j)a(j)ᵀSⱼ² with Sⱼ = (1 − φ²)/(1 + φ² − 2φ cos), up to the ends. */
const covariance = matrix(2, 2);
for (let j = 0; j < d; j++) {
  const variance = 0.75 / (1.25 - modes.row(0)[j]);
  for (const [i, a] of [0, 1].entries()) {
    for (const [k, b] of [0, 1].entries()) {
      covariance.data[2 * i + k] += (2 / (d * d)) * modes.row(a)[j] * modes.row(b)[j] * variance ** 2;
    }
  }
}

test('training finds the multipliers of largest entropy, and fresh walkers their ln Z', async () => {
  const exact = canonicalSpectrum(modes, { target });
  const options = { base, covariance, start: [-13, 4], rampSteps: 60, stepSize: 0.05, walkerCount: 400 };
  const training = jarzynskiTraining(energy, target, options);
  const { records } = await runAlgorithm(training, base.sample(key(1), 400), 500, { key: key(2) });
  const multipliers = matrix(501, 2, records.multipliers);
  const theta = multipliers.row(500);
  // In units of the Fisher information: half the squared distance is the divergence between both laws.
  const [one, other] = [exact.multipliers, theta].map((values) => partition(values));
  const means = canonicalSpectrum(modes, { target: one.energies }).energies;
  const divergence =
    other.logPartition - one.logPartition + theta.reduce((sum, value, k) => sum + (value - one.theta[k]) * means[k], 0);
  assert.ok(divergence < 0.02, `θ = ${[...theta]}, exact ${[...one.theta]}: ${divergence} nats`);
  const fresh = await runJarzynski(
    multiplierSchedule(energy, multipliers, base),
    base.sample(key(5), 400),
    { stepSize: 0.05 },
    { key: key(6) },
  );
  assertWithin(fresh.logRatio, other.logPartition, 3.5, 'ln Z');
  assert.ok(fresh.effectiveShare > 0.05);
  assertClose(multipliers.row(30), [-6.5, 2], 1e-12);
});

/** ln Z and mean energies of q₀ e^{−θ·Φ}, written out along the modes. */
function partition(theta: ArrayLike<number>): { theta: number[]; logPartition: number; energies: number[] } {
  const precisions = Array.from({ length: d }, (_, j) => 1 + (2 / d) * (theta[0] * modes.row(0)[j] + theta[1]));
  return {
    theta: Array.from(theta),
    logPartition: precisions.reduce((sum, value) => sum - 0.5 * Math.log(value), 0),
    energies: [0, 1].map((k) => precisions.reduce((sum, value, j) => sum + modes.row(k)[j] / value / d, 0)),
  };
}

test('score matching gives the multipliers of a law of its own form', () => {
  const { spectrum, multipliers } = canonicalSpectrum(modes, { target });
  const white = base.sample(key(3), 4000);
  const colours = ensemble(
    4000,
    d,
    white.data.map((x, i) => x * Math.sqrt(spectrum[i % d])),
  );
  const { multipliers: theta } = scoreMatching(energy, alongModes(colours), { base, key: key(9) });
  assertClose(theta, multipliers, 0.03 * Math.abs(multipliers[0]));
});

test('compiled potentials of a scattering energy have the values and gradients of its own methods', () => {
  const scattering = scatteringMean({ signalLength: 128 });
  const white = gaussian({ signalLength: 128 });
  const theta = Float64Array.from({ length: scattering.componentCount }, (_, k) => Math.sin(k + 1));
  const paths = white.sample(key(2), 19);
  const schedule = multiplierSchedule(scattering, matrixOf([theta, theta]), white);
  const { values, gradient } = schedule.at(1).evaluate(paths);
  const [energies, pulled, logBase, score] = [
    scattering.values(paths),
    scattering.pullback(paths, theta),
    white.logDensity(paths),
    white.score(paths),
  ];
  for (let n = 0; n < 19; n++) {
    const sum = energies.row(n).reduce((total, value, k) => total + theta[k] * value, 0);
    assertClose(values[n], sum - logBase[n], 1e-9);
  }
  assertClose(
    gradient.data,
    pulled.data.map((value, i) => value - score.data[i]),
    1e-9,
  );
});

const table = matrixOf(Array.from({ length: 31 }, (_, k) => [-k / 10, k / 30]));
const algorithms: Record<string, ShardedAlgorithm> = {
  walkers: jarzynski(multiplierSchedule(energy, table, base), { stepSize: 0.05 }),
  training: jarzynskiTraining(energy, target, {
    ...{ base, covariance, start: [-5, 1], rampSteps: 10, stepSize: 0.2, walkerCount: 24, leastShare: 0.9 },
  }),
};
for (const [name, algorithm] of Object.entries(algorithms)) {
  test(`${name}: any number of workers gives the same bits, and a run goes on from a checkpoint to them`, async (t) => {
    const start = base.sample(key(1), 24);
    const runs: Vector[][] = [];
    for (const count of [1, 2, 3]) {
      const { state, records } = await withWorkers(count, () => runAlgorithm(algorithm, start, 30, { key: key(7) }));
      runs.push([state.paths, ...Object.values(records)]);
    }
    for (const other of runs.slice(1)) for (const [i, values] of other.entries()) assertSameBits(values, runs[0][i]);
    const checkpoints = await checkpointsOf(t, { algorithm, start, stepCount: 30 });
    assert.ok(checkpoints.length > 1);
    for (const resume of [checkpoints[0], checkpoints[checkpoints.length - 1]]) {
      const { state, records } = await runAlgorithm(algorithm, ensemble(24, d), 30, { key: key(7), resume });
      for (const [i, values] of [state.paths, ...Object.values(records)].entries()) assertSameBits(values, runs[0][i]);
    }
  });
}

test('the estimate from log-weights is that of their exponentials, far from 0 too', () => {
  const estimate = partitionEstimate(Float64Array.of(1000, 1000 + Math.log(3)));
  assertClose(estimate.logRatio.value, 1000 + Math.log(2), 1e-12);
  assertClose(estimate.logRatio.standardError, 0.5, 1e-12);
  assertClose(estimate.effectiveShare, 16 / 20, 1e-12);
  assertClose(estimate.weights, [0.25, 0.75], 1e-12);
});

test('arguments out of range are one clear error', async () => {
  const potential = modelPotential(base);
  assert.throws(() => potentialSchedule([potential]), /potentialSchedule: potentials expects two or more, got 1/);
  assert.throws(
    () => potentialSchedule([potential, modelPotential(gaussian({ signalLength: 3 }))]),
    /potentials expects one shape, got \[24\] first and \[3\] at 1/,
  );
  assert.throws(
    () => multiplierSchedule(energy, matrix(1, 2), base),
    /multipliers expects two rows or more of 2 numbers/,
  );
  assert.throws(
    () => multiplierSchedule(energy, matrix(2, 2, Float64Array.of(0, 0, 0, NaN)), base),
    /multiplierSchedule: multipliers expects finite numbers, got NaN for lag 0 in row 1/,
  );
  assert.throws(
    () => multiplierSchedule(energy, matrix(2, 2), gaussian({ signalLength: 3 })),
    /multiplierSchedule: base expects signal length 24, got 3/,
  );
  const schedule = multiplierSchedule(energy, table, base);
  assert.throws(
    () => jarzynski(schedule, { stepSize: 0 }),
    /jarzynski: stepSize expects a positive finite number, got 0/,
  );
  await assert.rejects(
    runAlgorithm(jarzynski(schedule, { stepSize: 0.1 }), base.sample(key(1), 4), 31),
    /schedule expects a potential for step 31, got 31; take fewer steps/,
  );
  assert.throws(() => partitionEstimate(Float64Array.of(1)), /logWeights expects two or more, got 1/);
  assert.throws(
    () => partitionEstimate(Float64Array.of(0, NaN)),
    /^RangeError: partitionEstimate: logWeights expects finite numbers, got NaN for walker 1; take smaller steps$/,
  );
  assert.throws(() => partitionEstimate(Float64Array.of(Infinity, 0)), /got Infinity for walker 0/);
  assert.throws(() => partitionEstimate(new Float64Array(3).fill(-Infinity)), /got -Infinity for every walker/);
  assertClose(partitionEstimate(Float64Array.of(-Infinity, 0)).weights, [0, 1], 0);
  assert.throws(
    () => scoreMatching(energy, base.sample(key(1), 1), { base, key: key(1) }),
    /scoreMatching: paths expects at least 2, the number of components of autocovariance, got 1; take more/,
  );
  assert.throws(
    () => scoreMatching(energy, gaussian({ signalLength: 48 }).sample(key(1), 8), { base, key: key(1) }),
    /scoreMatching: paths expect shape \[?24\]? as autocovariance, got \[?48\]?/,
  );
  assert.throws(
    () => scoreMatching(energy, base.sample(key(1), 8), { base: gaussian({ signalLength: 3 }), key: key(1) }),
    /scoreMatching: base expects signal length 24, got 3/,
  );
  const holed = base.sample(key(1), 8);
  holed.path(5)[2] = NaN;
  assert.throws(
    () => scoreMatching(energy, holed, { base, key: key(1) }),
    /scoreMatching: paths expect finite numbers, got NaN in path 5/,
  );
  const options = { base, covariance, start: [0, 0], rampSteps: 10, stepSize: 0.1, walkerCount: 24 };
  const made =
    (changes: object, aim = target) =>
    () =>
      jarzynskiTraining(energy, aim, { ...options, ...changes });
  assert.throws(
    made({ walkerCount: 2 }),
    /^RangeError: jarzynskiTraining: walkerCount expects a whole number above 2, the number of components of autocov.*, got 2; take more walkers$/,
  );
  assert.throws(made({}, [1]), /jarzynskiTraining: target expects 2 numbers, got 1/);
  assert.throws(made({}, [NaN, 1]), /target expects finite numbers, got NaN for lag 1/);
  assert.throws(made({ start: [0, Infinity] }), /start expects finite numbers, got Infinity for lag 0/);
  assert.throws(made({ rampSteps: 0 }), /rampSteps expects a whole number from 1 on, got 0/);
  assert.throws(made({ stepSize: -1 }), /stepSize expects a positive finite number/);
  assert.throws(made({ covariance: matrix(1, 2) }), /covariance expects \[2, 2\], got \[1, 2\]/);
  for (const [above, below] of [
    [0.5, 0],
    [NaN, NaN],
  ]) {
    const odd = matrixOf([
      [1, above],
      [below, 1],
    ]);
    assert.throws(
      made({ covariance: odd }),
      /covariance expects finite numbers, the same above and below the diagonal, got/,
    );
  }
  assert.throws(made({ leastShare: 2 }), /leastShare expects a number from 0 to 1, got 2/);
  assert.throws(made({ base: gaussian({ signalLength: 3 }) }), /base expects signal length 24, got 3/);
  const dependent = made({
    covariance: matrixOf([
      [1, 2],
      [2, 4],
    ]),
  })();
  await assert.rejects(
    runAlgorithm(dependent, base.sample(key(1), 24), 12),
    /jarzynskiTraining: C expects full rank, got lag 0, whose variation is a combination of those of lag 1/,
  );
  const walkers = base.sample(key(1), 24);
  walkers.path(7)[0] = NaN;
  await assert.rejects(
    runAlgorithm(made({})(), walkers, 12),
    /Jarzynski training: walker 7 has energy NaN \(lag 1\) after step 0, expected a finite number; start from finite walkers/,
  );
});

test('a start without a finite potential and a weight that leaves the range of numbers name walker and step', async () => {
  const well = doubleWell({ barrier: 1 });
  const schedule = potentialSchedule([well, well]);
  const far = ensembleOf([[0], [1], [1e200], [0]]);
  await assert.rejects(
    runJarzynski(schedule, far, { stepSize: 0.1 }),
    /^RangeError: Jarzynski walkers: potential expects finite values where chains start, got Infinity at path 2; start where/,
  );
  await assert.rejects(
    runJarzynski(schedule, ensembleOf([[0], [1], [2]]), { stepSize: 1e200 }),
    /^RangeError: Jarzynski walkers: walker \d has log-weight -Infinity after step 1, expected a finite number; take smaller steps/,
  );
});
