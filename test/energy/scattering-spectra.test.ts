import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { scatteringSpectra, waveletPower } from '../../lib/energy/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { fixture } from '../support.js';
import { assertDerivatives, noise, noiseRows } from './derivatives.js';
import { assertReference } from './reference.js';

for (const name of ['energy-scatspectra-d128', 'energy-scatspectra-d1024'] as const) {
  const { params, input, expected } = fixture(name);
  test(`scattering spectra agree with scatspectra and automatic differentiation: ${name}`, () => {
    assertReference(name, (signalLength) =>
      scatteringSpectra({ signalLength, scales: params.J, highestFrequency: params.high_freq, sigma2: input.sigma2 }),
    );
  });

  test(`the power of each band agrees with scatspectra: ${name}`, () => {
    input.x.forEach((path, n) => {
      assertClose(waveletPower(ensembleOf([path]), { scales: params.J }), expected.wavelet_power![n], 1e-11);
    });
    const all = waveletPower(ensembleOf(input.x));
    all.forEach((power, j) => {
      const mean = expected.wavelet_power!.reduce((sum, row) => sum + row[j], 0) / params.N;
      assertClose(power, mean, 1e-11, `mean over paths at scale ${j}`);
    });
  });
}

for (const [signalLength, scales] of [
  [8, 1],
  [16, 2],
  [32, 3],
]) {
  test(`scattering spectra of length ${signalLength} and ${scales} scales: derivatives match differences`, () => {
    const sigma2 = waveletPower(noise(5, 100, signalLength), { scales });
    assertDerivatives(scatteringSpectra({ signalLength, scales, sigma2 }));
  });
}

test('each label says which coefficient of the reference it is', () => {
  const { params } = fixture('energy-scatspectra-d128');
  const { labels } = scatteringSpectra({ signalLength: 128, sigma2: new Array(8).fill(1) });
  assert.equal(new Set(labels).size, 128);
  const kinds: Record<string, string> = {
    spars: 'sparsity',
    mean: 'mean',
    variance: 'variance',
    skewness: 'skewness',
    kurtosis: 'kurtosis',
  };
  params.coefficients.forEach(([kind, , jl, jr, j2], k) => {
    const label = labels[k];
    const at = (j: number): string => (j === 7 ? 'low-pass' : `scale 2^${j}`);
    assert.equal(label.startsWith('modulus of '), k >= params.real_coefficients, label);
    assert.ok(label.includes(kinds[kind]), label);
    if (kind === 'spars' || kind === 'variance') assert.ok(label.endsWith(`, ${at(jl)}`), label);
    if (kind === 'skewness') assert.ok(label.endsWith(`, scale 2^${jr} seen at ${at(j2)}`) && jl === j2, label);
    if (kind === 'kurtosis')
      assert.ok(
        label.endsWith(`${jl === jr ? `scale 2^${jl}` : `scales 2^${jr} and 2^${jl}`} seen at ${at(j2)}`),
        label,
      );
  });
});

test('normalised by its own power, a path has variance 1 at every scale', () => {
  const path = noise(1, 1, 64);
  const energy = scatteringSpectra({ signalLength: 64, scales: 5, sigma2: waveletPower(path, { scales: 5 }) });
  const values = energy.values(path).row(0);
  energy.labels.forEach((label, k) => {
    if (label.startsWith('variance')) assertClose(values[k], 1, 1e-13, label);
  });
});

test('paths and their power in another unit have the same scattering spectra', () => {
  const [path, sigma2] = [noise(2, 2, 64), waveletPower(noise(3, 50, 64))];
  const tripled = ensemble(
    2,
    64,
    path.data.map((value) => 3 * value),
  );
  const values = scatteringSpectra({ signalLength: 64, sigma2 }).values(path);
  const scaled = scatteringSpectra({ signalLength: 64, sigma2: sigma2.map((value) => 9 * value) }).values(tripled);
  assertClose(scaled.data, values.data, 1e-12);
});

test('with its sign changed a path keeps all but the mean and the real skewness, which change theirs', () => {
  const path = noise(4, 1, 64);
  const energy = scatteringSpectra({ signalLength: 64, sigma2: waveletPower(noise(3, 50, 64)) });
  const values = energy.values(path).row(0);
  const negated = energy
    .values(
      ensemble(
        1,
        64,
        path.data.map((value) => -value),
      ),
    )
    .row(0);
  energy.labels.forEach((label, k) => {
    const odd = label === 'mean' || label.startsWith('skewness');
    assertClose(negated[k], odd ? -values[k] : values[k], 1e-13, label);
  });
});

