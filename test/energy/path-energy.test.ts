import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, ensembleOf, matrix, vector } from '../../lib/array/index.js';
import { autocovariance, energyOfPaths, squaredNorm, stylized } from '../../lib/energy/index.js';
import { assertSameBits } from '../closeness.js';
import { assertDerivatives, noise, noiseRows } from './derivatives.js';

const energies = [
  autocovariance({ signalLength: 24 }),
  stylized({ signalLength: 24 }),
  squaredNorm({ signalLength: 24 }),
];

for (const energy of energies) {
  const { name, componentCount } = energy;

  test(`${name}: relabelling the paths relabels every result, bit for bit`, () => {
    const order = [2, 0, 3, 1];
    const [x, v, w] = [noise(1, 4, 24), noise(2, 4, 24), noiseRows(3, 4, componentCount)];
    const pick = (rows: (n: number) => Float64Array): Float64Array[] => order.map((n) => rows(n));
    const relabelledX = ensembleOf(pick(x.path));
    const relabelledV = ensembleOf(pick(v.path));
    const relabelledW = matrix(4, componentCount);
    order.forEach((n, at) => {
      relabelledW.row(at).set(w.row(n));
    });
    const pairs = [
      [energy.values(relabelledX).data, energy.values(x).row],
      [energy.pullback(relabelledX, relabelledW).data, energy.pullback(x, w).path],
      [energy.hessianProduct(relabelledX, relabelledW, relabelledV).data, energy.hessianProduct(x, w, v).path],
    ] as const;
    for (const [got, row] of pairs) assertSameBits(got, pick(row).flatMap((values) => [...values]) as never);
  });

  test(`${name}: paths of another length are refused by every method`, () => {
    const wrong = noise(1, 2, 23);
    const weights = vector(componentCount);
    assert.throws(
      () => energy.values(wrong),
      new RegExp(`^RangeError: ${name}.values: energy expects signal length 24, got 23`),
    );
    assert.throws(
      () => energy.pullback(wrong, weights),
      new RegExp(`${name}.pullback: energy expects signal length 24, got 23`),
    );
    assert.throws(
      () => energy.hessianProduct(wrong, weights, wrong),
      new RegExp(`${name}.hessianProduct: energy expects signal length 24, got 23`),
    );
  });

  test(`${name}: weights and directions of another shape are refused`, () => {
    const x = noise(1, 2, 24);
    const allowed = `weights expect \\[${componentCount}\\] or \\[2, ${componentCount}\\]`;
    assert.throws(
      () => energy.pullback(x, vector(componentCount + 1)),
      new RegExp(`${allowed}, got \\[${componentCount + 1}\\]`),
    );
    assert.throws(
      () => energy.pullback(x, matrix(3, componentCount)),
      new RegExp(`${allowed}, got \\[3, ${componentCount}\\]`),
    );
    assert.throws(
      () => energy.pullback(x, matrix(2, componentCount + 1)),
      new RegExp(`${allowed}, got \\[2, ${componentCount + 1}\\]`),
    );
    assert.throws(
      () => energy.hessianProduct(x, vector(componentCount), noise(2, 3, 24)),
      /hessianProduct: directions expect the paths' shape \[2, 24\], got \[3, 24\]/,
    );
  });
}

test("an energy of one's own is defined by what it does to one path", () => {
  const thirdPowers = energyOfPaths({
    name: 'third powers',
    signalLength: 5,
    labels: ['cube', 'sum'],
    value(x, out) {
      out[0] = x.reduce((sum, value) => sum + value ** 3, 0);
      out[1] = x.reduce((sum, value) => sum + value, 0);
    },
    pullback: (x, [a, b], out) =>
      x.forEach((value, i) => {
        out[i] = 3 * a * value ** 2 + b;
      }),
    hessianProduct: (x, [a], v, out) =>
      x.forEach((value, i) => {
        out[i] = 6 * a * value * v[i];
      }),
  });
  assert.equal(thirdPowers.componentCount, 2);
  assert.deepEqual(
    [
      ...thirdPowers.values(
        ensembleOf([
          [1, 2, 0, 0, 0],
          [-1, 0, 0, 0, 0],
        ]),
      ).data,
    ],
    [9, 3, -1, -1],
  );
  assertDerivatives(thirdPowers);
  assert.equal(thirdPowers.recipe, undefined);
});

test('an energy shows its name, length, labels and the structure of its Hessian', () => {
  const text = (energy: (typeof energies)[number]): string =>
    String((energy[displaySymbol]() as Record<string, unknown>)['text/plain']);
  assert.match(text(energies[0]), /energy: autocovariance\n.*24\n.*2\n.*lag 1; lag 0\n.*banded, bandwidth 1/);
  assert.match(text(energies[1]), /22\n.*variance; lag 1; .*; …; squares, lag 20\n.*bandwidth 20/);
});
