import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, vector } from '../../lib/array/index.js';
import { autocovariance, evaluatorOf, scatteringMean, squaredNorm } from '../../lib/energy/index.js';
import { assertClose } from '../closeness.js';
import { noise } from './derivatives.js';

test('structure and compiled code are those that an energy has', () => {
  const has = [autocovariance, scatteringMean, squaredNorm].map((make) => {
    const evaluator = evaluatorOf(make({ signalLength: 64 }));
    const compiled = [evaluator.moves(2), evaluator.jacobians()].map((kernel) => kernel !== undefined);
    return [evaluator.hasStructure, evaluator.isCompiled, ...compiled];
  });
  assert.deepEqual(has, [
    [true, false, true, true],
    [false, true, false, false],
    [true, false, false, false],
  ]);
});

test('short paths have derivatives in double precision, long ones in single where compiled', () => {
  const rounding = (signalLength: number): number =>
    evaluatorOf(scatteringMean({ signalLength })).derivatives(2).rounding;
  assert.equal(rounding(64), evaluatorOf(squaredNorm({ signalLength: 128 })).derivatives(2).rounding);
  assert.ok(rounding(128) > rounding(64));
});

test('values of blocks that are not full are those of their paths alone', () => {
  for (const make of [scatteringMean, autocovariance]) {
    const energy = make({ signalLength: 128 });
    const paths = noise(1, 7, 128);
    const evaluate = evaluatorOf(energy).values(4, 'double');
    const out = vector(7 * energy.componentCount);
    for (const [from, count] of [
      [0, 4],
      [4, 3],
    ]) {
      const block = ensemble(count, 128, paths.data.subarray(from * 128, (from + count) * 128));
      evaluate(block, out.subarray(from * energy.componentCount));
    }
    assertClose(out, energy.values(paths).data, 1e-11);
  }
});
