import assert from 'node:assert/strict';
import { test } from 'node:test';
import { principle } from 'microcanon/chapter/mean-field';
import { divergenceCurve, energyDensity, entropyBudget } from 'microcanon/chapter/overfitting';
import { type Figure, type Pair, palette } from 'microcanon/figure';

interface Drawn {
  readonly name: string;
  readonly mode: string;
  readonly x: number[];
  readonly y: number[];
  readonly fill?: string;
  readonly line: { color: string; dash: string };
  readonly marker: { symbol: string; color: string };
}

const traces = (figure: Figure) => figure.data as unknown as Drawn[];
const annotations = (figure: Figure) => (figure.layout.annotations as { text: string }[]).map(({ text }) => text);
const made = { pathCount: 128, key: 7, signalLength: 1024, units: 'nats per path', caption: 'Made-up numbers.' };

const cloud = {
  role: 'true' as const,
  mean: [1, -2] as const,
  covariance: [
    [4, 1.2],
    [1.2, 0.5],
  ] as const,
};

test('contours lie at 1, 2 and 3 standard deviations of the Gaussian', () => {
  const drawn = traces(energyDensity({ ...made, axes: ['a', 'b'], panels: [{ clouds: [cloud] }] }));
  const determinant = 4 * 0.5 - 1.2 * 1.2;
  const distance = (x: number, y: number) => {
    const [u, v] = [x - 1, y + 2];
    return Math.sqrt((0.5 * u * u - 2 * 1.2 * u * v + 4 * v * v) / determinant);
  };
  const contours = drawn.filter(({ fill }) => fill === 'toself');
  assert.equal(contours.length, 3);
  contours.forEach(({ x, y }, i) => {
    // Coordinates are stored with 7 digits.
    x.forEach((value, j) => {
      assert.ok(Math.abs(distance(value, y[j]) - (3 - i)) < 1e-5);
    });
  });
});

test('panels share their axes, roles their colour, and each cloud has one legend entry', () => {
  const shown = energyDensity({
    ...made,
    axes: ['a', 'b'],
    target: [1, -2],
    panels: [
      { title: 'early', clouds: [cloud] },
      { title: 'late', clouds: [{ ...cloud, role: 'regular' }, cloud] },
    ],
  });
  assert.deepEqual(annotations(shown).slice(0, 2), ['early', 'late']);
  const { xaxis2, yaxis2 } = shown.layout as { xaxis2: { matches: string }; yaxis2: { matches: string } };
  assert.deepEqual([xaxis2.matches, yaxis2.matches], ['x', 'y']);
  const inLegend = shown.data.filter(({ showlegend }) => showlegend).map(({ name }) => name);
  assert.deepEqual(inLegend, ['true model', 'target α', 'regular']);
  assert.equal(traces(shown).find(({ name }) => name === 'regular')?.line.color, palette.regular);
});

test('a covariance that is not positive definite is one clear error', () => {
  const flat = {
    ...cloud,
    covariance: [
      [1, 1],
      [1, 1],
    ] as const,
  };
  assert.throws(() => energyDensity({ ...made, axes: ['a', 'b'], panels: [{ clouds: [flat] }] }), {
    name: 'RangeError',
    message:
      'contour: covariance expects a positive definite matrix, got [[1, 1], [1, 1]]; give more than two distinct points',
  });
});

const series = {
  role: 'regular' as const,
  divergence: [5, 2.4, 3],
  divergenceError: [0.3, 0.2, 0.2],
  negativeEntropy: [-10, -9, -8],
  logLikelihood: [-15, -11.4, -11],
  paper: { step: 36, divergence: 2.76 },
};

test('a divergence curve marks its minimum with the standard error, and the paper’s value', () => {
  const shown = divergenceCurve({ ...made, series: [series] });
  assert.ok(annotations(shown).includes('least: 2.40 ± 0.20 at step 1'));
  const minimum = traces(shown).find(({ mode, marker }) => mode === 'markers' && marker.symbol === undefined);
  assert.deepEqual([minimum?.x, minimum?.y], [[1], [2.4]]);
  const paper = traces(shown).find(({ name }) => name === 'paper, regular');
  assert.deepEqual([paper?.x, paper?.y], [[36], [2.76]]);
});

