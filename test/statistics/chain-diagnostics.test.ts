import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Matrix, matrix } from '../../lib/array/index.js';
import { key, normals } from '../../lib/random/index.js';
import {
  bulkSampleSize,
  chainMean,
  chainQuantile,
  chainSummary,
  meanSampleSize,
  rHat,
  squaredJump,
  tailSampleSize,
} from '../../lib/statistics/index.js';
import { assertWithin } from '../closeness.js';

/** Stationary chains x′ = φ x + √(1 − φ²) ξ with variance 1. */
function autoregressions(phi: number, chainCount: number, drawCount: number, seed = 1): Matrix {
  const chains = matrix(chainCount, drawCount, normals(key(seed), chainCount * drawCount));
  const spread = Math.sqrt(1 - phi * phi);
  for (let c = 0; c < chainCount; c++) {
    const row = chains.row(c);
    for (let t = 1; t < drawCount; t++) row[t] = phi * row[t - 1] + spread * row[t];
  }
  return chains;
}

test('the effective sample size of a mean under AR(φ) is (1 − φ)/(1 + φ) of the draws, above their number for φ < 0', () => {
  for (const phi of [0.8, 0.3, -0.3]) {
    const share = meanSampleSize(autoregressions(phi, 4, 10_000)) / 40_000;
    assert.ok(Math.abs((share * (1 + phi)) / (1 - phi) - 1) < 0.06, `${phi}: ${share}`);
  }
});

test('means and quantiles of correlated chains lie within 4 of their own standard errors of the truth', () => {
  const chains = autoregressions(0.8, 4, 5000, 2);
  assertWithin(chainMean(chains), 0, 4, 'mean');
  assertWithin(chainQuantile(chains, 0.5), 0, 4, 'median');
  assertWithin(chainQuantile(chains, 0.975), 1.95996398454, 4, 'quantile');
  assertWithin(squaredJump(chains), 2 * (1 - 0.8), 4, 'squared jump');
});

test('R-hat is near 1 for chains that agree, and sees a chain elsewhere, a wider one, and a drift', () => {
  const agreeing = autoregressions(0.5, 4, 1000, 3);
  const changed = (change: (value: number, chain: number, draw: number) => number): Matrix =>
    matrix(
      4,
      1000,
      agreeing.data.map((value, i) => change(value, Math.floor(i / 1000), i % 1000)),
    );
  assert.ok(rHat(agreeing) < 1.01, `${rHat(agreeing)}`);
  assert.ok(rHat(changed((value, chain) => value + (chain === 3 ? 1 : 0))) > 1.05);
  assert.ok(rHat(changed((value, chain) => value * (chain === 3 ? 3 : 1))) > 1.05);
  assert.ok(rHat(changed((value, _, draw) => value + draw / 500)) > 1.05);
});

test('ranks alone matter to R-hat and bulk size: a growing map of the draws changes neither', () => {
  const chains = autoregressions(0.5, 4, 300, 4);
  const mapped = matrix(
    4,
    300,
    chains.data.map((value) => Math.exp(3 * value)),
  );
  assert.equal(bulkSampleSize(mapped), bulkSampleSize(chains));
  assert.equal(tailSampleSize(mapped), tailSampleSize(chains));
});

test('a summary holds the single diagnostics, and chains that never move have none', () => {
  const chains = autoregressions(0.5, 4, 100, 5);
  const summary = chainSummary(chains);
  assert.deepEqual(summary.mean, chainMean(chains));
  assert.deepEqual(
    [summary.rHat, summary.bulkSampleSize, summary.tailSampleSize],
    [rHat(chains), bulkSampleSize(chains), tailSampleSize(chains)],
  );
  const still = chainSummary(matrix(2, 10));
  assert.ok([still.rHat, still.bulkSampleSize, still.tailSampleSize].every(Number.isNaN));
});

test('too few chains or draws, a draw that is not finite and a quantile of no inner probability are refused', () => {
  const chains = autoregressions(0.5, 2, 8, 6);
  assert.throws(() => rHat(autoregressions(0, 1, 8)), /rHat: chains expect at least 2 rows of 4 draws, .* got 1 of 8/);
  assert.throws(() => bulkSampleSize(matrix(2, 3)), /bulkSampleSize: chains expect at least 1 row of 4 draws/);
  assert.throws(
    () => chainQuantile(chains, 1),
    /chainQuantile: probability expects a number above 0 and below 1, got 1/,
  );
  assert.throws(() => squaredJump(matrix(2, 4)), /squaredJump: chains expect at least 1 row of 5 draws/);
  assert.throws(() => chainMean(matrix(0, 0)), /chainMean: chains expect at least 1 row of 4 draws/);
  assert.deepEqual(chainQuantile(matrix(2, 8), 0.5), { value: 0, standardError: NaN });
  chains.row(1)[2] = Infinity;
  assert.throws(() => rHat(chains), /rHat: chains expect finite draws, got Infinity at draw 2 of chain 1/);
});
