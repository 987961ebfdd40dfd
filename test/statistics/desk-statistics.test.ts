import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble } from 'microcanon/array';
import { garch, gaussian } from 'microcanon/model';
import { draws, foldIn, key } from 'microcanon/random';
import { type DeskStatistics, deskLabels, deskOfPaths, deskOfSeries } from 'microcanon/statistics';

const statistic = ({ values, standardErrors }: DeskStatistics, label: string): [number, number] => {
  const at = deskLabels.findIndex((name) => name.startsWith(label));
  return [values[at], standardErrors[at]];
};
const near = ([value, error]: readonly [number, number], wanted: number): void => {
  assert.ok(Math.abs(value - wanted) < 4 * error, `${value} ± ${error} beside ${wanted}`);
};

test('white noise: kurtosis 3, no memory of any kind', () => {
  const desk = deskOfPaths(gaussian({ signalLength: 256 }).sample(key(1), 100), key(2));
  near(statistic(desk, 'kurtosis'), 3);
  for (const label of [
    'autocorrelation',
    'squares’ autocorrelation, lags 1 to 5',
    'squares’ autocorrelation, lags 16',
    'leverage',
  ]) {
    near(statistic(desk, label), 0);
  }
});

test('Hill’s estimate finds the exponent of a Pareto law, with the error that the theory gives', () => {
  const { uniform } = draws(key(3));
  const paths = ensemble(100, 200);
  for (let i = 0; i < paths.data.length; i++) paths.data[i] = uniform() ** (-1 / 3) * (uniform() < 0.5 ? -1 : 1);
  const [value, error] = statistic(deskOfPaths(paths, key(4)), 'tail index');
  near([value, error], 3);
  // α/√k for k values of the tail.
  assert.ok(Math.abs(error / (3 / Math.sqrt(1000)) - 1) < 0.25, `${error}`);
});

test('GARCH(1, 1): kurtosis and the decay of the squares are those of Bollerslev’s formulas', () => {
  const [constant, reaction, memory] = [0.1, 0.15, 0.75];
  const paths = garch({ constant, reaction, memory }, { signalLength: 1024 }).sample(key(5), 200);
  const desk = deskOfPaths(paths, key(6));
  const sum = reaction + memory;
  near(statistic(desk, 'kurtosis'), (3 * (1 - sum ** 2)) / (1 - sum ** 2 - 2 * reaction ** 2));
  const first = (reaction * (1 - reaction * memory - memory ** 2)) / (1 - 2 * reaction * memory - memory ** 2);
  const over = (lags: readonly number[]): number =>
    lags.reduce((total, k) => total + first * sum ** (k - 1), 0) / lags.length;
  near(statistic(desk, 'squares’ autocorrelation, lags 1 to 5'), over([1, 2, 3, 4, 5]));
  near(statistic(desk, 'squares’ autocorrelation, lags 16'), over([16, 17, 18, 19, 20]));
  near(statistic(desk, 'share'), sum ** 15);
});

test('leverage has the sign of the returns that precede storms', () => {
  const { normal } = draws(key(7));
  const paths = ensemble(50, 400);
  for (let n = 0; n < 50; n++) {
    const path = paths.path(n);
    for (let t = 0; t < 400; t++) path[t] = normal() * (t > 0 && path[t - 1] < 0 ? 1.5 : 0.5);
  }
  const [value, error] = statistic(deskOfPaths(paths, key(8)), 'leverage');
  assert.ok(value < -4 * error);
  const mirrored = deskOfPaths(
    ensemble(
      50,
      400,
      paths.data.map((x) => -x),
    ),
    key(8),
  );
  assert.ok(Math.abs(statistic(mirrored, 'leverage')[0] + value) < 1e-12);
});

test('errors by blocks are those of the spread between many series', () => {
  const law = garch({ constant: 0.2, reaction: 0.1, memory: 0.7 }, { signalLength: 4096 });
  const desks = Array.from({ length: 40 }, (_, n) =>
    deskOfSeries(law.sample(key(9), 1, n).path(0), 128, foldIn(key(10), n)),
  );
  for (const label of ['kurtosis', 'squares’ autocorrelation, lags 1 to 5', 'tail']) {
    const values = desks.map((desk) => statistic(desk, label)[0]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const errors = desks.map((desk) => statistic(desk, label)[1]).sort((a, b) => a - b);
    const ratio = errors[20] / spread;
    assert.ok(ratio > 0.6 && ratio < 1.5, `${label}: ${errors[20]} beside ${spread}`);
  }
});
