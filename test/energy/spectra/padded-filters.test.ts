import { test } from 'node:test';
import { type Vector, vector, vectorOf } from '../../../lib/array/index.js';
import { paddedFilters } from '../../../lib/energy/spectra/padded-filters.js';
import { key, normals } from '../../../lib/random/index.js';
import { complexSignal, filtering } from '../../../lib/wavelet/index.js';
import { assertClose } from '../../closeness.js';
import { assertStage, complexOf, dot, flatOf } from './stage.js';

const d = 8;
const filters = [0, 1, 2].map((b) => normals(key(40 + b), 2 * d));
const padded = paddedFilters(filtering(2 * d), filters);

function apply(signal: Vector): Vector {
  const out = filters.map(() => complexSignal(d));
  padded.apply(signal, out);
  return vectorOf(out.flatMap((part) => [...flatOf(part)]));
}

function transpose(slopes: Vector): Vector {
  const out = vector(d);
  padded.addTranspose(
    filters.map((_, b) => complexOf(slopes.slice(2 * d * b, 2 * d * (b + 1)))),
    out,
  );
  return out;
}

test('filters act on the reflected signal by the sum that defines them', () => {
  const signal = normals(key(1), d);
  const got = apply(signal);
  const reflected = [...signal, ...[...signal].reverse()];
  const n = 2 * d;
  filters.forEach((filter, b) => {
    for (let t = 0; t < d; t++) {
      let [re, im] = [0, 0];
      for (let s = 0; s < n; s++) {
        for (let m = 0; m < n; m++) {
          const angle = (2 * Math.PI * m * (t - s)) / n;
          re += (filter[m] * reflected[s] * Math.cos(angle)) / n;
          im += (filter[m] * reflected[s] * Math.sin(angle)) / n;
        }
      }
      assertClose([got[n * b + t], got[n * b + d + t]], [re, im], 1e-13, `filter ${b}, time ${t}`);
    }
  });
});

test('the transpose moves a filter from one side of a product to the other', () => {
  const [signal, slopes] = [normals(key(2), d), normals(key(3), 6 * d)];
  assertClose(dot(apply(signal), slopes), dot(signal, transpose(slopes)), 1e-13);
  assertStage({ apply, pullback: (_x, w) => transpose(w) }, { from: d, to: 6 * d });
});

test('the transpose adds to what is there', () => {
  const slopes = normals(key(4), 6 * d);
  const out = vector(d).fill(10);
  padded.addTranspose(
    filters.map((_, b) => complexOf(slopes.slice(2 * d * b, 2 * d * (b + 1)))),
    out,
  );
  assertClose(
    out,
    transpose(slopes).map((value) => value + 10),
    1e-14,
  );
});
