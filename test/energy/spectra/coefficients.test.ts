import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spectraCoefficients } from '../../../lib/energy/spectra/coefficients.js';
import { fixture } from '../../support.js';

test('seven scales have 128 coefficients, 72 of them real, in the order of the reference', () => {
  const { params } = fixture('energy-scatspectra-d128');
  const { list, realCount } = spectraCoefficients(7);
  assert.equal(list.length, params.K);
  assert.equal(realCount, params.real_coefficients);
  // biome-ignore lint/suspicious/useIterableCallbackReturn: the cases are all kinds that there are
  const rows = list.map((coefficient): unknown[] => {
    switch (coefficient.kind) {
      case 'sparsity':
        return ['spars', 1, coefficient.j, null, null];
      case 'mean':
        return ['mean', 1, 7, null, null];
      case 'variance':
        return ['variance', 2, coefficient.j, coefficient.j, null];
      case 'skewness':
        return ['skewness', 2, coefficient.l, coefficient.j, coefficient.l];
      case 'kurtosis':
        return ['kurtosis', 2, coefficient.j, coefficient.m, coefficient.l];
    }
  });
  assert.deepEqual(rows, params.coefficients);
});

test('one scale has six coefficients, all real', () => {
  const { labels, realCount } = spectraCoefficients(1);
  assert.equal(realCount, 6);
  assert.deepEqual(labels, [
    'sparsity, scale 2^0',
    'mean',
    'variance, scale 2^0',
    'variance, low-pass',
    'skewness, scale 2^0 seen at low-pass',
    'kurtosis, scale 2^0 seen at low-pass',
  ]);
});
