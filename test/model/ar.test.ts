import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { ar } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertWithin } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { eliminate } from '../linear-algebra/reference.js';
import { sampleMean } from '../statistics.js';
import { fixture } from '../support.js';

const examples = [[], [0.1], [-0.95], [0.2, -0.1], [-0.1, 0.2, 0.1], [0.5, -0.3, 0.2, 0, -0.4]];

/** E[xᵢxᵢ₊ₗ] for lags 0 … last and variance 1, from the moving average Σ ψₖεᵢ₋ₖ that the recursion unrolls to. */
function covarianceByUnrolling(coefficients: readonly number[], last: number): number[] {
  const psi: number[] = [1];
  for (let k = 1; k < 1500; k++)
    psi[k] = coefficients.reduce((sum, phi, j) => sum + (k > j ? phi * psi[k - 1 - j] : 0), 0);
  const sums = Array.from({ length: last + 1 }, (_, lag) =>
    psi.reduce((sum, value, k) => sum + value * (psi[k + lag] ?? 0), 0),
  );
  return sums.map((sum) => sum / sums[0]);
}

/** ln of the Gaussian density with this Toeplitz covariance, by its inverse and determinant. */
function denseLogDensity(path: ArrayLike<number>, covariance: readonly number[]): number {
  const x = Array.from(path);
  const { logAbs, inverse } = eliminate(x.map((_, i) => x.map((__, j) => covariance[Math.abs(i - j)])));
  const square = x.reduce(
    (sum, value, i) => sum + value * x.reduce((inner, other, j) => inner + inverse[i][j] * other, 0),
    0,
  );
  return -0.5 * (square + logAbs + x.length * Math.log(2 * Math.PI));
}

for (const coefficients of examples) {
  const name = `AR(${coefficients.join(', ')})`;

  test(`${name}: the log-density is that of the Gaussian law with its Toeplitz covariance, also for paths shorter than its order`, () => {
    for (const signalLength of [1, 2, 3, 4, 12]) {
      for (const variance of [1, 2.5]) {
        const paths = noise(signalLength, 3, signalLength);
        const covariance = covarianceByUnrolling(coefficients, signalLength).map((value) => variance * value);
        const expected = [0, 1, 2].map((n) => denseLogDensity(paths.path(n), covariance));
        assertClose(
          ar(coefficients, { signalLength, variance }).logDensity(paths),
          expected,
          1e-9,
          `length ${signalLength}`,
        );
      }
    }
  });

  test(`${name}: its autocovariance and innovation deviation are those of the unrolled recursion`, () => {
    const model = ar(coefficients, { signalLength: 4, variance: 2 });
    const covariance = covarianceByUnrolling(coefficients, 9).map((value) => 2 * value);
    assertClose(model.autocovariance(9), covariance, 1e-11);
    const innovation = coefficients.reduce((rest, phi, j) => rest - phi * covariance[j + 1], covariance[0]);
    assertClose(model.innovationDeviation, Math.sqrt(innovation), 1e-12);
  });

  test(`${name}: drawn paths have its covariance from their first value on, and the log-density of its entropy on average`, () => {
    const [signalLength, pathCount] = [7, 6000];
    const model = ar(coefficients, { signalLength });
    const paths = model.sample(key(7), pathCount);
    const covariance = covarianceByUnrolling(coefficients, signalLength);
    for (const [i, j] of [
      [0, 0],
      [1, 1],
      [3, 3],
      [6, 6],
      [0, 1],
      [5, 6],
      [0, 2],
      [0, 3],
      [2, 6],
    ]) {
      const products = Array.from({ length: pathCount }, (_, n) => paths.path(n)[i] * paths.path(n)[j]);
      assertWithin(sampleMean(products), covariance[Math.abs(i - j)], 4, `covariance of values ${i} and ${j}`);
    }
    const { logAbs } = eliminate(
      Array.from({ length: 7 }, (_, i) => Array.from({ length: 7 }, (__, j) => covariance[Math.abs(i - j)])),
    );
    assertWithin(sampleMean(model.logDensity(paths)), -0.5 * (logAbs + 7 * (1 + Math.log(2 * Math.PI))), 4, 'entropy');
  });
}

test('AR log-likelihoods, innovation deviations and autocovariances agree with statsmodels: loglik-ar', () => {
  const { cases, tolerance } = fixture<{
    params: { phi: number[]; d: number };
    input: { x: number[][] };
    expected: { sigma: number; autocovariance: number[]; loglik_exact: number[] };
  }>('loglik-ar');
  for (const { params, input, expected } of cases) {
    const model = ar(params.phi, { signalLength: params.d });
    const largest = Math.max(...expected.loglik_exact.map(Math.abs));
    assertClose(
      model.logDensity(ensembleOf(input.x)),
      expected.loglik_exact,
      tolerance.loglik.abs + tolerance.loglik.rel * largest,
    );
    assertClose(model.innovationDeviation, expected.sigma, 1e-10);
    assertClose(model.autocovariance(expected.autocovariance.length - 1), expected.autocovariance, 2e-10);
  }
});

test('coefficients without a stationary law are refused, whether a root is inside, on, or nearly on the circle', () => {
  for (const coefficients of [[1], [-1], [1.2], [0.6, 0.4], [0, 1], [2, -1.1], [0.5, 0.5, 0.5], [NaN]]) {
    assert.throws(
      () => ar(coefficients, { signalLength: 8 }),
      (error: Error) =>
        error instanceof RangeError &&
        error.message.startsWith('ar: coefficients expect a stationary law') &&
        error.message.includes(`got [${coefficients.join(', ')}]`),
    );
  }
  // Roots of 1 − 1.98z + 0.9802z² lie at 1/0.99 twice: stationary, though the coefficients add up to 0.9998.
  assert.ok(ar([1.98, -0.9802], { signalLength: 8 }).innovationDeviation < 0.01);
});

test('a variance that is not positive and finite, or no whole length, is refused', () => {
  for (const variance of [0, -1, NaN, Infinity]) {
    assert.throws(
      () => ar([0.1], { signalLength: 8, variance }),
      new RegExp(`^RangeError: ar: variance expects a positive finite number, got ${variance}`),
    );
  }
  for (const signalLength of [0, -3, 1.5]) {
    assert.throws(
      () => ar([0.1], { signalLength }),
      new RegExp(`ar: signalLength expects a whole number from 1, got ${signalLength}`),
    );
  }
});
