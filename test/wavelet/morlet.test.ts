import assert from 'node:assert/strict';
import { test } from 'node:test';
import { morlet } from '../../lib/wavelet/index.js';
import { assertClose } from '../closeness.js';
import { fixture } from '../support.js';

for (const name of ['filters-morlet-n256', 'filters-morlet-n1024'] as const) {
  test(`Morlet filters agree with Kymatio: ${name}`, () => {
    const { params, input, expected, tolerance } = fixture(name);
    for (const references of [expected.psi1, expected.psi2]) {
      const { bandPass, centres, widths } = morlet({ length: params.n, scales: references.length });
      references.forEach((reference, j) => {
        const { abs, rel } = tolerance.values;
        assertClose(centres[j], reference.xi, 1e-12, 'centre');
        assertClose(widths[j], reference.sigma, 1e-12, 'width');
        assertClose(
          input.bins.map((m) => bandPass[j][m]),
          reference.values,
          abs + rel * reference.max,
          name,
        );
        assertClose(
          bandPass[j].reduce((sum, value) => sum + value, 0),
          reference.sum,
          tolerance.scalars.rel * reference.sum,
          'sum',
        );
        assertClose(Math.hypot(...bandPass[j]), reference.l2, tolerance.scalars.rel * reference.l2, 'norm');
      });
    }
  });
}

test('a filter has mean zero, and its moduli in time sum to one', () => {
  const length = 64;
  for (const filter of morlet({ length, scales: 6 }).bandPass) {
    assertClose(filter[0], 0, 1e-16);
    let sum = 0;
    for (let t = 0; t < length; t++) {
      let [re, im] = [0, 0];
      for (let m = 0; m < length; m++) {
        re += (filter[m] * Math.cos((2 * Math.PI * m * t) / length)) / length;
        im += (filter[m] * Math.sin((2 * Math.PI * m * t) / length)) / length;
      }
      sum += Math.hypot(re, im);
    }
    assertClose(sum, 1, 1e-13);
  }
});

test('fewer scales are the first of more', () => {
  const [few, many] = [morlet({ length: 128, scales: 2 }), morlet({ length: 128, scales: 7 })];
  few.bandPass.forEach((filter, j) => {
    assert.deepEqual(filter, many.bandPass[j]);
  });
});

test('lengths and scales that give no filter are refused', () => {
  assert.throws(() => morlet({ length: 96, scales: 4 }), /^RangeError: morlet: length expects a power of two, got 96/);
  for (const scales of [0, 6, 2.5]) {
    assert.throws(
      () => morlet({ length: 32, scales }),
      new RegExp(`morlet: scales expects a whole number from 1 to 5 for 32 bins, got ${scales}`),
    );
  }
});
