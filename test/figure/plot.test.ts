import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  band,
  bars,
  contours,
  dots,
  type Figure,
  heat,
  histogram,
  line,
  measured,
  type PlotInput,
  plot,
  rule,
  text,
  violin,
} from 'microcanon/figure';

// biome-ignore lint/suspicious/noExplicitAny: Plotly's attributes nest in many ways; each assertion says which it means
type Attributes = Record<string, any>;

const caption = 'What is seen.';
const drawn = (input: Omit<PlotInput, 'caption'>): Figure => plot({ caption, ...input });
const traces = (input: Omit<PlotInput, 'caption'>): Attributes[] => [...drawn(input).data] as Attributes[];
const layout = (input: Omit<PlotInput, 'caption'>): Attributes => drawn(input).layout as Attributes;

const rows = [
  { step: 0, nats: 5, error: 0.5, model: 'AR', size: 8 },
  { step: 10, nats: 2, error: 0.2, model: 'AR', size: 8 },
  { step: 0, nats: 4, error: 0.1, model: 'CIR', size: 8 },
  { step: 0, nats: 1, error: 0.1, model: 'AR', size: 64 },
];

test('a line takes numbers, typed numbers, estimates, points, rows and functions', () => {
  const shape = ({ x, y }: Attributes) => [x, y];
  assert.deepEqual(shape(traces({ marks: [line([3, 1, 2])] })[0]), [
    [0, 1, 2],
    [3, 1, 2],
  ]);
  assert.deepEqual(shape(traces({ marks: [line(Float64Array.of(3, 1), { x: [5, 7] })] })[0]), [
    [5, 7],
    [3, 1],
  ]);
  assert.deepEqual(
    shape(
      traces({
        marks: [
          line([
            [1, 2],
            [3, 4],
          ]),
        ],
      })[0],
    ),
    [
      [1, 3],
      [2, 4],
    ],
  );
  assert.deepEqual(shape(traces({ marks: [line(rows.slice(0, 2), { x: 'step', y: ({ nats }) => 2 * nats })] })[0]), [
    [0, 10],
    [10, 4],
  ]);
  assert.deepEqual(shape(traces({ marks: [line([1, 2], { x: ['2020-01-02', '2020-01-03'] })] })[0])[0], [
    '2020-01-02',
    '2020-01-03',
  ]);
  const [, square] = traces({ marks: [line([0, 0], { x: [0, 12] }), line((x) => x * x, { name: 'x²' })] });
  assert.equal(square.x.length, square.y.length);
  assert.deepEqual([square.x[0], square.x.at(-1), square.y.at(-1)], [0, 12, 144]);
});

test('on a logarithmic axis a function is read at equal ratios', () => {
  const [, law] = traces({
    marks: [dots([1, 1], { x: [16, 1024] }), line((x) => 2 / x)],
    x: { type: 'log' },
    y: { type: 'log' },
  });
  const ratios = law.x.slice(1).map((x: number, i: number) => x / law.x[i]);
  for (const ratio of ratios) assert.ok(Math.abs(ratio / ratios[0] - 1) < 1e-5);
});

test('the band of a line reaches two standard errors to either side, or as many as are asked for', () => {
  const estimates = { values: [3, 1], standardErrors: [0.5, 0.25] };
  for (const [marks, half] of [
    [line(estimates), 2],
    [line([3, 1], { error: [0.5, 0.25] }), 2],
    [band(estimates), 2],
    [line(estimates, { halfWidth: 1 }), 1],
  ] as const) {
    const [area] = traces({ marks: [marks] });
    assert.deepEqual(area.x, [0, 1, 1, 0]);
    assert.deepEqual(area.y, [3 + half * 0.5, 1 + half * 0.25, 1 - half * 0.25, 3 - half * 0.5]);
    assert.equal(area.fill, 'toself');
  }
  const [between] = traces({ marks: [band({ low: [0, 1], high: [2, 3] }, { x: [4, 6] })] });
  assert.deepEqual(
    [between.x, between.y],
    [
      [4, 6, 6, 4],
      [2, 3, 1, 0],
    ],
  );
  const [ofRows] = traces({ marks: [band(rows.slice(0, 2), { x: 'step', low: 'error', high: 'nats' })] });
  assert.deepEqual(ofRows.y, [5, 2, 0.2, 0.5]);
});

