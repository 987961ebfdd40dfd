import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LagKernelOptions, lagKernel, type PathKernel } from '../../lib/compiled/index.js';

/** Numbers in (−1, 1) that look random and are the same every time. */
function numbers(count: number, seed = 1): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

import { withSimd } from '../environment.js';

function kernelWith(simd: 'on' | 'off', options: LagKernelOptions): PathKernel {
  return withSimd(simd === 'on', () => lagKernel(options));
}

function valuesOf(kernel: PathKernel): Float64Array {
  const out = new Float64Array(kernel.pathCount * kernel.componentCount);
  kernel.values(out);
  return out;
}

function pathsOf(kernel: PathKernel): Float64Array {
  const out = new Float64Array(kernel.pathCount * kernel.signalLength);
  kernel.store(out);
  return out;
}

/** Φ of one path as its definition reads. */
function naiveValues(x: ArrayLike<number>, linearLags: number, squareLags: number): number[] {
  const d = x.length;
  const out: number[] = [];
  for (let lag = 0; lag <= linearLags; lag++) {
    let sum = 0;
    for (let i = lag; i < d; i++) sum += x[i] * x[i - lag];
    out.push(sum / d);
  }
  for (let lag = 1; lag <= squareLags; lag++) {
    let sum = 0;
    for (let i = lag; i < d; i++) sum += x[i] ** 2 * x[i - lag] ** 2;
    out.push(sum / d);
  }
  return out;
}

/** Σₖ wₖ∇Φₖ of one path: every product's derivatives by its two factors. */
function naivePullback(
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  linearLags: number,
  squareLags: number,
): Float64Array {
  const d = x.length;
  const out = new Float64Array(d);
  for (let lag = 0; lag <= linearLags; lag++) {
    for (let i = lag; i < d; i++) {
      out[i] += (w[lag] * x[i - lag]) / d;
      out[i - lag] += (w[lag] * x[i]) / d;
    }
  }
  for (let lag = 1; lag <= squareLags; lag++) {
    for (let i = lag; i < d; i++) {
      out[i] += (w[linearLags + lag] * 2 * x[i] * x[i - lag] ** 2) / d;
      out[i - lag] += (w[linearLags + lag] * 2 * x[i - lag] * x[i] ** 2) / d;
    }
  }
  return out;
}

function assertClose(got: ArrayLike<number>, expected: ArrayLike<number>, scale: number): void {
  assert.equal(got.length, expected.length);
  // Sums of at most a thousand products of numbers below one, in another order: far below 1e-13 of their scale.
  for (let i = 0; i < got.length; i++) {
    assert.ok(Math.abs(got[i] - expected[i]) <= 1e-13 * scale, `entry ${i}: ${got[i]} against ${expected[i]}`);
  }
}

const shapes: LagKernelOptions[] = [
  { signalLength: 2, linearLags: 1, squareLags: 0, pathCount: 1 },
  { signalLength: 2, linearLags: 0, squareLags: 1, pathCount: 2 },
  { signalLength: 3, linearLags: 2, squareLags: 2, pathCount: 3 },
  { signalLength: 5, linearLags: 4, squareLags: 4, pathCount: 2 },
  { signalLength: 21, linearLags: 1, squareLags: 20, pathCount: 5 },
  { signalLength: 64, linearLags: 0, squareLags: 0, pathCount: 4 },
  { signalLength: 127, linearLags: 7, squareLags: 3, pathCount: 3 },
  { signalLength: 130, linearLags: 1, squareLags: 20, pathCount: 1 },
  { signalLength: 1024, linearLags: 1, squareLags: 20, pathCount: 7 },
  { signalLength: 4, linearLags: 1, squareLags: 0, pathCount: 3 },
  { signalLength: 1024, linearLags: 1, squareLags: 0, pathCount: 3 },
];

for (const simd of ['on', 'off'] as const) {
  for (const shape of shapes) {
    const { signalLength: d, linearLags, squareLags, pathCount } = shape;
    const title = `SIMD ${simd}, N = ${pathCount}, d = ${d}, lags ${linearLags} and ${squareLags}`;

    test(`${title}: values are the lag products, and a move subtracts their weighted gradients`, () => {
      const paths = numbers(pathCount * d);
      const kernel = kernelWith(simd, shape);
      const K = linearLags + 1 + squareLags;
      assert.equal(kernel.componentCount, K);
      const path = (all: Float64Array, n: number): Float64Array => all.subarray(n * d, (n + 1) * d);
      const expectValues = (all: Float64Array): void => {
        const got = valuesOf(kernel);
        for (let n = 0; n < pathCount; n++) {
          assertClose(got.subarray(n * K, (n + 1) * K), naiveValues(path(all, n), linearLags, squareLags), 1);
        }
      };
      const expectMove = (before: Float64Array, weightsOf: (n: number) => Float64Array): Float64Array => {
        const after = pathsOf(kernel);
        for (let n = 0; n < pathCount; n++) {
          const pull = naivePullback(path(before, n), weightsOf(n), linearLags, squareLags);
          assertClose(
            path(after, n),
            path(before, n).map((value, i) => value - pull[i]),
            10,
          );
        }
        return after;
      };

      kernel.load(paths);
      assert.deepEqual(pathsOf(kernel), paths);
      expectValues(paths);

      const shared = numbers(K, 2);
      kernel.move(shared);
      const once = expectMove(paths, () => shared);
      expectValues(once);

      const own = numbers(pathCount * K, 3);
      kernel.move(own);
      const twice = expectMove(once, (n) => own.subarray(n * K, (n + 1) * K));
      expectValues(twice);
    });
  }
}

