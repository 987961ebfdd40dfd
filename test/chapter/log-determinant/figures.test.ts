import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibration, spectrumHistogram } from 'microcanon/chapter/log-determinant';
import { type Figure, palette, scaling } from 'microcanon/figure';

interface Drawn {
  readonly name: string;
  readonly mode: string;
  readonly x: number[];
  readonly y: number[];
  readonly fill?: string;
  readonly showlegend?: boolean;
  readonly line: { color: string; dash?: string };
}

const traces = (figure: Figure) => figure.data as unknown as Drawn[];
const made = { pathCount: 128, key: 7, signalLength: 1024, units: 'nats per path', caption: 'Made-up numbers.' };
const labels = { xLabel: 'd', yLabel: 'size' };

test('a law runs through its point with its exponent, from the least to the greatest size', () => {
  const series = [{ name: 'measured', x: [10, 100], y: [2, 0.2] }];
  const laws = [{ name: '1/d', exponent: -1, through: [10, 3] as const }];
  const [law, level] = traces(scaling({ ...made, ...labels, series, laws, level: { value: 1, name: 'one' } }));
  assert.deepEqual(
    [law.x, law.y],
    [
      [10, 100],
      [3, 0.3],
    ],
  );
  assert.deepEqual(
    [level.x, level.y],
    [
      [10, 100],
      [1, 1],
    ],
  );
});

test("a series has its role's colour; what is not positive is a gap on the logarithmic axis; long ones have no markers", () => {
  const x = Array.from({ length: 50 }, (_, i) => i);
  const series = [{ name: 'errors', role: 'regular', dash: 'dash', x, y: x }] as const;
  const shown = scaling({ ...made, ...labels, xType: 'linear', series });
  const [errors] = traces(shown);
  assert.deepEqual([errors.line.color, errors.line.dash, errors.mode], [palette.regular, 'dash', 'lines']);
  assert.deepEqual(errors.y.slice(0, 3), [null, 1, 2]);
  const { xaxis, yaxis } = shown.layout as { xaxis: { type?: string }; yaxis: { type: string } };
  assert.deepEqual([xaxis.type, yaxis.type], [undefined, 'log']);
  const short = [{ name: 'short', x: [1, 2], y: [1] }];
  assert.throws(() => scaling({ ...made, ...labels, series: short }), /scaling: y expects 2 numbers, got 1/);
});

test('a few whole sizes are all labelled on the logarithmic axis', () => {
  const { layout } = scaling({ ...made, ...labels, series: [{ name: 'a', x: [64, 4096], y: [1, 2] }] });
  const { tickvals, ticktext } = layout.xaxis as { tickvals: number[]; ticktext: string[] };
  assert.deepEqual(
    [tickvals, ticktext],
    [
      [64, 4096],
      ['64', '4096'],
    ],
  );
});

test('a histogram of eigenvalues holds every one, in bins shared by the samples of a panel', () => {
  const samples = [
    { name: 'early', values: [0, 0, 0, 4] },
    { name: 'late', values: [0, 1] },
  ];
  const panels = [
    { title: 'one', samples },
    { title: 'two', samples },
  ];
  const drawn = traces(spectrumHistogram({ ...made, label: 'eigenvalue', panels }));
  assert.equal(drawn.length, 4);
  assert.deepEqual(
    drawn.map(({ showlegend }) => showlegend),
    [true, true, false, false],
  );
  const counted = drawn.map(({ y }) =>
    y.filter((value, i) => i % 2 === 0 && value >= 1).reduce((sum, value) => sum + value, 0),
  );
  assert.deepEqual(counted, [4, 2, 4, 2]);
  assert.deepEqual(drawn[0].x, drawn[1].x);
  assert.deepEqual([drawn[0].x[0], drawn[0].x.at(-1)], [0, 4]);
});

test('bars at the ends of a spectrum stand clear of the panel’s edges, with their outer sides', () => {
  const shown = spectrumHistogram({
    ...made,
    label: 'eigenvalue',
    panels: [{ title: 'one', samples: [{ name: 'early', values: [-1, 0, 3] }] }],
  });
  const [low, high] = (shown.layout.xaxis as { range: number[] }).range;
  assert.ok(low < -1 && high > 3);
  const [{ x, y }] = traces(shown);
  assert.deepEqual([x[0], x[1], x.at(-2), x.at(-1)], [-1, -1, 3, 3]);
  assert.ok(y[0] < 1 && y[1] === 1 && y.at(-2) === 1 && y.at(-1)! < 1);
});

test('a tall bar in one panel of a calibration leaves the scale of the others alone', () => {
  const flat = Array.from({ length: 320 }, (_, i) => i / 40 - 4 + 0.01);
  const { layout } = calibration({
    ...made,
    panels: [
      { title: 'one', scores: [0.1] },
      { title: 'two', scores: flat },
    ],
  });
  const [tall, own] = [layout.yaxis, layout.yaxis2].map((axis) => (axis as { range: number[] }).range[1]);
  assert.ok(tall > 4 && own < 0.5);
});

test('a calibration histogram has area 1, counts what lies beyond at the edge, and stands beside the normal density', () => {
  const drawn = traces(calibration({ ...made, panels: [{ title: 'one', scores: [0.1, 0.1, 9, -9] }] }));
  const [histogram, normal] = drawn;
  const widths = histogram.x.map((left, i) => (i % 2 === 0 ? histogram.x[i + 1] - left : 0));
  const area = histogram.y.reduce((sum, value, i) => sum + value * widths[i], 0);
  assert.ok(Math.abs(area - 1) < 1e-6);
  assert.deepEqual([histogram.y[0], histogram.y.at(-1)], [1, 1]);
  const peak = Math.max(...normal.y);
  assert.ok(Math.abs(peak - 0.3989423) < 1e-6);
  const panels = [{ title: 'none', scores: [] }];
  assert.throws(
    () => calibration({ ...made, panels }),
    /calibration: scores of none expect at least one number, got none/,
  );
});
