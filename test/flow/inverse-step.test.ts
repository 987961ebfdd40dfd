import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble } from '../../lib/array/index.js';
import { autocovariance, squaredNorm, stylized } from '../../lib/energy/index.js';
import { initialize, inverseStep, meanFieldDescent, positive, regularDescent, step } from '../../lib/flow/index.js';
import { gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

const signalLength = 40;
const paths = gaussian({ signalLength }).sample(key(4), 6);

test('a step is undone, for single and for coupled paths, and for energies that are no quadratic', () => {
  const energy = autocovariance({ signalLength });
  const curved = stylized({ signalLength, squareLags: 3 });
  const flows = [
    regularDescent(energy, [0.5, 1], { stepSize: 1 }),
    meanFieldDescent(energy, [0.5, 1], { stepSize: 1, ensembleSize: 3 }),
    meanFieldDescent(curved, curved.values(paths).row(0), { stepSize: 0.5 }),
  ];
  for (const flow of flows) {
    const moved = step(flow, initialize(flow, paths)).state.paths;
    assert.ok(
      moved.data.some((value, i) => Math.abs(value - paths.data[i]) > 1e-3),
      'the step moves',
    );
    assertClose(inverseStep(flow, moved).data, paths.data, 1e-11, flow.name);
  }
});

test('of one value the inverse is the root of a cubic', () => {
  // y = x − γ 2x (x² − 1) with γ = 0.1: x = 0.5 goes to 0.575.
  const flow = regularDescent(squaredNorm({ signalLength: 1 }), [1], { stepSize: 0.1 });
  assertClose(inverseStep(flow, ensemble(1, 1, Float64Array.of(0.575))).data, [0.5], 1e-12);
});

test('a step that is no contraction is refused with advice, and so is one with a constraint', () => {
  const energy = squaredNorm({ signalLength });
  const wild = regularDescent(energy, [1], { stepSize: 5 });
  assert.throws(
    () => inverseStep(wild, paths),
    (error: Error) =>
      error instanceof RangeError && /no contraction here: take a step size below 5/.test(error.message),
  );
  const kept = regularDescent(energy, [1], { stepSize: 0.01, constraint: positive });
  assert.throws(() => inverseStep(kept, paths), TypeError);
});
