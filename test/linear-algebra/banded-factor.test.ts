import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector, vectorOf } from '../../lib/array/index.js';
import { factoriseBanded } from '../../lib/linear-algebra/index.js';
import { draws, key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';
import { eliminate } from './reference.js';

/** A random symmetric band with `diagonal` added, dense and in the library's storage. */
function randomBand(seed: number, order: number, bandwidth: number, diagonal: number) {
  const { normal } = draws(key(seed));
  const dense = Array.from({ length: order }, () => new Array<number>(order).fill(0));
  const band = vector(order * (bandwidth + 1));
  for (let i = 0; i < order; i++) {
    for (let l = 0; l <= Math.min(i, bandwidth); l++) {
      const entry = normal() + (l === 0 ? diagonal : 0);
      dense[i][i - l] = dense[i - l][i] = entry;
      band[i * (bandwidth + 1) + l] = entry;
    }
  }
  return { dense, band };
}

for (const [bandwidth, diagonal] of [
  [0, 4],
  [1, 6],
  [3, 14],
  [5, 0],
  [19, 0],
] as const) {
  test(`a band of width ${bandwidth} with ${diagonal} added to its diagonal: solutions and determinant are those of dense elimination`, () => {
    const order = 20;
    const { dense, band } = randomBand(7 + bandwidth, order, bandwidth, diagonal);
    const before = band.slice();
    const { logDeterminant, solve, negativeCount } = factoriseBanded(band, order, bandwidth);
    const { logAbs, sign, inverse } = eliminate(dense);
    assertClose(band, before, 0, 'the band given');
    assertClose(logDeterminant.logAbs, logAbs, 1e-10);
    assert.equal(logDeterminant.sign, sign);
    assert.equal(
      negativeCount % 2 === 0 ? 1 : -1,
      sign,
      'an even number of negative eigenvalues where the determinant is positive',
    );
    if (diagonal > 0) assert.equal(negativeCount, 0);
    const b = Array.from({ length: order }, (_, i) => Math.sin(i + 1));
    const got = vectorOf(b);
    solve(got);
    assertClose(
      got,
      inverse.map((row) => row.reduce((sum, entry, j) => sum + entry * b[j], 0)),
      1e-9,
      'solution',
    );
  });
}

test('the tridiagonal matrix of 2 − x beside ones has as many negative eigenvalues as its cosines lie below', () => {
  // Eigenvalues 2 cos(πj/(n + 1)) + shift.
  const order = 30;
  for (const shift of [-2.5, -1.1, 0.3, 1.9, 2.5]) {
    const band = vector(2 * order).map((_, i) => (i % 2 === 0 ? shift : i > 1 ? 1 : 0));
    const expected = Array.from({ length: order }, (_, j) => 2 * Math.cos((Math.PI * (j + 1)) / (order + 1)) + shift);
    assert.equal(factoriseBanded(band, order, 1).negativeCount, expected.filter((value) => value < 0).length);
  }
});
