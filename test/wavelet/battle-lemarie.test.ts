import assert from 'node:assert/strict';
import { test } from 'node:test';
import { battleLemarie } from '../../lib/wavelet/index.js';
import { assertClose } from '../closeness.js';
import { fixture } from '../support.js';

for (const name of ['filters-battle-lemarie-n256', 'filters-battle-lemarie-n2048'] as const) {
  test(`Battle-Lemarié filters agree with scatspectra: ${name}`, () => {
    const { params, input, expected, tolerance } = fixture(name);
    const bank = battleLemarie({ length: params.n, scales: params.J, highestFrequency: params.high_freq });
    assert.equal(bank.bandPass.length, params.J);
    assertClose(
      bank.centres,
      expected.psi.map(({ xi }) => xi),
      1e-15,
    );
    const pairs = [
      ...bank.bandPass.map((filter, j) => [filter, expected.psi[j]] as const),
      [bank.lowPass, expected.phi] as const,
    ];
    for (const [filter, reference] of pairs) {
      const { abs, rel } = tolerance.values;
      assertClose(
        input.bins.map((m) => filter[m]),
        reference.values,
        abs + rel * reference.max,
        name,
      );
      assertClose(
        filter.reduce((sum, value) => sum + value, 0),
        reference.sum,
        tolerance.scalars.rel * reference.sum,
        'sum',
      );
      assertClose(Math.hypot(...filter), reference.l2, tolerance.scalars.rel * reference.l2, 'norm');
      if (reference.last_nonzero !== undefined)
        assert.equal(
          filter.findLastIndex((value) => value !== 0),
          reference.last_nonzero,
        );
    }
  });
}

test('a spline wavelet and its father share the energy of a frequency: |φ(f)|² = |φ(2f)|² + |ψ(2f)|²', () => {
  // The band-pass filter is written in a scale twice as fine as the low-pass of the same centre.
  const [coarse, fine] = [battleLemarie({ length: 4096, scales: 5 }), battleLemarie({ length: 4096, scales: 4 })];
  for (let m = 0; m <= 150; m++) {
    assertClose(coarse.lowPass[m] ** 2 + coarse.bandPass[4][m] ** 2, fine.lowPass[m] ** 2, 1e-12, `bin ${m}`);
  }
});

test('coarser filters are the finest at every second bin, as far as they reach', () => {
  const { bandPass } = battleLemarie({ length: 512, scales: 4 });
  for (let j = 1; j < 4; j++)
    for (let m = 0; m < 512 / 2 ** (j + 1); m++) assertClose(bandPass[j][m], bandPass[j - 1][2 * m], 1e-14);
});

test('only the finest filter reaches beyond the highest frequency', () => {
  const { bandPass } = battleLemarie({ length: 1024, scales: 7 });
  const beyond = bandPass.map((filter) => filter.subarray(513).reduce((sum, value) => sum + value * value, 0));
  assert.ok(beyond[0] > 1);
  for (const energy of beyond.slice(1)) assert.ok(energy < 1e-10);
});

test('lengths, scales and frequencies that give no filter are refused', () => {
  assert.throws(
    () => battleLemarie({ length: 8, scales: 1 }),
    /^RangeError: battleLemarie: length expects a whole number from 16, got 8/,
  );
  for (const scales of [0, 6, 2.5]) {
    const message = `battleLemarie: scales expects a whole number from 1 to 5 for 32 bins, got ${scales}`;
    assert.throws(() => battleLemarie({ length: 32, scales }), new RegExp(message));
  }
  for (const highestFrequency of [0, 0.6, NaN]) {
    assert.throws(
      () => battleLemarie({ length: 32, scales: 3, highestFrequency }),
      /highestFrequency expects cycles per sample in \(0, 0.5\]/,
    );
  }
});
