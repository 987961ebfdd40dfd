import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spectrumHistogram } from 'microcanon/chapter/log-determinant';
import type { Figure } from 'microcanon/figure';

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
