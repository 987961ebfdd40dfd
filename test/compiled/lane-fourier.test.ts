import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fourierLayout, placeFilter, reaches } from '../../lib/compiled/lane-fourier.js';
import { type Lanes, laneLayout, lanesOf } from '../../lib/compiled/lane-layout.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { withVariable } from '../environment.js';

type Method = 'forward' | 'inverse' | 'inverseFiltered';

/** The transform of one complex signal a lane; the same method, lanes and numbers as a kernel uses. */
function transformer(lanes: Lanes, n: number, filter?: Float64Array) {
  const { width, elementBytes } = lanes;
  const layout = fourierLayout(n);
  const memory = laneLayout(lanes);
  const [z, spectrum] = [memory.points(n), memory.points(n)];
  const [twiddles, filterAt] = [memory.constants(layout.twiddles.length), memory.constants(n)];
  const { run, elements, copyIn, copyOut } = memory.open<Method>('fourier');
  elements.set(layout.twiddles, twiddles / elementBytes);
  const placed = filter && placeFilter(layout, filter, 1, 0);
  if (placed) elements.set(placed.values, filterAt / elementBytes);
  return {
    layout,
    /** Signals as rows, real parts then imaginary parts; those of spectra by position. */
    transform(method: Method, rows: readonly Float64Array[]): Float64Array[] {
      const at = method === 'inverseFiltered' ? spectrum : z;
      const rowsOf = (values: Float64Array, count: number) => ({ values, first: 0, count, length: n });
      const imaginary = width * elementBytes;
      const parts = (offset: number) => Float64Array.from(rows.flatMap((row) => [...row.subarray(offset, offset + n)]));
      copyIn(rowsOf(parts(0), rows.length), at, 2);
      copyIn(rowsOf(parts(n), rows.length), at + imaginary, 2);
      if (placed) run.inverseFiltered(spectrum, filterAt, placed.reach, z, n, twiddles);
      else run[method](z, n, twiddles);
      const [re, im] = [new Float64Array(width * n), new Float64Array(width * n)];
      copyOut(z, 2, rowsOf(re, width));
      copyOut(z + imaginary, 2, rowsOf(im, width));
      const rowOf = (part: Float64Array, r: number) => part.subarray(r * n, (r + 1) * n);
      return Array.from({ length: width }, (_, r) => Float64Array.of(...rowOf(re, r), ...rowOf(im, r)));
    },
  };
}

/** Σₜ z[t] e^{sign · 2πi mt/n} for some m, term by term. */
function naive(z: Float64Array, sign: number, ms: readonly number[]): number[][] {
  const n = z.length / 2;
  return ms.map((m) => {
    let [re, im] = [0, 0];
    for (let t = 0; t < n; t++) {
      const angle = (sign * 2 * Math.PI * ((m * t) % n)) / n;
      re += z[t] * Math.cos(angle) - z[n + t] * Math.sin(angle);
      im += z[t] * Math.sin(angle) + z[n + t] * Math.cos(angle);
    }
    return [re, im];
  });
}

const lanesByName = async (): Promise<Lanes[]> => [
  lanesOf('test', 'fourier', 'single'),
  lanesOf('test', 'fourier', 'double'),
  await withVariable('MICROCANON_SIMD', 'off', () => lanesOf('test', 'fourier', 'single')),
];

test('kernels take four paths at a time in single precision, two in double, and one without SIMD', async () => {
  const widths = (await lanesByName()).map(({ variant, width }) => [variant, width]);
  assert.deepEqual(widths, [
    ['single', 4],
    ['double', 2],
    ['scalar', 1],
  ]);
  await withVariable('MICROCANON_SIMD', 'off', () => {
    assert.throws(() => lanesOf('test', 'fourier', 'double'), /test: precision 'double' expects WebAssembly SIMD/);
  });
});

