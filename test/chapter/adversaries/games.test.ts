import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, vectorOf } from '../../../lib/array/index.js';
import {
  alternating,
  ascendedDiscriminator,
  bestValue,
  diracGame,
  diracModulus,
  fiftyStates,
  matchedGaussians,
  ringCounts,
  ringGame,
  ringLaw,
  shiftedGame,
  simplexFlow,
  simultaneous,
} from '../../../lib/chapter/adversaries/index.js';
import { key } from '../../../lib/random/index.js';
import { assertClose, assertSameBits, assertWithin } from '../../closeness.js';
import { computedData } from '../computed.js';

test('the best discriminator of shifted Gaussians has the log-ratio for its logit, whichever way it is found', () => {
  for (const shift of [-1.5, 1, 2]) {
    const { intercept, slope, value } = ascendedDiscriminator(shift, { stepCount: 2000 });
    assertClose([intercept, slope], [shift ** 2 / 2, -shift], 1e-6);
    assertClose(value, shiftedGame(shift).optimalValue, 1e-9);
  }
  // Both gradients add up to the shift, and the saturating one is that of the value.
  const [below, at, above] = [1.999, 2, 2.001].map(shiftedGame);
  assertClose(at.saturatingGradient + at.nonSaturatingGradient, 2, 1e-12);
  assertClose((above.optimalValue - below.optimalValue) / 0.002, at.saturatingGradient, 1e-6);
});

test('Dirac’s game leaves its equilibrium by √(1 + η²/4) per simultaneous step, and keeps to an ellipse in turns', () => {
  for (const rate of [0.1, 0.5]) {
    assertClose(diracModulus(simultaneous, rate), Math.sqrt(1 + rate ** 2 / 4), 1e-15);
    assert.equal(diracModulus(alternating, rate), 1);
    const start: [number, number] = [1e-9, 0];
    const far = diracGame(simultaneous, { rate, start, stepCount: 100 }).row(100);
    assertClose(Math.hypot(...far) / 1e-9, (1 + rate ** 2 / 4) ** 50, 1e-5);
    // The step in turns keeps ω² + ψ² − (η/2) ωψ, which is positive for η < 4.
    const turns = diracGame(alternating, { rate, start, stepCount: 77 });
    const form = (t: number): number => {
      const [omega, psi] = turns.row(t);
      return omega ** 2 + psi ** 2 - (rate / 2) * omega * psi;
    };
    assertClose(form(77) / form(0), 1, 1e-6);
  }
  // Where turns no longer turn: eigenvalues −1 ± … of trace 2 − η²/4 = −4.25 and determinant 1.
  assertClose(diracModulus(alternating, 5), 4.25 / 2 + Math.sqrt(4.25 ** 2 / 4 - 1), 1e-12);
});

test('a free generator against the best discriminator descends to the data at the rate of the second derivative', () => {
  const { data, start } = fiftyStates();
  const { values, laws } = simplexFlow(data, start, { stepSize: 0.2, stepCount: 100 });
  assertClose(values[0], bestValue(data, start), 0);
  for (let t = 1; t <= 100; t++) assert.ok(values[t] < values[t - 1]);
  const gap = (t: number): number => values[t] + Math.log(4);
  assertClose(Math.log(gap(80) / gap(60)) / 20, 2 * Math.log(0.9), 1e-3);
  assertClose(laws.row(100), data, 1e-5);
});

test('one Gaussian for two modes: the likelihood takes the mean of the data, the game the larger mode', () => {
  const { rows, byLikelihood, byGame } = matchedGaussians({ distance: 3, rightWeight: 0.7 }, [1, 2.95]);
  // The data's mean is 0.4 · 3, and its mean square 1 + 9.
  assertClose([byLikelihood.mean, byLikelihood.deviation], [1.2, 2.95], 1e-12);
  const expected = -0.5 * Math.log(2 * Math.PI) - Math.log(2.95) - (10 - 1.2 ** 2) / (2 * 2.95 ** 2);
  assertClose(byLikelihood.likelihood, expected, 1e-9);
  assertClose([byGame.mean, byGame.deviation], [3, 1], 1e-12);
  for (const { gameValue } of rows) assert.ok(gameValue > -Math.log(4) && gameValue < 0);
});

test('counts on the ring: its own paths have its weights, and a clump has one mode', () => {
  const ring = ringLaw();
  const { covered, near, entropy, weightDivergence } = ringCounts(ring, ring.sample(key(3), 4000));
  assert.equal(covered, 8);
  assertWithin(near, 1 - Math.exp(-4.5), 4, 'near');
  const weights = ring.components.map(({ weight }) => weight);
  assertWithin(entropy, -weights.reduce((sum, w) => sum + w * Math.log(w), 0), 4, 'entropy');
  // Twice the number of paths times the divergence has a χ² law of 7 degrees in the limit.
  assert.ok(weightDivergence.value > 0 && weightDivergence.value < 26 / 8000);
  const clump = ringCounts(ring, ensembleOf(Array.from({ length: 10 }, (_, i) => [2, 0.01 * i])));
  assert.equal(clump.covered, 1);
  assert.deepEqual(Array.from(clump.counts), [10, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(clump.entropy.value, 0);
});

test('a short game brings the generator nearer to the ring, and runs again to the same numbers', async (t) => {
  const short = { width: 12, batchSize: 48, stepCount: 200, rate: 0.01, drawCount: 400 };
  const data = await computedData(t, ringGame(short));
  assert.deepEqual(data.steps, [0, 50, 100, 150, 200]);
  const away = (i: number): number => {
    const points = data.draws.row(i);
    let sum = 0;
    for (let n = 0; n < 400; n++) sum += Math.abs(Math.hypot(points[2 * n], points[2 * n + 1]) - 2) / 400;
    return sum;
  };
  assert.ok(away(4) < 0.6 * away(0), `${away(0)} before, ${away(4)} after`);
  const again = await computedData(t, ringGame(short));
  assertSameBits(again.draws.data, data.draws.data, 'draws');
  assertSameBits(again.losses.data, data.losses.data, 'losses');
});

test('wrong arguments are one clear error', () => {
  assert.throws(() => shiftedGame(NaN), /^RangeError: shiftedGame: shift expects a finite number, got NaN/);
  assert.throws(() => diracModulus(simultaneous, 0), /diracModulus: rate expects a positive finite number, got 0/);
  const one = vectorOf([1]);
  assert.throws(
    () => simplexFlow(one, one, { stepSize: 2, stepCount: 1 }),
    /stepSize expects a number in \(0, 2\), got 2/,
  );
  const empty = vectorOf([1, 0]);
  assert.throws(
    () => simplexFlow(vectorOf([0.5, 0.5]), empty, { stepSize: 1, stepCount: 1 }),
    /start expects positive masses, got 0 at 1/,
  );
  assert.throws(() => bestValue(one, empty), /made expects 1 masses, as many as data, got 2/);
});
