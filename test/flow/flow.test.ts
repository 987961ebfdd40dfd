import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol } from '../../lib/array/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { initialize, meanFieldDescent, positive, regularDescent } from '../../lib/flow/index.js';
import { noise } from '../energy/derivatives.js';

const energy = autocovariance({ signalLength: 8 });
const factories = { regularDescent, meanFieldDescent };

for (const [name, descent] of Object.entries(factories)) {
  test(`${name}: a target of another length than the energy's, or one that is not finite, is refused`, () => {
    assert.throws(
      () => descent(energy, [0.1], { stepSize: 5 }),
      new RegExp(`^RangeError: ${name}: target expects 2 entries, one a component of autocovariance, got 1`),
    );
    assert.throws(
      () => descent(energy, [0.1, 1, 0], { stepSize: 5 }),
      new RegExp(`${name}: target expects 2 entries.*got 3`),
    );
    assert.throws(
      () => descent(energy, [0.1, NaN], { stepSize: 5 }),
      new RegExp(`${name}: target expects finite numbers, got NaN for lag 0`),
    );
  });

  test(`${name}: a step size or loss scale that is not positive and finite is refused`, () => {
    for (const bad of [0, -1, NaN, Infinity]) {
      assert.throws(
        () => descent(energy, [0.1, 1], { stepSize: bad }),
        new RegExp(
          `^RangeError: ${name}: stepSize expects a positive finite number, got ${bad}; the paper uses 5 to 50`,
        ),
      );
      assert.throws(
        () => descent(energy, [0.1, 1], { stepSize: 1, lossScale: bad }),
        new RegExp(`${name}: lossScale expects a positive finite number, got ${bad}`),
      );
    }
  });
}

test('an ensemble size that is no whole number from 1, or does not divide the paths, is refused', () => {
  for (const ensembleSize of [0, -2, 1.5, NaN]) {
    assert.throws(
      () => meanFieldDescent(energy, [0.1, 1], { stepSize: 5, ensembleSize }),
      new RegExp(`meanFieldDescent: ensembleSize expects a whole number from 1, got ${ensembleSize}`),
    );
  }
  assert.throws(
    () => initialize(meanFieldDescent(energy, [0.1, 1], { stepSize: 5, ensembleSize: 4 }), noise(1, 6, 8)),
    /^RangeError: mean-field descent: paths expect a multiple of the ensemble size 4, got 6; draw 8/,
  );
});

test('the loss is divided by the squared norm of the target, by 1 for a target of zero, or by what is said', () => {
  assert.equal(regularDescent(energy, [0.5, 2], { stepSize: 1 }).lossScale, 4.25);
  assert.equal(regularDescent(energy, [0, 0], { stepSize: 1 }).lossScale, 1);
  assert.equal(regularDescent(energy, [0.5, 2], { stepSize: 1, lossScale: 3 }).lossScale, 3);
});

test('the target is copied: changing it later changes no flow', () => {
  const target = [0.1, 1];
  const flow = regularDescent(energy, target, { stepSize: 1 });
  target[0] = 9;
  assert.equal(flow.target[0], 0.1);
});

test('a flow shows its energy, target, step size, ensembles and constraint', () => {
  const flow = meanFieldDescent(energy, [0.1, 1], { stepSize: 5, ensembleSize: 16, constraint: positive });
  const text = String((flow[displaySymbol]() as Record<string, unknown>)['text/plain']);
  assert.match(
    text,
    /^mean-field descent\n.*autocovariance\n.*0\.1000, 1\.000\n.*step size +5\n.*paths per ensemble +16\n.*constraint +positive$/,
  );
});
