import { checkLength, firstNonFinite, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { gramSolver, solveDifferentialEquation } from '../linear-algebra/index.js';
import { exp, log } from '../special/index.js';

/** A Gaussian law on its way under moment-guided diffusion. */
export interface GuidedSpectrum {
  /** t. */
  readonly time: number;
  /** Sⱼ, [d]. */
  readonly spectrum: Vector;
  /** ½ Σ ln Sⱼ: entropy less that of N(0, I), nats per path. */
  readonly entropy: number;
  /** The entropy at the start, on the same scale, and ∫ θ·ṁ dt: what the estimator of the entropy tends to. */
  readonly bound: number;
}

/** The diffusion whose law is asked for. */
export interface GuidedSpectrumOptions {
  /** Sⱼ at the first time, [d], positive. */
  readonly start: Vector;
  /** Writes ṁ at time t, [K]; moments are held when left out. */
  readonly momentRate?: (time: number, out: Vector) => void;
  /** σ² ≥ 0: variance 2σ² of the noise per unit of time. */
  readonly volatility: number;
  /** Times at which the law is asked for, one or more, each above the one before; the first is that of the start. */
  readonly times: readonly number[];
}

/**
 * The law of moment-guided diffusion (arXiv 2602.17211) for an energy Φₖ = (1/d) Σⱼ aₖ(j) xⱼ² of Gaussian coordinates, in continuous time
 * and for infinitely many paths: dSⱼ/dt = (4/d)(η − σ²θ)·a(j) Sⱼ + 2σ², with Gη = ṁ, Gθ = E ΔΦ and G = (4/d²) Σ a(j)a(j)ᵀ Sⱼ.
 * Without noise it is mean-field descent with the moments prescribed; with held moments the law relaxes to that of largest entropy.
 * @param components aₖ(j), [K, d]
 * @returns the law at each of the times
 * @throws RangeError when the components are not finite, the start has not d positive entries, the volatility is negative,
 *   times do not rise, G has not full rank, or the law stops being finite, as on the way to moments that no law has
 * Cost: O(K² d) per evaluation, some 10³ evaluations, more where 2σ²/Sⱼ is large.
 */
export function momentGuidedSpectrum(
  components: Matrix,
  { start, momentRate, volatility, times }: GuidedSpectrumOptions,
): GuidedSpectrum[] {
  const { rowCount: count, columnCount: d, data } = components;
  checkLength('momentGuidedSpectrum: start', start, d);
  const bad = start.findIndex((value) => !(value > 0 && value < Infinity));
  if (bad >= 0) {
    throw new RangeError(
      `momentGuidedSpectrum: start expects positive finite numbers, got ${start[bad]} at index ${bad}`,
    );
  }
  if (!(volatility >= 0 && volatility < Infinity)) {
    throw new RangeError(`momentGuidedSpectrum: volatility expects a finite number from 0, got ${volatility}`);
  }
  checkTimes(times);
  const wrong = firstNonFinite(data);
  if (wrong >= 0) {
    throw new RangeError(
      `momentGuidedSpectrum: components expect finite numbers, got ${data[wrong]} in row ${Math.floor(wrong / d)}`,
    );
  }
  const labels = Array.from({ length: count }, (_, k) => `component ${k + 1}`);
  const laplacian = vector(count);
  for (let i = 0; i < data.length; i++) laplacian[Math.floor(i / d)] += (2 / d) * data[i];
  const spectrum = vector(d);
  const [rate, eta, theta] = [vector(count), vector(count), vector(count)];
  const gram = matrix(count, count);

  // y holds ln Sⱼ and, last, the bound.
  function slope(t: number, y: Vector, out: Vector): void {
    gram.data.fill(0);
    for (let j = 0; j < d; j++) {
      spectrum[j] = exp(y[j]);
      for (let k = 0; k < count; k++) {
        for (let l = 0; l <= k; l++) {
          gram.data[k * count + l] += ((4 * spectrum[j]) / (d * d)) * data[k * d + j] * data[l * d + j];
        }
      }
    }
    for (let k = 0; k < count; k++) for (let l = 0; l < k; l++) gram.data[l * count + k] = gram.data[k * count + l];
    const { solve } = gramSolver(gram, { labels, caller: 'momentGuidedSpectrum', ridge: 0 });
    rate.fill(0);
    momentRate?.(t, rate);
    const missing = firstNonFinite(rate);
    if (missing >= 0) {
      throw new RangeError(
        `momentGuidedSpectrum: momentRate expects to write finite numbers, got ${rate[missing]} for ${labels[missing]} at time ${t}`,
      );
    }
    eta.set(rate);
    theta.set(laplacian);
    solve(eta);
    solve(theta);
    for (let j = 0; j < d; j++) {
      let drift = 0;
      for (let k = 0; k < count; k++) drift += (eta[k] - volatility * theta[k]) * data[k * d + j];
      out[j] = (4 / d) * drift + (2 * volatility) / spectrum[j];
    }
    out[d] = theta.reduce((sum, value, k) => sum + value * rate[k], 0);
  }

  const first = vector(d + 1);
  for (let j = 0; j < d; j++) {
    first[j] = log(start[j]);
    first[d] += 0.5 * first[j];
  }
  return solveDifferentialEquation(slope, first, times).map((y, i) => ({
    time: times[i],
    spectrum: y.slice(0, d).map(exp),
    entropy: y.slice(0, d).reduce((sum, value) => sum + 0.5 * value, 0),
    bound: y[d],
  }));
}

function checkTimes(times: readonly number[]): void {
  const bad = times.findIndex((time, i) => !Number.isFinite(time) || (i > 0 && !(time > times[i - 1])));
  if (times.length > 0 && bad < 0) return;
  throw new RangeError(
    `momentGuidedSpectrum: times expect finite numbers that rise, got ${times.length > 0 ? `${times[bad]} at index ${bad}` : 'none'}`,
  );
}
