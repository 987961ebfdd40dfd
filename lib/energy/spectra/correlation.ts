import type { ComplexSignal } from '../../wavelet/index.js';

/** Adds the average over time ⟨a b̄⟩ to entry k of `out`. */
export function addCorrelation(a: ComplexSignal, b: ComplexSignal, out: ComplexSignal, k: number): void {
  const { length } = a.re;
  let re = 0;
  let im = 0;
  for (let t = 0; t < length; t++) {
    re += a.re[t] * b.re[t] + a.im[t] * b.im[t];
    im += a.im[t] * b.re[t] - a.re[t] * b.im[t];
  }
  out.re[k] += re / length;
  out.im[k] += im / length;
}

/**
 * Adds the pullback of the slope w, entry k of `slopes` (along the real and the imaginary part), to the slopes of both
 * signals: w b/d to that of a, w̄ a/d to that of b. Both may be the same signal.
 */
export function addCorrelationPullback(
  a: ComplexSignal,
  b: ComplexSignal,
  slopes: ComplexSignal,
  k: number,
  aSlope: ComplexSignal,
  bSlope: ComplexSignal,
): void {
  const { length } = a.re;
  const re = slopes.re[k] / length;
  const im = slopes.im[k] / length;
  if (re === 0 && im === 0) return;
  for (let t = 0; t < length; t++) {
    aSlope.re[t] += re * b.re[t] - im * b.im[t];
    aSlope.im[t] += re * b.im[t] + im * b.re[t];
    bSlope.re[t] += re * a.re[t] + im * a.im[t];
    bSlope.im[t] += re * a.im[t] - im * a.re[t];
  }
}
