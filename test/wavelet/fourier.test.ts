import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { key, normals } from '../../lib/random/index.js';
import { fourierTransform } from '../../lib/wavelet/index.js';
import { assertClose } from '../closeness.js';

/** Σₜ z[t] e^{−2πi mt/n}, term by term. */
function transformBySum(re: ArrayLike<number>, im: ArrayLike<number>): [number[], number[]] {
  const length = re.length;
  const sums: [number[], number[]] = [[], []];
  for (let m = 0; m < length; m++) {
    let sumRe = 0;
    let sumIm = 0;
    for (let t = 0; t < length; t++) {
      const angle = (-2 * Math.PI * ((m * t) % length)) / length;
      sumRe += re[t] * Math.cos(angle) - im[t] * Math.sin(angle);
      sumIm += re[t] * Math.sin(angle) + im[t] * Math.cos(angle);
    }
    sums[0].push(sumRe);
    sums[1].push(sumIm);
  }
  return sums;
}

for (const length of [1, 2, 4, 8, 64, 512]) {
  test(`the transform of length ${length} is the sum that defines it, and the inverse undoes it`, () => {
    const re = normals(key(length), length);
    const im = normals(key(length + 1), length);
    const [gotRe, gotIm] = [vectorOf(re), vectorOf(im)];
    const transform = fourierTransform(length);
    transform.forward(gotRe, gotIm);
    const [sumRe, sumIm] = transformBySum(re, im);
    // The sum by terms rounds n numbers of order 1.
    const allowed = 1e-14 * length;
    assertClose(gotRe, sumRe, allowed);
    assertClose(gotIm, sumIm, allowed);
    transform.inverse(gotRe, gotIm);
    assertClose(gotRe, re, 1e-14);
    assertClose(gotIm, im, 1e-14);
  });
}

test('a transform refuses a length that is no power of two, and arrays of another length', () => {
  for (const length of [0, 3, 12, -4, 2.5, NaN]) {
    assert.throws(() => fourierTransform(length), {
      name: 'RangeError',
      message: `fourierTransform: length expects a power of two, got ${length}`,
    });
  }
  assert.throws(
    () => fourierTransform(8).forward(vectorOf([1, 2, 3, 4]), vectorOf([1, 2, 3, 4])),
    /expect 8 numbers each, got 4 and 4/,
  );
});