test('areas come before lines, whatever their order among the marks', () => {
  const estimates = { values: [3, 1], standardErrors: [0.5, 0.25] };
  const fills = traces({ marks: [line(estimates, { role: 'regular' }), line(estimates, { role: 'mean-field' })] }).map(
    ({ fill }) => fill !== undefined,
  );
  assert.deepEqual(fills, [true, true, false, false]);
});

test('on a logarithmic axis errors stay visible and what is not positive is a gap', () => {
  const y = { type: 'log' } as const;
  const [area, curve] = traces({ marks: [line([1, 0.1, -1], { error: [0.1, 0.2, 1] })], y });
  assert.ok(area.y.every((value: number) => value > 0));
  assert.deepEqual(curve.y, [1, 0.1, null]);
  const [points] = traces({ marks: [dots([1, 0.1], { error: [0.1, 0.2] })], y });
  assert.deepEqual(points.error_y.array, [0.2, 0.4]);
  assert.equal(points.error_y.arrayminus[0], 0.2);
  assert.ok(points.error_y.arrayminus[1] < 0.1 && points.error_y.arrayminus[1] > 0.09);
  const { yaxis } = layout({ marks: [dots([1, 0.1], { error: [0.1, 0.2] })], y });
  assert.ok(yaxis.type === 'log' && 10 ** yaxis.range[0] < 0.1 && 10 ** yaxis.range[1] > 1.2);
});

test('an axis from 0 cuts bands and error bars there', () => {
  const [area] = traces({ marks: [line([1, 0.1], { error: 0.3 })], y: { zero: true } });
  assert.deepEqual(area.y, [1.6, 0.7, 0, 0.4]);
});

test('dots and bars carry their errors in both directions', () => {
  const [points] = traces({
    marks: [dots(rows, { x: 'step', y: 'nats', error: 'error', xError: ({ error }) => 10 * error })],
  });
  assert.deepEqual(points.error_y.array, [1, 0.4, 0.2, 0.2]);
  assert.deepEqual(points.error_x.array, [10, 4, 2, 2]);
  const [bar] = traces({ marks: [bars(rows.slice(0, 1), { x: 'model', y: 'nats', error: 'error', role: 'regular' })] });
  assert.deepEqual([bar.type, bar.x, bar.y, bar.error_y.array, bar.name], ['bar', ['AR'], [5], [1], 'regular']);
});

test('a histogram counts each value once, those beyond the domain in the outermost bins, with Poisson errors', () => {
  const sample = [-9, 0.1, 0.1, 0.6, 0.9, 9];
  const [area, errors] = traces({ marks: [histogram(sample, { bins: 2, domain: [0, 1], error: true })] });
  assert.deepEqual(area.x, [0, 0, 0.5, 0.5, 1, 1]);
  assert.deepEqual(area.y, [0, 3, 3, 3, 3, 0]);
  assert.deepEqual(
    errors.error_y.array,
    [3, 3].map((count) => Number((2 * Math.sqrt(count)).toPrecision(7))),
  );
  const [density] = traces({ marks: [histogram(sample, { bins: 2, domain: [0, 1], density: true })] });
  assert.deepEqual(density.y, [0, 1, 1, 1, 1, 0]);
  const [counted] = traces({ marks: [histogram({ centres: [1, 3], density: [0.2, 0.3] })] });
  assert.deepEqual(
    [counted.x, counted.y],
    [
      [0, 0, 2, 2, 4, 4],
      [0, 0.2, 0.2, 0.3, 0.3, 0],
    ],
  );
});

