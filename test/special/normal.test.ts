import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logNormalDensity, logNormalTail, normalHazard, normalQuantile } from '../../lib/special/index.js';

// z, ln P(Z > z), φ(z)/P(Z > z): by mpmath 1.3.0 at 40 digits, from erfc (and log1p below 0).
const known: readonly (readonly [number, number, number])[] = [
  [-40, -3.6558935409150297037e-350, 1.4632702508383031787e-348],
  [-10, -7.619853024160526066e-24, 7.6945986267064193463e-23],
  [-3.7, -0.0001078055442862634186, 0.00042482606668751484816],
  [-1, -0.17275377902344988953, 0.28759997093917836123],
  [-0.25, -0.51298407540943043213, 0.64583937101681726584],
  [0, -0.69314718055994530942, 0.79788456080286535588],
  [0.5, -1.1759117615936186089, 1.1410777703680644809],
  [1, -1.8410216450092635058, 1.5251352761609812091],
  [2, -3.7831843336820319488, 2.3732155328228408673],
  [2.9, -6.2840582349474187035, 3.1903151395429819932],
  [2.999, -6.6044435875705798131, 3.2821692298557138475],
  [3, -6.6077262215103495433, 3.2830986549304365069],
  [3.001, -6.6110097848909309106, 3.2840281114758331287],
  [3.1, -6.9406884584212278183, 3.3761969902250671735],
  [4.5, -12.592419735713078666, 4.704319844827732404],
  [8, -35.013437159914549896, 8.1213681122361126807],
  [20, -203.91715537109726394, 20.049753068527850542],
  [37.5, -707.66898931750719107, 37.526628874883653599],
  [100, -5005.5242086942050886, 100.00999800099926071],
];

for (const [z, tail, hazard] of known) {
  test(`ln P(Z > ${z}) is right to 13 digits and the hazard to 11`, () => {
    assert.ok(Math.abs(logNormalTail(z) - tail) <= 1e-13 * Math.abs(tail), `got ${logNormalTail(z)}`);
    // The hazard is a difference of two logarithms of size z²/2.
    assert.ok(Math.abs(normalHazard(z) - hazard) <= 1e-11 * hazard, `got ${normalHazard(z)}`);
  });
}

test('both tails of the normal law add up to one', () => {
  for (let z = 0; z <= 6; z += 0.37) {
    assert.ok(Math.abs(Math.exp(logNormalTail(z)) + Math.exp(logNormalTail(-z)) - 1) < 1e-15);
  }
});

test('the ends of the line have tails 0 and 1, and no number has none', () => {
  assert.equal(logNormalTail(Infinity), -Infinity);
  assert.equal(Math.abs(logNormalTail(-Infinity)), 0);
  assert.ok(Number.isNaN(logNormalTail(NaN)));
});

test('the log-density at 0 is −ln √(2π) and falls as the square', () => {
  assert.ok(Math.abs(logNormalDensity(0) + 0.91893853320467274178) < 3e-16);
  assert.ok(Math.abs(logNormalDensity(3) - logNormalDensity(0) + 4.5) < 1e-15);
});

// p, Φ⁻¹(p): by mpmath 1.4.1 at 40 digits.
const quantiles: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993611992],
  [1e-20, -9.26234008979840758],
  [1e-5, -4.26489079392282461],
  [0.01, -2.32634787404084109],
  [0.3, -0.524400512708040816],
  [0.4999, -0.000250662830088007492],
  [0.7, 0.524400512708040656],
  [0.975, 1.95996398454005386],
];

test('quantiles of the normal law are those of mpmath to 13 digits, infinite at both ends', () => {
  for (const [p, z] of quantiles) {
    assert.ok(Math.abs(normalQuantile(p) - z) <= 1e-13 * Math.max(1, Math.abs(z)), `p = ${p}: ${normalQuantile(p)}`);
  }
  assert.ok(Math.abs(normalQuantile(0.5)) < 1e-16);
  assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
  assert.throws(() => normalQuantile(-0.1), /normalQuantile: p expects a number from 0 to 1, got -0.1/);
});
