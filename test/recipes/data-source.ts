import assert from 'node:assert/strict';
import { fetchSeries, type SeriesSource } from 'microcanon/data-set';

/** A publisher of temperatures, which answers `day,celsius` lines; a dash stands for no measurement. */
const weather: SeriesSource = {
  name: 'weather',
  owner: 'A made-up weather service',
  server: 'https://weather.example',
  examples: { STHLM: 'Stockholm, noon' },
  pattern: /^[A-Z]+$/,
  path: (identifier, { from, to }) => `/series/${identifier}.csv?from=${from}&to=${to}`,
  parse(text) {
    const [heading, ...lines] = text.trim().split('\n');
    if (heading !== 'day,celsius')
      throw new RangeError(`weather: the answer expects day,celsius first, got ${heading}`);
    const rows = lines.map((line) => line.split(','));
    const measured = rows.filter(([, value]) => value !== '-');
    const observations = measured.map(([date, value]) => ({ date, value: Number(value) }));
    return { observations, notes: rows.length > measured.length ? ['days without a measurement are left out'] : [] };
  },
};

// Its test: an answer as the source gives it. Without `text`, fetchSeries asks the server and keeps the answer.
const text = 'day,celsius\n2024-01-01,-3.5\n2024-01-02,-\n2024-01-03,0.25\n';
void fetchSeries(weather, 'STHLM', { text, range: { from: '2024-01-01', to: '2024-01-03' } }).then(({ series }) => {
  assert.deepEqual([...series.values], [-3.5, 0.25]);
  assert.deepEqual(series.dates, ['2024-01-01', '2024-01-03']);
});
assert.throws(() => weather.parse('<html>', 'STHLM'), /expects day,celsius first/);
