import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finiteEnsembleLaw, reverseDivergence } from '../../lib/divergence/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { meanFieldDescent } from '../../lib/flow/index.js';
import { ar, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';
import { fixture } from '../support.js';

test('the law of finite ensembles agrees with the reference values, for AR models of orders 1 to 3', () => {
  const { cases } = fixture('finite-ensemble-law-exact');
  for (const { params, expected, tolerance } of cases) {
    const truth = ar(params.phi, { signalLength: params.signalLength });
    const law = finiteEnsembleLaw(truth)({
      target: expected.target,
      stepSize: params.gamma,
      stepCount: params.lastStep,
    });
    const at = (values: ArrayLike<number>): number[] => params.atSteps.map((t) => values[t]);
    const compare = (got: readonly number[], wanted: readonly number[], what: string): void =>
      assertClose(got, wanted, tolerance.abs + tolerance.rel * Math.max(...wanted.map(Math.abs)), what);
    compare(at(law.limit), expected.infiniteEnsemble, 'limit');
    compare(at(law.excess), expected.excessTimesPaths, 'excess');
    compare(at(law.collapse), expected.collapseTimesPaths, 'collapse');
    params.pathCounts.forEach((pathCount, n) => {
      const divergence = law.divergence(pathCount);
      compare(at(divergence), expected.divergence[n], `divergence of ${pathCount} paths`);
      const least = divergence.indexOf(Math.min(...divergence));
      assert.equal(least, expected.minimumStep[n]);
      compare([divergence[least]], [expected.minimum[n]], 'minimum');
    });
  }
});

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
});
