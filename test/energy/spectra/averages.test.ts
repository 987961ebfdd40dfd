import { test } from 'node:test';
import { type Vector, vectorOf } from '../../../lib/array/index.js';
import { spectraAverages } from '../../../lib/energy/spectra/averages.js';
import { spectraCoefficients } from '../../../lib/energy/spectra/coefficients.js';
import { type SpectraSignals, spectraSignals } from '../../../lib/energy/spectra/signals.js';
import { key, normals } from '../../../lib/random/index.js';
import { complexSignal } from '../../../lib/wavelet/index.js';
import { assertClose } from '../../closeness.js';
import { assertStage, complexOf, flatOf } from './stage.js';

const [scales, d] = [3, 4];
const { list } = spectraCoefficients(scales);
const averages = spectraAverages(list);

/** The signals' vectors, one after another. */
function partsOf({ wavelets, moduli, second }: SpectraSignals): Vector[] {
  return [...wavelets.flatMap(({ re, im }) => [re, im]), ...moduli, ...second.flat().flatMap(({ re, im }) => [re, im])];
}

const size = partsOf(spectraSignals(scales, d)).length * d;

function signalsOf(values: Vector): SpectraSignals {
  const signals = spectraSignals(scales, d);
  partsOf(signals).forEach((part, i) => {
    part.set(values.subarray(i * d, (i + 1) * d));
  });
  return signals;
}

function filled(write: (out: SpectraSignals) => void): Vector {
  const out = spectraSignals(scales, d);
  write(out);
  return vectorOf(partsOf(out).flatMap((part) => [...part]));
}

test('averages of first and second order and their derivatives match differences', () => {
  assertStage(
    {
      apply(x) {
        const out = complexSignal(list.length);
        averages.apply(signalsOf(x), out);
        return flatOf(out);
      },
      rate(x, v) {
        const out = complexSignal(list.length);
        averages.applyRate(signalsOf(x), signalsOf(v), out);
        return flatOf(out);
      },
      pullback: (x, slopes) => filled((out) => averages.addPullback(signalsOf(x), complexOf(slopes), out)),
      pullbackRate: (x, v, slopes, slopeRates) =>
        filled((out) =>
          averages.addPullbackRate(signalsOf(x), signalsOf(v), complexOf(slopes), complexOf(slopeRates), out),
        ),
    },
    { from: size, to: 2 * list.length },
  );
});

test('each coefficient is the average that its definition says', () => {
  const signals = signalsOf(normals(key(9), size));
  const { wavelets: w, moduli, second } = signals;
  const out = complexSignal(list.length);
  averages.apply(signals, out);
  const mean = (term: (t: number) => number): number =>
    Array.from({ length: d }, (_, t) => term(t)).reduce((a, b) => a + b, 0) / d;
  list.forEach((coefficient, k) => {
    if (coefficient.kind === 'sparsity')
      assertClose([out.re[k], out.im[k]], [mean((t) => moduli[coefficient.j][t]), 0], 1e-15);
    if (coefficient.kind === 'mean')
      assertClose(
        out.re[k],
        mean((t) => w[scales].re[t]),
        1e-15,
      );
    if (coefficient.kind === 'variance') {
      const { re, im } = w[coefficient.j];
      assertClose([out.re[k], out.im[k]], [mean((t) => re[t] ** 2 + im[t] ** 2), 0], 1e-15);
    }
    if (coefficient.kind === 'skewness' || coefficient.kind === 'kurtosis') {
      const { j, l } = coefficient;
      const b = coefficient.kind === 'skewness' ? second[j][l - j - 1] : second[coefficient.m][l - coefficient.m - 1];
      const a = coefficient.kind === 'skewness' ? w[l] : second[j][l - j - 1];
      // The angle of a b̄ is that of a less that of b.
      const product = (t: number) => Math.hypot(a.re[t], a.im[t]) * Math.hypot(b.re[t], b.im[t]);
      const angle = (t: number) => Math.atan2(a.im[t], a.re[t]) - Math.atan2(b.im[t], b.re[t]);
      const expected = [mean((t) => product(t) * Math.cos(angle(t))), mean((t) => product(t) * Math.sin(angle(t)))];
      assertClose([out.re[k], out.im[k]], expected, 1e-14, coefficient.kind);
    }
  });
});
