import type { Vector } from '../../array/index.js';
import type { ComplexSignal } from '../../wavelet/index.js';

// Every derivative of |z| at z = 0 is taken as 0.

/** Writes |z|. */
export function modulus(z: ComplexSignal, out: Vector): void {
  for (let t = 0; t < out.length; t++) out[t] = Math.sqrt(z.re[t] * z.re[t] + z.im[t] * z.im[t]);
}

/** Writes the rate of |z| when z changes at the rate ż: Re(z̄ż)/|z|. */
export function modulusRate(z: ComplexSignal, rate: ComplexSignal, out: Vector): void {
  for (let t = 0; t < out.length; t++) {
    const r = Math.sqrt(z.re[t] * z.re[t] + z.im[t] * z.im[t]);
    out[t] = r === 0 ? 0 : (z.re[t] * rate.re[t] + z.im[t] * rate.im[t]) / r;
  }
}

/** Adds the pullback w z/|z| of slopes w. */
export function addModulusPullback(z: ComplexSignal, slopes: Vector, out: ComplexSignal): void {
  for (let t = 0; t < slopes.length; t++) {
    const r = Math.sqrt(z.re[t] * z.re[t] + z.im[t] * z.im[t]);
    if (r === 0) continue;
    out.re[t] += (slopes[t] * z.re[t]) / r;
    out.im[t] += (slopes[t] * z.im[t]) / r;
  }
}

/**
 * Adds the rate of the pullback when z changes at the rate ż and the slopes w at ẇ: with the direction u = z/|z| and the
 * direction i u at right angles to it, ẇ u + w (Im(ūż)/|z|) i u.
 * @param slopeRates ẇ, or undefined where the slopes stay
 */
export function addModulusPullbackRate(
  z: ComplexSignal,
  rate: ComplexSignal,
  slopes: Vector,
  slopeRates: Vector | undefined,
  out: ComplexSignal,
): void {
  for (let t = 0; t < slopes.length; t++) {
    const r = Math.sqrt(z.re[t] * z.re[t] + z.im[t] * z.im[t]);
    if (r === 0) continue;
    const re = z.re[t] / r;
    const im = z.im[t] / r;
    const turn = (slopes[t] * (re * rate.im[t] - im * rate.re[t])) / r;
    const along = slopeRates === undefined ? 0 : slopeRates[t];
    out.re[t] += along * re - turn * im;
    out.im[t] += along * im + turn * re;
  }
}