test('a path of zeros has spectra, gradient and Hessian product 0', () => {
  const energy = scatteringSpectra({ signalLength: 16, scales: 3, sigma2: [1, 1, 1, 1] });
  const [zero, weights] = [ensemble(1, 16), noiseRows(6, 1, energy.componentCount)];
  const mean = energy.labels.indexOf('mean');
  assertClose(energy.values(zero).data, new Array(energy.componentCount).fill(0), 0);
  weights.row(0)[mean] = 0;
  assertClose(energy.pullback(zero, weights).data, new Array(16).fill(0), 0);
  for (const value of energy.hessianProduct(zero, weights, noise(7, 1, 16)).data) assert.ok(Number.isFinite(value));
});

test('what one call leaves behind does not reach the next', () => {
  const options = { signalLength: 32, scales: 4, sigma2: [1, 2, 3, 4, 5] };
  const [energy, alone] = [scatteringSpectra(options), scatteringSpectra(options)];
  const [a, b] = [noise(8, 2, 32), noise(9, 2, 32)];
  const weights = noiseRows(10, 2, energy.componentCount);
  energy.hessianProduct(b, weights, b);
  energy.pullback(b, weights);
  assertSameBits(energy.values(a).data, alone.values(a).data);
  assertSameBits(energy.pullback(a, weights).data, alone.pullback(a, weights).data);
  assertSameBits(energy.hessianProduct(a, weights, b).data, alone.hessianProduct(a, weights, b).data);
});

test('another weight, another direction or other values in the same path give what a fresh energy gives', () => {
  const options = { signalLength: 32, scales: 4, sigma2: [1, 2, 3, 4, 5] };
  const energy = scatteringSpectra(options);
  const [path, weights] = [
    noise(8, 1, 32),
    [noiseRows(9, 1, energy.componentCount), noiseRows(10, 1, energy.componentCount)],
  ];
  for (const seed of [11, 12]) {
    for (const w of weights) {
      const direction = noise(seed, 1, 32);
      assertSameBits(energy.pullback(path, w).data, scatteringSpectra(options).pullback(path, w).data);
      const [got, expected] = [energy, scatteringSpectra(options)].map(
        (each) => each.hessianProduct(path, w, direction).data,
      );
      assertSameBits(got, expected);
    }
    path.data[3] += 1;
    assertSameBits(energy.values(path).data, scatteringSpectra(options).values(path).data);
  }
});

test('its recipe carries σ² as plain numbers to another thread', () => {
  const { recipe } = scatteringSpectra({ signalLength: 16, scales: 2, sigma2: Float64Array.of(1, 2, 3) });
  assert.deepEqual(structuredClone(recipe), {
    module: 'energy',
    factory: 'scatteringSpectra',
    arguments: [{ signalLength: 16, scales: 2, highestFrequency: 0.425, sigma2: [1, 2, 3] }],
  });
});

test('lengths, scales and powers that give no spectra are refused', () => {
  const sigma2 = [1, 1, 1];
  for (const signalLength of [0, 100, 2.5, NaN]) {
    const message = new RegExp(
      `^RangeError: scatteringSpectra: signalLength expects a power of two, got ${signalLength}`,
    );
    assert.throws(() => scatteringSpectra({ signalLength, scales: 2, sigma2 }), message);
  }
  assert.throws(
    () => scatteringSpectra({ signalLength: 4, scales: 2, sigma2 }),
    /expects a power of two from 8, got 4/,
  );
  for (const scales of [0, 1.5, 7]) {
    const message = new RegExp(
      `scatteringSpectra: scales expects a whole number from 1 to 6 for signal length 32, got ${scales}`,
    );
    assert.throws(() => scatteringSpectra({ signalLength: 32, scales, sigma2 }), message);
  }
  assert.throws(
    () => waveletPower(noise(1, 1, 32)),
    /waveletPower: scales expects a whole number from 1 to 6 for signal length 32, got 7/,
  );
  assert.throws(() => scatteringSpectra({ signalLength: 32, scales: 3, sigma2 }), /sigma2 expects 4 numbers, .* got 3/);
  assert.throws(
    () => scatteringSpectra({ signalLength: 32, scales: 2, sigma2: [1, -1, 1] }),
    /sigma2 expects positive finite numbers, got -1 at scale 2\^1/,
  );
  assert.throws(
    () => scatteringSpectra({ signalLength: 32, scales: 2, sigma2: [1, 1, NaN] }),
    /got NaN at the low-pass/,
  );
});

test('a model whose paths are all 0 has no σ² to normalise by', () => {
  const sigma2 = waveletPower(ensemble(3, 16), { scales: 2 });
  assert.throws(
    () => scatteringSpectra({ signalLength: 16, scales: 2, sigma2 }),
    /sigma2 expects positive finite numbers, got 0 at scale 2\^0/,
  );
});
