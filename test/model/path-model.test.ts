import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol, ensemble } from '../../lib/array/index.js';
import {
  ar,
  exponential,
  gaussian,
  type Model,
  modelOf,
  type Score,
  truncatedGaussian,
} from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';

const signalLength = 9;
const models: (Model & Score)[] = [
  gaussian({ signalLength }),
  exponential({ signalLength, scale: 2 }),
  truncatedGaussian({ signalLength, mean: 1, deviation: 0.9 }),
  ar([0.2, -0.1], { signalLength }),
];

for (const model of models) {
  test(`${model.name}: path n depends on the key and on n alone, not on how many paths are drawn or from where`, () => {
    const all = model.sample(key(7), 10);
    assertSameBits(model.sample(key(7), 3).data, all.data.subarray(0, 3 * signalLength));
    assertSameBits(model.sample(key(7), 4, 6).data, all.data.subarray(6 * signalLength));
    assert.notDeepEqual(model.sample(key(8), 10).data, all.data);
    assert.notDeepEqual(all.path(1), all.path(0));
  });

  test(`${model.name}: relabelling the paths relabels the log-densities`, () => {
    const paths = model.sample(key(1), 5);
    const values = model.logDensity(paths);
    for (let n = 0; n < 5; n++) assertSameBits(model.logDensity(model.sample(key(1), 1, n)), values.subarray(n, n + 1));
  });

  test(`${model.name}: the score is the gradient of the log-density, by central differences`, () => {
    const paths = model.sample(key(3), 3);
    const score = model.score(paths);
    const step = 1e-5;
    for (let n = 0; n < 3; n++) {
      for (let i = 0; i < signalLength; i++) {
        const moved = [step, -step].map((by) => {
          const copy = ensemble(1, signalLength, paths.path(n).slice());
          copy.data[i] += by;
          return model.logDensity(copy)[0];
        });
        const difference = (moved[0] - moved[1]) / (2 * step);
        // ln p is quadratic, so that differences err by rounding alone: about 1e-15 · |ln p| / step.
        assert.ok(Math.abs(score.path(n)[i] - difference) < 1e-8, `${score.path(n)[i]}, expected ${difference}`);
      }
    }
  });

  test(`${model.name}: its recipe, as a thread receives it, makes the same model`, () => {
    const copy = modelOf(structuredClone(model.recipe));
    assertSameBits(copy.sample(key(7), 2).data, model.sample(key(7), 2).data);
    assertSameBits(copy.logDensity(model.sample(key(7), 2)), model.logDensity(model.sample(key(7), 2)));
  });

  test(`${model.name}: paths of another length, and no paths, are refused`, () => {
    const message =
      (text: string) =>
      (error: Error): boolean =>
        error instanceof RangeError && error.message === `${model.name}${text}`;
    assert.throws(() => model.logDensity(noise(1, 2, 8)), message('.logDensity: model expects signal length 9, got 8'));
    assert.throws(() => model.score(noise(1, 2, 8)), message('.score: model expects signal length 9, got 8'));
    for (const count of [0, -1, 2.5]) {
      assert.throws(
        () => model.sample(key(7), count),
        message(`.sample: pathCount expects a whole number from 1, got ${count}`),
      );
    }
  });
}

test('a score is NaN where the density is 0', () => {
  const paths = ensemble(1, signalLength, new Float64Array(signalLength).fill(1));
  paths.data[4] = -1;
  const score = exponential({ signalLength, scale: 2 }).score(paths).data;
  assert.deepEqual(
    [...score.keys()].filter((i) => Number.isNaN(score[i])),
    [4],
  );
});

test('a model shows its name and parameters', () => {
  const bundle = models[3][displaySymbol]() as Record<string, string>;
  assert.match(
    bundle['text/plain'],
    /model: AR\(0\.2, -0\.1\)\n.*signal length.*9\n.*coefficients.*0\.2, -0\.1\n.*innovationDeviation.*0\.97[0-9]+\n.*variance.*1$/,
  );
});
