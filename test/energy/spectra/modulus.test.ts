import { test } from 'node:test';
import { type Vector, vector, vectorOf } from '../../../lib/array/index.js';
import {
  addModulusPullback,
  addModulusPullbackRate,
  modulus,
  modulusRate,
} from '../../../lib/energy/spectra/modulus.js';
import { complexSignal } from '../../../lib/wavelet/index.js';
import { assertClose } from '../../closeness.js';
import { assertStage, complexOf, flatOf, type Stage } from './stage.js';

const stage: Stage = {
  apply(x) {
    const out = vector(x.length / 2);
    modulus(complexOf(x), out);
    return out;
  },
  rate(x, v) {
    const out = vector(x.length / 2);
    modulusRate(complexOf(x), complexOf(v), out);
    return out;
  },
  pullback(x, slopes) {
    const out = complexSignal(slopes.length);
    addModulusPullback(complexOf(x), slopes, out);
    return flatOf(out);
  },
  pullbackRate(x, v, slopes, slopeRates) {
    const out = complexSignal(slopes.length);
    addModulusPullbackRate(complexOf(x), complexOf(v), slopes, slopeRates, out);
    return flatOf(out);
  },
};

test('the modulus of 3 + 4i is 5, its slopes 3/5 and 4/5', () => {
  const z = vectorOf([3, 4]);
  assertClose(stage.apply(z), [5], 0);
  assertClose(stage.pullback(z, vectorOf([1])), [0.6, 0.8], 1e-16);
  // Along i z/|z| the modulus stays and the slopes turn at the rate 1/|z|.
  assertClose(stage.rate!(z, vectorOf([-0.8, 0.6])), [0], 1e-16);
  assertClose(stage.pullbackRate!(z, vectorOf([-0.8, 0.6]), vectorOf([1]), vectorOf([0])), [-0.16, 0.12], 1e-16);
});

test('derivatives of the modulus match differences, twice', () => {
  assertStage(stage, { from: 12, to: 6 });
});

test('slopes that stay are the same as slopes of rate 0', () => {
  const x: Vector = vectorOf([1, 2, -1, 0.5]);
  const [v, slopes] = [vectorOf([0.3, -1, 2, 1]), vectorOf([1, -2])];
  const out = complexSignal(2);
  addModulusPullbackRate(complexOf(x), complexOf(v), slopes, undefined, out);
  assertClose(flatOf(out), stage.pullbackRate!(x, v, slopes, vectorOf([0, 0])), 0);
});

test('at 0 every derivative of the modulus is 0', () => {
  const [zero, v, one] = [vector(2), vectorOf([1, -2]), vectorOf([1])];
  for (const derivative of [stage.rate!(zero, v), stage.pullback(zero, one), stage.pullbackRate!(zero, v, one, one)]) {
    assertClose(
      derivative,
      derivative.map(() => 0),
      0,
    );
  }
});