test('its band is two standard errors wide, or as wide as asked', () => {
  const band = (bandWidth?: number) =>
    traces(divergenceCurve({ ...made, series: [series], bandWidth })).find(({ fill }) => fill)!.y;
  assert.deepEqual(band(), [5.6, 2.8, 3.4, 2.6, 2, 4.4]);
  assert.deepEqual(band(1), [5.3, 2.6, 3.2, 2.8, 2.2, 4.7]);
});

test('negative entropy is solid and log-likelihood dashed, in a second panel that is absent without them', () => {
  const lines = traces(divergenceCurve({ ...made, series: [series] })).filter(
    ({ mode, fill }) => mode === 'lines' && !fill,
  );
  assert.deepEqual(
    lines.map(({ line }) => line.dash),
    ['solid', 'solid', '10px,4px'],
  );
  assert.deepEqual(
    lines.slice(1).map(({ y }) => y),
    [series.negativeEntropy, series.logLikelihood],
  );
  const { role, divergence, divergenceError } = series;
  const alone = divergenceCurve({ ...made, series: [{ role, divergence, divergenceError }] });
  assert.equal(alone.layout.xaxis2, undefined);
});

test('two log-likelihoods that coincide both show: the one below has longer dashes', () => {
  const dashes = (['regular', 'mean-field'] as const).map(
    (role) =>
      traces(divergenceCurve({ ...made, series: [{ ...series, role }] }))
        .filter(({ mode, fill }) => mode === 'lines' && !fill)
        .at(-1)!.line.dash,
  );
  const drawn = dashes.map((dash) => Number(dash.split('px')[0]));
  assert.ok(drawn[0] > drawn[1] + 3, dashes.join(' '));
});

test('arrays of different lengths are one clear error', () => {
  assert.throws(() => divergenceCurve({ ...made, series: [{ ...series, divergenceError: [1] }] }), {
    name: 'RangeError',
    message: 'divergenceCurve: divergenceError expects 3 numbers, got 1; give one for each point shown',
  });
});

test('an entropy budget stacks the running sums of collapse and transport', () => {
  const loss = { role: 'regular' as const, collapse: [1, 1, 1], transport: [3, 2, 1] };
  const drawn = traces(entropyBudget({ ...made, losses: [loss] }));
  assert.deepEqual(
    drawn.map(({ y }) => y),
    [
      [0, 1, 2, 3],
      [0, 4, 7, 9],
    ],
  );
  for (const { x } of drawn) assert.deepEqual(x, [0, 1, 2, 3]);
});

test('the principle draws every trajectory of both methods, with a gap between two and a head at each end', () => {
  const paths: Pair[][] = [
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ];
  const shown = principle({
    ...made,
    regular: paths,
    meanField: paths,
    truth: [[2, 2]],
    target: [2, 2],
    axes: ['a', 'b'],
  });
  const lines = traces(shown).filter(({ mode }) => mode === 'lines');
  assert.deepEqual(
    lines.map(({ name }) => name),
    ['regular descent', 'mean-field descent'],
  );
  assert.deepEqual(lines[0].x, [0, 1, 2, null, 0, 1, 2, null]);
  const heads = traces(shown).filter(({ marker }) => marker?.symbol === 'arrow') as unknown as {
    marker: { size: number[] };
  }[];
  assert.deepEqual(heads[0].marker.size.map(Boolean), [false, true, false, false, true, false]);
});

test('a caption of a figure without paths names none', () => {
  assert.match(
    divergenceCurve({ ...made, pathCount: 0, series: [series] }).caption,
    /^Made-up numbers\. Length d = 1024; key 7/,
  );
});

test('every caption ends with path count, length, key and units', () => {
  const shown = divergenceCurve({ ...made, pathCount: 1, key: { high: 1, low: 3 }, series: [series] });
  assert.equal(shown.caption, 'Made-up numbers. N = 1 path of length d = 1024; key 4294967299; nats per path.');
});
