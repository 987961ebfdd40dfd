import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from 'microcanon/array';
import { type CirParameters, cir } from 'microcanon/model';
import { key } from 'microcanon/random';
import { fixture } from '../support.js';

interface Case {
  params: { kappa: number; theta: number; sigma: number; dt: number; d: number };
  input: { x: number[][]; transition_points: [number, number][]; stationary_points: number[] };
  expected: Record<string, number[]>;
}

function near(got: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(got - expected) <= tolerance, `expected ${expected} within ${tolerance}, got ${got}`);
}

for (const { params, input, expected } of fixture<Case>('loglik-cir').cases) {
  const { kappa: speed, theta: level, sigma: volatility, d: signalLength } = params;
  test(`CIR(${speed}, ${level}, ${volatility}) has the reference's path, transition and stationary densities`, () => {
    const model = cir({ speed, level, volatility }, { signalLength });
    model.logDensity(ensembleOf(input.x)).forEach((value, n) => {
      near(value, expected.loglik[n], 1e-8);
    });
    input.transition_points.forEach(([from, to], i) => {
      near(model.logTransition(from, to), expected.transition_log_density[i], 1e-7);
    });
    input.stationary_points.forEach((value, i) => {
      near(model.logStationary(value), expected.stationary_log_density[i], 1e-8);
    });
  });
}

/** Integral over (0, ∞) by the substitution r = e^s and the trapezoid rule. */
function integral(f: (r: number) => number): number {
  let sum = 0;
  for (let s = -60; s <= 6; s += 0.002) sum += f(Math.exp(s)) * Math.exp(s) * 0.002;
  return sum;
}

test('a transition density integrates to 1 and keeps the conditional mean, at orders down to −0.8', () => {
  for (const level of [0.1, 0.5, 2]) {
    const model = cir({ speed: 1, level, volatility: 1 }, { signalLength: 2 });
    const from = 0.7;
    near(
      integral((to) => Math.exp(model.logTransition(from, to))),
      1,
      1e-5,
    );
    const mean = level + (from - level) * Math.exp(-1);
    near(
      integral((to) => to * Math.exp(model.logTransition(from, to))),
      mean,
      1e-6,
    );
  }
});

test('drawn paths have the stationary mean and variance and an autocorrelation of e^−κ, above and below order −1/2', () => {
  const cases: CirParameters[] = [
    { speed: 0.5, level: 1, volatility: 1 },
    { speed: 0.7, level: 0.1, volatility: 1 },
  ];
  for (const { speed, level, volatility } of cases) {
    const pathCount = 20_000;
    const paths = cir({ speed, level, volatility }, { signalLength: 2 }).sample(key(11), pathCount);
    const variance = (level * volatility ** 2) / (2 * speed);
    let [mean, square, product, fourth] = [0, 0, 0, 0];
    for (let n = 0; n < pathCount; n++) {
      const [a, b] = [paths.path(n)[0] - level, paths.path(n)[1] - level];
      mean += b / pathCount;
      square += (b * b) / pathCount;
      fourth += b ** 4 / pathCount;
      product += (a * b) / pathCount;
    }
    near(mean, 0, 4 * Math.sqrt(variance / pathCount));
    near(square, variance, 4 * Math.sqrt((fourth - variance ** 2) / pathCount));
    near(product, variance * Math.exp(-speed), 4 * Math.sqrt(fourth / pathCount));
  }
});

test('bad parameters and data that are not positive are refused by name', () => {
  assert.throws(
    () => cir({ speed: 0, level: 1, volatility: 1 }, { signalLength: 4 }),
    /cir: speed expects a positive finite number, got 0/,
  );
  assert.throws(() => cir({ speed: 1, level: 1, volatility: 1 }, { signalLength: 0 }), /cir: signalLength/);
  const model = cir({ speed: 1, level: 1, volatility: 1 }, { signalLength: 3 });
  const paths = ensembleOf([
    [1, 1, 1],
    [1, 2, -0.5],
  ]);
  assert.throws(
    () => model.logDensity(paths),
    /^RangeError: cir\.logDensity: path 1 expects positive values, got -0\.5 at index 2;/,
  );
  assert.throws(() => model.logDensity(paths, 40), /path 41 expects positive values/);
});
