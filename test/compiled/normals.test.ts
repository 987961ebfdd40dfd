import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { normalRows, uniformOfRows } from '../../lib/compiled/index.js';
import { firstUniform, foldIn, type Key, normals } from '../../lib/random/index.js';
import { assertSameBits } from '../closeness.js';
import { withVariable } from '../environment.js';

// Words of all signs, so that no conversion of a key is right by luck.
const keys: readonly Key[] = [
  { high: 0, low: 1 },
  { high: 0x9e3779b9, low: 0xdeadbeef },
  { high: 0x7fffffff, low: 0x80000000 },
];

test('rows of normal numbers have the bits of normals, row by row, at every length', async () => {
  for (const key of keys) {
    for (const length of [1, 2, 3, 4, 5, 7, 8, 9, 101, 8192, 20001]) {
      const [first, rowCount] = [4 * length, Math.ceil(20000 / length)];
      const rows = normalRows({ key, first }, { rowCount, length });
      for (let n = 0; n < rowCount; n++) {
        const row = rows.subarray(n * length, (n + 1) * length);
        assertSameBits(row, normals(foldIn(key, first + n), length), `row ${n} of ${length}`);
      }
    }
  }
});

test('a uniform number of each row has the bits of the first one of its stream, with SIMD and without it', async () => {
  for (const key of keys) {
    for (const [first, rowCount, stream] of [
      [0, 1, 1],
      [7, 6, 0],
      [3, 9001, 2 ** 31 + 5],
    ]) {
      const expected = Float64Array.from({ length: rowCount }, (_, n) =>
        firstUniform(foldIn(foldIn(key, first + n), stream)),
      );
      assertSameBits(uniformOfRows({ key, first }, rowCount, stream), expected);
      await withVariable('MICROCANON_SIMD', 'off', () =>
        assertSameBits(uniformOfRows({ key, first }, rowCount, stream), expected, 'plain'),
      );
    }
  }
});

test('rows of normal numbers are the same without SIMD, and fill what they are given', async () => {
  const out = vector(35).fill(NaN);
  const size = { rowCount: 5, length: 7 };
  assert.equal(normalRows({ key: keys[1], first: 3 }, size, out), out);
  await withVariable('MICROCANON_SIMD', 'off', () =>
    assertSameBits(normalRows({ key: keys[1], first: 3 }, size), out, 'plain'),
  );
  assert.throws(() => normalRows({ key: keys[0], first: 0 }, size, vector(34)), /normalRows: out expects/);
});
