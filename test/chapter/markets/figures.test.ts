import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, type Matrix, matrixOf } from 'microcanon/array';
import {
  askedEnergies,
  convergenceTable,
  deskTable,
  deskTables,
  entropyTable,
  marketColumn,
  marketComparison,
  marketLoss,
} from 'microcanon/chapter/markets';
import { type Figure, measured, type Role } from 'microcanon/figure';
import { deskLabels } from 'microcanon/statistics';
import { violin } from '../../../lib/figure/violin.js';

interface Drawn {
  readonly name: string;
  readonly x: (number | null)[];
  readonly y: (number | null)[];
  readonly xaxis: string;
  readonly yaxis: string;
}

const traces = (figure: Figure) => figure.data as unknown as Drawn[];
const made = { pathCount: 3, key: 7, units: 'no unit', caption: 'Made-up numbers.' };
const lags = [1, 2];
const truth = [0.5, 0.25];
const samples = [
  [0.1, 0.7, 0.4],
  [-0.2, 0.3, 0.2],
];
const histogram = { centres: [-1, 0, 1], density: [0.25, 0.5, 0.25] };
const marginal = { ...histogram, mean: 0, standardDeviation: 1, label: 'return' };
const statistic = { label: 'autocorrelation', lags, truth };
const alone = (rows: number[][]) =>
  marketComparison({
    ...made,
    columns: [{ role: 'regular', samples: [rows], marginal: histogram }],
    statistics: [statistic],
    marginal,
  });
const numbers = (values: (number | null)[]) => values.filter((value): value is number => value !== null);

test('violins stand at their lag and have whiskers at the smallest and largest value', () => {
  const [whiskers, violins, median, series] = traces(alone(samples));
  const between = (trace: Drawn, low: number, high: number) =>
    trace.y.filter((_, i) => trace.x[i]! > low && trace.x[i]! < high);
  for (const trace of [whiskers, violins]) {
    const [first, second] = [numbers(between(trace, 0.5, 1.5)), numbers(between(trace, 1.5, 2.5))];
    assert.deepEqual([Math.min(...first), Math.max(...first)], [0.1, 0.7]);
    assert.deepEqual([Math.min(...second), Math.max(...second)], [-0.2, 0.3]);
  }
  assert.deepEqual(median.y, [0.4, 0.2]);
  assert.deepEqual([series.name, series.y], ['true series', truth]);
});

test('a violin has the shape of the density: numbers repeated in proportion to a normal curve give that curve', () => {
  const grid = Array.from({ length: 4001 }, (_, i) => -4 + i / 500);
  const sample = grid.flatMap((value) => Array(Math.round(40 * Math.exp(-0.5 * value * value))).fill(value));
  // The kernel, 0.15 wide for these 50 000 numbers, broadens the curve by less than 0.01.
  const { at, shape } = violin(sample);
  at.forEach((value, i) => {
    assert.ok(Math.abs(shape[i] - Math.exp(-0.5 * value * value)) < 0.02, `${shape[i]} at ${value}`);
  });
});

test('a constant sample is a line, an empty or non-finite one a clear error', () => {
  assert.deepEqual(violin([2, 2, 2]), { min: 2, median: 2, max: 2, at: [2], shape: [1] });
  for (const bad of [[], [1, Number.NaN]])
    assert.throws(() => violin(bad), /^RangeError: violin: sample expects at least one number, all finite/);
});

test('samples for another number of lags are one clear error', () => {
  assert.throws(() => alone([samples[0]]), {
    name: 'RangeError',
    message: 'violinTraces: samples expects 2 numbers, got 1; give one for each point shown',
  });
});

