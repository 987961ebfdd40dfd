import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finiteEnsembleLaw, reverseDivergence } from '../../lib/divergence/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { meanFieldDescent } from '../../lib/flow/index.js';
import { ar, exponential, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';

test('towards a wrong target, too, simulated ensembles follow the law within their errors', async () => {
  const signalLength = 64;
  const target = [0.02, 1.15];
  const truth = ar([0.3], { signalLength });
  const base = gaussian({ signalLength });
  const flow = meanFieldDescent(autocovariance({ signalLength }), target, { stepSize: 1, ensembleSize: 32 });
  const { divergence } = await reverseDivergence(flow, base, truth, base.sample(key(5), 32 * 60), 80);
  const law = finiteEnsembleLaw(truth)({ target, stepSize: 1, stepCount: 80 }).divergence(32);
  for (const t of [0, 5, 20, 80]) {
    const distance = Math.abs(divergence.values[t] - law[t]) / divergence.standardErrors[t];
    assert.ok(distance < 3.5, `step ${t}: ${divergence.values[t]} against ${law[t]}, ${distance} standard errors`);
  }
});

test('arguments out of range are refused with what to give', () => {
  const lawTowards = finiteEnsembleLaw(ar([0.1], { signalLength: 16 }));
  assert.throws(
    () => lawTowards({ target: [0, 0], stepSize: 1, stepCount: 2 }),
    /target expects two finite numbers, not both 0/,
  );
  assert.throws(() => lawTowards({ target: [0.1], stepSize: 1, stepCount: 2 }), /target expects two/);
  assert.throws(() => lawTowards({ target: [0.1, 1], stepSize: 0, stepCount: 2 }), /stepSize expects a positive/);
  assert.throws(
    () => lawTowards({ target: [0.1, 1], stepSize: 1, stepCount: 1.5 }),
    /stepCount expects a whole number/,
  );
  assert.throws(
    () => lawTowards({ target: [0.1, 1], stepSize: 1e4, stepCount: 50 }),
    /finiteEnsembleLaw: stepSize expects steps whose variances stay finite, got 10000: they are not after step \d+; take a smaller one/,
  );
});

test('truths that have no such modes are refused: other laws than centred Gaussian ones, and single values', () => {
  assert.throws(() => finiteEnsembleLaw(gaussian({ signalLength: 1 })), /truth expects a signal length from 2, got 1/);
  for (const truth of [exponential({ signalLength: 8 }), gaussian({ signalLength: 8, mean: 0.01 })]) {
    assert.throws(() => finiteEnsembleLaw(truth), /finiteEnsembleLaw: truth expects a Gaussian law of mean 0, got/);
  }
  for (const truth of [gaussian({ signalLength: 2, deviation: 1e-3 }), ar([0.999], { signalLength: 512 })]) {
    assert.ok(finiteEnsembleLaw(truth)({ target: [0.1, 1], stepSize: 1e-3, stepCount: 1 }).limit[0] > 0);
  }
});
