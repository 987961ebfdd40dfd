import { type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { scatteringCovarianceKernel } from '../compiled/index.js';
import { cos, sin } from '../special/index.js';
import { mean } from '../statistics/index.js';
import { clear, complexSignal, realPart } from '../wavelet/index.js';
import type { Accelerators, Energy } from './energy.js';
import { energyOfPaths, type PathEnergy } from './path-energy.js';
import { type Projection, projected, projectionRows } from './projected.js';
import { isSame } from './same-numbers.js';
import { type ScatteringFilters, type ScatteringOptions, scatteringFilters } from './scattering-filters.js';

// Real channels of two phases are handled as the real and the imaginary part of one complex signal.
const PHASES = [0, Math.PI / 3] as const;
const PHASE_NAMES = ['0', 'π/3'] as const;

/**
 * The scattering covariance: covariances over time of the channels ReLU(Re(x ⋆ ψ₁ e^{−iφ})), φ ∈ {0, π/3}, and
 * ReLU(Re(· ⋆ ψ₂)) of each of them; with 8 + 48 channels K = 56 · 57/2 = 1596.
 *
 * Paper: section 5.1. Convolutions are circular; sums over time are divided by d − 1. Channels: first order by scale,
 * phase fastest; then second order by first-order channel, second filter fastest. Components: the upper triangle, row
 * by row. Where a channel is 0 the derivative of its ReLU is taken as 0; the kinks of ReLU add nothing to the Hessian.
 * @throws RangeError when signalLength is no power of two, or the scales do not fit it
 * Cost: 1 + 2F + FS transforms of length d for F and S filters, O(d log d) each, and O(d C²) for C channels; twice that
 * for a pullback, three times the transforms for a Hessian product, twice along another
 * direction at the same path.
 */
export function scatteringCovariance(options: ScatteringOptions): Energy {
  return energyOfPaths(channelCovariance('scatteringCovariance', options));
}

/**
 * The scattering covariance on its leading principal components: P times its entries, nothing subtracted before.
 *
 * Paper: section 5.1, with the 20 whitened components of white noise (Appendix C: of a GARCH model).
 * @param projection P, a row per component, [20, 1596] for the usual scales; `principalComponents` gives one
 * @throws RangeError as `scatteringCovariance`, or when the rows have another length or a number that is not finite
 * Cost: that of `scatteringCovariance`, and O(20 · 1596).
 */
export function projectedScatteringCovariance(projection: Projection, options: ScatteringOptions): Energy {
  const factory = 'projectedScatteringCovariance';
  const rows = projectionRows(projection);
  return energyOfPaths(
    projected(channelCovariance(factory, options), rows, {
      name: 'projected scattering covariance',
      labels: rows.map((_, k) => `principal component ${k + 1}`),
      recipe: { module: 'energy', factory, arguments: [rows, options] },
      accelerators: compiledDerivatives(scatteringFilters(factory, options), rows),
    }),
  );
}

/**
 * Compiled derivatives of the covariances, or of `projection` times them; none for paths shorter than 8, the least
 * length of a transform.
 */
function compiledDerivatives(
  { first, second, options: { signalLength } }: ScatteringFilters,
  projection?: readonly (readonly number[])[],
): Accelerators | undefined {
  if (signalLength < 8) return undefined;
  const options = { signalLength, first, second: second.map(realPart), projection };
  return {
    derivatives: (pathCount, precision) => scatteringCovarianceKernel({ ...options, pathCount, precision }),
  };
}

function channelCovariance(factory: string, scatteringOptions: ScatteringOptions): PathEnergy {
  const filters = scatteringFilters(factory, scatteringOptions);
  const { filtering, first, second: secondFilters, options } = filters;
  const d = options.signalLength;
  const second = secondFilters.map(realPart);
  const count = 2 * first.length * (1 + second.length);
  /** Row of the channel behind first-order row a and second filter l. */
  const rowAfter = (a: number, l: number): number => 2 * first.length + a * second.length + l;

  // Scratch buffers: every call overwrites them before it reads them (not re-entrant).
  const [channels, changes, slopes] = [matrix(count, d), matrix(count, d), matrix(count, d)];
  const [spectrum, inner, outer, innerSlope, pathSlope] = Array.from({ length: 5 }, () => complexSignal(d));
  const mixing = matrix(count, count);
  // The path whose channels are held; NaN equals nothing, so that the first Hessian product computes them.
  const pathHere = vector(d).fill(NaN);

  /**
   * Writes the channels of x; or, where `gates` are the channels of another path, the derivative of that path's
   * channels along x. ReLU is linear where it has a derivative, so that both are one computation.
   */
  function scatter(x: Vector, gates: Matrix | undefined, out: Matrix): void {
    filtering.spectrum(x, undefined, spectrum);
    for (let j = 0; j < first.length; j++) {
      filtering.filtered(spectrum, first[j], inner);
      PHASES.forEach((phase, p) => {
        const row = out.row(2 * j + p);
        const [c, s] = [cos(phase), sin(phase)];
        for (let t = 0; t < d; t++) row[t] = c * inner.re[t] + s * inner.im[t];
        rectify(row, gates?.row(2 * j + p));
      });
      filtering.spectrum(out.row(2 * j), out.row(2 * j + 1), inner);
      for (let l = 0; l < second.length; l++) {
        filtering.filtered(inner, second[l], outer);
        [outer.re, outer.im].forEach((signal, p) => {
          const row = rowAfter(2 * j + p, l);
          out.row(row).set(signal);
          rectify(out.row(row), gates?.row(row));
        });
      }
    }
  }

  /**
   * Writes the derivative of Σₐₜ slopes(a, t) Sₐ(t) in the path whose channels S are given: the adjoint of `scatter`.
   */
  function gather(gates: Matrix, out: Vector): void {
    clear(pathSlope);
    for (let j = 0; j < first.length; j++) {
      clear(innerSlope);
      for (let l = 0; l < second.length; l++) {
        [outer.re, outer.im].forEach((signal, p) => {
          const row = rowAfter(2 * j + p, l);
          signal.set(slopes.row(row));
          gate(signal, gates.row(row));
        });
        filtering.addFiltered(outer, second[l], 1, innerSlope);
      }
      filtering.signal(innerSlope);
      clear(inner);
      [innerSlope.re, innerSlope.im].forEach((signal, p) => {
        const own = slopes.row(2 * j + p);
        const [c, s] = [cos(PHASES[p]), sin(PHASES[p])];
        for (let t = 0; t < d; t++) signal[t] += own[t];
        gate(signal, gates.row(2 * j + p));
        for (let t = 0; t < d; t++) {
          inner.re[t] += c * signal[t];
          inner.im[t] += s * signal[t];
        }
      });
      filtering.addFiltered(inner, first[j], 1, pathSlope);
    }
    filtering.signal(pathSlope);
    out.set(pathSlope.re);
  }

  /**
   * Writes the slopes of Σ wₖΦₖ in the channels, which are linear in them: slopeₐ = Σ_b Wₐ_b (S_b − mean), where W
   * holds the weights as a symmetric matrix with a doubled diagonal, divided by d − 1.
   */
  function mix(weights: Vector, from: Matrix): void {
    for (let a = 0, k = 0; a < count; a++) {
      for (let b = a; b < count; b++, k++) {
        const weight = (a === b ? 2 : 1) * (weights[k] / (d - 1));
        mixing.data[a * count + b] = mixing.data[b * count + a] = weight;
      }
    }
    for (let a = 0; a < count; a++) {
      const slope = slopes.row(a);
      slope.fill(0);
      addMultiples(mixing.row(a), from, slope);
      centre(slope);
    }
  }

  return {
    name: 'scattering covariance',
    signalLength: d,
    labels: componentLabels(first.length, second.length),
    recipe: { module: 'energy', factory: 'scatteringCovariance', arguments: [options] },
    accelerators: compiledDerivatives(filters),
    value(x, out) {
      pathHere.fill(NaN);
      scatter(x, undefined, channels);
      for (let a = 0; a < count; a++) centre(channels.row(a));
      for (let a = 0, k = 0; a < count; a++) {
        const own = channels.row(a);
        for (let b = a; b < count; b++, k++) out[k] = product(own, channels.row(b)) / (d - 1);
      }
    },
    pullback(x, weights, out) {
      pathHere.set(x);
      scatter(x, undefined, channels);
      mix(weights, channels);
      gather(channels, out);
    },
    hessianProduct(x, weights, direction, out) {
      if (!isSame(x, pathHere)) {
        pathHere.set(x);
        scatter(x, undefined, channels);
      }
      scatter(direction, channels, changes);
      mix(weights, changes);
      gather(channels, out);
    },
  };
}

function componentLabels(firstScales: number, secondScales: number): string[] {
  const firstOrder = Array.from({ length: firstScales }, (_, j) =>
    PHASE_NAMES.map((phase) => [`2^${j}`, `phase ${phase}`]),
  ).flat();
  const channels = [
    ...firstOrder.map(([scale, phase]) => `(scale ${scale}, ${phase})`),
    ...firstOrder.flatMap(([scale, phase]) =>
      Array.from({ length: secondScales }, (_, l) => `(scales ${scale} and 2^${l}, ${phase})`),
    ),
  ];
  return channels.flatMap((a, i) =>
    channels.slice(i).map((b, lag) => (lag === 0 ? `variance of ${a}` : `covariance of ${a} and ${b}`)),
  );
}

/** Sets negative values to 0; or, with gates, the values where the gate is 0. */
function rectify(values: Vector, gates: Vector | undefined): void {
  if (gates) gate(values, gates);
  else for (let t = 0; t < values.length; t++) if (values[t] < 0) values[t] = 0;
}

/** Sets values to 0 where the gates are 0. */
function gate(values: Vector, gates: Vector): void {
  for (let t = 0; t < values.length; t++) if (gates[t] === 0) values[t] = 0;
}

/** Subtracts the mean. */
function centre(values: Vector): void {
  const average = mean(values);
  for (let t = 0; t < values.length; t++) values[t] -= average;
}

/** ⟨a, b⟩ as two sums, over even and over odd t, which take half as long as one; the length is even. */
function product(a: Vector, b: Vector): number {
  let even = 0;
  let odd = 0;
  for (let t = 0; t < a.length; t += 2) {
    even += a[t] * b[t];
    odd += a[t + 1] * b[t + 1];
  }
  return even + odd;
}

/** Adds Σ_b factors(b) · row b to `out`, four rows at a time so that `out` is read and written a quarter as often. */
function addMultiples(factors: Vector, rows: Matrix, out: Vector): void {
  const used = Array.from(factors.keys()).filter((b) => factors[b] !== 0);
  for (let i = 0; i < used.length; i += 4) {
    // Where fewer than four rows are left, the last row takes the places of those missing, with factor 0.
    const row = (place: number): Vector => rows.row(used[Math.min(i + place, used.length - 1)]);
    const factor = (place: number): number => (i + place < used.length ? factors[used[i + place]] : 0);
    const [row0, row1, row2, row3] = [row(0), row(1), row(2), row(3)];
    const [factor0, factor1, factor2, factor3] = [factor(0), factor(1), factor(2), factor(3)];
    for (let t = 0; t < out.length; t++) {
      out[t] += factor0 * row0[t] + factor1 * row1[t] + factor2 * row2[t] + factor3 * row3[t];
    }
  }
}
