import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, vector, vectorOf } from 'microcanon/array';
import {
  bestDescents,
  divergenceGrid,
  type TableOneCell,
  type TableOneData,
  tableOne,
  tableOneCells,
  tableOneFigure,
  tableOneTable,
} from 'microcanon/chapter/synthetic';
import { type Figure, palette } from 'microcanon/figure';
import type { Profile, Result } from 'microcanon/study';

const made = { pathCount: 128, key: 7, signalLength: 1024, units: 'nats per path', caption: 'Made-up numbers.' };
const curve = (values: readonly number[]) => ({
  values: vectorOf(values),
  standardErrors: vector(values.length).fill(0.1),
});

/** A made-up result whose least divergence is given. */
function result(cell: TableOneCell, value: number, profile: Profile = 'paper'): Result<TableOneData> {
  const { id, parameters, seed } = tableOne(cell, {}, { profile });
  const parts = { negativeEntropy: curve([-20, -19, -18]), logLikelihood: curve([-30, -22, -21]) };
  const losses = { transportLoss: curve([0, 1, 2]), collapseLoss: curve([0, 0, 0]), probeErrors: vector(3) };
  const data: TableOneData = {
    target: vectorOf([1]),
    targetStandardError: vectorOf([0]),
    steps: vectorOf([0, 10, 20]),
    divergence: curve([9, value, value + 1]),
    ...parts,
    ...losses,
    minimum: { stepNumber: 10, value, standardError: 0.2 },
    rise: { value: 1, standardError: 0.1 },
  };
  const provenance = {
    revision: 'abc',
    code: 'x',
    versions: {},
    machine: 'a machine',
    workers: 1,
    wallSeconds: 1,
    date: '2030-01-01T00:00:00Z',
  };
  return { id, parameters, seed, data, provenance, loaded: true, kept: true, [displaySymbol]: () => ({}) };
}

const whole = (profile: Profile) => tableOneCells().map((cell, i) => result(cell, 1 + i, profile));
const traces = (figure: Figure) =>
  figure.data as unknown as {
    name: string;
    mode: string;
    x: number[];
    y: number[];
    marker?: { symbol?: string; color: string };
    xaxis: string;
  }[];

test('the table has a row a pair; at the paper’s size its numbers stand beside ours, in standard errors of both', () => {
  const table = tableOneTable(whole('paper'));
  assert.deepEqual(table.columns, [
    'model',
    'energy',
    'regular',
    'paper, regular',
    'apart, regular (s.e.; * over 2)',
    'mean field',
    'paper, mean field',
    'apart, mean field (s.e.; * over 2)',
  ]);
  assert.deepEqual(table.shape, [20, 8]);
  const [first, second] = table.values as string[][];
  assert.equal(second[0], '', 'a model is named in its first row alone');
  // 2.76 has an error of 0.208: (1 − 2.76)/√(0.2² + 0.208²) = −6.1; 0.09 one of 0.0375: (2 − 0.09)/√(0.2² + 0.0375²) = 9.4.
  assert.deepEqual(first, [
    'AR(0.1)',
    'autocovariance',
    '1.00 ± 0.20',
    '2.76',
    '−6.1 *',
    '2.00 ± 0.20',
    '0.09',
    '+9.4 *',
  ]);
});

test('at another size there is nothing of the paper', () => {
  assert.deepEqual(tableOneTable(whole('quick')).columns, ['model', 'energy', 'regular', 'mean field']);
  assert.ok(!traces(tableOneFigure(whole('quick'), made)).some(({ name }) => name?.startsWith('paper')));
});

test('entries that are missing leave their places empty', () => {
  const results = whole('paper').filter((_, i) => i !== 1);
  assert.equal((tableOneTable(results).values as unknown[][])[0][5], null);
  assert.throws(() => tableOneTable([]), /expects at least one row, got none/);
});

test('the picture has a point an entry in its method’s colour, pairs on one height, and the paper’s as open diamonds', () => {
  const drawn = traces(tableOneFigure(whole('paper'), made));
  const points = drawn.filter(({ mode }) => mode === 'markers');
  assert.deepEqual(
    points.map(({ name }) => name),
    ['regular', 'paper, regular', 'mean field', 'paper, mean field'],
  );
  const [regular, paper, meanField] = points;
  assert.deepEqual([regular.x.length, meanField.x.length], [20, 20]);
  assert.deepEqual(regular.y, meanField.y);
  assert.equal(new Set(regular.y).size, 20);
  assert.equal(regular.marker!.color, palette.regular);
  assert.equal(meanField.marker!.color, palette['mean-field']);
  assert.equal(paper.marker!.symbol, 'diamond-open');
  assert.equal(paper.x[0], 2.76);
});

test('Figure 5 has a row a model, with its best energy, both methods and both panels', () => {
  const rows = bestDescents(whole('paper'));
  assert.deepEqual(
    rows.map(({ title }) => title),
    [
      'AR(0.1), autocovariance',
      'AR(0.2, −0.1), autocovariance',
      'AR(−0.1, 0.2, 0.1), scattering spectra',
      'CIR(1/2, 1, 1), scattering spectra',
      'CIR(1/√2, √2, 1), autocovariance',
    ],
  );
  const grid = divergenceGrid({ ...made, rows });
  const axes = new Set(traces(grid).map(({ xaxis }) => xaxis));
  assert.equal(axes.size, 10);
  const legend = (grid.data as { showlegend?: boolean; name: string }[])
    .filter(({ showlegend }) => showlegend !== false)
    .map(({ name }) => name);
  assert.deepEqual([...new Set(legend)], ['regular', 'mean field']);
  assert.match(grid.caption, /N = 128 paths of length d = 1024; key 7; nats per path\.$/);
});

test('axes of Figure 5 hold the divergence of the start and the entropy of the mean field, whatever the regular descent does', () => {
  const [row] = bestDescents(whole('paper'));
  const wild = { ...row, series: [{ ...row.series[0], negativeEntropy: [-20, 0, 500] }, row.series[1]] };
  const { yaxis, yaxis2 } = divergenceGrid({ ...made, rows: [wild] }).layout as Record<
    'yaxis' | 'yaxis2',
    { range: [number, number] }
  >;
  assert.ok(yaxis.range[0] === 0 && yaxis.range[1] > 9 && yaxis.range[1] < 12);
  assert.ok(yaxis2.range[0] < -30 && yaxis2.range[1] > -18 && yaxis2.range[1] < 0);
});

test('a divergence and an error of another length are one clear error', () => {
  const [row] = bestDescents(whole('paper'));
  const broken = { ...row, series: [{ ...row.series[0], divergenceError: [1] }] };
  assert.throws(() => divergenceGrid({ ...made, rows: [broken] }), /divergenceError expects 3 numbers, got 1/);
});