test('a marginal histogram has steps on a logarithmic axis and the Gaussian of the true moments', () => {
  const shown = alone(samples);
  const [steps, series, gaussian] = traces(shown).slice(-3);
  assert.deepEqual(steps.x, [-1.5, -0.5, -0.5, 0.5, 0.5, 1.5]);
  assert.deepEqual(steps.y, [0.25, 0.25, 0.5, 0.5, 0.25, 0.25]);
  assert.deepEqual(series.y, steps.y);
  assert.equal((shown.layout.yaxis2 as { type: string }).type, 'log');
  const middle = gaussian.x.indexOf(0);
  assert.ok(Math.abs(gaussian.y[middle]! - 0.3989423) < 1e-7);
});

test('a comparison has a row for each statistic and one of marginals, a column for each ensemble, and axes shared in a row', async () => {
  const column = (role: Role) => ({ role, samples: [samples, samples], marginal: histogram });
  const statistics = [
    { label: 'autocorrelation', lags, truth },
    { label: 'of squares', lags, truth },
  ];
  const shown = marketComparison({ ...made, columns: [column('regular'), column('mean-field')], statistics, marginal });
  assert.equal(new Set(traces(shown).map(({ xaxis, yaxis }) => xaxis + yaxis)).size, 6);
  const layout = shown.layout as Record<string, { matches?: string; title?: { text: string } }>;
  assert.deepEqual(
    ['yaxis2', 'yaxis4', 'yaxis6'].map((name) => layout[name].matches),
    ['y', 'y3', 'y5'],
  );
  assert.deepEqual(
    ['yaxis', 'yaxis3', 'yaxis5'].map((name) => layout[name].title?.text),
    ['autocorrelation', 'of squares', 'density'],
  );
  const svg = await shown.toSvg();
  for (const text of ['regular', 'mean field', 'of squares', 'true series', 'Gaussian of the same moments']) {
    assert.ok(svg.includes(text), `${text} is missing`);
  }
  assert.equal(svg.match(/class="trace scatter/g)?.length, shown.data.length);
});

test('a column without a sample for each statistic is one clear error', () => {
  const columns = [{ role: 'regular' as const, samples: [], marginal: histogram }];
  assert.throws(() => marketComparison({ ...made, columns, statistics: [{ label: 'a', lags, truth }], marginal }), {
    message: 'marketComparison: samples expects 1 statistics, got 0; give one [lag][path] for each row',
  });
});

test('recorded statistics make a column: a violin for each lag from the paths of its row', () => {
  const law = (quantiles: Matrix) => ({
    quantiles,
    mean: new Float64Array(2),
    standardError: new Float64Array(2),
    deviation: new Float64Array(2),
  });
  const values = law(
    matrixOf([
      [0.1, 0.2, 0.3],
      [0.4, 0.5, 0.6],
    ]),
  );
  const squares = law(
    matrixOf([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
  const column = marketColumn('mean-field', {
    values,
    squares,
    marginal: { centres: new Float64Array(1), density: new Float64Array(1) },
  });
  assert.deepEqual(
    column.samples.map((rows) => Array.from(rows, (row) => [...Array.from(row)])),
    [
      [
        [0.1, 0.2, 0.3],
        [0.4, 0.5, 0.6],
      ],
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
  );
});

const vectorOf = (values: number[]) => Float64Array.from(values);

test('a loss is drawn against the step on logarithmic axes, where step 0 stands at 1', () => {
  const shown = marketLoss({
    ...made,
    series: [{ role: 'regular', steps: vectorOf([0, 9, 99]), losses: vectorOf([1, 0.1, 0.01]) }],
  });
  const [line] = traces(shown);
  assert.deepEqual([line.x, line.y, line.name], [[1, 10, 100], [1, 0.1, 0.01], 'regular']);
  const { xaxis, yaxis } = shown.layout as Record<string, { type: string }>;
  assert.deepEqual([xaxis.type, yaxis.type], ['log', 'log']);
});

/** A descent whose loss falls with this power of the step, at the end off target by so much. */
const descentOf = (off: number, power: number) => ({
  steps: vectorOf([0, 90, 100]),
  losses: vectorOf([1, 0.01 * 0.9 ** power, 0.01]),
  meanEnergy: vectorOf([2 + off, 5]),
  energyVariance: vectorOf([0, 0]),
  pathCount: 8,
});
const arrivalData = (regular: object, meanField: object) =>
  ({
    regular,
    meanField,
    target: vectorOf([2, 5]),
    labels: ['variance', 'lag 1'],
    blockVariance: vectorOf([4, 4]),
    blockCount: 4,
  }) as never;

test('how converged: the farthest component in standard errors of the target, and a verdict with the steps that it takes', () => {
  // The standard error is √(4/4) = 1. Off by 0.2 is near; off by 1 takes a loss 16 times smaller: 4 times the steps at power −2.
  const table = convergenceTable({ index: arrivalData(descentOf(0.2, -2), descentOf(1, -2)) });
  assert.deepEqual(table.columns, [
    'series',
    'descent',
    'paths',
    'steps',
    'loss left',
    'off target by',
    'farthest component',
    'verdict',
  ]);
  assert.deepEqual(table.values, [
    ['index', 'regular', 8, 100, '1.0e-2', '20 % of its standard error', 'variance', 'arrived'],
    [
      'index',
      'mean field',
      8,
      100,
      '1.0e-2',
      '100 % of its standard error',
      'variance',
      'on its way: about 300 more steps',
    ],
  ]);
});

test('a loss that no longer falls is not on its way; a regular descent counts the spread of its paths', () => {
  const spread = { ...descentOf(0, -2), energyVariance: vectorOf([0, 8 / 7]) };
  const [[, , , , , off, component, verdict], [, , , , , , , still]] = convergenceTable({
    index: arrivalData(spread, descentOf(30, -0.01)),
  }).values as string[][];
  assert.deepEqual(
    [off, component, verdict],
    ['100 % of its standard error', 'lag 1', 'on its way: about 300 more steps'],
  );
  assert.equal(still, 'not there, and the loss no longer falls: take more steps, or smaller ones');
});

test('without two blocks, distances are parts of the target', () => {
  const data = { ...(arrivalData(descentOf(0.02, -2), descentOf(1, -2)) as object), blockCount: 1 } as never;
  const rows = convergenceTable({ short: data }).values as string[][];
  assert.deepEqual(
    rows.map((row) => row[5]),
    ['1 %', '50 %'],
  );
  assert.equal(rows[0][7], 'arrived');
});

test('a number without an error, or without a value, has a dash', () => {
  assert.deepEqual(
    [measured(NaN, 1), measured(Infinity, 1), measured(0.12345, NaN), measured(1.234, 0.05)],
    ['–', '–', '0.123 ± –', '1.234 ± 0.050'],
  );
});

test('entropy: a row a descent, what it lost in all and by its parts', () => {
  const curve = (...values: number[]) => ({
    values: vectorOf(values),
    standardErrors: vectorOf(values.map(() => 0.5)),
  });
  const record = {
    steps: vectorOf([0, 10]),
    losses: vectorOf([1, 0]),
    entropyLoss: curve(0, 12),
    transportLoss: curve(0, 4),
    collapseLoss: curve(0, 8),
  };
  const other = { ...record, entropyLoss: curve(0, 9), transportLoss: curve(0, 7), collapseLoss: curve(0, 2) };
  const parameters = { stepSize: 50, ensembleSize: 32, ensembleCount: 4 };
  const table = entropyTable({ index: { parameters, data: { regular: record, meanField: other } } });
  assert.deepEqual(table.values, [
    ['index', 'regular', 50, '128 × 1', 10, '0.0e+0', '12.00 ± 0.50', '4.00 ± 0.50', '8.00 ± 0.50'],
    ['index', 'mean field', 50, '4 × 32', 10, '0.0e+0', '9.00 ± 0.50', '7.00 ± 0.50', '2.00 ± 0.50'],
  ]);
});

test('a desk’s table has a row a statistic, the record beside regular, mean-field and GARCH paths', () => {
  const desk = { values: vectorOf(deskLabels.map((_, i) => i)), standardErrors: vectorOf(deskLabels.map(() => 0.1)) };
  const one = { desk } as never;
  const table = deskTable({ truth: one, regular: one, meanField: one, garch: one });
  assert.deepEqual(table.columns, ['statistic', 'record', 'regular', 'mean field', 'GARCH']);
  assert.deepEqual(
    (table.values as string[][]).map(([label]) => label),
    [...deskLabels],
  );
  const without = deskTable({ truth: one, regular: one, meanField: one });
  assert.ok((without.values as string[][]).every((row) => row[4] === 'no such model fits'));
});

test('the desk’s table of several series has all of them under each statistic', async () => {
  const desk = { values: vectorOf(deskLabels.map((_, i) => i)), standardErrors: vectorOf(deskLabels.map(() => 0.1)) };
  const one = { desk } as never;
  const results = Object.fromEntries(
    ['a', 'b & c', 'd', 'e', 'f'].map((name) => [name, { truth: one, regular: one, meanField: one }]),
  );
  const bundle = await deskTables(results)[displaySymbol]();
  const html = bundle['text/html'] as string;
  assert.equal(html.match(/<tr>/g)?.length, 1 + deskLabels.length * 6);
  assert.ok(
    html.includes('<th scope="row">b &amp; c</th><td>0.00\u00a0±\u00a00.10</td>') &&
      html.includes('no such model fits'),
  );
  assert.equal((bundle['text/plain'] as string).split('\n').length, 1 + deskLabels.length * 6);
  assert.throws(() => deskTables({}), /^RangeError: deskTables: results expects at least one series/);
});

test('what an energy asks for: the target as a line, and each descent’s mean with a deviation to either side', () => {
  const descent = (mean: number[]) => ({
    meanEnergy: vectorOf(mean),
    energyVariance: vectorOf([1, 4, 9]),
    pathCount: 3,
    paths: matrixOf([[0, 0]]),
  });
  const data = {
    labels: ['variance', 'squares, lag 1', 'squares, lag 2'],
    target: vectorOf([1, 2, 3]),
    regular: descent([1, 2, 3]),
    meanField: descent([2, 3, 4]),
  } as never;
  const shown = askedEnergies({ results: { index: data, rate: data }, caption: 'What is asked for.', key: 1 });
  const [asked, regular, meanField] = shown.data as { y: number[]; error_y?: { array: number[] }; name: string }[];
  assert.deepEqual(
    [asked.y, regular.y, meanField.y, regular.error_y?.array],
    [
      [2, 3],
      [2, 3],
      [3, 4],
      [2, 3],
    ],
  );
  assert.equal(shown.data.length, 6);
  assert.match(shown.caption, /^What is asked for\. N = 3 paths of length d = 2; key 1; /);
  const none = { results: { index: data }, components: () => false, caption: 'c', key: 1 };
  assert.throws(() => askedEnergies(none), /^RangeError: askedEnergies: components expect at least one of 3, got none/);
  assert.throws(
    () => askedEnergies({ ...none, results: {} }),
    /^RangeError: askedEnergies: results expect at least one/,
  );
});

test('of three columns or more the middle one alone has titles below its axes', () => {
  const column = (role: Role) => ({ role, samples: [samples], marginal: histogram });
  const titles = (roles: Role[]) => {
    const { layout } = marketComparison({ ...made, columns: roles.map(column), statistics: [statistic], marginal });
    const axes = layout as Record<string, { title?: { text?: string } }>;
    return roles.map((_, i) => axes[`xaxis${i === 0 ? '' : i + 1}`].title?.text);
  };
  assert.deepEqual(titles(['regular', 'mean-field', 'reference']), [undefined, 'lag', undefined]);
  assert.deepEqual(titles(['regular', 'mean-field']), ['lag', 'lag']);
});
