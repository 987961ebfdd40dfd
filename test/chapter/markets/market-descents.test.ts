import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from 'microcanon/array';
import { marketDescents, marketEntropy } from 'microcanon/chapter/markets';
import { marketSeries, sp500, sp500Returns } from 'microcanon/data-set';
import { stylized } from 'microcanon/energy';
import { run } from 'microcanon/study';
import '../own-folders.js';
import { fixture } from '../../support.js';

const quiet = { onEvent: () => {} };
const returns = sp500Returns().values;

test('market paths: the regular ones all come near the target, the mean-field ones on average, and vary', async () => {
  const { data } = await run(
    marketDescents('S&P 500', returns, { pathCount: 8, stepCount: 900, signalLength: 512 }),
    quiet,
  );
  const squares = Array.from({ length: 20 }, (_, l) => l + 2);
  for (const k of squares) {
    // 900 steps bring the squares near; variance and lag 1 take thousands.
    for (const { meanEnergy } of [data.regular, data.meanField]) {
      assert.ok(
        Math.abs(meanEnergy[k] / data.target[k] - 1) < 0.05,
        `${data.labels[k]}: ${meanEnergy[k]} of ${data.target[k]}`,
      );
    }
    assert.ok(data.regular.energyVariance[k] < 1e-3 * data.meanField.energyVariance[k], data.labels[k]);
  }
  assert.equal(data.regular.steps[data.regular.losses.length - 1], 900);
  assert.equal(data.blockCount, 8);
});

test('what a result says of its paths is true of the paths that it keeps', async () => {
  const { data } = await run(
    marketDescents('S&P 500', returns, { pathCount: 5, stepCount: 20, signalLength: 256 }),
    quiet,
  );
  const { paths, meanEnergy, values } = data.meanField;
  assert.deepEqual([paths.rowCount, paths.columnCount, values.quantiles.columnCount], [5, 256, 5]);
  const kept = ensembleOf(Array.from({ length: 5 }, (_, n) => paths.row(n)));
  const energies = stylized({ signalLength: 256 }).values(kept);
  for (let k = 0; k < meanEnergy.length; k++) {
    let mean = 0;
    for (let n = 0; n < 5; n++) mean += energies.row(n)[k] / 5;
    assert.ok(Math.abs(mean - meanEnergy[k]) < 1e-12 * Math.max(1, Math.abs(mean)), data.labels[k]);
  }
});

test('a result keeps some paths of many, and quantiles in place of all their statistics', async () => {
  const changes = { pathCount: 66, stepCount: 1, signalLength: 32, keptPathCount: 3 };
  const { data } = await run(marketDescents('S&P 500', returns, changes), quiet);
  for (const one of [data.regular, data.meanField, data.garch!]) {
    assert.deepEqual([one.pathCount, one.paths.rowCount, one.values.quantiles.columnCount], [66, 3, 65]);
  }
});

