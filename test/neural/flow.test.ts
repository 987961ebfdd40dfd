import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { ensemble, ensembleOf, singlePrecision, type Vector, vectorOf } from '../../lib/array/index.js';
import { modelPotential } from '../../lib/chain/index.js';
import { loadTensorFlow } from '../../lib/energy/tensor-backend.js';
import { tensorGradients } from '../../lib/energy/tensor-derivative.js';
import { differenceJacobian, factoriseDense } from '../../lib/linear-algebra/index.js';
import {
  adam,
  affineMap,
  composedMap,
  couplingMap,
  fallingRate,
  flowLosses,
  flowModel,
  type InvertibleMap,
  planarMap,
  trainNetworks,
} from '../../lib/neural/index.js';
import { perform } from '../../lib/parallel/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';

const maps: readonly InvertibleMap[] = [
  affineMap(3),
  planarMap(3),
  couplingMap(3, { kept: [0, 2], hidden: [5] }),
  couplingMap(3, { kept: [1], hidden: [4, 4], largest: 0.7 }),
  composedMap([planarMap(3), couplingMap(3, { kept: [2], hidden: [5] }), affineMap(3), planarMap(3)]),
  composedMap([affineMap(1)]),
];

/** Parameters of order one, so that nothing is near the identity. */
const parametersOf = (map: InvertibleMap, number = 5): Vector => normals(key(number), map.parameterCount);
for (const map of maps) {
  const { signalLength: d } = map;
  const paths = ensemble(4, d, normals(key(2), 4 * d));
  const flow = map.with(parametersOf(map));

  test(`${map.name}: ln|det| is that of a Jacobian by differences, and the inverse leads back`, () => {
    const { noise, logDeterminants } = flow.toNoise(paths);
    for (let n = 0; n < 4; n++) {
      const jacobian = differenceJacobian((x) => flow.toNoise(ensemble(1, d, x)).noise.data, paths.path(n));
      assertClose(logDeterminants[n], factoriseDense(jacobian).logDeterminant.logAbs, 1e-7);
    }
    assertClose(flow.toPaths(noise).data, paths.data, 1e-9);
  });

  test(`${map.name}: the pullback is the gradient of h(S(x)) + ln|det| by differences`, () => {
    const slopes = ensemble(4, d, normals(key(3), 4 * d));
    const gradient = flow.pullback(paths, slopes);
    for (let n = 0; n < 4; n++) {
      const value = (x: Float64Array): number[] => {
        const { noise, logDeterminants } = flow.toNoise(ensemble(1, d, x));
        return [noise.data.reduce((sum, z, i) => sum + z * slopes.path(n)[i], logDeterminants[0])];
      };
      assertClose(gradient.path(n), differenceJacobian(value, paths.path(n)).row(0), 1e-6);
    }
  });

  test(`${map.name}: tensors have the numbers of double precision, and a gradient that differences confirm`, async () => {
    const tf = await loadTensorFlow();
    const parameters = parametersOf(map);
    const losses = (changed: Vector): Float64Array => flowModel(map, changed).logDensity(paths);
    let [values, gradient]: ArrayLike<number>[] = [[], []];
    tf.tidy(() => {
      const [found] = tensorGradients(
        tf,
        ([moved]) => {
          const all = flowLosses(tf, map, { parameters: moved as Tensor1D, paths });
          values = all.dataSync();
          return all.sum().asScalar();
        },
        [tf.tensor1d(singlePrecision(parameters))],
      );
      gradient = found.dataSync();
    });
    assertClose(
      vectorOf(values),
      losses(parameters).map((value) => -value),
      2e-4,
    );
    const expected = differenceJacobian((changed) => [-losses(changed).reduce((a, b) => a + b, 0)], parameters);
    const scale = Math.max(...expected.data.map(Math.abs));
    assertClose(
      vectorOf(gradient).map((value) => value / scale),
      expected.row(0).map((value) => value / scale),
      2e-5,
    );
  });
}

