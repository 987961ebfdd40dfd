import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf, vector } from '../../lib/array/index.js';
import {
  autocovariance,
  concatenate,
  type Energy,
  energyOf,
  projectedScatteringCovariance,
  scatteringCovariance,
  scatteringMean,
  squaredNorm,
  stylized,
  tensorEnergy,
} from '../../lib/energy/index.js';
import {
  bandedJacobian,
  denseJacobian,
  descend,
  type Flow,
  initialize,
  meanFieldDescent,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { assertBand, assertDerivatives, noise, noiseRows } from './derivatives.js';
import { leverage } from './leverage.js';

test('one part is returned as it is', () => {
  const part = stylized({ signalLength: 30 });
  assert.equal(concatenate(part), part);
});

test('values stand side by side, with the bits of the parts; labels and name are theirs', () => {
  const parts = [stylized({ signalLength: 30 }), leverage(30), squaredNorm({ signalLength: 30 })];
  const joined = concatenate(...parts);
  assert.equal(joined.name, 'stylized features + leverage + squared norm');
  assert.equal(joined.componentCount, 24);
  assert.deepEqual([joined.labels[0], joined.labels[22], joined.labels[23]], ['variance', 'leverage', 'squared norm']);
  const x = noise(1, 4, 30);
  const values = joined.values(x);
  for (let n = 0; n < 4; n++)
    assertSameBits(
      values.row(n),
      vector(24).map((_, k) => parts.flatMap((part) => [...part.values(x).row(n)])[k]),
    );
});

test('labels that two parts share carry the names of the parts', () => {
  const { labels } = concatenate(autocovariance({ signalLength: 8 }), stylized({ signalLength: 8, squareLags: 1 }));
  assert.deepEqual(labels, [
    'autocovariance: lag 1',
    'lag 0',
    'variance',
    'stylized features: lag 1',
    'squares, lag 1',
  ]);
});

test('with weights on one part alone, derivatives have the bits of that part', () => {
  const parts = [stylized({ signalLength: 30, squareLags: 3 }), leverage(30)];
  const joined = concatenate(...parts);
  const [x, v] = [noise(2, 3, 30), noise(3, 3, 30)];
  const rows = noiseRows(4, 3, 5);
  const padded = matrixOf(Array.from({ length: 3 }, (_, n) => [...rows.row(n), 0]));
  assertSameBits(joined.pullback(x, padded).data, parts[0].pullback(x, rows).data);
  assertSameBits(joined.hessianProduct(x, padded, v).data, parts[0].hessianProduct(x, rows, v).data);
  const shared = vector(6);
  shared[5] = 0.7;
  assertSameBits(joined.pullback(x, shared).data, parts[1].pullback(x, shared.subarray(5)).data);
});

test('derivatives match finite differences, the band unit vectors, whatever the parts’ bandwidths', () => {
  const d = 24;
  const all = [
    stylized({ signalLength: d, squareLags: 5 }),
    autocovariance({ signalLength: d }),
    squaredNorm({ signalLength: d }),
  ];
  for (const parts of [all, [...all].reverse(), [all[1], all[2]]]) {
    const joined = concatenate(...parts);
    assertDerivatives(joined);
    assertBand(joined);
  }
  assertDerivatives(concatenate(all[0], leverage(d)));
});

test('it has a band, a recipe and compiled derivatives where all parts have them', async () => {
  const d = 64;
  const [lags, norm, wavelets] = [
    autocovariance({ signalLength: d }),
    squaredNorm({ signalLength: d }),
    scatteringMean({ signalLength: d }),
  ];
  const has = ({ bandedHessian, recipe, accelerators: { derivatives, moves, jacobians } = {} }: Energy): boolean[] =>
    [bandedHessian, recipe, derivatives, moves, jacobians].map((part) => part !== undefined);
  assert.deepEqual(has(concatenate(lags, norm)), [true, true, false, false, false]);
  assert.deepEqual(has(concatenate(wavelets, scatteringCovariance({ signalLength: d }))), [
    false,
    true,
    true,
    false,
    false,
  ]);
  assert.deepEqual(has(concatenate(lags, leverage(d))), [false, false, false, false, false]);
  const ownTensor = await tensorEnergy({ signalLength: d, values: (x) => x.square().mean(1) });
  assert.deepEqual(has(concatenate(lags, ownTensor)), [false, false, false, false, false]);
});

test('its recipe makes it again, nested ones too', () => {
  const d = 64;
  const inner = concatenate(autocovariance({ signalLength: d, firstSquare: 2 }), squaredNorm({ signalLength: d }));
  const projection = Array.from({ length: 2 }, (_, k) => Array.from({ length: 1596 }, (_, i) => Math.sin(i + k)));
  const joined = concatenate(inner, projectedScatteringCovariance(projection, { signalLength: d }));
  const again = energyOf(structuredClone(joined.recipe!));
  const x = noise(5, 2, d);
  assert.deepEqual(again.labels, joined.labels);
  assertSameBits(again.values(x).data, joined.values(x).data);
});

for (const pathCount of [1, 6, 8]) {
  test(`compiled derivatives of ${pathCount} paths are those of the plain methods`, () => {
    const d = 64;
    const joined = concatenate(scatteringMean({ signalLength: d }), scatteringCovariance({ signalLength: d }));
    const { componentCount: K } = joined;
    const [x, v] = [noise(6, pathCount, d), noise(7, pathCount, d)];
    const weights = noiseRows(8, pathCount, K);
    const kernel = joined.accelerators!.derivatives!(pathCount, 'double');
    const [values, gradient] = [vector(pathCount * K), vector(pathCount * d)];
    kernel.load(x.data);
    kernel.values(values);
    assertClose(values, joined.values(x).data, 1e-9);
    kernel.pullback(weights.data, gradient);
    assertClose(gradient, joined.pullback(x, weights).data, 1e-9);
    const product = joined.hessianProduct(x, weights, v);
    for (let g = 0; g * kernel.width < pathCount; g++) {
      const [directions, out, rates] = [vector(kernel.width * d), vector(kernel.width * d), vector(kernel.width * K)];
      directions.set(v.data.subarray(g * kernel.width * d, (g + 1) * kernel.width * d));
      kernel.hessianProduct(g, directions, 0, out, rates);
      const count = Math.min(kernel.width, pathCount - g * kernel.width);
      assertClose(
        out.subarray(0, count * d),
        product.data.subarray(g * kernel.width * d, (g * kernel.width + count) * d),
        1e-7,
      );
      for (let n = 0; n < count; n++) {
        for (const k of [0, 27, 28, K - 1]) {
          const unit = vector(K);
          unit[k] = 1;
          const path = joined.pullback(x, unit).path(g * kernel.width + n);
          const slope = path.reduce((sum, entry, i) => sum + entry * v.path(g * kernel.width + n)[i], 0);
          assertClose(rates[n * K + k], slope, 1e-8 * (1 + Math.abs(slope)));
        }
      }
    }
  });
}

test('a descent in worker threads moves paths as one in the calling thread does', async () => {
  const d = 40;
  const joined = concatenate(stylized({ signalLength: d, squareLags: 4 }), squaredNorm({ signalLength: d }));
  const target = vector(7).fill(1);
  const flow = (energy: Energy): Flow => meanFieldDescent(energy, target, { stepSize: 0.1 });
  const threaded = await descend(flow(joined), noise(9, 6, d), 5);
  const own = await descend(flow({ ...joined, recipe: undefined }), noise(9, 6, d), 5);
  assertClose(threaded.paths.data, own.paths.data, 1e-12);
  assert.ok(threaded.losses[5] < threaded.losses[0]);
});

test('the determinant of a step is the same by the joint band and by dense blocks', () => {
  const d = 20;
  const joined = concatenate(stylized({ signalLength: d, squareLags: 4 }), autocovariance({ signalLength: d }));
  const flow = meanFieldDescent(joined, vector(8).fill(0.5), { stepSize: 0.3 });
  const state = initialize(flow, noise(10, 3, d));
  assertClose(
    stepDeterminant(flow, state, bandedJacobian).logAbs,
    stepDeterminant(flow, state, denseJacobian).logAbs,
    1e-9,
  );
});

test('no part, parts of different lengths, and parts that are no energies are one clear error each', () => {
  const part = squaredNorm({ signalLength: 8 });
  assert.throws(
    () => concatenate(),
    /^RangeError: concatenate: parts expect at least one energy, got none; give some$/,
  );
  assert.throws(
    () => concatenate(part, autocovariance({ signalLength: 9 })),
    /^RangeError: concatenate: parts expect one signal length, got 8 for squared norm and 9 for autocovariance; make both for paths of one length$/,
  );
  assert.throws(
    () => concatenate(part, 'stylized' as never),
    /^TypeError: concatenate: part 2 expects an energy, got string; make one/,
  );
  assert.throws(
    () => concatenate(part, Promise.resolve(part) as never),
    /^TypeError: concatenate: part 2 expects an energy, got a promise; await it$/,
  );
  assert.throws(
    () => concatenate(part, autocovariance({ signalLength: 8 })).values(noise(1, 1, 9)),
    /expects signal length 8, got 9/,
  );
});
