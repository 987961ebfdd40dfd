import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  atan,
  atanh,
  circlePoint,
  circlePointOfTurns,
  cos,
  euclideanLength,
  exp,
  expm1,
  hypot,
  log,
  log1p,
  log2,
  log10,
  pow,
  sin,
  squared,
  tan,
  tanh,
} from '../../lib/special/index.js';
import { fixture, root } from '../support.js';

type Evaluation = (values: readonly number[]) => readonly number[];

function point(fill: (x: number, out: Float64Array) => void): Evaluation {
  return ([x]) => {
    const out = new Float64Array(2);
    fill(x, out);
    return [...out];
  };
}

/** Every function of the reference file, by name. */
const evaluations: Readonly<Record<string, Evaluation>> = {
  ...Object.fromEntries(
    Object.entries({ log, log2, log10, log1p, exp, expm1, sin, cos, tan, atan, tanh, atanh }).map(
      ([name, evaluate]) => [name, ([x]: readonly number[]) => [evaluate(x)]],
    ),
  ),
  pow: ([x, y]) => [pow(x, y)],
  hypot: ([x, y]) => [hypot(x, y)],
  circlePoint: point(circlePoint),
  circlePointOfTurns: point(circlePointOfTurns),
};

function doubles(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}

/** Rows of `width` numbers. */
function rows(numbers: readonly number[], width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(width * i, width * (i + 1)));
}

/** The place of a double in the order of all doubles, so that neighbours differ by 1. */
function rank(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

const { functions } = fixture('elementary/values');

test('the reference file holds every function', () => {
  assert.deepEqual(Object.keys(functions).sort(), Object.keys(evaluations).sort());
});

for (const [name, evaluate] of Object.entries(evaluations)) {
  const two = ['pow', 'hypot'].includes(name);
  const args = rows(doubles(functions[name].arguments), two ? 2 : 1);
  const expected = rows(doubles(functions[name].values), name.startsWith('circlePoint') ? 2 : 1);

  test(`${name} is at most the neighbour of the correctly rounded value, and mostly that value itself`, () => {
    let equal = 0;
    let count = 0;
    args.forEach((values, i) => {
      evaluate(values).forEach((got, k) => {
        const distance = rank(got) - rank(expected[i][k]);
        assert.ok(
          !Number.isNaN(got) && distance >= -1n && distance <= 1n,
          `${name}(${values}): got ${got}, expected ${expected[i][k]}`,
        );
        if (distance === 0n) equal++;
        count++;
      });
    });
    assert.ok(equal > 0.9 * count, `${equal} of ${count} are correctly rounded`);
  });

  test(`${name} has the same bits before and after the engine compiles it`, () => {
    const before = args.map((values) => evaluate(values));
    for (let round = 0; round < 20; round++)
      args.forEach((values) => {
        evaluate(values);
      });
    args.forEach((values, i) => {
      evaluate(values).forEach((value, k) => {
        assert.ok(Object.is(value, before[i][k]), `${name}(${values})`);
      });
    });
  });
}

/** Function, arguments, value: what the language's own functions give there, but for the bits of ordinary values. */
const ends: readonly (readonly [(...values: number[]) => number, number[], number])[] = [
  [log, [0], -Infinity],
  [log, [-0], -Infinity],
  [log, [1], 0],
  [log, [-1], NaN],
  [log, [Infinity], Infinity],
  [log, [-Infinity], NaN],
  [log2, [0], -Infinity],
  [log2, [1], 0],
  [log2, [-1], NaN],
  [log2, [Infinity], Infinity],
  [log2, [NaN], NaN],
  [log10, [0], -Infinity],
  [log10, [1], 0],
  [log10, [-1], NaN],
  [log10, [Infinity], Infinity],
  [log10, [NaN], NaN],
  [log1p, [-1], -Infinity],
  [log1p, [0], 0],
  [log1p, [-0], -0],
  [log1p, [-1.5], NaN],
  [log1p, [Infinity], Infinity],
  [exp, [0], 1],
  [exp, [-0], 1],
  [exp, [Infinity], Infinity],
  [exp, [-Infinity], 0],
  [exp, [1000], Infinity],
  [exp, [-1000], 0],
  [expm1, [0], 0],
  [expm1, [-0], -0],
  [expm1, [Infinity], Infinity],
  [expm1, [-Infinity], -1],
  [expm1, [1000], Infinity],
  [sin, [0], 0],
  [sin, [-0], -0],
  [sin, [Infinity], NaN],
  [sin, [-Infinity], NaN],
  [cos, [0], 1],
  [cos, [-0], 1],
  [cos, [Infinity], NaN],
  [cos, [-Infinity], NaN],
  [tan, [0], 0],
  [tan, [-0], -0],
  [tan, [Infinity], NaN],
  [atan, [0], 0],
  [atan, [-0], -0],
  [atan, [Infinity], Math.PI / 2],
  [atan, [-Infinity], -Math.PI / 2],
  [tanh, [0], 0],
  [tanh, [-0], -0],
  [tanh, [Infinity], 1],
  [tanh, [-Infinity], -1],
  [atanh, [0], 0],
  [atanh, [-0], -0],
  [atanh, [1], Infinity],
  [atanh, [-1], -Infinity],
  [atanh, [1.5], NaN],
  [pow, [NaN, 0], 1],
  [pow, [1, NaN], NaN],
  [pow, [1, Infinity], NaN],
  [pow, [-1, -Infinity], NaN],
  [pow, [2, Infinity], Infinity],
  [pow, [2, -Infinity], 0],
  [pow, [0.5, Infinity], 0],
  [pow, [0.5, -Infinity], Infinity],
  [pow, [Infinity, 2], Infinity],
  [pow, [Infinity, -2], 0],
  [pow, [-Infinity, 3], -Infinity],
  [pow, [-Infinity, 2], Infinity],
  [pow, [-Infinity, -3], -0],
  [pow, [0, 3], 0],
  [pow, [-0, 3], -0],
  [pow, [-0, 2], 0],
  [pow, [0, -3], Infinity],
  [pow, [-0, -3], -Infinity],
  [pow, [-0, -2], Infinity],
  [pow, [-2, 0.5], NaN],
  [pow, [-2, 3], -8],
  [pow, [-2, 2 ** 60], Infinity],
  [pow, [2, 0.5], Math.sqrt(2)],
  [pow, [1, 1e300], 1],
  [hypot, [0, 0], 0],
  [hypot, [-0, -0], 0],
  [hypot, [NaN, Infinity], Infinity],
  [hypot, [-Infinity, 1], Infinity],
  [hypot, [NaN, 1], NaN],
];

test('at 0, at infinities and outside their domains functions give what the language prescribes', () => {
  for (const [evaluate, args, expected] of ends) {
    const got = evaluate(...args);
    assert.ok(Object.is(got, expected), `${evaluate.name}(${args}): got ${got}, expected ${expected}`);
  }
  for (const evaluate of [log, log1p, exp, expm1, sin, cos, tan, atan, tanh, atanh])
    assert.ok(Number.isNaN(evaluate(NaN)), evaluate.name);
});

test('logarithms to base 2 and 10 are whole where a power of the base is a double', () => {
  for (let k = -1074; k < 1024; k++) assert.equal(log2(2 ** k), k);
  for (let k = 0; k <= 22; k++) assert.equal(log10(Number(`1e${k}`)), k);
});

test('powers are exact where they are doubles', () => {
  assert.deepEqual([0, -3, 1e200, 2 ** -530].map(squared), [0, 9, Infinity, 2 ** -1060]);
  for (let k = -1074; k < 1024; k++) assert.equal(pow(2, k), 2 ** k);
  for (let k = 0; k <= 22; k++) assert.equal(pow(10, k), Number(`1e${k}`));
  for (let k = 1; k <= 33; k++) assert.equal(pow(-3, k), Number((-3n) ** BigInt(k)));
  for (let n = 1; n <= 1000; n++) assert.equal(pow(n * n, 0.5), n);
});

test('a point of the circle has the bits of cosine and sine', () => {
  const out = new Float64Array(2);
  for (const [x] of rows(doubles(functions.sin.arguments), 1)) {
    circlePoint(x, out);
    assert.ok(Object.is(out[0], cos(x)) && Object.is(out[1], sin(x)), `circlePoint(${x})`);
  }
});

test('points after quarter turns are exact, and no number has none', () => {
  const out = new Float64Array(2);
  for (let n = -8; n <= 8; n++) {
    circlePointOfTurns(n / 4, out);
    const [c, s] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][((n % 4) + 4) % 4];
    assert.deepEqual([out[0] + 0, out[1] + 0], [c, s], `${n} quarter turns`);
  }
  for (const fill of [circlePoint, circlePointOfTurns]) {
    for (const x of [NaN, Infinity, -Infinity]) {
      fill(x, out);
      assert.ok(Number.isNaN(out[0]) && Number.isNaN(out[1]), `${fill.name}(${x})`);
    }
  }
  circlePointOfTurns(-0, out);
  assert.ok(Object.is(out[1], -0));
});

