import { test } from 'node:test';
import { vector, vectorOf } from '../../../lib/array/index.js';
import { spectraReading } from '../../../lib/energy/spectra/reading.js';
import { complexSignal } from '../../../lib/wavelet/index.js';
import { assertClose } from '../../closeness.js';
import { assertStage, complexOf, flatOf } from './stage.js';

const reading = spectraReading(2);

test('the first averages are read as they are, the others by their modulus', () => {
  const out = vector(3);
  reading.apply({ re: vectorOf([-1, 2, -3]), im: vectorOf([0, 0, 4]) }, out);
  assertClose(out, [-1, 2, 5], 0);
});

test('derivatives of the reading match differences, twice', () => {
  const count = 5;
  assertStage(
    {
      apply(x) {
        const out = vector(count);
        reading.apply(complexOf(x), out);
        return out;
      },
      pullback(x, weights) {
        const out = complexSignal(count);
        reading.addPullback(complexOf(x), weights, out);
        return flatOf(out);
      },
      pullbackRate(x, v, weights) {
        const out = complexSignal(count);
        reading.addPullbackRate(complexOf(x), complexOf(v), weights, out);
        return flatOf(out);
      },
    },
    { from: 2 * count, to: count, constantSlopes: true },
  );
});
