import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix } from '../../lib/array/index.js';
import { canonicalSpectrum, momentGuidedSpectrum } from '../../lib/divergence/index.js';
import { assertClose } from '../closeness.js';

const d = 32;
const components = matrix(
  2,
  d,
  Float64Array.from({ length: 2 * d }, (_, i) => (i < d ? Math.cos((2 * Math.PI * i) / d) : 1)),
);
const white = new Float64Array(d).fill(1);
const energies = (spectrum: Float64Array): number[] =>
  [0, 1].map((k) => spectrum.reduce((sum, value, j) => sum + (components.row(k)[j] * value) / d, 0));
/** From white noise to lag 1 of 0.5 in unit time. */
const momentRate = (t: number, out: Float64Array): void => {
  out[0] = 0.5 * (Math.PI / 2) * Math.sin(Math.PI * t);
  out[1] = 0;
};

test('without noise ln S stays in the span of the components, the moments arrive, and the bound is the entropy', () => {
  const [, end] = momentGuidedSpectrum(components, { start: white, momentRate, volatility: 0, times: [0, 1] });
  assertClose(energies(end.spectrum), [0.5, 1], 1e-8);
  assertClose(end.bound, end.entropy, 1e-8);
  // A line in cos ω through the first frequencies holds all of them.
  const [a, b] = [0, 8].map((j) => Math.log(end.spectrum[j]));
  const line = Array.from({ length: d }, (_, j) => b + (a - b) * Math.cos((2 * Math.PI * j) / d));
  assertClose(end.spectrum.map(Math.log), line, 1e-7);
});

test('with held moments entropy rises to the largest that they admit', () => {
  const [, start] = momentGuidedSpectrum(components, { start: white, momentRate, volatility: 0, times: [0, 1] });
  const laws = momentGuidedSpectrum(components, { start: start.spectrum, volatility: 1, times: [0, 0.5, 1, 30] });
  laws.slice(1).forEach((law, i) => {
    assert.ok(law.entropy > laws[i].entropy);
    assertClose(law.bound, start.entropy, 1e-12);
  });
  const canonical = canonicalSpectrum(components, { target: energies(laws[3].spectrum) });
  assertClose(laws[3].spectrum, canonical.spectrum, 1e-6);
});

test('arguments out of range are one clear error', () => {
  const options = { start: white, volatility: 1, times: [0, 1] };
  assert.throws(
    () => momentGuidedSpectrum(components, { ...options, volatility: -1 }),
    /^RangeError: momentGuidedSpectrum: volatility expects a finite number from 0, got -1/,
  );
  assert.throws(
    () => momentGuidedSpectrum(components, { ...options, start: white.map(() => 0) }),
    /start expects positive finite numbers, got 0 at index 0/,
  );
  const twice = matrix(2, d, Float64Array.from([...components.row(0), ...components.row(0)]));
  assert.throws(
    () => momentGuidedSpectrum(twice, options),
    /G expects full rank, got component 2, whose gradient is a combination of those of component 1/,
  );
  for (const times of [[1, 0], [0, 0], [], [0, NaN]]) {
    assert.throws(
      () => momentGuidedSpectrum(components, { ...options, times }),
      /times expect finite numbers that rise, got/,
    );
  }
  const holed = matrix(2, d, components.data.slice());
  holed.row(1)[3] = NaN;
  assert.throws(() => momentGuidedSpectrum(holed, options), /components expect finite numbers, got NaN in row 1/);
  assert.throws(
    () => momentGuidedSpectrum(components, { ...options, momentRate: (_, out) => out.fill(NaN) }),
    /momentRate expects to write finite numbers, got NaN for component 1 at time 0/,
  );
});
