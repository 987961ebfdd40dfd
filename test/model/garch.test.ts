import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, ensembleOf, vectorOf } from 'microcanon/array';
import { arGarch, backcast, type FirstVariance, type GarchModel, garch, stationary } from 'microcanon/model';
import { key } from 'microcanon/random';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { correlation, sampleMean } from '../statistics.js';
import { fixture } from '../support.js';

interface Case {
  params: Record<'omega' | 'alpha' | 'beta' | 'phi' | 'nu' | 'sigma2_first', number> & {
    kind: string;
    first_rule?: string;
  };
  input: { x: number[] };
  expected: { sigma2: number[]; sigma2_last: number; loglik: number };
}

function modelOf({ params, input }: Case): GarchModel {
  const { omega: constant, alpha: reaction, beta: memory, phi: autoregression, nu: degrees } = params;
  const rules: Record<string, FirstVariance> = { backcast, stationary };
  const options = {
    signalLength: input.x.length,
    firstVariance: rules[params.first_rule ?? ''] ?? params.sigma2_first,
  };
  return params.kind === 'garch-normal'
    ? garch({ constant, reaction, memory }, options)
    : arGarch({ autoregression, constant, reaction, memory, degrees }, options);
}

for (const [index, reference] of fixture<Case>('loglik-garch').cases.slice(0, -1).entries()) {
  const { kind, first_rule: rule = 'a given number' } = reference.params;
  test(`case ${index}, ${kind} from ${rule}, has the reference's log-likelihood and conditional variances`, () => {
    const { input, expected } = reference;
    const model = modelOf(reference);
    assertClose(model.logDensity(ensembleOf([input.x])), [expected.loglik], 1e-8);
    const variances = model.conditionalVariances(vectorOf(input.x));
    assert.equal(variances.length, kind === 'garch-normal' ? 300 : 299);
    assertClose(variances.subarray(0, 40), expected.sigma2, 1e-9);
    assertClose(variances[variances.length - 1], expected.sigma2_last, 1e-9);
  });
}

test('without reaction and memory the normal model is white noise, the other an autoregression with Student innovations', () => {
  const path = [0.3, -1, 2.2, 0.1];
  const white = garch({ constant: 4, reaction: 0, memory: 0 }, { signalLength: 4, firstVariance: 4 });
  const expected = path.reduce((sum, x) => sum - 0.5 * Math.log(2 * Math.PI * 4) - (x * x) / 8, 0);
  assertClose(white.logDensity(ensembleOf([path])), [expected], 1e-13);
  // Three degrees of freedom at unit variance: 2/π/(1 + z²)².
  const law = { autoregression: 0.5, constant: 4, reaction: 0, memory: 0, degrees: 3 };
  const student = arGarch(law, { signalLength: 4, firstVariance: 4 });
  const terms = [1, 2, 3].map(
    (t) => Math.log(1 / Math.PI) - 2 * Math.log(1 + ((path[t] - 0.5 * path[t - 1]) / 2) ** 2),
  );
  assertClose(student.logDensity(ensembleOf([path])), [terms.reduce((a, b) => a + b)], 1e-13);
});

test('with a given first variance the density of two values integrates to 1', () => {
  const model = garch({ constant: 0.3, reaction: 0.4, memory: 0.3 }, { signalLength: 2, firstVariance: 0.5 });
  const step = 0.1;
  const grid = Array.from({ length: 321 }, (_, i) => (i - 160) * step);
  let sum = 0;
  for (const x of grid) {
    const densities = model.logDensity(ensembleOf(grid.map((y) => [x, y]))).map(Math.exp);
    sum += densities.reduce((part, density) => part + density, 0);
  }
  assertClose(sum * step * step, 1, 1e-8);
});

