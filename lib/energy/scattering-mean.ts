import { type Vector, vector } from '../array/index.js';
import { scatteringMeanKernel, shortestScatteringMean } from '../compiled/index.js';
import { mean } from '../statistics/index.js';
import { type ComplexSignal, clear, complexSignal } from '../wavelet/index.js';
import type { Energy } from './energy.js';
import { energyOfPaths } from './path-energy.js';
import { isSame } from './same-numbers.js';
import { type ScatteringOptions, scatteringFilters } from './scattering-filters.js';

/**
 * The scattering mean: time means of |x ⋆ ψ₁| and of ||x ⋆ ψ₁| ⋆ ψ₂| over all pairs of a first- and a second-order
 * filter; K = 4 + 4 · 6 = 28.
 *
 * Paper: section 5.1. Convolutions are circular. Components: first order by scale, then the pairs, second filter
 * fastest. Where z = 0 the derivatives of |z|, which do not exist there, are taken as 0. Paths of length 32 and more
 * have compiled derivatives.
 * @throws RangeError when signalLength is no power of two, or the scales do not fit it
 * Cost: 1 + 2F + FS transforms of length d for F and S filters, O(d log d) each; twice that for a pullback, four times
 * for a Hessian product, half of that along another direction at the same path and weights. Pairs of weight 0 cost nothing in
 * the last two.
 */
