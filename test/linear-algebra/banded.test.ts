import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { bandedCoupling } from '../../lib/linear-algebra/index.js';
import { draws, key } from '../../lib/random/index.js';
import { assertClose, flat } from '../closeness.js';
import { congruence, eliminate, normalMatrix } from './reference.js';

interface Case {
  readonly dense: number[][];
  readonly bandwidth: number;
}

/** A random symmetric band of numbers of size 1, with `diagonal` added. */
function randomBand(seed: number, order: number, bandwidth: number, diagonal: number): Case {
  const { normal } = draws(key(seed));
  const dense = Array.from({ length: order }, () => new Array<number>(order).fill(0));
  for (let i = 0; i < order; i++) {
    for (let j = Math.max(0, i - bandwidth); j <= i; j++)
      dense[i][j] = dense[j][i] = normal() + (i === j ? diagonal : 0);
  }
  return { dense, bandwidth };
}

/** The library's answer for M and the K rows of B, in its storage. */
function solved({ dense, bandwidth }: Case, b: number[][]): { logAbs: number; sign: number; coupling: number[] } {
  const order = dense.length;
  const band = vector(order * (bandwidth + 1));
  for (let i = 0; i < order; i++)
    for (let l = 0; l <= Math.min(i, bandwidth); l++) band[i * (bandwidth + 1) + l] = dense[i][i - l];
  const rows = vector(order * b.length);
  b.forEach((row, k) => {
    row.forEach((value, i) => {
      rows[i * b.length + k] = value;
    });
  });
  const coupling = vector(b.length ** 2);
  return { ...bandedCoupling(band, rows, order, bandwidth, coupling), coupling: [...coupling] };
}

function assertAsDense(band: Case, b: number[][], allowed: number): void {
  const { logAbs, sign, inverse } = eliminate(band.dense);
  const expected = flat(congruence(b, inverse));
  const got = solved(band, b);
  assertClose(got.logAbs, logAbs, allowed, 'log-determinant');
  assert.equal(got.sign, sign);
  assertClose(got.coupling, expected, allowed * Math.max(1, ...expected.map(Math.abs)), 'coupling');
}

for (const bandwidth of [0, 1, 2, 3, 4, 5]) {
  test(`bands of width ${bandwidth} that are positive definite agree with dense elimination, for 1 to 4 rows`, () => {
    for (const count of [1, 2, 3, 4]) {
      // Diagonally dominant: the numbers beside the diagonal add up to less than 3 standard deviations each.
      const order = 24;
      assertAsDense(
        randomBand(count, order, bandwidth, 6 + 6 * bandwidth),
        normalMatrix(50 + count, count, order),
        1e-11,
      );
    }
  });

  test(`bands of width ${bandwidth} that are indefinite agree with dense elimination, in determinant, sign and coupling`, () => {
    const signs = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const order = 9 + (seed % 8);
      const band = randomBand(seed, order, bandwidth, 0);
      signs.add(eliminate(band.dense).sign);
      // Random bands are ill-conditioned now and then.
      assertAsDense(band, normalMatrix(100 + seed, 1 + (seed % 3), order), 1e-7);
    }
    assert.deepEqual([...signs].sort(), [-1, 1]);
  });
}

for (const bandwidth of [1, 2, 3, 5]) {
  test(`bands of width ${bandwidth} with zeros for a diagonal, which need row exchanges, agree with dense elimination`, () => {
    for (let seed = 0; seed < 30; seed++) {
      // Of even order: a tridiagonal matrix without a diagonal is singular at odd ones.
      const order = 6 + 2 * (seed % 5);
      const band = randomBand(700 + seed, order, bandwidth, 0);
      for (let i = 0; i < order; i++) band.dense[i][i] = 0;
      assertAsDense(band, normalMatrix(800 + seed, 2, order), 1e-7);
    }
  });
}

test('a zero on the diagonal, where elimination without exchanges would stop, does no harm', () => {
  const dense = [
    [0, 1, 0, 0],
    [1, 0, 2, 0],
    [0, 2, 0, 3],
    [0, 0, 3, 0],
  ];
  // Determinant of a tridiagonal matrix with zero diagonal of order 4: (1 · 3)².
  const { logAbs, sign } = solved({ dense, bandwidth: 1 }, [[1, 0, 0, 0]]);
  assertClose(logAbs, Math.log(9), 1e-14);
  assert.equal(sign, 1);
  assertAsDense({ dense, bandwidth: 1 }, normalMatrix(1, 2, 4), 1e-13);
});

test('a pivot that nearly vanishes loses no digits of the result', () => {
  for (const tiny of [1e-3, 1e-6, 1e-10, 1e-14]) {
    const { dense } = randomBand(3, 10, 1, 4);
    dense[0][0] = tiny;
    assertAsDense({ dense, bandwidth: 1 }, normalMatrix(2, 2, 10), 1e-11);
    assertAsDense({ dense, bandwidth: 1 }, normalMatrix(2, 3, 10), 1e-11);
  }
});

test('a singular band has log-determinant −∞ and sign 0', () => {
  for (const bandwidth of [0, 1, 3]) {
    const { dense } = randomBand(4, 8, bandwidth, 9);
    // Row and column 2 vanish.
    for (let i = 0; i < 8; i++) dense[2][i] = dense[i][2] = 0;
    const { logAbs, sign } = solved({ dense, bandwidth }, normalMatrix(5, 2, 8));
    assert.equal(logAbs, -Infinity);
    assert.equal(sign, 0);
  }
});

test('orders no larger than the bandwidth work', () => {
  for (const order of [1, 2, 3]) {
    const { dense } = randomBand(order, order, order - 1, 8);
    assertAsDense({ dense, bandwidth: 5 }, normalMatrix(order, 2, order), 1e-12);
  }
});

test('the tridiagonal Toeplitz matrix of order 1000 has the determinant of its recursion', () => {
  // 1 + a² on the diagonal, −a beside it: determinant Σ_{i ≤ n} a^{2i}.
  const [a, order] = [0.5, 1000];
  const band = vector(2 * order);
  for (let i = 0; i < order; i++) {
    band[2 * i] = 1 + a * a;
    band[2 * i + 1] = i > 0 ? -a : 0;
  }
  const { logAbs, sign } = bandedCoupling(band, vector(2 * order), order, 1, vector(4));
  assertClose(logAbs, Math.log(4 / 3), 1e-12);
  assert.equal(sign, 1);
});
