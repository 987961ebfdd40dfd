import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsLeft } from '../../../lib/command/workbook/run-progress.js';
import { spokenDuration } from '../../../lib/study/duration.js';

test('durations are said as people say them', () => {
  assert.equal(spokenDuration(7.6), '7.6 s');
  assert.equal(spokenDuration(9.96), '10 s');
  assert.equal(spokenDuration(42.4), '42 s');
  assert.equal(spokenDuration(125), '2 min 05 s');
  assert.equal(spokenDuration(3661), '1 h 01 min');
  assert.equal(spokenDuration(-1), '0.0 s');
});

const plan = [
  { name: 'a', codeCells: [false, true, true], earlierSeconds: [0, 10, 30] },
  { name: 'b', codeCells: [true], earlierSeconds: [60] },
];

test('before the first cell the time left is what earlier runs took', () => {
  assert.equal(secondsLeft(plan, { notebook: 0, cell: 0 }, 0), 100);
});

test('the time left shrinks with the cells done and follows the pace of this run', () => {
  // 10 of 100 expected seconds are done: at the expected pace 90 are left, at half the pace nearly twice as many.
  assert.equal(secondsLeft(plan, { notebook: 0, cell: 2 }, 10), 90);
  const slow = secondsLeft(plan, { notebook: 0, cell: 2 }, 25);
  assert.equal(slow, 180);
  assert.equal(secondsLeft(plan, { notebook: 1, cell: 1 }, 500), 0);
});

test('cells never seen before count a second each', () => {
  assert.equal(secondsLeft([{ name: 'new', codeCells: [true, false, true] }], { notebook: 0, cell: 0 }, 0), 2);
});