test('a violin spans its sample and stands at its place; names become ticks', () => {
  const figure = drawn({
    marks: [
      violin(
        [
          [1, 2, 4],
          [0, 0, 3],
        ],
        { x: ['AR', 'CIR'], role: 'mean-field' },
      ),
    ],
  });
  const [, outline, medians] = figure.data as Attributes[];
  assert.deepEqual(medians.y, [2, 0]);
  const first = outline.y.slice(0, outline.y.indexOf(null));
  assert.deepEqual([Math.min(...first), Math.max(...first)], [1, 4]);
  const { xaxis } = figure.layout as Attributes;
  assert.deepEqual(
    [xaxis.tickvals, xaxis.ticktext],
    [
      [0, 1],
      ['AR', 'CIR'],
    ],
  );
});

test('a matrix is drawn with its first row on top, white at 0', () => {
  const figure = drawn({
    marks: [
      heat([
        [1, -2],
        [0, 1],
      ]),
      rule({ x: 0.5 }),
    ],
  });
  const [picture, upright] = figure.data as Attributes[];
  assert.deepEqual(
    [picture.z, picture.zmin, picture.zmax],
    [
      [
        [1, -2],
        [0, 1],
      ],
      -2,
      2,
    ],
  );
  assert.deepEqual((figure.layout as Attributes).yaxis.range, [1.5, -0.5]);
  assert.deepEqual(
    [upright.x.slice(0, 2), upright.y.slice(0, 2)],
    [
      [0.5, 0.5],
      [-0.5, 1.5],
    ],
  );
  const matrix = { rowCount: 2, row: (i: number) => Float64Array.of(i, 3) };
  assert.deepEqual(traces({ marks: [heat(matrix)] })[0].z, [
    [0, 3],
    [1, 3],
  ]);
});

test('heat maps in panels share their colours, with one bar', () => {
  const maps = traces({
    facets: [
      { title: 'low', marks: [heat([[1, 2]])] },
      { title: 'high', marks: [heat([[0, 5]])] },
      { title: 'both', marks: [heat([[-1, 3]])] },
    ],
  });
  assert.deepEqual(
    maps.map(({ zmin, zmax, showscale }) => [zmin, zmax, showscale]),
    [
      [0, 5, true],
      [0, 5, false],
      [-3, 3, true],
    ],
  );
});

test('rules cross the panel, words stand at their points, contours hold what a Gaussian says', () => {
  const [, across] = traces({ marks: [line([1, 5], { x: [2, 8] }), rule({ y: [1, 3] }, { name: 'level' })] });
  assert.deepEqual(across.x, [2, 8, null, 2, 8, null]);
  assert.deepEqual(across.y, [1, 1, null, 3, 3, null]);
  const [words] = traces({
    marks: [text([{ at: 1, up: 2, what: 'here' }], { x: 'at', y: 'up', text: 'what', side: 'right' })],
  });
  assert.deepEqual([words.text, words.textposition, words.showlegend], [['here'], 'middle right', false]);
  const [outer] = traces({
    marks: [
      contours(
        {
          mean: [1, 2],
          covariance: [
            [4, 0],
            [0, 9],
          ],
        },
        { role: 'true' },
      ),
    ],
  });
  assert.ok(Math.abs(Math.max(...outer.x) - 7) < 1e-6 && Math.abs(Math.max(...outer.y) - 11) < 1e-6);
});

test('roles give names and colours; other names have colours of their own; the legend shows each once', () => {
  const shown = traces({
    marks: [
      line([1], { role: 'regular' }),
      line([2], { role: 'regular', dash: 'dot' }),
      line([3], { name: 'mine' }),
      line([4]),
    ],
  });
  assert.deepEqual(
    shown.map(({ name }) => name),
    ['regular', 'regular', 'mine', undefined],
  );
  assert.deepEqual(
    shown.map(({ showlegend }) => showlegend),
    [true, false, true, false],
  );
  const colors = shown.map((trace) => trace.line.color);
  assert.equal(colors[0], colors[1]);
  assert.equal(new Set(colors).size, 3);
});

