import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Matrix, matrixOf, type Vector, vectorOf } from '../../lib/array/index.js';
import { key, normals } from '../../lib/random/index.js';
import { decode, encode } from '../../lib/study/encoding.js';
import { assertSameBits } from '../closeness.js';

function back<Value>(value: Value): Value {
  return decode(encode(value)) as Value;
}

test('numbers keep every bit, also those that JSON cannot say', () => {
  const numbers = [0, -0, NaN, Infinity, -Infinity, 0.1 + 0.2, Number.MIN_VALUE, -Number.MAX_VALUE, 2 ** 53, 1 / 3];
  for (const value of numbers) assert.ok(Object.is(back(value), value), `${value}`);
  assertSameBits(back(numbers), numbers);
});

test('vectors keep every bit and stay vectors, the empty one too', () => {
  const values = vectorOf([0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, ...normals(key(7), 50)]);
  const got = back(values);
  assert.ok(got instanceof Float64Array);
  assert.deepEqual(Buffer.from(got.buffer, got.byteOffset, got.byteLength), Buffer.from(values.buffer));
  assert.equal(back(vectorOf([])).length, 0);
  // A view is stored without the rest of its memory.
  assertSameBits(back(values.subarray(3, 5)), [Infinity, -Infinity]);
});

test('a vector in memory that threads share is read back as one of its own', () => {
  const shared = new Float64Array(new SharedArrayBuffer(16));
  shared.set([1.5, -0]);
  const got = back(shared);
  assertSameBits(got, [1.5, -0]);
  assert.ok(got.buffer instanceof ArrayBuffer);
});

test('matrices keep shape and bits, and have rows again', () => {
  const got: Matrix = back(
    matrixOf([
      [1, -0, NaN],
      [4, 5, 1 / 3],
    ]),
  );
  assert.deepEqual([got.rowCount, got.columnCount], [2, 3]);
  assertSameBits(got.row(1), [4, 5, 1 / 3]);
  assertSameBits(got.row(0), [1, -0, NaN]);
});

test('records and lists keep their names, order and nesting', () => {
  const list: [number, Vector[], { deep: Matrix }] = [1, [vectorOf([2])], { deep: matrixOf([[3]]) }];
  const value = { name: 'a "quoted" ü', on: true, none: null, list };
  const got = back(value);
  assert.deepEqual(Object.keys(got), ['name', 'on', 'none', 'list']);
  assert.deepEqual([got.name, got.on, got.none, got.list[0]], ['a "quoted" ü', true, null, 1]);
  assertSameBits(got.list[1][0], [2]);
  assertSameBits(got.list[2].deep.row(0), [3]);
});

test('vectors are stored lowest byte first, whatever the machine', () => {
  assert.equal(
    encode(vectorOf([1])),
    `{"$vector":"${Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]).toString('base64')}"}`,
  );
});

test('what would not come back as it was is refused', () => {
  for (const value of [new Map([[1, 2]]), () => 1, new Float32Array(2), { inner: [new Date(0)] }, 3n]) {
    assert.throws(() => encode(value), /encode: value expects plain data/);
  }
});
