import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { exponential, gaussian, truncatedGaussian, type WhiteModel } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertWithin } from '../closeness.js';
import { kolmogorovSmirnov, kolmogorovSmirnovBound, normalCdf, sampleMean, sampleVariance } from '../statistics.js';
import { fixture } from '../support.js';

interface Law {
  readonly make: (signalLength: number) => WhiteModel;
  readonly mean: number;
  readonly deviation: number;
  /** Where its mass lies, up to 1e-12. */
  readonly from: number;
  readonly to: number;
}

const laws: Record<string, Law> = {
  'the Gaussian law N(0.3, 1.7²)': {
    make: (signalLength) => gaussian({ signalLength, mean: 0.3, deviation: 1.7 }),
    mean: 0.3,
    deviation: 1.7,
    from: -14,
    to: 15,
  },
  'the exponential law of scale 2.5': {
    make: (signalLength) => exponential({ signalLength, scale: 2.5 }),
    mean: 2.5,
    deviation: 2.5,
    from: 0,
    to: 80,
  },
};
for (const [mean, deviation] of [
  [Math.SQRT2, 1],
  [1, 0.2],
  [1, 0.9],
  [1, 0.99],
  [3, 2.99],
]) {
  laws[`the truncated Gaussian law of mean ${mean} and deviation ${deviation}`] = {
    make: (signalLength) => truncatedGaussian({ signalLength, mean, deviation }),
    mean,
    deviation,
    from: 0,
    to: 40 * deviation,
  };
}

