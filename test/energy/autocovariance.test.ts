import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, matrixOf, vectorOf } from '../../lib/array/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { assertClose } from '../closeness.js';
import { assertBand, assertDerivatives, noise } from './derivatives.js';
import { assertReference } from './reference.js';

test('autocovariance of (1, 2, 3, 4) is (2 + 6 + 12, 1 + 4 + 9 + 16)/4, and from the second square on 29/4', () => {
  const x = ensembleOf([[1, 2, 3, 4]]);
  assert.deepEqual([...autocovariance({ signalLength: 4 }).values(x).data], [5, 7.5]);
  assert.deepEqual([...autocovariance({ signalLength: 4, firstSquare: 2 }).values(x).data], [5, 7.25]);
});

for (const name of ['energy-acf-eq5-d128', 'energy-acf-eq5-d1024'] as const) {
  test(`autocovariance agrees with automatic differentiation: ${name}`, () => {
    assertReference(name, (signalLength) => autocovariance({ signalLength }));
  });
}

test('autocovariance from the second square on agrees with automatic differentiation: energy-acf-from2-d128', () => {
  assertReference('energy-acf-from2-d128', (signalLength) => autocovariance({ signalLength, firstSquare: 2 }));
});

for (const signalLength of [2, 3, 17]) {
  for (const firstSquare of [1, 2] as const) {
    const energy = autocovariance({ signalLength, firstSquare });
    test(`autocovariance of length ${signalLength} from square ${firstSquare}: derivatives and band match differences and unit vectors`, () => {
      assertDerivatives(energy);
      assertBand(energy);
    });
  }
}

test('autocovariance equals the double sum over all pairs of indices', () => {
  const d = 13;
  const paths = noise(1, 4, d);
  const values = autocovariance({ signalLength: d }).values(paths);
  for (let n = 0; n < 4; n++) {
    const sums = [0, 0];
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        if (i - j === 1) sums[0] += paths.path(n)[i] * paths.path(n)[j];
        if (i === j) sums[1] += paths.path(n)[i] * paths.path(n)[j];
      }
    }
    assertClose(
      values.row(n),
      sums.map((s) => s / d),
      1e-15,
    );
  }
});

test('a path reversed in time, or with its sign changed, keeps its autocovariance', () => {
  const paths = noise(2, 3, 20);
  const energy = autocovariance({ signalLength: 20 });
  const { data } = energy.values(paths);
  const reversed = ensembleOf([0, 1, 2].map((n) => paths.path(n).slice().reverse()));
  const negated = ensembleOf([0, 1, 2].map((n) => paths.path(n).map((value) => -value)));
  assertClose(energy.values(reversed).data, data, 1e-15);
  assertClose(energy.values(negated).data, data, 0);
});

test('a signal too short for lag 1, or of no whole length, is refused', () => {
  for (const signalLength of [1, 0, 2.5, NaN]) {
    assert.throws(
      () => autocovariance({ signalLength }),
      new RegExp(
        `^RangeError: autocovariance: signalLength expects a whole number above the longest lag 1, got ${signalLength}`,
      ),
    );
  }
});

test('its recipe makes the same energy in another thread', () => {
  const { recipe } = autocovariance({ signalLength: 9, firstSquare: 2 });
  assert.deepEqual(structuredClone(recipe), {
    module: 'energy',
    factory: 'autocovariance',
    arguments: [{ signalLength: 9, firstSquare: 2 }],
  });
});

test('shared weights are the same as a row of them a path', () => {
  const energy = autocovariance({ signalLength: 8 });
  const paths = noise(3, 2, 8);
  const shared = energy.pullback(paths, vectorOf([0.5, -2])).data;
  assert.deepEqual(
    energy.pullback(
      paths,
      matrixOf([
        [0.5, -2],
        [0.5, -2],
      ]),
    ).data,
    shared,
  );
});