test('a flow is a model: mass 1, draws that depend on key and number alone, a score, and the same in another thread', () => {
  const map = composedMap([planarMap(1), planarMap(1), affineMap(1)]);
  const model = flowModel(map, parametersOf(map));
  const grid = ensemble(
    4001,
    1,
    Float64Array.from({ length: 4001 }, (_, i) => -20 + 0.01 * i),
  );
  const densities = model.logDensity(grid).map(Math.exp);
  assertClose(0.01 * densities.reduce((a, b) => a + b, 0), 1, 1e-6);

  const draws = model.sample(key(4), 6);
  assertSameBits(model.sample(key(4), 2, 4).data, draws.data.slice(4), 'draws 4 and 5');
  const again = perform<ReturnType<typeof flowModel>>(model.recipe as never);
  assertSameBits(again.sample(key(4), 6).data, draws.data, 'of another thread');

  const slopes = differenceJacobian((x) => model.logDensity(ensemble(6, 1, x)), draws.data);
  const { gradient } = modelPotential(model).evaluate(draws);
  assertClose(
    gradient.data,
    Array.from({ length: 6 }, (_, n) => -slopes.row(n)[n]),
    1e-5,
  );
});

test('a planar map is inverted where it is nearly flat', () => {
  // u·w = −1 + 1e-6 on the line: the slope at the centre is a millionth.
  const v = Math.log(Math.expm1(1e-6));
  const flow = planarMap(1).with(vectorOf([1, v, 0]));
  const x = ensembleOf([[-3], [-1e-3], [0], [0.02], [2]]);
  const { noise, logDeterminants } = flow.toNoise(x);
  assertClose(logDeterminants[2], Math.log(1e-6), 1e-9);
  assertClose(flow.toNoise(flow.toPaths(noise)).noise.data, noise.data, 1e-15);
});

test('an affine flow trained by likelihood becomes the Gaussian with the mean and covariance of its paths', async () => {
  const map = affineMap(2);
  const raw = normals(key(8), 80);
  const data = ensembleOf(
    Array.from({ length: 40 }, (_, n) => [1 + 2 * raw[2 * n], 0.5 * raw[2 * n + 1] - raw[2 * n]]),
  );
  const { parameters } = await trainNetworks(
    [
      {
        name: 'likelihood',
        moves: ['flow'],
        optimiser: adam({ rate: fallingRate(0.1, 0.001, 300) }),
        loss: ({ tf, parameters }) => flowLosses(tf, map, { parameters: parameters.flow, paths: data }).mean(),
      },
    ],
    { flow: map.drawn(key(1)) },
    { stepCount: 300, key: key(1) },
  );
  const mean = [0, 1].map((i) => data.data.reduce((sum, value, j) => sum + (j % 2 === i ? value / 40 : 0), 0));
  const moment = (i: number, j: number): number => {
    let sum = 0;
    for (let n = 0; n < 40; n++) sum += ((data.path(n)[i] - mean[i]) * (data.path(n)[j] - mean[j])) / 40;
    return sum;
  };
  const determinant = moment(0, 0) * moment(1, 1) - moment(0, 1) ** 2;
  const best = -0.5 * (2 * Math.log(2 * Math.PI) + Math.log(determinant) + 2);
  const reached = flowModel(map, parameters.flow).logDensity(data);
  assertClose(reached.reduce((a, b) => a + b, 0) / 40, best, 1e-5);
});

test('wrong arguments are one clear error', () => {
  assert.throws(() => planarMap(0), /^RangeError: planarMap: signalLength expects a whole number from 1 on, got 0/);
  assert.throws(
    () => couplingMap(3, { kept: [0, 1, 2], hidden: [4] }),
    /kept expects some different places from 0 to 2, but not all, got \[0, 1, 2\]/,
  );
  assert.throws(
    () => couplingMap(2, { kept: [0], hidden: [4], largest: 0 }),
    /largest expects a positive finite number, got 0/,
  );
  assert.throws(() => composedMap([]), /composedMap: maps expects one or more, got none/);
  assert.throws(() => composedMap([affineMap(2), affineMap(3)]), /one signal length, 2 as of the first, got 3/);
  assert.throws(() => affineMap(2).with(vectorOf([1])), /affine map: parameters expects 5 finite numbers, got 1/);
  assert.throws(() => planarMap(1).with(vectorOf([0, 1, 0])), /planarMap: parameters expects w other than 0/);
  const model = flowModel(affineMap(2), vectorOf([0, 0, 0, 0, 0]));
  assert.throws(() => model.logDensity(ensemble(1, 3)), /affine map: paths expects paths of 2 numbers, got 3/);
});
