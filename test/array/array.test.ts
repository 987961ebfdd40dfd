import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  columnOf,
  displaySymbol,
  ensemble,
  ensembleOf,
  firstNonFinite,
  matrix,
  matrixOf,
  pathsOf,
  rowsOf,
  sharedVector,
  singlePrecision,
  tableBundle,
  vector,
  vectorOf,
  weightedRowSum,
} from '../../lib/array/index.js';

test('a path is a view: writing to it changes the ensemble', () => {
  const paths = ensemble(2, 3);
  paths.path(1)[2] = 5;
  assert.deepEqual([...paths.data], [0, 0, 0, 0, 0, 5]);
  assert.deepEqual([...paths.path(0)], [0, 0, 0]);
});

test('an ensemble over given data shares it, one of paths copies them', () => {
  const data = vectorOf([1, 2, 3, 4]);
  const shared = ensemble(2, 2, data);
  const rows = [
    [1, 2],
    [3, 4],
  ];
  const copied = ensembleOf(rows);
  data[0] = 9;
  rows[0][0] = 9;
  assert.deepEqual([...shared.path(0)], [9, 2]);
  assert.deepEqual([...copied.path(0)], [1, 2]);
});

test('paths that are absent, empty, of unequal length or not finite are refused by number', () => {
  assert.throws(
    () => ensembleOf([]),
    /^RangeError: ensembleOf: paths expects at least one path of at least one number, got none/,
  );
  assert.throws(() => ensembleOf([[]]), /expects at least one path of at least one number/);
  assert.throws(() => ensembleOf([[1, 2], [3]]), /ensembleOf: path 1 expects length 2 like path 0, got 1/);
  assert.throws(
    () =>
      ensembleOf([
        [1, 2],
        [3, NaN],
      ]),
    /ensembleOf: path 1 expects finite numbers, got NaN at index 1/,
  );
  assert.throws(
    () => ensembleOf([[Infinity, 2]]),
    /ensembleOf: path 0 expects finite numbers, got Infinity at index 0/,
  );
});

test('data of another size than the shape is refused', () => {
  assert.throws(() => ensemble(2, 3, vector(5)), /ensemble: data expects 2 paths of 3 = 6 numbers, got 5/);
  assert.throws(() => matrix(2, 3, vector(5)), /matrix: data expects 2 x 3 = 6 numbers, got 5/);
  assert.throws(() => matrixOf([[1, 2], [3]]), /matrixOf: row 1 expects 2 numbers like row 0, got 1/);
});

test('rows of a matrix are views, row-major', () => {
  const m = matrixOf([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.deepEqual([m.rowCount, m.columnCount], [2, 3]);
  assert.deepEqual([...m.data], [1, 2, 3, 4, 5, 6]);
  m.row(1)[0] = 7;
  assert.equal(m.data[3], 7);
});

test('rows are added with one weight each, and another number of weights is refused', () => {
  const rows = matrixOf([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  assert.deepEqual([...weightedRowSum(rows, [0.5, 0, 2])], [10.5, 13]);
  assert.throws(() => weightedRowSum(rows, [1, 2]), /^RangeError: weightedRowSum: weights expects 3 numbers, got 2/);
});

test('the first number that is not finite is found, or none', () => {
  assert.equal(firstNonFinite([1, -0, Number.MAX_VALUE]), -1);
  assert.equal(firstNonFinite([1, -Infinity, NaN]), 1);
  assert.equal(firstNonFinite([]), -1);
});

test('a shared vector has its length and lies in memory that threads share', () => {
  assert.equal(sharedVector(3).length, 3);
  assert.equal(sharedVector(0).length, 0);
  assert.ok(sharedVector(3).buffer instanceof SharedArrayBuffer);
});

test('single precision rounds to 24 bits', () => {
  const [third, large] = singlePrecision([1 / 3, 2 ** 24 + 1]);
  assert.ok(third !== 1 / 3 && Math.abs(third - 1 / 3) <= 2 ** -26);
  assert.equal(large, 2 ** 24);
});

test('an ensemble shows its shape, mean and standard deviation', () => {
  const bundle = ensembleOf([
    [1, 3],
    [1, 3],
  ])[displaySymbol]() as Record<string, string>;
  assert.match(
    bundle['text/plain'],
    /paths\s+2\n\s+signal length\s+2\n\s+mean\s+2\.0000\n\s+standard deviation\s+1\.0000$/,
  );
});

test('a table escapes what HTML would take for markup', () => {
  const { 'text/html': html, 'text/plain': text } = tableBundle('a<b', [
    ['"x" & y', '<script>'],
    ['n', 3],
  ]);
  assert.ok(!String(html).includes('<script>'));
  assert.match(String(html), /a&lt;b.*&quot;x&quot; &amp; y.*&lt;script&gt;.*<td>3<\/td>/);
  assert.equal(text, 'a<b\n  "x" & y  <script>\n  n        3');
});

test('columns are copies, rows and paths are views', () => {
  const table = matrixOf([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  assert.deepEqual([...columnOf(table, 1)], [2, 4, 6]);
  assert.throws(() => columnOf(table, 2), RangeError);
  rowsOf(table)[2][0] = 9;
  assert.equal(table.data[4], 9);
  const paths = ensemble(2, 2);
  pathsOf(paths)[1][0] = 7;
  assert.deepEqual([...paths.data], [0, 0, 7, 0]);
});
