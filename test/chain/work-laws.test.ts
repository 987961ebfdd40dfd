import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bennettRatio, draggedTrapWork } from '../../lib/chain/index.js';
import { key, normals, split } from '../../lib/random/index.js';
import { assertClose, assertWithin } from '../closeness.js';

test('the work on a trap that is dragged in small steps tends to the normal law of the closed form', () => {
  const [speed, duration, steps] = [1.5, 2, 20_000];
  const dt = duration / steps;
  const [shift, decay] = [speed * dt, Math.exp(-dt)];
  // Moments of y = x − middle and of the work: each step moves the trap by the shift, then y relaxes exactly.
  let [mean, meanWork, variance, covariance, workVariance] = [0, 0, 1, 0, 0];
  for (let k = 0; k < steps; k++) {
    meanWork += 0.5 * shift * shift - shift * mean;
    workVariance += shift * shift * variance - 2 * shift * covariance;
    covariance = decay * (covariance - shift * variance);
    mean = decay * (mean - shift);
    variance = decay * decay * variance + 1 - decay * decay;
  }
  const exact = draggedTrapWork({ speed, duration });
  assertClose(exact.mean, meanWork, 1e-3);
  assertClose(exact.variance, workVariance, 2e-3);
  // E e^{−W} = 1 for a normal law whose variance is twice its mean.
  assertClose(exact.variance, 2 * exact.mean, 1e-15);
  assertClose(draggedTrapWork({ speed: 1, duration: 1e-6 }).mean, 0.5e-12, 1e-18);
});

test('work of a sudden stiffening in both directions gives ΔF = ½ ln 4, with the error that it states', () => {
  // U from ½x² to 2x²: the work is 1.5 x² under N(0, 1), and −1.5 x² under N(0, ¼).
  const distances = split(key(4), 60).map((stream) => {
    const [one, other] = split(stream, 2);
    const forward = normals(one, 400).map((x) => 1.5 * x * x);
    const backward = normals(other, 200).map((x) => (-1.5 * x * x) / 4);
    const estimate = bennettRatio(forward, backward);
    assertWithin(estimate, Math.LN2, 4);
    return ((estimate.value - Math.LN2) / estimate.standardError) ** 2;
  });
  const meanSquare = distances.reduce((sum, value) => sum + value, 0) / 60;
  assertClose(meanSquare, 1, 4 * Math.sqrt(2 / 60));
});

test('work that obeys Crooks’s relation of two normal laws gives their ΔF far from 0 too', () => {
  // Forward N(ΔF + s²/2, s²), backward N(−ΔF + s²/2, s²).
  const [free, s] = [40, 1.2];
  const [one, other] = split(key(8), 2);
  const forward = normals(one, 3000).map((z) => free + 0.5 * s * s + s * z);
  const backward = normals(other, 3000).map((z) => -free + 0.5 * s * s + s * z);
  assertWithin(bennettRatio(forward, backward), free, 3.5);
});

test('numbers that are not finite and single ones are refused', () => {
  assert.throws(
    () => bennettRatio(Float64Array.of(1), Float64Array.of(1, 2)),
    /two or more finite numbers .* got 1 of them/,
  );
  assert.throws(() => bennettRatio(Float64Array.of(1, NaN), Float64Array.of(1, 2)), /got NaN at 1/);
  assert.throws(() => draggedTrapWork({ speed: 1, duration: -1 }), /the duration from 0, got 1 and -1/);
});
