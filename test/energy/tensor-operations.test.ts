import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { ensembleOf, vectorOf } from 'microcanon/array';
import { type TensorEnergy, tensorBackend, tensorEnergy } from 'microcanon/energy';
import { host } from '../../lib/host/index.js';
import { length, uses, type Values } from './tensor-operations.js';

const one = vectorOf([1]);
const path = Array.from({ length }, (_, i) => 1.4 * Math.sin(2.3 * i * i + 0.7 * i + 0.4) + 0.03 * i);
const direction = path.map((_, i) => Math.cos(3 * i + 1));
const moved = (v: readonly number[], step: number) => path.map((entry, i) => entry + step * v[i]);

/**
 * The pullback against differences of the values along each coordinate, the Hessian product against differences of the
 * pullback. A step of 2⁻⁷ leaves 10⁻³ of the largest entry to rounding and curvature. Where the differences to both sides
 * disagree, a kink or a jump lies between, and no derivative stands to be compared.
 */
function assertDerivatives(energy: TensorEnergy): void {
  const step = 2 ** -7;
  const units = path.map((_, i) => path.map((_, j) => (i === j ? 1 : 0)));
  const values = (sign: number) => energy.values(ensembleOf(units.map((unit) => moved(unit, sign * step)))).data;
  const [ahead, behind] = [values(1), values(-1)];
  const here = energy.values(ensembleOf([path])).data[0];
  const slopes = energy.pullback(ensembleOf([path]), one).data;
  const pulled = (sign: number) => energy.pullback(ensembleOf([moved(direction, sign * step)]), one).data;
  const [pulledAhead, pulledBehind] = [pulled(1), pulled(-1)];
  const product = energy.hessianProduct(ensembleOf([path]), one, ensembleOf([direction])).data;
  compare(
    'gradient',
    slopes,
    Array.from(ahead, (value) => (value - here) / step),
    Array.from(behind, (value) => (here - value) / step),
    0.01,
  );
  compare(
    'Hessian product',
    product,
    Array.from(pulledAhead, (value, i) => (value - slopes[i]) / step),
    Array.from(pulledBehind, (value, i) => (slopes[i] - value) / step),
    0.03,
  );
}

function compare(
  what: string,
  actual: ArrayLike<number>,
  forward: number[],
  backward: number[],
  allowed: number,
): void {
  const scale = Math.max(1e-2, ...Array.from(actual, Math.abs));
  const smooth = forward.flatMap((slope, i) => (Math.abs(slope - backward[i]) < 0.2 * scale ? [i] : []));
  assert.ok(smooth.length >= length / 2, `${what}: only ${smooth.length} entries away from kinks`);
  for (const i of smooth) {
    const error = Math.abs(actual[i] - (forward[i] + backward[i]) / 2);
    assert.ok(error <= allowed * scale, `${what}, entry ${i}: ${actual[i]} against ${forward[i]} and ${backward[i]}`);
  }
}

/** The backend that `tensorBackend` takes here: the native one after `npm run native`, else WebAssembly. */
function usualBackend(): 'tensorflow' | 'wasm' {
  try {
    host.load('tfjs-node-native');
    return 'tensorflow';
  } catch {
    return 'wasm';
  }
}

const make = (values: Values) => tensorEnergy({ signalLength: length, values });

describe('every operation of TensorFlow.js that has a gradient', () => {
  it('stands in the table below', async () => {
    await tensorBackend();
    const registry = (globalThis as unknown as { _tfGlobals: Map<string, Map<string, unknown>> })._tfGlobals.get(
      'gradRegistry',
    )!;
    assert.ok(registry.size > 100);
    assert.deepEqual(
      [...registry.keys()].filter((name) => !(name in uses)),
      [],
    );
    assert.deepEqual(
      Object.keys(uses).filter((name) => !registry.has(name)),
      [],
    );
  });

  const usual = usualBackend();
  for (const backend of [usual, 'cpu'] as const) {
    describe(`on the ${backend} backend`, () => {
      before(async () => {
        assert.equal(await tensorBackend(), usual);
        await tf.setBackend(backend);
      });
      after(() => tf.setBackend(usual));
      for (const [operation, list] of Object.entries(uses)) {
        for (const { title, values, expected } of list) {
          const verdict = typeof expected === 'object' && 'wasm' in expected ? expected[backend] : expected;
          it(`${operation} ${title} is ${verdict === 'right' ? 'right' : 'refused'}`, async () => {
            const held = tf.memory().numTensors;
            if (verdict === 'right') assertDerivatives(await make(values));
            else await assert.rejects(make(values), verdict);
            // A native kernel that throws midway keeps its operands: TensorFlow.js frees them after other backends' errors only.
            const keepsOperands = backend === 'tensorflow' && verdict !== 'right';
            if (!keepsOperands) assert.equal(tf.memory().numTensors, held);
          });
        }
      }
    });
  }
});
