import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { key, normals } from '../../lib/random/index.js';
import { burstShare, burstShareOfPaths } from '../../lib/statistics/index.js';
import { assertClose } from '../closeness.js';

test('the share is that of the heaviest window, by a naive search, wherever it lies', () => {
  for (const [seed, window] of [
    [1, 12],
    [2, 1],
    [3, 60],
  ]) {
    const x = normals(key(seed), 60);
    const fourth = Array.from(x, (value) => value ** 4);
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
    const heaviest = Math.max(...Array.from({ length: 61 - window }, (_, i) => sum(fourth.slice(i, i + window))));
    assertClose(burstShare(x, window), heaviest / sum(fourth), 1e-12);
  }
});

test('one burst has share 1, and a constant series window/d', () => {
  const burst = new Float64Array(100);
  burst.fill(3, 40, 52);
  assert.equal(burstShare(burst), 1);
  assertClose(burstShare(new Float64Array(100).fill(2)), 0.12, 1e-12);
  const { value, standardError } = burstShareOfPaths(ensembleOf([burst, new Float64Array(100).fill(2)]));
  assertClose([value, standardError], [0.56, 0.44], 1e-12);
});

test('series without values, and windows out of range, are one clear error', () => {
  assert.throws(() => burstShare(new Float64Array(20)), /burstShare: series expects values other than 0, got none/);
  assert.throws(
    () => burstShare(new Float64Array(5).fill(1)),
    /burstShare: length of series expects a whole number from 12/,
  );
  assert.throws(
    () => burstShare(new Float64Array(5).fill(1), 0),
    /burstShare: window expects a whole number from 1 on, got 0/,
  );
});
