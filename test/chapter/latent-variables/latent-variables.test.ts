import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, matrix, matrixOf, vectorOf } from '../../../lib/array/index.js';
import {
  anyGaussian,
  diagonalGaussian,
  diagonalMatrix,
  drawnStart,
  evidenceOf,
  expectationMaximisation,
  gradientEstimates,
  latentCost,
  latentGaussianFit,
  leftOver,
  principalFit,
  ringAutoencoder,
} from '../../../lib/chapter/latent-variables/index.js';
import { factoriseDense } from '../../../lib/linear-algebra/index.js';
import { gaussianEncoder, generator, multilayer } from '../../../lib/neural/index.js';
import { key } from '../../../lib/random/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

/** Symmetric, positive, with no zero. */
const covariance = matrixOf([
  [3, 0.8, -0.4, 0.2],
  [0.8, 2, 0.5, -0.3],
  [-0.4, 0.5, 1.2, 0.1],
  [0.2, -0.3, 0.1, 0.9],
]);

test('the likelihood of loadings is that of the dense covariance, and its gap that of the dense posterior', () => {
  const loadings = matrixOf([
    [1, 0.4],
    [0.3, -0.8],
    [0.5, 0.5],
    [-0.2, 0.1],
  ]);
  const fit = latentGaussianFit({ loadings, noiseVariance: 0.7 }, covariance);
  const C = matrix(
    4,
    4,
    vectorOf(
      Array.from({ length: 16 }, (_, n) => {
        const [a, b] = [loadings.row(Math.floor(n / 4)), loadings.row(n % 4)];
        return a[0] * b[0] + a[1] * b[1] + (n % 5 === 0 ? 0.7 : 0);
      }),
    ),
  );
  const { solve, logDeterminant } = factoriseDense(C);
  let quadratic = 0;
  for (let i = 0; i < 4; i++) {
    const column = covariance.row(i).slice();
    solve(column);
    quadratic += column[i];
  }
  assertClose(fit.logLikelihood, -0.5 * (4 * Math.log(2 * Math.PI) + logDeterminant.logAbs + quadratic), 1e-12);
  // M = [[a, b], [b, c]]: the gap is ½ ln(ac/(ac − b²)).
  const [a, b, c] = [1 + 0.09 + 0.25 + 0.04 + 0.7, 0.4 - 0.24 + 0.25 - 0.02, 0.16 + 0.64 + 0.25 + 0.01 + 0.7];
  assertClose(fit.evidenceGap, 0.5 * Math.log((a * c) / (a * c - b * b)), 1e-12);
  assertClose(fit.posteriorPrecision.data, [a / 0.7, b / 0.7, b / 0.7, c / 0.7], 1e-12);
  assertClose(fit.diagonalVariances, [0.7 / a, 0.7 / c], 1e-12);
});

test('no loadings are likelier than those of the leading eigenvectors, which turning leaves as likely', () => {
  const best = principalFit(covariance, { latents: 2 });
  const { logLikelihood, evidenceGap } = latentGaussianFit(best, covariance);
  const turned = latentGaussianFit(principalFit(covariance, { latents: 2, angle: 0.7 }), covariance);
  assertClose(turned.logLikelihood, logLikelihood, 1e-12);
  assertClose(evidenceGap, 0, 1e-12);
  assert.ok(turned.evidenceGap > 1e-3);
  for (let i = 0; i < 8; i++) {
    for (const by of [-0.05, 0.05]) {
      const loadings = matrix(4, 2, best.loadings.data.slice());
      loadings.data[i] += by;
      assert.ok(latentGaussianFit({ ...best, loadings }, covariance).logLikelihood < logLikelihood);
    }
  }
  assertClose(leftOver(best.loadings, covariance), best.reconstructionError, 1e-12);
});

test('with variances over ten decades, noise, likelihood and gap keep their digits', () => {
  const eigenvalues = [1e6, 40, 3e-3, 6e-4, 3e-4];
  const angle = 0.6;
  const S = diagonalMatrix(eigenvalues);
  const best = principalFit(S, { latents: 2, angle });
  const { logLikelihood, evidenceGap } = latentGaussianFit(best, S);
  assertClose(best.noiseVariance / 1.3e-3, 1, 1e-15);
  assertClose(best.reconstructionError / 3.9e-3, 1, 1e-15);
  // C has the eigenvalues λ₁, λ₂, v, v, v, and M those of the rotated diagonal matrix of λ₁ and λ₂.
  const logs = Math.log(4e7) + 3 * Math.log(1.3e-3);
  assertClose(logLikelihood, -0.5 * (5 * Math.log(2 * Math.PI) + logs + 5), 1e-13);
  const [c, s] = [Math.cos(angle) ** 2, Math.sin(angle) ** 2];
  assertClose(evidenceGap, 0.5 * Math.log(((c * 1e6 + s * 40) * (s * 1e6 + c * 40)) / 4e7), 1e-13);
});

