import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix, vector } from '../../lib/array/index.js';
import { circularEnsembleLaw } from '../../lib/divergence/index.js';
import { factoriseDense } from '../../lib/linear-algebra/index.js';
import { circularAutocovariances, circularCosines, circularSpectrum } from '../../lib/model/index.js';
import { key, normals } from '../../lib/random/index.js';

test('the closed forms of the paper’s example: 0.0885 nats at step 157 for 128 paths, 2.57 at step 35 for one', () => {
  const law = circularEnsembleLaw(circularSpectrum([0.1], { signalLength: 1024 }))({
    target: [0.1, 1],
    stepSize: 10,
    stepCount: 200,
  });
  const [many, one] = [law.best(128), law.best(1)];
  assert.deepEqual([many.stepNumber, one.stepNumber], [157, 35]);
  assert.ok(Math.abs(many.divergence - 0.0885) < 5e-5 && Math.abs(one.divergence - 2.571) < 5e-4);
});

test('paths moved by hand have the mean energies and the collapse of the law, for three lags', () => {
  const [d, pathCount, stepSize, target] = [32, 4000, 0.4, [0.4, 1.2, 0.1]];
  const lags = [1, 0, 3];
  const spectrum = circularSpectrum([0.4], { signalLength: d });
  const law = circularEnsembleLaw(spectrum, { lags })({ target, stepSize, stepCount: 12 });
  const c = stepSize / target.reduce((sum, a) => sum + a * a, 0);
  const paths = ensemble(pathCount, d, normals(key(3), pathCount * d));
  const shifted = (x: Float64Array, lag: number, i: number): number => x[(i + lag) % d] + x[(i - lag + d) % d];
  let collapse = 0;
  for (let t = 0; t < 12; t++) {
    const mean = lags.map(() => 0);
    const squares = matrix(3, 3); // E J M⁻¹Jᵀ
    for (let n = 0; n < pathCount; n++) {
      const x = paths.path(n);
      for (const [k, lag] of lags.entries())
        for (let i = 0; i < d; i++) mean[k] += (x[i] * x[(i + lag) % d]) / d / pathCount;
    }
    const force = mean.map((value, k) => c * (value - target[k]));
    const hessian = matrix(d, d);
    for (let i = 0; i < d; i++) {
      lags.forEach((lag, k) => {
        hessian.data[i * d + ((i + lag) % d)] -= force[k] / d;
        hessian.data[i * d + ((i - lag + d) % d)] -= force[k] / d;
      });
      hessian.data[i * d + i] += 1;
    }
    const { solve } = factoriseDense(hessian);
    for (let n = 0; n < pathCount; n++) {
      const x = paths.path(n);
      const gradients = lags.map((lag) => vector(d).map((_, i) => shifted(x, lag, i) / d));
      const solved = gradients.map((g) => {
        const y = g.slice();
        solve(y);
        return y;
      });
      for (const [k, g] of gradients.entries()) {
        for (const [l, y] of solved.entries()) {
          squares.data[3 * k + l] += y.reduce((sum, v, i) => sum + v * g[i], 0) / pathCount;
        }
      }
      for (let i = 0; i < d; i++) x[i] -= gradients.reduce((sum, g, k) => sum + force[k] * g[i], 0);
    }
    const factor = matrix(
      3,
      3,
      squares.data.map((value, i) => (i % 4 === 0 ? 1 : 0) - c * value),
    );
    collapse -= factoriseDense(factor).logDeterminant.logAbs;
    mean.forEach((value, k) => {
      assert.ok(Math.abs(value - law.meanEnergies.row(t)[k]) < 0.02, `${t}, ${k}: ${value}`);
    });
  }
  assert.ok(Math.abs(collapse / law.collapse[12] - 1) < 0.01, `${collapse} against ${law.collapse[12]}`);
});

test('an own share of 1 makes every ensemble size the regular descent, and rates are those of white noise', () => {
  const signalLength = 64;
  const spectrum = circularSpectrum([0.3], { signalLength });
  const target = [0.3, 1];
  const setting = { target, stepSize: 1, stepCount: 30 };
  const one = circularEnsembleLaw(spectrum)(setting).divergence(1);
  const law = circularEnsembleLaw(spectrum)({ ...setting, ownShare: 1 });
  law.divergence(50).forEach((value, t) => {
    assert.ok(Math.abs(value - one[t]) < 1e-12);
  });
  // E‖∇Φₖ‖² = (2/d²) Σ (xᵢ₊ₗ + xᵢ₋ₗ)²/2, which is 2/d for lag 1 and 4/d for lag 0.
  const c = 1 / 1.09;
  law.rates.forEach((rate, k) => {
    assert.ok(Math.abs(rate - (c * [2, 4][k]) / 64) < 1e-15);
  });
});

test('the descent ends on the target, at a spectrum whose logarithm is a + b cos ω', () => {
  const signalLength = 40;
  const spectrum = circularSpectrum([0.4], { signalLength });
  const alpha = circularAutocovariances(spectrum, 1);
  const { variances } = circularEnsembleLaw(spectrum)({ target: [alpha[1], 1], stepSize: 0.02, stepCount: 20_000 });
  const found = circularAutocovariances(variances, 1);
  assert.ok(Math.abs(found[1] - alpha[1]) < 1e-3 && Math.abs(found[0] - 1) < 1e-3);
  const cosines = circularCosines(signalLength, 1);
  const slope = (Math.log(variances[0]) - Math.log(variances[20])) / 2;
  const level = (Math.log(variances[0]) + Math.log(variances[20])) / 2;
  variances.forEach((value, j) => {
    assert.ok(Math.abs(Math.log(value) - level - slope * cosines[j]) < 1e-3);
  });
});

test('spectra and lags out of range are refused', () => {
  const spectrum = circularSpectrum([0.4], { signalLength: 8 });
  assert.throws(() => circularEnsembleLaw([1, 2, 3]), /spectrum expects positive finite numbers, equal at j and d - j/);
  assert.throws(() => circularEnsembleLaw([]), /spectrum expects a number per frequency, got none/);
  assert.throws(() => circularEnsembleLaw([1, -1]), /got -1 at j = 1/);
  assert.throws(() => circularEnsembleLaw(spectrum, { lags: [5, 0] }), /lags expect whole numbers from 0 to d\/2 = 4/);
  assert.throws(() => circularEnsembleLaw(spectrum, { lags: [1, 1] }), /different whole numbers/);
  const lawTowards = circularEnsembleLaw(spectrum);
  assert.throws(() => lawTowards({ target: [1], stepSize: 1, stepCount: 1 }), /target expects two finite numbers/);
  assert.throws(
    () => lawTowards({ target: [0, 1], stepSize: 1, stepCount: 1, ownShare: 2 }),
    /ownShare expects a number from 0 to 1/,
  );
  assert.throws(() => lawTowards({ target: [0, 1], stepSize: 1, stepCount: 1 }).best(0), /ensembleSize expects/);
});