test('the Euclidean length of whole numbers is exact, and scales by powers of two', () => {
  assert.equal(euclideanLength([]), 0);
  assert.equal(euclideanLength([2, -3, 6]), 7);
  assert.equal(euclideanLength(new Float64Array(100).fill(1)), 10);
  for (const k of [-1000, -600, 600, 1000])
    assert.equal(euclideanLength([2 * 2 ** k, 3 * 2 ** k, 6 * 2 ** k]), 7 * 2 ** k);
  assert.equal(euclideanLength([1, NaN, -Infinity]), Infinity);
  assert.ok(Number.isNaN(euclideanLength([1, NaN])));
  // 10¹⁶ + 50 + 50: a plain sum of squares loses the last two.
  assert.equal(euclideanLength([1e8, Math.sqrt(50), Math.sqrt(50)]), Math.sqrt(1e16 + 100));
});

test('elementary functions call what the standard prescribes exactly, and nothing else', () => {
  const folder = join(root, 'lib', 'special', 'elementary');
  for (const file of readdirSync(folder)) {
    const code = readFileSync(join(folder, file), 'utf8')
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\/\/.*/g, '');
    const called = new Set(Array.from(code.matchAll(/\bMath\.(\w+)/g), ([, name]) => name));
    for (const exact of ['abs', 'floor', 'max', 'round', 'sign', 'sqrt']) called.delete(exact);
    assert.deepEqual([...called], [], `${file} calls functions of Math that are not exact`);
    assert.ok(!code.includes('**'), `${file} takes powers by **, which is not exact`);
  }
});
