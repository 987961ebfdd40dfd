import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import {
  estimateLogDeterminant,
  leadingEigenpairs,
  logDeterminantEstimator,
  type SymmetricOperator,
} from '../../lib/linear-algebra/index.js';
import { draws, foldIn, key, signs } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';
import { eliminate, normalMatrix } from './reference.js';

const order = 128;

/** Rows of an orthogonal matrix: eigenvectors of a random symmetric one. */
const axes = ((): Float64Array[] => {
  const entries = normalMatrix(1, order, order);
  const symmetric: SymmetricOperator = (v, out) =>
    out.forEach((_, i) => {
      out[i] = v.reduce((sum, x, j) => sum + (entries[i][j] + entries[j][i]) * x, 0);
    });
  const { vectors } = leadingEigenpairs(symmetric, order, order);
  return Array.from({ length: order }, (_, i) => vectors.row(i));
})();

/** The symmetric matrix with given eigenvalues along those axes. */
function operator(eigenvalues: readonly number[]): SymmetricOperator {
  const rows = axes[0].map(() => 0);
  const entries = Array.from(rows, (_, i) =>
    rows.map((__, j) => eigenvalues.reduce((sum, theta, k) => sum + theta * axes[k][i] * axes[k][j], 0)),
  );
  return (v, out) =>
    void out.forEach((_, i) => {
      out[i] = dot(entries[i], v);
    });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

const normal = draws(key(2)).normal;
const bulk = (size: number): number[] => Array.from({ length: order }, () => size * normal());
const spectra: Record<string, { eigenvalues: number[]; goal: number }> = {
  'a small spectrum': { eigenvalues: bulk(0.02), goal: 0.3 },
  'an outlier beyond 1 over a small spectrum': { eigenvalues: [4, ...bulk(0.02).slice(1)], goal: 0.3 },
  'outliers on both sides': { eigenvalues: [3, 0.8, -2, ...bulk(0.02).slice(3)], goal: 0.3 },
  'a double outlier': { eigenvalues: [0.8, 0.8, ...bulk(0.02).slice(2)], goal: 0.3 },
  'an eigenvalue next to 1': { eigenvalues: [0.9999, ...bulk(0.02).slice(1)], goal: 0.3 },
  'low rank': { eigenvalues: bulk(0).map((_, k) => (k < 8 ? 0.1 + 0.1 * k : 0)), goal: 0.5 },
  'a wide spectrum': { eigenvalues: bulk(0.3), goal: 1 },
};

for (const [name, { eigenvalues, goal }] of Object.entries(spectra)) {
  test(`${name}: over 240 probes' keys the estimate has the right mean and the spread that it states`, () => {
    const apply = operator(eigenvalues);
    const truth = eigenvalues.reduce((sum, theta) => sum + Math.log(Math.abs(1 - theta)), 0);
    const errors: number[] = [];
    let variance = 0;
    let within = 0;
    for (let r = 0; r < 240; r++) {
      const draw = (probeNumber: number, out: Float64Array): void =>
        void signs(foldIn(foldIn(key(3), r), probeNumber), order, out);
      const estimate = estimateLogDeterminant(apply, order, draw, { goal, rounding: 1e-12 });
      errors.push(estimate.value - truth);
      variance += estimate.variance / 240;
      if (Math.abs(estimate.value - truth) <= 2 * Math.sqrt(estimate.variance) + 1e-9) within++;
    }
    const mean = errors.reduce((sum, error) => sum + error, 0) / 240;
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / 239);
    assert.ok(Math.abs(mean) < 3.5 * (spread / Math.sqrt(240)) + 1e-9, `mean error ${mean}, spread ${spread}`);
    // Where errors are normal the spread of 240 numbers is known to 5 %; it is less well known with heavy tails.
    assert.ok(spread < 1.3 * Math.sqrt(variance) + 1e-9, `spread ${spread}, stated ${Math.sqrt(variance)}`);
    assert.ok(within >= 0.91 * 240, `${within} of 240 within two standard errors`);
  });
}

