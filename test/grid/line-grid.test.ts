import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineGrid, planePoints } from '../../lib/grid/index.js';

test('points of the plane run along the first axis first', () => {
  const grid = lineGrid({ from: -1, to: 1, count: 3 });
  const points = planePoints(grid);
  assert.deepEqual([points.pathCount, points.signalLength], [9, 2]);
  assert.deepEqual(Array.from(points.data), [-1, -1, 0, -1, 1, -1, -1, 0, 0, 0, 1, 0, -1, 1, 0, 1, 1, 1]);
});