test('rows are split into series and panels by channels', () => {
  const figure = drawn({
    marks: [line(rows, { x: 'step', y: 'nats', series: 'size', facet: 'model' })],
    isOrdered: true,
    legend: 'N',
  });
  const shown = figure.data as Attributes[];
  assert.deepEqual(
    shown.map(({ name, xaxis, y }) => [name, xaxis, y]),
    [
      ['8', 'x', [5, 2]],
      ['64', 'x', [1]],
      ['8', 'x2', [4]],
    ],
  );
  assert.deepEqual(
    shown.map(({ showlegend }) => showlegend),
    [true, true, false],
  );
  const { xaxis2, yaxis2, annotations, legend } = figure.layout as Attributes;
  assert.deepEqual([xaxis2.matches, yaxis2.matches, yaxis2.showticklabels], ['x', 'y', false]);
  assert.deepEqual(
    annotations.slice(0, 2).map((one: Attributes) => one.text),
    ['AR', 'CIR'],
  );
  assert.equal(legend.title.text, 'N ');
});

test('a panel may have axes of its own, and all panels ends of their own', () => {
  const own = layout({
    facets: [
      { title: 'a', marks: [line([1])] },
      { title: 'b', marks: [line([1])], y: { label: 'nats', type: 'log' } },
    ],
    y: 'share',
  });
  assert.equal(own.yaxis2.matches, undefined);
  assert.deepEqual([own.yaxis.title.text, own.yaxis2.title.text, own.yaxis2.type], ['share', 'nats', 'log']);
  const free = layout({
    facets: [
      { title: 'a', marks: [line([1])] },
      { title: 'b', marks: [line([1])] },
    ],
    y: { shared: false },
  });
  assert.deepEqual([free.yaxis2.matches, free.yaxis2.showticklabels], [undefined, undefined]);
});

test('marks stand in every panel, or in the one that they name', () => {
  const shown = traces({
    facets: ['a', 'b'].map((title) => ({ title, marks: [line([1, 2])] })),
    marks: [rule({ y: 0 }), rule({ y: 1 }, { facet: 'b' })],
  });
  assert.deepEqual(
    shown.map(({ xaxis }) => xaxis),
    ['x', 'x', 'x2', 'x2', 'x2'],
  );
});

test('axes have labels with units, domains and ticks', () => {
  const { xaxis, yaxis } = layout({
    marks: [line([1, 2])],
    x: { label: 'step', domain: [0, 200], ticks: { start: 0, end: 200 } },
    y: { label: 'divergence', unit: 'nats per path', zero: true },
  });
  assert.deepEqual(
    [xaxis.title.text, xaxis.range, xaxis.tickvals, xaxis.ticktext],
    ['step', [0, 200], [0, 200], ['start', 'end']],
  );
  assert.deepEqual([yaxis.title.text, yaxis.rangemode], ['divergence (nats per path)', 'tozero']);
  const sizes = layout({ marks: [dots([1, 2, 3], { x: [16, 4, 64] })], x: { type: 'log' } });
  assert.deepEqual(sizes.xaxis.tickvals, [4, 16, 64]);
});

test('the caption ends with what the source tells, and with the unit', () => {
  const marks = [line([1, 2])];
  const y = { label: 'divergence', unit: 'nats per path' };
  const ended = (source: PlotInput['source']) => drawn({ marks, y, source }).caption;
  const result = (parameters: object) => ({ id: 'one', parameters, seed: 7, provenance: { revision: '1234567' } });
  assert.equal(ended(undefined), 'What is seen.');
  assert.equal(
    ended({ pathCount: 1, signalLength: 8, key: 7 }),
    'What is seen. N = 1 path of length d = 8; key 7; nats per path.',
  );
  assert.equal(
    ended({ pathCount: [2, 4], key: { high: 1, low: 2 } as never }),
    'What is seen. N = 2, 4 paths; key 4294967298; nats per path.',
  );
  assert.equal(
    ended(result({ ensembleSize: 128, ensembleCount: 8, signalLength: 1024 })),
    'What is seen. 8 ensembles of N = 128 paths of length d = 1024; key 7; revision 1234567; nats per path.',
  );
  assert.equal(
    ended({ ...result({ ensembleSize: 128, signalLength: 1024 }), pathCount: 24 }),
    'What is seen. N = 24 paths of length d = 1024; key 7; revision 1234567; nats per path.',
  );
  assert.equal(
    ended([result({ pathCount: 24, signalLength: 64 }), result({ pathCount: 24, signalLength: 128 })]),
    'What is seen. N = 24 paths of length d = 64; N = 24 paths of length d = 128; key 7; revision 1234567; nats per path.',
  );
});

