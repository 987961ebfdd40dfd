import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix } from '../../lib/array/index.js';
import { canonicalSpectrum, canonicalVariance } from '../../lib/divergence/index.js';
import { assertClose } from '../closeness.js';

/** cos(angle of j) and 1 by mode: lag 1 first. */
const lagModes = (d: number, angle: (j: number) => number) =>
  matrix(
    2,
    d,
    Float64Array.from({ length: 2 * d }, (_, i) => (i < d ? Math.cos(angle(i)) : 1)),
  );
const circular = (d: number) => lagModes(d, (j) => (2 * Math.PI * j) / d);

test('without a ridge the law has the target energies, and its divergence is nearly that of AR(1)', () => {
  // Sums that end. Up to its ends AR(1) is the law of largest entropy with its variance and its lag 1.
  const [d, phi] = [400, 0.6];
  const target = [(phi * (d - 1)) / d, 1];
  const law = canonicalSpectrum(
    lagModes(d, (j) => (Math.PI * (j + 1)) / (d + 1)),
    { target },
  );
  assertClose(law.energies, target, 1e-10);
  const exact = -0.5 * (d - 1) * Math.log(1 - phi * phi);
  assert.ok(law.divergence < exact && exact - law.divergence < 0.2, `${law.divergence}, AR(1): ${exact}`);
});

test('with a ridge the multipliers are (E Φ − α)/ridge, and ln Z has E Φ for its slope', () => {
  const components = circular(24);
  const [target, ridge] = [[0.4, 1.1], 0.01];
  const law = canonicalSpectrum(components, { target, ridge });
  assertClose(
    law.multipliers,
    [0, 1].map((k) => (law.energies[k] - target[k]) / ridge),
    1e-9,
  );
  // −½ Σ ln(1 + (2/d) θ·a), written out, and its differences.
  const logZ = (first: number, second: number): number =>
    Array.from(
      { length: 24 },
      (_, j) => -0.5 * Math.log(1 + (first * Math.cos((2 * Math.PI * j) / 24) + second) / 12),
    ).reduce((sum, value) => sum + value);
  const [a, b] = law.multipliers;
  assertClose(law.logPartition, logZ(a, b), 1e-12);
  assertClose((logZ(a - 1e-5, b) - logZ(a + 1e-5, b)) / 2e-5, law.energies[0], 1e-8);
});

test('one value: the variance solves the stationary equation, with a base law and without', () => {
  for (const basePrecision of [0, 2]) {
    for (const target of [1, 0, -3]) {
      const { variance, multiplier } = canonicalVariance({ target, ridge: 0.3, basePrecision });
      assertClose(1 / variance, 2 * multiplier + basePrecision, 1e-12 / variance);
      assertClose(multiplier, (variance - target) / 0.3, 1e-12);
    }
  }
});

test('targets that no Gaussian law has, and numbers out of range, are one clear error', () => {
  const refused = (target: number[], ridge?: number) => () => canonicalSpectrum(circular(8), { target, ridge });
  assert.throws(refused([2, 1]), /^RangeError: canonicalSpectrum: target expects energies of some Gaussian law/);
  assert.throws(refused([2]), /target expects 2 numbers, got 1/);
  assert.throws(refused([NaN, 1]), /target expects finite numbers, got NaN/);
  assert.throws(refused([0, 1], -1), /ridge expects a finite number from 0, got -1/);
  assert.throws(() => canonicalVariance({ target: 1, ridge: 0 }), /ridge expects a positive finite number, got 0/);
  assert.throws(() => canonicalVariance({ target: NaN, ridge: 1 }), /target and basePrecision expect finite numbers/);
  // A mean square of 0 is approached as θ → ∞, and met by no law.
  assert.throws(
    () => canonicalSpectrum(matrix(1, 3, new Float64Array(3).fill(1)), { target: [0] }),
    /target expects energies/,
  );
  assert.throws(
    () => canonicalSpectrum(matrix(1, 2, Float64Array.of(NaN, 1)), { target: [1] }),
    /components expect finite/,
  );
  assert.throws(
    () => canonicalSpectrum(matrix(2, 2, new Float64Array(4).fill(1)), { target: [1.1, 1.1] }),
    /canonicalSpectrum: G expects full rank, got component 2, whose gradient is a combination of those of component 1/,
  );
});

test('the unit of the target does not matter: energies are met to the digits that they have', () => {
  for (const unit of [1e6, 1e-6, 1e-12]) {
    const target = [0.1 * unit, unit];
    const { energies } = canonicalSpectrum(circular(8), { target });
    assertClose(energies[0] / unit, 0.1, 1e-8);
    assertClose(energies[1] / unit, 1, 1e-8);
  }
});
