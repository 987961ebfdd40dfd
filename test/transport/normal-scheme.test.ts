import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  backwardDifferenceScheme,
  dualScheme,
  explicitScheme,
  implicitScheme,
  langevinScheme,
  midpointScheme,
  type NormalScheme,
  normalDivergence,
  normalFlowDeviation,
  normalSteps,
  penalisedDualScheme,
  secondOrderDualScheme,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const duals = [dualScheme, penalisedDualScheme, secondOrderDualScheme];

/** Where a function of one variable is least between two points, by golden sections. */
function least(value: (x: number) => number, [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  const share = (Math.sqrt(5) - 1) / 2;
  for (let round = 0; round < 60; round++) {
    const [left, right] = [high - share * (high - low), low + share * (high - low)];
    if (value(left) < value(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

const divergence = (s: number, Q = 1): number =>
  normalDivergence({ mean: 0, variance: s ** 2 }, { mean: 0, variance: Q });

/** Deviation at time 1 from 3 less the flow's. */
function missed(scheme: NormalScheme, stepCount: number): number {
  const end = normalSteps(scheme, { start: 3, step: 1 / stepCount, stepCount })[stepCount];
  return end - Math.sqrt(1 + 8 * Math.exp(-2));
}

test('schemes have their orders, 1 or 2, and their errors at time 1', () => {
  for (const [scheme, order, errors] of [
    [implicitScheme, 1, [4.56e-2, 2.33e-2, 1.18e-2, 5.9e-3]],
    [midpointScheme, 2, [-1.13e-3, -2.8e-4, -7.1e-5, -1.8e-5]],
    [backwardDifferenceScheme, 2, [-3.0e-3, -7.7e-4, -1.9e-4, -4.9e-5]],
    [langevinScheme, 1, [-2.2e-2, -1.1e-2, -5.6e-3, -2.8e-3]],
    [explicitScheme, 1, undefined],
    [dualScheme, 1, undefined],
    [penalisedDualScheme, 1, undefined],
    [secondOrderDualScheme, 1, undefined],
  ] as const) {
    const got = [10, 20, 40, 80].map((count) => missed(scheme, count));
    errors?.forEach((error, i) => {
      assertClose(got[i], error, 0.03 * Math.abs(error), `${scheme.name}, ${10 * 2 ** i} steps`);
    });
    const [coarse, fine] = [200, 400].map((count) => missed(scheme, count));
    assertClose(Math.log2(coarse / fine), order, 0.02, `order of the scheme ‘${scheme.name}’`);
  }
});

test('the implicit step is the law of least divergence plus squared distance over twice the step, for any target', () => {
  for (const [start, step, Q] of [
    [3, 0.2, 1],
    [0.05, 0.01, 1],
    [0.4, 2, 2.5],
    [7, 30, 0.3],
  ]) {
    const cost = (s: number): number => divergence(s, Q) + (s - start) ** 2 / (2 * step);
    const [, end] = normalSteps(implicitScheme, { start, step, stepCount: 1, targetVariance: Q });
    assertClose(end, least(cost, [0.01, 10]), 1e-6, `from ${start}, step ${step}, target ${Q}`);
    assert.ok(divergence(start, Q) - divergence(end, Q) >= (end - start) ** 2 / (2 * step), 'dissipation');
  }
});

test('backward differences make their own sum of squared distances least, and the midpoint goes twice half a step', () => {
  const [start, step] = [0.2, 0.05];
  const [, first, second] = normalSteps(backwardDifferenceScheme, { start, step, stepCount: 2 });
  const half = least((s) => divergence(s) + (s - start) ** 2 / step, [0.01, 3]);
  assertClose(first, 2 * half - start, 1e-6, 'first step');
  assertClose(normalSteps(midpointScheme, { start, step, stepCount: 1 })[1], first, 1e-15);
  const cost = (s: number): number => divergence(s) + (s - first) ** 2 / step - (s - start) ** 2 / (4 * step);
  assertClose(second, least(cost, [0.01, 3]), 1e-6, 'second step');
  // More than fourfold growth: the derivative of the same cost vanishes.
  const far = backwardDifferenceScheme.next(0.01, { step: 1e-7, before: 1 });
  assert.ok(Math.abs((3 * far - 4 * 0.01 + 1) / 2e-7 + far - 1 / far) < 1e-8 / far);
});

test('dual steps solve their cut problems, and the whole dual problem moves as the implicit step does', () => {
  for (const [s, step] of [
    [3, 0.2],
    [0.3, 0.05],
    [1.4, 0.1],
    [0.8, 0.3],
  ]) {
    const partition = (k: number): number => -0.5 * Math.log(1 + k);
    const conjugates = [
      (k: number) => -0.5 * k,
      (k: number) => -0.5 * (k + step * k ** 2),
      (k: number) => -0.5 * (k + step * k ** 2 + step ** 2 * k ** 3),
      (k: number) => (-0.5 * k) / (1 - step * k),
    ];
    const moves = [
      (k: number) => 1 + step * k,
      (k: number) => 1 + step * k,
      (k: number) => 1 + step * k + step ** 2 * k ** 2,
      (k: number) => 1 / (1 - step * k),
    ];
    [...duals, implicitScheme].forEach((scheme, i) => {
      const end = Math.min(15, 0.999 / step);
      const k = least((k) => partition(k) - s ** 2 * conjugates[i](k), [-0.9999, end]);
      const [, got] = normalSteps(scheme, { start: s, step, stepCount: 1 });
      assertClose(got, s * moves[i](k), 1e-6, `${scheme.name}, from ${s}`);
    });
  }
});

test('cut dual problems miss the implicit step by O(τ²), O(τ²) and O(τ³)', () => {
  const misses = (scheme: NormalScheme, step: number): number =>
    scheme.next(3, { step }) - implicitScheme.next(3, { step });
  const expected = [
    [-9.8e-2, -2.7e-2, -7.0e-3],
    [-6.5e-2, -2.0e-2, -5.4e-3],
    [1.1e-2, 1.7e-3, 2.4e-4],
  ];
  duals.forEach((scheme, i) => {
    [0.2, 0.1, 0.05].forEach((step, j) => {
      assertClose(
        misses(scheme, step),
        expected[i][j],
        0.04 * Math.abs(expected[i][j]),
        `${scheme.name}, step ${step}`,
      );
    });
    const order = Math.log2(misses(scheme, 1e-3) / misses(scheme, 5e-4));
    assertClose(order, [2, 2, 3][i], 0.02, `order of ‘${scheme.name}’`);
  });
  for (const step of [0.01, 0.5, 1.5]) {
    assert.equal(dualScheme.next(0.7, { step }).toPrecision(12), explicitScheme.next(0.7, { step }).toPrecision(12));
  }
});

test('of several solutions of the cut dual problem of second order the largest is taken', () => {
  let several = 0;
  for (const step of [0.1, 1, 1.2, 3, 20]) {
    for (const s of [0.02, 0.7, 1.0001, 1.2, 1.4, 2, 2.4, 3.1, 60]) {
      const equation = (k: number): number => s ** 2 * (1 + 2 * step * k + 3 * step ** 2 * k ** 2) * (1 + k) - 1;
      const points = Array.from({ length: 4001 }, (_, i) => -1 + (i / 4000) ** 3 * (1 / s ** 2 + 1.5));
      const changes = points
        .slice(1)
        .flatMap((k, i) => (equation(points[i]) < 0 !== equation(k) < 0 ? [[points[i], k]] : []));
      if (changes.length > 1) several++;
      let [low, high] = changes.at(-1)!;
      for (let round = 0; round < 80; round++) {
        const middle = (low + high) / 2;
        if (equation(middle) > 0) high = middle;
        else low = middle;
      }
      const got = secondOrderDualScheme.next(s, { step });
      const expected = s * (1 + step * low + step ** 2 * low ** 2);
      assertClose(got, expected, 1e-9 * expected, `from ${s}, step ${step}`);
    }
  }
  assert.ok(several >= 3, `${several} problems with several solutions`);
});

test('the target is a fixed point of every scheme but unadjusted Langevin, which rests at 1/(1 − τ/2)', () => {
  for (const scheme of [implicitScheme, midpointScheme, backwardDifferenceScheme, explicitScheme, ...duals]) {
    const end = normalSteps(scheme, { start: Math.sqrt(3), step: 0.2, stepCount: 400, targetVariance: 3 })[400];
    assertClose(end ** 2, 3, 1e-12, scheme.name);
  }
  const biased = normalSteps(langevinScheme, { start: 3, step: 0.1, stepCount: 400 })[400];
  assertClose(biased ** 2, 1 / 0.95, 1e-12);
});

test('the flow solves its equation, loses divergence at the rate of Fisher’s information, and scales with the target', () => {
  const h = 1e-5;
  for (const [start, Q, t] of [
    [3, 1, 0.4],
    [0.1, 2.5, 0.02],
    [1, 0.3, 1],
  ]) {
    const at = (time: number): number => normalFlowDeviation(time, { start, targetVariance: Q });
    const s = at(t);
    const [before, after] = [at(t - h), at(t + h)];
    assertClose((after - before) / (2 * h), 1 / s - s / Q, 1e-5);
    const fisher = (s / Q - 1 / s) ** 2;
    assertClose((divergence(after, Q) - divergence(before, Q)) / (2 * h), -fisher, 1e-4 * (1 + fisher));
    assertClose(at(0), start, 1e-15);
    assertClose(at(1000) ** 2, Q, 1e-14);
    const fine = normalSteps(midpointScheme, { start, step: t / 4000, stepCount: 4000, targetVariance: Q })[4000];
    assertClose(fine, s, 1e-6, 'midpoint steps');
  }
});

test('steps out of range are refused by name, and a scheme that runs away is stopped where it does', () => {
  const options = { start: 3, step: 0.1, stepCount: 2 };
  const refused = [
    [{ start: 0 }, /^normalSteps: start expects a positive finite number, got 0; give one above 0$/],
    [{ step: -1 }, /^normalSteps: step expects a positive finite number, got -1/],
    [{ targetVariance: NaN }, /^normalSteps: targetVariance expects a positive finite number/],
    [{ stepCount: 1.5 }, /^normalSteps: stepCount expects a whole number/],
    [
      { step: 10, stepCount: 1000 },
      /^normalSteps: the scheme ‘explicit’ has deviation Infinity after step \d+; take steps/,
    ],
  ] as const;
  for (const [change, message] of refused) {
    assert.throws(() => normalSteps(explicitScheme, { ...options, ...change }), { name: 'RangeError', message });
  }
  assert.throws(() => normalFlowDeviation(-1, { start: 1 }), /^RangeError: normalFlowDeviation: t expects/);
  assert.throws(() => normalFlowDeviation(1, { start: -1 }), /^RangeError: normalFlowDeviation: start expects/);
  assert.deepEqual([...normalSteps(implicitScheme, { ...options, stepCount: 0 })], [3]);
});
