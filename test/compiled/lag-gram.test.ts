import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Vector, vector } from '../../lib/array/index.js';
import { type LagJacobianOptions, lagGram } from '../../lib/compiled/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { withSimd } from '../environment.js';

/** Gradients of the lag products of a path, from their definition. */
function gradients(x: Vector, { linearLags, squareLags }: LagJacobianOptions): number[][] {
  const d = x.length;
  return Array.from({ length: linearLags + 1 + squareLags }, (_, k) => {
    const squares = k > linearLags;
    const lag = squares ? k - linearLags : k;
    const result = new Array<number>(d).fill(0);
    for (let i = lag; i < d; i++) {
      const [a, b] = [x[i], x[i - lag]];
      result[i] += (squares ? 2 * a * b * b : b) / d;
      result[i - lag] += (squares ? 2 * b * a * a : a) / d;
    }
    return result;
  });
}

for (const options of [
  { signalLength: 2, linearLags: 1, squareLags: 0, order: [1, 0] },
  { signalLength: 33, linearLags: 1, squareLags: 20 },
  { signalLength: 100, linearLags: 3, squareLags: 2, order: [5, 2, 0, 1, 4, 3] },
  { signalLength: 65, linearLags: 0, squareLags: 8 },
]) {
  test(`Gram matrices are products of the gradients, with SIMD and without to the same bits: ${JSON.stringify(options)}`, () => {
    const { signalLength: d, linearLags, squareLags } = options;
    const count = linearLags + 1 + squareLags;
    const size = (count * (count + 1)) / 2;
    const paths = normals(key(4), 5 * d);
    const [fast, plain] = [true, false].map((simd) => {
      const out = vector(5 * size);
      withSimd(simd, () => lagGram(options)).evaluate(paths, 5, out);
      return out;
    });
    assertSameBits(fast, plain);
    const order = options.order ?? Array.from({ length: count }, (_, k) => k);
    for (let n = 0; n < 5; n++) {
      const rows = gradients(paths.subarray(n * d, (n + 1) * d), options);
      const expected = order.flatMap((a, j) =>
        order.slice(0, j + 1).map((b) => rows[a].reduce((sum, value, i) => sum + value * rows[b][i], 0)),
      );
      const scale = Math.max(...expected);
      assertClose(fast.subarray(n * size, (n + 1) * size), expected, 1e-13 * scale, `path ${n}`);
    }
    const alone = vector(size);
    withSimd(true, () => lagGram(options)).evaluate(paths.subarray(2 * d, 3 * d), 1, alone);
    assertSameBits(alone, fast.subarray(2 * size, 3 * size), 'a path by itself');
  });
}

test('arrays of another length are refused', () => {
  const kernel = lagGram({ signalLength: 10, linearLags: 1, squareLags: 0 });
  assert.throws(() => kernel.evaluate(vector(19), 2, vector(6)), /lagGram.evaluate: 2 paths expect 20 numbers/);
  assert.throws(() => kernel.evaluate(vector(20), 2, vector(5)), /room for 6, got 20 and 5/);
});