test('readers who cannot see the picture are told axes and series', () => {
  const { alt } = drawn({
    marks: [line([1], { role: 'regular' })],
    x: 'step',
    y: { label: 'divergence', unit: 'nats' },
  });
  assert.equal(alt, 'What is seen. Across: step; up: divergence (nats); shown: regular.');
  assert.equal(drawn({ marks: [line([1])], alt: 'A line.' }).alt, 'A line.');
});

test('bad input is one clear error that names its place', () => {
  const wrong: [() => unknown, string][] = [
    [() => line([1, 2], { x: [1] }), 'RangeError: line: x expects 2 entries like y, got 1; give one for each'],
    [() => line([1, Number.NaN]), 'RangeError: line: y[1] expects a finite number, got NaN; leave the entry out'],
    [
      () => line([1, 2], { error: [1, -1] }),
      'RangeError: line: error[1] expects a standard error of at least 0, got -1; give its size',
    ],
    [() => line([]), 'RangeError: line: data expects at least one entry, got none; leave the mark out'],
    [
      () => dots(rows, { x: 'stp' as never, y: 'nats' }),
      "TypeError: dots: x expects a key of the rows, got 'stp'; row 0 has step, nats, error, model, size",
    ],
    [
      () => dots(rows, { y: 'nats' } as never),
      'TypeError: dots: x expects a key of the rows or a function, got none; they have step, nats, error, model, size',
    ],
    [
      () => band({ low: [1], high: [1, 2] }),
      'RangeError: band: high expects 1 entries like y, got 2; give one for each',
    ],
    [() => heat([[1, 2], [1]]), 'RangeError: heat: row 1 expects 2 entries like row 0, got 1; give equal rows'],
    [
      () => violin([[1], [Infinity]]),
      'RangeError: violin: sample 1[0] expects a finite number, got Infinity; leave the entry out',
    ],
    [
      () => plot({ marks: [], caption }),
      'TypeError: plot: marks expect at least one for each panel, got none; add line(values)',
    ],
    [
      () => plot({ marks: [line([1])], caption: ' ' }),
      'TypeError: plot: caption expects a sentence of what is seen, got none; say it in plain text',
    ],
    [
      () => plot({ facets: [{ title: 'a', marks: [line([1])] }], marks: [line([1], { facet: 'b' })], caption }),
      "TypeError: plot: facets expect one titled 'b', got a; add it or rename the mark's",
    ],
  ];
  for (const [make, message] of wrong) {
    assert.throws(make, (error: Error) => {
      assert.equal(String(error), message);
      return true;
    });
  }
});

test('keys of rows are checked by the compiler', () => {
  // @ts-expect-error a name is no number
  assert.throws(() => dots(rows, { x: 'step', y: 'model' }), /y\[0\] expects a finite number, got AR/);
  // @ts-expect-error rows have no such key
  assert.throws(() => dots(rows, { x: 'step', y: 'divergence' }), /'divergence'/);
});

test('a plot draws itself: each mark is seen in the SVG', async () => {
  const svg = await drawn({
    marks: [
      line([1, 2], { error: 0.1, role: 'regular' }),
      dots([2, 1], { error: 0.2, name: 'points' }),
      bars([1, 1], { name: 'bars' }),
      rule({ y: 1.5 }, { name: 'level' }),
    ],
    x: 'step',
  }).toSvg();
  for (const name of ['regular', 'points', 'bars', 'level', 'step']) assert.ok(svg.includes(`>${name}<`), name);
});

test('an estimate is written with as many decimals as the second digit of its error', () => {
  assert.equal(measured({ value: 2.34567, standardError: 0.123 }), '2.35 ± 0.12');
  assert.equal(measured(2.34567, 0.0123), '2.346 ± 0.012');
  assert.equal(measured(2.3456789, 3.2e-9), '2.345679 ± 3e-9');
});
