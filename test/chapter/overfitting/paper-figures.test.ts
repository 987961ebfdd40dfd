import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logDeterminantCost } from 'microcanon/chapter/determinant';
import { arrival, biasFloor, energyVariance, ensembleSizesFigure, principle } from 'microcanon/chapter/mean-field';
import { divergenceByKind, divergenceCurve, energyDensity, entropyBudget } from 'microcanon/chapter/overfitting';
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

test('a caption of a figure without paths names none', () => {
  assert.match(
    divergenceCurve({ ...made, pathCount: 0, series: [series] }).caption,
    /^Made-up numbers\. length d = 1024; key 7/,
  );
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

test('ensemble sizes have a curve and a band each, on a logarithmic axis', () => {
  const sizes = [1, 8, 128].map((pathCount) => ({
    pathCount,
    divergence: [5, 5 / pathCount],
    divergenceError: [0.1, 4],
  }));
  const shown = ensembleSizesFigure({ ...made, pathCount: [1, 8, 128], sizes });
  assert.deepEqual(
    traces(shown)
      .filter(({ fill }) => !fill)
      .map(({ name }) => name),
    ['1', '8', '128'],
  );
  assert.equal((shown.layout.yaxis as { type: string }).type, 'log');
  for (const { y } of traces(shown))
    assert.ok(
      y.every((value) => value > 0),
      'a logarithmic axis needs positive numbers',
    );
  assert.match(shown.caption, /N = 1, 8, 128 paths of length d = 1024; key 7; nats per path\.$/);
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

test('measured variances are markers and the law a line at the same steps', () => {
  const law = [1, 0.1, 0.01];
  const shown = energyVariance({ ...made, law, measured: [{ role: 'mean-field', variance: [1.1, 0.09, 0.01] }] });
  assert.deepEqual(
    traces(shown).map(({ mode, y }) => [mode, y]),
    [
      ['markers', [1.1, 0.09, 0.01]],
      ['lines', law],
    ],
  );
  assert.throws(
    () => energyVariance({ ...made, law, measured: [{ role: 'true', variance: [1] }] }),
    /variance expects 3 numbers, got 1/,
  );
});

test('a reference slope runs through its point with its exponent', () => {
  const methods = [{ name: 'dense', size: [10, 100], seconds: [0.001, 1] }];
  const [slope] = traces(
    logDeterminantCost({
      ...made,
      methods,
      sizeLabel: 'd',
      slopes: [{ name: 'd³', exponent: 3, through: [10, 0.002] }],
    }),
  );
  assert.deepEqual(slope.x, [10, 100]);
  slope.y.forEach((value, i) => {
    assert.ok(Math.abs(value / [0.002, 2][i] - 1) < 1e-6);
  });
});

test('every caption ends with path count, length, key and units', () => {
  const shown = energyVariance({ ...made, pathCount: 1, key: { high: 1, low: 3 }, law: [1, 2], measured: [] });
  assert.equal(shown.caption, 'Made-up numbers. N = 1 path of length d = 1024; key 4294967299; nats per path.');
});

test('divergence by kind: a band and a line for each kind, formulas dashed, one legend', () => {
  const kinds = [
    { name: '1', divergence: [4, 2, 1], divergenceError: [0.2, 0.1, 0.1], expected: [4, 2.1, 1.1] },
    { name: 'all', x: [0, 10, 20], divergence: [4, 1, 0.1], divergenceError: [0.2, 0.1, 0.01] },
  ];
  const shown = divergenceByKind({
    ...made,
    legend: 'paths',
    panels: [
      { title: 'a', kinds },
      { title: 'b', kinds },
    ],
  });
  const drawn = traces(shown);
  assert.equal(drawn.filter(({ fill }) => fill).length, 4);
  const lines = drawn.filter(({ fill }) => !fill);
  assert.deepEqual(
    lines.map(({ line }) => line.dash),
    ['solid', 'dash', 'solid', 'solid', 'dash', 'solid'],
  );
  assert.deepEqual(lines[2].x, [0, 10, 20]);
  assert.deepEqual(annotations(shown).slice(0, 2), ['a', 'b']);
  const short = [{ name: '1', divergence: [1, 2], divergenceError: [1] }];
  assert.throws(
    () => divergenceByKind({ ...made, legend: '', panels: [{ title: '', kinds: short }] }),
    /divergenceError expects 2 numbers, got 1/,
  );
});

test('bias floor: a point for each target with its error, and the line of equality', () => {
  const shown = biasFloor({
    ...made,
    kinds: [{ name: '1', bias: [0.5, 2], excess: [0.6, 1.9], excessError: [0.1, 0.2] }],
  });
  const [equal, points] = traces(shown);
  assert.deepEqual(equal.x, equal.y);
  assert.deepEqual(
    [points.x, points.y],
    [
      [0.5, 2],
      [0.6, 1.9],
    ],
  );
  assert.throws(
    () => biasFloor({ ...made, kinds: [{ name: '1', bias: [1], excess: [1, 2], excessError: [1, 1] }] }),
    /excess expects 1 numbers, got 2/,
  );
});

test('arrival: shares of each descent with the true model’s share as a dashed line over all steps', () => {
  const series = [{ role: 'regular' as const, share: [0.2, 0.7, 1], shareError: [0.1, 0.1, 0] }];
  const drawn = traces(arrival({ ...made, panels: [{ title: 'half', truth: 0.5, series }] }));
  const dashed = drawn.find(({ line }) => line.dash === 'dash')!;
  assert.deepEqual(
    [dashed.x, dashed.y],
    [
      [0, 2],
      [0.5, 0.5],
    ],
  );
  const wrong = [{ ...series[0], shareError: [0.1] }];
  assert.throws(
    () => arrival({ ...made, panels: [{ title: '', truth: 0.5, series: wrong }] }),
    /shareError expects 3 numbers, got 1/,
  );
});
