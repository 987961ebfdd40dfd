import assert from 'node:assert/strict';
import { test } from 'node:test';
import { energyPaths, ensembleSizes } from '../../../lib/chapter/mean-field/index.js';
import { arDescents } from '../../../lib/chapter/overfitting/index.js';
import { withSettings } from '../../../lib/host/index.js';
import { run } from '../../../lib/study/index.js';

const silent = { onEvent: () => {}, onProgress: () => {} };
const changes = { signalLength: 64, stepCount: 5, regularSteps: [5], meanFieldSteps: [5], ensembleSize: 32 };

test('in a session that sketches, experiments take few paths and keep what else the reader has chosen', () =>
  withSettings({ sketch: { isTaken: false } }, () => {
    const { parameters, isSketch } = arDescents({ ...changes, stepSize: 3, targetPathCount: 100 });
    assert.equal(isSketch, true);
    assert.equal(parameters.stepSize, 3);
    assert.equal(parameters.ensembleSize, 32);
    assert.equal(parameters.targetPathCount, 100);
    assert.ok(parameters.ensembleCount * parameters.ensembleSize <= 32 && parameters.densityPathCount <= 64);
    assert.ok(parameters.measureEvery! >= 5);
    const sizes = ensembleSizes().parameters;
    assert.deepEqual(sizes.sizes, ensembleSizes({}, { isSketch: false }).parameters.sizes, 'curves keep their colours');
    assert.ok(sizes.sizes.reduce((sum, size) => sum + Math.max(sizes.pathCount, size), 0) <= 300);
    assert.ok(sizes.measureEvery! >= 5);
    assert.ok(energyPaths().parameters.targetPathCount <= 400);
  }));

test('outside of one, the parameters of an experiment, and so the name of its result, are those of its full size', () => {
  const { parameters, isSketch } = arDescents();
  assert.equal(isSketch, undefined);
  for (const name of ['regularPathCount', 'measureEvery']) assert.equal(name in parameters, false);
  assert.equal(parameters.densityPathCount, 1024);
});

test('a sketch of the descents starts at the closed form of the divergence, within its standard errors', async () => {
  const { data } = await run(arDescents(changes, { isSketch: true }), silent);
  const expected = closedForm(64, 0.1);
  for (const { divergence } of [data.regular, data.meanField]) {
    assert.ok(Math.abs(divergence.values[0] - expected) < 4 * divergence.standardErrors[0]);
  }
  assert.equal(data.regular.groups.columnCount, 1);
});

test('a sketch of the ensemble sizes has one ensemble of each large size, and every size', async () => {
  const { data } = await run(
    ensembleSizes({ signalLength: 64, stepCount: 3, sizes: [1, 2, 4, 8, 16] }, { isSketch: true }),
    silent,
  );
  assert.deepEqual(
    data.curves.map(({ size, ensembleCount }) => [size, ensembleCount]),
    [
      [1, 8],
      [2, 4],
      [4, 2],
      [8, 1],
      [16, 1],
    ],
  );
});

/** D of white noise from an AR(1) with unit variance, in nats: traces and determinant of a tridiagonal matrix. */
function closedForm(length: number, φ: number): number {
  const noise = 1 - φ * φ;
  const trace = (2 + (length - 2) * (1 + φ * φ)) / noise;
  return 0.5 * (trace - length + (length - 1) * Math.log(noise));
}
