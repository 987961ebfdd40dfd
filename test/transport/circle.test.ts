import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector, vectorOf } from '../../lib/array/index.js';
import {
  backwardDifferenceQuantiles,
  circleDivergence,
  circleFlow,
  circlePoints,
  dualQuantiles,
  explicitQuantiles,
  implicitQuantiles,
  midpointQuantiles,
  onCircle,
  type QuantileScheme,
  quantileDensity,
  quantileDivergence,
  quantileSteps,
  wavePotential,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const potential = wavePotential([
  { order: 2, height: 1, phase: 0 },
  { order: 1, height: 0.5, phase: 0.7 },
]);
const even = (count: number): Float64Array => vector(count).fill(1 / (2 * Math.PI));

/** Root mean square, under the scheme's law, of the exact density over its own less 1. */
function missed(scheme: QuantileScheme, stepCount: number): number {
  const laws = quantileSteps(scheme, potential, { start: circlePoints(65), step: 0.3 / stepCount, stepCount });
  const end = laws.row(stepCount);
  const [, exact] = circleFlow(potential, { start: even(65), times: [0, 0.3] });
  const own = quantileDensity(end);
  const errors = onCircle(exact, end).map((rho, i) => (rho / own[i] - 1) ** 2);
  return Math.sqrt(errors.reduce((sum, value) => sum + value, 0) / 65);
}

test('a wave’s potential has its derivatives and its partition function', () => {
  for (const x of [0.3, 2, 5.9]) {
    const slope = (potential.value(x + 1e-5) - potential.value(x - 1e-5)) / 2e-5;
    assertClose(potential.slope(x), slope, 1e-8);
    const curvature = (potential.slope(x + 1e-5) - potential.slope(x - 1e-5)) / 2e-5;
    assertClose(potential.curvature(x), curvature, 1e-8);
  }
  // I₀(2) = 2.2795853023360673 (Abramowitz and Stegun).
  for (const order of [1, 3]) {
    const { logPartition } = wavePotential([{ order, height: 2, phase: 1 }]);
    assertClose(logPartition, Math.log(2 * Math.PI * 2.2795853023360673), 1e-12);
  }
});

test('ln Z of high and of rapid waves is that of the Bessel function of their height', () => {
  // I₀(100) e^{−100} = 0.03994437929909668 (Abramowitz and Stegun); a wave of the order m has the same ln Z.
  for (const order of [1, 512, 700]) {
    const { logPartition } = wavePotential([{ order, height: 100, phase: 0 }]);
    assertClose(logPartition, 100 + Math.log(2 * Math.PI * 0.03994437929909668), 1e-12, `order ${order}`);
  }
});

test('polynomials on the circle go through other points', () => {
  const f = (x: number): number => 1 + Math.sin(x) - 0.3 * Math.cos(3 * x);
  const points = vectorOf([0, 0.1, 3, 2 * Math.PI]);
  assertClose(onCircle(circlePoints(9).map(f), points), points.map(f), 1e-13);
});

test('without a potential waves of the density decay by e^{−k²t}; with one π rests, and mass is kept', () => {
  const flat = wavePotential([]);
  const points = circlePoints(33);
  const start = points.map((x) => (1 + 0.5 * Math.cos(x) + 0.2 * Math.sin(3 * x)) / (2 * Math.PI));
  const [, later] = circleFlow(flat, { start, times: [0, 0.2] });
  const expected = points.map(
    (x) => (1 + 0.5 * Math.exp(-0.2) * Math.cos(x) + 0.2 * Math.exp(-1.8) * Math.sin(3 * x)) / (2 * Math.PI),
  );
  assertClose(later, expected, 1e-11);
  const target = circlePoints(65).map((x) => Math.exp(-potential.value(x) - potential.logPartition));
  const [, rest] = circleFlow(potential, { start: target, times: [0, 0.3] });
  assertClose(rest, target, 1e-10);
  const [, half] = circleFlow(potential, { start: even(65), times: [0, 0.3] });
  for (const density of [half, rest]) {
    assertClose((2 * Math.PI * density.reduce((sum, rho) => sum + rho, 0)) / 65, 1, 1e-12);
  }
  assertClose(circleDivergence(potential, rest), 0, 1e-12);
  // An independent solution, by a matrix exponential of 129 points.
  assertClose(circleDivergence(potential, half), 0.057586564907, 1e-9);
});

test('on the circle the schemes have their orders, 1, 2 and 2', () => {
  // The last errors are those of an independent program.
  for (const [scheme, order, error] of [
    [implicitQuantiles, 1, 3.686964576e-3],
    [midpointQuantiles, 2, 3.2292344014e-5],
    [backwardDifferenceQuantiles, 2, 6.6906853409e-5],
  ] as const) {
    const [coarse, fine] = [20, 40].map((count) => missed(scheme, count));
    assertClose(Math.log2(coarse / fine), order, 0.05, scheme.name);
    assertClose(fine, error, 1e-3 * error, scheme.name);
  }
});

test('every implicit step lowers the divergence by its squared way over twice the step, and rests at π', () => {
  const step = 0.2;
  const single = wavePotential([{ order: 1, height: 0.6, phase: 1 }]);
  const laws = quantileSteps(implicitQuantiles, single, { start: circlePoints(33), step, stepCount: 60 });
  for (let n = 1; n <= 60; n++) {
    const [before, after] = [laws.row(n - 1), laws.row(n)];
    const way = after.reduce((sum, x, i) => sum + (x - before[i]) ** 2, 0) / 33;
    const fall = quantileDivergence(single, before) - quantileDivergence(single, after);
    assert.ok(fall >= way / (2 * step) - 1e-13, `step ${n}: ${fall} against ${way / (2 * step)}`);
  }
  const end = laws.row(60);
  const density = end.map((x) => Math.exp(-single.value(x) - single.logPartition));
  assertClose(quantileDensity(end), density, 1e-5);
});

test('no quantile can be moved so that an implicit step costs less', () => {
  const [step, start] = [0.1, circlePoints(21)];
  const [, end] = [0, 1].map((n) => quantileSteps(implicitQuantiles, potential, { start, step, stepCount: 1 }).row(n));
  const cost = (x: Float64Array): number =>
    quantileDivergence(potential, x) + x.reduce((sum, value, i) => sum + (value - start[i]) ** 2, 0) / 21 / (2 * step);
  for (let i = 0; i < 21; i++) {
    for (const by of [-1e-3, 1e-3]) {
      assert.ok(cost(end.map((x, j) => (i === j ? x + by : x))) > cost(end), `quantile ${i}`);
    }
  }
});

test('short explicit steps go where implicit steps go', () => {
  const options = { start: circlePoints(15), step: 1e-4, stepCount: 20 };
  const [explicit, implicit] = [explicitQuantiles, implicitQuantiles].map((scheme) =>
    quantileSteps(scheme, potential, options).row(20),
  );
  assertClose(explicit, implicit, 1e-5);
});

test('the circle refuses bad input with what to do', () => {
  const start = circlePoints(9);
  assert.throws(() => wavePotential([{ order: 0.5, height: 1, phase: 0 }]), {
    message: 'wavePotential: order expects a whole number from 1, got 0.5; the period is 2π',
  });
  assert.throws(() => circleFlow(potential, { start: even(8), times: [0, 1] }), {
    message: /odd number from 3, got 8/,
  });
  assert.throws(() => circleFlow(potential, { start: even(9), times: [0, 0] }), {
    message: /rising order, got 0 at 1/,
  });
  assert.throws(() => quantileSteps(implicitQuantiles, potential, { start, step: 0, stepCount: 1 }), {
    message: /^quantileSteps: step expects a positive finite number/,
  });
  assert.throws(() => circleFlow(potential, { start: even(9).map((rho) => 2 * rho), times: [0, 1] }), {
    message: /^circleFlow: start expects a density of mass 1, got mass 2/,
  });
  assert.throws(() => circleDivergence(potential, even(9).fill(0, 3, 4)), {
    message: /^circleDivergence: density expects positive finite numbers, got 0 at 3/,
  });
  assert.throws(() => wavePotential([{ order: 1e7, height: 1, phase: 0 }]), {
    message: /ln Z takes at most 1048576 points/,
  });
  for (const count of [1, 2]) {
    assert.throws(
      () => quantileSteps(dualQuantiles(2), potential, { start: circlePoints(count), step: 0.1, stepCount: 1 }),
      { message: new RegExp(`quantileSteps: start expects an odd number of quantiles from 3, got ${count}`) },
    );
  }
  const swapped = start.slice().reverse();
  assert.throws(() => quantileSteps(implicitQuantiles, potential, { start: swapped, step: 0.1, stepCount: 1 }), {
    message: /quantiles in rising order within one turn/,
  });
  assert.throws(
    () => quantileSteps(explicitQuantiles, potential, { start: circlePoints(65), step: 0.1, stepCount: 9 }),
    {
      message: /the scheme ‘explicit’ has .* after step \d+; take steps below 0.1$/,
    },
  );
});
