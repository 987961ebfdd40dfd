import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf } from '../../../lib/array/index.js';
import { burstTable } from '../../../lib/chapter/markets/index.js';

test('the burst table has the record in stretches as long as the paths, and each kind of paths', () => {
  const burst = Float64Array.from({ length: 48 }, (_, i) => (i < 12 ? 3 : 0));
  const even = new Float64Array(48).fill(1);
  const statistics = (rows: Float64Array[]) => ({ paths: matrixOf(rows) }) as never;
  const table = burstTable(
    { regular: statistics([burst, burst]), meanField: statistics([even, even]) },
    Float64Array.from([...burst, ...even]),
  );
  const rows = table.values as [string, number, string][];
  assert.deepEqual(
    rows.map(([paths, count]) => [paths, count]),
    [
      ['the record', 2],
      ['regular descent', 2],
      ['mean-field descent', 2],
    ],
  );
  const shares = rows.map(([, , share]) => Number(share.split(' ')[0]));
  for (const [i, share] of [0.625, 1, 0.25].entries()) assert.ok(Math.abs(shares[i] - share) < 0.01);
});
