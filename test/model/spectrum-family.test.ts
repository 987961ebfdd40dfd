import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ar,
  circularAutocovariances,
  circularCosines,
  circularSpectrum,
  exponentialSpectrum,
  maximumEntropyAr,
  spectrumWith,
} from '../../lib/model/index.js';
import { assertClose } from '../closeness.js';

test('the spectrum of a power is that power of a trigonometric polynomial, and has the autocovariances', () => {
  for (const [signalLength, coefficients] of [
    [7, [0.3, -0.5]],
    [64, [0.999]],
    [63, [-0.99]],
    [4, [0.6, 0.1]],
  ] as const) {
    const alpha = circularAutocovariances(circularSpectrum(coefficients, { signalLength }), 2).map(
      (value) => 1.7 * value,
    );
    for (const power of [1, 2, 3.5, Infinity]) {
      const found = spectrumWith(alpha, { signalLength, power });
      assertClose(circularAutocovariances(found.spectrum, 2), alpha, 1e-10, `p = ${power}`);
      found.spectrum.forEach((value, j) => {
        const sum = found.coefficients.reduce(
          (total, lambda, k) => total + lambda * circularCosines(signalLength, k)[j],
          0,
        );
        const expected = power === Infinity ? Math.exp(sum) : (1 - sum / power) ** -power;
        assert.ok(Math.abs(expected / value - 1) < 1e-5, `d = ${signalLength}, p = ${power}, ${j}`);
      });
    }
  }
});

test('entropy falls with the power: none exceeds that of p = 1, which for an AR(1) is the truth', () => {
  const signalLength = 128;
  const truth = circularSpectrum([0.6], { signalLength });
  const alpha = circularAutocovariances(truth, 1);
  const entropies = [1, 2, 4, 8, Infinity].map((power) => spectrumWith(alpha, { signalLength, power }).entropyPerValue);
  entropies.slice(1).forEach((value, i) => {
    assert.ok(value < entropies[i]);
  });
  assertClose(spectrumWith(alpha, { signalLength, power: 1 }).spectrum, truth, 1e-9);
});

test('long circles have the exponential spectrum of the limit', () => {
  const { slope, level, autocovariance } = exponentialSpectrum(0.6);
  const { coefficients, spectrum } = spectrumWith([1, 0.6], { signalLength: 256, power: Infinity });
  assertClose(coefficients, [level, 2 * slope], 1e-12);
  assertClose(circularAutocovariances(spectrum, 4), autocovariance(4), 1e-12);
  assertClose(
    exponentialSpectrum(-0.6).autocovariance(3),
    [1, -0.6, autocovariance(2)[2], -autocovariance(3)[3]],
    1e-12,
  );
  assert.ok(Math.abs(exponentialSpectrum(0.9999).autocovariance(1)[1] - 0.9999) < 1e-12);
});

test('Levinson’s recursion gives an autoregression its coefficients back', () => {
  for (const coefficients of [[0.2, -0.1], [-0.1, 0.2, 0.1], [1.9, -0.95], []]) {
    const law = ar(coefficients, { signalLength: 8, variance: 2 });
    const again = maximumEntropyAr(law.autocovariance(coefficients.length), { signalLength: 8 });
    assertClose(again.parameters.coefficients as readonly number[], coefficients, 1e-9);
    assert.equal(again.parameters.variance, 2);
  }
});

test('where no law exists an error says which number is at fault', () => {
  assert.throws(() => maximumEntropyAr([1, 0.5, -0.9], { signalLength: 9 }), /partial autocorrelation -1.533 at lag 2/);
  assert.throws(() => maximumEntropyAr([0, 0], { signalLength: 9 }), /lag 0 first and positive/);
  const at =
    (alpha: number[], signalLength: number, power = 1) =>
    () =>
      spectrumWith(alpha, { signalLength, power });
  assert.throws(at([1, 1], 8), /partial autocorrelation 1.000 at lag 1/);
  // A circle of five has no lag-one autocorrelation below cos 144° = −0.809.
  for (const power of [1, 2, Infinity]) assert.throws(at([1, -0.82], 5, power), /on 5 circular frequencies/);
  assert.doesNotThrow(at([1, -0.8], 5));
  assert.throws(at([1, 0.1, 0.1, 0.1], 5), /autocovariances expect 1 to 3 numbers/);
  assert.throws(at([], 5), /autocovariances expect 1 to 3 numbers/);
  assert.throws(at([1, NaN], 5), /finite numbers/);
  assert.throws(at([1], 5, 0.5), /power expects a number from 1 to Infinity/);
  assert.throws(() => circularSpectrum([1.1], { signalLength: 8 }), /stationary law/);
  assert.throws(() => exponentialSpectrum(1), /autocorrelation expects a number from -0.9999/);
  assert.throws(() => circularAutocovariances([1, 1], -1), /lastLag expects a whole number from 0/);
  assert.throws(() => circularAutocovariances([], 1), /length of spectrum expects a whole number from 1/);
});

test('near a unit root the exponential spectrum vanishes at most frequencies, and its entropy is half its first coefficient', () => {
  for (const [rho, signalLength] of [
    [0.999, 1024],
    [-0.999, 64],
  ]) {
    const { spectrum, coefficients, entropyPerValue } = spectrumWith([1, rho], { signalLength, power: Infinity });
    assert.ok(spectrum.some((value) => value === 0) || Math.min(...spectrum) < 1e-300);
    // The cosines of all frequencies have mean 0, so that the mean of ln S is λ₀.
    assertClose([entropyPerValue], [coefficients[0] / 2], 1e-9 * Math.abs(coefficients[0]));
  }
});

test('a small autocorrelation leaves the exponential spectrum its digits', () => {
  // ½ (ln(1 − ρ²) + ln I₀(2c)), ρ = I₁(2c)/I₀(2c), computed with 60 digits by mpmath.
  for (const [rho, slope, deficit] of [
    [1e-6, 1.0000000000005e-6, 1.25000000000180556e-25],
    [1e-3, 0.00100000050000041667, 1.2500018055577691e-13],
    [0.0099, 0.0099004851891282752, 1.20091502239908696e-9],
    [0.0101, 0.0101005151942963297, 1.30094669983285428e-9],
    [-0.05, -0.0500626305183559544, 7.84079852420672038e-7],
  ]) {
    const found = exponentialSpectrum(rho);
    assertClose(found.slope / slope, 1, 1e-14);
    assertClose(found.entropyDeficitPerValue / deficit, 1, 1e-10);
  }
});

test('large powers lead to the exponential spectrum, as 1/p does to 0', () => {
  const limit = spectrumWith([2, 1], { signalLength: 64, power: Infinity });
  for (const power of [1e6, 1e9, 1e12, 1e15, 1e17]) {
    const { spectrum, coefficients, entropyPerValue } = spectrumWith([2, 1], { signalLength: 64, power });
    assertClose(spectrum, limit.spectrum, 10 / power + 1e-9);
    assertClose(coefficients, limit.coefficients, 10 / power + 1e-9);
    assertClose(entropyPerValue, limit.entropyPerValue, 10 / power + 1e-9);
  }
});
