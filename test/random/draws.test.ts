import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { type Draws, draws, firstUniform, key, normals, normalsAfter, studentTs } from '../../lib/random/index.js';
import { assertSameBits, assertWithin } from '../closeness.js';
import {
  kolmogorovSmirnov,
  kolmogorovSmirnovBound,
  normalCdf,
  sampleMean,
  sampleVariance,
  symmetricCdf,
} from '../statistics.js';

function drawn(seed: number, count: number, draw: (source: Draws) => number): Float64Array {
  const source = draws(key(seed));
  return Float64Array.from({ length: count }, () => draw(source));
}

/** Mean and variance within 4 standard errors, distribution within a distance passed once in a thousand times. */
function assertLaw(values: Float64Array, law: { mean: number; variance: number; cdf: (x: number) => number }): void {
  assertWithin(sampleMean(values), law.mean, 4, 'mean');
  assertWithin(sampleVariance(values), law.variance, 4, 'variance');
  const statistic = kolmogorovSmirnov(values, law.cdf);
  assert.ok(statistic < kolmogorovSmirnovBound, `Kolmogorov-Smirnov statistic ${statistic}`);
}

/** P(X ≤ x) for a gamma law: x^a e^−x/Γ(a + 1) · (1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …). */
function gammaCdf(shape: number, logGamma: number): (x: number) => number {
  return (x) => {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return sum * Math.exp(shape * Math.log(x) - x - logGamma);
  };
}

test('uniform draws have the moments and the distribution of the unit interval, and never reach its ends', () => {
  const values = drawn(1, 40_000, ({ uniform }) => uniform());
  assertLaw(values, { mean: 1 / 2, variance: 1 / 12, cdf: (x) => x });
  assert.ok(values.every((x) => x > 0 && x < 1));
});

test('consecutive uniform draws fill the unit cube evenly', () => {
  const { uniform } = draws(key(2));
  const cells = new Array<number>(125).fill(0);
  const count = 50_000;
  for (let i = 0; i < count; i++) {
    const cell = Math.floor(5 * uniform()) + 5 * Math.floor(5 * uniform()) + 25 * Math.floor(5 * uniform());
    cells[cell]++;
  }
  const chiSquare = cells.reduce((sum, got) => sum + (got - count / 125) ** 2 / (count / 125), 0);
  // 124 degrees of freedom: standard deviation √248.
  assert.ok(Math.abs(chiSquare - 124) < 4 * Math.sqrt(248), `chi-square is ${chiSquare}`);
});

test('normal draws are standard normal, each of a pair by itself', () => {
  const values = drawn(3, 40_000, ({ normal }) => normal());
  assertLaw(values, { mean: 0, variance: 1, cdf: normalCdf });
  for (const parity of [0, 1]) {
    const half = values.filter((_, i) => i % 2 === parity);
    assert.ok(kolmogorovSmirnov(half, normalCdf) < kolmogorovSmirnovBound);
  }
  assertWithin(
    sampleMean(values.map((x, i) => (i % 2 === 0 ? x * values[i + 1] : 0)).filter((_, i) => i % 2 === 0)),
    0,
    4,
    'product of a pair',
  );
  assertWithin(sampleMean(values.map((x) => x ** 4)), 3, 4, 'fourth moment');
});

// ln Γ(shape) to 18 digits by mpmath 1.3.0 (loggamma).
for (const [shape, logGamma] of [
  [0.3, 1.09579799481807552],
  [1, 0],
  [2.5, 0.28468287047291916],
  [30, 71.257038967168009],
]) {
  test(`gamma draws of shape ${shape} have mean and variance ${shape} and the gamma distribution`, () => {
    const values = drawn(4, 40_000, ({ gamma }) => gamma(shape));
    assertLaw(values, { mean: shape, variance: shape, cdf: gammaCdf(shape, logGamma) });
  });
}

// The density's factor Γ((ν+1)/2)/(√(νπ) Γ(ν/2)) to 18 digits by mpmath 1.3.0.
for (const [degrees, factor] of [
  [4.5, 0.37754682083186555],
  [8, 0.386699020961393177],
]) {
  test(`Student-t draws with ${degrees} degrees of freedom have variance ν/(ν − 2) and Student's distribution`, () => {
    const values = drawn(5, 40_000, ({ studentT }) => studentT(degrees));
    const cdf = symmetricCdf((x) => factor * (1 + (x * x) / degrees) ** (-(degrees + 1) / 2));
    assertLaw(values, { mean: 0, variance: degrees / (degrees - 2), cdf });
  });
}

test('the same key gives the same bits again, and another key others', () => {
  const sequence = (seed: number): Float64Array => {
    const { uniform, normal, gamma, studentT } = draws(key(seed));
    return Float64Array.from({ length: 400 }, (_, i) =>
      [uniform, normal, () => gamma(0.7), () => studentT(5)][i % 4](),
    );
  };
  assertSameBits(sequence(7), sequence(7));
  assert.notDeepEqual(sequence(7), sequence(8));
});

test('normal numbers after some uniform ones are those of a sequence, odd counts included', () => {
  for (const [uniformCount, length] of [
    [0, 6],
    [1, 1],
    [3, 5],
  ]) {
    const { uniform, normal } = draws(key(2 ** 40 + 7));
    for (let i = 0; i < uniformCount; i++) uniform();
    const out = vector(length);
    normalsAfter(key(2 ** 40 + 7), uniformCount, out);
    assertSameBits(
      out,
      out.map(() => normal()),
    );
  }
});

test('a vector of Student’s t numbers is the sequence of single draws', () => {
  assertSameBits(
    studentTs(key(7), 4.5, 101),
    drawn(7, 101, ({ studentT }) => studentT(4.5)),
  );
  assert.throws(
    () => studentTs(key(7), 0, 1),
    /^RangeError: studentTs: degrees expects a positive finite number, got 0; give one above 0$/,
  );
});

test('a vector of normals is the sequence of single draws, whatever its length', () => {
  const long = normals(key(7), 101);
  assertSameBits(
    long,
    drawn(7, 101, ({ normal }) => normal()),
  );
  assertSameBits(normals(key(7), 10), long.subarray(0, 10));
  const out = vector(101);
  assert.equal(normals(key(7), 101, out), out);
  assertSameBits(out, long);
});

test('a shape or degrees of freedom that is not positive and finite is refused', () => {
  const { gamma, studentT } = draws(key(1));
  for (const bad of [0, -1, NaN, Infinity]) {
    assert.throws(
      () => gamma(bad),
      new RegExp(`^RangeError: draws.gamma: shape expects a positive finite number, got ${bad}`),
    );
    assert.throws(
      () => studentT(bad),
      new RegExp(`draws.studentT: degrees expects a positive finite number, got ${bad}`),
    );
  }
});

test('the first uniform number of a key is that of its sequence', () => {
  for (const seed of [0, 1, 2 ** 52 + 12345]) assert.equal(firstUniform(key(seed)), draws(key(seed)).uniform());
});