test('as many steps as the order give the determinant itself, its sign, and the coupling', () => {
  const [length, rateCount] = [12, 3];
  const entries = normalMatrix(4, length, length);
  const rows = normalMatrix(5, rateCount, length);
  const symmetric = entries.map((row, i) => row.map((_, j) => 0.5 * (entries[i][j] + entries[j][i])));
  const { logAbs, sign, inverse } = eliminate(
    symmetric.map((row, i) => row.map((entry, j) => (i === j ? 1 : 0) - entry)),
  );
  for (const effort of [
    { probes: 1, share: 1, variance: 0 },
    { probes: Infinity, share: 1, variance: 0 },
  ]) {
    const estimator = logDeterminantEstimator(length, rateCount, { goal: 1e-9, rounding: 1e-14 });
    const [product, rates, coupling] = [vector(length), vector(rateCount), vector(rateCount ** 2)];
    estimator.start({
      draw: (probeNumber, out) => void signs(foldIn(key(6), probeNumber), length, out),
      kept: undefined,
      effort,
    });
    while (!estimator.done) {
      const { direction } = estimator;
      symmetric.forEach((row, i) => {
        product[i] = row.reduce((sum, entry, j) => sum + entry * direction[j], 0);
      });
      rows.forEach((row, k) => {
        rates[k] = row.reduce((sum, entry, j) => sum + entry * direction[j], 0);
      });
      estimator.accept(product, rates);
    }
    estimator.addCoupling(coupling);
    assertClose(estimator.estimate.value, logAbs, 1e-9);
    assert.equal(estimator.estimate.sign, sign);
    assert.equal(estimator.estimate.products, length);
    const expected = rows.flatMap((left) =>
      rows.map((right) =>
        left.reduce((sum, x, i) => sum + right.reduce((inner, y, j) => inner + x * inverse[i][j] * y, 0), 0),
      ),
    );
    assertClose(coupling, expected, 1e-8);
  }
});

test('couplings have the right mean, whether or not outliers are taken out', () => {
  const eigenvalues = [3, -1, ...bulk(0.05).slice(2)];
  const apply = operator(eigenvalues);
  const row = normalMatrix(7, 1, order)[0];
  const gradient = Float64Array.from(row);
  const truth = eigenvalues.reduce((sum, theta, k) => sum + dot(axes[k], gradient) ** 2 / (1 - theta), 0);
  const estimator = logDeterminantEstimator(order, 1, { goal: 0.5, rounding: 1e-12 });
  const [product, rates] = [vector(order), vector(1)];
  for (const probes of [1, 2, 4]) {
    const values: number[] = [];
    for (let r = 0; r < 400; r++) {
      const draw = (probeNumber: number, out: Float64Array): void =>
        void signs(foldIn(foldIn(key(8), r), probeNumber), order, out);
      estimator.start({ draw, kept: undefined, effort: { probes, share: 1, variance: 0 } });
      while (!estimator.done) {
        apply(estimator.direction, product);
        rates[0] = dot(gradient, estimator.direction);
        estimator.accept(product, rates);
      }
      const coupling = vector(1);
      estimator.addCoupling(coupling);
      values.push(coupling[0]);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / 400;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
    assert.ok(
      Math.abs(mean - truth) < 3 * (spread / 20),
      `${probes} probes: ${mean} ± ${spread / 20}, expected ${truth}`,
    );
  }
});

test('a small spectrum takes two products a probe, a zero matrix one', () => {
  const draw = (probeNumber: number, out: Float64Array): void => void signs(foldIn(key(9), probeNumber), order, out);
  const effort = { probes: 1, share: 1, variance: 0 };
  assert.equal(
    estimateLogDeterminant(operator(bulk(0.01)), order, draw, { goal: 0.2, rounding: 1e-12, effort }).products,
    2,
  );
  const nothing = estimateLogDeterminant((_, out) => void out.fill(0), order, draw, {
    goal: 0.2,
    rounding: 1e-12,
    effort,
  });
  assert.deepEqual([nothing.value, nothing.variance, nothing.products], [0, 0, 1]);
});

test('entries that are left out play no part', () => {
  const kept = vector(order).map((_, i) => (i % 3 === 0 ? 1 : 0));
  const entries = normalMatrix(10, order, order);
  const symmetric = entries.map((row, i) => row.map((_, j) => 0.004 * (entries[i][j] + entries[j][i])));
  const moving = [...kept.keys()].filter((i) => kept[i] === 0);
  const { logAbs } = eliminate(moving.map((i) => moving.map((j) => (i === j ? 1 : 0) - symmetric[i][j])));
  const apply: SymmetricOperator = (v, out) =>
    symmetric.forEach((row, i) => {
      out[i] = row.reduce((sum, entry, j) => sum + entry * v[j], 0);
    });
  const values = Array.from({ length: 60 }, (_, r) => {
    const draw = (probeNumber: number, out: Float64Array): void =>
      void signs(foldIn(foldIn(key(12), r), probeNumber), order, out);
    return estimateLogDeterminant(apply, order, draw, { goal: 0.2, rounding: 1e-12, kept });
  });
  const mean = values.reduce((sum, { value }) => sum + value / 60, 0);
  const error = Math.sqrt(values.reduce((sum, { variance }) => sum + variance, 0)) / 60;
  assert.ok(Math.abs(mean - logAbs) < 3 * error, `${mean} ± ${error}, expected ${logAbs}`);
});

test('a product that is not finite is refused', () => {
  const draw = (probeNumber: number, out: Float64Array): void => void signs(key(probeNumber), 8, out);
  assert.throws(
    () => estimateLogDeterminant((_, out) => void out.fill(NaN), 8, draw, { goal: 1, rounding: 1e-12 }),
    /^RangeError: lanczosQuadrature: product expects finite numbers, got norm NaN/,
  );
});