for (let n = 8; n <= 16384; n *= 2) {
  test(`length ${n}: transforms are the sums that define them, forward and back, in every kind of lanes`, async () => {
    const rows = Array.from({ length: 4 }, (_, r) => normals(key(r), 2 * n));
    // All frequencies of short signals, some of each kind of long ones.
    const some = (i: number): number => [i, (5 * n) / 4 + 1 - i, n / 2 + i, n - 1 - i][i % 4] % n;
    const ms = Array.from({ length: Math.min(n, 64) }, (_, i) => (n <= 64 ? i : some(i)));
    for (const lanes of await lanesByName()) {
      const { layout, transform } = transformer(lanes, n);
      // Of sums of n numbers of order 1, their roots added up as they come.
      const allowed = (lanes.elementBytes === 4 ? 1.5e-6 : 3e-15) * Math.sqrt(n) * Math.log2(n);
      const own = rows.slice(0, lanes.width);
      const [forward, back] = [transform('forward', own), transform('inverse', own)];
      own.forEach((row, r) => {
        const spectrum = ms.map((m) => [forward[r][layout.positions[m]], forward[r][n + layout.positions[m]]]);
        assertClose(spectrum.flat(), naive(row, -1, ms).flat(), allowed, `${lanes.variant}, forward`);
        const [re, im] = [row.subarray(0, n), row.subarray(n)].map((part) => layout.positions.map((p) => part[p]));
        const signal = ms.map((t) => [back[r][t], back[r][n + t]]);
        assertClose(
          signal.flat(),
          naive(Float64Array.of(...re, ...im), 1, ms).flat(),
          allowed,
          `${lanes.variant}, back`,
        );
      });
    }
  });
}

test('without SIMD the bits are those of every lane of single precision', async () => {
  const [single, , scalar] = await lanesByName();
  for (const n of [8, 16, 32, 1024, 2048, 8192]) {
    const rows = Array.from({ length: 4 }, (_, r) => normals(key(r), 2 * n));
    for (const method of ['forward', 'inverse'] as const) {
      const together = transformer(single, n).transform(method, rows);
      rows.forEach((row, r) => {
        assertSameBits(together[r], transformer(scalar, n).transform(method, [row])[0], `${method}, ${n}`);
      });
    }
  }
});

for (const [reach, kept] of [
  ['whole', [0, 1, 2, 3]],
  ['low', [0, 3]],
  ['positive', [0, 1]],
] as const) {
  test(`a filter of ${reach} reach is applied on the way back`, async () => {
    for (const n of [8, 16, 64, 128, 4096]) {
      const isKept = (m: number): boolean => kept.some((quarter) => quarter === Math.floor((4 * m) / n));
      const filter = normals(key(9), n).map((value, m) => (isKept(m) ? value : 0));
      const layout = fourierLayout(n);
      assert.equal(placeFilter(layout, filter, 1, 0).reach, reaches[reach]);
      const spectrum = normals(key(3), 2 * n);
      const filtered = spectrum.map((value, p) => value * filter[layout.frequencies[p % n]]);
      for (const lanes of await lanesByName()) {
        const got = transformer(lanes, n, filter).transform('inverseFiltered', [spectrum])[0];
        const expected = transformer(lanes, n).transform('inverse', [filtered])[0];
        assertClose(got, expected, (lanes.elementBytes === 4 ? 1e-5 : 1e-14) * Math.sqrt(n), `${lanes.variant}, ${n}`);
      }
    }
  });
}

test('small entries of a placed filter become zeros', () => {
  const placed = placeFilter(fourierLayout(8), Float64Array.of(1, 1e-3, 1e-13, 0, 0, 0, 0, -2), 2, 1e-12);
  assert.deepEqual(
    [...placed.values].sort((a, b) => a - b),
    [-4, 0, 0, 0, 0, 0, 2e-3, 2],
  );
  assert.equal(placed.reach, reaches.low);
});

test('a length that no transform takes is refused', () => {
  for (const length of [4, 12, 0, NaN]) {
    assert.throws(() => fourierLayout(length), { name: 'RangeError', message: /expects a power of two from 8/ });
  }
});
