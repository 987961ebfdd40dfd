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
  { name: 'a', codeCells: [false, true, true], record: { cellSeconds: [0, 10, 30], after: [] } },
  { name: 'b', codeCells: [true], record: { cellSeconds: [60], after: [] } },
];

test('before the first cell the time left is what earlier runs took, shared by the kernels', () => {
  assert.equal(secondsLeft(plan, [undefined, undefined], { elapsed: 0, kernels: 1 }), 100);
  // The longer of the two notebooks takes 60 s however many kernels there are.
  assert.equal(secondsLeft(plan, [0, 0], { elapsed: 0, kernels: 2 }), 60);
});

test('the time left shrinks with the cells done and follows the pace of this run', () => {
  // 10 of 100 expected seconds are done: at the expected pace 90 are left, at half the pace nearly twice as many.
  assert.equal(secondsLeft(plan, [2, undefined], { elapsed: 10, kernels: 1 }), 90);
  assert.equal(secondsLeft(plan, [2, undefined], { elapsed: 25, kernels: 1 }), 180);
  // Two kernels that run for 5 s at the expected pace have done the same 10 s.
  assert.equal(secondsLeft(plan, [2, 0], { elapsed: 5, kernels: 2 }), 60);
  assert.equal(secondsLeft(plan, [3, 1], { elapsed: 500, kernels: 1 }), 0);
});

test('cells never seen before count a second each, cells of a notebook whose whole time is known an equal share', () => {
  const once = { elapsed: 0, kernels: 1 };
  const codeCells = [true, false, true];
  assert.equal(secondsLeft([{ name: 'new', codeCells }], [undefined], once), 2);
  assert.equal(
    secondsLeft([{ name: 'known', codeCells, record: { seconds: 8, after: [] } }], [1], { ...once, elapsed: 4 }),
    4,
  );
});