test('the compiled kernel and its twin in TypeScript agree to the bit over many moves', () => {
  for (const shape of shapes) {
    const [simd, plain] = (['on', 'off'] as const).map((setting) => kernelWith(setting, shape));
    const paths = numbers(shape.pathCount * shape.signalLength, 5);
    for (const kernel of [simd, plain]) kernel.load(paths);
    assert.deepEqual(valuesOf(simd), valuesOf(plain));
    for (let step = 0; step < 20; step++) {
      // Small enough that the shortest paths stay bounded.
      const weights = numbers(simd.componentCount * (step % 2 === 0 ? 1 : shape.pathCount), step + 7).map(
        (w) => w / 10,
      );
      for (const kernel of [simd, plain]) kernel.move(weights);
    }
    assert.deepEqual(pathsOf(simd), pathsOf(plain));
    assert.deepEqual(valuesOf(simd), valuesOf(plain));
    assert.ok(pathsOf(simd).every(Number.isFinite));
  }
});

test('lags 0 and 1 alone move in one pass as they move beside others of weight 0, to the bit', () => {
  const shape = { signalLength: 64, linearLags: 1, pathCount: 3 };
  for (const simd of ['on', 'off'] as const) {
    const [onePass, general] = [0, 1].map((squareLags) => kernelWith(simd, { ...shape, squareLags }));
    for (const kernel of [onePass, general]) kernel.load(numbers(3 * 64));
    for (let step = 0; step < 10; step++) {
      const [v0, v1] = numbers(2, step + 3);
      onePass.move(Float64Array.of(v0, v1));
      general.move(Float64Array.of(v0, v1, 0));
    }
    assert.deepEqual(pathsOf(onePass), pathsOf(general));
    const lagsOf = (values: Float64Array, width: number): number[] => [...values].filter((_, i) => i % width < 2);
    assert.deepEqual(lagsOf(valuesOf(onePass), 2), lagsOf(valuesOf(general), 3));
  }
});

test('a path moves the same, to the bit, in whichever company it is', () => {
  const [d, pathCount] = [50, 5];
  const paths = numbers(pathCount * d);
  const weights = numbers(22, 9);
  const moved = (from: number, to: number): Float64Array => {
    const kernel = lagKernel({ signalLength: d, linearLags: 1, squareLags: 20, pathCount: to - from });
    kernel.load(paths.subarray(from * d, to * d));
    for (let step = 0; step < 5; step++) kernel.move(weights);
    return pathsOf(kernel);
  };
  assert.deepEqual(Float64Array.from([...moved(0, 1), ...moved(1, 4), ...moved(4, 5)]), moved(0, pathCount));
});

test('order permutes components and their weights', () => {
  const d = 12;
  const paths = numbers(3 * d);
  const shape = { signalLength: d, linearLags: 1, squareLags: 1, pathCount: 3 };
  const natural = lagKernel(shape);
  const permuted = lagKernel({ ...shape, order: [2, 0, 1] });
  for (const kernel of [natural, permuted]) kernel.load(paths);
  natural.move(Float64Array.of(0.1, 0.2, 0.3));
  permuted.move(Float64Array.of(0.3, 0.1, 0.2));
  assert.deepEqual(pathsOf(permuted), pathsOf(natural));
  const [a, b, c] = valuesOf(natural);
  assert.deepEqual([...valuesOf(permuted).subarray(0, 3)], [c, a, b]);
});

test('a path that is not finite leaves the others as they are', () => {
  const d = 40;
  const shape = { signalLength: d, linearLags: 1, squareLags: 4, pathCount: 2 };
  const paths = numbers(2 * d);
  const weights = numbers(6, 3);
  const alone = lagKernel({ ...shape, pathCount: 1 });
  alone.load(paths.slice(0, d));
  alone.move(weights);
  paths[d + 5] = NaN;
  const both = lagKernel(shape);
  both.load(paths);
  both.move(weights);
  assert.deepEqual(pathsOf(both).slice(0, d), pathsOf(alone));
  assert.ok(pathsOf(both).slice(d).some(Number.isNaN));
});

test('options and arguments out of range are refused by name', () => {
  const good = { signalLength: 30, linearLags: 1, squareLags: 20, pathCount: 2 };
  const refused = (change: Partial<LagKernelOptions>, message: RegExp): void =>
    assert.throws(() => lagKernel({ ...good, ...change }), { name: 'RangeError', message });
  refused({ signalLength: 20 }, /signalLength expects a whole number from 21, got 20/);
  refused({ signalLength: 1, linearLags: 0, squareLags: 0 }, /signalLength expects a whole number from 2, got 1/);
  refused({ linearLags: -1 }, /linearLags expects a whole number from 0, got -1/);
  refused({ squareLags: 1.5 }, /squareLags expects a whole number from 0, got 1.5/);
  refused({ pathCount: 0 }, /pathCount expects a whole number from 1, got 0/);
  refused({ pathCount: 1e6, signalLength: 1024 }, /below 4 GB, got 1000000 x 1024/);
  refused({ squareLags: 0, order: [0, 0] }, /order expects each of 0 to 1 once, got \[0,0\]/);
  const kernel = lagKernel(good);
  assert.throws(() => kernel.load(new Float64Array(59)), /lagKernel.load: paths expects 60 numbers, got 59/);
  assert.throws(() => kernel.store(new Float64Array(61)), /lagKernel.store: paths expects 60 numbers, got 61/);
  assert.throws(() => kernel.values(new Float64Array(22)), /lagKernel.values: out expects 44 numbers, got 22/);
  assert.throws(
    () => kernel.move(new Float64Array(21)),
    /weights of 22 numbers, or one row per path, expects 44 numbers, got 21/,
  );
});