/** Means over paths of x², x⁴ and (x²−v)(lagged x²−v), with errors that allow for dependence inside a path. */
function moments(model: GarchModel, pathCount: number): { square: number[]; fourth: number[]; product: number[] } {
  const paths = model.sample(key(5), pathCount);
  const result = { square: [] as number[], fourth: [] as number[], product: [] as number[] };
  for (let n = 0; n < pathCount; n++) {
    const x = paths.path(n);
    const mean = (term: (i: number) => number): number => {
      return x.reduce((sum, _, i) => sum + (i > 0 ? term(i) : 0), 0) / (x.length - 1);
    };
    result.square.push(mean((i) => x[i] ** 2));
    result.fourth.push(mean((i) => x[i] ** 4));
    result.product.push(mean((i) => (x[i] ** 2 - model.variance) * (x[i - 1] ** 2 - model.variance)));
  }
  return result;
}

test('drawn paths have variance ω/(1−α−β), its kurtosis 3(1−(α+β)²)/(1−(α+β)²−2α²) and correlated squares', () => {
  const [constant, reaction, memory] = [0.4, 0.15, 0.45];
  const model = garch({ constant, reaction, memory }, { signalLength: 500 });
  assertClose(model.variance, 1, 1e-14);
  const { square, fourth, product } = moments(model, 400);
  assertWithin(sampleMean(square), 1, 4, 'variance');
  const p = reaction + memory;
  const kurtosis = (3 * (1 - p * p)) / (1 - p * p - 2 * reaction ** 2);
  assertWithin(sampleMean(fourth), kurtosis, 4, 'kurtosis');
  // Lag-1 autocorrelation of the squares (Bollerslev 1986), times their variance.
  const rho = (reaction * (1 - memory ** 2 - reaction * memory)) / (1 - memory ** 2 - 2 * reaction * memory);
  assertWithin(sampleMean(product), rho * (kurtosis - 1), 4, 'autocovariance of squares');
});

test('drawn paths around an autoregression have its variance and lag-1 correlation, and Student tails', () => {
  const law = { autoregression: 0.3, constant: 0.5, reaction: 0.1, memory: 0.4, degrees: 9 };
  const model = arGarch(law, { signalLength: 500 });
  const paths = model.sample(key(6), 400);
  assertClose(model.variance, 1 / (1 - 0.09), 1e-14);
  const squares = Array.from({ length: 400 }, (_, n) => sampleMean(paths.path(n).map((x) => x * x)).value);
  assertWithin(sampleMean(squares), model.variance, 4, 'variance');
  const lagged = Array.from({ length: 400 }, (_, n) =>
    correlation(paths.path(n).subarray(1), paths.path(n).subarray(0, -1)),
  );
  // Within a standard error and the bias of order 1/d that a path's own correlation has.
  const { value, standardError } = sampleMean(lagged);
  assertClose(value, 0.3, 4 * standardError + 3 / 500);
  // Innovations: Ee⁴ = κ(1−p²)/(1−p²−(κ−1)α²) with κ = 3(ν−2)/(ν−4) that of the standardised innovations.
  const kappa = (3 * 7) / 5;
  const expected = (kappa * (1 - 0.25)) / (1 - 0.25 - (kappa - 1) * 0.01);
  const fourth = Array.from({ length: 400 }, (_, n) => {
    const x = paths.path(n);
    return sampleMean(x.subarray(1).map((value, t) => (value - 0.3 * x[t]) ** 4)).value;
  });
  assertWithin(sampleMean(fourth), expected, 4, 'fourth moment of innovations');
});

test('the first value already follows the stationary law', () => {
  const model = garch({ constant: 0.03, reaction: 0.1, memory: 0.87 }, { signalLength: 1 });
  const first = model.sample(key(9), 2000).data.map((x) => x * x);
  assertWithin(sampleMean(first), 1, 4, 'variance of the first value');
});

test('a path depends on key and number alone', () => {
  const law = { autoregression: -0.1, constant: 0.03, reaction: 0.1, memory: 0.87, degrees: 5 };
  const model = arGarch(law, { signalLength: 20 });
  const together = model.sample(key(2), 6);
  assertSameBits(model.sample(key(2), 2, 3).data, together.data.subarray(60, 100));
  assert.notEqual(together.data[0], model.sample(key(3), 1).data[0]);
});

