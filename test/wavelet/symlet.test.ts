import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector, vectorOf } from '../../lib/array/index.js';
import { key, normals } from '../../lib/random/index.js';
import { symletBasis } from '../../lib/wavelet/index.js';
import { assertClose, assertSameBits } from '../closeness.js';

for (const length of [16, 48, 96, 1024]) {
  test(`symlets of length ${length}: signals of single coefficients are orthonormal, and analysis is synthesis undone`, () => {
    const { analyse, synthesise } = symletBasis(length);
    const signals = Array.from({ length: Math.min(length, 64) }, (_, i) => {
      const [coefficients, signal] = [vector(length), vector(length)];
      coefficients[Math.floor((i * length) / Math.min(length, 64))] = 1;
      synthesise(coefficients, signal);
      return signal;
    });
    signals.forEach((a, i) => {
      signals.forEach((b, j) => {
        assertClose(
          a.reduce((sum, value, t) => sum + value * b[t], 0),
          i === j ? 1 : 0,
          1e-11,
          `product of ${i} and ${j}`,
        );
      });
    });
    const [x, coefficients, back] = [normals(key(1), length), vector(length), vector(length)];
    analyse(x, coefficients);
    synthesise(coefficients, back);
    assertClose(back, x, 1e-11);
  });
}

test('a smooth signal has next to nothing at the finest scale: eight moments vanish', () => {
  const x = vectorOf(Array.from({ length: 512 }, (_, t) => Math.sin((2 * Math.PI * 8 * t) / 512)));
  const coefficients = vector(512);
  symletBasis(512).analyse(x, coefficients);
  assert.ok(coefficients.subarray(256).every((value) => Math.abs(value) < 1e-6));
});

test('where no scale fits, the basis is that of the values themselves', () => {
  for (const length of [7, 14, 33]) {
    const [x, coefficients] = [normals(key(2), length), vector(length)];
    symletBasis(length).analyse(x, coefficients);
    assertSameBits(coefficients, x);
  }
});