test('the share of values out of place is half the area between histograms, its error that of leaving out paths', async () => {
  const changes = { pathCount: 60, stepCount: 30, signalLength: 256, keptPathCount: 60 };
  const { data } = await run(marketDescents('S&P 500', returns, changes), quiet);
  const { centres, density } = data.truth.marginal;
  const edge = (b: number): number => (centres[b] + centres[b - 1]) / 2;
  const share = (values: readonly number[], b: number): number => {
    const inside = (x: number): boolean => (b === 0 || x >= edge(b)) && (b === centres.length - 1 || x < edge(b + 1));
    return values.filter(inside).length / values.length;
  };
  const distance = (paths: readonly ArrayLike<number>[]): number => {
    const values = paths.flatMap((path) => Array.from(path));
    const areas = Array.from(density, (height, b) => Math.abs(share(values, b) - height * (centres[1] - centres[0])));
    return areas.reduce((sum, area) => sum + area, 0) / 2;
  };
  for (const { outOfPlace, paths } of [data.meanField, data.garch!]) {
    const rows = Array.from({ length: 60 }, (_, n) => paths.row(n));
    assert.ok(Math.abs(outOfPlace.value - distance(rows)) < 1e-9, `${outOfPlace.value} beside ${distance(rows)}`);
    const without = rows.map((_, n) => distance(rows.filter((_, other) => other !== n)));
    const mean = without.reduce((sum, value) => sum + value / 60, 0);
    const jackknife = Math.sqrt((59 / 60) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    assert.ok(
      Math.abs(outOfPlace.standardError / jackknife - 1) < 0.15,
      `${outOfPlace.standardError} beside ${jackknife}`,
    );
  }
});

test('the reference is the fit by maximum likelihood, its paths have the fitted law', async () => {
  const { data } = await run(
    marketDescents('S&P 500', returns, { pathCount: 40, stepCount: 1, signalLength: 1024 }),
    quiet,
  );
  const { parameters, logLikelihood, converged, atEdge } = data.fit!;
  assert.deepEqual([converged, atEdge], [true, []]);
  const wanted = fixture('garch-fit-sp500').expected.fits.find((fit) => {
    return fit.model === 'ar1-garch-student-t' && fit.first_rule === 'backcast';
  })!;
  assert.ok(Math.abs(logLikelihood - wanted.loglik) < 1e-3);
  assert.ok(Math.abs(parameters.reaction - wanted.estimate.alpha) < 0.02 * wanted.std_error.alpha);
  const { mean, standardError } = data.garch!.values;
  assert.ok(
    Math.abs(mean[0] - parameters.autoregression) < 4 * standardError[0] + 0.01,
    `${mean[0]} ± ${standardError[0]}`,
  );
});

test('paths that start from the fitted GARCH model start with its clustered squares, which white noise has not', async () => {
  const changes = { pathCount: 16, stepCount: 1, signalLength: 512, stepSize: 1e-9 };
  const [white, garch] = await Promise.all(
    (['white', 'garch'] as const).map((base) => run(marketDescents('S&P 500', returns, { ...changes, base }), quiet)),
  );
  assert.ok(Math.abs(white.data.regular.squares.mean[0]) < 4 * white.data.regular.squares.standardError[0]);
  assert.ok(garch.data.regular.squares.mean[0] > 4 * garch.data.regular.squares.standardError[0]);
});

test('a start from GARCH takes small steps first, from a 1024th of the step size on, doubled nine times', async () => {
  const changes = { base: 'garch', pathCount: 4, stepCount: 2, signalLength: 128, stepSize: 1e-3 } as const;
  const [eased, plain] = await Promise.all(
    [3, 0].map((easedSteps) => {
      return run(marketDescents('S&P 500', returns, { ...changes, easedSteps }), quiet);
    }),
  );
  for (const method of ['regular', 'meanField'] as const) {
    const [slow, fast] = [eased.data[method], plain.data[method]];
    assert.deepEqual([slow.steps[slow.steps.length - 1], fast.steps[fast.steps.length - 1]], [32, 2]);
    assert.equal(slow.losses[0], fast.losses[0]);
    // Losses of so small steps fall in proportion to them: 3 of each size are 3 (1 − 1/1024) of the whole size.
    const first = fast.losses[0] - fast.losses[1];
    assert.ok(first > 0 && Math.abs((slow.losses[0] - slow.losses[1]) / first - 1 / 1024) < 1e-5);
    const all = slow.losses[0] - slow.losses[slow.losses.length - 1];
    assert.ok(Math.abs(all / first - (5 - 3 / 1024)) < 1e-3, `${all / first} steps`);
  }
});

test('towards the scattering covariance both descents come near the target, whose components are those of GARCH noise', async () => {
  const changes = {
    energy: 'scattering-covariance',
    signalLength: 64,
    pathCount: 6,
    stepCount: 150,
    noisePathCount: 300,
  } as const;
  const { data } = await run(marketDescents('S&P 500', returns, changes), quiet);
  assert.equal(data.target.length, 20);
  for (const { losses } of [data.regular, data.meanField]) assert.ok(losses[losses.length - 1] < 0.05 * losses[0]);
});

test('entropy: the parts of its loss add up, and the mean field loses less by collapse', async () => {
  const changes = { signalLength: 64, stepCount: 40, ensembleSize: 8, ensembleCount: 2 };
  const { regular, meanField } = (await run(marketEntropy('S&P 500', returns, changes), quiet)).data;
  for (const { entropyLoss, transportLoss, collapseLoss } of [regular, meanField]) {
    entropyLoss.values.forEach((value, i) => {
      assert.ok(
        Math.abs(value - transportLoss.values[i] - collapseLoss.values[i]) < 1e-9 * Math.max(1, Math.abs(value)),
      );
    });
  }
  const last = regular.steps.length - 1;
  assert.equal(regular.steps[last], 40);
  assert.ok(meanField.collapseLoss.values[last] < 0.5 * regular.collapseLoss.values[last]);
});

test('returns that cannot be a target are one clear error each', () => {
  const refuses = (values: ArrayLike<number>, message: string | RegExp): void => {
    assert.throws(() => marketDescents('x', Float64Array.from(values)), { name: 'RangeError', message });
  };
  refuses([0, NaN], 'marketDescents: returns expects finite numbers, got NaN at index 1; leave the day out');
  refuses(
    new Float64Array(100),
    'marketDescents: returns expects at least the signal length 1024, got 100; shorten the paths',
  );
  refuses(
    new Float64Array(2000).fill(0.1),
    /^marketDescents: returns expects numbers that differ, got 2000 times 0.1; /,
  );
  refuses(
    sp500().values,
    /^marketDescents: returns expects standardised returns, .* got mean 1\.\d+e\+3 .*; take returns of prices, then standardise$/,
  );
  assert.throws(
    () => marketEntropy('x', Float64Array.of(Infinity)),
    /^RangeError: marketEntropy: returns expects finite numbers/,
  );
});

test('an energy or a start that is none, and counts too small, are one clear error each; any array will do', () => {
  const refuses = (changes: object, message: string): void => {
    assert.throws(() => marketDescents('x', returns, changes), {
      name: 'RangeError',
      message: `marketDescents: ${message}`,
    });
  };
  refuses(
    { energy: 'wavelets' },
    'energy expects stylized, scattering-covariance or an energy of your own, got wavelets; choose one of them',
  );
  refuses({ base: 'noise' }, 'base expects one of white, garch, got noise; choose one of them');
  refuses({ pathCount: 1 }, 'pathCount expects a whole number from 2, got 1; give more');
  for (const stepCount of [0, 2.5, NaN])
    refuses({ stepCount }, `stepCount expects a whole number from 1, got ${stepCount}; give more`);
  refuses({ lagCount: 0 }, 'lagCount expects a whole number from 1, got 0; give more');
  refuses({ signalLength: 64, lagCount: 64 }, 'lagCount expects less than the signal length 64, got 64; give less');
  assert.throws(
    () => marketEntropy('x', returns, { ensembleCount: 1 }),
    /^RangeError: marketEntropy: ensembleCount expects a whole number from 2, got 1; give more$/,
  );
  assert.deepEqual(marketDescents('x', Array.from(returns)).parameters, marketDescents('x', returns).parameters);
});

test('a series whose fit has no stationary law is compared with the nearest that has one, of the series’ variance', async () => {
  const { values } = marketSeries('eur-10').returns;
  const { data } = await run(
    marketDescents('10 years', values, { pathCount: 64, stepCount: 1, signalLength: 1024 }),
    quiet,
  );
  const { parameters, drawn, atEdge } = data.fit!;
  assert.deepEqual(atEdge, ['reaction + memory']);
  assert.ok(parameters.reaction + parameters.memory > 0.9999);
  assert.ok(Math.abs(drawn.reaction + drawn.memory - 0.999) < 1e-12 && drawn.degrees === parameters.degrees);
  assert.ok(
    Math.abs(drawn.constant / (1 - drawn.reaction - drawn.memory) / (1 - drawn.autoregression ** 2) - 1) < 1e-3,
  );
  assert.ok(data.garch!.meanEnergy[0] < 10, 'a power near that of the series, which is 1');
});
