import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf } from '../../lib/array/index.js';
import { principalComponents } from '../../lib/energy/index.js';
import { assertClose, flat } from '../closeness.js';
import { fixture } from '../support.js';
import { noiseRows } from './derivatives.js';

test('whitening principal components agree with NumPy: pca-projector', () => {
  const { params, input, expected, tolerance } = fixture('pca-projector');
  const { eigenvalues, projection } = principalComponents(matrixOf(input.samples), params.components);
  const reference = flat(expected.projector);
  assertClose(
    eigenvalues,
    expected.eigenvalues,
    tolerance.eigenvalues.abs + tolerance.eigenvalues.rel * expected.eigenvalues[0],
  );
  const { abs, rel } = tolerance.projector;
  assertClose(projection.data, reference, abs + rel * Math.max(...reference.map(Math.abs)));
});

test('on the sample, projected energies have unit variances and no correlations', () => {
  const samples = noiseRows(1, 200, 12);
  // Columns of very different size, one of them a sum of others.
  for (let n = 0; n < 200; n++)
    samples.row(n).forEach((value, i, row) => {
      row[i] = i === 11 ? row[0] + row[1] + 5 : 3 ** -i * value;
    });
  const { projection } = principalComponents(samples, 4);
  const scores = Array.from({ length: 200 }, (_, n) =>
    [0, 1, 2, 3].map((k) => samples.row(n).reduce((sum, value, i) => sum + value * projection.row(k)[i], 0)),
  );
  const means = [0, 1, 2, 3].map((k) => scores.reduce((sum, row) => sum + row[k] / 200, 0));
  for (let j = 0; j < 4; j++) {
    for (let k = 0; k < 4; k++) {
      const covariance = scores.reduce((sum, row) => sum + ((row[j] - means[j]) * (row[k] - means[k])) / 199, 0);
      assertClose(covariance, j === k ? 1 : 0, 1e-11, `components ${j} and ${k}`);
    }
  }
});

test('counts that the sample cannot give, directions without variance and numbers not finite are refused', () => {
  const samples = noiseRows(2, 5, 8);
  for (const count of [0, 5, 2.5]) {
    const message = `^RangeError: principalComponents: count expects a whole number from 1 to 4 for 5 samples of 8 numbers, got ${count}`;
    assert.throws(() => principalComponents(samples, count), new RegExp(message));
  }
  const flat = matrixOf([
    [1, 2, 3],
    [2, 4, 3],
    [3, 6, 3],
    [5, 10, 3],
  ]);
  assert.throws(
    () => principalComponents(flat, 2),
    /samples expect variance in 2 directions, got it in 1; take fewer components/,
  );
  const holed = noiseRows(3, 5, 8);
  holed.data[19] = NaN;
  assert.throws(() => principalComponents(holed, 2), /samples expect finite numbers, got NaN at sample 2, component 3/);
});