test('doubling the unit scales variances and shifts the density by ln 2 a value', () => {
  const law = { autoregression: 0.2, constant: 0.1, reaction: 0.1, memory: 0.8, degrees: 6 };
  const [one, two] = [arGarch(law, { signalLength: 64 }), arGarch({ ...law, constant: 0.4 }, { signalLength: 64 })];
  const path = one.sample(key(4), 1);
  assertSameBits(
    two.sample(key(4), 1).data,
    path.data.map((x) => 2 * x),
  );
  const doubled = ensembleOf([path.path(0).map((x) => 2 * x)]);
  assertClose(two.logDensity(doubled), [one.logDensity(path)[0] - 63 * Math.LN2], 1e-10);
  assertSameBits(
    two.conditionalVariances(doubled.path(0)),
    one.conditionalVariances(path.path(0)).map((s) => 4 * s),
  );
});

test('a path of fewer than 75 values and a path of zeros have a backcast too', () => {
  const model = garch({ constant: 0.1, reaction: 0.2, memory: 0.6 }, { signalLength: 2 });
  // b = (x₁² + 0.94x₂²)/1.94 and s₁ = ω + (α + β)b.
  assertClose(
    model.conditionalVariances(vectorOf([1, 3])),
    [0.1 + 0.8 * (9.46 / 1.94), 0.1 + 0.2 + 0.6 * (0.1 + 0.8 * (9.46 / 1.94))],
    1e-13,
  );
  const law = { autoregression: 0.1, constant: 0.1, reaction: 0.2, memory: 0.6, degrees: 5 };
  assertClose(arGarch(law, { signalLength: 3 }).conditionalVariances(vectorOf([0, 0, 0])), [0.1, 0.16], 1e-15);
});

test('the model carries its name, its parameters and a recipe for workers', async () => {
  const model = garch({ constant: 0.03, reaction: 0.1, memory: 0.87 }, { signalLength: 8 });
  assert.equal(model.name, 'GARCH(0.03, 0.1, 0.87)');
  const recipe = structuredClone(model.recipe);
  assert.ok('module' in recipe);
  const { module, factory, arguments: args } = recipe;
  assert.deepEqual([module, factory], ['model', 'garch']);
  const again = garch(...(args as Parameters<typeof garch>));
  assertSameBits(again.sample(key(1), 2).data, model.sample(key(1), 2).data);
  assertSameBits(again.logDensity(model.sample(key(1), 2)), model.logDensity(model.sample(key(1), 2)));
  assert.match((await model[displaySymbol]())['text/plain'] as string, /variance +1/);
});

test('parameters without a stationary law and wrong lengths are refused by name', () => {
  const law = { autoregression: 0, constant: 0.1, reaction: 0.1, memory: 0.8, degrees: 5 };
  const options = { signalLength: 4 };
  assert.throws(
    () => garch({ constant: 0, reaction: 0.1, memory: 0.8 }, options),
    /^RangeError: garch: constant expects a positive finite number, got 0; give one above 0$/,
  );
  assert.throws(
    () => garch({ constant: 1, reaction: -0.1, memory: 0.8 }, options),
    /garch: reaction expects a number from 0, got -0.1/,
  );
  assert.throws(
    () => garch({ constant: 1, reaction: 0.1, memory: NaN }, options),
    /garch: memory expects a number from 0, got NaN/,
  );
  assert.throws(
    () => garch({ constant: 1, reaction: 0.25, memory: 0.75 }, options),
    /reaction \+ memory expects a sum below 1, where a stationary law exists, got 1; shrink them/,
  );
  assert.throws(
    () => arGarch({ ...law, autoregression: 1 }, options),
    /arGarch: autoregression expects a number in \(-1, 1\), got 1/,
  );
  assert.throws(() => arGarch({ ...law, degrees: 2 }, options), /arGarch: degrees expects a finite number above 2/);
  assert.throws(() => arGarch(law, { signalLength: 1 }), /arGarch: signalLength expects a whole number from 2, got 1/);
  assert.throws(
    () => arGarch(law, { signalLength: 4, firstVariance: 0 }),
    /arGarch: firstVariance expects a positive finite number, got 0/,
  );
  assert.throws(() => garch(law, { signalLength: 0 }), /garch: signalLength expects a whole number from 1, got 0/);
});
