import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Vector, vector } from '../../lib/array/index.js';
import { spectraBand, spectraLowPass } from '../../lib/compiled/spectra-tables.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

const signalLength = 64;

/** z(t) = Σₘ cₘ e^{iπm(2t + 1)/2g} at places t of g. */
function signalAt(coefficients: Vector, grid: number, t: number): readonly [number, number] {
  let [re, im] = [0, 0];
  coefficients.forEach((value, m) => {
    const angle = (Math.PI * m * (2 * t + 1)) / (2 * grid);
    re += value * Math.cos(angle);
    im += value * Math.sin(angle);
  });
  return [re, im];
}

/** a b̄ at t. */
function productAt(a: Vector, b: Vector, grid: number, t: number): readonly [number, number] {
  const [aRe, aIm] = signalAt(a, grid, t);
  const [bRe, bIm] = signalAt(b, grid, t);
  return [aRe * bRe + aIm * bIm, aIm * bRe - aRe * bIm];
}

for (const [last, grid] of [
  [7, 8],
  [8, 16],
  [15, 16],
  [16, 32],
  [31, 32],
  [40, 64],
  [100, 64],
]) {
  test(`a filter that ends at bin ${last} of ${2 * signalLength} is sampled at ${grid} points`, () => {
    const filter = vector(2 * signalLength).fill(1, 1, last + 1);
    const band = spectraBand(filter, 2);
    assert.equal(band.grid, grid);
    assert.equal(band.first.count, Math.min(last + 1, signalLength));
    assert.equal(band.second.mirrored === undefined, last <= signalLength);
  });

  if (last >= signalLength) continue;
  test(`averages of products of signals up to bin ${last} over ${signalLength} points are weighted sums over ${grid}`, () => {
    const { weights } = spectraBand(vector(2 * signalLength).fill(1, 1, last + 1), 1);
    const [a, b] = [normals(key(1), last + 1), normals(key(2), last + 1)];
    // Band-pass filters leave no mean.
    a[0] = b[0] = 0;
    let [re, im, sparseRe, sparseIm] = [0, 0, 0, 0];
    for (let t = 0; t < signalLength; t++) {
      const product = productAt(a, b, signalLength, t);
      re += product[0] / signalLength;
      im += product[1] / signalLength;
    }
    for (let n = 0; n < grid; n++) {
      const product = productAt(a, b, grid, 2 * n);
      sparseRe += product[0] / grid;
      sparseIm += weights[n] * product[1];
    }
    assertClose([sparseRe, sparseIm], [re, im], 1e-13 * (last + 1));
  });
}

test('averages of products of what a low-pass leaves are weighted sums over bins', () => {
  const filter = vector(2 * signalLength).map((_, m) => Math.exp(-Math.min(m, 2 * signalLength - m) / 3));
  const { count, weights } = spectraLowPass(filter, 2 ** -53);
  assert.equal(count, signalLength);
  const spectra = [normals(key(3), signalLength), normals(key(4), signalLength)];
  // (1/d) Σ ψ(m) C(m) cos(πm(2t + 1)/2d) over both signs of m.
  const filtered = (c: Vector, t: number): number =>
    c.reduce(
      (sum, value, m) =>
        sum +
        ((m === 0 ? 1 : 2) * filter[m] * value * Math.cos((Math.PI * m * (2 * t + 1)) / (2 * signalLength))) /
          signalLength,
      0,
    );
  let expected = 0;
  for (let t = 0; t < signalLength; t++) expected += (filtered(spectra[0], t) * filtered(spectra[1], t)) / signalLength;
  assertClose(
    weights.reduce((sum, weight, m) => sum + weight * spectra[0][m] * spectra[1][m], 0),
    expected,
    1e-15,
  );
  // exp(−33/3) is above 2⁻¹⁶, exp(−34/3) below.
  assert.equal(spectraLowPass(filter, 2 ** -24).count, 34);
});
