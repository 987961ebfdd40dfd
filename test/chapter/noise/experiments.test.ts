import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entropyDistance, marketNoise, noiseQuartet } from '../../../lib/chapter/noise/index.js';
import { garch } from '../../../lib/model/index.js';
import { key } from '../../../lib/random/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

test('quartet: noise brings the lags towards those of the canonical law, and N decides how far paths differ', async (t) => {
  const sizes = { signalLength: 12, strength: 200, stepSize: 0.01, stepCount: 500, sizes: [1, 120], pathCount: 120 };
  const { rows, exact, predictedVariances, target } = await computedData(t, noiseQuartet(sizes));
  assertClose(target, [(0.6 * 11) / 12, 1], 1e-15);
  const [alone, together, noisyAlone, noisyTogether] = rows;
  for (const lag of [0, 1]) {
    for (const row of [alone, together]) assertClose(row.lags[lag].value, target[1 - lag], 1e-6);
  }
  assertWithin(together.lags[2], exact.noiseless.lags[2].value, 3.5, 'lag 2 without noise');
  for (const lag of [1, 2, 3]) assertWithin(noisyTogether.lags[lag], exact.noisy.lags[lag].value, 3.5, `lag ${lag}`);
  assertWithin(noisyTogether.lagOneVariance, predictedVariances[1], 3.5, 'variance of many');
  assert.ok(noisyAlone.lagOneVariance.value < noisyTogether.lagOneVariance.value / 5);
  assert.ok(alone.lagOneVariance.value < 1e-9);
});

test('distances: the identity gives the divergence from a law that is known, and ln Z its closed form', async (t) => {
  const small = { signalLength: 16, stepSize: 0.15, stepCount: 60, ensembleSize: 16, ensembleCount: 12 };
  const walkers = { walkerCount: 200, walkerSteps: 300, rampSteps: 100, targetPathCount: 4000, freshCount: 200 };
  const { fresh, exact, regular, meanField } = await computedData(
    t,
    entropyDistance('autocovariance', { ...small, ...walkers }),
  );
  assertWithin(fresh.logPartition, exact.logPartition, 3.5, 'ln Z');
  // The law of largest entropy is AR(1) up to the ends, and the walkers' θ is near its own.
  for (const { fromCanonical, fromTruth } of [regular, meanField]) {
    for (const step of [0, 30, 60])
      assertClose(fromCanonical.values[step], fromTruth.values[step], 0.05, `step ${step}`);
  }
  // ½ (tr P − 16 − ln det P), P the precision of AR(0.1): tr P = (2 + 14 · 1.01)/0.99, ln det P = −15 ln 0.99.
  assertWithin(
    { value: meanField.fromTruth.values[0], standardError: meanField.fromTruth.standardErrors[0] },
    0.0762,
    4,
  );
});

test('markets: all ways meet the target, regular paths hold one burst, and errors are given', async (t) => {
  const record = garch({ constant: 0.03, reaction: 0.1, memory: 0.87 }, { signalLength: 2048 }).sample(key(4), 1).data;
  const small = {
    signalLength: 64,
    squareLags: 2,
    ensembleSize: 12,
    ensembleCount: 3,
    guideSteps: 30,
    volatilities: [0.3],
  };
  const { regular, meanField, thermalised, guided } = await computedData(t, marketNoise('made up', record, small));
  for (const { miss, negentropy } of [regular, meanField, thermalised, guided[0].made]) {
    assert.ok(miss < 0.02, `miss ${miss}`);
    assert.ok(negentropy.value > 0 && negentropy.standardError > 0);
  }
  assert.ok(regular.negentropy.value > meanField.negentropy.value);
  assert.ok(regular.kurtosis.value > 0 && Number.isNaN(meanField.byCorrector.value));
  assert.equal(thermalised.negentropy.value, meanField.negentropy.value);
});
