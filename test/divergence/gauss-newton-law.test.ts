import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  circularEnsembleLaw,
  finiteEnsembleLaw,
  gaussNewtonWeighting,
  reverseDivergence,
} from '../../lib/divergence/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { gaussNewtonDescent } from '../../lib/flow/index.js';
import { ar, circularSpectrum, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

test('nine steps of γ = 0.3 lead 128 paths to 0.0643 nats from AR(0.1), where the mean-field descent has 0.0885 after 157', () => {
  const law = circularEnsembleLaw(circularSpectrum([0.1], { signalLength: 1024 }))({
    ...{ target: [0.1, 1], stepSize: 0.3, stepCount: 40 },
    weighting: gaussNewtonWeighting,
  });
  const best = law.best(128);
  assert.equal(best.stepNumber, 9);
  assertClose(best.divergence, 0.0643, 5e-5);
  // Every component's distance shrinks at the rate γ: the excess is −Σ ln det, less what the mean's own spread gives back.
  law.rates.forEach((rate) => {
    assertClose(rate, 0.3, 1e-12);
  });
});

test('simulated ensembles, whose G is their own, follow the law within their errors and a term of the order 1/N', async () => {
  const signalLength = 64;
  const options = { stepSize: 0.3, stepCount: 12 };
  const target = [0.25, 1.1];
  const [base, truth] = [gaussian({ signalLength }), ar([0.3], { signalLength })];
  const law = finiteEnsembleLaw(truth)({ target, ...options, weighting: gaussNewtonWeighting });
  const flow = gaussNewtonDescent(autocovariance({ signalLength }), target, { stepSize: 0.3, ensembleSize: 32 });
  const { divergence, collapseLoss } = await reverseDivergence(flow, base, truth, base.sample(key(6), 32 * 60), 12);
  for (const t of [0, 1, 3, 6, 12]) {
    const distance = Math.abs(divergence.values[t] - law.divergence(32)[t]);
    assert.ok(distance < 3.5 * divergence.standardErrors[t] + 0.3 / 32, `step ${t}: ${divergence.values[t]}`);
    // −K ln(1 − γ) per step, but for what G and the step's own curvature add.
    assert.ok(
      Math.abs(collapseLoss.values[t] * 32 - law.collapse[t]) < 0.5,
      `step ${t}: ${collapseLoss.values[t] * 32}`,
    );
  }
});
