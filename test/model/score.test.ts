import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, vectorOf } from '../../lib/array/index.js';
import { ar, exponential, gaussian, truncatedGaussian } from '../../lib/model/index.js';

const signalLength = 6;
const models = [
  ar([], { signalLength }),
  ar([0.6], { signalLength, variance: 2 }),
  ar([0.4, -0.3, 0.2], { signalLength }),
  gaussian({ signalLength, mean: -0.5, deviation: 1.7 }),
  exponential({ signalLength, scale: 0.8 }),
  truncatedGaussian({ signalLength, mean: 1.2, deviation: 0.7 }),
];

for (const model of models) {
  test(`the score of ${model.name} is the gradient of its log-density, by central differences`, () => {
    const path = vectorOf([0.9, 1.3, 0.2, 2.1, 0.7, 1.1]);
    const slopes = model.score(ensemble(1, signalLength, path)).path(0);
    for (let i = 0; i < signalLength; i++) {
      const [above, below] = [1e-5, -1e-5].map((by) => {
        const shifted = path.slice();
        shifted[i] += by;
        return model.logDensity(ensemble(1, signalLength, shifted))[0];
      });
      assert.ok(Math.abs(slopes[i] - (above - below) / 2e-5) < 1e-7, `value ${i}: ${slopes[i]}`);
    }
  });
}

test('a score refuses paths of another length', () => {
  assert.throws(() => models[1].score(ensemble(1, 4)), {
    name: 'RangeError',
    message: 'AR(0.6).score: model expects signal length 6, got 4',
  });
});
