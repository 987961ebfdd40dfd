import { test } from 'node:test';
import { type Vector, vector } from '../../lib/array/index.js';
import { secondMoments } from '../../lib/compiled/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { noiseRows } from '../energy/derivatives.js';
import { withVariable } from '../environment.js';

/** Sums over rows in blocks of the sizes given, the matrix in so many parts. */
function sums(rows: Vector, order: number, blocks: readonly number[], partCount = 1): Vector {
  const out = vector((order * (order + 1)) / 2).fill(NaN);
  for (let part = 0; part < partCount; part++) {
    const moments = secondMoments({ order, rowCount: Math.max(...blocks), part, partCount });
    let at = 0;
    for (const count of blocks) {
      moments.add(rows.subarray(at * order, (at + count) * order), count);
      at += count;
    }
    moments.take(out);
  }
  return out;
}

for (const order of [1, 4, 7, 30]) {
  test(`sums of products of ${order} columns are those, one by one`, () => {
    const rows = noiseRows(order, 11, order);
    const expected: number[] = [];
    for (let i = 0; i < order; i++) {
      for (let j = i; j < order; j++) {
        expected.push(Array.from({ length: 11 }, (_, n) => rows.row(n)[i] * rows.row(n)[j]).reduce((a, b) => a + b));
      }
    }
    assertClose(sums(rows.data, order, [11]), expected, 1e-13);
  });
}

test('the bits depend neither on blocks nor on parts, and are the same without SIMD', async () => {
  const rows = noiseRows(1, 20, 30).data;
  const expected = sums(rows, 30, [20]);
  assertSameBits(sums(rows, 30, [1, 7, 12]), expected, 'blocks');
  for (const partCount of [2, 3, 9]) assertSameBits(sums(rows, 30, [20], partCount), expected, `${partCount} parts`);
  await withVariable('MICROCANON_SIMD', 'off', () => assertSameBits(sums(rows, 30, [7, 13], 2), expected, 'plain'));
});

test('what was taken does not come again', () => {
  const moments = secondMoments({ order: 3, rowCount: 5 });
  const [first, second] = [vector(6), vector(6)];
  moments.add(noiseRows(1, 5, 3).data, 5);
  moments.take(first);
  const rows = noiseRows(2, 2, 3).data;
  moments.add(rows, 2);
  moments.take(second);
  assertSameBits(second, sums(rows, 3, [2]));
});
