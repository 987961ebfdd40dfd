import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from 'microcanon/array';
import { dataFrame, resultTable } from 'microcanon/figure';

test('a data frame has the columns in order, vectors included', () => {
  const frame = dataFrame({ model: ['AR(0.1)', 'CIR'], divergence: vectorOf([0.09, 30.78]) });
  assert.deepEqual(frame.columns, ['model', 'divergence']);
  assert.deepEqual(frame.values, [
    ['AR(0.1)', 0.09],
    ['CIR', 30.78],
  ]);
});

test('a result table collects the names of all rows and leaves missing cells empty', () => {
  const table = resultTable([
    { figure: '1c', ours: 2.41 },
    { figure: '3b', ours: 0.083, paper: 0.09 },
  ]);
  assert.deepEqual(table.columns, ['figure', 'ours', 'paper']);
  assert.deepEqual(table.shape, [2, 3]);
  assert.equal((table.values as unknown[][])[0][2], null);
  assert.equal((table.values as unknown[][])[1][2], 0.09);
});

test('columns of different lengths and tables of nothing are one clear error each', () => {
  assert.throws(() => dataFrame({ a: [1, 2], b: [1] }), {
    name: 'RangeError',
    message: 'dataFrame: column b expects 2 values like a, got 1; give one for each row',
  });
  assert.throws(() => dataFrame({}), /dataFrame: columns expects at least one column, got none/);
  assert.throws(() => resultTable([]), /resultTable: rows expects at least one row, got none/);
});
