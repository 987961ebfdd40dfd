import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix, vectorOf } from '../../lib/array/index.js';
import { canonicalModels, meanFieldLimit } from '../../lib/divergence/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { factoriseDense } from '../../lib/linear-algebra/index.js';
import { ar } from '../../lib/model/index.js';
import { assertClose } from '../closeness.js';

/** Divergence of N(0, P⁻¹), P = aI + bT, by dense matrices. */
function denseDivergence(truth: ReturnType<typeof ar>, [a, b]: readonly number[]): number {
  const d = truth.signalLength;
  const rho = truth.autocovariance(d - 1);
  const fill = (entry: (i: number, j: number) => number) => {
    const m = matrix(d, d);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) m.data[i * d + j] = entry(i, j);
    return m;
  };
  const covariance = factoriseDense(fill((i, j) => rho[Math.abs(i - j)]));
  const precision = factoriseDense(fill((i, j) => (i === j ? a : Math.abs(i - j) === 1 ? b : 0)));
  let trace = 0;
  for (let i = 0; i < d; i++) {
    const column = vectorOf(Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
    precision.solve(column);
    covariance.solve(column);
    trace += column[i];
  }
  return 0.5 * (trace - d + covariance.logDeterminant.logAbs + precision.logDeterminant.logAbs);
}

test('canonical laws have the dense divergences; the optimum is below all precisions nearby', () => {
  for (const coefficients of [[0.5], [-0.3, 0.4], [0.999]]) {
    const truth = ar(coefficients, { signalLength: 12 });
    const { maximumEntropy, reverseOptimum, scoreMatching, target } = canonicalModels(truth);
    for (const model of [maximumEntropy, reverseOptimum, scoreMatching]) {
      if (!model) continue;
      const dense = denseDivergence(truth, model.precision);
      assert.ok(Math.abs(model.divergence - dense) < 1e-8 * (1 + dense), `${model.divergence} against ${dense}`);
    }
    assertClose(maximumEntropy.energies, target, 1e-11);
    const [a, b] = reverseOptimum.precision;
    for (const [x, y] of [
      [1e-4, 0],
      [-1e-4, 0],
      [0, 1e-4],
      [0, -1e-4],
      [1e-4, -1e-4],
    ]) {
      assert.ok(denseDivergence(truth, [a * (1 + x), b * (1 + y)]) >= reverseOptimum.divergence - 1e-10);
    }
    // Paths of length d of the maximum-entropy law have more entropy than the truth, whose energies they share.
    assert.ok(maximumEntropy.forwardDivergence >= 0);
  }
});

test('the multipliers are those of the autocovariance energy: its second derivatives make the precision', () => {
  const d = 9;
  const { maximumEntropy } = canonicalModels(ar([0.4], { signalLength: d }));
  const [a, b] = maximumEntropy.precision;
  const energy = autocovariance({ signalLength: d });
  for (let i = 0; i < d; i++) {
    const unit = ensemble(1, d);
    unit.data[i] = 1;
    const { data } = energy.hessianProduct(ensemble(1, d), maximumEntropy.multipliers, unit);
    const expected = Array.from(data, (_, j) => (i === j ? a - 1 : Math.abs(i - j) === 1 ? b : 0));
    assertClose(data, expected, 1e-12, `column ${i}`);
  }
});

test('two values leave nothing to choose: every principle finds the truth', () => {
  const { maximumEntropy, reverseOptimum, scoreMatching } = canonicalModels(ar([0.7], { signalLength: 2 }));
  for (const model of [maximumEntropy, reverseOptimum, scoreMatching]) {
    assert.ok(Math.abs(model!.divergence) < 1e-12);
    assertClose(model!.precision, [1 / (1 - 0.49), -0.7 / (1 - 0.49)], 1e-9);
  }
});

test('score matching may find no law: the matrix is then not positive definite', () => {
  assert.equal(canonicalModels(ar([0.95, -0.5], { signalLength: 64 })).scoreMatching, undefined);
});

test('the limit of the mean-field descent has less entropy than the maximum; bad arguments are refused', () => {
  const truth = ar([0.3], { signalLength: 48 });
  assert.ok(meanFieldLimit(truth, { stepSize: 0.5 }).entropyGap > 0);
  assert.throws(() => meanFieldLimit(truth, { stepSize: 0 }), /stepSize expects a positive finite number/);
  assert.throws(() => canonicalModels(ar([], { signalLength: 1 })), /signal length from 2, got 1/);
  // Steps that overflow are refused at once, not after a million of them.
  const started = performance.now();
  assert.throws(() => meanFieldLimit(truth, { stepSize: 1e4 }), /come no nearer to the target than .*; take another/);
  assert.ok(performance.now() - started < 1000);
});
