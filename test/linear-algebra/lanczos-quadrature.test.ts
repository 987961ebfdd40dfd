import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector, vectorOf } from '../../lib/array/index.js';
import { lanczosQuadrature } from '../../lib/linear-algebra/lanczos-quadrature.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

const options = { rounding: 1e-14, tolerance: 1e-12, notable: 0.3 };

/** Runs a quadrature of a diagonal matrix, with the single rate J · direction for J = (1, 1, …). */
function quadratureOf(eigenvalues: ArrayLike<number>, v: Float64Array) {
  const length = eigenvalues.length;
  const quadrature = lanczosQuadrature(length, 1, options);
  quadrature.start(v, length, false);
  while (!quadrature.settled) {
    const direction = quadrature.direction;
    const rate = direction.reduce((sum, entry) => sum + entry, 0);
    quadrature.accept(
      direction.map((entry, i) => eigenvalues[i] * entry),
      vectorOf([rate]),
    );
  }
  return quadrature;
}

test('of a diagonal matrix the quadrature is the sum over its entries, on both sides of 1', () => {
  const eigenvalues = [0.5, -0.3, 0.1, 3, -2, 0.05, 0.7, 1.4];
  const v = normals(key(1), eigenvalues.length);
  const quadrature = quadratureOf(eigenvalues, v);
  const logs = eigenvalues.map((theta) => Math.log(Math.abs(1 - theta)));
  const total = (terms: (i: number) => number): number => logs.reduce((sum, _, i) => sum + terms(i), 0);
  assertClose(
    quadrature.value,
    total((i) => v[i] ** 2 * logs[i]),
    1e-12,
  );
  assertClose(
    quadrature.square,
    total((i) => v[i] ** 2 * logs[i] ** 2),
    1e-12,
  );
  const image = vector(v.length);
  quadrature.logarithm(image);
  assertClose(image, vectorOf(logs.map((log, i) => log * v[i])), 1e-11);
  const { rates, solved } = quadrature.solution();
  assertClose(
    rates[0],
    total((i) => v[i]),
    1e-12,
  );
  assertClose(
    solved[0],
    total((i) => v[i] / (1 - eigenvalues[i])),
    1e-11,
  );
});

test('a vector in an invariant space of three dimensions takes three products', () => {
  const eigenvalues = Array.from({ length: 20 }, (_, i) => [0.2, -0.4, 0.9][i % 3]);
  const v = normals(key(2), 20);
  const quadrature = quadratureOf(eigenvalues, v);
  assert.equal(quadrature.steps, 3);
  assert.equal(quadrature.complete, false);
  const value = eigenvalues.reduce((sum, theta, i) => sum + v[i] ** 2 * Math.log(1 - theta), 0);
  assertClose(quadrature.value, value, 1e-12);
});

test('a found eigenpair is one of the matrix', () => {
  const eigenvalues = [4, ...Array.from(normals(key(3), 40), (z) => 0.02 * z)];
  const quadrature = quadratureOf(eigenvalues, normals(key(4), 41));
  const [pair] = quadrature.foundPairs();
  assertClose(pair.value, 4, 1e-9);
  assert.ok(Math.abs(pair.vector[0]) > 1 - 1e-6);
});