export function scatteringMean(scatteringOptions: ScatteringOptions): Energy {
  const { filtering, first, second, options } = scatteringFilters('scatteringMean', scatteringOptions);
  const d = options.signalLength;
  const pairAt = (j: number, l: number): number => first.length + j * second.length + l;

  // Scratch buffers: every call overwrites them before it reads them (not re-entrant). A slope is the derivative of Σ
  // wₖΦₖ in a signal; a prefix d marks the derivative of the signal along a direction.
  const [spectrum, inner, innerSpectrum, outer, pathSlope, innerSlope] = Array.from({ length: 6 }, () =>
    complexSignal(d),
  );
  const [dSpectrum, dInner, dInnerSpectrum, dOuter, dPathSlope, dInnerSlope] = Array.from({ length: 6 }, () =>
    complexSignal(d),
  );
  const [modulus, dModulus] = [vector(d), vector(d)];

  // What Hessian products along any direction share, at the path and the weights of the last one: phases and moduli behind each
  // first filter and each pair, and the slope of each first modulus. NaN equals nothing, so that the first call computes.
  const polar = (): { phase: ComplexSignal; modulus: Vector } => ({ phase: complexSignal(d), modulus: vector(d) });
  const scales = first.map(() => ({ ...polar(), slope: vector(d), behind: second.map(polar) }));
  const [pathHere, weightsHere] = [vector(d).fill(NaN), vector(first.length * (1 + second.length)).fill(NaN)];

  /** Whether all components of first filter j have weight 0. */
  const isIdle = (j: number, weights: Vector): boolean =>
    weights[j] === 0 && second.every((_, l) => weights[pairAt(j, l)] === 0);

  /** Computes what Hessian products at this path and these weights share, unless the last one was there, too. */
  function standAt(x: Vector, weights: Vector): void {
    if (isSame(x, pathHere) && isSame(weights, weightsHere)) return;
    pathHere.set(x);
    weightsHere.set(weights);
    filtering.spectrum(x, undefined, spectrum);
    for (let j = 0; j < first.length; j++) {
      if (isIdle(j, weights)) continue;
      const { phase, modulus: size, slope, behind } = scales[j];
      filtering.filtered(spectrum, first[j], phase);
      takePolar(phase, size);
      filtering.spectrum(size, undefined, innerSpectrum);
      clear(innerSlope);
      for (let l = 0; l < second.length; l++) {
        const weight = weights[pairAt(j, l)];
        if (weight === 0) continue;
        filtering.filtered(innerSpectrum, second[l], behind[l].phase);
        takePolar(behind[l].phase, behind[l].modulus);
        outer.re.set(behind[l].phase.re);
        outer.im.set(behind[l].phase.im);
        filtering.addFiltered(outer, second[l], weight / d, innerSlope);
      }
      filtering.signal(innerSlope);
      for (let t = 0; t < d; t++) slope[t] = weights[j] / d + innerSlope.re[t];
    }
  }

  return energyOfPaths({
    name: 'scattering mean',
    signalLength: d,
    labels: [
      ...first.map((_, j) => `order 1, scale 2^${j}`),
      ...first.flatMap((_, j) => second.map((__, l) => `order 2, scales 2^${j} and 2^${l}`)),
    ],
    recipe: { module: 'energy', factory: 'scatteringMean', arguments: [options] },
    accelerators:
      d < shortestScatteringMean
        ? undefined
        : {
            derivatives: (pathCount, precision) =>
              scatteringMeanKernel({ signalLength: d, pathCount, first, second, precision }),
          },

    value(x, out) {
      filtering.spectrum(x, undefined, spectrum);
      for (let j = 0; j < first.length; j++) {
        filtering.filtered(spectrum, first[j], inner);
        takePolar(inner, modulus);
        out[j] = mean(modulus);
        filtering.spectrum(modulus, undefined, innerSpectrum);
        for (let l = 0; l < second.length; l++) {
          filtering.filtered(innerSpectrum, second[l], outer);
          takePolar(outer, modulus);
          out[pairAt(j, l)] = mean(modulus);
        }
      }
    },

    // The slope of |z| is z/|z|. A filter with a real transfer function is its own adjoint: slopes are filtered as
    // signals are.
    pullback(x, weights, out) {
      filtering.spectrum(x, undefined, spectrum);
      clear(pathSlope);
      for (let j = 0; j < first.length; j++) {
        if (isIdle(j, weights)) continue;
        filtering.filtered(spectrum, first[j], inner);
        takePolar(inner, modulus);
        filtering.spectrum(modulus, undefined, innerSpectrum);
        clear(innerSlope);
        for (let l = 0; l < second.length; l++) {
          const weight = weights[pairAt(j, l)];
          if (weight === 0) continue;
          filtering.filtered(innerSpectrum, second[l], outer);
          takePolar(outer, modulus);
          filtering.addFiltered(outer, second[l], weight / d, innerSlope);
        }
        filtering.signal(innerSlope);
        for (let t = 0; t < d; t++) {
          const slope = weights[j] / d + innerSlope.re[t];
          inner.re[t] *= slope;
          inner.im[t] *= slope;
        }
        filtering.addFiltered(inner, first[j], 1, pathSlope);
      }
      filtering.signal(pathSlope);
      out.set(pathSlope.re);
    },

    // The derivative of every line of the pullback.
    hessianProduct(x, weights, direction, out) {
      standAt(x, weights);
      filtering.spectrum(direction, undefined, dSpectrum);
      clear(dPathSlope);
      for (let j = 0; j < first.length; j++) {
        if (isIdle(j, weights)) continue;
        const { phase, modulus: size, slope, behind } = scales[j];
        filtering.filtered(dSpectrum, first[j], dInner);
        turn(phase, size, dInner, dModulus);
        filtering.spectrum(dModulus, undefined, dInnerSpectrum);
        clear(dInnerSlope);
        for (let l = 0; l < second.length; l++) {
          const weight = weights[pairAt(j, l)];
          if (weight === 0) continue;
          filtering.filtered(dInnerSpectrum, second[l], dOuter);
          turn(behind[l].phase, behind[l].modulus, dOuter, dModulus);
          filtering.addFiltered(dOuter, second[l], weight / d, dInnerSlope);
        }
        filtering.signal(dInnerSlope);
        for (let t = 0; t < d; t++) {
          dInner.re[t] = slope[t] * dInner.re[t] + dInnerSlope.re[t] * phase.re[t];
          dInner.im[t] = slope[t] * dInner.im[t] + dInnerSlope.re[t] * phase.im[t];
        }
        filtering.addFiltered(dInner, first[j], 1, dPathSlope);
      }
      filtering.signal(dPathSlope);
      out.set(dPathSlope.re);
    },
  });
}

/** Writes |z| and replaces z by its phase z/|z|, or by 0 where z = 0. */
function takePolar({ re, im }: ComplexSignal, modulus: Vector): void {
  for (let t = 0; t < re.length; t++) {
    const size = Math.sqrt(re[t] * re[t] + im[t] * im[t]);
    modulus[t] = size;
    if (size > 0) {
      re[t] /= size;
      im[t] /= size;
    }
  }
}

/**
 * Writes the derivative of a modulus along dz, and replaces dz by that of the phase: with p the phase, d|z| = Re(p̄ dz) and
 * dp = i p Im(p̄ dz)/|z|; both are 0 where z = 0.
 */
function turn(phase: ComplexSignal, modulus: Vector, dz: ComplexSignal, dModulus: Vector): void {
  for (let t = 0; t < modulus.length; t++) {
    const re = phase.re[t];
    const im = phase.im[t];
    dModulus[t] = re * dz.re[t] + im * dz.im[t];
    const angle = modulus[t] > 0 ? (re * dz.im[t] - im * dz.re[t]) / modulus[t] : 0;
    dz.re[t] = -im * angle;
    dz.im[t] = re * angle;
  }
}