test('expectation maximisation climbs to the closed form; with independent latents its bound climbs and its gap closes', () => {
  const start = drawnStart(key(2), 4, 2);
  const closed = latentGaussianFit(principalFit(covariance, { latents: 2 }), covariance).logLikelihood;
  const exact = expectationMaximisation(covariance, start, { family: anyGaussian, iterations: 800 });
  const diagonal = expectationMaximisation(covariance, start, { family: diagonalGaussian, iterations: 800 });
  for (let t = 1; t <= 800; t++) {
    assert.ok(exact.logLikelihoods[t] > exact.logLikelihoods[t - 1] - 1e-13);
    assert.ok(diagonal.evidenceBounds[t] > diagonal.evidenceBounds[t - 1] - 1e-13);
    assert.ok(diagonal.evidenceBounds[t] < diagonal.logLikelihoods[t] + 1e-13);
  }
  assertClose(exact.logLikelihoods[800], closed, 1e-9);
  assertClose(diagonal.evidenceBounds[800], closed, 1e-6);
});

test('with the noise held, a latent has the loading √(λ − v) and none where λ ≤ v', () => {
  const options = { family: anyGaussian, iterations: 300, noiseVariance: 1.5 };
  const { loadings } = expectationMaximisation(diagonalMatrix([4, 2, 1]), drawnStart(key(3), 3, 2), options).model;
  const rows = [0, 1, 2].map((i) => loadings.row(i)[0] ** 2 + loadings.row(i)[1] ** 2);
  assertClose(rows, [2.5, 0.5, 0], 1e-9);
  assert.equal(principalFit(diagonalMatrix([4, 2, 1]), { latents: 2, noiseVariance: 3 }).activeLatents, 1);
});

test('both gradients of a mean are unbiased, with the variances of their closed forms', () => {
  const found = gradientEstimates({ offset: 0.7, deviation: 0.4, drawCount: 20_000, key: key(4) });
  assertWithin(found.reparametrised, -0.7, 4, 'reparametrised');
  assertWithin(found.scoreFunction, -0.7, 4, 'score function');
  assertWithin(found.variances.reparametrised, 0.16, 4);
  const [c, s] = [0.7, 0.4];
  assertWithin(found.variances.scoreFunction, (c ** 4 + 18 * c ** 2 * s ** 2 + 15 * s ** 4) / (4 * s ** 2) - c ** 2, 4);
  // ∫ N(μ, σ²) ln(N(μ, σ²)/N(0, 1)) by a sum.
  let cost = 0;
  for (let x = -8; x <= 8; x += 0.01) {
    const log = (mean: number, deviation: number): number =>
      -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI));
    cost += 0.01 * Math.exp(log(0.6, 0.5)) * (log(0.6, 0.5) - log(0, 1));
  }
  assertClose(latentCost(0.6, 0.5), cost, 1e-9);
});

test('evidence of a linear decoder is that of its Gaussian law, and its gap the divergence of the encoder’s law', () => {
  // x = (2z + 0.5, −z) + 0.6 ε; the encoder says N(0.3 x₁, 0.5²).
  const decoder = generator(multilayer([1, 2]), vectorOf([2, -1, 0.5, 0]));
  const encoder = gaussianEncoder(multilayer([2, 2]), vectorOf([0.3, 0, 0, 0, 0, Math.log(0.5)]));
  const x = [1.4, 0.2];
  const { logLikelihoods, evidenceBounds, latentCosts } = evidenceOf(
    { encoder, decoder, deviation: 0.6 },
    ensembleOf([x]),
  );
  const [u, v] = [x[0] - 0.5, x[1]];
  const m = 5 + 0.36;
  const determinant = 0.36 * m;
  const quadratic = (u * u + v * v - (2 * u - v) ** 2 / m) / 0.36;
  const expected = -0.5 * (2 * Math.log(2 * Math.PI) + Math.log(determinant) + quadratic);
  assertClose(logLikelihoods, [expected], 1e-9);
  const [mean, variance] = [(2 * u - v) / m, 0.36 / m];
  const gap = 0.5 * ((0.25 + (0.42 - mean) ** 2) / variance - 1 - Math.log(0.25 / variance));
  // The bound's grid ends at six deviations.
  assertClose(evidenceBounds, [expected - gap], 1e-6);
  assertClose(latentCosts, [0.5 * (0.42 ** 2 + 0.25 - 1) - Math.log(0.5)], 1e-12);
});

test('a short training raises the bound, and noise above the largest eigenvalue silences the latent', async (t) => {
  const short = { width: 8, batchSize: 64, stepCount: 150, testCount: 60, heldDeviation: 1.6 };
  const { rows } = await computedData(t, ringAutoencoder(short));
  const [first, last] = [rows[0], rows[rows.length - 1]];
  assert.equal(last.step, 150);
  assert.ok(last.evidenceBound.value > first.evidenceBound.value + 0.1);
  assert.ok(last.latentCost.value < 0.05, `${last.latentCost.value}`);
  for (const { gap } of rows) assert.ok(gap.value > 0);
});

test('wrong arguments are one clear error', () => {
  assert.throws(
    () => principalFit(covariance, { latents: 4 }),
    /^RangeError: principalFit: latents expects a whole number from 1 to 3, got 4/,
  );
  const model = { loadings: matrix(3, 1), noiseVariance: 1 };
  assert.throws(
    () => latentGaussianFit(model, covariance),
    /covariance expects 3 x 3 numbers like the loadings, got 4 x 4/,
  );
  assert.throws(
    () => latentGaussianFit({ ...model, noiseVariance: 0 }, matrix(3, 3)),
    /noiseVariance expects a positive finite number, got 0/,
  );
  assert.throws(
    () => gradientEstimates({ offset: 1, deviation: 0, drawCount: 10, key: key(1) }),
    /deviation expects a positive finite number, got 0/,
  );
});
