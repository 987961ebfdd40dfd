import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laneGroups } from '../../lib/compiled/lane-groups.js';
import { laneSlots } from '../../lib/compiled/lane-slots.js';

test('groups share slots in turn where memory is short, and have one each where it is not', () => {
  let reserved = 0;
  const short = laneSlots(5, 100, 250, () => reserved++);
  assert.equal(reserved, 2);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((group) => short.of(group).place),
    [0, 1, 0, 1, 0],
  );
  const ample = laneSlots(3, 100, 1000, () => reserved++);
  assert.equal(new Set([0, 1, 2].map((group) => ample.of(group))).size, 3);
  assert.equal(laneSlots(3, 100, 10, () => 7).of(2).place, 7);
});

test('slots are empty at first, and forget pullbacks together', () => {
  const slots = laneSlots(2, 1, 2, () => 0);
  assert.deepEqual([slots.of(0).group, slots.of(0).turned, slots.of(0).pulledBack], [-1, false, false]);
  slots.of(0).pulledBack = true;
  slots.of(1).pulledBack = true;
  slots.forgetPullbacks();
  assert.deepEqual([slots.of(0).pulledBack, slots.of(1).pulledBack], [false, false]);
});

test('seven paths in lanes of four are two groups; lanes beyond the last path repeat it', () => {
  const groups = laneGroups(7, 4);
  assert.deepEqual([groups.count, groups.sizeOf(0), groups.sizeOf(1)], [2, 4, 3]);
  assert.deepEqual(
    [0, 1, 2, 3].map((lane) => groups.pathIn(1, lane)),
    [4, 5, 6, 6],
  );
});