/** Simpson's rule. */
function integral(f: (x: number) => number, from: number, to: number): number {
  const count = 2000;
  const step = (to - from) / count;
  let sum = f(from) + f(to);
  for (let i = 1; i < count; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}

for (const [name, { make, mean, deviation, from, to }] of Object.entries(laws)) {
  const single = make(1);
  const density = (x: number): number => Math.exp(single.logDensity(ensembleOf([[x]]))[0]);

  test(`${name}: its density has mass 1, its mean, its variance and its entropy`, () => {
    // Simpson's rule with 2000 steps is good to 1e-9 here; the deepest truncation has 1e-8.
    assertClose(integral(density, from, to), 1, 1e-7, 'mass');
    assertClose(
      integral((x) => x * density(x), from, to),
      mean,
      1e-7 * mean,
      'mean',
    );
    assertClose(
      integral((x) => (x - mean) ** 2 * density(x), from, to),
      deviation ** 2,
      1e-6 * deviation ** 2,
      'variance',
    );
    const entropy = integral((x) => (density(x) > 0 ? -density(x) * Math.log(density(x)) : 0), from, to);
    assertClose(single.entropyPerValue, entropy, 1e-7, 'entropy');
  });

  test(`${name}: drawn values have its mean, its variance and its distribution`, () => {
    const values = make(20).sample(key(7), 1000).data;
    assertWithin(sampleMean(values), mean, 4, 'mean');
    assertWithin(sampleVariance(values), deviation ** 2, 4, 'variance');
    const sorted = values.slice().sort();
    const cumulated = new Map<number, number>();
    let [level, last] = [0, from];
    for (const x of sorted) {
      // Neighbours are so near that one Simpson step between them is exact for all that matters.
      level += ((x - last) / 6) * (density(last) + 4 * density((last + x) / 2) + density(x));
      cumulated.set(x, level);
      last = x;
    }
    assert.ok(kolmogorovSmirnov(values, (x) => cumulated.get(x)!) < kolmogorovSmirnovBound);
  });
}

test('log-densities, entropies and parameters of white laws agree with 50-digit arithmetic: loglik-latent', () => {
  const { cases, tolerance } = fixture<{
    params: { kind: 'gaussian' | 'exponential' | 'truncated-gaussian'; mean: number; std: number; scale: number };
    input: { x: number[][]; points: number[] };
    expected: Record<'loglik' | 'point_log_density', number[]> &
      Record<'entropy_per_dim' | 'mu' | 'sigma' | 'log_mass', number>;
  }>('loglik-latent');
  const close = (
    got: ArrayLike<number> | number,
    expected: number | number[],
    { abs = 0, rel = 0 },
    what: string,
  ): void => {
    assertClose(got, expected, abs + rel * Math.max(...[expected].flat().map(Math.abs)), what);
  };
  for (const { params, input, expected } of cases) {
    const make = (signalLength: number): WhiteModel => {
      if (params.kind === 'gaussian') return gaussian({ signalLength, mean: params.mean, deviation: params.std });
      if (params.kind === 'exponential') return exponential({ signalLength, scale: params.scale });
      return truncatedGaussian({ signalLength, mean: params.mean, deviation: params.std });
    };
    const model = make(input.x[0].length);
    close(model.logDensity(ensembleOf(input.x)), expected.loglik, tolerance.loglik, `${params.kind} log-density`);
    close(model.entropyPerValue, expected.entropy_per_dim, tolerance.pointwise, `${params.kind} entropy`);
    if (params.kind !== 'truncated-gaussian') continue;
    close(model.parameters.location as number, expected.mu, tolerance.mu, 'location');
    close(model.parameters.scale as number, expected.sigma, tolerance.sigma, 'scale');
    close(model.parameters.logMass as number, expected.log_mass, tolerance.pointwise, 'mass');
    const points = make(1).logDensity(ensembleOf(input.points.map((x) => [x])));
    close(points, expected.point_log_density, tolerance.pointwise, 'density at points');
  }
});

test('a truncated Gaussian law near the exponential has the location and scale of 30-digit arithmetic', () => {
  // By mpmath 1.3.0: root of the ratio of deviation to mean in the cut.
  for (const [deviation, location, scale, allowed] of [
    [0.99, -93.67398867372281, 9.78029082766575, 1e-8],
    [0.999, -993.5181579896703, 31.5518012004017, 1e-5],
  ]) {
    const { parameters } = truncatedGaussian({ signalLength: 1, mean: 1, deviation });
    assert.ok(Math.abs(Number(parameters.location) / location - 1) < allowed);
    assert.ok(Math.abs(Number(parameters.scale) / scale - 1) < allowed);
  }
});

test('white noise without further arguments is standard normal', () => {
  const model = gaussian({ signalLength: 3 });
  assertClose(model.logDensity(ensembleOf([[0, 1, -2]])), [-1.5 * Math.log(2 * Math.PI) - 2.5], 1e-15);
  assert.ok(kolmogorovSmirnov(model.sample(key(3), 5000).data, normalCdf) < kolmogorovSmirnovBound);
});

test('a negative value has no density under a law on the positive axis', () => {
  const path = ensembleOf([[1, -1e-9]]);
  assert.equal(exponential({ signalLength: 2 }).logDensity(path)[0], -Infinity);
  assert.equal(truncatedGaussian({ signalLength: 2, mean: 1, deviation: 0.5 }).logDensity(path)[0], -Infinity);
});

test('parameters out of range are refused by name', () => {
  const signalLength = 4;
  assert.throws(
    () => gaussian({ signalLength, deviation: 0 }),
    /^RangeError: gaussian: deviation expects a positive finite number, got 0/,
  );
  assert.throws(() => gaussian({ signalLength, mean: NaN }), /gaussian: mean expects a finite number, got NaN/);
  assert.throws(() => gaussian({ signalLength: 0 }), /gaussian: signalLength expects a whole number from 1, got 0/);
  assert.throws(
    () => exponential({ signalLength, scale: -1 }),
    /exponential: scale expects a positive finite number, got -1/,
  );
  assert.throws(
    () => truncatedGaussian({ signalLength, mean: 0, deviation: 1 }),
    /truncatedGaussian: mean expects a positive finite number, got 0/,
  );
  assert.throws(
    () => truncatedGaussian({ signalLength, mean: 1, deviation: NaN }),
    /truncatedGaussian: deviation expects a positive finite number, got NaN/,
  );
});

test('a deviation at or all but at the mean is left to the exponential law', () => {
  for (const deviation of [0.9999, 1, 2]) {
    assert.throws(
      () => truncatedGaussian({ signalLength: 4, mean: 1, deviation }),
      new RegExp(
        `truncatedGaussian: deviation expects a number below 0.9995 of the mean 1, got ${deviation}; use exponential`,
      ),
    );
  }
});
