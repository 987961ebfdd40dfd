import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { ar, cir, type Marginal, maximumEntropy, positiveAxis, realLine } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertWithin } from '../closeness.js';
import { sampleMean, sampleVariance } from '../statistics.js';

/** Simpson's rule with 4000 steps. */
function integral(f: (x: number) => number, from: number, to: number): number {
  const step = (to - from) / 4000;
  let sum = f(from) + f(to);
  for (let i = 1; i < 4000; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}

const xLogX = (p: number): number => (p > 0 ? p * Math.log(p) : 0);

const marginals: Record<string, Marginal> = {
  'a standard value of the real line': { support: realLine, mean: 0, deviation: 1 },
  'a shifted value of the real line': { support: realLine, mean: -0.4, deviation: 1.3 },
  'equal mean and deviation on the positive axis': { support: positiveAxis, mean: 0.7, deviation: 0.7 },
  'a deviation below the mean on the positive axis': { support: positiveAxis, mean: Math.SQRT2, deviation: 1 },
  'a deviation far below the mean on the positive axis': { support: positiveAxis, mean: 2, deviation: 0.3 },
};

for (const [name, marginal] of Object.entries(marginals)) {
  const { support, mean, deviation } = marginal;
  const law = maximumEntropy(marginal, { signalLength: 1 });
  const density = (x: number): number => Math.exp(law.logDensity(ensembleOf([[x]]))[0]);
  const from = support === realLine ? mean - 12 * deviation : 0;
  const to = mean + 40 * deviation;

  test(`${name}: the law has mass 1 there, that mean and that deviation`, () => {
    assertClose(integral(density, from, to), 1, 1e-7);
    assertClose(
      integral((x) => x * density(x), from, to),
      mean,
      1e-7,
    );
    assertClose(
      integral((x) => (x - mean) ** 2 * density(x), from, to),
      deviation ** 2,
      1e-6,
    );
    if (support === positiveAxis) assert.equal(law.logDensity(ensembleOf([[-1e-9]]))[0], -Infinity);
  });

  test(`${name}: the law has more entropy than others with the same support, mean and deviation`, () => {
    const entropy = -integral((x) => xLogX(density(x)), from, to);
    assertClose(law.entropyPerValue, entropy, 1e-6);
    // Of shape a, the gamma law has mean a·s and variance a·s²; a lognormal law of log-variance v has
    // (deviation/mean)² = e^v − 1.
    const shape = (mean / deviation) ** 2;
    const scale = deviation ** 2 / mean;
    const logGamma = Math.log(integral((x) => x ** shape * Math.exp(-x), 0, 60 + 10 * shape) / shape);
    const spread = Math.log(1 + (deviation / mean) ** 2);
    // A logistic law of this width has the variance π²·width²/3.
    const width = (deviation * Math.sqrt(3)) / Math.PI;
    const rivals: Record<string, (x: number) => number> =
      support === realLine
        ? {
            logistic: (x) => 1 / (4 * width * Math.cosh((x - mean) / (2 * width)) ** 2),
            Laplace: (x) => (Math.SQRT1_2 / deviation) * Math.exp((-Math.SQRT2 * Math.abs(x - mean)) / deviation),
          }
        : {
            ...(shape > 1.001 && {
              gamma: (x: number) =>
                x > 0 ? Math.exp((shape - 1) * Math.log(x / scale) - x / scale - logGamma) / scale : 0,
            }),
            lognormal: (x) => {
              if (x <= 0) return 0;
              return (
                Math.exp(-((Math.log(x / mean) + spread / 2) ** 2) / (2 * spread)) /
                (x * Math.sqrt(2 * Math.PI * spread))
              );
            },
          };
    for (const [rival, other] of Object.entries(rivals)) {
      const wide = mean + 400 * deviation;
      // Most of a rival's mass lies near 0: a grid that is fine there, and a rest that no longer matters.
      const over = (f: (x: number) => number): number => integral(f, from, to) + integral(f, to, wide);
      assertClose(over(other), 1, 2e-3, `${rival}: mass`);
      assertClose(
        over((x) => x * other(x)),
        mean,
        2e-3,
        `${rival}: mean`,
      );
      assertClose(
        over((x) => (x - mean) ** 2 * other(x)),
        deviation ** 2,
        5e-3,
        `${rival}: variance`,
      );
      assert.ok(-over((x) => xLogX(other(x))) < entropy - 0.005, rival);
    }
  });
}

test('an autoregression says mean 0 and its variance, a CIR process θ and θσ²/(2κ), as its drawn values have them', () => {
  const models = [
    ar([0.2, -0.1], { signalLength: 1 }),
    ar([0.5], { signalLength: 1, variance: 2.25 }),
    cir({ speed: 0.5, level: 1, volatility: 1 }, { signalLength: 1 }),
    cir({ speed: Math.SQRT1_2, level: Math.SQRT2, volatility: 1 }, { signalLength: 1 }),
    cir({ speed: 2, level: 0.5, volatility: 0.7 }, { signalLength: 1 }),
  ];
  models.forEach(({ marginal, sample, name }, i) => {
    const values = sample(key(20 + i), 20_000).data;
    assertWithin(sampleMean(values), marginal.mean, 4, `${name}: mean`);
    assertWithin(sampleVariance(values), marginal.deviation ** 2, 4, `${name}: variance`);
  });
});

test('the paper’s models get their base models: noise, the exponential for CIR(½, 1, 1), else a truncated Gaussian', () => {
  const options = { signalLength: 8 };
  const names = [
    ar([0.1], options),
    cir({ speed: 0.5, level: 1, volatility: 1 }, options),
    cir({ speed: Math.SQRT1_2, level: Math.SQRT2, volatility: 1 }, options),
  ].map(({ marginal }) => maximumEntropy(marginal, options).name);
  assert.deepEqual(names, ['white noise', 'exponential noise', 'truncated Gaussian noise']);
});

test('a deviation above the mean has no law on the positive axis, and bad moments are refused by name', () => {
  const options = { signalLength: 4 };
  const { marginal } = cir({ speed: 0.25, level: 1, volatility: 1 }, options);
  assert.throws(() => maximumEntropy(marginal, options), {
    name: 'RangeError',
    message:
      `maximumEntropy: deviation expects at most the mean 1, got ${marginal.deviation}: no law on the positive axis with ` +
      'these two has the largest entropy; choose a base model by hand, such as exponential',
  });
  for (const deviation of [0, -1, NaN, Infinity]) {
    assert.throws(
      () => maximumEntropy({ support: realLine, mean: 0, deviation }, options),
      /maximumEntropy: deviation expects a positive finite number/,
    );
  }
  assert.throws(
    () => maximumEntropy({ support: positiveAxis, mean: -1, deviation: 1 }, options),
    /maximumEntropy: mean expects a positive finite/,
  );
  const aboveOne = { name: 'above 1', infimum: 1 };
  assert.throws(
    () => maximumEntropy({ support: aboveOne, mean: 2, deviation: 1 }, options),
    /support expects the real line/,
  );
  assert.throws(
    () => maximumEntropy({ support: realLine, mean: 0, deviation: 1 }, { signalLength: 0 }),
    /signalLength/,
  );
});
