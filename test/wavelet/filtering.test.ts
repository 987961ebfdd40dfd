import { test } from 'node:test';
import { key, normals } from '../../lib/random/index.js';
import { clear, complexSignal, filtering, morlet, realPart } from '../../lib/wavelet/index.js';
import { assertClose } from '../closeness.js';
import { circularConvolution, filterInTime } from './circular-convolution.js';

const length = 16;
const [x, y] = [normals(key(1), length), normals(key(2), length)];
const filter = morlet({ length, scales: 2 }).bandPass[1];

test('filtering is the circular convolution', () => {
  const { spectrum, filtered } = filtering(length);
  const [own, out] = [complexSignal(length), complexSignal(length)];
  spectrum(x, undefined, own);
  filtered(own, filter, out);
  const expected = circularConvolution(x, filterInTime(filter));
  assertClose(
    out.re,
    expected.map(([re]) => re),
    1e-15,
  );
  assertClose(
    out.im,
    expected.map(([, im]) => im),
    1e-15,
  );
});

test('the real part of a filter filters two real signals at once, as real and imaginary part', () => {
  const { spectrum, filtered } = filtering(length);
  const [both, out] = [complexSignal(length), complexSignal(length)];
  spectrum(x, y, both);
  filtered(both, realPart(filter), out);
  const h = filterInTime(filter);
  assertClose(
    out.re,
    circularConvolution(x, h).map(([re]) => re),
    1e-15,
  );
  assertClose(
    out.im,
    circularConvolution(y, h).map(([re]) => re),
    1e-15,
  );
});

test('filtering and adding a filtered signal are adjoint: Re⟨x ⋆ h, z⟩ = ⟨x, Re(adjoint z)⟩', () => {
  const { spectrum, filtered, addFiltered, signal } = filtering(length);
  const [own, out, sum] = [complexSignal(length), complexSignal(length), complexSignal(length)];
  const z = { re: normals(key(3), length), im: normals(key(4), length) };
  spectrum(x, undefined, own);
  filtered(own, filter, out);
  const forth = out.re.reduce((total, re, t) => total + re * z.re[t] + out.im[t] * z.im[t], 0);
  clear(sum);
  addFiltered(z, filter, 2, sum);
  signal(sum);
  const back = sum.re.reduce((total, slope, t) => total + slope * x[t], 0);
  assertClose(back, 2 * forth, 1e-14);
});
