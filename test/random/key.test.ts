import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draws, foldIn, key, normals, split } from '../../lib/random/index.js';
import { correlation, kolmogorovSmirnov, kolmogorovSmirnovBound } from '../statistics.js';

test('a seed is kept whole in the two words of its key', () => {
  assert.deepEqual(key(7), { high: 0, low: 7 });
  assert.deepEqual(key(2 ** 32 + 5), { high: 1, low: 5 });
  assert.deepEqual(key(Number.MAX_SAFE_INTEGER), { high: 2 ** 21 - 1, low: 2 ** 32 - 1 });
});

test('a seed or index out of range is refused', () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 53]) {
    assert.throws(
      () => key(seed),
      new RegExp(`^RangeError: key: seed expects a whole number from 0 to 2\\^53 - 1, got ${seed}`),
    );
  }
  for (const index of [-1, 1.5, 2 ** 32]) {
    assert.throws(
      () => foldIn(key(7), index),
      new RegExp(`foldIn: index expects a whole number from 0 to 2\\^32 - 1, got ${index}`),
    );
  }
});

test('splitting gives the folded keys in order, however many are asked for', () => {
  const four = split(key(7), 4);
  assert.deepEqual(four.slice(0, 2), split(key(7), 2));
  assert.deepEqual(four[3], foldIn(key(7), 3));
});

test('twenty thousand keys of one parent, and those of its neighbour, all differ', () => {
  const names = new Set<string>();
  for (const parent of [key(7), key(8), foldIn(key(7), 0)]) {
    for (let i = 0; i < 20_000; i++) names.add(JSON.stringify(foldIn(parent, i)));
  }
  assert.equal(names.size, 60_000);
});

test('a folded key is no draw of its parent: no number drawn gives away the bits of a child', () => {
  const { uniform } = draws(key(7));
  const drawn = new Set(Array.from({ length: 1000 }, uniform));
  for (const { high, low } of split(key(7), 1000)) {
    assert.ok(!drawn.has(((high >>> 5) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 53));
  }
});

test('streams of split keys, and of their parent, are uncorrelated', () => {
  const count = 4000;
  const streams = [key(7), ...split(key(7), 12), key(8)].map((k) => normals(k, count));
  let largest = 0;
  for (let a = 0; a < streams.length; a++) {
    for (let b = 0; b < a; b++) largest = Math.max(largest, Math.abs(correlation(streams[a], streams[b])));
  }
  // 91 correlations of standard error 1/√4000: the largest of them passes 4.5 errors once in 1600 times.
  assert.ok(largest * Math.sqrt(count) < 4.5, `largest correlation is ${largest}`);
});

test('the first draws of consecutive keys are uniform and uncorrelated from one key to the next', () => {
  const count = 20_000;
  const firsts = Float64Array.from({ length: count }, (_, i) => draws(foldIn(key(7), i)).uniform());
  assert.ok(kolmogorovSmirnov(firsts, (x) => x) < kolmogorovSmirnovBound);
  assert.ok(Math.abs(correlation(firsts.subarray(1), firsts.subarray(0, -1))) * Math.sqrt(count) < 4);
});

test('pairs of one index under two keys fill the square evenly', () => {
  const [a, b] = split(key(7), 2).map(draws);
  const cells = new Array<number>(100).fill(0);
  const count = 40_000;
  for (let i = 0; i < count; i++) cells[10 * Math.floor(10 * a.uniform()) + Math.floor(10 * b.uniform())]++;
  const chiSquare = cells.reduce((sum, got) => sum + (got - count / 100) ** 2 / (count / 100), 0);
  // 99 degrees of freedom: mean 99, standard deviation 14.1; four of them allowed on either side.
  assert.ok(Math.abs(chiSquare - 99) < 4 * 14.1, `chi-square is ${chiSquare}`);
});
