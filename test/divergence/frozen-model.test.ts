import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensembleOf, type Vector } from '../../lib/array/index.js';
import { alongModes, autocovarianceModes, frozenDivergence, frozenModel } from '../../lib/divergence/index.js';
import { autocovariance, squaredNorm, stylized } from '../../lib/energy/index.js';
import { targetEnergy } from '../../lib/expectation/index.js';
import { descendFrozenMeasured, positive, schedule } from '../../lib/flow/index.js';
import { ar, gaussian, logDensityOf } from '../../lib/model/index.js';
import { perform } from '../../lib/parallel/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { pilot } from '../flow/brute-force.js';
import { quartic } from '../flow/quartic.js';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

/** ln N(0, diag variances) of each path. */
function diagonalLogDensity(paths: Ensemble, variances: Vector): number[] {
  return Array.from(
    { length: paths.pathCount },
    (_, n) =>
      -0.5 * sum(paths.path(n).map((value, j) => Math.log(2 * Math.PI * variances[j]) + value ** 2 / variances[j])),
  );
}

test('autocovariance: the density is that of the Gaussian law whose modes the steps multiply, also far from the law', async () => {
  const signalLength = 128;
  const energy = autocovariance({ signalLength });
  const plan = await pilot(energy, [0.3, 1], 4, 40);
  const model = frozenModel(plan, gaussian({ signalLength }));
  // Along mode j a step multiplies by 1 − (2/d)(w₁ cos θⱼ + w₂).
  const { cosines } = autocovarianceModes(signalLength);
  const variances = cosines.map((cosine) => {
    let factor = 1;
    for (let t = 0; t < 40; t++) {
      const [forLag, forVariance] = plan.weights.row(t);
      factor *= 1 - (2 / signalLength) * (forLag * cosine + forVariance);
    }
    return factor ** 2;
  });
  const paths = ensembleOf([
    ...[1, 2].map((n) => noise(n, 1, signalLength).data.map((value) => n * value)),
    new Array(signalLength).fill(2),
  ]);
  assertClose(model.logDensity(paths), diagonalLogDensity(alongModes(paths), variances), 1e-8);
  const { negativeEntropy } = await frozenDivergence(plan, ar([0.3], { signalLength }), {
    base: model.base,
    paths: model.base.sample(key(4), 400),
  });
  const entropy = 0.5 * sum(variances.map((variance) => Math.log(2 * Math.PI * Math.E * variance)));
  assertWithin({ value: -negativeEntropy.values[40], standardError: negativeEntropy.standardErrors[40] }, entropy, 3);
});

test('stylized features and a dense energy: a drawn path has the density that it was carried forth with', async () => {
  for (const [energy, target, stepSize] of [
    [stylized({ signalLength: 96 }), new Array(22).fill(0.9), 2],
    [quartic(12), [0.2, 0.4], 0.02],
  ] as const) {
    const plan = await pilot(energy, target, stepSize, 25);
    const base = gaussian({ signalLength: energy.signalLength });
    const model = frozenModel(plan, base);
    const start = base.sample(key(5), 4);
    const { logDeterminants } = await descendFrozenMeasured(plan, start, []);
    const carried = base.logDensity(start).map((value, n) => value - logDeterminants.row(25)[n]);
    const drawn = model.sample(key(5), 4);
    assertClose(model.logDensity(drawn), carried, 1e-8, energy.name);
    const { logDensities, standardErrors, inversion } = await model.density(drawn);
    assertSameBits(logDensities, model.logDensity(drawn), 'in threads');
    assertClose([...standardErrors, ...inversion.folds], new Array(8).fill(0), 0);
  }
});

test('the density of two-valued paths integrates to one', async () => {
  // Targets above the start's energies stretch every path, so that all steps are one-to-one.
  const plan = await pilot(quartic(2), [0.9, 0.7], 0.02, 20);
  const model = frozenModel(plan, gaussian({ signalLength: 2 }));
  const side = Array.from({ length: 49 }, (_, i) => (i - 24) / 4);
  const { logDensities, inversion } = await model.density(ensembleOf(side.flatMap((a) => side.map((b) => [a, b]))));
  assert.deepEqual(inversion.failures, []);
  assertClose(sum(logDensities.map(Math.exp)) / 16, 1, 1e-4);
});

test('the model is one like the others: drawn in parts, evaluated by a worker, a source of target energies', async () => {
  const signalLength = 32;
  const plan = await pilot(autocovariance({ signalLength }), [0.3, 1], 1, 10);
  const model = frozenModel(plan, gaussian({ signalLength }));
  const whole = model.sample(key(1), 6);
  assertSameBits(whole.path(4), model.sample(key(1), 2, 4).path(0));
  const { call } = logDensityOf(model);
  assertSameBits(perform(structuredClone(call!)).evaluate(whole), model.logDensity(whole));
  const energy = autocovariance({ signalLength });
  const { energies } = await withWorkers(2, () => targetEnergy(energy, model, key(1), 6));
  assertClose(energies.data, energy.values(whole).data, 1e-12);
});

test('the divergence from the truth is that of two Gaussian laws', async () => {
  const plan = schedule(squaredNorm({ signalLength: 3 }), [[0.1], [0.05]]);
  const factor = 0.8 * 0.9;
  const base = gaussian({ signalLength: 3 });
  const { divergence, logLikelihood } = await frozenDivergence(plan, base, { base, paths: base.sample(key(2), 4000) });
  const expected = 1.5 * (factor ** 2 - 1 - Math.log(factor ** 2));
  assertWithin({ value: divergence.values[2], standardError: divergence.standardErrors[2] }, expected, 3);
  const likelihood = -1.5 * (Math.log(2 * Math.PI) + factor ** 2);
  assertWithin({ value: logLikelihood.values[2], standardError: logLikelihood.standardErrors[2] }, likelihood, 3);
});

test('a base model of another length, and a path without a preimage, are refused by name', async () => {
  const plan = schedule(stylized({ signalLength: 40 }), [new Array(22).fill(0)]);
  assert.throws(
    () => frozenModel(plan, gaussian({ signalLength: 41 })),
    /frozenModel: base expects paths of length 40 as the schedule's stylized features, got 41/,
  );
  const model = frozenModel(plan, gaussian({ signalLength: 40 }));
  assert.throws(() => model.logDensity(noise(1, 2, 41)), /logDensity: model expects signal length 40, got 41/);
  // A step by a w for which M is singular everywhere, I − 2w = 0, leads nowhere but to 0.
  const flat = frozenModel(schedule(squaredNorm({ signalLength: 2 }), [[0.1], [0.5]]), gaussian({ signalLength: 2 }));
  assert.throws(
    () => flat.logDensity(noise(1, 2, 2), 7),
    /^RangeError: frozen weights: step 2 of 2 has no inverse that was found at path 7: /,
  );
  assert.throws(
    () =>
      frozenModel(
        schedule(autocovariance({ signalLength: 8 }), [[0.1, 0.2]], { constraint: positive }),
        gaussian({ signalLength: 8 }),
      ),
    /^TypeError: frozenModel: schedule expects no constraint, got positive: .* there is no density; descendFrozen moves paths by it$/,
  );
});
