import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Matrix, matrix, type Vector } from '../../../lib/array/index.js';
import { type NoiseComponentsData, noiseComponents } from '../../../lib/chapter/synthetic/index.js';
import {
  principalComponents,
  projectedScatteringCovariance,
  scatteringCovariance,
  squaredNorm,
} from '../../../lib/energy/index.js';
import { undecidedPlanes } from '../../../lib/expectation/component-errors.js';
import { energyMoments } from '../../../lib/expectation/energy-moments.js';
import { ar, gaussian } from '../../../lib/model/index.js';
import { key } from '../../../lib/random/index.js';
import { run } from '../../../lib/study/index.js';
import { assertClose, assertSameBits } from '../../closeness.js';
import { withWorkers } from '../../environment.js';
import '../own-folders.js';

/** 136 covariances of 16 channels. */
const scattering = { signalLength: 16, firstScales: 2, secondScales: 3 };
const small = { ...scattering, pathCount: 700, componentCount: 4, groupCount: 7, precision: 'double' as const };

async function fitted(
  changes: Parameters<typeof noiseComponents>[0],
  options: Parameters<typeof noiseComponents>[1] = {},
): Promise<NoiseComponentsData> {
  const experiment = noiseComponents({ ...small, ...changes }, options);
  return (await run(experiment, { fresh: true, onEvent: () => {}, onProgress: () => {} })).data;
}

/** Unit vectors along the components. */
function directions({ projection }: { readonly projection: Matrix }): Vector[] {
  return Array.from({ length: projection.rowCount }, (_, k) => {
    const row = projection.row(k);
    const length = Math.hypot(...row);
    return row.map((entry) => entry / length);
  });
}

const dot = (a: Vector, b: Vector): number => a.reduce((sum, entry, i) => sum + entry * b[i], 0);

test('components from sums are those of the sample itself', async () => {
  const data = await fitted({});
  const energies = scatteringCovariance(scattering).values(gaussian({ signalLength: 16 }).sample(key(7), 700));
  const { eigenvalues, projection } = principalComponents(energies, 5);
  assertClose(data.eigenvalues, eigenvalues, 1e-8 * eigenvalues[0]);
  const greatest = projection.data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  assertClose(data.projection.data, projection.data.slice(0, 4 * 136), 1e-8 * greatest);
  const total = Array.from({ length: 136 }, (_, i) => i).reduce((sum, i) => {
    const column = Array.from({ length: 700 }, (_, n) => energies.row(n)[i]);
    const mean = column.reduce((a, b) => a + b) / 700;
    return sum + column.reduce((squares, value) => squares + (value - mean) ** 2, 0) / 699;
  }, 0);
  assertClose(data.explained, eigenvalues.slice(0, 4).reduce((a, b) => a + b) / total, 1e-9);
});

test('the same bits for any number of workers', async () => {
  const expected = await withWorkers(1, () => fitted({}));
  for (const count of [2, 3]) {
    const data = await withWorkers(count, () => fitted({}));
    assertSameBits(data.projection.data, expected.projection.data, `${count} workers`);
    assertSameBits(data.eigenvalueErrors, expected.eigenvalueErrors, `errors, ${count} workers`);
    assertSameBits(data.directionErrors, expected.directionErrors, `directions, ${count} workers`);
  }
});

test('errors are as large as the differences between independent samples', async () => {
  const seeds = Array.from({ length: 24 }, (_, i) => 100 + i);
  const fits: Awaited<ReturnType<typeof fitted>>[] = [];
  // 78 covariances, whose eigenvectors cost a fifth of those of 136.
  const pair = { componentCount: 2, secondScales: 2 };
  for (const seed of seeds) fits.push(await fitted(pair, { seed }));
  // Far more paths stand for infinitely many.
  const truth = directions(await fitted({ ...pair, pathCount: 30_000 }));
  for (const k of [0, 1]) {
    const values = fits.map((fit) => fit.eigenvalues[k]);
    const mean = values.reduce((a, b) => a + b) / 24;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 23);
    const claimed = Math.sqrt(fits.reduce((sum, fit) => sum + fit.eigenvalueErrors[k] ** 2, 0) / 24);
    assert.ok(
      claimed / deviation > 0.6 && claimed / deviation < 1.6,
      `variance ${k}: claimed ${claimed}, found ${deviation}`,
    );
    const angle = Math.sqrt(fits.reduce((sum, fit) => sum + 1 - dot(directions(fit)[k], truth[k]) ** 2, 0) / 24);
    const claimedAngle = Math.sqrt(fits.reduce((sum, fit) => sum + fit.directionErrors[k] ** 2, 0) / 24);
    assert.ok(
      claimedAngle / angle > 0.6 && claimedAngle / angle < 1.6,
      `direction ${k}: claimed ${claimedAngle}, found ${angle}`,
    );
  }
});

test('on fresh noise the projected energies have unit variances and no correlations, within sampling error', async () => {
  const { projection } = await fitted({ pathCount: 20_000, precision: 'single' });
  const values = projectedScatteringCovariance(projection, scattering).values(
    gaussian({ signalLength: 16 }).sample(key(8), 4000),
  );
  const centred = matrix(4000, 4);
  for (let k = 0; k < 4; k++) {
    let mean = 0;
    for (let n = 0; n < 4000; n++) mean += values.row(n)[k] / 4000;
    for (let n = 0; n < 4000; n++) centred.row(n)[k] = values.row(n)[k] - mean;
  }
  for (let j = 0; j < 4; j++) {
    for (let k = 0; k <= j; k++) {
      const products = Array.from({ length: 4000 }, (_, n) => centred.row(n)[j] * centred.row(n)[k]);
      const mean = products.reduce((a, b) => a + b) / 4000;
      const error = Math.sqrt(products.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / 4000;
      assertClose(mean, j === k ? 1 : 0, 5 * error + 0.03, `components ${j} and ${k}`);
    }
  }
});

test('the noise is a parameter: other noise has other components', async () => {
  const plain = await fitted({});
  const other = await fitted({}, { noise: ar([0.9], { signalLength: 16 }) });
  assert.ok(Math.abs(dot(directions(plain)[0], directions(other)[0])) < 0.99);
  const long = gaussian({ signalLength: 32 });
  assert.throws(
    () => noiseComponents(small, { noise: long }),
    /^RangeError: noiseComponents: noise expects paths of length 16, got 32/,
  );
});

test('neighbours nearer than their errors form a plane, runs of them a larger one', () => {
  const errors = Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
  assert.deepEqual(undecidedPlanes(Float64Array.of(9, 5, 4.7, 4.4, 3, 2, 1.8), errors, 3), [
    [1, 2, 3],
    [5, 6],
  ]);
  assert.deepEqual(undecidedPlanes(Float64Array.of(9, 5, 4.7, 4.4, 3, 2, 1.8), errors, 1), []);
});

test('too few paths, and an energy without a compiled kernel, are refused', async () => {
  const noise = gaussian({ signalLength: 16 });
  const energy = scatteringCovariance(scattering);
  const few = energyMoments(energy, noise, key(1), { pathCount: 9, groupCount: 5 });
  await assert.rejects(few, /energyMoments: pathCount expects a whole number from 10, two a group, got 9/);
  const none = squaredNorm({ signalLength: 16 });
  const without = energyMoments(none, noise, key(1), { pathCount: 20, groupCount: 5 });
  await assert.rejects(
    without,
    /^TypeError: energyMoments: energy expects one with a compiled kernel, got squared norm/,
  );
});
