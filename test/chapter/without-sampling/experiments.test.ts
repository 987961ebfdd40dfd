import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix, vectorOf } from '../../../lib/array/index.js';
import { estimators, steinTest } from '../../../lib/chapter/without-sampling/index.js';
import { arCovariance, scoreMatchingLaw } from '../../../lib/chapter/without-sampling/lag-forms.js';
import { steinRow } from '../../../lib/chapter/without-sampling/stein.js';
import { ar } from '../../../lib/model/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

test('score matching of an autoregression tends to the precision that minimises its loss', () => {
  // aI + bT of the least E|Px|²/2 − tr P for AR(0.6), d = 64, computed outside of this library: θ = (bd, (a − 1)d/2).
  const { multipliers } = scoreMatchingLaw(arCovariance(ar([0.6], { signalLength: 64 })), 1);
  assertClose(multipliers, [-0.929460580912863 * 64, (2.09792531120332 - 1) * 32], 1e-8);
});

test('the covariance of score matching of white paths of two values', () => {
  const { multipliers, covariance } = scoreMatchingLaw(matrix(2, 2, vectorOf([1, 0, 0, 1])), Infinity);
  assertClose(multipliers, [0, 0], 1e-15);
  // Φ₁ = x₁x₂/2, Φ₂ = (x₁² + x₂²)/2: b = (−x₁x₂, 2 − x₁² − x₂²), with the variances 1 and 4; G = diag(½, 2).
  assertClose(covariance.data, [1 / 0.25, 0, 0, 4 / 4], 1e-12);
});

test('estimates from many data sets: the means and spreads of their laws, whether the model is right or not', async (t) => {
  for (const law of ['canonical', 'autoregression'] as const) {
    const { rows } = await computedData(t, estimators({ law, signalLength: 8, pathCount: 300, setCount: 25 }));
    for (const { name, multipliers, deviations, law: known, stated } of rows) {
      for (const k of [0, 1]) {
        const what = `${law}, ${name}, ${k}`;
        // Estimates from 300 paths are biased by some hundredths of their deviation.
        if (known) {
          assertWithin(multipliers[k], known.multipliers[k], 4, what);
          assertWithin(deviations[k], Math.sqrt(known.covariance.data[3 * k]), 3.5, what);
        }
        if (stated) assertWithin(deviations[k], stated[k], 3.5, what);
      }
    }
    const [likelihood, , , contrast] = rows;
    const gap = Math.abs(contrast.multipliers[0].value - likelihood.multipliers[0].value);
    const error = 4 * Math.hypot(contrast.multipliers[0].standardError, likelihood.multipliers[0].standardError);
    assert.equal(gap < error, law === 'canonical');
  }
});

test('Stein’s identity holds along all lags for a law of the form, and gives its multipliers', () => {
  const d = 6;
  const [first, second] = [-2, 1];
  const variances = Array.from(
    { length: d },
    (_, j) => 1 / (1 + (2 / d) * (first * Math.cos((Math.PI * (j + 1)) / (d + 1)) + second)),
  );
  const { multipliers, residuals } = steinRow('law', ensemble(1, d, vectorOf(variances)));
  assertClose(multipliers, [first, second], 1e-10);
  assertClose(
    residuals.map(({ value }) => value),
    [0, 0, 0, 0],
    1e-10,
  );
});

test('descents without noise are not canonical, noise makes them so', async (t) => {
  const small = { signalLength: 16, pathCount: 128, stepCount: 250 };
  const { rows, limit, limitFisher, noisy } = await computedData(t, steinTest(small));
  const [drawn, , together, thermal] = rows;
  for (const l of [0, 1, 2, 3]) {
    assertWithin(drawn.residuals[l], 0, 3.5, `drawn ${l}`);
    assertWithin(thermal.residuals[l], 0, 3.5, `noise ${l}`);
    assertWithin(together.residuals[l], limit.residuals[l].value, 4, `mean field ${l}`);
    assert.ok(limit.residuals[l].value ** 2 < limitFisher);
  }
  assert.ok(limit.residuals[0].value > 1);
  assertClose(thermal.multipliers, noisy, 0.2 * Math.abs(noisy[0]));
});
